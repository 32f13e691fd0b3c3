"""What letters say, in the language that is active. One function a kind; layout is the template's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from warta.subscriptions.rules.codes import shown_code
from warta.subscriptions.rules.facts import LIVING
from warta.subscriptions.rules.money import Money, in_words


@dataclass(frozen=True, slots=True)
class Text:
    """A letter. paragraphs: plain text each; button: its label and the path of this site that it leads to; code: what
    is to be copied."""

    subject: str
    paragraphs: tuple[str, ...]
    button: tuple[str, str] = ("", "")
    code: str = ""


def letter(kind: str, told: dict[str, Any]) -> Text:
    """A letter of a kind. raises KeyError for a kind that is none"""
    return KINDS[kind](told)


def _day(moment: datetime | None) -> str:
    return date_format(timezone.localtime(moment), "j F Y") if moment else ""


def _price(money: Money | None) -> str:
    return in_words(money, get_language() or "") if money else ""


def _mine() -> tuple[str, str]:
    return _("My subscription"), reverse("subscription")


def _welcome(told: dict[str, Any]) -> Text:
    after = told["after"]
    rows = [
        _("Thank you for your subscription to %(plan)s. Everything it opens is open now.") % told,
        _("It is paid until %(day)s.") % {"day": _day(after.ends)},
    ]
    if told["invoice"] is not None:
        rows.append(_("Your invoice is attached."))
    rows.append(_renewal_line(after))
    return Text(_("Welcome to %(plan)s") % told, tuple(row for row in rows if row), _mine())


def _renewal_line(after: Any) -> str:
    if not after.renews:
        return _("It ends by itself; you are charged no more.")
    if after.terms.renewal == "itself":
        return _("It renews itself for %(price)s. You can cancel at any time, in two clicks.") % {
            "price": _price(after.next_terms.due)
        }
    return _("We remind you before it ends. Nothing is charged by itself.")


def _renewed(told: dict[str, Any]) -> Text:
    rows = [_("Thank you. Your subscription to %(plan)s goes on until %(day)s.") % {
        "plan": told["plan"], "day": _day(told["after"].ends)}]  # fmt: skip
    if told["invoice"] is not None:
        rows.append(_("Your invoice is attached."))
    return Text(_("Your subscription goes on"), tuple(rows), _mine())


def _trial(told: dict[str, Any]) -> Text:
    day = _day(told["after"].ends)
    return Text(
        _("Your trial of %(plan)s has begun") % told,
        (_("Everything is open for you until %(day)s.") % {"day": day},
         _("The trial ends by itself. We remind you before; you pay only if you want to go on.")),
        _mine(),
    )  # fmt: skip


def _trial_ends(told: dict[str, Any]) -> Text:
    return Text(
        _("Your trial ends on %(day)s") % {"day": _day(told["row"].ends)},
        (_("If you want to go on reading, subscribe for %(price)s. If not, there is nothing to do.") % {
            "price": _price(told["terms"].due)},),
        (_("Subscribe"), reverse("subscription")),
    )  # fmt: skip


def _renewal(told: dict[str, Any]) -> Text:
    return Text(
        _("Your subscription ends on %(day)s") % {"day": _day(told["row"].ends)},
        (_("The next period of %(plan)s costs %(price)s. Pay it with one tap, and nothing closes in between.") % {
            "plan": told["plan"], "price": _price(told["terms"].due)},
         _("You want no more of it? Then there is nothing to do.")),
        (_("Pay the next period"), reverse("subscription")),
    )  # fmt: skip


def _due(told: dict[str, Any]) -> Text:
    after = told["after"]
    end = after.ends + after.terms.grace if after.ends else None
    return Text(
        _("Your subscription is due"),
        (_("Your last period is over. Everything stays open until %(day)s; pay the next one by then.") % {
            "day": _day(end)},),
        (_("Pay now"), reverse("subscription")),
    )  # fmt: skip


def _failed(told: dict[str, Any]) -> Text:
    after = told["after"]
    end = after.ends + after.terms.grace if after.ends else None
    return Text(
        _("Your payment did not go through"),
        (_("The payment for %(plan)s failed. Your bank may say why.") % told,
         _("Everything stays open until %(day)s. The payment is tried again; you can also pay another way.") % {
             "day": _day(end)}),
        _mine(),
    )  # fmt: skip


def _cancelled(told: dict[str, Any]) -> Text:
    return Text(
        _("Your subscription is cancelled"),
        (_("You keep everything until %(day)s, and are charged no more.") % {"day": _day(told["after"].ends)},
         _("If you change your mind before, one click keeps it.")),
        _mine(),
    )  # fmt: skip


def _ended(told: dict[str, Any]) -> Text:
    return Text(
        _("Your subscription has ended"),
        (_("Thank you for having read with us. Your account stays, with all you saved."),
         _("Whenever you like to come back:")),
        (_("Look at the plans"), reverse("plans")),
    )  # fmt: skip


def _paused(told: dict[str, Any]) -> Text:
    return Text(
        _("Your subscription is paused"),
        (_("What is left of your period waits for you. Write to us when you want to go on."),), _mine(),
    )  # fmt: skip


def _resumed(told: dict[str, Any]) -> Text:
    day = _day(told["after"].ends)
    return Text(
        _("Your subscription goes on"), (_("It was paused and goes on now, until %(day)s.") % {"day": day},), _mine()
    )


def _changed(told: dict[str, Any]) -> Text:
    rows = [_("You have %(plan)s from now on, until %(day)s.") % {
        "plan": told["plan"], "day": _day(told["after"].ends)}]  # fmt: skip
    if told["invoice"] is not None:
        rows.append(_("Your invoice is attached."))
    return Text(_("Your plan is changed"), tuple(rows), _mine())


def _booked(told: dict[str, Any]) -> Text:
    after = told["after"]
    if after.booked is None:
        return Text(_("Your plan stays as it is"), (_("The change that was booked is taken back."),), _mine())
    return Text(
        _("Your plan changes with the next period"),
        (_("From %(day)s on you have %(plan)s, for %(price)s. Until then nothing changes.") % {
            "day": _day(after.ends), "plan": told["booked"], "price": _price(after.booked.due)},),
        _mine(),
    )  # fmt: skip


def _new_price(told: dict[str, Any]) -> Text:
    after = told["after"]
    return Text(
        _("The price of your subscription changes"),
        (_("From your next period on, %(day)s, %(plan)s costs %(price)s. Until then nothing changes.") % {
            "day": _day(after.ends), "plan": told["plan"], "price": _price(after.terms.price)},
         _("If you do not want to pay that, you can cancel in two clicks.")),
        _mine(),
    )  # fmt: skip


def _refunded(told: dict[str, Any]) -> Text:
    rows = [_("We have given %(price)s back to you.") % {"price": _price(told["fact"].money)}]
    if told["invoice"] is not None:
        rows.append(_("The credit note is attached."))
    return Text(_("Your money is on its way back"), tuple(rows), _mine())


def _charged_back(told: dict[str, Any]) -> Text:
    return Text(
        _("Your bank took a payment back"),
        (_("Your subscription to %(plan)s is closed until that is settled. If it was not you, write to us.") % told,),
        _mine(),
    )  # fmt: skip


def _gift(told: dict[str, Any]) -> Text:
    order = told["order"]
    rows = [_("%(giver)s gives you %(plan)s of %(paper)s.") % {
        "giver": told["giver"].display_name, "plan": told["plan"], "paper": told["paper"].name}]  # fmt: skip
    if order.gift_message:
        rows.append(f"“{order.gift_message.strip()}”")
    rows.append(_("Redeem this code once you are signed in. It needs no payment, and nothing renews itself."))
    code = shown_code(told["voucher"].code)
    return Text(
        _("A gift for you: %(paper)s") % {"paper": told["paper"].name}, tuple(rows),
        (_("Redeem it"), f"{reverse('voucher')}?code={code}"), code,
    )  # fmt: skip


def _gift_sent(told: dict[str, Any]) -> Text:
    rows = [_("The code for %(plan)s is on its way to %(email)s.") % {
        "plan": told["plan"], "email": told["order"].gift_email}]  # fmt: skip
    return Text(_("Your gift is on its way"), (*rows, _("Your invoice is attached.")), _mine())


def _gift_refunded(told: dict[str, Any]) -> Text:
    """The note is below nothing, as credit notes are."""
    back = Money(-told["note"].total, told["note"].currency)
    rows = [_("We have given %(price)s back to you.") % {"price": _price(back)}, _("The credit note is attached.")]
    if told["payment"].state == "refunded":
        rows.append(_("Your gift of %(plan)s ends with it, redeemed or not.") % told)
    return Text(_("The money for your gift is on its way back"), tuple(rows), _mine())


def _gift_charged_back(told: dict[str, Any]) -> Text:
    return Text(
        _("Your bank took the payment for a gift back"),
        (_("Your gift of %(plan)s is closed until that is settled. If it was not you, write to us.") % told,),
        _mine(),
    )  # fmt: skip


def _gift_gone(told: dict[str, Any]) -> Text:
    rows = [_("The payment for a gift that you redeemed went back, and what was left of the gift with it.")]
    if told["after"].state in LIVING:
        rows.append(_("Your subscription to %(plan)s goes on until %(day)s.") % {
            "plan": told["plan"], "day": _day(told["after"].ends)})  # fmt: skip
    else:
        rows.append(_("Your subscription to %(plan)s is closed.") % told)
    if told["fact"].kind == "charged_back":
        rows.append(_("A bank looks into it. If it is settled, you have what was left again."))
    rows.append(_("Nothing is charged to you. Your account stays, with all you saved."))
    return Text(_("A gift has been taken back"), tuple(rows), _mine())


def _gift_again(told: dict[str, Any]) -> Text:
    return Text(
        _("Your gift is open again"),
        (_("Its payment is settled. What was left of %(plan)s is yours again, until %(day)s.") % {
            "plan": told["plan"], "day": _day(told["after"].ends)},),
        _mine(),
    )  # fmt: skip


def _reopened(told: dict[str, Any]) -> Text:
    return Text(
        _("Your subscription is open again"),
        (_("The payment that your bank took back is settled. %(plan)s is open until %(day)s.") % {
            "plan": told["plan"], "day": _day(told["after"].ends)},
         _("We remind you before it ends. Nothing is charged by itself.")),
        _mine(),
    )  # fmt: skip


def _seat(told: dict[str, Any]) -> Text:
    return Text(
        _("%(giver)s invites you to read %(paper)s") % {
            "giver": told["giver"].display_name, "paper": told["paper"].name},
        (_("A seat of a group subscription is yours. Sign up, or sign in, with this e-mail address and confirm it."),),
        (_("Take the seat"), reverse("account_signup")),
    )  # fmt: skip


KINDS: dict[str, Callable[[dict[str, Any]], Text]] = {
    "welcome": _welcome,
    "renewed": _renewed,
    "trial": _trial,
    "trial_ends": _trial_ends,
    "renewal": _renewal,
    "due": _due,
    "failed": _failed,
    "cancelled": _cancelled,
    "ended": _ended,
    "paused": _paused,
    "resumed": _resumed,
    "changed": _changed,
    "booked": _booked,
    "price": _new_price,
    "refunded": _refunded,
    "charged_back": _charged_back,
    "gift": _gift,
    "gift_sent": _gift_sent,
    "gift_refunded": _gift_refunded,
    "gift_charged_back": _gift_charged_back,
    "gift_gone": _gift_gone,
    "gift_again": _gift_again,
    "reopened": _reopened,
    "seat": _seat,
}
