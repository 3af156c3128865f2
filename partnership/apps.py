from django.apps import AppConfig


class PartnershipConfig(AppConfig):
    name = "partnership"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say how it is known that a reminder is still true when it goes out."""
        from partnership import interests
        from partnership.still_true import still_true

        still_true("interests_due", lambda about, to: interests.is_due_soon(about))
        still_true("interests_overdue", lambda about, to: bool(interests.overdue_in(about)))
        still_true("group_review_due", lambda about, to: about.is_review_due)
        still_true("term_ending", lambda about, to: about.is_due_to_end and not about.has_run_out)
        still_true("term_run_out", lambda about, to: about.has_run_out)
        still_true("mandate_ending", lambda about, to: about.mandate_is_ending)
        still_true("mandate_run_out", lambda about, to: about.mandate_has_lapsed)
