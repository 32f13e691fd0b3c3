"""The records of a CSV: one member a row."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from warta.intake import clean, encoding
from warta.intake.errors import Unreadable
from warta.intake.items import Counted, Doubt, IncomingMember, LeftOut, Record, Skipped
from warta.intake.members import values
from warta.intake.members.columns import Columns, columns
from warta.intake.members.rows import Row, rows, separator
from warta.intake.members.scratch import Scratch
from warta.intake.options import Options

SAMPLED = 200  # rows that tell where the addresses stand


def read(path: Path, options: Options) -> Iterator[Record]:
    """The members of a list, one at a time; the file is read to its end before the first.

    raises  IntakeError before any record
    """
    code = encoding.of(path)
    table = _Table(path, code, separator(path, code), options)
    scratch = Scratch()
    try:
        table.look(scratch)
        yield from table.records(scratch)
    finally:
        scratch.close()


@dataclass(slots=True)
class _Read:
    """A row as its cells say; `why` it cannot be taken, if so. `status` in Ghost's words: free, comped or paid."""

    address: str = ""
    why: str = ""
    status: str = "free"
    consent: bool | None = None


class _Table:
    def __init__(self, path: Path, code: encoding.Encoding, mark: str, options: Options) -> None:
        self.path = path
        self.code = code
        self.mark = mark
        self.options = options
        sample = list(islice((row for row in self.rows() if not row.broken), SAMPLED))
        if not sample:
            raise Unreadable(path, "there is no row in it.")
        self.columns: Columns = columns(path, sample, dict(options.columns))
        self.heads = sample[0].line if self.columns.headed else 0
        self.day_first: bool | None = None
        self.unused: Counter[int] = Counter()

    def rows(self) -> Iterator[Row]:
        """All rows of the file."""
        return rows(self.path, self.code, self.mark)

    def members(self) -> Iterator[Row]:
        """All rows but the headings."""
        return (row for row in self.rows() if row.line != self.heads)

    def look(self, scratch: Scratch) -> None:
        """The first pass: where addresses stand, how dates are written, which columns are left out."""
        orders: set[bool | None] = set()
        for row in self.members():
            found = self.take(row)
            if not found.why and not self.cell(row, "deleted_at"):
                scratch.see(found.address, row.line, refused=found.consent is False)
            orders.add(values.order_of_day(self.cell(row, "created_at")))
            self.unused.update(at for at in self.columns.rest if at < len(row.cells) and row.cells[at].strip())
        if len(orders - {None}) == 1:
            self.day_first = (orders - {None}).pop()

    def records(self, scratch: Scratch) -> Iterator[Record]:
        """The second pass: what holds for the whole file, then a record for each row."""
        if self.code.warning:
            yield Doubt("inferred", self.code.warning, self.path.name)
        if self.columns.guessed:
            detail = f'column "{self.columns.guessed}": taken as the e-mail address, because of what stands in it'
            yield Doubt("inferred", detail, self.path.name)
        if "subscribed" not in self.columns.places:
            yield Doubt("inferred", "no column says who wants newsletters: nobody gets any", self.path.name)
        for at, number in sorted(self.unused.items()):
            yield Counted(f'column "{self.columns.rest[at]}"', number)
        for row in self.members():
            yield self.record(row, scratch)

    def record(self, row: Row, scratch: Scratch) -> Record:
        """A row as a member, or why it is none."""
        where = f"{self.path.name} line {row.line}"
        found = self.take(row)
        if found.why:
            return Skipped(where, found.why, "member", found.status)
        if self.cell(row, "deleted_at"):
            return LeftOut(where, "deleted there", "member", found.status)
        first, refused = scratch.first(found.address)
        if first != row.line:
            return Skipped(where, f"the same address as in line {first}", "member", found.status)
        return self.member(row, where, found, refused)

    def member(self, row: Row, where: str, found: _Read, refused: bool) -> IncomingMember:
        """A whole row, with its doubts."""
        doubts = []
        if found.consent is None and self.cell(row, "subscribed"):
            doubts.append(Doubt("inferred", "whether they want newsletters is neither yes nor no: none", where))
        said = self.cell(row, "created_at")
        joined = values.moment(said, self.options.zone, day_first=self.day_first) if said else None
        if said and joined is None:
            doubts.append(Doubt("inferred", "when they joined is not a date: today", where))
        name = self.name(row)
        if values.breaks_a_line(name):
            doubts.append(Doubt("inferred", "line breaks were taken out of the name", where))
        return IncomingMember(
            where=where, email=found.address, status=found.status, name=clean.line(name),
            note=clean.without_controls(self.cell(row, "note")), labels=values.labels(self.cell(row, "labels")),
            joined=joined, subscribed=bool(found.consent) and not refused,
            stripe_customer=clean.line(self.cell(row, "stripe_customer"))[:255], doubts=tuple(doubts),
        )  # fmt: skip

    def take(self, row: Row) -> _Read:
        """What a row says of itself that both passes need."""
        if row.broken:
            return _Read(why=row.broken, status="unreadable")
        if why := self.misfit(row):
            return _Read(why=why, status="unreadable")
        address, why = values.address(self.raw(row, "email"))
        return _Read(address, why, self.status(row), self.consent(row))

    def misfit(self, row: Row) -> str:
        """Why a row does not fit the headings; empty if it does."""
        if row.again and len(row.cells) != self.columns.width:
            return "its quotes do not match, or those of a row above"
        if any(cell.strip() for cell in row.cells[self.columns.width :]):
            return f"it has {len(row.cells)} cells, the first row {self.columns.width}"
        if self.columns.places["email"] >= len(row.cells):
            return f"it has {len(row.cells)} cells, the first row {self.columns.width}"
        if any(len(cell) > values.CELL_MAX for cell in row.cells):
            return f"a cell is longer than {values.CELL_MAX} characters"
        return ""

    def status(self, row: Row) -> str:
        """Free, comped or paid: whoever Stripe knows pays, unless the list names tiers and none is theirs."""
        if values.consent(self.cell(row, "complimentary")):
            return "comped"
        pays = self.cell(row, "stripe_customer") and ("tiers" not in self.columns.places or self.cell(row, "tiers"))
        return "paid" if pays else "free"

    def consent(self, row: Row) -> bool | None:
        """Does the member want newsletters? A no in any column counts; no column, no yes."""
        if values.is_set(self.cell(row, "unsubscribed")):
            return False
        return values.consent(self.cell(row, "subscribed"))

    def name(self, row: Row) -> str:
        """The name, or first and last name together."""
        parts = (self.cell(row, "first_name"), self.cell(row, "last_name"))
        return self.cell(row, "name") or " ".join(part for part in parts if part)

    def raw(self, row: Row, name: str) -> str:
        """A field's cell as it stands; empty where the row has none."""
        at = self.columns.places.get(name, -1)
        return row.cells[at] if 0 <= at < len(row.cells) else ""

    def cell(self, row: Row, name: str) -> str:
        """A field's cell without the blanks around it."""
        return self.raw(row, name).strip()
