"""The Local Area Agreement of the record: what is known is told, what is not known is marked."""

import pytest
from django.core.management import call_command

from funding.models import Agreement, Assessment, Indicator, Refresh, Reward, Target
from funding.tests.doors import words_of
from tests.once import kept_for_the_file

pytestmark = pytest.mark.django_db

BLOCKS = [
    "Children and Young People",
    "Safer and Stronger Communities",
    "Healthier Communities and Older People",
    "Economic Development and Enterprise",
]


@pytest.fixture(scope="module")
def agreement(django_db_setup, django_db_blocker):
    with kept_for_the_file(django_db_blocker, lambda: call_command("load_demo", verbosity=0)):
        yield Agreement.objects.get()


def test_its_page_tells_what_the_record_knows(client, agreement):
    words = words_of(client.get(agreement.get_absolute_url()))

    for fact in (
        "It holds from 1 April 2006 until 31 March 2009.",
        "carried 124 targets, in four blocks",
        "section 31 of the Local Government Act 2003 and was tied to the targets of the agreement until April 2008",
        "It had been through a refresh by 2 February 2007.",
        "classed good in all categories, which only two others in the West Midlands region",
        "pump-priming grant was £926,912 in 2005-06",
        "Good on all four sides",
        "It is not recorded who assessed the whole agreement",
        "The record does not name the categories",
        *BLOCKS,
    ):
        assert fact in words


def test_it_has_its_four_blocks_in_their_order(agreement):
    assert list(agreement.blocks.values_list("name", flat=True)) == BLOCKS


def test_every_indicator_is_marked_wherever_it_shows(client, agreement):
    indicators = Indicator.objects.with_places()

    assert indicators.count() == 4
    for indicator in indicators:
        assert "illustrative" in indicator.illustrative
        assert indicator.illustrative in words_of(client.get(indicator.get_absolute_url()))
    refresh = words_of(client.get(f"{agreement.get_absolute_url()}refreshes/{Refresh.objects.get().pk}/"))
    assert refresh.count("Illustrative") == 5
    assert "these are illustrative, and so is the day" in refresh
    reward = words_of(client.get(Reward.objects.get().get_absolute_url()))
    assert "Illustrative: the record tells of no reward" in reward


def test_the_old_targets_are_still_readable(agreement):
    assert Target.objects.filter(replaced_by__isnull=False).count() == 5
    assert not Assessment.objects.exclude(assessor="not_recorded").exists()


def test_no_decision_is_named_that_said_nothing_of_it(agreement):
    for model in (Target, Refresh, Assessment, Reward):
        assert not model.objects.filter(decision__isnull=False).exists()
