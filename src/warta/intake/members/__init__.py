"""Lists of members: a CSV of any origin, or the tables of a Ghost export, read twice.

The first pass goes to the end, so that a broken file is refused before anybody is taken, and remembers where each
address stands first and whether any of its rows says no to newsletters; the second yields one member at a time.

rows.py     a CSV file → rows with their lines; a row whose quotes do not match is broken and does not eat the next
columns.py  headings, or what stands under them → which column holds what
values.py   cells → an address, a time, yes or no, labels
scratch.py  what must be known of all rows at once, in a file of its own that vanishes, so that memory does not grow
table.py    the records of a CSV
ghost.py    the records of a Ghost export
"""
