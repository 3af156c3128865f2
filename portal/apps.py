from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer the digest of a sector, which looks across all the apps."""
        from partnership import periodic_reports
        from portal.digest import DIGEST

        periodic_reports.offers(DIGEST)
