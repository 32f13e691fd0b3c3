"""What can go wrong here.

SubscriptionError
├── ReasonMissing   a grant or its end needs a reason
├── NothingToRevoke the event is no grant, or it was revoked before
└── NoGift          a story cannot be given
    ├── NotPublic       it is not public
    ├── NoGiftNeeded    everybody may read it
    ├── NotASubscriber  the giver may not read it by right
    └── GiftsSpent      no gift of the month is left
"""


class SubscriptionError(Exception):
    """Something about a subscription cannot be done."""


class ReasonMissing(SubscriptionError):
    """Nobody said why."""


class NothingToRevoke(SubscriptionError):
    """There is no such grant, or it has ended."""


class NoGift(SubscriptionError):
    """The story cannot be given."""


class NotPublic(NoGift):
    """No reader may know of the story."""


class NoGiftNeeded(NoGift):
    """The story is free."""


class NotASubscriber(NoGift):
    """The giver holds no right that opens the story."""


class GiftsSpent(NoGift):
    """The gifts of this month are given."""
