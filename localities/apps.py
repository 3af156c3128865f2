from django.apps import AppConfig


class LocalitiesConfig(AppConfig):
    name = "localities"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell partnership, which knows nothing of places, what wants to hear of people and can be followed."""
        from localities import keepers
        from localities.models import Locality
        from localities.operations import end_places_with
        from partnership import following, leaving
        from partnership.still_true import still_true

        still_true("plan_review_due", lambda about, to: keepers.is_review_near(about))
        still_true("mechanisms_stale", lambda about, to: keepers.stale_for(about, to).exists())
        leaving.hears_of_leaving(end_places_with)
        following.offers_to_follow(
            "locality",
            Locality,
            tells=(
                "You get an email when its lead changes, when a plan is adopted there, when a meeting about it is "
                "called and when the minutes of one are published."
            ),
        )
