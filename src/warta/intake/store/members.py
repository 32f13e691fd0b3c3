"""Members become readers, some dozens in a transaction; if one of them cannot be taken, each in one of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db import reset_queries, transaction
from django.utils import timezone

from warta.intake import clean
from warta.intake.items import Doubt, IncomingMember, LeftOut, Record
from warta.intake.members.values import NAME_MAX
from warta.intake.options import Wishes
from warta.intake.report import Report
from warta.intake.store.desk import Desk, cut
from warta.intake.store.run import OF_ONE_ITEM, in_short
from warta.readers.imported import Arrival, Welcome, newsletters_named, welcome
from warta.readers.models import User
from warta.subscriptions.models import COMPLIMENTARY, LedgerEvent
from warta.subscriptions.services.complimentary import grant_complimentary

AT_ONCE = 80  # members in a transaction: some 20 ms, so that no other writer waits long
NEWSLETTER = {"id": "Buletin", "en": "Newsletter"}  # where neither the list nor the publisher names one
LETTER_MAX = 120  # characters of a newsletter's name
SOURCE = "import: members"  # of a grant in the ledger: whoever has one gets no second, revoked or not
COLLEAGUE = "an account of the newsroom: left as it is, without rights"
PAID = "paid subscription: Stripe goes on charging it, and it opens nothing here yet"
UNCHOSEN = "newsletter of a reader who is here already and has not chosen it: left so"
COMPED = "complimentary plan: given here with --complimentary"


class Members:
    """One list's way into the newspaper. `take` may keep a member waiting for others; `finish` stores the last."""

    def __init__(self, wishes: Wishes, report: Report, name: str) -> None:
        self.desk = Desk(wishes, report)
        self.name = clean.line(name)
        self.waiting: list[IncomingMember] = []
        self.letter = NEWSLETTER.get(wishes.language or settings.LANGUAGE_CODE, "Newsletter")
        self.letters: dict[str, bool] = {}  # newsletters met: were they there before?
        report.dry_run = wishes.dry_run

    def take(self, record: Record) -> None:
        """Store one record, or note why not. Raises only what is wrong with the machine, not with the member."""
        if not isinstance(record, IncomingMember):
            self.desk.report.note(record)
            return
        self.waiting.append(record)
        if len(self.waiting) >= AT_ONCE:
            self.finish()

    def finish(self) -> None:
        """Store who waits."""
        waiting, self.waiting = self.waiting, []
        if waiting and not self._store(waiting, alone=len(waiting) == 1):
            for member in waiting:
                self._store([member], alone=True)
        reset_queries()

    def _store(self, members: Sequence[IncomingMember], *, alone: bool) -> bool:
        """One transaction, undone at its end in a dry run. False: it was undone, and must be tried one by one."""
        self.desk.begin()
        arrivals = [self._arrival(member) for member in members]
        self._meet({name for arrival in arrivals for name in arrival.newsletters})
        try:
            with transaction.atomic():
                answers = welcome(arrivals)
                granted = self._grant(members, answers)
                transaction.set_rollback(self.desk.wishes.dry_run)
        except OF_ONE_ITEM as error:
            self.desk.drop()
            if alone:
                self.desk.report.note(members[0])
                self.desk.report.skip(members[0].where, in_short(error))
            return alone
        for member, arrival, answer in zip(members, arrivals, answers, strict=True):
            self._tell(member, answer, is_granted=answer.reader.pk in granted)
            if answer.outcome == "new":
                self._count_letters(member, arrival)
        self.desk.keep()
        return True

    def _arrival(self, member: IncomingMember) -> Arrival:
        first, last = _parts(member.name)
        if len(first) > NAME_MAX or len(last) > NAME_MAX:
            self.desk.doubt("inferred", "the name was cut", member.where)
            first, last = cut(member.name, NAME_MAX), ""
        joined = member.joined
        if joined is not None and joined > timezone.now():
            day = timezone.localtime(joined).date()
            self.desk.doubt("inferred", f"joined on {day}, which is to come: joined today", member.where)
            joined = None
        letters = member.newsletters or (self.desk.wishes.newsletter or self.letter,)
        return Arrival(
            email=member.email, first_name=first, last_name=last, joined=joined, note=member.note,
            newsletters=tuple(dict.fromkeys(cut(name, LETTER_MAX) for name in letters)) if member.subscribed else (),
            labels=member.labels, stripe_customer=member.stripe_customer, source=self.name,
        )  # fmt: skip

    def _meet(self, names: Iterable[str]) -> None:
        """Look once at each newsletter, before any run of ours makes it."""
        if new := set(names) - set(self.letters):
            there = newsletters_named(new)
            self.letters |= {name: name in there for name in new}

    def _count_letters(self, member: IncomingMember, arrival: Arrival) -> None:
        """Newsletters that were made, each once; and say which one it is, where nobody did."""
        for name in arrival.newsletters:
            self.desk.fresh["newsletters"] += not self.letters[name]
            self.letters[name] = True
            if not member.newsletters and not self.desk.wishes.newsletter:
                self.desk.doubt_once("inferred", f'who wants newsletters has the one named "{name}"', self.name)

    def _grant(self, members: Sequence[IncomingMember], answers: Sequence[Welcome]) -> set[int]:
        """Give what was wished to members with a complimentary plan that has not ended; who got it."""
        rights, now = self.desk.wishes.complimentary, timezone.now()
        due: dict[int, tuple[User, IncomingMember]] = {
            answer.reader.pk: (answer.reader, member)
            for member, answer in zip(members, answers, strict=True)
            if rights and member.status == "comped" and answer.outcome != "colleague"
            and (member.until is None or member.until > now)
        }  # fmt: skip
        had = LedgerEvent.objects.filter(kind=COMPLIMENTARY, source=SOURCE, reader__in=due).values_list(
            "reader", flat=True
        )
        for pk in set(due) - set(had):
            reader, member = due[pk]
            why = f"Complimentary plan of the system before ({member.where})"
            grant_complimentary(reader=reader, rights=rights, by=None, why=why, until=member.until, source=SOURCE)
        return set(due) - set(had)

    def _tell(self, member: IncomingMember, answer: Welcome, *, is_granted: bool) -> None:
        """What became of a member, for the report."""
        report, made = self.desk.report, self.desk.fresh
        if answer.outcome == "colleague":
            report.note(LeftOut(member.where, COLLEAGUE, member.type, member.status))
            report.note(Doubt("not-whole", COLLEAGUE, member.where))
            return
        report.note(member)
        if answer.outcome == "new":
            report.took("reader")
        else:
            report.found()
        made["newsletter choices"] += answer.chosen
        made["complimentary grants"] += is_granted
        made["blanks filled"] += len(answer.filled)
        is_comped = member.status == "comped" and not self.desk.wishes.complimentary
        for what, number in ((PAID, member.status == "paid"), (COMPED, is_comped), (UNCHOSEN, answer.unchosen)):
            if number:
                report.left_out[what] = report.left_out.get(what, 0) + number


def _parts(name: str) -> tuple[str, str]:
    """First and last name: an account shows both with a blank between, so that any cut gives the whole name."""
    first, _blank, last = name.rpartition(" ")
    return (first, last) if first else (last, "")
