"""What the clock does for those who were asked or who applied: it keeps what they were promised."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from core import history
from core.due_days import around, reached
from engagement.models import Bursary, Consultation, Place, Programme, Respondent
from engagement.operations.consultations import tell_followers
from partnership import notices
from partnership.models import User

# Whoever hears later than this that something has closed knows it already.
NEWS_LASTS = timedelta(days=7)
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


def erase_applicants(*, on: date, by: User | None) -> int:
    """Erase who applied for places on programmes, where the promised day has come. Returns how many programmes.

    How many applied, from which sectors and bodies, who came on which day in numbers, and what was awarded stays.
    """
    due = list(Programme.objects.to_erase_on(on).order_by("pk").values_list("pk", flat=True))
    for pk in due:
        _erase_applicants(pk, by)
    return len(due)


@transaction.atomic
def _erase_applicants(pk: int, by: User | None) -> None:
    programme = Programme.objects.select_for_update().get(pk=pk)
    if programme.erased_at:
        return
    history.edit(programme, by=by, verb="names and addresses erased", erased_at=timezone.now())
    places = programme.places.all()
    count = places.count()
    # Whoever applied for themselves is the one who entered it, too.
    places.filter(entered_by=F("login")).update(entered_by=None)
    places.update(name="", email="", login=None, reason="")
    Bursary.objects.filter(place__programme=programme).update(applicant=None, why="")
    notices.forget(Place, places.values_list("pk", flat=True))
    history.record(programme, "applicants erased", by=by, changes={"applicants": [count, 0]})


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


def tell_of_closed_consultations(*, by: User | None) -> int:
    """Tell followers, once for each close, that a consultation takes no more responses. Returns how many were told."""
    now = timezone.now()
    since = timezone.localdate(now - NEWS_LASTS)
    closed = Consultation.objects.closed_at(now).filter(closes_on__gte=since).with_bodies()
    return sum(_tell_of_close(consultation) for consultation in closed)


@transaction.atomic
def _tell_of_close(consultation: Consultation) -> int:
    occasion = f"{consultation.closes_on:%Y-%m-%d} {consultation.closes_at:%H:%M}"
    return len(tell_followers(consultation, "consultation_closed", occasion=occasion))
