"""What comes in: WordPress exports, Ghost exports, saved news pages and lists of members become plain values.

The readers are pure: a file goes in, frozen dataclasses (`items.py`) come out, one record at a time. They know
no database, no clock and no network. Words used here:

source    one file with its kind and the folder that holds its pictures (`sources.py`, start there)
record    what a reader yields: an item of `items.py`, or a `Skipped`, or a `Doubt` about the whole file
key       the stable name of an item in its source, the same on every run (`wxr:example.org:12`)
doubt     something an editor must look at; nothing is mended in silence
furniture the lines of a page that are not its story (`page/furniture.py`)
"""
