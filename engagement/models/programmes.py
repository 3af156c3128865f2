"""Training that the partnership offers: places by sector, days, and a fund for those who could not pay."""

from datetime import date
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q, Sum
from django.urls import reverse
from django.utils import timezone

from core.constraints import all_or_none
from partnership.models import Group, Organisation

Sector = Organisation.Sector

# What somebody has been promised stays promised: fewer places or a smaller fund cannot take it back.
PROMISES_STAND = """
    IF EXISTS (
        SELECT 1 FROM (VALUES ('public', NEW.public_places), ('private', NEW.private_places),
                              ('voluntary', NEW.voluntary_places)) AS room(sector, places)
        WHERE room.places < (SELECT count(*) FROM engagement_place p WHERE p.programme_id = NEW.id
                             AND p.sector = room.sector AND p.state IN ('offered', 'accepted'))
    ) THEN
        RAISE EXCEPTION 'More places than that are offered or taken already.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'programme_places_cover_what_is_promised';
    END IF;
    IF NEW.bursary_fund < (SELECT COALESCE(sum(b.awarded), 0) FROM engagement_bursary b
                           JOIN engagement_place p ON p.id = b.place_id
                           WHERE p.programme_id = NEW.id AND b.state = 'awarded') THEN
        RAISE EXCEPTION 'More than that is awarded from the fund already.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'programme_fund_covers_what_is_awarded';
    END IF;
    IF OLD.erase_on IS NOT NULL AND (NEW.erase_on IS NULL OR NEW.erase_on > OLD.erase_on)
            AND EXISTS (SELECT 1 FROM engagement_place p WHERE p.programme_id = NEW.id) THEN
        RAISE EXCEPTION 'Those who applied were promised that day: names can be erased sooner, but not later.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'programme_erases_by_the_promised_day';
    END IF;
    IF OLD.erased_at IS NOT NULL AND NEW.erased_at IS DISTINCT FROM OLD.erased_at THEN
        RAISE EXCEPTION 'What is erased stays erased.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'programme_erased_once';
    END IF;
    RETURN NEW;
"""


class ProgrammeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Published ones of public groups for everyone; those of other groups for whoever reads the group's papers.

        Before it is published, a programme is seen by the officers of its group.
        """
        published = Q(published_at__isnull=False)
        if not user.is_authenticated:
            return self.filter(published, group__is_public=True)
        read = Q(group__in=Group.objects.read_by(user).values("pk"))
        kept = Q(group__in=Group.objects.supported_by(user).values("pk"))
        return self.filter((Q(group__is_public=True) | read) & published | kept)

    def to_erase_on(self, day: date):
        """Those whose applicants' names are to go, and have not gone."""
        return self.filter(erase_on__lte=day, erased_at=None)

    def told_at(self, meeting):
        return self.filter(item__meeting=meeting)

    def with_room(self):
        """Each with how many places of each sector are promised, and what of the fund is awarded."""
        held = Q(places__state__in=["offered", "accepted"])
        counts = {
            f"{sector}_promised": Count("places", filter=held & Q(places__sector=sector), distinct=True)
            for sector in Sector.values
        }
        return self.select_related("group").annotate(**counts).order_by("title", "pk")


