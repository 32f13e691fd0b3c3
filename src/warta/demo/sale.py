"""What the sample newspaper sells: plans, an offer, a bank account that nobody has."""

from __future__ import annotations

from typing import Any

from warta.subscriptions.models import Offer, Plan, PlanText, Seller, TaxRate

# code, rights, price in rupiah, months, days of trial, seats, names and summaries
PLANS: tuple[tuple[str, str, int, int, int, int, dict[str, tuple[str, str]]], ...] = (
    ("bebas-iklan", "ad_free", 19_000, 1, 0, 1, {
        "id": ("Bebas Iklan", "Semua halaman tanpa iklan."),
        "en": ("Ad-free", "Every page without advertising."),
    }),
    ("lengkap", "ad_free epaper premium", 29_000, 1, 7, 1, {
        "id": ("Pagi Lengkap", "Setiap berita, tanpa iklan, dengan koran digital."),
        "en": ("Pagi Complete", "Every story, no advertising, and the e-paper."),
    }),
    ("lengkap-setahun", "ad_free epaper premium", 290_000, 12, 0, 1, {
        "id": ("Pagi Lengkap, setahun", "Dua belas bulan seharga sepuluh."),
        "en": ("Pagi Complete, a year", "Twelve months for the price of ten."),
    }),
    ("kelompok", "ad_free epaper premium", 119_000, 1, 0, 6, {
        "id": ("Pagi Bersama", "Untuk keluarga, kantor kecil, atau kelas."),
        "en": ("Pagi Together", "For a family, a small office or a class."),
    }),
)  # fmt: skip


def load_sale() -> None:
    """Make the plans and all that selling them needs."""
    for position, (code, rights, price, months, trial, seats, texts) in enumerate(PLANS):
        plan = Plan(code=code, rights=rights, price=price, currency="IDR", months=months, trial_days=trial,
                    grace_days=3, seats=seats, position=position)  # fmt: skip
        for language, (name, summary) in texts.items():
            plan.texts.add(PlanText(language=language, name=name, summary=summary))
        plan.save()
    Offer.objects.create(code="PAGI-3", percent=50, periods=3)
    TaxRate.objects.create(country="ID", name="PPN", basis_points=1100)
    seller: Any = Seller.load()
    for name, value in {
        "legal_name": "PT Layar Pagi Nusantara", "address": "Jalan Dermaga Lama 12\nKota Randu", "country": "ID",
        "tax_number": "00.000.000.0-000.000", "email": "langganan@layarpagi.example", "invoice_prefix": "LP",
        "bank_name": "Bank Contoh", "bank_account": "000-123-4567", "bank_holder": "PT Layar Pagi Nusantara",
    }.items():  # fmt: skip
        setattr(seller, name, value)
    seller.save()
