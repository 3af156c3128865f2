"""A piece of asking: from the plan to what was done with what was heard."""

from datetime import datetime, time, timedelta

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from core.constraints import all_or_none, all_or_none_of_words
from engagement.models import asking

LAST_MINUTE = time(23, 59)

OUTCOME_FOLLOWS_THE_CLOSE = """
    closes := (NEW.closes_on + NEW.closes_at + interval '1 minute') AT TIME ZONE 'Europe/London';
    IF NEW.responses_published_at IS NOT NULL AND NEW.responses_published_at < closes
       OR NEW.concluded_at IS NOT NULL AND NEW.concluded_at < closes THEN
        RAISE EXCEPTION 'Nothing is published of it, and it is not concluded, before it has closed.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'consultation_outcome_follows_its_close';
    END IF;
    IF NEW.stage = 'concluded' AND EXISTS (
        SELECT 1 FROM engagement_theme t JOIN engagement_thememark m ON m.theme_id = t.id
        WHERE t.consultation_id = NEW.id AND t.replied_at IS NULL
    ) THEN
        RAISE EXCEPTION 'A theme that people spoke of has no reply yet.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'consultation_concluded_replies_to_every_theme';
    END IF;
    RETURN NEW;
"""


class Consultation(models.Model):
    """A piece of asking: what it is for, whom it is to reach, from when until when, and who decides with it."""

    Stage = asking.Stage
    Status = asking.Status

    NEXT = {
        asking.Stage.DRAFT: {asking.Stage.PLANNED},
        asking.Stage.PLANNED: {asking.Stage.LAUNCHED, asking.Stage.WITHDRAWN},
        asking.Stage.LAUNCHED: {asking.Stage.CONCLUDED, asking.Stage.WITHDRAWN},
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

    objects = asking.ConsultationQuerySet.as_manager()

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
            # Whoever is asked is told when their name goes; not before they could be told what came of it.
            models.CheckConstraint(
                condition=Q(launched_at=None) | Q(erase_on__isnull=False),
                name="consultation_launched_says_when_names_go",
                violation_error_message="Say on which day names and addresses are erased.",
            ),
            models.CheckConstraint(
                condition=Q(erase_on=None) | Q(erase_on__gt=F("closes_on")),
                name="consultation_erases_after_its_close",
                violation_error_message="Names and addresses can only be erased after the last day.",
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
        triggers = [
            pgtrigger.Protect(name="consultation_is_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="consultation_outcome_follows_its_close",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("closes", "timestamptz")],
                func=OUTCOME_FOLLOWS_THE_CLOSE,
            ),
        ]

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

    def status_at(self, moment: datetime) -> asking.Status:
        """Where it stands: nobody has to remember to open or close it."""
        if self.stage != self.Stage.LAUNCHED:
            return self.Status(self.stage)
        if timezone.localdate(moment) < self.opens_on:
            return self.Status.COMING
        return self.Status.OPEN if moment < self.closes else self.Status.CLOSED

    @property
    def status(self) -> asking.Status:
        """Where it stands now."""
        return self.status_at(timezone.now())

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN

    @property
    def has_closed(self) -> bool:
        """People were asked, and it is over."""
        return self.launched_at is not None and self.status in (self.Status.CLOSED, self.Status.CONCLUDED)

    @property
    def is_feedback_overdue(self) -> bool:
        return (
            self.stage == self.Stage.LAUNCHED
            and self.feedback_due_on is not None
            and self.feedback_due_on < timezone.localdate()
        )
