"""What the sample newspaper advertises: itself, and an invented maker of umbrellas. Both are approved."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from warta.advertising import services
from warta.advertising.models import AdsTxt, Campaign, Creative
from warta.stories.models import Photo

DAYS = 60  # of the paid flight
HTML = """<style>
body { display: grid; place-items: center; background: #143f4d; color: #fbf8f3; }
body { font: 600 clamp(17px, 6vw, 26px)/1.25 Georgia, serif; }
p { margin: 0 24px; text-align: center; } b { color: #dc9a35; }
i { position: fixed; top: -10%; width: 1px; height: 9%; background: #a9c6c0; animation: rain 1.6s linear infinite; }
@keyframes rain { to { transform: translateY(130vh); } }
@media (prefers-reduced-motion: reduce) { i { animation: none; } }
</style><p>Hujan datang pukul tiga.<br><b>Payung Kulon</b> sudah di tas Anda.</p>
<script>for (let n = 0; n < 24; n += 1) {
  const drop = document.body.appendChild(document.createElement("i"));
  drop.style.left = `${(n * 41) % 100}%`; drop.style.animationDelay = `${(n % 8) * -0.2}s`;
}</script>"""


def load_campaigns(maker: str, editor: str) -> None:
    """Make both campaigns, as these two colleagues (by their addresses) would. Not again, once there is any."""
    if Campaign.objects.exists():
        return
    users = get_user_model().objects
    people = users.get(email=maker), users.get(email=editor)
    photos = {
        photo.title: photo
        for photo in Photo.objects.filter(title__in=("house-banner", "umbrellas-banner", "umbrellas"))
    }
    today = timezone.localdate()
    house = Campaign.objects.create(
        advertiser="Layar Pagi", name="Baca tanpa iklan", kind="house", starts=today, slots="end list", priority=1
    )
    _approved(people, campaign=house, name="Kopi pagi", kind="image", picture=photos["house-banner"],
              alt="Layar Pagi tanpa iklan", link="/accounts/subscribe/")  # fmt: skip
    paid = Campaign.objects.create(
        advertiser="Payung Kulon", name="Musim hujan", starts=today, ends=today + timedelta(days=DAYS - 1),
        slots="top list", goal=600_000, cap=20, priority=6,
    )  # fmt: skip
    link = "https://payungkulon.example/musim-hujan"
    _approved(people, campaign=paid, name="Lima payung", kind="image", picture=photos["umbrellas-banner"],
              alt="Payung Kulon: lima payung berwarna dalam hujan", link=link)  # fmt: skip
    repair = Campaign.objects.create(
        advertiser="Payung Kulon", name="Diperbaiki seumur hidup", starts=today, ends=today + timedelta(days=DAYS - 1),
        slots="side-1 side-3", goal=300_000, priority=5,
    )  # fmt: skip
    _approved(people, campaign=repair, name="Payung yang pulang", kind="native", shape="rectangle", link=link,
              picture=photos["umbrellas"], alt="", headline="Payung yang pulang bersama Anda",
              text="Dijahit di Kulon, diperbaiki seumur hidup.")  # fmt: skip
    other = Campaign.objects.create(
        advertiser="Payung Kulon", name="Tas dan hujan", starts=today, slots="side-2 side-4", priority=4
    )
    _approved(people, campaign=other, name="Hujan pukul tiga", kind="html", shape="rectangle", html=HTML, link=link)
    Creative.objects.create(
        campaign=other, name="Menunggu keputusan", kind="native", shape="rectangle", link=link,
        headline="Tas yang tidak pernah basah", text="Kulit sagu, dijahit dua kali.",
    )  # fmt: skip
    lines: Any = AdsTxt.load()
    lines.lines = "# Layar Pagi sells its advertising itself.\ncontact=iklan@layarpagi.example"
    lines.save()


def _approved(people: tuple[Any, Any], **fields: Any) -> None:
    """A creative that one colleague submits and another approves."""
    creative = Creative.objects.create(**fields)
    services.submit(creative, by=people[0])
    creative.refresh_from_db()
    services.approve(creative, by=people[1], seen=creative.content())
