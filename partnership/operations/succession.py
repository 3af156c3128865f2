"""An office passes from one person to the next, and back again where that was entered by mistake."""

from datetime import date

from django.db import transaction

from core import history
from core.refusals import Refused
from core.templatetags.house import british_date
from partnership.models import Group, OfficeTerm, Person, User


@transaction.atomic
def hand_over_office(
    group: Group,
    office: str,
    *,
    to: Person,
    on: date,
    by: User | None,
    reason: str = "",
    due_to_end_on: date | None = None,
) -> tuple[OfficeTerm, OfficeTerm | None, date | None]:
    """Whoever holds the office stands down on a day, and somebody else takes it over that day.

    Returns the term that begins, the term that ends for it (none: the office was vacant) and the day on which that one
    was to end before.
    """
    group = Group.objects.select_for_update(no_key=True).get(pk=group.pk)
    outgoing = (
        OfficeTerm.objects.select_for_update(of=("self",))
        .filter(group=group, office=office)
        .on(on)
        .select_related("person")
        .first()
    )

    if group.closed_on is not None and group.closed_on <= on:
        raise Refused(f"The {group} had closed by that day.")
    if outgoing and outgoing.starts_on == on:
        raise Refused(
            f"{outgoing.person} became {outgoing.get_office_display()} on {british_date(on)} already. "
            "An office changes hands once a day."
        )

    ended_before = outgoing.ends_on if outgoing else None
    if outgoing:
        history.edit(outgoing, by=by, verb="ended", reason=reason, ends_on=on)
    term = OfficeTerm(group=group, office=office, person=to, starts_on=on, due_to_end_on=due_to_end_on)
    history.add(term, by=by, verb="appointed", reason=reason)
    return term, outgoing, ended_before


@transaction.atomic
def take_back_office(
    term: OfficeTerm, *, ended: OfficeTerm | None, ended_before: date | None, by: User | None, reason: str
) -> OfficeTerm | None:
    """A handover was entered by mistake: the term that began is taken out, the one before it runs on.

    Returns the term that runs on.
    """
    group = Group.objects.select_for_update(no_key=True).get(pk=term.group_id)
    term = OfficeTerm.objects.select_for_update(of=("self",)).select_related("person").get(pk=term.pk)
    ended = OfficeTerm.objects.select_for_update().get(pk=ended.pk) if ended else None

    if term.ends_on is not None:
        raise Refused(
            f"{term.person}’s term as {term.get_office_display()} has an end by now, so what began it cannot be undone."
        )

    # Somebody whose term was cut short further since, as by leaving the group, does not come back.
    runs_on = ended is not None and ended.ends_on == term.starts_on
    history.record(term, "taken back", by=by, reason=reason)
    history.record(group, "office taken back", by=by, reason=f"{term}: {reason}")
    term.delete()
    if ended and runs_on:
        history.edit(ended, by=by, verb="runs on", reason=reason, ends_on=ended_before)
    return ended
