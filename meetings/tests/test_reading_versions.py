"""The minutes in versions: each kept as it was given out, any two compared."""

import pytest
from django.db import connection

from meetings.models import AgendaItem
from meetings.tests.doors import main_words
from tests.factories import meetings as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(group, officer):
    """Its minutes were circulated twice."""
    meeting = make.MeetingFactory(group=group)
    make.AgendaItemFactory(meeting=meeting, title="Performance")
    make.started(meeting)
    item = AgendaItem.objects.get(meeting=meeting, title="Performance")
    make.minuted(item, "Progress was good.")
    make.closed(meeting)
    make.circulated(meeting)
    make.minuted(item, "Progress was <em>very</em> good.")
    make.circulated(meeting, reason="A member asked for it.")
    return meeting


@pytest.fixture
def address(meeting):
    return f"{meeting.get_absolute_url()}minutes/versions/"


def test_each_version_says_who_when_why_and_its_fingerprint(as_, meeting, address, officer):
    words = main_words(as_("officer").get(address).content.decode())

    for version in meeting.minutes_versions.all():
        assert f"Version {version.number}" in words
        assert version.sha256 in words
    assert "A member asked for it." in words
    assert f"Given to the members by {officer}" in words
    assert words.count("still gives this fingerprint") == 2


def test_a_text_that_was_tampered_with_is_noticed(as_, meeting, address):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE meetings_minutesversion SET body = replace(body, 'good', 'poor') WHERE number = 1"
        )
        cursor.execute("SET LOCAL session_replication_role = origin")

    words = main_words(as_("officer").get(address).content.decode())

    assert words.count("does not give this fingerprint") == 1


def test_two_versions_are_compared_word_by_word(as_, address):
    page = as_("officer").get(f"{address}compare/?from=1&to=2").content.decode()

    assert "added: </span>&lt;em&gt;very&lt;/em&gt;" in page
    assert "<del>" not in page
    assert "A member asked for it." in page


def test_the_older_comes_first_however_they_are_asked_for(as_, address):
    client = as_("officer")

    page = client.get(f"{address}compare/?from=2&to=1").content.decode()

    assert "What changed from version 1 to version 2" in page
    assert "added: </span>&lt;em&gt;very&lt;/em&gt;" in page


def test_a_version_compared_with_itself_says_the_same(as_, address):
    assert "The two say the same." in as_("officer").get(f"{address}compare/?from=1&to=1").content.decode()


@pytest.mark.parametrize("query", ["from=1", "from=1&to=9", "from=x&to=y", "from=&to=", "from=1&to=2&to=3"])
def test_a_comparison_that_cannot_be_made_is_refused_in_a_sentence(query, as_, address):
    response = as_("officer").get(f"{address}compare/?{query}")

    assert response.status_code == 200
    assert "There is a problem" in response.content.decode()


def test_a_meeting_without_minutes_has_no_versions(as_, group, officer):
    meeting = make.called(make.MeetingFactory(group=group))

    assert as_("officer").get(f"{meeting.get_absolute_url()}minutes/versions/").status_code == 404


def test_the_list_takes_no_more_queries_for_more_versions(
    as_, meeting, address, django_assert_max_num_queries
):
    client = as_("officer")
    with django_assert_max_num_queries(6):
        client.get(address)
