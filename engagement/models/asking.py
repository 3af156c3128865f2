"""Where consultations stand, and how they are chosen."""

from datetime import date, datetime

from django.contrib.postgres.search import SearchQuery
from django.db import models
from django.db.models import Q
from django.utils import timezone

from partnership.models import Group


class Stage(models.TextChoices):
    """How far a consultation has been taken by somebody."""

    DRAFT = "draft", "Draft"
    PLANNED = "planned", "Planned"
    LAUNCHED = "launched", "Launched"
    CONCLUDED = "concluded", "Concluded"
    WITHDRAWN = "withdrawn", "Called off"


class Status(models.TextChoices):
    """Where it stands on a moment, worked out from its stage and its days."""

    DRAFT = "draft", "Draft"
    PLANNED = "planned", "Planned"
    COMING = "coming", "Opens soon"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed, being considered"
    CONCLUDED = "concluded", "Concluded"
    WITHDRAWN = "withdrawn", "Called off"


class ConsultationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Launched ones for everyone; planned ones for all partners, that is whoever has a login; drafts for officers.

        What a group that is not public asks is seen by its members and officers only.
        """
        launched = Q(launched_at__isnull=False)
        public = Q(group__is_public=True)
        if not user.is_authenticated:
            return self.filter(launched & public)
        member = Q(group__in=Group.objects.with_member(user).values("pk"))
        officer = Q(group__in=Group.objects.supported_by(user).values("pk"))
        return self.filter((public | member) & (launched | ~Q(stage="draft")) | officer)

    def run_by(self, user):
        """Those of the groups that this login supports."""
        return self.filter(group__in=Group.objects.supported_by(user).values("pk"))

    def launched(self):
        return self.filter(stage=Stage.LAUNCHED)

    def launched_ever(self):
        """Those that everyone was told of, whatever became of them."""
        return self.filter(launched_at__isnull=False)

    def open_at(self, moment: datetime):
        local = timezone.localtime(moment)
        day, clock = local.date(), local.time()
        not_over = Q(closes_on__gt=day) | Q(
            closes_on=day, closes_at__gte=clock.replace(second=0, microsecond=0)
        )
        return self.launched().filter(not_over, opens_on__lte=day)

    def closed_at(self, moment: datetime):
        """Over, and nothing said yet of what came of them."""
        local = timezone.localtime(moment)
        day, clock = local.date(), local.time().replace(second=0, microsecond=0)
        return self.launched().filter(Q(closes_on__lt=day) | Q(closes_on=day, closes_at__lt=clock))

    def closed_by(self, day: date):
        """Launched, not called off, and over before a day."""
        return self.filter(stage__in=[Stage.LAUNCHED, Stage.CONCLUDED], closes_on__lt=day)

    def to_be_decided_by(self, group):
        """What this group decides on, or what names no group of the record that does."""
        return self.filter(Q(deciding_group=group) | Q(deciding_group=None, group=group))

    def not_cited_by(self, decision):
        return self.exclude(citations__decision=decision)

    def coming_at(self, moment: datetime):
        """Not open yet: planned, or launched with a first day still to come."""
        today = timezone.localtime(moment).date()
        return self.filter(Q(stage=Stage.PLANNED) | Q(stage=Stage.LAUNCHED, opens_on__gt=today))

    def feedback_overdue_on(self, day: date):
        """Launched, and people have not heard what came of it by the day that was promised."""
        return self.launched().filter(feedback_due_on__lt=day)

    def to_erase_on(self, day: date):
        """Those whose names and addresses are to go, and have not gone."""
        return self.filter(erase_on__lte=day, erased_at=None, launched_at__isnull=False)

    def in_stage(self, stage):
        return self.filter(stage=stage)

    def in_year(self, year: int):
        """Open on at least one day of a year."""
        return self.on_days(date(year, 1, 1), date(year, 12, 31))

    def with_words(self, words: str):
        return self.filter(search=SearchQuery(words, search_type="websearch", config="english"))

    def among(self, consultations):
        return self.filter(pk__in=[each.pk for each in consultations])

    def newest_first(self):
        return self.order_by("-opens_on", "title", "pk")

    def not_called_off(self):
        return self.exclude(stage=Stage.WITHDRAWN)

    def on_days(self, opens_on: date, closes_on: date):
        """Those that are open on at least one of these days, first and last counted."""
        return self.filter(opens_on__lte=closes_on, closes_on__gte=opens_on)

    def in_locality(self, locality):
        return self.filter(Q(is_countywide=True) | Q(localities=locality)).distinct()

    def with_bodies(self):
        return self.select_related("group", "organisation")

    def with_places(self):
        return self.prefetch_related("localities", "audiences")
