"""A copy of the whole newspaper in one file, taken while it runs; and a newspaper out of such a file.

A **backup** is one tar archive: each database as it was at one moment, then the files, last the **manifest**, which
seals it. A file without a manifest was cut short, and is refused. The **data folder** is what `--data` names; the
**stage** is a folder beside it in which a restore works until all stands; what was replaced is **kept aside**.

Start at `take.py` and `restore.py`. `contents.py` says what belongs to a backup, `archive.py` knows the file,
`sqlite.py` and `postgresql.py` the databases, `swap.py` how one folder takes another's place.

This room imports `config` and nothing else of ours, and no Django: it must work when the newspaper does not.
"""
