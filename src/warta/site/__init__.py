"""The public pages: blocks, templates, theme, a reader's own pages.

Words: a **block** is one part of a story page (one function in `blocks/`, one template, one style sheet of the same
name); `order.py` is the one place that orders them; a **zone** is a part of a front page (`zones.py`). Lists hold ids
and are joined with **cards** last (`page.py`), so that no story stands twice on a page.
"""
