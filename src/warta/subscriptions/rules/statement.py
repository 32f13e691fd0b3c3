"""A bank's list of transfers: read from CSV as banks write it, and matched with the orders that wait."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from warta.subscriptions.rules.money import DIGITS

ROWS_MAX = 20_000
FIELD_MAX = 2000
NUMBER = re.compile(r"[-+(]?\s*(?:[A-Z]{2,3}|Rp|[$€£])?\.?\s*[-+]?\d[\d.,' ]*\)?\s*(?:CR|DB|DR|K|D|C)?", re.I)
REFERENCE = re.compile(r"[2-9A-HJ-NP-Z]{10}")
AMOUNT_NAMES = ("amount", "jumlah", "nominal", "kredit", "credit", "mutasi", "betrag", "masuk", "importe", "montant")
DEBIT_NAMES = ("debit", "debet", "keluar", "soll", "withdrawal")
TEXT_NAMES = ("description", "keterangan", "uraian", "remark", "berita", "verwendungszweck", "concept", "detail",
              "text", "reference", "narrative", "memo")  # fmt: skip


class NotAStatement(ValueError):
    """The file holds no list of transfers; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """One line of money that came in. key: the same when the file is read again, also among equal lines."""

    line: int
    amount: int
    text: str
    key: str


class Match(StrEnum):
    """What a transfer is."""

    REFERENCE = "reference"  # names an order that waits, with enough money
    AMOUNT = "amount"  # has the amount of one order that waits
    SHORT = "short"  # names an order, but is too little
    KNOWN = "known"  # names, or has the amount of, an order that is paid
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Waiting:
    """An order as far as matching goes."""

    id: int
    reference: str
    amount: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A transfer and the order that it is for, 0 for none."""

    transfer: Transfer
    match: Match
    order: int = 0


def read_statement(raw: bytes, currency: str) -> list[Transfer]:
    """The transfers that came in, of a CSV in UTF-8 or the Western code page. raises NotAStatement

    The column of amounts is found by its name, else it is the one that holds numbers with the most digits.
    """
    if b"\x00" in raw[:4096]:
        raise NotAStatement("This is no text file: export the list as CSV.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    rows = _rows(text)
    head, columns = _columns(rows)
    found: list[Transfer] = []
    seen: dict[str, int] = {}
    for number, row in enumerate(rows[head + 1 :], start=head + 2):
        amount = _credit(row, columns, DIGITS.get(currency, 2))
        if amount <= 0:
            continue
        words = " ".join(cell.strip() for place, cell in enumerate(row) if place in columns["text"])
        whole = "\x1f".join(cell.strip() for cell in row)
        seen[whole] = seen.get(whole, 0) + 1
        key = hashlib.sha256(f"{whole}\x1f{seen[whole]}".encode()).hexdigest()[:32]
        found.append(Transfer(number, amount, words[:300], key))
    return found


def _rows(text: str) -> list[list[str]]:
    sample = text[:20_000]
    try:
        dialect: type[csv.Dialect] | csv.Dialect = csv.Sniffer().sniff(sample, delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel
    try:
        rows = [row for row in csv.reader(io.StringIO(text), dialect) if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise NotAStatement(f"This is no CSV file: {error}.") from error
    if len(rows) > ROWS_MAX:
        raise NotAStatement(f"More than {ROWS_MAX} lines: export a shorter time.")
    if not rows:
        raise NotAStatement("The file is empty.")
    return [[cell[:FIELD_MAX] for cell in row] for row in rows]


def _columns(rows: Sequence[list[str]]) -> tuple[int, dict[str, list[int]]]:
    """The line of the columns' names, and which are amounts, debits and words."""
    for place, row in enumerate(rows[:30]):
        names = [cell.strip().lower() for cell in row]
        amounts = [column for column, name in enumerate(names) if any(word in name for word in AMOUNT_NAMES)]
        if amounts and len(row) > 1:
            debits = [column for column, name in enumerate(names) if any(word in name for word in DEBIT_NAMES)]
            texts = [column for column, name in enumerate(names) if any(word in name for word in TEXT_NAMES)]
            amounts = [column for column in amounts if column not in debits] or amounts
            others = [column for column in range(len(row)) if column not in (*amounts, *debits)]
            return place, {"amount": amounts, "debit": debits, "text": texts or others}
    raise NotAStatement("No column is called amount, jumlah or credit: name it so in the first line.")


def _credit(row: Sequence[str], columns: dict[str, list[int]], digits: int) -> int:
    """What came in on a line, in minor units; 0 for a debit or no number."""
    mark = " ".join(row).upper()
    for column in columns["amount"]:
        cell = row[column].strip() if column < len(row) else ""
        if not cell or not NUMBER.fullmatch(cell):
            continue
        if re.search(r"(?:DB|DR|\bD)\s*$", cell, re.I) or cell.startswith(("-", "(")):
            return 0
        if re.search(r"(?:^|\s)(?:DB|DR|DEBIT)(?:\s|$)", mark) and not columns["debit"]:
            return 0
        amount = amount_in(cell, digits)
        if amount:
            return amount
    return 0


def amount_in(text: str, digits: int) -> int:
    """A written number in minor units: 29.123,00 and 29,123.00 and 29123 are one. No float is in it.

    A last point or comma with one or two digits behind it parts decimals; with three it parts thousands.
    """
    plain = re.sub(r"[^\d.,]", "", text)
    found = re.fullmatch(r"([\d.,]*?)(?:[.,](\d{1,2}))?", plain)
    if found is None:
        return 0
    whole = re.sub(r"\D", "", found[1]) or "0"
    decimals = (found[2] or "").ljust(digits, "0")
    if digits == 0:
        return int(whole) if not decimals.strip("0") else 0
    return int(whole) * 10**digits + int(decimals[:digits] or 0)


def match(transfers: Iterable[Transfer], orders: Iterable[Waiting]) -> list[Found]:
    """Which order each transfer pays. An order is paid by one transfer: the first that names it, or has its amount."""
    known = list(orders)
    by_reference = {order.reference: order for order in known}
    by_amount: dict[int, list[Waiting]] = {}
    for order in known:
        by_amount.setdefault(order.amount, []).append(order)
    taken: set[int] = set()
    return [_match(transfer, by_reference, by_amount, taken) for transfer in transfers]


def _match(
    transfer: Transfer, by_reference: dict[str, Waiting], by_amount: dict[int, list[Waiting]], taken: set[int]
) -> Found:  # fmt: skip
    named = next(
        (by_reference[word] for word in REFERENCE.findall(transfer.text.upper()) if word in by_reference), None
    )  # fmt: skip
    if named is not None:
        if not named.is_open or named.id in taken:
            return Found(transfer, Match.KNOWN, named.id)
        if transfer.amount < named.amount:
            return Found(transfer, Match.SHORT, named.id)
        taken.add(named.id)
        return Found(transfer, Match.REFERENCE, named.id)
    same = by_amount.get(transfer.amount, [])
    open_ones = [order for order in same if order.is_open and order.id not in taken]
    if len(open_ones) == 1:
        taken.add(open_ones[0].id)
        return Found(transfer, Match.AMOUNT, open_ones[0].id)
    return Found(transfer, Match.KNOWN, same[0].id) if same else Found(transfer, Match.NONE)
