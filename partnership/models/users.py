"""Logins."""

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from partnership.models.subscriptions import Subscription
from partnership.models.terms import holds_on

# An address that was refused for good so often in a row counts as failing.
MOST_REFUSALS = 3


class UserQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def administrators(self):
        return self.active().filter(is_staff=True)

    def invited(self):
        """Invited, and has not set a password or signed in since."""
        return self.active().filter(last_login=None, password__startswith=UNUSABLE_PASSWORD_PREFIX)

    def in_use(self):
        return self.active().exclude(pk__in=User.objects.invited().values("pk"))

    def deactivated(self):
        return self.filter(is_active=False)

    def in_state(self, state: str):
        """Invited, in use or deactivated; all for any other word."""
        words = {"invited": self.invited, "in_use": self.in_use, "deactivated": self.deactivated}
        return words[state]() if state in words else self

    def matching(self, words: str):
        """Logins whose address, shown name or person has these words in it."""
        return self.filter(
            Q(email__icontains=words) | Q(display_name__icontains=words) | Q(person__name__icontains=words)
        )

    def unreachable(self):
        """Logins whose present address the mail server has refused for good, again and again."""
        return (
            self.filter(refusals__gte=MOST_REFUSALS)
            .alias(now=Lower("email"))
            .filter(refused_address=F("now"))
        )

    def with_person(self):
        return self.select_related("person")

    def officers_of(self, group):
        """Logins that support the group today."""
        today = timezone.localdate()
        return self.active().filter(holds_on(today, "supports__"), supports__group=group).distinct()

    def presiding_over(self, group):
        """Logins of whoever holds the chair or the vice-chair of the group today."""
        return (
            self.active()
            .filter(
                holds_on(timezone.localdate(), "person__office_terms__"),
                person__office_terms__group=group,
                person__office_terms__office__in=["chair", "vice_chair"],
            )
            .distinct()
        )

    def members_of(self, group):
        """Logins of the people who are in the group today, in any capacity."""
        today = timezone.localdate()
        return (
            self.active()
            .filter(holds_on(today, "person__memberships__"), person__memberships__group=group)
            .distinct()
        )

    def of_organisation(self, organisation):
        """Logins of the people of a body."""
        return self.active().filter(person__organisation=organisation)

    def following(self, *things):
        """Logins that follow at least one of these things or kinds of news, each once."""
        return self.active().filter(pk__in=Subscription.objects.to_any(things).values("user"))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """A login; without a password nobody can sign in with it until one is set."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A login. What it may do follows from the person, and from the groups it supports as an officer."""

    email = models.EmailField(
        "email address",
        unique=True,
        error_messages={"unique": "There is a login with this email address already."},
    )
    # Shown where the login acts for no person of the record, e.g. "Partnership support officer".
    display_name = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField("administrator", default=False)
    # What the mail server said of the address since it last took a message: see partnership/reachability.py.
    refused_address = models.EmailField(blank=True, editable=False)
    refusals = models.PositiveSmallIntegerField(default=0, editable=False)
    refused_at = models.DateTimeField(null=True, editable=False)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)
    # When its owner last looked, on whichever device, and when the visit before this one ended: what is new is new
    # since then. Not a change of the login, so the history does not tell of it.
    seen_at = models.DateTimeField("last looked at", null=True, blank=True, editable=False)
    new_since = models.DateTimeField(
        "end of the visit before this one", null=True, blank=True, editable=False
    )

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_is_one_whatever_the_case",
                violation_error_message="There is a login with this email address already.",
            )
        ]

    def __str__(self) -> str:
        return self.display_name or self.email.split("@")[0]

    def get_absolute_url(self) -> str:
        return reverse("partnership:user", args=[self.pk])

    @property
    def standing(self) -> str:
        """Invited, active or deactivated."""
        if not self.is_active:
            return "deactivated"
        return "active" if self.last_login or self.has_usable_password() else "invited"

    @property
    def is_unreachable(self) -> bool:
        """Mail to the address that the login has now comes back. Another address is another matter."""
        return self.refusals >= MOST_REFUSALS and self.refused_address == self.email.lower()

    def get_full_name(self) -> str:
        return str(self)
