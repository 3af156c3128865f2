"""Reminding, before a consultation closes, of those who may still answer, and officers of what is still to come."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from core import history
from core.due_days import around, reached
from engagement.models import Consultation, Consultee, Respondent
from engagement.operations.consultations import followed, followers
from partnership import notices
from partnership.models import User

# How long before the last day people hear. What is missed is made up for while it is some use to whoever answers.
DAYS = {"week": -7, "day": -1}
MADE_UP_WITHIN = 5


@transaction.atomic
def remind_of_closing_consultations(*, on: date, by: User | None) -> int:
    """Tell bodies asked by name, followers and officers, a week and a day before it closes. Returns how many were told.

    Who has answered is not asked again. A body that was invited is marked as reminded where somebody there was told.
    """
    told = 0
    for consultation in (
        Consultation.objects.open_at(timezone.now()).with_bodies().order_by("closes_on", "pk")
    ):
        name = reached(around(consultation.closes_on, **DAYS), on=on, within=MADE_UP_WITHIN)
        if not name:
            continue
        occasion = f"{name} {consultation.closes_on}"
        officers = list(User.objects.officers_of(consultation.group))
        told += len(notices.tell(officers, "consultation_nearly_over", about=consultation, occasion=occasion))
        heard = {user.pk for user in officers} | set(_answered(consultation))
        for consultee in Consultee.objects.of_consultation(consultation).without_reply().with_bodies():
            asked = [user for user in people_of(consultee) if user.pk not in heard]
            readers = notices.those_who_see(asked, consultation)
            if new := notices.tell(readers, "answer_wanted", about=consultee, occasion=occasion):
                told += len(new)
                _mark_reminded(consultee, on, by)
            heard |= {user.pk for user in asked}
        rest = [user for user in followers(consultation) if user.pk not in heard]
        reasons = followed(consultation)
        told += len(
            notices.tell(
                rest, "consultation_closing", about=consultation, occasion=occasion, followed=reasons
            )
        )
    return told


def people_of(consultee: Consultee) -> list[User]:
    """The logins of a body that was asked by name."""
    users = list(User.objects.of_organisation(consultee.organisation)) if consultee.organisation else []
    return users + (list(User.objects.members_of(consultee.group)) if consultee.group else [])


def _answered(consultation: Consultation) -> list[int]:
    """Logins that have responded."""
    senders = Respondent.objects.of_consultation(consultation).filter(login__isnull=False)
    return list(senders.values_list("login", flat=True))


def _mark_reminded(consultee: Consultee, on: date, by: User | None) -> None:
    if consultee.invited_on and consultee.invited_on <= on:
        history.edit(consultee, by=by, verb="reminded", reminded_on=on)
