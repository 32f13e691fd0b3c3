"""Accounts: readers and newsroom alike sign in with an e-mail address and a password. Start at `models.py`."""
