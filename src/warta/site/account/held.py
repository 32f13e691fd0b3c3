"""What `subscriptions` holds about readers by id. A room that comes adds a line, or a list of its own to settings."""

from warta.readers.holdings import Holding

HOLDINGS = (
    Holding("subscriptions.LedgerEvent", keeps="records of rights granted and sold; ids, no name"),
    Holding("subscriptions.Gift"),
)
