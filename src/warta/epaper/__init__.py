"""The e-paper: a day's stories as a newspaper, in print (PDF), as a book (EPUB) and on the screen.

Words: an **edition** is the newspaper of one day in one language; a **piece** is what it is made of: a story, a notice,
an advertisement (`values.py`). The **desk's wishes** say where a piece should stand and how long it may be; what the
desk does not say is composed. A **page** holds **modules**, each a piece or a part of one, on a grid of columns and
baselines; a piece that does not end where it begins is **continued**, or **shortened** at a paragraph's end, and says
so. A **build** is one making of all files of an edition, in a folder of its own that is never changed again.
Start at `values.py`, then `models.py`.
"""
