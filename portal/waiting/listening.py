"""Consultations whose next step is an officer's."""

from django.utils import timezone

from core.templatetags.house import british_date
from engagement.models import Consultation
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
