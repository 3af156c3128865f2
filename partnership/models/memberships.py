"""Who belongs where, and from when until when."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.constraints import ends_after_it_starts, no_overlap
from partnership.models.terms import TermQuerySet

# How many days before the planned end of an office or a mandate its officers hear of it.
WARN_DAYS = 60


class MembershipQuerySet(TermQuerySet):
    def with_people(self):
        return self.select_related("person", "organisation")


class Membership(models.Model):
    """A person's place in a group, from one day until another. Ended, never deleted."""

    class Capacity(models.TextChoices):
        MEMBER = "member", "Member"
        SUBSTITUTE = "substitute", "Substitute"
        OBSERVER = "observer", "Observer"
        IN_ATTENDANCE = "in_attendance", "In attendance"

    group = models.ForeignKey("partnership.Group", on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey("partnership.Person", on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(
        "partnership.Organisation",
        verbose_name="organisation represented",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    capacity = models.CharField(max_length=20, choices=Capacity, default=Capacity.MEMBER)
    # The record may name a member without saying since when: then starts_on is the first day known.
    starts_on = models.DateField()
    began_earlier = models.BooleanField(
        "began on or before that day, the first day is not known", default=False
    )
    ends_on = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["person__name", "starts_on"]
        constraints = [
            ends_after_it_starts("membership_ends_after_it_starts"),
            no_overlap(
                "group",
                "person",
                name="membership_once_at_a_time",
                message="This person is already a member of the group in that time.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_capacity_display().lower()} of the {self.group}"

    def get_absolute_url(self) -> str:
        return self.group.get_absolute_url()


class OfficeTermQuerySet(TermQuerySet):
    def chairs(self):
        return self.filter(office=OfficeTerm.Office.CHAIR)

    def presiding(self):
        """Chairs and vice-chairs."""
        return self.filter(office__in=[OfficeTerm.Office.CHAIR, OfficeTerm.Office.VICE_CHAIR])

    def due_to_end(self, *, within_days: int):
        """Held today, and planned to end within so many days."""
        soon = timezone.localdate() + timedelta(days=within_days)
        return self.current().filter(due_to_end_on__lte=soon)


class OfficeTerm(models.Model):
    """One person holding one office of a group for a time. No office has two holders on a day."""

    class Office(models.TextChoices):
        CHAIR = "chair", "Chair"
        VICE_CHAIR = "vice_chair", "Vice-Chair"
        SECRETARY = "secretary", "Secretary"

    group = models.ForeignKey("partnership.Group", on_delete=models.PROTECT, related_name="office_terms")
    office = models.CharField(max_length=20, choices=Office)
    person = models.ForeignKey("partnership.Person", on_delete=models.PROTECT, related_name="office_terms")
    starts_on = models.DateField()
    # The record may name a holder without saying since when: then starts_on is the first day known.
    began_earlier = models.BooleanField(
        "began on or before that day, the first day is not known", default=False
    )
    due_to_end_on = models.DateField("planned last day plus one", null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)

    objects = OfficeTermQuerySet.as_manager()

    class Meta:
        ordering = ["group", "office", "-starts_on"]
        constraints = [
            ends_after_it_starts("office_term_ends_after_it_starts"),
            ends_after_it_starts("office_term_is_due_to_end_after_it_starts", end="due_to_end_on"),
            no_overlap(
                "group",
                words=("office",),
                name="office_has_one_holder_at_a_time",
                message="Somebody else holds this office in that time. End their term first.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_office_display()} of the {self.group}"

    def get_absolute_url(self) -> str:
        return self.group.get_absolute_url()

    @property
    def is_current(self) -> bool:
        """Whether the person holds the office today."""
        today = timezone.localdate()
        return self.starts_on <= today and (self.ends_on is None or self.ends_on > today)

    @property
    def planned_end(self) -> str:
        """The planned end as a day in words."""
        return f"{self.due_to_end_on.day} {self.due_to_end_on:%B %Y}" if self.due_to_end_on else ""

    @property
    def is_due_to_end(self) -> bool:
        """Whether the planned end is near or has passed while the person still holds the office."""
        warn_from = timezone.localdate() + timedelta(days=WARN_DAYS)
        return self.is_current and self.due_to_end_on is not None and self.due_to_end_on <= warn_from

    @property
    def has_run_out(self) -> bool:
        """Whether the planned end has come while the person still holds the office."""
        return (
            self.is_current and self.due_to_end_on is not None and self.due_to_end_on <= timezone.localdate()
        )


class SeatQuerySet(models.QuerySet):
    def open_today(self):
        return self.filter(closed_on=None)

    def with_holdings(self):
        """Each with its nominating body, and everyone who has held it, the latest first."""
        holdings = SeatHolding.objects.select_related("person").order_by("-starts_on")
        return self.select_related("nominated_by").prefetch_related(models.Prefetch("holdings", holdings))

    def vacant(self):
        """Open, and nobody holds it today."""
        held = SeatHolding.objects.current().values("seat")
        return self.open_today().exclude(pk__in=held)


class Seat(models.Model):
    """A place in a group that a nominating body fills."""

    group = models.ForeignKey("partnership.Group", on_delete=models.PROTECT, related_name="seats")
    title = models.CharField(max_length=160)
    nominated_by = models.ForeignKey(
        "partnership.Organisation",
        on_delete=models.PROTECT,
        related_name="seats",
        verbose_name="nominating body",
    )
    closed_on = models.DateField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["group", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "title"],
                name="seat_title_is_one_in_its_group",
                violation_error_message="The group has a seat of this name already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.group})"

    def get_absolute_url(self) -> str:
        return self.group.get_absolute_url()


class SeatHoldingQuerySet(TermQuerySet):
    def in_group(self, group):
        return self.filter(seat__group=group)

    def lapsed(self):
        """Still holding the seat though the mandate has run out."""
        return self.current().filter(mandate_ends_on__lte=timezone.localdate())

    def mandate_ending(self, *, within_days: int):
        """Holding the seat on a mandate that runs out within so many days."""
        soon = timezone.localdate() + timedelta(days=within_days)
        return self.current().filter(mandate_ends_on__lte=soon)


class SeatHolding(models.Model):
    """One person in a seat for a time, on a mandate of the nominating body."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="holdings")
    person = models.ForeignKey("partnership.Person", on_delete=models.PROTECT, related_name="seat_holdings")
    starts_on = models.DateField()
    began_earlier = models.BooleanField(
        "began on or before that day, the first day is not known", default=False
    )
    ends_on = models.DateField(null=True, blank=True)
    mandate = models.CharField("how the mandate was given", max_length=200, blank=True)
    mandate_ends_on = models.DateField(null=True, blank=True)

    objects = SeatHoldingQuerySet.as_manager()

    class Meta:
        ordering = ["seat", "-starts_on"]
        constraints = [
            ends_after_it_starts("seat_holding_ends_after_it_starts"),
            ends_after_it_starts("seat_mandate_ends_after_it_starts", end="mandate_ends_on"),
            no_overlap(
                "seat",
                name="seat_has_one_holder_at_a_time",
                message="Somebody else holds this seat in that time. End their holding first.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.seat}"

    def get_absolute_url(self) -> str:
        return self.seat.get_absolute_url()

    @property
    def is_current(self) -> bool:
        """Whether the person holds the seat today."""
        today = timezone.localdate()
        return self.starts_on <= today and (self.ends_on is None or self.ends_on > today)

    @property
    def mandate_is_ending(self) -> bool:
        """Whether the mandate runs out soon, and has not yet."""
        warn_from = timezone.localdate() + timedelta(days=WARN_DAYS)
        ends_on = self.mandate_ends_on
        return self.is_current and ends_on is not None and timezone.localdate() < ends_on <= warn_from

    @property
    def mandate_has_lapsed(self) -> bool:
        """Whether the mandate ran out while the person still holds the seat."""
        return (
            self.is_current
            and self.mandate_ends_on is not None
            and self.mandate_ends_on <= timezone.localdate()
        )


class OfficerSupportQuerySet(TermQuerySet):
    def by_login(self, user):
        return self.filter(user=user)


class OfficerSupport(models.Model):
    """A login that supports a group as its officer: calls its meetings and writes its record."""

    group = models.ForeignKey("partnership.Group", on_delete=models.PROTECT, related_name="officer_supports")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="supports")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = OfficerSupportQuerySet.as_manager()

    class Meta:
        ordering = ["group", "user"]
        constraints = [
            ends_after_it_starts("officer_support_ends_after_it_starts"),
            no_overlap(
                "group",
                "user",
                name="officer_support_once_at_a_time",
                message="This login supports the group already in that time.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, officer of the {self.group}"

    def get_absolute_url(self) -> str:
        return self.group.get_absolute_url()
