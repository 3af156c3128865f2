"""Private addresses at which a calendar program reads what one login sees."""

import hashlib
import uuid
from base64 import urlsafe_b64encode

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac


class CalendarAddressQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What address somebody has is their own business."""
        return self.filter(user=user) if user.is_authenticated else self.none()

    def in_force(self):
        return self.filter(revoked_at=None)

    def revoked(self):
        return self.filter(revoked_at__isnull=False)

    def with_key(self, key: str):
        """The one that a program asked for, if it is in force and its login is in use."""
        return self.in_force().filter(key_hash=hash_of(key), user__is_active=True)

    def latest_first(self):
        return self.order_by("-made_at", "-pk")


class CalendarAddress(models.Model):
    """A private address that one login made for its calendar programs, until it is revoked.

    The key in it is kept nowhere: it is made of the seed and the secret of the portal, so that its owner can look it up
    again, while a copy of the database opens nothing.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_addresses"
    )
    seed = models.UUIDField(default=uuid.uuid4, editable=False)
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CalendarAddressQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(revoked_at=None),
                name="calendar_address_one_for_a_login",
                violation_error_message="There is an address already. Renew it to have another.",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | Q(revoked_at__gte=F("made_at")),
                name="calendar_address_is_revoked_after_it_was_made",
            ),
        ]
        triggers = [
            # What was revoked opens nothing ever again.
            pgtrigger.Trigger(
                name="calendar_address_is_only_revoked",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                    IF OLD.revoked_at IS NOT NULL
                       OR ROW(NEW.user_id, NEW.seed, NEW.key_hash, NEW.made_at)
                          IS DISTINCT FROM ROW(OLD.user_id, OLD.seed, OLD.key_hash, OLD.made_at) THEN
                        RAISE EXCEPTION 'a calendar address is only ever revoked' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"Calendar address of {self.user}"

    def get_absolute_url(self) -> str:
        return reverse("partnership:my_calendar")

    @property
    def key(self) -> str:
        """The key, for its owner alone; nothing if the secret of the portal has changed since it was made."""
        key = key_of(self.seed)
        return key if hash_of(key) == self.key_hash else ""


def key_of(seed: uuid.UUID) -> str:
    """A key of 192 bits, as letters and digits that an address can hold."""
    return urlsafe_b64encode(
        salted_hmac("calendar address", str(seed), algorithm="sha256").digest()[:24]
    ).decode()


def hash_of(key: str) -> str:
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()
