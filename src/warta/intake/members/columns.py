"""Which column holds what: by its heading, by what the publisher says, or by what stands under it."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from warta.intake import clean
from warta.intake.errors import Unreadable
from warta.intake.members.rows import ADDRESS, Row

HEADING_MAX = 60
# What Ghost, other systems and people call each field, as `plain` writes it. Where a word could mean a paid
# subscription as well as a newsletter ("langganan"), it is not here: nobody is subscribed by a guess.
KNOWN: dict[str, str] = {
    "email": """
        email e_mail mail email_address e_mail_address emailaddress user_email subscriber_email member_email surel
        alamat_email alamat_e_mail alamat_surel pos_el correo correo_electronico courriel adresse_e_mail adresse_email
        e_mail_adresse mailadresse email_saya posta_elettronica""",
    "name": """
        name full_name fullname display_name member_name nama nama_lengkap nama_pelanggan nama_pembaca nama_anggota
        nombre nombre_completo nom nom_complet nome vollstandiger_name""",
    "first_name": "first_name firstname given_name nama_depan vorname prenom primer_nombre",
    "last_name": "last_name lastname surname family_name nama_belakang nachname apellido apellidos nom_de_famille",
    "note": "note notes catatan keterangan nota notas remarque notiz bemerkung",
    "subscribed": """
        subscribed subscribed_to_emails newsletter newsletters buletin langganan_buletin berlangganan_buletin
        email_marketing_consent email_consent opt_in optin marketing_consent boletin accepts_marketing
        accepts_email_marketing email_marketing subscription_status email_status""",
    "unsubscribed": """
        unsubscribed unsubscribed_at unsubscribe_time unsub_time email_disabled opted_out opt_out optout
        unsubscribed_from_emails berhenti_berlangganan_buletin""",
    "labels": "labels label tags tag tanda etiquetas etiquettes",
    "created_at": """
        created_at created created_on joined joined_at joined_on date_joined member_since signup_date sign_up_date
        signed_up_at subscribed_at subscription_date optin_time confirm_time registered registered_at user_registered
        registration_date tanggal_daftar tanggal_bergabung tgl_daftar tgl_bergabung terdaftar terdaftar_pada bergabung
        fecha_de_alta fecha_de_registro date_d_inscription""",
    "complimentary": "complimentary_plan complimentary comped comp",
    "stripe_customer": "stripe_customer_id stripe_customer stripe_id customer_id_stripe",
    "tiers": "tiers tier products import_tier",
    "deleted_at": "deleted_at deleted",
}
FIELDS = tuple(KNOWN)
_FIELD_OF = {word: name for name, words in KNOWN.items() for word in words.split()}
_MAIL = re.compile(r"mail|surel|correo|courriel")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field stands.

    width    cells of a whole row
    headed   is the first row the headings?
    places   a field's column, counted from 0
    rest     columns that are not taken, by their heading
    guessed  the heading of the column of addresses, where its content alone says so
    """

    width: int
    headed: bool
    places: Mapping[str, int] = field(default_factory=dict)
    rest: Mapping[int, str] = field(default_factory=dict)
    guessed: str = ""


def plain(heading: str) -> str:
    """A heading in small letters without accents, with `_` for whatever is no letter or digit."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", heading) if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", "_", bare.casefold()).strip("_")


def columns(path: Path, sample: Sequence[Row], chosen: Mapping[str, str]) -> Columns:
    """Find the columns of a table from its first rows.

    chosen  fields and the heading, or number from 1, of the column that the publisher says is theirs
    raises  Unreadable if no column holds addresses, two may, or a chosen one is not there
    """
    first = sample[0].cells
    headed = not any(map(ADDRESS.fullmatch, first))
    below = [row.cells for row in sample[headed:]]
    headings = [clean.line(cell)[:HEADING_MAX] if headed else "" for cell in first]
    names = [heading or f"no. {number}" for number, heading in enumerate(headings, start=1)]
    places = {name: _chosen(path, name, said, headings) for name, said in chosen.items()}
    for at, heading in enumerate(headings):
        name = _FIELD_OF.get(plain(heading), "")
        if name and name not in places and at not in places.values():
            places[name] = at
    guessed = ""
    held = _addresses(below, len(first))
    if "email" not in chosen and not held.get(places.get("email", -1)):
        found = _by_content(path, held, names, taken=set(places.values()) - {places.get("email", -1)})
        if found is not None:
            places["email"], guessed = found, names[found]
    if "email" not in places:
        raise Unreadable(path, "this is no list of members: no column holds e-mail addresses.",
                         do="If one does, say which: --column email=HEADING.")  # fmt: skip
    rest = {at: name for at, name in enumerate(names) if at not in places.values()}
    return Columns(len(first), headed, places, rest, guessed)


def _chosen(path: Path, name: str, said: str, headings: list[str]) -> int:
    found = [at for at, heading in enumerate(headings) if heading and plain(heading) == plain(said)]
    if not found and said.strip().isdecimal() and 1 <= int(said) <= len(headings):
        return int(said) - 1
    if not found:
        there = ", ".join(heading for heading in headings if heading) or f"numbers 1 to {len(headings)}"
        raise Unreadable(path, f'there is no column "{said[:HEADING_MAX]}" for {name}.', do=f"There is: {there[:300]}.")
    return found[0]


def _addresses(below: Sequence[Sequence[str]], width: int) -> dict[int, int]:
    """How many addresses stand in each column that has any."""
    counts = {at: sum(bool(ADDRESS.fullmatch(row[at])) for row in below if at < len(row)) for at in range(width)}
    return {at: count for at, count in counts.items() if count}


def _by_content(path: Path, held: dict[int, int], names: list[str], *, taken: set[int]) -> int | None:
    """The column of addresses: the only one, the one whose heading sounds like it, or by far the fullest."""
    found = {at: count for at, count in held.items() if at not in taken}
    if len(found) > 1:
        sounding = {at: count for at, count in found.items() if _MAIL.search(plain(names[at]))}
        found = sounding if len(sounding) == 1 else found
    if not found:
        return None
    best = max(found, key=lambda at: found[at])
    if any(2 * count >= found[best] for at, count in found.items() if at != best):
        both = ", ".join(names[at] for at in found)
        raise Unreadable(path, f"more than one column holds e-mail addresses: {both[:300]}.",
                         do="Say which is the member's: --column email=HEADING.")  # fmt: skip
    return best
