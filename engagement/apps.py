from django.apps import AppConfig


class EngagementConfig(AppConfig):
    name = "engagement"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell meetings, which knows nothing of listening, what leans on its decisions."""
        from engagement.coverage_report import COVERAGE
        from engagement.decided import (
            consultation_cited_at,
            consultations_cited_by,
            consultations_to_cite,
            framework_approved_at,
            framework_approved_by,
        )
        from engagement.models import Consultation
        from engagement.named import kept_of_items
        from meetings import consequences, leaning, led_to
        from partnership import following, periodic_reports

        following.offers_to_follow(
            "consultation",
            Consultation,
            tells="You get an email when it opens, when its days change, when it closes and when it is concluded.",
        )
        consequences.tells_what_followed(framework_approved_by)
        leaning.leans_on_meetings(framework_approved_at)
        consequences.tells_what_followed(consultations_cited_by)
        leaning.leans_on_meetings(consultation_cited_at)
        periodic_reports.offers(COVERAGE)
        consequences.tells_what_followed(consultations_to_cite)
        led_to.tells_what_items_led_to(kept_of_items)

        from partnership.still_true import still_true

        still_true("consultation_closing", lambda about, to: about.is_open)
        still_true("consultation_nearly_over", lambda about, to: about.is_open)
        still_true("answer_wanted", lambda about, to: about.may_still_reply)
        still_true("consultation_feedback_overdue", lambda about, to: about.is_feedback_overdue)
