"""The leak crawler: proof that nothing locked or hidden reaches who may not have it, on a newspaper of its own.

Words: a **mark** is a made-up word that stands in one place of one story and nowhere else; a **road** is a way to ask
the newspaper for something; a **leak** is a mark in the hands of a reader who may not have it. `paper.py` makes the
newspaper, `roads.py` lists the roads, `readers.py` the readers, `visit.py` asks and judges, `crawl.py` is the play:
cold, warm, while stories change, cold again. `warta check leaks` (`cli/leaks.py`) serves it.
"""
