"""What is to be ready, answered or looked at by a day: the same that the clock reminds of."""

from django.urls import reverse
from django.utils import timezone

from core.templatetags.house import british_date
from engagement.models import Consultee
from localities.models import CommunityPlan, Locality, Mechanism
from meetings.models import Report
from meetings.papers_due import awaits_report, last_day_of
from partnership.models import User
from portal.waiting.tasks import Task, Waiting, first


def reports_to_have_ready(user: User) -> Waiting:
    """Reports that I write for a meeting to come, and that are not ready for its agenda."""
    mine = (
        Report.objects.written_by(user).in_preparation().of_meetings_after(timezone.localdate()).with_paper()
    )
    tasks = [
        Task(
            str(report),
            report.get_absolute_url(),
            f"For the meeting of the {report.meeting.group} on {british_date(report.meeting.held_on)}",
            f"Papers are published by {british_date(last_day_of(report.meeting))}",
            "orange",
        )
        for report in first(mine.order_by("meeting__held_on", "pk"))
        if report.meeting and awaits_report(report)
    ]
    return Waiting("Reports to have ready", tasks, reverse("meetings:reports_in_preparation"))


def consultations_asking_my_body(user: User) -> Waiting:
    """Open consultations that ask my organisation, or a group I belong to, by name, and have no reply from it."""
    asked = (
        Consultee.objects.asking(user).without_reply().with_bodies().order_by("consultation__closes_on", "pk")
    )
    tasks = [
        Task(
            each.consultation.title,
            each.get_absolute_url(),
            f"{each} is asked for its view",
            f"Closes on {british_date(each.consultation.closes_on)}",
            "blue",
        )
        for each in first(asked)
    ]
    return Waiting("Your answer is asked", tasks, "/consultations/?status=open")


def plans_to_review(user: User) -> Waiting:
    """Plans of localities where I work whose day of review is near or past."""
    plans = CommunityPlan.objects.to_review_around(timezone.localdate()).filter(locality__in=_mine(user))
    tasks = [
        Task(
            str(plan),
            plan.get_absolute_url(),
            plan.locality.name,
            f"Review due on {british_date(plan.review_due_on)}",
            "red" if plan.is_overdue_for_review else "orange",
        )
        for plan in first(plans)
    ]
    return Waiting("Plans to review", tasks, reverse("localities:plans"))


def mechanisms_to_look_at(user: User) -> Waiting:
    """Ways of reaching people, in localities where I work, that nobody has looked at for a year."""
    stale = Mechanism.objects.current().stale().filter(locality__in=_mine(user)).with_names()
    tasks = [
        Task(
            str(each),
            each.get_absolute_url(),
            f"{each.locality}, {each.owner}",
            f"Last looked at on {british_date(each.last_checked_on)}",
            "orange",
        )
        for each in first(stale.order_by("last_checked_on", "pk"))
    ]
    return Waiting("Ways of reaching people to look at", tasks, reverse("localities:coverage"))


def _mine(user: User) -> object:
    """Where I work. Administrators, who may record anywhere, have no place of their own to look at."""
    return Locality.objects.worked_in_by(user).values("pk")
