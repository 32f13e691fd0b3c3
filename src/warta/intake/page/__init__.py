"""Saved news pages: HTML as a browser stores it, or text as one copies it, furniture and all.

`read.py` is the entrance. A page becomes lines (`lines.py` from HTML, `text.py` from text); the lines are sorted into
story and furniture (`extract.py`, `furniture.py`, with the words in `phrases.py`); headline, byline, date and the rest
are read from what stands before the first paragraph (`fields.py`, `dates.py`, `structured.py`); at the end the finished
page is questioned (`sources.py`, `doubts.py`). What the page does not say stays empty or is named as assumed.
"""
