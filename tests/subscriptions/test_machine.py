"""States of a subscription, by literals."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from warta.access import Right
from warta.subscriptions.rules import machine
from warta.subscriptions.rules.machine import MOVES, Fact, ImpossibleMove, Kind, State
from warta.subscriptions.rules.money import Money
from warta.subscriptions.rules.terms import Renewal, Terms, months_after

NOW = datetime(2026, 1, 31, 9, tzinfo=UTC)
JAKARTA = ZoneInfo("Asia/Jakarta")
ALL = frozenset({Right.AD_FREE, Right.PREMIUM})


def terms(price=29_000, months=1, renewal=Renewal.REMINDER, grace=3, plan="monthly"):
    return Terms(plan, ALL, Money(price, "IDR"), months, renewal, grace)


def paid(sub, at=NOW):
    return machine.after(sub, machine.pay(sub, sub.next_terms.due, at, JAKARTA))


def active(**more):
    return paid(machine.after(None, machine.ordered(terms(**more), NOW)))


def test_a_month_of_the_31st_comes_back_to_the_31st():
    first = active()
    second = paid(first, first.ends)
    assert [end.astimezone(JAKARTA).day for end in (first.ends, second.ends)] == [28, 31]


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (datetime(2026, 3, 28, 12, tzinfo=UTC), 1, datetime(2026, 4, 28, 11, tzinfo=UTC)),  # summer begins on the 29th
        (datetime(2026, 10, 1, 11, tzinfo=UTC), 1, datetime(2026, 11, 1, 12, tzinfo=UTC)),  # and ends on October 25th
        (datetime(2024, 2, 29, 12, tzinfo=UTC), 12, datetime(2025, 2, 28, 12, tzinfo=UTC)),
    ],
)
def test_a_period_ends_at_the_same_time_of_day_across_a_change_of_clocks(start, months, end):
    assert months_after(start, months, ZoneInfo("Europe/Berlin")) == end


def test_rights_last_through_grace_and_end_with_a_cancellation():
    sub = active()
    assert machine.opens(sub) == (ALL, sub.ends + timedelta(days=3))
    cancelled = machine.after(sub, Fact(Kind.CANCELLED, NOW))
    assert machine.opens(cancelled) == (ALL, sub.ends)
    assert machine.tick(cancelled, sub.ends).kind is Kind.EXPIRED


def test_without_grace_a_period_that_nobody_paid_for_ends_at_once():
    sub = active(grace=0)
    assert machine.tick(sub, sub.ends).kind is Kind.EXPIRED


def test_a_trial_that_nobody_is_charged_for_has_no_grace():
    sub = machine.after(None, machine.ordered(terms(), NOW))
    trial = machine.after(sub, machine.trial(sub, 7, NOW))
    assert machine.opens(trial) == (ALL, NOW + timedelta(days=7))
    assert machine.tick(trial, NOW + timedelta(days=7)).kind is Kind.EXPIRED


def test_what_is_left_waits_while_it_is_paused():
    sub = active()
    middle = NOW + timedelta(days=10)
    paused = machine.after(sub, Fact(Kind.PAUSED, middle))
    assert machine.opens(paused) == (frozenset(), None)
    resumed = machine.after(paused, Fact(Kind.RESUMED, middle + timedelta(days=100)))
    assert resumed.ends == sub.ends + timedelta(days=100)


def test_a_renewal_that_is_paid_after_cancelling_does_not_undo_it():
    cancelled = machine.after(active(), Fact(Kind.CANCELLED, NOW))
    longer = paid(cancelled, NOW + timedelta(days=1))
    assert longer.state is State.CANCELLED and longer.ends > cancelled.ends


def test_a_booked_plan_comes_with_the_next_period():
    yearly = terms(290_000, 12, plan="yearly")
    booked = machine.after(active(), Fact(Kind.CHANGE_BOOKED, NOW, yearly))
    assert booked.terms.plan == "monthly" and booked.next_terms == yearly
    assert paid(booked, booked.ends).terms.plan == "yearly"


def test_an_upgrade_costs_the_difference_of_what_is_left():
    sub = active()
    half = NOW + (sub.ends - NOW) / 2
    fact, charge = machine.change_now(sub, terms(59_000, plan="more"), half, JAKARTA)
    assert charge == Money(15_000, "IDR")
    assert machine.after(sub, fact).ends == sub.ends


def test_an_upgrade_to_another_length_begins_anew_and_counts_what_is_left():
    sub = active()
    half = NOW + (sub.ends - NOW) / 2
    fact, charge = machine.change_now(sub, terms(290_000, 12, plan="yearly"), half, JAKARTA)
    assert charge == Money(290_000 - 14_500, "IDR")
    assert machine.after(sub, fact).ends == months_after(half, 12, JAKARTA)


@pytest.mark.parametrize(("price", "months"), [(19_000, 1), (12_000, 12)])
def test_a_plan_worth_less_than_what_is_left_is_not_had_at_once(price, months):
    sub = active()
    moment = NOW + (sub.ends - NOW) / 4
    with pytest.raises(ImpossibleMove):
        machine.change_now(sub, terms(price, months, plan="less"), moment, JAKARTA)
    assert machine.change_now(sub, terms(29_000, plan="same"), moment, JAKARTA)[1].amount == 0


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.ORDERED])
def test_what_cannot_follow_is_refused(kind):
    """From an order alone, only a trial, a payment and its end can follow."""
    sub = machine.after(None, machine.ordered(terms(), NOW))
    fact = Fact(kind, NOW, terms(), NOW + timedelta(days=1), Money(1, "IDR"))
    if State.PENDING in MOVES[kind][0]:
        assert machine.after(sub, fact).state in (State.TRIALING, State.ACTIVE, State.EXPIRED)
    else:
        with pytest.raises(ImpossibleMove):
            machine.after(sub, fact)


def test_terms_come_back_from_the_ledger_as_they_were():
    agreed = Terms("p", ALL, Money(500, "USD"), 1, Renewal.ITSELF, 3, 2, Money(250, "USD"), 3)
    assert Terms.of_json(agreed.as_json()) == agreed


def test_the_day_of_the_month_is_the_newspapers():
    """Bought at one in the morning of the first in Jakarta, which is the 28th in UTC."""
    night = datetime(2026, 2, 28, 18, tzinfo=UTC)
    first = paid(machine.after(None, machine.ordered(terms(), night)), night)
    second = paid(first, first.ends - timedelta(days=1))
    assert [end.astimezone(JAKARTA).day for end in (first.ends, second.ends)] == [1, 1]
    assert second.ends.astimezone(JAKARTA).month == 5


def test_after_a_pause_months_are_counted_anew():
    paused = machine.after(active(), Fact(Kind.PAUSED, NOW + timedelta(days=5)))
    resumed = machine.after(paused, Fact(Kind.RESUMED, NOW + timedelta(days=25)))
    again = paid(resumed, NOW + timedelta(days=26))
    assert again.ends == months_after(resumed.ends, 1, JAKARTA)


def test_a_plan_that_is_paid_ahead_waits_for_its_time():
    more = terms(59_000, plan="more")
    ahead = paid(machine.after(active(), Fact(Kind.CHANGE_BOOKED, NOW, more)), NOW + timedelta(days=1))
    first_ends = active().ends
    assert (ahead.terms.plan, machine.due(ahead)) == ("monthly", first_ends)
    assert machine.opens(ahead)[1] == first_ends + timedelta(days=3)
    turned = machine.by(ahead, first_ends)
    assert (turned.terms, turned.ends, turned.turn) == (more, ahead.ends, None)


def test_a_plan_that_waited_for_its_time_begins_with_what_is_paid_after_a_chargeback():
    more = terms(59_000, plan="more")
    ahead = paid(machine.after(active(), Fact(Kind.CHANGE_BOOKED, NOW, more)), NOW + timedelta(days=1))
    taken = machine.after(ahead, Fact(Kind.CHARGED_BACK, NOW + timedelta(days=2)))
    again = paid(taken, NOW + timedelta(days=3))
    assert (again.state, again.terms.plan, len(again.periods)) == (State.ACTIVE, "more", 1)


def test_the_difference_is_counted_for_each_period_that_is_paid_for():
    two = paid(active(), NOW + timedelta(seconds=1))
    _fact, charge = machine.change_now(two, terms(59_000, plan="more"), NOW + timedelta(seconds=1), JAKARTA)
    assert 59_990 <= charge.amount <= 60_000


def test_money_of_the_period_under_way_goes_back_and_the_next_one_begins():
    two = paid(active(), NOW + timedelta(seconds=1))
    moment = NOW + timedelta(days=10)
    left = machine.after(two, machine.give_back(two, NOW, moment, Money(29_000, "IDR")))
    assert left.state is State.ACTIVE and left.ends == moment + (two.ends - active().ends)
    assert machine.give_back(left, NOW + timedelta(seconds=1), moment, Money(29_000, "IDR")).kind is Kind.REFUNDED


def test_of_two_periods_of_one_length_the_one_that_was_given_back_is_gone():
    """Three years without a 29th of February."""
    first, second, third = (datetime(2028, 3, 3, 9, 0, number, tzinfo=UTC) for number in range(3))
    begun = machine.after(None, machine.ordered(terms(months=12), first))
    three = paid(paid(paid(begun, first), second), third)
    money = Money(29_000, "IDR")
    two = machine.after(three, machine.give_back(three, third, third + timedelta(days=1), money))
    assert [one.bought for one in two.periods] == [first, second]
    one = machine.after(two, machine.give_back(two, second, third + timedelta(days=2), money))
    assert one.ends == paid(begun, first).ends


def test_a_trial_that_is_kept_is_a_trial():
    sub = machine.after(None, machine.ordered(terms(), NOW))
    trial = machine.after(sub, machine.trial(sub, 7, NOW))
    kept = machine.after(machine.after(trial, Fact(Kind.CANCELLED, NOW)), Fact(Kind.KEPT, NOW))
    assert machine.opens(kept) == (ALL, NOW + timedelta(days=7))


def test_a_chargeback_that_is_won_opens_nothing_that_was_refunded():
    closed = [Fact(Kind.REFUNDED, NOW), Fact(Kind.CHARGED_BACK, NOW), Fact(Kind.CHARGEBACK_WON, NOW)]
    sub = active()
    for fact in closed:
        sub = machine.after(sub, fact)
    assert sub.state is State.REFUNDED and machine.opens(sub) == (frozenset(), None)


def test_money_told_late_follows_the_period_that_was_under_way():
    over = machine.by(active(), active().ends + timedelta(days=9))
    assert over.state is State.EXPIRED
    again = paid(over, active().ends - timedelta(days=2))
    assert again.ends == paid(active(), active().ends - timedelta(days=2)).ends
