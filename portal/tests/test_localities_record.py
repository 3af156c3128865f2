"""The nine localities of the demonstration: what is known of them, and nothing guessed."""

import re
from html import unescape

import pytest
from django.core.management import call_command
from django.utils.html import strip_tags

from localities.models import (
    Area,
    Audience,
    BoundarySet,
    Lead,
    Locality,
    Objective,
    ProfileFigure,
    TeamMember,
)
from tests.once import kept_for_the_file

pytestmark = pytest.mark.django_db

NINE = "Bromyard, Golden Valley, Hereford, Kington, Ledbury, Leominster, Mortimer, Ross-on-Wye, Weobley"


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker):
    with kept_for_the_file(django_db_blocker, lambda: call_command("load_demo", verbosity=0)):
        yield


def words_of(client, address):
    text = unescape(strip_tags(client.get(address).content.decode()))
    return re.sub(r"\s+", " ", text)


def test_the_nine_localities_stand_on_map_and_table(client, demonstration):
    assert ", ".join(Locality.objects.values_list("name", flat=True)) == NINE
    words = words_of(client, "/localities/")

    assert (
        "The partnership works in 9 localities. Nobody is on record as the lead of any of them yet." in words
    )
    assert "Indicative: best fit to wards. The localities are made of parishes." in words
    assert (
        "Contains OS data and National Statistics data (c) Crown copyright and database right 2016. Licensed "
        "under the Open Government Licence v3.0." in words
    )
    assert "Ward boundaries by way of Martin Chorley's UK-GeoJSON (CC BY 4.0)." in words


def test_every_ward_is_in_one_locality_by_best_fit_and_no_parish_is_made_up(demonstration):
    boundary_set = BoundarySet.objects.published().get()

    assert Area.objects.filter(kind="ward").count() == 40
    assert boundary_set.placings.best_fit().count() == 40
    assert not Area.objects.parishes().exists()
    assert "Indicative" in boundary_set.note
    assert "illustrative" in boundary_set.source


def test_of_golden_valley_four_figures_are_known_and_of_no_other_place_any(client, demonstration):
    words = words_of(client, "/localities/golden-valley/")

    for said in ("424 square kilometres", "14,200 residents", "8%", "41 parishes", "the largest by area"):
        assert said in words
    assert set(ProfileFigure.objects.values_list("locality__name", flat=True)) == {"Golden Valley"}
    for name in ("hereford", "leominster", "ross-on-wye", "ledbury", "bromyard", "kington"):
        page = words_of(client, f"/localities/{name}/")
        assert "No figure about it is on record with its source, so none is shown." in page
        assert not re.search(r"58,900|11,700|10,600|9,600|4,500|3,200", page), "those are figures of towns"


def test_nobody_is_named_as_lead_or_in_a_team_and_the_pages_say_so_kindly(client, demonstration):
    assert not Lead.objects.exists()
    assert not TeamMember.objects.exists()
    for place in Locality.objects.all():
        words = words_of(client, place.get_absolute_url())
        assert f"Who leads {place} is not on record yet, so the lead is shown as vacant." in words
        assert "better engagement, localised services and empowered communities" in words


def test_whom_to_reach_is_what_the_report_says(demonstration):
    assert list(Audience.objects.values_list("name", flat=True)) == [
        "Vulnerable people",
        "People who are hard to reach",
    ]


def test_each_locality_has_the_three_objectives_and_says_what_of_them_is_illustrative(client, demonstration):
    """The record asks for these in all nine, and tells of no locality how far it has come."""
    objectives = Objective.objects.all()
    assert objectives.count() == 27
    assert set(objectives.values_list("progress", flat=True)) == {"not_known"}
    assert not objectives.filter(illustrative="").exists()
    for place in Locality.objects.all():
        assert list(place.objectives.values_list("aim", flat=True)) == list(Objective.Aim.values)
        words = words_of(client, place.get_absolute_url())
        assert "Community-led planning is used and supported" in words
        assert words.count("that it is an objective of each, under this aim, is illustrative") == 1
        assert "no way of reaching people is on record yet" in words
        assert "no lead is on record, nobody in the team" in words
    words = words_of(client, "/engagement/objectives/")
    assert words.count("How far 9 of them have come is not known.") == 3
    assert "Bromyard, Golden Valley, Hereford" in words
