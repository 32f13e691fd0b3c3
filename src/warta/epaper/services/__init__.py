"""Every write of this room: making builds, arranging, publishing, and what is due.

`making.py` makes files, `builds.py` points editions to them, `desk.py` does what editors ask for, `due.py` what time
and the change log ask for, `alarms.py` tells the newsroom what went wrong.
"""
