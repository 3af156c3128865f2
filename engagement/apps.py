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
            framework_approved_at,
            framework_approved_by,
        )
        from meetings import consequences, leaning
        from partnership import periodic_reports

        consequences.tells_what_followed(framework_approved_by)
        leaning.leans_on_meetings(framework_approved_at)
        consequences.tells_what_followed(consultations_cited_by)
        leaning.leans_on_meetings(consultation_cited_at)
        periodic_reports.offers(COVERAGE)
