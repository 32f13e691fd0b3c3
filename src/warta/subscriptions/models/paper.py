"""What is written to readers about money: invoices, and letters."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from warta.subscriptions.models.order import Payment
from warta.subscriptions.rules.money import Money


class InvoiceSeries(models.Model):
    """The last number of a year. It is raised in the transaction that writes the invoice, so no number is missing."""

    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Invoice(models.Model):
    """An invoice that is paid, so a receipt as well; or a credit note. What stands on it never changes.

    year, serial  its number in the series; `number` is how it is written
    lines   what was bought: a list of {plan, amount}, and {from, to}, its first and last day, where they are known
    buyer, seller  names and addresses as they were
    corrects  the invoice that a credit note takes back, in part or whole
    """

    KINDS: ClassVar = [("invoice", _("Invoice")), ("credit", _("Credit note"))]

    year = models.PositiveSmallIntegerField(_("year"))
    serial = models.PositiveIntegerField(_("number"))
    number = models.CharField(_("number"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=KINDS, default="invoice")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="invoices")
    corrects = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="credits")
    reader = models.BigIntegerField(_("reader"), db_index=True)
    lines = models.JSONField()
    buyer = models.JSONField()
    seller = models.JSONField()
    total = models.BigIntegerField(_("total"))
    tax = models.BigIntegerField(_("tax"))
    tax_name = models.CharField(max_length=20, blank=True)
    tax_basis_points = models.PositiveIntegerField(default=0)
    currency = models.CharField(_("currency"), max_length=3)
    language = models.CharField(max_length=10)
    issued_at = models.DateTimeField(_("issued"), default=timezone.now)

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        ordering: ClassVar = ["-year", "-serial"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "serial"], name="invoice_number_once"),
            models.UniqueConstraint(fields=["payment"], condition=Q(kind="invoice"), name="invoice_a_payment"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def money(self) -> Money:
        """The total, tax included."""
        return Money(self.total, self.currency)


class Letter(models.Model):
    """A letter to a reader, written in the transaction of what it tells of, and sent by the worker.

    key         what makes it one: it is written once, however often its cause is told
    message_id  its Message-ID, the same at every attempt, so that a second delivery of it is recognised as such
    """

    STATES: ClassVar = [
        ("waiting", pgettext_lazy("letter", "Waiting")), ("sending", pgettext_lazy("letter", "Being sent")),
        ("sent", pgettext_lazy("letter", "Sent")), ("failed", pgettext_lazy("letter", "Not delivered")),
    ]  # fmt: skip

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=30)
    reader = models.BigIntegerField(_("reader"), null=True, blank=True, db_index=True)
    to = models.EmailField(_("to"))
    language = models.CharField(max_length=10)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField()
    html = models.TextField()
    invoice = models.ForeignKey(Invoice, null=True, blank=True, on_delete=models.PROTECT, related_name="letters")
    message_id = models.CharField(max_length=120)
    state = models.CharField(_("state"), max_length=10, choices=STATES, default="waiting")
    made_at = models.DateTimeField(_("written"), default=timezone.now)
    send_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [
            models.Index(fields=["send_at"], condition=Q(state__in=("waiting", "sending")), name="letter_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
