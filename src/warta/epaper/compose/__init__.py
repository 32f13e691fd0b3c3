"""From measured pieces to pages: who stands where, how large, how much of it. Pure: no Django, no files, no chance.

Everything is counted in **columns** across and **rows** down; a row is a baseline (`sheet.py`). The press measures each
piece once, as a **draft** (`draft.py`): how many rows its headline takes at which width, its text in one column, its
caption. A **part** is a draft from some line on. `forms.py` knows how a part may look in a module of given width and
height, and how good that looks; `bands.py` puts modules side by side, at equal height; `pages.py` puts bands under each
other so that the page is full; `newspaper.py` goes through the day. Start at `newspaper.compose`.
"""
