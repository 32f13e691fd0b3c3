"""Letters: one for each cause, in the reader's language, sent with patience."""

import re
import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone, translation

from warta.stories.models import Publication
from warta.subscriptions import words
from warta.subscriptions.models import Invoice, Letter, Subscription
from warta.subscriptions.providers.registry import by_code
from warta.subscriptions.rules.machine import Fact, Kind
from warta.subscriptions.services import changes, due, ledger, letters, orders, vouchers
from warta.subscriptions.services.letters import send_waiting

pytestmark = pytest.mark.django_db


def kinds():
    return list(Letter.objects.order_by("pk").values_list("kind", flat=True))


def test_who_pays_is_welcomed_with_the_invoice(reader, bought):
    bought(reader)
    assert kinds() == ["welcome"]
    assert send_waiting() == 1
    [sent] = mail.outbox
    assert sent.to == ["reader@readers.example"]
    assert [name for name, _body, _kind in sent.attachments] == [f"{Invoice.objects.get().number}.pdf"]
    assert Letter.objects.get().state == "sent" and send_waiting() == 0


def test_a_life_in_letters(reader, bought):
    bought(reader)
    row = Subscription.objects.get()
    due.subscriptions_due(row.ends - timedelta(days=6))
    due.subscriptions_due(row.ends - timedelta(days=5))
    due.subscriptions_due(row.ends + timedelta(hours=1))
    due.subscriptions_due(row.ends + timedelta(days=4))
    assert kinds() == ["welcome", "renewal", "due", "ended"]


def test_who_cancels_is_told_and_reminded_no_more(reader, bought):
    bought(reader)
    row = Subscription.objects.get()
    changes.cancel(subscription=row, now=timezone.now(), by=reader)
    due.subscriptions_due(row.ends - timedelta(days=1))
    due.subscriptions_due(row.ends)
    assert kinds() == ["welcome", "cancelled", "ended"]


def test_a_gift_goes_to_who_is_given_it_and_its_code_opens_once(reader, bought, django_user_model):
    bought(reader, gift={"email": "friend@readers.example", "name": "Ani", "message": "Selamat membaca"})
    assert kinds() == ["gift", "gift_sent"]
    letter = Letter.objects.get(kind="gift")
    code = re.search(r"^[A-Z0-9]{4}(-[A-Z0-9]{4})+$", letter.text, re.M)[0]
    friend = django_user_model.objects.create_user("friend@readers.example")
    vouchers.redeem(code=code, reader=friend, now=timezone.now())
    assert Subscription.objects.get(reader=friend.pk).state == "active"
    with pytest.raises(vouchers.NoVoucher):
        vouchers.redeem(code=code, reader=reader, now=timezone.now())


class Broken(EmailBackend):
    def send_messages(self, messages):
        raise smtplib.SMTPServerDisconnected("gone")


def test_a_server_that_is_away_is_tried_again_later_and_not_for_ever(reader, bought, settings):
    bought(reader)
    settings.EMAIL_BACKEND = f"{__name__}.Broken"
    now = timezone.now()
    for _time in range(letters.TRIES):
        assert send_waiting(now) == 1 and send_waiting(now) == 0
        now += timedelta(hours=3)
    assert Letter.objects.get().state == "failed"


def test_a_worker_that_was_killed_while_sending_sends_the_same_again(reader, bought):
    bought(reader)
    now = timezone.now()
    Letter.objects.update(state="sending", send_at=now)
    assert send_waiting(now) == 0
    assert send_waiting(now + letters.STUCK + timedelta(seconds=1)) == 1
    assert mail.outbox[0].extra_headers["Message-ID"] == Letter.objects.get().message_id


@pytest.fixture
def told(reader, bought):
    """Everything that a letter may speak of."""
    payment = bought(reader, gift={"email": "friend@readers.example", "name": "Ani", "message": ""})
    bought(reader)
    row = Subscription.objects.get()
    standing = ledger.standing_of(row.pk)
    fact = Fact(Kind.REFUNDED, timezone.now(), money=payment.money)
    return {
        "plan": "Bulanan", "row": row, "terms": row.agreed, "after": standing, "before": standing, "fact": fact,
        "invoice": Invoice.objects.first(), "order": payment.order, "voucher": payment.order.voucher, "giver": reader,
        "booked": "Tahunan", "paper": Publication.load(), "user": reader, "payment": payment,
        "note": Invoice.objects.first(),
    }  # fmt: skip


@pytest.mark.parametrize("language", ["id", "en"])
def test_each_letter_says_all_it_has_to(told, language):
    with translation.override(language):
        texts = {kind: words.letter(kind, told) for kind in words.KINDS}
    subjects = {text.subject for text in texts.values()}
    assert len(subjects) >= len(texts) - 2  # two kinds say that it goes on
    for kind, text in texts.items():
        whole = " ".join([text.subject, *text.paragraphs, *text.button])
        assert text.paragraphs and text.button[0] and text.button[1].startswith("/"), kind
        assert not re.search(r"None|%\(|datetime|\s{2}", whole), kind


def test_who_tries_is_reminded_before_the_trial_ends(reader, plan):
    plan.trial_days = 14
    plan.save()
    row = orders.start_trial(reader=reader, plan=plan, provider=by_code("bank"), now=timezone.now(),
                             details={"story": None, "wall": "", "offer": ""})  # fmt: skip
    row.refresh_from_db()
    due.subscriptions_due(row.ends - timedelta(days=8))
    assert kinds() == ["trial"]
    due.subscriptions_due(row.ends - timedelta(days=6))
    due.subscriptions_due(row.ends - timedelta(days=5))
    due.subscriptions_due(row.ends + timedelta(minutes=1))
    assert kinds() == ["trial", "trial_ends", "ended"]
