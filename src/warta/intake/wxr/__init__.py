"""WordPress exports (WXR 1.0 to 1.2), read as a stream in two passes.

`stream.py` parses, `index.py` is the first pass (is the whole file sound? what do later items refer to?), `read.py`
the second, which yields records; `body.py` turns a post's content into blocks.
"""
