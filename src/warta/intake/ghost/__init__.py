"""Ghost exports (JSON of Ghost 0.x to 6.x), read as a stream in two passes.

`index.py` checks the file to its end and gathers the small tables; `read.py` then yields one post at a time.
`lexical.py`, `mobiledoc.py` and `cards.py` turn bodies into blocks.
"""