class Programme(models.Model):
    """Training with places by sector. Whoever wants one applies; places are offered in the order of applications."""

    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, unique=True)
    group = models.ForeignKey(
        "partnership.Group",
        verbose_name="group that runs it",
        on_delete=models.PROTECT,
        related_name="programmes",
    )
    partner = models.CharField("with whom it is run", max_length=200, blank=True)
    summary = models.TextField("what it is", blank=True)
    for_whom = models.TextField("for whom it is", blank=True)
    how_to_apply = models.TextField("how to apply, in a sentence or two", blank=True)
    contact = models.CharField("whom to ask", max_length=200, blank=True)
    apply_by = models.DateField("last day to apply", null=True, blank=True)
    # Where the record tells of it.
    item = models.ForeignKey(
        "meetings.AgendaItem",
        verbose_name="item of a meeting that tells of it",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="programmes",
    )
    erase_on = models.DateField(
        "day on which names and addresses of applicants are erased", null=True, blank=True
    )
    erased_at = models.DateTimeField("names and addresses erased at", null=True, blank=True, editable=False)
    public_places = models.PositiveSmallIntegerField("places for the public sector", default=0)
    private_places = models.PositiveSmallIntegerField("places for the private sector", default=0)
    voluntary_places = models.PositiveSmallIntegerField(
        "places for the voluntary and community sector", default=0
    )
    bursary_fund = models.DecimalField("bursary fund", max_digits=12, decimal_places=2, default=0)
    small_budget = models.DecimalField(
        "largest yearly training budget with which a body may ask for a bursary",
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
    )
    bursary_criteria = models.TextField("criteria by which bursaries are awarded", blank=True)
    illustrative = models.CharField("what in it is illustrative", max_length=300, blank=True)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # From then on a free place goes to the next in line by itself.
    offers_began_at = models.DateTimeField(null=True, blank=True, editable=False)
    offers_began_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        constraints = [
            all_or_none("published_at", "published_by", name="programme_published_at_and_by"),
            all_or_none("offers_began_at", "offers_began_by", name="programme_offers_began_at_and_by"),
            models.CheckConstraint(
                condition=Q(published_at=None) | ~Q(summary="") & ~Q(for_whom="") & ~Q(contact=""),
                name="programme_published_says_what_and_for_whom",
                violation_error_message="Say what it is, for whom, and whom to ask, before everyone reads it.",
            ),
            models.CheckConstraint(
                condition=Q(erase_on=None) | Q(apply_by=None) | Q(erase_on__gt=F("apply_by")),
                name="programme_erases_after_applications_close",
                violation_error_message="Names and addresses can only be erased after the last day to apply.",
            ),
            models.CheckConstraint(
                condition=Q(bursary_fund=0)
                | Q(bursary_fund__gt=0, small_budget__gt=0) & ~Q(bursary_criteria=""),
                name="programme_with_a_fund_says_how_it_is_awarded",
                violation_error_message="Say by which criteria bursaries are awarded, and up to which training budget "
                "a body may ask for one.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="programme_is_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="programme_promises_stand",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=PROMISES_STAND,
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("engagement:programme", args=[self.slug])

    def room_for(self, sector: str) -> int:
        """How many places there are for a sector."""
        return getattr(self, f"{sector}_places")

    @property
    def takes_applications(self) -> bool:
        return (
            self.published_at is not None
            and self.erase_on is not None
            and self.erased_at is None
            and (self.apply_by is None or timezone.localdate() <= self.apply_by)
        )

    @property
    def is_past_its_last_day(self) -> bool:
        return self.apply_by is not None and self.apply_by < timezone.localdate()

    def awarded(self) -> Any:
        """How much of the bursary fund is promised."""
        rows = self.places.filter(bursary__state="awarded")
        return rows.aggregate(sum=Sum("bursary__awarded"))["sum"] or 0


class ProgrammeDay(models.Model):
    """One day of a programme. Its date may not be known yet."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="days")
    number = models.PositiveSmallIntegerField()
    held_on = models.DateField("date, if it is known", null=True, blank=True)
    about = models.CharField("what it is about", max_length=200, blank=True)

    class Meta:
        ordering = ["programme", "number"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="programme_day_has_its_number"),
            models.UniqueConstraint(
                fields=["programme", "held_on"],
                name="programme_days_are_days_apart",
                violation_error_message="Another day of the programme has that date.",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="programme_days_count_from_one"),
        ]

    def __str__(self) -> str:
        return f"Day {self.number}"

    def get_absolute_url(self) -> str:
        return self.programme.get_absolute_url()

    @property
    def has_come(self) -> bool:
        return self.held_on is not None and self.held_on <= timezone.localdate()


class DayAttendance(models.Model):
    """Whether somebody with a place came on a day. Entered again, it is a change of the same row."""

    day = models.ForeignKey(ProgrammeDay, on_delete=models.PROTECT, related_name="attendances")
    place = models.ForeignKey("engagement.Place", on_delete=models.PROTECT, related_name="attendances")
    came = models.BooleanField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(editable=False)

    class Meta:
        ordering = ["day", "place"]
        constraints = [
            models.UniqueConstraint(fields=["day", "place"], name="attendance_once_a_day_and_place"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="attendance_is_of_its_programme",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM engagement_programmeday d JOIN engagement_place p
                            ON p.programme_id = d.programme_id
                        WHERE d.id = NEW.day_id AND p.id = NEW.place_id
                            AND d.held_on <= (NEW.at AT TIME ZONE 'Europe/London')::date
                            AND p.answered_at IS NOT NULL AND p.state IN ('accepted', 'withdrawn')
                    ) THEN
                        RAISE EXCEPTION 'Attendance is entered for those with a place, on the day or after it.'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'attendance_is_of_its_programme';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.place}, {self.day}: {'came' if self.came else 'absent'}"
