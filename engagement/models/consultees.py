"""Who was asked by name, and how else people were reached."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from engagement.models.consultations import Consultation
from partnership.models import Group


class ConsulteeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Bodies that were asked are named to whoever sees the consultation; single people are not in this list."""
        return self.filter(consultation__in=Consultation.objects.visible_to(user).values("pk"))

    def of_consultation(self, consultation):
        return self.filter(consultation=consultation)

    def without_reply(self):
        return self.filter(reply=Consultee.Reply.NONE)

    def asking(self, user):
        """Those that ask the organisation somebody works for, or a group they belong to, in what they see open now."""
        seen = Consultation.objects.visible_to(user).open_at(timezone.now())
        mine = Q(organisation__people__user=user) | Q(group__in=Group.objects.with_member(user).values("pk"))
        return self.filter(
            pk__in=Consultee.objects.filter(mine).values("pk"), consultation__in=seen.values("pk")
        )

    def with_bodies(self):
        return self.select_related("organisation", "group", "consultation")


class Consultee(models.Model):
    """A body asked by name for its view."""

    class Reply(models.TextChoices):
        NONE = "none", "No reply yet"
        RESPONDED = "responded", "Responded"
        DECLINED = "declined", "Declined"

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="consultees")
    name = models.CharField(max_length=200)
    organisation = models.ForeignKey(
        "partnership.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="asked_as_consultee",
    )
    group = models.ForeignKey(
        "partnership.Group",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="asked_as_consultee",
    )
    how = models.CharField("how they were asked", max_length=200, blank=True)
    invited_on = models.DateField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    reply = models.CharField(max_length=10, choices=Reply, default=Reply.NONE)
    response = models.ForeignKey(
        "engagement.Response", null=True, blank=True, on_delete=models.PROTECT, related_name="consultees"
    )

    objects = ConsulteeQuerySet.as_manager()

    class Meta:
        ordering = ["consultation", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "name"],
                name="consultee_is_asked_once",
                violation_error_message="They are on the list of those asked already.",
            ),
            models.CheckConstraint(
                condition=Q(response=None) | Q(reply="responded"),
                name="consultee_with_a_response_has_responded",
            ),
            models.CheckConstraint(
                condition=Q(reminded_on=None) | Q(invited_on__isnull=False),
                name="consultee_is_reminded_of_an_invitation",
                violation_error_message="Nobody is reminded who was not invited.",
            ),
        ]
        triggers = [pgtrigger.Protect(name="consultee_is_kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return self.consultation.get_absolute_url()

    @property
    def may_still_reply(self) -> bool:
        """Whether nothing has come from them, and the consultation is open."""
        return self.reply == self.Reply.NONE and self.consultation.is_open


class Channel(models.Model):
    """Another way in which people were reached: an event, an exhibition, a mailing."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="channels")
    what = models.CharField("what was done", max_length=200)
    where = models.CharField(max_length=200, blank=True)
    held_on = models.DateField("when")
    people = models.PositiveIntegerField("people reached, as far as counted", null=True, blank=True)
    note = models.TextField("what was heard", blank=True)

    class Meta:
        ordering = ["consultation", "held_on", "pk"]

    def __str__(self) -> str:
        return self.what
