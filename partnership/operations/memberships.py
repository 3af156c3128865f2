"""Who belongs to a group, holds its offices and fills its seats."""

from datetime import date

from django.db import transaction

from core import history
from core.refusals import Refused
from partnership.models import Group, Membership, OfficeTerm, Organisation, Person, Seat, SeatHolding, User


@transaction.atomic
def add_membership(group: Group, *, person: Person, starts_on: date, by: User | None, **values) -> Membership:
    """Bring somebody into a group from a day on."""
    group = _open(group, starts_on)

    membership = Membership(group=group, person=person, starts_on=starts_on, **values)
    history.add(membership, by=by)
    return membership


@transaction.atomic
def end_membership(membership: Membership, *, on: date, by: User | None, reason: str = "") -> Membership:
    """End a membership; `on` is the first day on which the person is no longer a member. Their offices end with it."""
    membership = Membership.objects.select_for_update().get(pk=membership.pk)

    if membership.ends_on is not None:
        raise Refused("This membership has ended already.")

    history.edit(membership, by=by, verb="ended", reason=reason, ends_on=on)
    for term in membership.group.office_terms.running_past(on).filter(person=membership.person):
        history.edit(term, by=by, verb="ended", reason="The membership ended.", ends_on=on)
    return membership


@transaction.atomic
def correct_membership(membership: Membership, *, by: User | None, reason: str, **values) -> Membership:
    """Put right what was written down wrongly of a membership: who, for whom, in which capacity, from and until when.

    A membership that runs is ended, not corrected to an end: its offices end with it.
    """
    _open(membership.group, values.get("starts_on", membership.starts_on))
    membership = Membership.objects.select_for_update().get(pk=membership.pk)

    if not reason.strip():
        raise Refused("Say what was wrong: the history keeps it.")
    begins, ends = values.get("starts_on", membership.starts_on), values.get("ends_on", membership.ends_on)
    if ends is not None and ends <= begins:
        raise Refused("A membership ends after the day on which it begins.")
    if membership.ends_on is None and ends is not None:
        raise Refused("This membership still runs. Record its end instead: offices end with it.")

    if not history.edit(membership, by=by, verb="corrected", reason=reason, **values):
        raise Refused("Nothing is different from what the record says already.")
    return membership


@transaction.atomic
def appoint_to_office(
    group: Group, office: str, *, person: Person, starts_on: date, by: User | None, reason: str = "", **values
) -> OfficeTerm:
    """Give an office of the group to somebody. Whoever holds it must have stood down by that day."""
    group = _open(group, starts_on)

    holder = group.office_terms.on(starts_on).filter(office=office).select_related("person").first()
    if holder:
        raise Refused(f"{holder.person} is {holder.get_office_display()} on that day. End that term first.")

    term = OfficeTerm(group=group, office=office, person=person, starts_on=starts_on, **values)
    history.add(term, by=by, verb="appointed", reason=reason)
    return term


@transaction.atomic
def end_office_term(term: OfficeTerm, *, on: date, by: User | None, reason: str = "") -> OfficeTerm:
    """Somebody stands down; `on` is the first day on which they no longer hold the office."""
    term = OfficeTerm.objects.select_for_update().get(pk=term.pk)

    if term.ends_on is not None:
        raise Refused("This term has ended already.")

    history.edit(term, by=by, verb="ended", reason=reason, ends_on=on)
    return term


@transaction.atomic
def add_seat(group: Group, *, title: str, nominated_by: Organisation, by: User | None) -> Seat:
    """Make a place in a group that a body fills."""
    if group.closed_on is not None:
        raise Refused(f"The {group} is closed.")

    seat = Seat(group=group, title=title, nominated_by=nominated_by)
    history.add(seat, by=by)
    return seat


@transaction.atomic
def close_seat(seat: Seat, *, on: date, by: User | None, reason: str = "") -> Seat:
    """The group has no such place any more; `on` is the first day without it."""
    seat = Seat.objects.select_for_update().get(pk=seat.pk)

    if seat.closed_on is not None:
        raise Refused("This seat is closed already.")
    if seat.holdings.running_past(on).exists() or seat.holdings.filter(starts_on__gte=on).exists():
        raise Refused("Somebody holds this seat on that day. End their holding first.")

    history.edit(seat, by=by, verb="closed", reason=reason, closed_on=on)
    return seat


@transaction.atomic
def fill_seat(seat: Seat, *, person: Person, starts_on: date, by: User | None, **values) -> SeatHolding:
    """Put somebody into a seat on a mandate of its nominating body."""
    seat = Seat.objects.select_for_update(no_key=True).get(pk=seat.pk)

    if seat.closed_on is not None:
        raise Refused("This seat is closed and cannot be filled.")

    holding = SeatHolding(seat=seat, person=person, starts_on=starts_on, **values)
    history.add(holding, by=by, verb="filled")
    return holding


@transaction.atomic
def end_seat_holding(holding: SeatHolding, *, on: date, by: User | None, reason: str = "") -> SeatHolding:
    """Somebody leaves a seat; `on` is the first day on which it is vacant."""
    holding = SeatHolding.objects.select_for_update().get(pk=holding.pk)

    if holding.ends_on is not None:
        raise Refused("This person has left the seat already.")

    history.edit(holding, by=by, verb="ended", reason=reason, ends_on=on)
    return holding


@transaction.atomic
def renew_mandate(
    holding: SeatHolding, *, by: User | None, mandate: str, mandate_ends_on: date | None
) -> SeatHolding:
    """The nominating body has said again who holds its seat, and for how long."""
    holding = SeatHolding.objects.select_for_update().get(pk=holding.pk)

    if holding.ends_on is not None:
        raise Refused("This person has left the seat already.")

    history.edit(holding, by=by, verb="mandate renewed", mandate=mandate, mandate_ends_on=mandate_ends_on)
    return holding


def _open(group: Group, day: date) -> Group:
    """The group, held still, unless it has closed by that day."""
    group = Group.objects.select_for_update(no_key=True).get(pk=group.pk)
    if group.closed_on is not None and group.closed_on <= day:
        raise Refused(f"The {group} had closed by that day.")
    return group
