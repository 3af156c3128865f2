from django.apps import AppConfig


class FundingConfig(AppConfig):
    name = "funding"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell meetings, which knows nothing of money, what leans on its decisions."""
        from funding import returns_asked
        from funding.agreed import agreed_at, agreed_by
        from funding.decided import money_moved_at, moved_by
        from funding.performance_report import PERFORMANCE
        from funding.recommended import recommended_beside
        from funding.underspend_report import UNDERSPEND
        from meetings import consequences, leaning
        from partnership import periodic_reports
        from partnership.leading import leads_to
        from partnership.still_true import still_true

        leads_to("returns_due", returns_asked.place_for)
        leads_to("returns_late", returns_asked.place_for)

        still_true("returns_due", returns_asked.is_due)
        still_true("returns_late", returns_asked.is_late)

        consequences.tells_what_followed(moved_by)
        consequences.tells_what_followed(recommended_beside)
        consequences.tells_what_followed(agreed_by)
        leaning.leans_on_meetings(money_moved_at)
        leaning.leans_on_meetings(agreed_at)
        periodic_reports.offers(PERFORMANCE)
        periodic_reports.offers(UNDERSPEND)
