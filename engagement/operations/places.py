"""Applying for a place, offering it, answering, and the bursary that may go with it."""

from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from core import history
from core.refusals import Refused
from engagement.models import Bursary, Place, Programme
from engagement.models.programmes import Sector
from partnership import notices
from partnership.models import Organisation, User

State = Place.State


@transaction.atomic
def apply_for_place(
    programme: Programme, *, name: str, sector: str, organisation: Organisation | None = None, by: User
) -> Place:
    """Ask for a place for oneself."""
    return _enter(
        programme, name=name, email=by.email, sector=sector, organisation=organisation, login=by, by=by
    )


@transaction.atomic
def enter_application(
    programme: Programme,
    *,
    name: str,
    sector: str,
    organisation: Organisation | None = None,
    email: str = "",
    by: User,
) -> Place:
    """Write down the application of somebody who does not sign in."""
    return _enter(
        programme, name=name, email=email, sector=sector, organisation=organisation, login=None, by=by
    )


def _enter(
    programme: Programme,
    *,
    name: str,
    email: str,
    sector: str,
    organisation: Organisation | None,
    login: User | None,
    by: User,
) -> Place:
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    if not programme.published_at:
        raise Refused("Nobody can apply before the programme is published.")
    if programme.erase_on is None:
        raise Refused("Nobody can apply before it is said on which day names and addresses are erased.")
    if programme.erased_at:
        raise Refused("The programme is over: names and addresses are erased.")
    # An officer may write down afterwards what came in time on paper.
    if login and not programme.takes_applications:
        raise Refused("The last day to apply is over.")
    if not programme.room_for(sector):
        raise Refused(f"There are no places for the {Sector(sector).label.lower()} sector.")
    if organisation and organisation.sector != sector:
        raise Refused(
            f"The {organisation} belongs to the {organisation.get_sector_display().lower()} sector."
        )

    last = programme.places.aggregate(last=Max("number"))["last"] or 0
    place = Place(
        programme=programme,
        number=last + 1,
        name=name,
        email=email.strip(),
        sector=sector,
        organisation=organisation,
        login=login,
        entered_by=by,
        applied_at=timezone.now(),
    )
    history.add(place, by=_hand(place, by), verb="applied")
    fill(programme, by=_hand(place, by))
    place.refresh_from_db()
    return place


def _hand(place: Place, by: User) -> User | None:
    """Who is named in the log: officers. The log is never erased, so whoever acts for themselves is not in it."""
    return None if place.login_id == by.pk else by


def fill(programme: Programme, *, by: User | None, freed: bool = False) -> list[Place]:
    """Offer every free place to whoever waits longest in its sector, once offering has begun."""
    if not programme.offers_began_at or programme.erased_at:
        return []
    offered = []
    for sector in Sector.values:
        of_sector = Place.objects.filter(programme=programme).in_sector(sector)
        free = programme.room_for(sector) - of_sector.promised().count()
        for place in of_sector.waiting().order_by("number")[: max(free, 0)]:
            history.edit(place, by=by, verb="offered", state=State.OFFERED, offered_at=timezone.now())
            _tell(place, "place_offered_next" if freed else "place_offered")
            offered.append(place)
    return offered


@transaction.atomic
def accept_place(place: Place, *, by: User) -> Place:
    """Take the place that is offered."""
    return _move(place, State.ACCEPTED, by=by, answered_at=timezone.now())


@transaction.atomic
def decline_place(place: Place, *, reason: str = "", by: User) -> Place:
    """Say no to the place that is offered: it goes to the next in line."""
    return _give_up(place, State.DECLINED, reason=reason, by=by, answered_at=timezone.now())


@transaction.atomic
def withdraw_place(place: Place, *, reason: str = "", by: User) -> Place:
    """Take an application back, or give up a place: it goes to the next in line."""
    return _give_up(place, State.WITHDRAWN, reason=reason, by=by)


