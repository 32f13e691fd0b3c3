"""Buying: subscriptions as they stand, orders, payments, providers' notices, seats."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from warta.subscriptions.models.ledger import names_of
from warta.subscriptions.rules.machine import State
from warta.subscriptions.rules.money import Money
from warta.subscriptions.rules.terms import Terms

STATE_NAMES = [
    (State.PENDING.value, pgettext_lazy("subscription", "Waiting for payment")),
    (State.TRIALING.value, pgettext_lazy("subscription", "Trial")),
    (State.ACTIVE.value, pgettext_lazy("subscription", "Active")),
    (State.PAST_DUE.value, pgettext_lazy("subscription", "Payment due")),
    (State.CANCELLED.value, pgettext_lazy("subscription", "Cancelled")),
    (State.PAUSED.value, pgettext_lazy("subscription", "Paused")),
    (State.EXPIRED.value, pgettext_lazy("subscription", "Expired")),
    (State.REFUNDED.value, pgettext_lazy("subscription", "Refunded")),
    (State.CHARGED_BACK.value, pgettext_lazy("subscription", "Charged back")),
]


class Subscription(models.Model):
    """A subscription as its ledger left it: a copy of what `rules.machine.fold` makes of its events, so that the due
    ones are found by an index. Only `services.ledger.record` writes it; a test folds every ledger and compares.

    provider_ref  what the provider calls it, where the provider renews it
    plan, amount, currency, months  of its terms, to be counted
    due_at     when time alone next moves it
    untold     the provider that renews it has still to be told of what changed (`services/telling.py`)
    domains    whose confirmed readers take a seat of a group by themselves, one a line
    story, wall, offer  what sold it
    """

    reader = models.BigIntegerField(_("reader"), db_index=True)
    provider = models.CharField(_("provider"), max_length=20)
    provider_ref = models.CharField(_("provider's number"), max_length=100, blank=True)
    state = models.CharField(_("state"), max_length=15, choices=STATE_NAMES)
    plan = models.CharField(_("plan"), max_length=40, db_index=True)
    amount = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    months = models.PositiveSmallIntegerField(_("months"))
    terms = models.JSONField()
    ends = models.DateTimeField(_("ends"), null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    untold = models.BooleanField(default=False)
    made_at = models.DateTimeField(_("ordered"), default=timezone.now)
    began_at = models.DateTimeField(_("began"), null=True, blank=True)
    reminded_of = models.DateTimeField(null=True, blank=True)  # the end that its reader was reminded of
    over_at = models.DateTimeField(_("over"), null=True, blank=True)
    domains = models.TextField(_("e-mail domains"), blank=True, max_length=2000)
    story = models.BigIntegerField(null=True, blank=True)
    wall = models.CharField(max_length=30, blank=True)
    offer = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="subscription_due"),
            models.Index(fields=["id"], condition=Q(untold=True), name="subscription_untold"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["provider", "provider_ref"], condition=~Q(provider_ref=""), name="subscription_of_provider"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.plan}"

    @property
    def agreed(self) -> Terms:
        """Its terms."""
        return Terms.of_json(self.terms)

    @property
    def right_names(self) -> list[Any]:
        """What it opens, in words."""
        return names_of(self.terms["rights"])

    @property
    def money(self) -> Money:
        """The price of a period."""
        return Money(self.amount, self.currency)


class Order(models.Model):
    """What a reader wants to buy at a price that was shown to them; the price is never taken from the browser again.

    reference  what the reader and the bank call it
    amount     to be paid, whole; of a transfer with the odd units that tell it from others
    terms      what is agreed if it is paid
    details    what the provider needs, or told: attempt (a number from 1), url (where it is paid), trial_days; of an
               upgrade: ends_before and terms_before, of the period under way, and paid_before, of each that is left
    back       the page to return to
    untold     it ended without being paid, and the provider's page of it has still to be closed (`services/telling.py`)
    """

    PURPOSES: ClassVar = [
        ("start", _("subscription")), ("renew", _("renewal")), ("upgrade", _("change of plan")), ("gift", _("gift")),
    ]  # fmt: skip
    STATES: ClassVar = [
        ("open", pgettext_lazy("order", "Open")), ("paid", pgettext_lazy("order", "Paid")),
        ("expired", pgettext_lazy("order", "Expired")), ("cancelled", pgettext_lazy("order", "Cancelled")),
    ]  # fmt: skip

    reference = models.CharField(_("reference"), max_length=16, unique=True)
    reader = models.BigIntegerField(_("reader"), db_index=True)
    purpose = models.CharField(_("for"), max_length=10, choices=PURPOSES)
    subscription = models.ForeignKey(Subscription, null=True, on_delete=models.PROTECT, related_name="orders")
    terms = models.JSONField()
    amount = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    provider = models.CharField(_("provider"), max_length=20)
    provider_ref = models.CharField(max_length=255, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=STATES, default="open")
    details = models.JSONField(default=dict)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires"))
    paid_at = models.DateTimeField(_("paid"), null=True, blank=True)
    back = models.CharField(max_length=500, blank=True)
    gift_email = models.EmailField(blank=True)
    gift_name = models.CharField(max_length=80, blank=True)
    gift_message = models.TextField(max_length=500, blank=True)
    untold = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [
            models.Index(fields=["expires_at"], condition=Q(state="open"), name="order_open"),
            models.Index(fields=["provider", "provider_ref"], name="order_of_provider"),
            models.Index(fields=["id"], condition=Q(untold=True), name="order_untold"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["amount", "currency"], condition=Q(state="open", provider="bank"), name="order_amount_of_bank"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def agreed(self) -> Terms:
        """What is agreed if it is paid."""
        return Terms.of_json(self.terms)

    @property
    def money(self) -> Money:
        """What is to be paid."""
        return Money(self.amount, self.currency)


class Payment(models.Model):
    """Money that came in. The provider's number makes it one, however often it is told.

    back  how much of it was given back
    """

    STATES: ClassVar = [
        ("paid", pgettext_lazy("payment", "Paid")), ("refunded", pgettext_lazy("payment", "Refunded")),
        ("part_refunded", pgettext_lazy("payment", "Refunded in part")),
        ("charged_back", pgettext_lazy("payment", "Charged back")),
    ]  # fmt: skip

    order = models.ForeignKey(Order, null=True, on_delete=models.PROTECT, related_name="payments")
    subscription = models.ForeignKey(Subscription, null=True, on_delete=models.PROTECT, related_name="payments")
    reader = models.BigIntegerField(_("reader"), db_index=True)
    provider = models.CharField(_("provider"), max_length=20)
    provider_id = models.CharField(_("provider's number"), max_length=100)
    amount = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    back = models.BigIntegerField(_("given back"), default=0)
    state = models.CharField(_("state"), max_length=15, choices=STATES, default="paid")
    period_starts = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "provider_id"], name="payment_once"),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.provider_id}"

    @property
    def money(self) -> Money:
        """What came in."""
        return Money(self.amount, self.currency)

    @property
    def kept(self) -> Money:
        """What is left of it."""
        return Money(self.amount - self.back, self.currency)


class Notice(models.Model):
    """What a provider told us, kept before it is acted on; acted on once, however often it comes.

    body     the words of it (`providers.base.Word`), which name no card, address or person
    trouble  why it could not be acted on, in words for the newsroom; it is tried again
    """

    provider = models.CharField(max_length=20)
    notice_id = models.CharField(max_length=200)
    kind = models.CharField(max_length=80, blank=True)
    body = models.TextField()
    received_at = models.DateTimeField(default=timezone.now)
    handled_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=200, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("notice of a provider")
        verbose_name_plural = _("notices of providers")
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [
            models.Index(fields=["next_try_at"], condition=Q(handled_at__isnull=True), name="notice_waiting"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "notice_id"], name="notice_once"),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.kind} {self.notice_id}"


TAKEN_IN = "taken in"  # what a difference that set itself right is settled by


class Difference(models.Model):
    """What a provider and our books say differently; found by comparing them at night, or by command.

    what     unknown_here: they know a payment that we did not; unknown_there: we know one that they do not;
             amount, refund, dispute, state: both know it, differently
    theirs, ours  in words for the newsroom, without names
    settled  how it was set right, by itself or (settled_by) by a colleague; empty: somebody has to look
    """

    KINDS: ClassVar = [
        ("unknown_here", _("paid there, unknown here")), ("unknown_there", _("known here, unknown there")),
        ("amount", _("amounts differ")), ("refund", _("refunds differ")), ("dispute", _("disputes differ")),
        ("state", _("states differ")),
    ]  # fmt: skip

    provider = models.CharField(_("provider"), max_length=20)
    what = models.CharField(_("difference"), max_length=20, choices=KINDS)
    subject = models.CharField(_("of"), max_length=150)
    order = models.ForeignKey(Order, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    payment = models.ForeignKey(Payment, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    theirs = models.CharField(_("theirs"), max_length=200, blank=True)
    ours = models.CharField(_("ours"), max_length=200, blank=True)
    settled = models.CharField(_("set right"), max_length=600, blank=True)
    settled_by = models.CharField(_("by"), max_length=150, blank=True)
    found_at = models.DateTimeField(_("found"), default=timezone.now)
    seen_at = models.DateTimeField(_("last seen"), default=timezone.now)

    class Meta:
        verbose_name = _("difference")
        verbose_name_plural = _("differences")
        ordering: ClassVar = ["-seen_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["provider", "what", "subject", "theirs", "ours"], name="difference_told_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.what} {self.subject}"

    @property
    def settled_how(self) -> str:
        """For the newsroom: a colleague's words, or that the notice that was missed was taken in."""
        return gettext("taken in") if self.settled == TAKEN_IN else self.settled


class Seat(models.Model):
    """A place in a group subscription: offered to an address, taken by the reader who confirmed that address."""

    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="seats")
    email = models.EmailField()
    reader = models.BigIntegerField(null=True, blank=True, db_index=True)
    invited_at = models.DateTimeField(default=timezone.now)
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subscription", "email"], name="seat_an_address"),
            models.UniqueConstraint(
                fields=["subscription", "reader"], condition=Q(reader__isnull=False), name="seat_a_reader"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subscription_id} {self.pk}"
