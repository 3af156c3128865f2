import pytest

from engagement import operations
from engagement.models import FrameworkVersion
from partnership.models import Group
from tests.factories.partnership import GroupFactory, OfficerSupportFactory


@pytest.fixture
def cabinet(db) -> Group:
    """The body that approves."""
    return GroupFactory(name="Cabinet", slug="cabinet", prefix="CAB")


@pytest.fixture
def version(group, officer, cabinet) -> FrameworkVersion:
    """A version that is being written, with one section."""
    version = operations.begin_framework(group, title="How we listen", approving_group=cabinet, by=officer)
    operations.add_section(version, heading="How we ask", text="We ask once.", by=officer)
    return version


@pytest.fixture
def issued(version, officer) -> FrameworkVersion:
    """The same, given out without a day for comments."""
    return operations.issue_framework(version, comments_until=None, by=officer)


@pytest.fixture
def cabinets_officer(cabinet):
    return OfficerSupportFactory(group=cabinet, user__email="cabinets-officer@example.org").user
