"""The user model: one account for reading, subscribing and working here."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Makes accounts; an e-mail address is the login."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make a reader's account. raises ValueError without an address."""
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make an account that may do everything."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        """Find an account by its login, whatever the case of its letters."""
        return self.get(email__iexact=username)


class User(AbstractUser):
    """An account. Whose groups open the newsroom works here; readers never reach it."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    generation = models.PositiveIntegerField(default=0, editable=False)  # raised: tokens of earlier ones are void

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()  # type: ignore[misc,assignment]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="user_email_any_case")]

    def __str__(self) -> str:
        return self.display_name

    @property
    def works_here(self) -> bool:
        """Is this a colleague's account? Two queries at the first call, none for a superuser."""
        return self.has_perm("wagtailadmin.access_admin")

    @property
    def display_name(self) -> str:
        """The name to greet with: first and last name, else the address before the @."""
        return self.get_full_name() or self.email.partition("@")[0]


class MeterRead(models.Model):
    """A metered story that a registered reader read in a month. Ids, no foreign keys: they outlive what they name."""

    reader = models.BigIntegerField()
    month = models.IntegerField()  # the year times twelve plus the month from 0, as `access.Meter` numbers months
    story = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["reader", "month", "story"], name="meter_read_once")]

    def __str__(self) -> str:
        return f"{self.reader} {self.month} {self.story}"
