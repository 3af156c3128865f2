"""What was learned from a consultation: themes with replies, and the decisions that took it into account."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from core.constraints import all_or_none
from core.models import AppendOnly, protect
from engagement.models.consultations import Consultation
from engagement.models.responses import Answer


class Theme(models.Model):
    """Something that several people said, and the official reply to it."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="themes")
    title = models.CharField(max_length=200)
    about = models.TextField("what was said", blank=True)
    reply = models.TextField("official reply", blank=True)
    replied_at = models.DateTimeField(null=True, blank=True, editable=False)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        ordering = ["consultation", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "title"],
                name="theme_is_one_of_its_name",
                violation_error_message="There is a theme of this name already.",
            ),
            all_or_none("replied_at", "replied_by", name="theme_replied_at_and_by"),
            models.CheckConstraint(
                condition=Q(replied_at=None, reply="") | Q(replied_at__isnull=False) & ~Q(reply=""),
                name="theme_replied_says_what",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ThemeMark(models.Model):
    """That an answer speaks of a theme."""

    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="marks")
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="marks")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(editable=False)

    class Meta:
        ordering = ["theme", "answer"]
        constraints = [
            models.UniqueConstraint(fields=["theme", "answer"], name="answer_is_marked_once_for_a_theme")
        ]
        triggers = [
            pgtrigger.Trigger(
                name="theme_mark_keeps_to_one_consultation",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM engagement_theme t, engagement_answer a
                        JOIN engagement_response r ON r.id = a.response_id
                        WHERE t.id = NEW.theme_id AND a.id = NEW.answer_id AND r.consultation_id = t.consultation_id
                    ) THEN
                        RAISE EXCEPTION 'The theme and the answer must be of one consultation.'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'theme_mark_keeps_to_one_consultation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} on {self.theme}"


class Citation(AppendOnly):
    """That a decision was taken with what a consultation had brought, and how it was considered."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="citations")
    decision = models.ForeignKey("meetings.Decision", on_delete=models.PROTECT, related_name="citations")
    considered = models.TextField("how the responses were considered")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(editable=False)

    class Meta:
        ordering = ["consultation", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "decision"],
                name="decision_cites_a_consultation_once",
                violation_error_message="The decision cites this consultation already.",
            ),
            models.CheckConstraint(
                condition=~Q(considered=""),
                name="citation_confirms_that_responses_were_considered",
                violation_error_message="Say how the responses were considered.",
            ),
        ]
        triggers = [
            *protect("citation"),
            pgtrigger.Trigger(
                name="citation_is_of_a_decision_after_the_close",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM engagement_consultation c, meetings_decision d
                        JOIN meetings_agendaitem i ON i.id = d.item_id JOIN meetings_meeting m ON m.id = i.meeting_id
                        WHERE c.id = NEW.consultation_id AND d.id = NEW.decision_id AND m.held_on > c.closes_on
                              AND c.stage IN ('launched', 'concluded')
                    ) THEN
                        RAISE EXCEPTION 'A decision can only cite a consultation that had closed before it was taken.'
                            USING ERRCODE = 'check_violation',
                                  CONSTRAINT = 'citation_is_of_a_decision_after_the_close';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision} cites {self.consultation}"
