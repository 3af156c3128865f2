"""What the clock does for those who were asked: it erases on the promised day, and reminds of promised answers."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from core import history
from core.due_days import around, reached
from engagement.models import Consultation, Respondent
from partnership import notices
from partnership.models import User

# On which days after the promised one somebody hears that nothing has been said.
OVERDUE = {"first": 1, "again": 8, "chair": 15}
OVERDUE_CAUGHT_UP = 30


def erase_respondents(*, on: date, by: User | None) -> int:
    """Erase who said what, where the promised day has come: names, addresses, logins, and notices to addresses.

    What was said stays. Each consultation by itself, so that trouble with one keeps no other. Returns how many.
    """
    due = list(Consultation.objects.to_erase_on(on).order_by("pk").values_list("pk", flat=True))
    for pk in due:
        _erase(pk, by)
    return len(due)


@transaction.atomic
def _erase(pk: int, by: User | None) -> None:
    consultation = Consultation.objects.select_for_update().get(pk=pk)
    if consultation.erased_at:
        return
    count, _ = Respondent.objects.of_consultation(consultation).delete()
    notices.forget_addresses(consultation)
    history.edit(consultation, by=by, verb="names and addresses erased", erased_at=timezone.now())
    history.record(consultation, "respondents erased", by=by, changes={"respondents": [count, 0]})


@transaction.atomic
def remind_of_promised_feedback(*, on: date, by: User | None) -> int:
    """Tell the officers, three times in two weeks, that people wait for what came of it; the third time the chair too.

    Returns how many were told.
    """
    told = 0
    for consultation in Consultation.objects.feedback_overdue_on(on).with_bodies():
        name = reached(around(consultation.feedback_due_on, **OVERDUE), on=on, within=OVERDUE_CAUGHT_UP)
        if not name:
            continue
        readers = notices.officers_and_chair(consultation.group, consultation, chair=name == "chair")
        occasion = f"{name} {consultation.feedback_due_on}"
        told += len(
            notices.tell(readers, "consultation_feedback_overdue", about=consultation, occasion=occasion)
        )
    return told
