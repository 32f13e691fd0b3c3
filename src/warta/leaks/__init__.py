"""The leak crawler: proof that nothing locked or hidden reaches who may not have it, on a newspaper of its own.

Words: a **mark** is a made-up word that stands in one place of one story and nowhere else; a **road** is a way to ask
the newspaper for something; a **leak** is a mark in the hands of a reader who may not have it. `paper.py` makes the
newspaper, `roads.py` lists the roads and `newsroom.py` those that the edge hands on, `readers.py` makes the readers,
`visit.py` asks and judges; `raw.py` sends what no client sends, `forms.py` posts what nobody should obey; `crawl.py` is
the play: cold, warm, while stories change, after links are revoked, cold again. `warta check leaks` (`cli/leaks.py`)
serves it.
"""
