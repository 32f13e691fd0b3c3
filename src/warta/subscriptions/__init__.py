"""Who may read what they pay for, or were given: the ledger, and the rights that follow from it.

Words: an **event** is a row of the **ledger**, written once and never changed; a **grant** gives a reader **rights**
until it ends or is revoked; rights are derived from the ledger and stored nowhere. An **institution** gives rights to
who reads from its networks or has a confirmed address at its domains. A **gift** opens one story to whoever holds its
link. A **subscription** is what its facts in the ledger make of it; an **order** is what a reader wants to buy, a
**payment** money that came in.

Start at `rules/machine.py` and `rules/rights.py`, then `services/`; the service desk of the newsroom is in `views.py`.
"""
