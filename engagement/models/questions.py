"""What people are asked."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from engagement.models.consultations import Consultation


class QuestionQuerySet(models.QuerySet):
    def of_consultation(self, consultation):
        return self.filter(consultation=consultation)

    def about_equality(self):
        return self.filter(is_equality=True)

    def about_the_matter(self):
        return self.filter(is_equality=False)


class Question(models.Model):
    """One question. It stays as it is from the first response on: later answers are to the same words."""

    class Kind(models.TextChoices):
        TEXT = "text", "In their own words"
        ONE = "one", "One of several answers"
        SEVERAL = "several", "Any of several answers"

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="questions")
    position = models.PositiveSmallIntegerField()
    text = models.CharField("question", max_length=500)
    hint = models.CharField(max_length=500, blank=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.TEXT)
    choices = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    is_required = models.BooleanField("must be answered", default=False)
    # Asked for the monitoring of equality: the answers are counted apart, and belong to no response.
    is_equality = models.BooleanField("for equality monitoring", default=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["consultation", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "position"],
                name="question_has_a_place_of_its_own",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(kind="text", choices=[]) | ~Q(kind="text") & Q(choices__len__gte=2),
                name="question_with_answers_to_choose_has_two",
                violation_error_message="Give at least two answers to choose from.",
            ),
            models.CheckConstraint(
                condition=Q(is_equality=False) | Q(kind="one", is_required=False),
                name="question_on_equality_is_chosen_and_free",
                violation_error_message="A question on equality offers answers, and nobody has to answer it.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="question_stays_after_the_first_response",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    -- Whoever responds at this moment holds a key share of the consultation. Only the strongest lock
                    -- makes one of the two wait.
                    PERFORM 1 FROM engagement_consultation c
                        WHERE c.id IN (NEW.consultation_id, OLD.consultation_id) FOR UPDATE;
                    IF EXISTS (SELECT 1 FROM engagement_response r
                               WHERE r.consultation_id IN (NEW.consultation_id, OLD.consultation_id)) THEN
                        RAISE EXCEPTION 'Somebody has responded already: the questions stay as they are.'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'question_stays_after_the_first_response';
                    END IF;
                    RETURN COALESCE(NEW, OLD);
                """,
            )
        ]

    def __str__(self) -> str:
        return self.text


class EqualityTally(models.Model):
    """How often an answer to a question on equality was given. Nothing else of who gave it is kept."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="tallies")
    choice = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["question", "choice"]
        constraints = [
            models.UniqueConstraint(fields=["question", "choice"], name="equality_tally_is_one_for_an_answer")
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.count}"
