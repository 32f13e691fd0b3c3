"""The records of a Ghost export: its table of members, with the tables that belong to it.

Old versions of Ghost write members into the export of the site; what its API answers has the same form, with labels and
newsletters inside each member. Nothing of Stripe is taken but the customer's number.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import ijson
from ijson.common import ObjectBuilder

from warta.intake import clean
from warta.intake.errors import UnknownKind
from warta.intake.ghost.index import BUFFER, ROOTS, Guard, Row, events, guarded, identity
from warta.intake.items import Doubt, IncomingMember, Record, Skipped
from warta.intake.members import values
from warta.intake.members.scratch import Scratch
from warta.intake.options import Options

NAMES = {"labels", "newsletters"}  # small tables: the name of each id
# Tables that tie members to others, and what is kept of a row: whose it is, and what of it.
TIES = {
    "members_labels": ("member_id", "label_id"),
    "members_newsletters": ("member_id", "newsletter_id"),
    "members_stripe_customers": ("member_id", "customer_id"),
    "members_stripe_customers_subscriptions": ("customer_id", "status"),
    "members_products": ("member_id", "expiry_at"),
}
PATHS = {(*root, table, "item"): table for root in ROOTS for table in (*NAMES, *TIES, "members")}
PAYING = {"active", "trialing", "past_due", "unpaid"}
STATES = {"free", "comped", "paid"}


def read(path: Path, options: Options) -> Iterator[Record]:
    """The members of an export, one at a time; the file is checked to its end before the first.

    raises  IntakeError before any record
    """
    scratch = Scratch()
    try:
        export = _Export(path, scratch)
        yield from export.records()
    finally:
        scratch.close()


@dataclass(slots=True)
class _Export:
    path: Path
    scratch: Scratch
    members: str = ""
    names: dict[tuple[str, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        with self.path.open("rb") as file:
            source = Guard(self.path, file)
            guarded(self.path, source, lambda: self.gather(source))
        if not self.members:
            raise UnknownKind(self.path, "this JSON holds no members.",
                              do="Ghost exports them as CSV: Members, then Export all members.")  # fmt: skip

    def gather(self, source: Guard) -> None:
        """The first pass: the small tables, the ties, and where each address stands."""
        builder: ObjectBuilder | None = None
        table, inside, number = "", 0, 0
        for path, depth, event, value in events(self.path, source):
            if builder is not None:
                builder.event(event, value)
                if depth == inside and event == "end_map":
                    number += table == "members"
                    self.keep(table, builder.value, number)
                    builder = None
            elif event == "start_map" and path in PATHS and self.is_wanted(path):
                table, inside, builder = PATHS[path], depth, ObjectBuilder()
                builder.event(event, value)

    def is_wanted(self, path: tuple[str, ...]) -> bool:
        """Is it a row of a table that is read? Of several tables of members the first is."""
        if PATHS[path] != "members":
            return True
        self.members = self.members or ".".join(path)
        return self.members == ".".join(path)

    def keep(self, table: str, row: Row, number: int) -> None:
        """What is needed of a row later."""
        if table in NAMES:
            self.names[table, _id(row, "id")] = clean.line(row.get("name"))
        elif table == "members":
            address, why = values.address(row.get("email"))
            if not why:
                self.scratch.see(address, number, refused=_refuses(row))
        else:
            one, other = (_id(row, column) for column in TIES[table])
            self.scratch.tie(table, one, other)

    def records(self) -> Iterator[Record]:
        """The second pass."""
        with self.path.open("rb") as file:
            found = ijson.items(Guard(self.path, file), self.members, buf_size=BUFFER, use_float=True)
            for number, row in enumerate((row for row in found if isinstance(row, dict)), start=1):
                yield self.record(number, row)

    def record(self, number: int, row: Row) -> Record:
        """A member, or why it is none."""
        where = f"{self.path.name} member {number}"
        customers = self.customers(row)
        status = self.status(row, customers)
        address, why = values.address(row.get("email"))
        if not why and any(len(value) > values.CELL_MAX for value in row.values() if isinstance(value, str)):
            why = f"a value is longer than {values.CELL_MAX} characters"
        if why:
            return Skipped(where, why, "member", status)
        first, refused = self.scratch.first(address)
        if first != number:
            return Skipped(where, f"the same address as member {first}", "member", status)
        doubts, said = [], row.get("created_at")
        joined = _moment(said)
        if said and joined is None:
            doubts.append(Doubt("inferred", "when they joined is not a date: today", where))
        if values.breaks_a_line(_text(row, "name")):
            doubts.append(Doubt("inferred", "line breaks were taken out of the name", where))
        letters = self.of("newsletters", row)
        ends = [_moment(end) for end in self.scratch.tied("members_products", [_id(row, "id")])]
        return IncomingMember(
            where=where, email=address, status=status, name=clean.line(_text(row, "name").strip()),
            note=clean.without_controls(_text(row, "note").strip()), labels=self.of("labels", row), joined=joined,
            subscribed=not refused and (bool(letters) or values.consent(row.get("subscribed")) is True),
            newsletters=letters, until=max((end for end in ends if end), default=None),
            stripe_customer=clean.line(customers[0])[:255] if customers else "", doubts=tuple(doubts),
        )  # fmt: skip

    def customers(self, row: Row) -> list[str]:
        """Stripe's numbers of a member: from the table, or in the member itself."""
        customers = [part.get("customer") for part in _parts(row, "subscriptions")]
        inside = [_id(row, "stripe_customer_id"), *(_id(one, "id") for one in customers if isinstance(one, dict))]
        tied = self.scratch.tied("members_stripe_customers", [_id(row, "id")])
        return [number for number in dict.fromkeys((*tied, *inside)) if number]

    def status(self, row: Row, customers: list[str]) -> str:
        """Free, comped or paid, as the member says; old versions say it by the subscriptions alone."""
        said = row.get("status")
        if isinstance(said, str) and said in STATES:
            return said
        if values.consent(row.get("comped")) or values.consent(row.get("complimentary_plan")):
            return "comped"
        inside = (_id(part, "status") for part in _parts(row, "subscriptions"))
        states = {*self.scratch.tied("members_stripe_customers_subscriptions", customers), *inside}
        return "paid" if states & PAYING else "free"

    def of(self, table: str, row: Row) -> tuple[str, ...]:
        """The names of a member's labels or newsletters: from the tables, or in the member itself."""
        tied = self.scratch.tied(f"members_{table}", [_id(row, "id")])
        names: list[Any] = [self.names.get((table, other), "") for other in tied]
        names += [part.get("name") for part in _parts(row, table)]
        said = row.get(table)
        return values.tidy_labels(names + (said if isinstance(said, list) else []))


def _refuses(row: Row) -> bool:
    """Does a member say no to letters, or do none reach them?"""
    said = row.get("subscribed")
    return (said is not None and values.consent(said) is False) or values.is_set(row.get("email_disabled"))


def _id(row: Row, name: str) -> str:
    return clean.line(identity(row.get(name)))


def _parts(row: Row, name: str) -> list[dict[str, Any]]:
    found = row.get(name)
    return [part for part in found if isinstance(part, dict)] if isinstance(found, list) else []


def _text(row: Row, name: str) -> str:
    found = row.get(name)
    return found if isinstance(found, str) else ""


def _moment(value: object) -> datetime | None:
    """A time of Ghost: text in UTC, or milliseconds."""
    said = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return values.moment(said, UTC) if said else None
