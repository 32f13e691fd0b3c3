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
    country = models.CharField(_("country"), max_length=2, blank=True)  # ISO 3166
    language = models.CharField(_("language"), max_length=8, blank=True)
    keeps_history = models.BooleanField(_("keep a list of what I read"), default=True)
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


class Newsletter(models.Model):
    """A newsletter that readers may choose; an editor defines it."""

    name = models.CharField(_("name"), max_length=120)
    text = models.TextField(_("what it brings, and when"), blank=True)
    is_open = models.BooleanField(_("readers may choose it"), default=True)

    class Meta:
        verbose_name = _("newsletter")
        verbose_name_plural = _("newsletters")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class NewsletterChoice(models.Model):
    """A reader's subscription to a newsletter."""

    user = models.ForeignKey(User, models.CASCADE, related_name="newsletters")
    newsletter = models.ForeignKey(Newsletter, models.CASCADE)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "newsletter"], name="newsletter_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.newsletter_id}"


class Imported(models.Model):
    """What another system held about a reader when they were imported; the service desk reads it.

    source  which import it was
    labels  one a line
    stripe_customer  their number at Stripe, of the account that the other system was paid by
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="imported")
    source = models.CharField(_("came from"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)
    labels = models.TextField(_("labels"), blank=True)
    stripe_customer = models.CharField(_("customer number at Stripe"), max_length=255, blank=True)
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("imported reader")
        verbose_name_plural = _("imported readers")

    def __str__(self) -> str:
        return f"{self.user_id} {self.source}".strip()

    @property
    def label_list(self) -> list[str]:
        """Each label."""
        return self.labels.splitlines()


class Follow(models.Model):
    """A topic, author or section that a reader follows."""

    user = models.ForeignKey(User, models.CASCADE, related_name="follows")
    kind = models.CharField(max_length=8)  # topic, author, section
    about = models.BigIntegerField()
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "kind", "about"], name="follow_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} {self.about}"


class Saved(models.Model):
    """A story that a reader put aside."""

    user = models.ForeignKey(User, models.CASCADE, related_name="saved")
    story = models.BigIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "story"], name="saved_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.story}"


class HistoryRead(models.Model):
    """A story that a reader read, while they keep a history."""

    user = models.ForeignKey(User, models.CASCADE, related_name="history")
    story = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "story"], name="history_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.story}"


class Handover(models.Model):
    """A session that a reader hands from one screen to another by a QR code.

    code     a hash of what stands in the code; nothing in it tells of the reader
    state    waiting (shown), claimed (another device opened it, which shows `number`), confirmed (the first screen said
             that both show the same), done, refused
    number   what both screens show, from 10 to 99; 0 before a device claimed it
    claimant a hash of what only the device knows that claimed it
    device   that device in words
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="handovers")
    code = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=9, default="waiting")
    number = models.PositiveSmallIntegerField(default=0)
    claimant = models.CharField(max_length=64, blank=True)
    device = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["expires_at"], name="handover_expires")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.state}"
