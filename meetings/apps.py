from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer the reports about meetings."""
        from meetings.regular_reports import ACTION_LOG, ATTENDANCE
        from partnership import periodic_reports

        periodic_reports.offers(ACTION_LOG)
        periodic_reports.offers(ATTENDANCE)
