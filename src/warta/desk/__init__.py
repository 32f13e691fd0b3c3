"""How the newsroom works: roles, workflow, four eyes, withdrawals, preview links, the desk.

Start at `roles.py` (who may do what) and `wagtail_hooks.py` (what the newsroom's admin shows).
"""
