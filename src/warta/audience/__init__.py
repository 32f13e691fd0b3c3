"""What is read: the edge's batches in, counts out.

Words: a **read** is one visitor of one story on one day; a **view** is a page opened; a **visitor** is a number made of
a salt that lives one day, so that nobody is known the day after; a **batch** is what one edge worker heard within half
a second. Everything stands in a database of its own (`router.py`), in ids without foreign keys. Start at `models.py`,
then `services.py`, which takes batches in; every question is asked in `queries.py`.
"""
