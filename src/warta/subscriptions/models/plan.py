"""What is sold: plans, offers, vouchers; how it is taxed, and who sells it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.admin import display
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from warta.readers.countries import CountrySelect
from warta.subscriptions.models.ledger import names_of
from warta.subscriptions.rules.money import AMOUNT_MAX, DIGITS, Money
from warta.subscriptions.rules.prices import Discount
from warta.subscriptions.rules.rights import rights_in
from warta.subscriptions.rules.terms import MONTHS_MAX, Renewal, Terms

CURRENCIES = [(code, code) for code in DIGITS]
COUNTRY = [RegexValidator(r"^[A-Z]{2}$", _("Two capital letters, as in ID."))]
OFFER_CODE = [RegexValidator(r"^[A-Z0-9-]{3,40}$", _("Letters, digits and hyphens, as in READ-3."))]


class Plan(ClusterableModel):
    """A subscription that can be bought. Who bought it keeps their terms when it changes (`rules.terms.Terms`).

    price  of a period, tax included, in whole minor units of the currency
    """

    code = models.SlugField(_("code"), max_length=40, unique=True, help_text=_("Never changed: the ledger names it."))
    rights = models.CharField(_("rights"), max_length=80)
    price = models.BigIntegerField(
        _("price"), validators=[MinValueValidator(0), MaxValueValidator(AMOUNT_MAX)],
        help_text=_("Of a period, tax included, in the smallest unit that is paid in: 29000 for Rp29.000, 490 for "
                    "US$4.90. Whoever subscribed pays what they agreed to, until you change it for all."),
    )  # fmt: skip
    currency = models.CharField(_("currency"), max_length=3, choices=CURRENCIES, default="IDR")
    months = models.PositiveSmallIntegerField(
        _("months of a period"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MONTHS_MAX)]
    )
    trial_days = models.PositiveSmallIntegerField(
        _("days of trial"), default=0, validators=[MaxValueValidator(366)], help_text=_("Once a reader. 0: no trial.")
    )
    grace_days = models.PositiveSmallIntegerField(
        _("days of grace"), default=3, validators=[MaxValueValidator(60)],
        help_text=_("So long a period that is not paid for yet still opens everything."),
    )  # fmt: skip
    seats = models.PositiveIntegerField(
        _("seats"), default=1, validators=[MinValueValidator(1), MaxValueValidator(5000)],
        help_text=_("More than one: a group subscription; whoever pays invites the others."),
    )  # fmt: skip
    on_sale = models.BooleanField(_("on sale"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    def _text(self) -> PlanText | None:
        found = {text.language: text for text in self.texts.all()}
        return found.get(get_language() or "") or found.get(settings.LANGUAGE_CODE) or next(iter(found.values()), None)

    @property
    @display(description=_("name"))
    def name(self) -> str:
        """In the language of the page, else of the newspaper, else its code."""
        text = self._text()
        return text.name if text else self.code

    @property
    def summary(self) -> str:
        """A sentence, as its name."""
        text = self._text()
        return text.summary if text else ""

    @property
    def right_names(self) -> list[Any]:
        """What it opens, in words."""
        return names_of(self.rights)

    @property
    def money(self) -> Money:
        """The price of a period."""
        return Money(self.price, self.currency)

    def terms(self, renewal: Renewal) -> Terms:
        """What is agreed with who buys it now."""
        return Terms(
            self.code, rights_in(self.rights), self.money, self.months, renewal, self.grace_days, self.seats
        )  # fmt: skip


class PlanText(models.Model):
    """What a plan is called in one language."""

    plan = ParentalKey(Plan, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    name = models.CharField(_("name"), max_length=60)
    summary = models.CharField(_("summary"), max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "language"], name="plan_text_a_language")]

    def __str__(self) -> str:
        return self.name


class Offer(models.Model):
    """A lower price for the first periods, or for all, for whoever holds its code.

    uses_max  how many readers may take it; empty: any number
    """

    AUDIENCES: ClassVar = [
        ("all", _("everybody")), ("new", _("who never subscribed")), ("lapsed", _("who subscribed once (win-back)")),
    ]  # fmt: skip

    code = models.CharField(_("code"), max_length=40, validators=OFFER_CODE)
    plans = models.ManyToManyField(Plan, verbose_name=_("plans"), blank=True, help_text=_("None: for all plans."))
    percent = models.PositiveSmallIntegerField(_("percent off"), default=0, validators=[MaxValueValidator(100)])
    amount = models.BigIntegerField(
        _("amount off"), default=0, validators=[MinValueValidator(0), MaxValueValidator(AMOUNT_MAX)],
        help_text=_("In the smallest unit of the plan's currency; instead of a percentage."),
    )  # fmt: skip
    periods = models.PositiveSmallIntegerField(
        _("periods"), default=1, validators=[MaxValueValidator(120)], help_text=_("How many; 0: all of them.")
    )
    valid_from = models.DateTimeField(_("valid from"), default=timezone.now)
    valid_until = models.DateTimeField(_("valid until"), null=True, blank=True)
    audience = models.CharField(_("for whom"), max_length=10, choices=AUDIENCES, default="all")
    uses_max = models.PositiveIntegerField(_("readers at most"), null=True, blank=True)

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [models.UniqueConstraint(Upper("code"), name="offer_code_any_case")]

    def __str__(self) -> str:
        return self.code

    def clean(self) -> None:
        """Refuse one that takes nothing off, or both."""
        super().clean()
        if bool(self.percent) == bool(self.amount):
            raise ValidationError({"percent": _("Say either a percentage or an amount.")})
        if self.valid_until and self.valid_until <= self.valid_from:
            raise ValidationError({"valid_until": _("It would end before it begins.")})

    @property
    def discount(self) -> Discount:
        """As the rules take it."""
        return Discount(self.percent, self.amount, self.periods)


class OfferUse(models.Model):
    """An offer that a reader took: once each. It is held from the order on, and free again if that expires."""

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="uses")
    reader = models.BigIntegerField()
    order = models.OneToOneField("subscriptions.Order", on_delete=models.CASCADE, related_name="offer_use")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["offer", "reader"], name="offer_once_a_reader")]

    def __str__(self) -> str:
        return f"{self.offer_id} {self.reader}"


class Voucher(models.Model):
    """A code that is a subscription: bought as a gift, or handed out by the newspaper. It is redeemed once.

    periods  of the plan
    batch    what it was made for, in the newsroom's words
    order    the order that paid for it, if one did
    """

    code = models.CharField(_("code"), max_length=20, unique=True)
    plan = models.ForeignKey(Plan, verbose_name=_("plan"), on_delete=models.PROTECT)
    periods = models.PositiveSmallIntegerField(
        _("periods"), default=1, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    batch = models.CharField(_("made for"), max_length=80, blank=True)
    expires = models.DateTimeField(_("expires"), null=True, blank=True)
    order = models.OneToOneField(
        "subscriptions.Order", null=True, blank=True, on_delete=models.PROTECT, related_name="voucher"
    )
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    redeemed_by = models.BigIntegerField(_("redeemed by"), null=True, blank=True, db_index=True)
    redeemed_at = models.DateTimeField(_("redeemed"), null=True, blank=True)
    void = models.BooleanField(_("void"), default=False)

    class Meta:
        verbose_name = _("voucher")
        verbose_name_plural = _("vouchers")
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.batch} {self.pk}".strip()  # never the code: it is as good as money


class TaxRate(models.Model):
    """The tax in the prices for readers of a country, from a day on."""

    country = models.CharField(_("country"), max_length=2, validators=COUNTRY)
    name = models.CharField(_("name"), max_length=20, help_text=_("As in PPN or VAT."))
    basis_points = models.PositiveIntegerField(
        _("rate"), validators=[MaxValueValidator(10_000)], help_text=_("In hundredths of a percent: 1100 is 11%.")
    )
    valid_from = models.DateField(_("valid from"), default=timezone.localdate)

    class Meta:
        verbose_name = _("tax rate")
        verbose_name_plural = _("tax rates")
        ordering: ClassVar = ["country", "-valid_from"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["country", "valid_from"], name="tax_rate_a_day")]

    def __str__(self) -> str:
        return f"{self.country} {self.name} {self.basis_points / 100:g}%"


@register_setting(icon="tag")
class Seller(BaseGenericSetting):
    """Who sells: what stands on invoices, and where transfers go."""

    legal_name = models.CharField(_("legal name"), max_length=120, blank=True)
    address = models.TextField(_("address"), max_length=500, blank=True)
    country = models.CharField(_("country"), max_length=2, default="ID", validators=COUNTRY)
    tax_number = models.CharField(_("tax number"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail for readers' questions"), blank=True)
    invoice_prefix = models.CharField(_("invoice numbers begin with"), max_length=12, default="INV", blank=True)
    bank_name = models.CharField(_("bank"), max_length=80, blank=True)
    bank_account = models.CharField(_("account number"), max_length=40, blank=True)
    bank_holder = models.CharField(_("account holder"), max_length=80, blank=True)
    transfer_days = models.PositiveSmallIntegerField(
        _("days to transfer"), default=3, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )

    panels: ClassVar = [
        MultiFieldPanel([FieldPanel("legal_name"), FieldPanel("address"), FieldPanel("country", widget=CountrySelect),
                         *[FieldPanel(name) for name in ("tax_number", "email", "invoice_prefix")]],
                        heading=_("On invoices")),
        MultiFieldPanel([FieldPanel(name) for name in ("bank_name", "bank_account", "bank_holder", "transfer_days")],
                        heading=_("Bank transfer"),
                        help_text=_("Without an account number no transfer is offered.")),
    ]  # fmt: skip

    class Meta:
        verbose_name = _("seller")

    def __str__(self) -> str:
        return self.legal_name


PLAN_PANELS = [
    MultiFieldPanel([FieldPanel(name) for name in ("code", "rights", "on_sale", "position")], heading=_("Plan")),
    InlinePanel("texts", heading=_("Names, one a language"), label=_("Name"), min_num=1),
    MultiFieldPanel([FieldPanel(name) for name in ("price", "currency", "months", "trial_days", "grace_days", "seats")],
                    heading=_("Price and period")),
]  # fmt: skip