def _give_up(place: Place, to: State, *, reason: str, by: User, **values) -> Place:
    place = _move(place, to, by=by, **values)
    # Past the log, which is never erased: people write of their health and their families here.
    Place.objects.filter(pk=place.pk).update(reason=reason)
    place.reason = reason
    hand = _hand(place, by)
    for bursary in Bursary.objects.select_for_update().filter(place=place, state__in=["asked", "awarded"]):
        history.edit(bursary, by=hand, verb="lapsed", state=Bursary.State.LAPSED)
    fill(place.programme, by=hand, freed=True)
    if place.offered_at:
        officers = User.objects.officers_of(place.programme.group).exclude(pk=by.pk)
        notices.tell(officers, "place_declined", about=place, occasion=to)
    return place


@transaction.atomic
def ask_for_bursary(place: Place, *, training_budget: Decimal, asked: Decimal, why: str, by: User) -> Bursary:
    """Ask for money towards a place, for a body whose training budget is small."""
    place = _locked(place)
    if not place.is_running:
        raise Refused("The application is over, so no bursary can be asked for.")
    if not place.programme.bursary_fund or not place.programme.small_budget:
        raise Refused("This programme has no bursary fund.")
    if Bursary.objects.filter(place=place).exists():
        raise Refused("A bursary is asked for already.")
    if not why.strip():
        raise Refused("Say why it is needed.")

    bursary = Bursary(
        place=place,
        applicant=place.login,
        asked_by=_hand(place, by),
        training_budget=training_budget,
        asked=asked,
        why=why,
    )
    history.add(bursary, by=_hand(place, by), verb="asked for")
    officers = User.objects.officers_of(place.programme.group).exclude(pk=by.pk)
    notices.tell(officers, "bursary_asked", about=place)
    return bursary


@transaction.atomic
def award_bursary(bursary: Bursary, *, awarded: Decimal, criteria_met: str, by: User) -> Bursary:
    """Award money from the fund, with how the criteria are met."""
    return _decide(bursary, Bursary.State.AWARDED, awarded=awarded, criteria_met=criteria_met, by=by)


@transaction.atomic
def refuse_bursary(bursary: Bursary, *, criteria_met: str, by: User) -> Bursary:
    """Say no, with the criteria that are not met."""
    return _decide(bursary, Bursary.State.REFUSED, awarded=None, criteria_met=criteria_met, by=by)


def _decide(
    bursary: Bursary, to: Bursary.State, *, awarded: Decimal | None, criteria_met: str, by: User
) -> Bursary:
    place = _locked(bursary.place)
    bursary = Bursary.objects.select_for_update().get(pk=bursary.pk)
    if bursary.state != Bursary.State.ASKED:
        raise Refused(f"This bursary is {bursary.get_state_display().lower()}, so it stays as it is.")
    if by.pk in (place.entered_by_id, bursary.asked_by_id) and by.pk != bursary.applicant_id:
        raise Refused(
            "Whoever wrote the application down cannot decide on its bursary: another officer does."
        )

    history.edit(
        bursary,
        by=by,
        verb=to.value,
        state=to,
        awarded=awarded,
        criteria_met=criteria_met,
        criteria=place.programme.bursary_criteria,
        decided_at=timezone.now(),
        decided_by=by,
    )
    _tell(place, "bursary_decided")
    return bursary


def _move(place: Place, to: State, *, by: User, **values) -> Place:
    place = _locked(place)
    if to not in Place.NEXT.get(State(place.state), ()):
        raise Refused(
            f"The application stands at “{place.get_state_display().lower()}”, so it cannot be {to.value}."
        )
    history.edit(place, by=_hand(place, by), verb=to.value, state=to, **values)
    return place


def _locked(place: Place) -> Place:
    """The place, with the row of its programme locked first, as everyone does."""
    Programme.objects.select_for_update().get(pk=place.programme_id)
    return Place.objects.select_for_update(of=("self",)).select_related("programme__group").get(pk=place.pk)


def _tell(place: Place, what: str) -> None:
    """Whoever applied: at their login, or at the address that was left."""
    if place.login:
        notices.tell([place.login], what, about=place)
    elif place.email:
        notices.tell_addresses([place.email], what, about=place)
