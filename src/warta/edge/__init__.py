"""Delivery: every reader gets exactly their page, at the speed of a static file.

Words: the **front** (`front.py`) is a pure function from a request, a moment and the **store** to an answer, or to what
must first be asked of the newsroom; a **page** is a recipe of **pieces**; a **part** is shared by pages; the **join**
puts one reader's pieces together; the **log** tells of changes; a **worker** (`worker.py`) is one process that does all
this, behind a thin adapter for its server's interface (`rsgi.py`, `asgi.py`). The edge imports `access` and `config`
alone: it knows no block, no model and no Django. Start at `front.py`.
"""
