"""The people of the tests: each is a login with one part in `group`, or none."""

import pytest
from django.contrib.auth.models import AnonymousUser

from partnership.models import Group, OfficeTerm, Organisation, User
from tests.factories.partnership import (
    GroupFactory,
    MembershipFactory,
    OfficerSupportFactory,
    OfficeTermFactory,
    OrganisationFactory,
    PersonFactory,
    UserFactory,
)

ROLES = (
    "reader",
    "outsider",
    "member",
    "representative",
    "chair",
    "secretary",
    "officer",
    "other_officer",
    "administrator",
)


@pytest.fixture
def group(db) -> Group:
    """A public group."""
    return GroupFactory(name="Chief Executives Group", slug="chief-executives-group", prefix="CEG")


@pytest.fixture
def reader() -> AnonymousUser:
    """Anyone, not signed in."""
    return AnonymousUser()


@pytest.fixture
def outsider(db) -> User:
    """Signed in, and in no group."""
    return UserFactory(email="outsider@example.org")


@pytest.fixture
def member(group) -> User:
    """In the group, for a public body."""
    return _joins(group, "Member of the Group", "member@example.org")


@pytest.fixture
def representative(group) -> User:
    """In the group, for the voluntary and community sector."""
    user = _joins(group, "Representative of the Sector", "representative@example.org")
    alliance = OrganisationFactory(
        name="Voluntary Sector Alliance",
        slug="voluntary-sector-alliance",
        sector=Organisation.Sector.VOLUNTARY,
    )
    user.person.memberships.update(organisation=alliance)
    return user


@pytest.fixture
def chair(group) -> User:
    """In the group, and its chair."""
    user = _joins(group, "Chair of the Group", "chair@example.org")
    OfficeTermFactory(group=group, person=user.person, office=OfficeTerm.Office.CHAIR)
    return user


@pytest.fixture
def secretary(group) -> User:
    """In the group, and its secretary."""
    user = _joins(group, "Secretary of the Group", "secretary@example.org")
    OfficeTermFactory(group=group, person=user.person, office=OfficeTerm.Office.SECRETARY)
    return user


@pytest.fixture
def officer(group) -> User:
    """Supports the group; is no member of it."""
    return OfficerSupportFactory(group=group, user__email="officer@example.org").user


@pytest.fixture
def other_officer(db) -> User:
    """Supports another group."""
    return OfficerSupportFactory(user__email="other-officer@example.org").user


@pytest.fixture
def administrator(db) -> User:
    """Keeps people and places right."""
    return UserFactory(email="administrator@example.org", is_staff=True)


@pytest.fixture
def as_(client, request):
    """`as_("officer")` is a browser in which that person of the cast is signed in."""

    def signed_in(role: str):
        if role != "reader":
            client.force_login(request.getfixturevalue(role))
        return client

    return signed_in


def _joins(group: Group, name: str, email: str) -> User:
    user = UserFactory(email=email)
    person = PersonFactory(name=name, slug=name.lower().replace(" ", "-"), user=user)
    MembershipFactory(group=group, person=person)
    return user
