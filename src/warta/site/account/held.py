"""What `subscriptions` holds about readers by id. A room that comes adds a line, or a list of its own to settings."""

from warta.readers.holdings import Holding

# Who of the newsroom did something and what they noted is not the reader's to take along; it is told on request.
NEWSROOMS = frozenset({"by", "by_name", "why"})

HOLDINGS = (
    Holding("subscriptions.LedgerEvent", keeps="records of rights granted and sold; ids, no name", hidden=NEWSROOMS),
    Holding("subscriptions.Gift"),
    Holding("subscriptions.Subscription", keeps="what was sold; ids, no name"),
    Holding("subscriptions.Order", keeps="what was bought, for the books"),
    Holding("subscriptions.OfferUse", keeps="an offer is taken once; ids, no name"),
    Holding("subscriptions.Payment", keeps="money that came in, for the books; ids, no name"),
    Holding("subscriptions.Invoice", keeps="the law keeps invoices, with the name and address that stand on them"),
    Holding("subscriptions.Voucher", "redeemed_by", keeps="a code is redeemed once; ids, no name"),
    Holding("subscriptions.Letter"),
    Holding("subscriptions.Seat"),
)
