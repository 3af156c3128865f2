"""Declarations of interest."""

from django.db import transaction

from core import history
from core.refusals import Refused
from meetings.models import AgendaItem, Attendance, DeclarationOfInterest, Meeting
from meetings.operations.attendance import refuse_when_approved
from meetings.operations.quorum import lock_the_room, recount_quorum
from partnership.models import Person, User


@transaction.atomic
def declare_interest(
    item: AgendaItem, *, person: Person, nature: str, words: str, action: str, by: User, **values
) -> DeclarationOfInterest:
    """Somebody in the room says what they have to do with a matter, and what they do because of it."""
    meeting = _held_still(item)

    _refuse_outside_the_room(meeting, person)

    declaration = DeclarationOfInterest(
        item=item, person=person, nature=nature, words=words.strip(), action=action, **values
    )
    history.add(declaration, by=by, verb="declared")
    recount_quorum(meeting, by=by)
    return declaration


@transaction.atomic
def edit_declaration(declaration: DeclarationOfInterest, *, by: User, **values) -> DeclarationOfInterest:
    """Correct what was declared, until the minutes are approved."""
    meeting = _held_still(declaration.item)
    declaration = DeclarationOfInterest.objects.select_for_update(of=("self",)).get(pk=declaration.pk)

    _refuse_outside_the_room(meeting, values.get("person", declaration.person))

    history.edit(declaration, by=by, **values)
    recount_quorum(meeting, by=by)
    return declaration


@transaction.atomic
def remove_declaration(declaration: DeclarationOfInterest, *, by: User) -> AgendaItem:
    """Take out a declaration that nobody made."""
    meeting = _held_still(declaration.item)
    item = declaration.item

    history.record(item, "declaration removed", by=by, reason=str(declaration))
    declaration.delete()
    recount_quorum(meeting, by=by)
    return item


def _held_still(item: AgendaItem) -> Meeting:
    """The meeting of the item, locked, if its record can be written now."""
    meeting = lock_the_room(item.meeting)
    if meeting.status not in (Meeting.Status.UNDER_WAY, Meeting.Status.CLOSED):
        raise Refused("The meeting has not started yet.")
    refuse_when_approved(meeting)
    return meeting


def _refuse_outside_the_room(meeting: Meeting, person: Person) -> None:
    away = [Attendance.Status.APOLOGIES, Attendance.Status.ABSENT]
    if Attendance.objects.filter(meeting=meeting, person=person, status__in=away).exists():
        raise Refused(f"{person} is recorded as not there. Correct the attendance first.")
