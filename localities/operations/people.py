"""Who leads a locality, and who is in its team."""

from datetime import date

from django.db import transaction

from core import history
from core.refusals import Refused
from core.templatetags.house import british_date
from localities.models import Lead, Locality, TeamMember
from partnership import notices
from partnership.models import Organisation, Person, User


@transaction.atomic
def change_lead(
    locality: Locality, *, person: Person | None, on: date, by: User | None, reason: str = ""
) -> Lead:
    """Whoever leads a locality steps back on a day and somebody else takes over that day, or nobody (person None).

    Returns the lead that began or, where nobody takes over, the one that ended. Both are told, and so are followers.
    """
    locality = Locality.objects.select_for_update().get(pk=locality.pk)
    outgoing = locality.leads.on(on).with_people().first()

    if later := locality.leads.beginning_from(on).with_people().order_by("-starts_on").first():
        raise Refused(
            f"{later.person} became the lead on {british_date(later.starts_on)}. Enter a day after that one."
        )
    if outgoing and outgoing.person == person:
        raise Refused(f"{person} leads {locality} on that day already.")
    if person is None and outgoing is None:
        raise Refused(f"Nobody leads {locality} on that day. Choose somebody.")

    lead = outgoing
    if outgoing:
        history.edit(outgoing, by=by, verb="ended", reason=reason, ends_on=on)
    if person:
        lead = Lead(locality=locality, person=person, starts_on=on)
        history.add(lead, by=by, verb="appointed", reason=reason)
    words = f"{person or 'Nobody'}, from {british_date(on)} on. {reason}"
    history.record(locality, "lead changed", by=by, reason=words.strip())

    assert lead is not None
    concerned = User.objects.active().filter(person__in=[each.person for each in (lead, outgoing) if each])
    readers = [*User.objects.following(locality), *concerned]
    occasion = f"{lead.pk} on {on}"
    notices.tell(readers, "locality_lead_changed", about=locality, occasion=occasion, followed=[locality])
    return lead


@transaction.atomic
def take_back_lead(lead: Lead, *, by: User | None, reason: str) -> Locality:
    """The latest lead was entered by mistake: it is taken out, and whoever stepped back for it leads on."""
    locality = Locality.objects.select_for_update().get(pk=lead.locality_id)
    lead = Lead.objects.select_for_update(of=("self",)).select_related("person").get(pk=lead.pk)

    if locality.leads.filter(starts_on__gt=lead.starts_on).exists() or lead.ends_on is not None:
        raise Refused(
            f"{lead.person} is not the latest lead, or has an end by now, so this cannot be taken back."
        )

    before = locality.leads.filter(ends_on=lead.starts_on).first()
    history.record(lead, "taken back", by=by, reason=reason)
    history.record(locality, "lead taken back", by=by, reason=f"{lead.person}: {reason}")
    lead.delete()
    if before:
        history.edit(before, by=by, verb="leads on", reason=reason, ends_on=None)
    return locality


@transaction.atomic
def join_team(
    locality: Locality, *, person: Person, role: str, starts_on: date, by: User | None
) -> TeamMember:
    """Somebody works in the virtual team of a locality from a day on, for the organisation they come from."""
    person = Person.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=person.pk)

    if person.organisation is None:
        raise Refused(f"Say first, on the page of {person}, which organisation they come from.")
    if person.organisation.closed_on and person.organisation.closed_on <= starts_on:
        raise Refused(f"{person.organisation} had closed by that day.")

    member = TeamMember(
        locality=locality, person=person, organisation=person.organisation, role=role, starts_on=starts_on
    )
    history.add(member, by=by, verb="joined")
    history.record(locality, "team joined", by=by, reason=str(person))
    return member


@transaction.atomic
def end_team_place(member: TeamMember, *, on: date, by: User | None, reason: str = "") -> TeamMember:
    """Somebody leaves the team; `on` is the first day without them."""
    member = TeamMember.objects.select_for_update(of=("self",)).with_people().get(pk=member.pk)

    if member.ends_on is not None:
        raise Refused(f"{member.person} has left the team already.")

    history.edit(member, by=by, verb="left", reason=reason, ends_on=on)
    history.record(member.locality, "team left", by=by, reason=f"{member.person}. {reason}".strip())
    return member


@transaction.atomic
def end_places_with(
    person: Person, organisation: Organisation, *, on: date, by: User | None, reason: str
) -> int:
    """Somebody left an organisation: what they did for it in the teams of localities ends. Returns how many ended.

    A place that had not begun by that day is taken out.
    """
    places = TeamMember.objects.select_for_update(of=("self",)).from_body(organisation).filter(person=person)
    ended = 0
    for member in places.running_past(on).with_people():
        history.edit(member, by=by, verb="left", reason=reason, ends_on=on)
        history.record(member.locality, "team left", by=by, reason=f"{person}. {reason}")
        ended += 1
    for member in places.filter(starts_on__gte=on).with_people():
        history.record(member, "taken out", by=by, reason=reason)
        history.record(member.locality, "team not joined", by=by, reason=f"{person}. {reason}")
        member.delete()
        ended += 1
    return ended
