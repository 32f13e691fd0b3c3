"""Institutions."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from warta.access import Network
from warta.subscriptions.models.ledger import names_of
from warta.subscriptions.rules.rights import LINES_MAX, is_domain, lines_in, network_of, rights_in


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
