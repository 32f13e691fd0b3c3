"""Who may read what they pay for, or were given: the ledger, and the rights that follow from it.

Words: an **event** is a row of the **ledger**, written once and never changed; a **grant** gives a reader **rights**
until it ends or is revoked; rights are derived from the ledger and stored nowhere. Start at `rules.py`, then
`services.py`.
"""
