"""What was learned from a consultation: themes with replies, and the decisions that took it into account."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Count, Q

from core.constraints import all_or_none
from core.models import AppendOnly, AppendOnlyQuerySet, protect
from engagement.models.consultations import Consultation
from engagement.models.responses import Answer
from meetings.models import Decision


class ThemeQuerySet(models.QuerySet):
    def of_consultation(self, consultation):
        return self.filter(consultation=consultation)

    def without_reply(self):
        return self.filter(replied_at=None)

    def spoken_of(self):
        """Those that at least one response speaks of."""
        return self.filter(marks__isnull=False).distinct()

    def with_counts(self):
        """How many responses speak of each: one that does so in two answers counts once."""
        return self.annotate(responses=Count("marks__answer__response", distinct=True))

    def most_said_first(self):
        return self.with_counts().order_by("-responses", "title")


def stays_once_concluded(name: str, theme: str) -> pgtrigger.Trigger:
    """What was learned stays as it was when the consultation was concluded on it."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            -- Whoever concludes it at this moment waits, or is waited for.
            PERFORM 1 FROM engagement_consultation c WHERE c.id IN ({theme}) FOR SHARE;
            IF EXISTS (SELECT 1 FROM engagement_consultation c
                       WHERE c.id IN ({theme}) AND c.stage = 'concluded') THEN
                RAISE EXCEPTION 'The consultation is concluded: its themes stay as they are.'
                    USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';
            END IF;
            RETURN COALESCE(NEW, OLD);
        """,
    )


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

    objects = ThemeQuerySet.as_manager()

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
        triggers = [stays_once_concluded("theme_stays", "NEW.consultation_id, OLD.consultation_id")]

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
            ),
            stays_once_concluded(
                "theme_mark_stays",
                "SELECT t.consultation_id FROM engagement_theme t WHERE t.id IN (NEW.theme_id, OLD.theme_id)",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} on {self.theme}"


class CitationQuerySet(AppendOnlyQuerySet):
    def of_consultation(self, consultation):
        return self.filter(consultation=consultation)

    def of_decision(self, decision):
        return self.filter(decision=decision)

    def seen_by(self, user):
        """Of decisions and consultations that the reader may both see."""
        decisions, asked = Decision.objects.visible_to(user), Consultation.objects.visible_to(user)
        return self.filter(decision__in=decisions.values("pk"), consultation__in=asked.values("pk"))

    def with_both(self):
        return self.select_related("consultation", "decision__group", "decision__item__meeting")


class Citation(AppendOnly):
    """That a decision was taken with what a consultation had brought, and how it was considered."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="citations")
    decision = models.ForeignKey("meetings.Decision", on_delete=models.PROTECT, related_name="citations")
    considered = models.TextField("how the responses were considered")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(editable=False)

    objects = CitationQuerySet.as_manager()

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
