"""A history of thousands of savings is read in pages of sittings, and no sitting is cut by the end of a page."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import RequestFactory

from core import history
from core.models import HistoryEntry
from core.sittings import page_of_sittings
from tests.factories.partnership import TopicFactory, UserFactory

pytestmark = pytest.mark.django_db
EVENING = datetime(2007, 2, 2, 18, tzinfo=UTC)


@pytest.fixture
def topic():
    return TopicFactory()


def savings(topic, by, many, *, begin=EVENING, apart=timedelta(seconds=5), verb="edited"):
    """So many savings of one text, each changing it from the last to the next."""
    kind = ContentType.objects.get_for_model(topic)
    HistoryEntry.objects.bulk_create(
        HistoryEntry(
            content_type=kind,
            object_id=topic.pk,
            verb=verb,
            by=by,
            at=begin + n * apart,
            changes={"about": [f"text {n}", f"text {n + 1}"]},
        )
        for n in range(many)
    )


def read(topic, page=1, *, per_page=50):
    """The lines of a page, as people read them."""
    request = RequestFactory().get("/", {"page": page})
    found = page_of_sittings(history.of(topic), request, per_page=per_page)
    return found, history.readable(found.object_list)


def test_five_thousand_savings_of_one_evening_are_one_line(topic, django_assert_max_num_queries):
    savings(topic, UserFactory(), 5000)

    with django_assert_max_num_queries(4):
        page, [line] = read(topic)

    assert (page.paginator.count, page.paginator.num_pages) == (1, 1)
    assert [(change.old, change.new) for change in line.changes] == [("text 0", "text 5000")]


def test_sittings_are_told_apart_by_person_deed_and_pause(topic):
    one, other = UserFactory(), UserFactory()
    savings(topic, one, 3)
    savings(topic, other, 3, begin=EVENING + timedelta(minutes=1))
    savings(topic, other, 3, begin=EVENING + timedelta(minutes=2), verb="closed")
    savings(topic, other, 3, begin=EVENING + timedelta(minutes=30), verb="closed")
    savings(topic, None, 2, begin=EVENING + timedelta(minutes=31), verb="closed")

    page, lines = read(topic)

    assert page.paginator.count == 5
    assert [(line.verb, line.by) for line in lines] == [
        ("closed", "the system"),
        ("closed", str(other)),
        ("closed", str(other)),
        ("edited", str(other)),
        ("edited", str(one)),
    ]


def test_a_page_ends_between_sittings_and_every_sitting_stands_on_one_page(topic):
    user = UserFactory()
    for evening in range(7):
        savings(topic, user, 40, begin=EVENING + timedelta(days=evening))

    pages = [read(topic, number, per_page=3) for number in (1, 2, 3)]

    assert [len(lines) for _, lines in pages] == [3, 3, 1]
    assert pages[0][0].paginator.num_pages == 3
    for _, lines in pages:
        assert all((line.changes[0].old, line.changes[0].new) == ("text 0", "text 40") for line in lines)


def test_entries_of_one_moment_keep_their_order(topic):
    user = UserFactory()
    savings(topic, user, 4, apart=timedelta(0))
    savings(topic, user, 4, apart=timedelta(0), verb="closed")

    _, first = read(topic, 1, per_page=1)
    _, second = read(topic, 2, per_page=1)

    assert [line.verb for line in first + second] == ["closed", "edited"]


def test_a_slow_sitting_goes_on_as_long_as_no_pause_is_long(topic):
    savings(topic, UserFactory(), 5, apart=history.ONE_SITTING)

    page, lines = read(topic)

    assert len(lines) == page.paginator.count == 1


@pytest.mark.parametrize("number", ["x", "0", "-1", "99", ""])
def test_a_page_that_there_is_not_is_the_nearest(number, topic):
    savings(topic, UserFactory(), 2)

    assert len(read(topic, number)[1]) == 1


def test_an_empty_history_is_an_empty_page(topic):
    page, lines = read(topic)

    assert lines == []
    assert page.paginator.count == 0
