"""The ledger, append-only; gifts; institutions. What a reader may do is derived from them (`rules.py`)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from warta.access import Network, Right
from warta.subscriptions.rules import LINES_MAX, Granted, is_domain, lines_in, network_of, rights_in

RIGHT_NAMES = [
    (Right.AD_FREE.value, _("without advertising")),
    (Right.PREMIUM.value, _("premium stories")),
    (Right.EPAPER.value, _("e-paper")),
]
APPEND_ONLY = "The ledger is append-only: write another event."


def names_of(rights: str) -> list[Any]:
    """The names of the rights in a text."""
    return [name for code, name in RIGHT_NAMES if code in rights.split()]


class AppendOnly(models.QuerySet["LedgerEvent"]):
    """Rows that are written once. A trigger of the database would hold it against SQL as well; Django has none."""

    def update(self, **kwargs: Any) -> int:
        """Refused. raises TypeError"""
        raise TypeError(APPEND_ONLY)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused. raises TypeError"""
        raise TypeError(APPEND_ONLY)

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        """Refused. raises TypeError"""
        raise TypeError(APPEND_ONLY)

    def bulk_create(self, *args: Any, **kwargs: Any) -> list[Any]:
        """Add rows. raises TypeError where that would change rows"""
        if kwargs.get("update_conflicts"):
            raise TypeError(APPEND_ONLY)
        return super().bulk_create(*args, **kwargs)

    def _raw_delete(self, using: Any) -> int:
        raise TypeError(APPEND_ONLY)


class LedgerEvent(models.Model):
    """Something that happened to a reader's rights. Ids, no foreign keys: the ledger outlives whom it names.

    rights   what is granted, with blanks between
    revokes  the grant that this event ends
    by       the account that did it; its name is kept as it was
    """

    KINDS: ClassVar = [("complimentary", _("Complimentary"))]

    kind = models.CharField(_("kind"), max_length=20, choices=KINDS)
    reader = models.BigIntegerField(_("reader"), db_index=True)
    rights = models.CharField(_("rights"), max_length=80, blank=True)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    revokes = models.OneToOneField(
        "self", verbose_name=_("revokes"), null=True, blank=True, on_delete=models.PROTECT, related_name="revoked_by"
    )
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)
    by = models.BigIntegerField(_("by"), null=True, blank=True)
    by_name = models.CharField(_("by"), max_length=150, blank=True)
    why = models.TextField(_("why"))

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = _("event of the ledger")
        verbose_name_plural = _("ledger")
        base_manager_name = "objects"
        ordering: ClassVar = ["pk"]
        permissions: ClassVar = [("serve_readers", "Can grant and revoke readers' rights")]

    def __str__(self) -> str:
        return f"{self.kind} {self.reader} {self.rights}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it once. raises TypeError for a change of what is written"""
        if self.pk is not None and not self._state.adding:
            raise TypeError(APPEND_ONLY)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused. raises TypeError"""
        raise TypeError(APPEND_ONLY)

    @property
    def right_names(self) -> list[Any]:
        """What is granted, in words."""
        return names_of(self.rights)

    @property
    def granted(self) -> Granted:
        """The event as the rules take it."""
        return Granted(self.pk, rights_in(self.rights), self.until, self.revokes_id or 0)


class Gift(models.Model):
    """A story that a subscriber opened to whoever holds the link. Ids, no foreign keys, as in the ledger.

    opened  how often the link opened the story
    """

    reader = models.BigIntegerField()
    story = models.BigIntegerField()
    at = models.DateTimeField(default=timezone.now)
    expires = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    opened = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("gift link")
        verbose_name_plural = _("gift links")
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [
            models.Index(fields=["reader", "-at"], name="gift_of_reader"),
            models.Index(fields=["expires"], condition=models.Q(revoked_at__isnull=False), name="gift_revoked"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.story}"


class Institution(models.Model):
    """A university, a library, a company: who reads from its networks, or has an address of its domains, has rights.

    networks  one a line, as 203.0.113.0/24
    domains   one a line; an address at exactly that domain counts, once its owner has confirmed it
    """

    name = models.CharField(_("name"), max_length=120, unique=True)
    networks = models.TextField(
        _("networks"), blank=True, max_length=10_000,
        help_text=_("One a line, such as 203.0.113.0/24 or 2001:db8::/32. Whoever reads from there has the rights."),
    )  # fmt: skip
    domains = models.TextField(
        _("e-mail domains"), blank=True, max_length=10_000,
        help_text=_("One a line, such as campus.example. Readers with a confirmed address at exactly that domain have "
                    "the rights; a subdomain needs a line of its own."),
    )  # fmt: skip
    rights = models.CharField(_("rights"), max_length=80)
    until = models.DateTimeField(_("until"), null=True, blank=True, help_text=_("Empty: no end."))
    note = models.TextField(_("note"), blank=True, max_length=2000, help_text=_("For the newsroom: contract, contact."))

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering: ClassVar = [Lower("name")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, lines in the form in which they are compared."""
        self.networks = "\n".join(lines_in(self.networks))
        self.domains = "\n".join(lines_in(self.domains))
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Refuse what is no network or domain, and who has neither."""
        super().clean()
        networks, domains = lines_in(self.networks), lines_in(self.domains)
        errors: dict[str, list[Any]] = {"networks": [], "domains": []}
        for line in networks:
            try:
                network_of(line)
            except ValueError as error:
                errors["networks"].append(WRONG_NETWORK[str(error)] % {"line": line})
        errors["domains"] += [WRONG_DOMAIN % {"line": line} for line in domains if not is_domain(line)]
        for name, lines in (("networks", networks), ("domains", domains)):
            if len(lines) > LINES_MAX:
                errors[name] = [_("At most %(most)s lines.") % {"most": LINES_MAX}]
        if not networks and not domains:
            errors["networks"].append(_("Name a network or a domain."))
        if found := {name: texts[:5] for name, texts in errors.items() if texts}:
            raise ValidationError(found)

    @property
    def right_names(self) -> list[Any]:
        """What its readers may, in words."""
        return names_of(self.rights)

    @property
    def domain_list(self) -> list[str]:
        """Its domains."""
        return self.domains.split()

    @property
    def places(self) -> list[Network]:
        """Its networks as the policy has them."""
        rights = rights_in(self.rights)
        return [Network(self.name, network_of(line), rights, self.until) for line in self.networks.split()]


WRONG_NETWORK = {
    "network": _("“%(line)s” is no network. Write it as 203.0.113.0/24, or as a single address."),
    "wide": _("“%(line)s” is too wide: at most a /12, or a /29 of IPv6."),
    "own": _("“%(line)s” is no network of readers."),
}
WRONG_DOMAIN = _("“%(line)s” is no domain. Write it as campus.example.")
