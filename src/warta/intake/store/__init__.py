"""Where the values of the readers become rows of the newspaper, one transaction an item.

`run.py` is the entrance: it takes the records of one source in their order. `names.py` finds or makes sections,
topics and people; `pictures.py` photos; `body.py` turns blocks into a story's text; `saved.py` turns a saved page into
the same values as any other story; `when.py` decides what becomes public and when; `story.py`, `standing.py` and
`redirects.py` write. `members.py` is the entrance for lists of members. Nothing in here reads a file's format.
"""
