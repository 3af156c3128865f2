"""What the record says of a person or a body, as far as the reader may see it."""

from typing import Any

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from localities.models import Lead, TeamMember
from meetings.models import (
    ActionItem,
    AgendaItem,
    Attendance,
    DeclarationOfInterest,
    MinutesVersion,
    RepresentativeReport,
)
from meetings.terms import knowing_decisions
from partnership.models import Group, Membership, Organisation, Person, RegisteredInterest, Seat, User
from partnership.permissions import can_keep_interests

SHOWN = 20


def people_in_brief(user: User) -> QuerySet[Person]:
    """Everyone on the record, with the body they come from and the groups they are in today."""
    seen = Group.objects.visible_to(user).values("pk")
    today = (
        Membership.objects.current().filter(group__in=seen).select_related("group").order_by("group__name")
    )
    return Person.objects.with_organisation().prefetch_related(
        Prefetch("memberships", today, to_attr="today")
    )


def of_person(person: Person, user: User) -> dict[str, Any]:
    """Where somebody belongs and belonged, what they undertook, presented and attended."""
    seen = Group.objects.visible_to(user).values("pk")
    memberships = person.memberships.filter(group__in=seen).select_related("group", "organisation")
    actions = ActionItem.objects.visible_to(user).filter(owner=person).with_source().most_pressing_first()
    attended = attendances(user).filter(person=person)
    items = AgendaItem.objects.visible_to(user).filter(presenter=person)
    terms = knowing_decisions(
        person.office_terms.filter(group__in=seen).select_related("group").order_by("-starts_on"), user
    )
    interests = RegisteredInterest.objects.visible_to(user).current().filter(person=person).in_order()
    declared = DeclarationOfInterest.objects.visible_to(user).of_person(person)
    return {
        "interests": interests,
        "can_keep_interests": can_keep_interests(user, person),
        "declarations": declared.select_related("item__meeting__group").order_by("-item__meeting__held_on")[
            :SHOWN
        ],
        "memberships": memberships.current().order_by("group__name"),
        "coming_memberships": memberships.coming().order_by("starts_on"),
        "past_memberships": memberships.past().order_by("-ends_on"),
        "office_terms": terms,
        "offices_today": [term for term in terms if term.is_current],
        "holdings": person.seat_holdings.filter(seat__group__in=seen)
        .select_related("seat__group", "seat__nominated_by")
        .order_by("-starts_on"),
        "localities_led": Lead.objects.filter(person=person).with_people().order_by("-starts_on"),
        "team_places": TeamMember.objects.filter(person=person).with_people().order_by("-starts_on"),
        "actions": actions[:SHOWN],
        "reports": reports_published(user).of_author(person)[:SHOWN],
        "actions_count": actions.count(),
        "attended": attended.select_related("meeting__group").order_by("-meeting__held_on")[:SHOWN],
        "attended_count": attended.count(),
        "items": items.select_related("meeting__group").order_by("-meeting__held_on")[:SHOWN],
    }


def reports_published(user: User) -> QuerySet[RepresentativeReport]:
    """Representatives' reports that stand, the newest meeting first."""
    return RepresentativeReport.objects.visible_to(user).published().with_names().newest_first()


def attendances(user: User) -> QuerySet[Attendance]:
    """Who was in the room, at meetings whose minutes the reader has: attendance is a part of the minutes."""
    given = MinutesVersion.objects.visible_to(user).values("meeting")
    return Attendance.objects.in_the_room().filter(meeting__in=given)


def organisations_in_brief() -> QuerySet[Organisation]:
    """Every body, with how many people of it are on the record."""
    people = Person.objects.filter(organisation=OuterRef("pk")).order_by().values("organisation")
    counted = people.annotate(n=Count("pk")).values("n")
    return Organisation.objects.select_related("parent").annotate(people_count=Coalesce(Subquery(counted), 0))


def of_organisation(organisation: Organisation, user: User) -> dict[str, Any]:
    """Who comes from a body, where it is represented and which seats it fills."""
    seen = Group.objects.visible_to(user).values("pk")
    return {
        "parts": organisation.parts.all(),
        "reports": reports_published(user).to_body(organisation)[:SHOWN],
        "memberships": Membership.objects.current()
        .filter(organisation=organisation, group__in=seen)
        .select_related("group", "person")
        .order_by("group__name", "person__name"),
        "seats": Seat.objects.open_today()
        .filter(nominated_by=organisation, group__in=seen)
        .with_holdings()
        .select_related("group", "nominated_by")
        .order_by("group__name", "title"),
    }
