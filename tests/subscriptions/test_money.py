"""Money: whole units, written as readers write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warta.subscriptions.rules.money import MixedCurrencies, Money, divide, in_words, tax_in
from warta.subscriptions.rules.prices import Discount
from warta.subscriptions.rules.statement import amount_in


@pytest.mark.parametrize(
    ("money", "language", "words"),
    [
        (Money(29_000, "IDR"), "id", "Rp29.000"),
        (Money(29_000, "IDR"), "en", "Rp29,000"),
        (Money(490, "USD"), "en", "US$4.90"),
        (Money(-123_456, "EUR"), "id", "-€1.234,56"),
        (Money(5, "CHF"), "en", "CHF 0.05"),
        (Money(900, "JPY"), "en", "¥900"),
    ],
)
def test_it_is_written_as_readers_write_it(money, language, words):
    assert in_words(money, language) == words


@pytest.mark.parametrize(("gross", "points", "tax"), [(29_000, 1100, 2874), (119, 1900, 19), (100, 0, 0)])
def test_the_tax_in_a_price(gross, points, tax):
    assert tax_in(Money(gross, "IDR"), points) == Money(tax, "IDR")


def test_currencies_are_not_mixed():
    with pytest.raises(MixedCurrencies):
        Money(1, "IDR") + Money(1, "USD")


@given(st.integers(-(10**15), 10**15), st.integers(1, 10**6))
def test_dividing_is_the_nearest_and_symmetric(number, by):
    found = divide(number, by)
    assert abs(2 * (number - found * by)) <= by and divide(-number, by) == -found


@given(st.integers(0, 10**9), st.integers(0, 100))
def test_a_discount_never_costs_more_nor_less_than_nothing(price, percent):
    assert 0 <= Discount(percent=percent, amount=0).of(Money(price, "IDR")).amount <= price


@given(st.integers(0, 10**9), st.sampled_from(["id", "en"]), st.sampled_from(["IDR", "USD"]))
def test_what_is_written_is_read_back(amount, language, currency):
    digits = 0 if currency == "IDR" else 2
    assert amount_in(in_words(Money(amount, currency), language), digits) == amount


@pytest.mark.parametrize(
    ("text", "digits", "amount"),
    [("29.123,00", 0, 29_123), ("29,123.00", 0, 29_123), ("Rp 29123 CR", 0, 29_123), ("29.123,50", 0, 0),
     ("4.90", 2, 490), ("1.234", 2, 123_400), ("4,9", 2, 490)],
)  # fmt: skip
def test_banks_write_numbers_in_many_ways(text, digits, amount):
    assert amount_in(text, digits) == amount
