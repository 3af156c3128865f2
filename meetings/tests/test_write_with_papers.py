"""Whoever minutes has before them, under each item, what was read for it and what it recommends."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from meetings import operations
from meetings.models import Decision
from meetings.tests.minuting import address, send
from meetings.tests.test_resolve_recommendations import put_to_a_meeting
from tests.factories.papers import PaperFactory, published_paper, word

pytestmark = pytest.mark.django_db
BUTTON = "Accept or amend what is recommended"


def item_of(writer, item) -> str:
    """The part of the minuting page that is about one item."""
    page = writer.get(address(item.meeting)).content.decode()
    return re.search(rf'id="item-{item.number}".*?</section>', page, re.DOTALL)[0]


def words(html: str) -> str:
    return re.sub(r"\s+", " ", strip_tags(html))


def test_each_item_shows_its_own_papers_with_link_and_type(writer, meeting, item):
    other = meeting.items.get(title="Herefordshire Connects")
    paper = published_paper(PaperFactory(item=item, title="Spending profiles"))
    PaperFactory(item=item, title="Still to come", file=word())

    shown = item_of(writer, item)

    assert f'href="{paper.get_absolute_url()}"' in shown
    assert "Spending profiles (PDF, opens in a new tab)" in words(shown)
    assert "Still to come (Word, opens in a new tab) Not published" in words(shown)
    assert "Spending profiles" not in item_of(writer, other)
    assert "Papers for item" not in item_of(writer, other)


def test_the_type_is_that_of_the_newest_file(writer, item, officer):
    paper = PaperFactory(item=item, title="Spending profiles")
    operations.replace_paper(paper, file=word(), by=officer)

    assert "Spending profiles (Word" in words(item_of(writer, item))


def test_a_withdrawn_paper_is_not_offered(writer, item, officer):
    paper = published_paper(PaperFactory(item=item, title="Spending profiles"))
    operations.withdraw_paper(paper, reason="Wrong figures", by=officer)

    assert "Spending profiles" not in item_of(writer, item)


def test_a_report_stands_with_the_button_that_makes_its_recommendation_the_decision(writer, group):
    report = put_to_a_meeting(group)
    item = report.paper.item

    shown = item_of(writer, item)
    assert f"{report.paper.title} (report, opens in a new tab)" in words(shown)
    assert f'value="recommend-{item.pk}"' in shown
    assert BUTTON in shown

    went_to = send(writer, item.meeting, do=f"recommend-{item.pk}")
    pk = report.recommendations.get().pk
    writer.post(went_to.url, {"do": f"accept-{pk}", f"r{pk}-voting": "consensus"})

    assert Decision.objects.get(item=item).outcome == "agreed"
    assert BUTTON not in item_of(writer, item)


def test_an_item_without_a_recommendation_has_no_such_button(writer, item):
    published_paper(PaperFactory(item=item))

    assert BUTTON not in item_of(writer, item)


def test_all_papers_of_the_page_are_one_question(writer, meeting, item):
    def asked() -> list[str]:
        with CaptureQueriesContext(connection) as found:
            assert writer.get(address(meeting)).status_code == 200
        return [query["sql"] for query in found]

    none = asked()
    for each in meeting.items.all():
        published_paper(PaperFactory(item=each))
        PaperFactory(item=each, file=word())
    many = asked()

    assert len(many) == len(none)
    assert len([sql for sql in many if '"meetings_paper"."title"' in sql]) == 1
