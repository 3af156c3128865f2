"""People, groups and logins."""

from datetime import date
from functools import cache

import factory
from django.contrib.auth.hashers import make_password
from factory.django import DjangoModelFactory

from partnership.models import (
    Group,
    Membership,
    OfficerSupport,
    OfficeTerm,
    Organisation,
    Person,
    Seat,
    SeatHolding,
    Topic,
    User,
)

FOUNDED = date(2006, 4, 1)
PASSWORD = "a long enough password"


@cache
def hashed_password() -> str:
    """PASSWORD, hashed once for all logins of a test run: hashing is slow on purpose."""
    return make_password(PASSWORD)


class UserFactory(DjangoModelFactory):
    """A login that can sign in with PASSWORD."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person-{n}@example.org")
    password = factory.LazyFunction(hashed_password)


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Organisation {n}")
    slug = factory.Sequence(lambda n: f"organisation-{n}")
    sector = Organisation.Sector.PUBLIC


class PersonFactory(DjangoModelFactory):
    """Somebody without a login."""

    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"Person {n}")
    slug = factory.Sequence(lambda n: f"person-{n}")


class GroupFactory(DjangoModelFactory):
    """An open group that anyone may read about."""

    class Meta:
        model = Group

    name = factory.Sequence(lambda n: f"Group {n}")
    slug = factory.Sequence(lambda n: f"group-{n}")
    prefix = factory.Sequence(lambda n: f"G{n}")
    kind = Group.Kind.EXECUTIVE


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    group = factory.SubFactory(GroupFactory)
    person = factory.SubFactory(PersonFactory)
    starts_on = FOUNDED


class OfficeTermFactory(DjangoModelFactory):
    class Meta:
        model = OfficeTerm

    group = factory.SubFactory(GroupFactory)
    office = OfficeTerm.Office.CHAIR
    person = factory.SubFactory(PersonFactory)
    starts_on = FOUNDED


class SeatFactory(DjangoModelFactory):
    class Meta:
        model = Seat

    group = factory.SubFactory(GroupFactory)
    title = factory.Sequence(lambda n: f"Seat {n}")
    nominated_by = factory.SubFactory(OrganisationFactory, sector=Organisation.Sector.VOLUNTARY)


class SeatHoldingFactory(DjangoModelFactory):
    class Meta:
        model = SeatHolding

    seat = factory.SubFactory(SeatFactory)
    person = factory.SubFactory(PersonFactory)
    starts_on = FOUNDED


class OfficerSupportFactory(DjangoModelFactory):
    class Meta:
        model = OfficerSupport

    group = factory.SubFactory(GroupFactory)
    user = factory.SubFactory(UserFactory)
    starts_on = FOUNDED


class TopicFactory(DjangoModelFactory):
    class Meta:
        model = Topic

    name = factory.Sequence(lambda n: f"Topic {n}")
    slug = factory.Sequence(lambda n: f"topic-{n}")
