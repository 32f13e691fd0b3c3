"""Advertising: what is sold, what of it may run, and how often it ran.

Words: a **slot** is a place on a page where one advertisement stands (`slots.py`); a **campaign** is what an advertiser
booked: a **flight** of days, slots, sections, a goal; a **creative** is what is shown of it, in an image, as **native**
text, as **HTML** or as an ad server's **tag**, the last two in a frame of their own. Nothing is shown that was not
**approved** as it stands (`models.py`, `Decided`). The **plan** (`plan.py`) is what the edge is told of all this; the
edge chooses for each page (`edge/choosing.py`) and may choose as many as it was granted (`leases.py`), so that a goal
is met evenly and not exceeded. What was shown is counted by `audience` and read in one place, `counts.py`.
Start at `models.py`, then `plan.py`.
"""
