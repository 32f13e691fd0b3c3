"""What can go wrong here.

SubscriptionError
├── ReasonMissing   a grant or its end needs a reason
├── NothingToRevoke the event is no grant, or it was revoked before
├── NoGift          a story cannot be given
│   ├── NotPublic       it is not public
│   ├── NoGiftNeeded    everybody may read it
│   ├── NotASubscriber  the giver may not read it by right
│   └── GiftsSpent      no gift of the month is left
├── NotForSale      a plan cannot be bought, or not so
├── HasOne          the reader has a living subscription already
├── NoOffer         an offer's code does not hold here; `reason` says why
├── NoVoucher       a voucher's code opens nothing; `reason` says why
└── NoSeat          no seat of the group is free, or it is not this reader's
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


class NotForSale(SubscriptionError):
    """The plan is not on sale, or not by this way of paying."""


class HasOne(SubscriptionError):
    """One living subscription a reader; it can be changed or renewed. `subscription` is its id."""

    def __init__(self, subscription: int) -> None:
        super().__init__("The reader has a subscription that can be changed or renewed.")
        self.subscription = subscription


class Refused(SubscriptionError):
    """A code does not hold. `reason`: unknown, early, late, spent, taken, plan, audience, currency."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The code does not hold: {reason}.")
        self.reason = reason


class NoOffer(Refused):
    """An offer's code does not hold here."""


class NoVoucher(Refused):
    """A voucher's code opens nothing."""


class NoSeat(SubscriptionError):
    """No seat of the group is free, or it is not this reader's."""
