"""Money: whole minor units and their currency, never a float.

A currency's minor unit here is the one that people pay in: none for rupiah and yen, the cent for the rest. A payment
provider may count otherwise, and converts by its own table.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

# Digits after the point in which prices are paid; source: ISO 4217, but for the rupiah, whose sen nobody pays.
DIGITS = {
    "IDR": 0, "JPY": 0, "KRW": 0, "VND": 0, "CLP": 0,
    "USD": 2, "EUR": 2, "GBP": 2, "SGD": 2, "MYR": 2, "AUD": 2, "NZD": 2, "CAD": 2, "CHF": 2, "HKD": 2, "CNY": 2,
    "INR": 2, "PHP": 2, "THB": 2, "TWD": 2, "BRL": 2, "MXN": 2, "ZAR": 2, "SEK": 2, "NOK": 2, "DKK": 2, "PLN": 2,
    "CZK": 2, "TRY": 2, "AED": 2, "SAR": 2,
}  # fmt: skip
SYMBOLS = {"IDR": "Rp", "USD": "US$", "EUR": "€", "GBP": "£", "SGD": "S$", "MYR": "RM", "JPY": "¥", "AUD": "A$"}
AMOUNT_MAX = 10**12  # of one price or payment: more is a slip of the keyboard


class MixedCurrencies(ValueError):
    """Two amounts in different currencies were to be counted together."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in whole minor units (rupiah: rupiah; euro: cents) and its ISO 4217 currency."""

    amount: int
    currency: str

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - self._same(other), self.currency)

    def __bool__(self) -> bool:
        return self.amount != 0

    def share(self, part: int, whole: int) -> Money:
        """`part` of `whole` of it, to the nearest unit, halves up. raises ZeroDivisionError for a whole of nothing"""
        return Money(divide(self.amount * part, whole), self.currency)

    def _same(self, other: Money) -> int:
        if self.currency != other.currency:
            raise MixedCurrencies(f"{self.currency} and {other.currency} cannot be counted together.")
        return other.amount


def divide(number: int, by: int) -> int:
    """The nearest whole number, halves away from zero. No float is in it, so it is exact for any size."""
    return int((Decimal(number) / Decimal(by)).quantize(Decimal(1), ROUND_HALF_UP))


def tax_in(gross: Money, basis_points: int) -> Money:
    """The tax that a price with tax holds; `basis_points` are hundredths of a percent (11% is 1100)."""
    return gross.share(basis_points, 10_000 + basis_points)


def in_words(money: Money, language: str) -> str:
    """As it is written: Rp29.000, US$4.90; in Indonesian a point parts the thousands, elsewhere a comma."""
    digits = DIGITS.get(money.currency, 2)
    thousands, decimals = (".", ",") if language == "id" else (",", ".")
    whole, rest = divmod(abs(money.amount), 10**digits)
    text = f"{whole:,}".replace(",", thousands)
    if digits:
        text += f"{decimals}{rest:0{digits}}"
    sign = "-" if money.amount < 0 else ""
    symbol = SYMBOLS.get(money.currency)
    return f"{sign}{symbol}{text}" if symbol else f"{sign}{money.currency} {text}"


def percent_in_words(basis_points: int, language: str) -> str:
    """Hundredths of a percent as they are written: 11.5%; in Indonesian 11,5%."""
    whole, rest = divmod(basis_points, 100)
    decimals = f"{rest:02}".rstrip("0")
    return f"{whole}{',' if language == 'id' else '.'}{decimals}%" if decimals else f"{whole}%"
