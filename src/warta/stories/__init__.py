"""What the newsroom writes: stories, sections, topics, people, photos, sources, corrections; and the change log.

Words: a **story** has a headline, a standfirst and a body of blocks; its **gate** is what decides who may read it; what
leaves this room for the public is a **shown** story (`shown.py`), already cut; a **card** is a story in a list. Every
change that a reader could notice is a row of the **change log** (`changes.py`). Start at `models/story.py`.
"""
