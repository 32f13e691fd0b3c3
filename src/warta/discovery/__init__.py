"""Finding stories: related, hot topics, picks, most read, search. Start at `queries.py`; search is `search.py`."""
