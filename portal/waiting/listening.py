"""Consultations and bursaries whose next step is an officer's, and offers of places that wait for an answer."""

from django.utils import timezone

from core.templatetags.house import british_date, pounds
from engagement.models import Bursary, Consultation, Place
from partnership.models import User
from portal.waiting.tasks import Task, Waiting, first


def consultations_to_answer(user: User) -> Waiting:
    """What people said and nobody has answered yet, the longest promised first."""
    closed = Consultation.objects.run_by(user).closed_at(timezone.now()).order_by("feedback_due_on", "pk")
    tasks = [
        Task(
            each.title,
            each.get_absolute_url(),
            f"People hear by {british_date(each.feedback_due_on)}" if each.feedback_due_on else "",
            "Overdue" if each.is_feedback_overdue else "",
            "red" if each.is_feedback_overdue else "",
        )
        for each in first(closed)
    ]
    return Waiting("Consultations to conclude", tasks, "/consultations/?status=closed")


def places_to_answer(user: User) -> Waiting:
    """Places on programmes that are offered to me, the earliest offered first."""
    offered = Place.objects.to_answer_by(user).select_related("programme").order_by("offered_at", "pk")
    tasks = [
        Task(
            each.programme.title,
            each.get_absolute_url(),
            "Say whether you take the place: others wait for it",
            f"Offered on {british_date(each.offered_at)}",
            "yellow",
        )
        for each in first(offered)
    ]
    return Waiting("Places offered to you", tasks, "/programmes/")


def bursaries_to_decide(user: User) -> Waiting:
    """Bursaries that others asked for and wrote down, in programmes of the groups I support."""
    asked = Bursary.objects.to_decide().decidable_by(user).with_place().order_by("pk")
    tasks = [
        Task(
            f"{each.place.who}: {each.place.programme.title}",
            each.get_absolute_url(),
            f"Asks for {pounds(each.asked)}",
        )
        for each in first(asked)
    ]
    return Waiting("Bursaries to decide", tasks, "/programmes/")
