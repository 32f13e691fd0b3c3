"""The tables of subscriptions, one file a noun."""

from warta.subscriptions.models.gift import Gift
from warta.subscriptions.models.institution import Institution
from warta.subscriptions.models.ledger import (
    COMPLIMENTARY,
    RESENT,
    RIGHT_NAMES,
    SEAT,
    SIGNED_OUT,
    LedgerEvent,
    names_of,
)
from warta.subscriptions.models.order import TAKEN_IN, Difference, Notice, Order, Payment, Seat, Subscription
from warta.subscriptions.models.paper import Invoice, InvoiceSeries, Letter
from warta.subscriptions.models.plan import Offer, OfferUse, Plan, PlanText, Seller, TaxRate, Voucher

__all__ = [
    "COMPLIMENTARY",
    "RESENT",
    "RIGHT_NAMES",
    "SEAT",
    "SIGNED_OUT",
    "TAKEN_IN",
    "Difference",
    "Gift",
    "Institution",
    "Invoice",
    "InvoiceSeries",
    "LedgerEvent",
    "Letter",
    "Notice",
    "Offer",
    "OfferUse",
    "Order",
    "Payment",
    "Plan",
    "PlanText",
    "Seat",
    "Seller",
    "Subscription",
    "TaxRate",
    "Voucher",
    "names_of",
]
