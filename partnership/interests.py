"""Whose register of interests is up to date, and whose is to be gone through."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Max, Min, QuerySet
from django.utils import timezone

from partnership.models import Group, InterestsReview, Membership, Person, RegisteredInterest
from partnership.permissions import Anyone

# A new member has so many days to register, as the Localism Act 2011 gives a councillor.
DAYS_TO_REGISTER = 28
# So many days before the day a review is due its person hears of it.
REMIND_DAYS = 28
# Substitutes decide in a member's place, so they register too; observers and those in attendance do not decide.
REGISTERING = [Membership.Capacity.MEMBER, Membership.Capacity.SUBSTITUTE]


@dataclass
class Register:
    """What one member has registered, as far as the reader may know, and when it was last gone through."""

    person: Person
    # The day on which they joined the first of their groups; none for somebody who belongs to no group with a register.
    joined_on: date | None = None
    reviewed_on: date | None = None
    interests: list[RegisteredInterest] = field(default_factory=list)

    @property
    def due_on(self) -> date | None:
        """The day by which to go through it: a year after the last time; at first, four weeks after joining."""
        if self.joined_on is None:
            return None
        if self.reviewed_on is None:
            return self.joined_on + timedelta(days=DAYS_TO_REGISTER)
        return a_year_after(self.reviewed_on)

    @property
    def is_overdue(self) -> bool:
        return self.due_on is not None and self.due_on < timezone.localdate()

    @property
    def is_due_soon(self) -> bool:
        """Whether it is time to remind its person: due within four weeks, or overdue."""
        return self.due_on is not None and self.due_on <= timezone.localdate() + timedelta(days=REMIND_DAYS)


def a_year_after(day: date) -> date:
    """The same day of the next year; for 29 February the last of February."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def registers_of(people: Iterable[Person], user: Anyone) -> list[Register]:
    """The register of each, with the interests that this reader may see. Three queries, however many people."""
    people = list(people)
    joined = _by_person(_duties().filter(person__in=people), Min("starts_on"))
    reviewed = _by_person(InterestsReview.objects.filter(person__in=people), Max("reviewed_on"))
    seen: dict[int, list[RegisteredInterest]] = {}
    for interest in RegisteredInterest.objects.visible_to(user).filter(person__in=people).in_order():
        seen.setdefault(interest.person_id, []).append(interest)
    return [
        Register(each, joined.get(each.pk), reviewed.get(each.pk), seen.get(each.pk, [])) for each in people
    ]


def register_of(person: Person, user: Anyone) -> Register:
    """One person's register."""
    return registers_of([person], user)[0]


def is_read_by(person: Person, user: Anyone) -> bool:
    """Whether this reader may read somebody's register: that of a member of a group that the reader sees."""
    seen = Group.objects.visible_to(user).values("pk")
    return _duties().filter(person=person, group__in=seen).exists()


def members_who_register(group: Group) -> QuerySet[Person]:
    """Whoever belongs to the group today in a part that decides, by name."""
    return Person.objects.with_organisation().filter(pk__in=_duties().filter(group=group).values("person"))


def registering_in(people: Iterable[int]) -> list[tuple[int, int]]:
    """In which groups these people are obliged to register: pairs of a group and a person."""
    return list(_duties().filter(person__in=list(people)).order_by().values_list("group", "person"))


def overdue_in(group: Group) -> list[Register]:
    """The registers of a group's members that are overdue, the longest first."""
    return [register for register in due_soon(members_who_register(group)) if register.is_overdue]


def due_soon(people: QuerySet[Person] | None = None) -> list[Register]:
    """Registers to go through now, the longest overdue first; of these people, or of everybody."""
    duties = _duties() if people is None else _duties().filter(person__in=people)
    joined = _by_person(duties, Min("starts_on"))
    reviewed = _by_person(InterestsReview.objects.filter(person__in=list(joined)), Max("reviewed_on"))
    known = Person.objects.with_organisation().select_related("user").filter(pk__in=list(joined))
    registers = [Register(each, joined[each.pk], reviewed.get(each.pk)) for each in known]
    return sorted(
        (each for each in registers if each.is_due_soon), key=lambda each: (each.due_on, each.person.name)
    )


def is_due_soon(person: Person) -> bool:
    """Whether somebody is to go through their register now."""
    return bool(due_soon(Person.objects.filter(pk=person.pk)))


def _duties() -> QuerySet[Membership]:
    """Memberships of today that oblige somebody to register."""
    return Membership.objects.current().filter(
        capacity__in=REGISTERING, group__keeps_register=True, group__closed_on=None
    )


def _by_person(rows: QuerySet, what: Min | Max) -> dict[int, date]:
    return dict(rows.order_by().values("person").annotate(day=what).values_list("person", "day"))
