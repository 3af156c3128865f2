from typing import Any

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what goes with the mails, how it is known that a reminder is still true, and which reports there are."""
        from meetings import actions_told, afterwards_due, invitations, papers_due  # have models
        from meetings.models import ActionItem
        from meetings.regular_reports import ACTION_LOG, ATTENDANCE
        from partnership import periodic_reports
        from partnership.leading import leads_to
        from partnership.still_true import still_true

        invitations.register()
        periodic_reports.offers(ACTION_LOG)
        periodic_reports.offers(ATTENDANCE)

        leads_to("actions_due", lambda about, to: f"/my-work/#{actions_told.to_do(to).anchor}")

        # The page of a closed group's meeting is shut to whoever has left it.
        leads_to("invitation_withdrawn", lambda about, to: "/my-work/")

        still_true("invitation_withdrawn", lambda about, to: not invitations.is_member(to, about))
        still_true("actions_due", lambda about, to: actions_told.has_to_do(to))
        still_true(
            "actions_overdue",
            lambda about, to: ActionItem.objects.watched_by(to).of_group(about).long_overdue().exists(),
        )
        still_true("papers_due", lambda about, to: papers_due.can_still_be_in_time(about))
        still_true("papers_late", lambda about, to: papers_due.awaits_papers(about))
        still_true("report_wanted", lambda about, to: papers_due.awaits_report(about))
        still_true("minutes_overdue", lambda about, to: afterwards_due.awaits_draft(about))
        still_true("corrections_closing", lambda about, to: about.takes_corrections)
        still_true("clearance_due", lambda about, to: _awaited(about) and not about.is_overdue)
        still_true("clearance_overdue", lambda about, to: _awaited(about))


def _awaited(clearance: Any) -> bool:
    """Whether advice is still wanted: not given, and its report neither published nor withdrawn."""
    return type(clearance).objects.unanswered().of_reports_in_preparation().filter(pk=clearance.pk).exists()
