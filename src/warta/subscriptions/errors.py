"""What can go wrong here.

SubscriptionError
├── ReasonMissing   a grant or its end needs a reason
└── NothingToRevoke the event is no grant, or it was revoked before
"""


class SubscriptionError(Exception):
    """Something about a subscription cannot be done."""


class ReasonMissing(SubscriptionError):
    """Nobody said why."""


class NothingToRevoke(SubscriptionError):
    """There is no such grant, or it has ended."""
