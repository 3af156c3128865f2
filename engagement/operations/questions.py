"""Writing the questions of a consultation. From the first response on they stay: the database says so in a sentence."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from core import history
from core.refusals import Refused
from engagement.models import Consultation, Question
from engagement.operations.consultations import locked
from partnership.models import User


@transaction.atomic
def add_question(consultation: Consultation, *, text: str, by: User, **values: Any) -> Question:
    """Ask something more, after what is asked already."""
    consultation = _still_open_to_change(consultation)

    last = consultation.questions.aggregate(last=Max("position"))["last"] or 0
    question = Question(consultation=consultation, position=last + 1, text=text, **values)
    history.add(question, by=by)
    return question


@transaction.atomic
def edit_question(question: Question, *, by: User, **values: Any) -> Question:
    """Ask it in other words, or offer other answers."""
    _still_open_to_change(question.consultation)
    question = Question.objects.select_for_update().get(pk=question.pk)
    history.edit(question, by=by, **values)
    return question


@transaction.atomic
def move_question(question: Question, *, step: int, by: User) -> Question:
    """Ask it one place earlier (-1) or later (1)."""
    consultation = _still_open_to_change(question.consultation)
    question = Question.objects.get(pk=question.pk)
    neighbour = consultation.questions.filter(position=question.position + step).first()
    if neighbour is None:
        raise Refused("It stands at the end already.")

    old, new = question.position, neighbour.position
    neighbour.position, question.position = old, new
    neighbour.save(update_fields=["position"])
    question.save(update_fields=["position"])
    history.record(question, "moved", by=by, changes={"position": [old, new]})
    return question


@transaction.atomic
def remove_question(question: Question, *, by: User) -> Consultation:
    """Do not ask it; those after it close up."""
    consultation = _still_open_to_change(question.consultation)
    place = question.position
    question.delete()
    for later in consultation.questions.filter(position__gt=place).order_by("position"):
        later.position -= 1
        later.save(update_fields=["position"])
    history.record(consultation, "question taken out", by=by, changes={"question": [question.text, None]})
    return consultation


def _still_open_to_change(consultation: Consultation) -> Consultation:
    consultation = locked(consultation)
    if consultation.stage not in (
        Consultation.Stage.DRAFT,
        Consultation.Stage.PLANNED,
        Consultation.Stage.LAUNCHED,
    ):
        raise Refused(f"It is {consultation.get_stage_display().lower()}, so its questions stay as they are.")
    if consultation.responses.exists():
        raise Refused("Somebody has responded already: the questions stay as they are.")
    return consultation
