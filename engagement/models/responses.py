"""What came back."""

import uuid

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from core.models import AppendOnly, AppendOnlyQuerySet, protect
from engagement.models.consultations import Consultation
from engagement.models.questions import Question
from partnership.models import Group


class ResponseQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user):
        """Officers see all; everyone those published with their sender's permission; a sender their own."""
        published = Q(consultation__in=Consultation.objects.visible_to(user).values("pk")) & Q(
            consultation__responses_published_at__isnull=False, may_be_published__in=Response.PUBLISHED
        )
        if not user.is_authenticated:
            return self.filter(published)
        officer = Q(consultation__group__in=Group.objects.supported_by(user).values("pk"))
        return self.filter(published | officer | Q(respondent__login=user))

    def of_consultation(self, consultation):
        return self.filter(consultation=consultation)

    def for_publication(self):
        return self.filter(may_be_published__in=Response.PUBLISHED)

    def latest_first(self):
        return self.order_by("-received_at", "-pk")

    def with_senders(self):
        return self.select_related("respondent", "organisation", "locality", "by")

    def with_answers(self):
        """What they say, and what is published in its place; the equality of nobody is in it."""
        return self.prefetch_related("answers__question", "answers__redactions")


class Response(AppendOnly):
    """What one person or body said, as it arrived. Never changed; what is published of it may be redacted."""

    class Publication(models.TextChoices):
        NAMED = "named", "With the name"
        ANONYMOUS = "anonymous", "Without the name"
        NOT = "not", "Not at all"

    PUBLISHED = (Publication.NAMED, Publication.ANONYMOUS)

    class Channel(models.TextChoices):
        FORM = "form", "On this site"
        PAPER = "paper", "On paper"
        EMAIL = "email", "By email"
        EVENT = "event", "At an event"
        TELEPHONE = "telephone", "By telephone"

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="responses")
    # Given out with the form: the same form sent twice is one response.
    token = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.FORM)
    organisation = models.ForeignKey(
        "partnership.Organisation",
        verbose_name="organisation it speaks for, if it is on this record",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="consultation_responses",
    )
    speaks_for_a_body = models.BooleanField("on behalf of an organisation", default=False)
    locality = models.ForeignKey(
        "localities.Locality", null=True, blank=True, on_delete=models.PROTECT, related_name="responses"
    )
    may_be_published = models.CharField(max_length=10, choices=Publication, default=Publication.ANONYMOUS)
    received_at = models.DateTimeField(editable=False)
    # The officer who wrote down what came on paper or was said at an event. Who sent it is with the respondent.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    is_entered = models.BooleanField("written down for somebody", default=False, editable=False)
    late_reason = models.CharField(
        "why it counts, if it came or was written down after the close", max_length=500, blank=True
    )

    objects = ResponseQuerySet.as_manager()

    class Meta:
        ordering = ["consultation", "received_at", "pk"]
        indexes = [models.Index(fields=["consultation", "-received_at"], name="responses_as_they_came")]
        constraints = [
            models.CheckConstraint(
                condition=Q(late_reason="") | Q(is_entered=True, by__isnull=False),
                name="response_late_is_accepted_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(is_entered=False, by=None) | Q(is_entered=True, by__isnull=False),
                name="response_written_down_by_somebody",
            ),
        ]
        triggers = [
            *protect("response"),
            pgtrigger.Trigger(
                name="response_arrives_while_it_is_open",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("asked", "engagement_consultation%ROWTYPE"), ("closes", "timestamptz")],
                func="""
                    -- The moment of arrival counts, an instant whatever zone it is written in, against the clock
                    -- on the wall in Herefordshire on the last day.
                    SELECT * INTO asked FROM engagement_consultation WHERE id = NEW.consultation_id FOR KEY SHARE;
                    closes := (asked.closes_on + asked.closes_at + interval '1 minute') AT TIME ZONE 'Europe/London';
                    -- Concluded is concluded: whoever concludes it at this moment is waited for by the line above.
                    IF asked.stage <> 'launched' THEN
                        RAISE EXCEPTION 'This consultation is not open.'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'response_to_what_was_launched';
                    END IF;
                    IF NEW.received_at < (asked.opens_on::timestamp AT TIME ZONE 'Europe/London') THEN
                        RAISE EXCEPTION 'This consultation has not opened yet.'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'response_after_it_opened';
                    END IF;
                    IF NEW.late_reason = '' AND (NEW.received_at >= closes) THEN
                        RAISE EXCEPTION 'This consultation is closed.'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'response_before_it_closed';
                    END IF;
                    -- Nor does an earlier moment help once it is closed by the clock of the database: what is written
                    -- down then says why it counts, and what is sent through the site arrives when it is sent. The
                    -- minute is for the way from the web server to here. Only the demonstration travels in time.
                    IF current_setting('portal.clock', TRUE) IS DISTINCT FROM 'travelled' THEN
                        IF NEW.late_reason = '' AND NEW.is_entered AND clock_timestamp() >= closes THEN
                            RAISE EXCEPTION 'This consultation is closed: say why what is written down now counts.'
                                USING ERRCODE = 'check_violation', CONSTRAINT = 'response_written_down_in_time';
                        END IF;
                        IF NOT NEW.is_entered AND abs(extract(epoch FROM clock_timestamp() - NEW.received_at)) > 60 THEN
                            RAISE EXCEPTION 'What is sent through this site arrives when it is sent.'
                                USING ERRCODE = 'check_violation', CONSTRAINT = 'response_arrives_when_it_is_sent';
                        END IF;
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"Response {self.receipt}"

    @property
    def receipt(self) -> str:
        """The number that its sender is given."""
        return f"R-{self.pk}"


class RespondentQuerySet(models.QuerySet):
    def of_consultation(self, consultation):
        return self.filter(response__consultation=consultation)


class Respondent(models.Model):
    """Who sent a response, and where to tell them what came of it: kept apart, and erased on the promised day."""

    response = models.OneToOneField(Response, on_delete=models.PROTECT, related_name="respondent")
    name = models.CharField(max_length=200, blank=True)
    body_name = models.CharField("name of the organisation", max_length=200, blank=True)
    email = models.EmailField("address for telling what came of it", blank=True)
    login = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = RespondentQuerySet.as_manager()

    class Meta:
        ordering = ["response"]

    def __str__(self) -> str:
        return self.body_name or self.name or "Somebody"


class AnswerQuerySet(AppendOnlyQuerySet):
    def of_consultation(self, consultation):
        return self.filter(response__consultation=consultation)

    def with_marks(self):
        return self.select_related("question", "response").prefetch_related("marks__theme")

    def without_marks(self):
        return self.filter(marks=None)


class Answer(AppendOnly):
    """What a response says to one question, as it arrived."""

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField(blank=True)
    # Places of the chosen answers among those offered, from 0.
    chosen = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["response", "question__position"]
        constraints = [
            models.UniqueConstraint(fields=["response", "question"], name="answer_is_one_to_a_question"),
            models.CheckConstraint(
                condition=~Q(text="") | Q(chosen__len__gte=1), name="answer_says_something"
            ),
        ]
        triggers = [
            *protect("answer"),
            pgtrigger.Trigger(
                name="answer_is_to_a_question_of_its_consultation",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM engagement_question q
                        JOIN engagement_response r ON r.id = NEW.response_id
                        WHERE q.id = NEW.question_id AND q.consultation_id = r.consultation_id AND NOT q.is_equality
                    ) THEN
                        RAISE EXCEPTION 'An answer is to a question of its own consultation, and never one on equality.'
                            USING ERRCODE = 'check_violation',
                                  CONSTRAINT = 'answer_is_to_a_question_of_its_consultation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    @property
    def choices_in_words(self) -> list[str]:
        """The chosen answers in the words in which they were offered; its question fetched before."""
        offered = self.question.choices
        return [offered[place] for place in self.chosen if place < len(offered)]

    def __str__(self) -> str:
        return self.text[:80] or f"Choice {self.chosen}"


class Redaction(AppendOnly):
    """What is published in place of an answer, and why: the original stays with the officers. The last counts."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="redactions")
    text = models.TextField("what is published", blank=True)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(editable=False)

    class Meta:
        ordering = ["answer", "at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="redaction_says_why")]
        triggers = protect("redaction")

    def __str__(self) -> str:
        return f"Redaction of {self.answer_id}"
