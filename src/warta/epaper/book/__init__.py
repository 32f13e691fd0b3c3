"""An edition as a book (EPUB 3): every story a chapter of its own, in the reader's own letters, sizes and colours.

`make_book` makes it of an `Issue`; `copy_for` writes into a finished one for whom the copy was made. The same issue
gives the same bytes: no clock, no chance, files in a fixed order with a fixed time.

`make.py` puts the files together; `chapters.py` draws the pages, `words.py` makes text clean, `pictures.py` makes
pictures small, `package.py` says what is in it.
"""

from warta.epaper.book.copies import copy_for
from warta.epaper.book.make import make_book

__all__ = ["copy_for", "make_book"]
