"""Who is asked by name, and how else people are reached."""

from datetime import date
from typing import Any

from django.db import transaction

from core import history
from core.refusals import Refused
from engagement.models import Channel, Consultation, Consultee, Response
from engagement.operations.consultations import locked
from partnership.models import User


@transaction.atomic
def add_consultee(consultation: Consultation, *, name: str, by: User, **values: Any) -> Consultee:
    """Ask a body by name: invited on a day, or still to be invited."""
    _not_over(locked(consultation))
    consultee = Consultee(consultation=consultation, name=name, **values)
    history.add(consultee, by=by)
    return consultee


@transaction.atomic
def edit_consultee(consultee: Consultee, *, by: User, **values: Any) -> Consultee:
    """Say that they were invited or reminded, declined, or sent the response that is on this record."""
    consultee = Consultee.objects.select_for_update().select_related("consultation").get(pk=consultee.pk)
    _not_over(consultee.consultation)
    response: Response | None = values.get("response", consultee.response)
    if response and response.consultation_id != consultee.consultation_id:
        raise Refused("That response is to another consultation.")
    if response and values.get("reply", consultee.reply) != Consultee.Reply.RESPONDED:
        raise Refused("Their response is on this record, so they have responded.")
    _in_order(consultee.consultation, values)
    history.edit(consultee, by=by, **values)
    return consultee


@transaction.atomic
def record_channel(
    consultation: Consultation, *, what: str, held_on: date, by: User, **values: Any
) -> Channel:
    """Record another way in which people were reached: an event, an exhibition, a mailing."""
    _not_over(locked(consultation))
    channel = Channel(consultation=consultation, what=what, held_on=held_on, **values)
    history.add(channel, by=by)
    return channel


def _not_over(consultation: Consultation) -> None:
    if consultation.stage in (Consultation.Stage.CONCLUDED, Consultation.Stage.WITHDRAWN):
        raise Refused(f"It is {consultation.get_stage_display().lower()}, so it stays as it is.")


def _in_order(consultation: Consultation, values: dict[str, Any]) -> None:
    invited, reminded = values.get("invited_on"), values.get("reminded_on")
    if invited and reminded and reminded < invited:
        raise Refused("The reminder cannot have gone out before the invitation.")
