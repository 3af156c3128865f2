"""A piece of asking: from the plan to what was done with what was heard."""

from datetime import date, datetime, time, timedelta

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from core.constraints import all_or_none, all_or_none_of_words
from partnership.models import Group

LAST_MINUTE = time(23, 59)


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
        return self.filter(stage=Consultation.Stage.LAUNCHED)

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

    def coming_at(self, moment: datetime):
        """Not open yet: planned, or launched with a first day still to come."""
        today = timezone.localtime(moment).date()
        return self.filter(
            Q(stage=Consultation.Stage.PLANNED) | Q(stage=Consultation.Stage.LAUNCHED, opens_on__gt=today)
        )

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
        return self.exclude(stage=Consultation.Stage.WITHDRAWN)

    def on_days(self, opens_on: date, closes_on: date):
        """Those that are open on at least one of these days, first and last counted."""
        return self.filter(opens_on__lte=closes_on, closes_on__gte=opens_on)

    def in_locality(self, locality):
        return self.filter(Q(is_countywide=True) | Q(localities=locality)).distinct()

    def with_bodies(self):
        return self.select_related("group", "organisation")

    def with_places(self):
        return self.prefetch_related("localities", "audiences")


class Consultation(models.Model):
    """A piece of asking: what it is for, whom it is to reach, from when until when, and who decides with it."""

    class Stage(models.TextChoices):
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

    NEXT = {
        Stage.DRAFT: {Stage.PLANNED},
        Stage.PLANNED: {Stage.LAUNCHED, Stage.WITHDRAWN},
        Stage.LAUNCHED: {Stage.CONCLUDED, Stage.WITHDRAWN},
    }

    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, unique=True)
    group = models.ForeignKey(
        "partnership.Group",
        verbose_name="group that runs it",
        on_delete=models.PROTECT,
        related_name="consultations",
    )
    organisation = models.ForeignKey(
        "partnership.Organisation",
        verbose_name="organisation that asks",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="consultations",
    )
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.DRAFT, editable=False)
    opens_on = models.DateField("first day")
    closes_on = models.DateField("last day")
    closes_at = models.TimeField("closing hour on the last day", default=LAST_MINUTE)
    is_countywide = models.BooleanField("concerns the whole county", default=False)
    localities = models.ManyToManyField("localities.Locality", related_name="consultations", blank=True)
    audiences = models.ManyToManyField("localities.Audience", related_name="consultations", blank=True)
    topics = models.ManyToManyField("partnership.Topic", related_name="consultations", blank=True)

    # What has to be said before anybody is asked.
    summary = models.TextField("what it is about, in a few sentences", blank=True)
    purpose = models.TextField("why people are asked", blank=True)
    decision = models.TextField("decision that it is to influence", blank=True)
    decision_maker = models.CharField("who decides", max_length=200, blank=True)
    deciding_group = models.ForeignKey(
        "partnership.Group",
        verbose_name="deciding group, if it is on this record",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="consultations_to_decide_on",
    )
    equality_screening = models.TextField("what the equality screening found", blank=True)
    contact = models.CharField("whom to ask, by role", max_length=200, blank=True)
    privacy_notice = models.TextField("what happens with what people tell", blank=True)
    feedback_due_on = models.DateField("day by which people hear what came of it", null=True, blank=True)
    erase_on = models.DateField("day on which names and addresses are erased", null=True, blank=True)
    illustrative = models.CharField(
        "what in it is illustrative, where the record does not know", max_length=300, blank=True
    )

    # A shorter time than the rules of its day ask for; both are published.
    shorter_reason = models.CharField("why it is shorter than the rules ask", max_length=500, blank=True)
    shorter_approved_by = models.CharField("who approved the shorter time", max_length=200, blank=True)

    launched_at = models.DateTimeField(null=True, blank=True, editable=False)
    launched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    responses_published_at = models.DateTimeField(null=True, blank=True, editable=False)
    responses_published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    we_asked = models.TextField(blank=True)
    you_said = models.TextField(blank=True)
    we_did = models.TextField(blank=True)
    concluded_at = models.DateTimeField(null=True, blank=True, editable=False)
    concluded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    withdrawal_reason = models.CharField("why it was called off", max_length=500, blank=True)
    erased_at = models.DateTimeField("names and addresses erased at", null=True, blank=True, editable=False)

    search = models.GeneratedField(
        expression=SearchVector("title", "summary", "purpose", "decision", "we_asked", "you_said", "we_did",
                                config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )  # fmt: skip

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_on", "title"]
        indexes = [
            GinIndex(fields=["search"], name="consultation_search"),
            models.Index(fields=["opens_on", "closes_on"], name="consultations_by_their_days"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="consultation_closes_after_it_opens",
                violation_error_message="The last day must not be before the first.",
            ),
            all_or_none("launched_at", "launched_by", name="consultation_launched_at_and_by"),
            all_or_none("concluded_at", "concluded_by", name="consultation_concluded_at_and_by"),
            all_or_none(
                "responses_published_at", "responses_published_by", name="consultation_responses_published_by"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=["draft", "planned", "withdrawn"]) | Q(launched_at__isnull=False),
                name="consultation_launched_has_its_moment",
            ),
            # What E6 of the features asks for, below the operation that asks for it in sentences.
            models.CheckConstraint(
                condition=Q(launched_at=None)
                | (
                    ~Q(purpose="")
                    & ~Q(decision="")
                    & ~Q(decision_maker="")
                    & ~Q(equality_screening="")
                    & ~Q(contact="")
                    & ~Q(privacy_notice="")
                    & Q(feedback_due_on__isnull=False)
                ),
                name="consultation_launched_says_what_people_must_know",
                violation_error_message="It cannot open before it says what people must know.",
            ),
            models.CheckConstraint(
                condition=~Q(stage="concluded")
                | (~Q(we_asked="") & ~Q(you_said="") & ~Q(we_did="") & Q(concluded_at__isnull=False)),
                name="consultation_concluded_says_asked_said_did",
                violation_error_message="Say what was asked, what was said and what was done.",
            ),
            models.CheckConstraint(
                condition=~Q(stage="withdrawn") | ~Q(withdrawal_reason=""),
                name="consultation_called_off_says_why",
                violation_error_message="Say why it is called off.",
            ),
            all_or_none_of_words(
                "shorter_reason", "shorter_approved_by", name="consultation_shorter_says_both"
            ),
        ]
        triggers = [pgtrigger.Protect(name="consultation_is_kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("engagement:consultation", args=[self.slug])

    @property
    def closes(self) -> datetime:
        """The last moment at which a response arrives in time: the end of the closing minute."""
        closing = datetime.combine(self.closes_on, self.closes_at, tzinfo=timezone.get_default_timezone())
        return closing + timedelta(minutes=1)

    @property
    def days(self) -> int:
        """How many days it is open, first and last counted."""
        return (self.closes_on - self.opens_on).days + 1

    def status_at(self, moment: datetime) -> "Consultation.Status":
        """Where it stands: nobody has to remember to open or close it."""
        if self.stage != self.Stage.LAUNCHED:
            return self.Status(self.stage)
        if timezone.localdate(moment) < self.opens_on:
            return self.Status.COMING
        return self.Status.OPEN if moment < self.closes else self.Status.CLOSED

    @property
    def status(self) -> "Consultation.Status":
        """Where it stands now."""
        return self.status_at(timezone.now())

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN


class Option(models.Model):
    """Something that could be done; or was thought of and rejected, with the reason."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="options")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    is_rejected = models.BooleanField("rejected before anybody was asked", default=False)
    why_rejected = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["consultation", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "position"],
                name="option_has_a_place_of_its_own",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(is_rejected=False, why_rejected="") | Q(is_rejected=True) & ~Q(why_rejected=""),
                name="option_rejected_says_why",
                violation_error_message="Say why the option was rejected.",
            ),
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else f"{self.text[:79]}…"


class OverlapChoice(models.Model):
    """What was chosen when two pieces of asking would meet the same people at the same time, and why."""

    class Choice(models.TextChoices):
        MERGE = "merge", "Ask together: merge the two"
        STAGGER = "stagger", "Ask one after the other"
        JOINT = "joint", "Ask apart, but with one invitation"
        PROCEED = "proceed", "Go ahead as planned"

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="overlap_choices")
    other = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="overlap_choices_of_others"
    )
    choice = models.CharField(max_length=10, choices=Choice)
    reason = models.CharField(max_length=500)
    # What was overlapping when it was chosen: with other days, places or audiences it is asked again.
    mark = models.CharField(max_length=64, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(editable=False)

    class Meta:
        ordering = ["consultation", "-at"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="overlap_choice_says_why"),
            models.CheckConstraint(condition=~Q(consultation=F("other")), name="overlap_is_with_another"),
        ]
        triggers = [
            pgtrigger.Protect(name="overlap_choice_stays", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.get_choice_display()}: {self.other}"
