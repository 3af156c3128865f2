"""A set of boundaries is drafted as a copy, mended and published; it holds from its day on, and earlier days stay."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import history
from core.refusals import Refused
from localities import operations
from localities.changes import changes_of
from localities.models import Area, BoundarySet, Placing
from localities.overview import in_force_on
from localities.tests.conftest import BEGUN
from tests.factories.localities import LocalityFactory, ParishFactory, WardFactory

pytestmark = pytest.mark.django_db

LATER = date(2012, 4, 1)


@pytest.fixture
def draft(boundary_set, administrator) -> BoundarySet:
    return operations.draft_boundary_set(
        name="Corrected", begins_on=LATER, source="Made for this test", by=administrator
    )


def in_words(boundary_set):
    return [f"{move.area} {move.in_words}" for move in changes_of(boundary_set)]


def test_a_draft_begins_as_the_set_before_it(draft, boundary_set):
    def places(of):
        return set(of.placings.values_list("area", "locality", "fit"))

    assert places(draft) == places(boundary_set)
    assert changes_of(draft) == []


def test_what_is_moved_is_told_against_the_set_before(draft, parishes, leominster, administrator):
    new = ParishFactory(name="Elm", code="E04000999")
    operations.place_area(draft, areas=[parishes[0], new], locality=leominster, by=administrator)
    operations.place_area(draft, areas=[parishes[1]], locality=None, by=administrator)

    assert in_words(draft) == [
        "Abbey moves from Golden Valley to Leominster",
        "Brook is no longer in Golden Valley",
        "Elm comes into Leominster",
    ]
    assert history.of(draft)[0].verb == "taken out"


def test_it_is_not_published_while_a_parish_is_nowhere_or_twice_and_the_sentence_names_it(
    draft, parishes, leominster, administrator
):
    lost = ParishFactory(name="Lost")
    with pytest.raises(Refused, match=r"1 parish is in no locality: Lost\. Place them first"):
        operations.publish_boundary_set(draft, by=administrator)
    operations.place_area(draft, areas=[lost], locality=leominster, by=administrator)
    Placing.objects.create(boundary_set=draft, area=parishes[0], locality=leominster, fit=Placing.Fit.EXACT)
    with pytest.raises(Refused, match="1 parish is in two localities: Abbey"):
        operations.publish_boundary_set(draft, by=administrator)

    draft.refresh_from_db()
    assert not draft.is_published


def test_a_parish_that_was_abolished_by_then_need_not_be_placed(draft, administrator):
    ParishFactory(ended_on=LATER)

    assert operations.publish_boundary_set(draft, by=administrator).is_published


def test_two_sets_do_not_hold_on_one_day(draft, boundary_set, administrator):
    for day in (BEGUN, BEGUN - timedelta(days=1)):
        with pytest.raises(Refused, match="two sets cannot hold on one day"):
            operations.draft_boundary_set(name="Too early", begins_on=day, source="-", by=administrator)
        with pytest.raises(Refused, match="two sets cannot hold on one day"):
            operations.edit_boundary_set(draft, begins_on=day, by=administrator)


def test_of_two_drafts_for_one_day_only_one_is_published(draft, administrator):
    other = operations.draft_boundary_set(name="Other", begins_on=LATER, source="-", by=administrator)
    operations.publish_boundary_set(draft, by=administrator)

    with pytest.raises(Refused, match="two sets cannot hold on one day"):
        operations.publish_boundary_set(other, by=administrator)


def test_a_published_set_takes_no_step_any_more(boundary_set, parishes, leominster, administrator):
    steps = [
        lambda: operations.edit_boundary_set(boundary_set, name="Other", by=administrator),
        lambda: operations.place_area(boundary_set, areas=parishes, locality=leominster, by=administrator),
        lambda: operations.publish_boundary_set(boundary_set, by=administrator),
        lambda: operations.discard_boundary_set(boundary_set, by=administrator),
    ]
    for step in steps:
        with pytest.raises(Refused, match="stays as it is"):
            step()


MOVES = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), max_size=6)
STEPS = st.lists(st.tuples(st.integers(min_value=-200, max_value=900), MOVES), max_size=4)


@given(steps=STEPS, asked=st.lists(st.integers(min_value=-300, max_value=1000), min_size=1, max_size=8))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_on_every_day_every_parish_is_in_one_locality_of_the_set_in_force(steps, asked, administrator):
    """Whatever was drafted, moved and published, in whatever order; and no earlier day ever changes."""
    with transaction.atomic():
        places = [LocalityFactory(), LocalityFactory()]
        parishes = [ParishFactory() for _ in range(4)]
        known: dict[int, dict[int, int]] = {}
        for day, moves in [(0, [(0, 0), (1, 0), (2, 1), (3, 1)]), *steps]:
            try:
                begins_on = BEGUN + timedelta(days=day)
                drafted = operations.draft_boundary_set(
                    name="x", begins_on=begins_on, source="x", by=administrator
                )
                for parish, place in moves:
                    locality = places[place] if place < 2 else None
                    operations.place_area(
                        drafted, areas=[parishes[parish]], locality=locality, by=administrator
                    )
                operations.publish_boundary_set(drafted, by=administrator)
            except Refused:
                pass
            else:
                known[drafted.pk] = dict(drafted.placings.values_list("area", "locality"))
        for day in asked:
            found = in_force_on(BEGUN + timedelta(days=day))
            assert (found is None) == (day < 0)
            if found:
                rows = list(found.placings.values_list("area", "locality"))
                assert sorted(area for area, _ in rows) == sorted(parish.pk for parish in parishes)
                assert dict(rows) == known[found.pk]
        transaction.set_rollback(True)


# The pages


def test_the_page_of_a_draft_lists_what_is_wrong_and_leads_to_mending_it(as_, draft, parishes, leominster):
    lost = ParishFactory(name="Lost")
    Placing.objects.create(boundary_set=draft, area=parishes[0], locality=leominster, fit=Placing.Fit.EXACT)

    page = as_("administrator").get(draft.get_absolute_url()).content.decode()

    assert "To mend before it can be published" in page
    assert f"/move/?area={lost.pk}" in page
    assert f"/move/?area={parishes[0].pk}" in page
    mending = as_("administrator").get(f"{reverse('localities:move_areas', args=[draft.pk])}?area={lost.pk}")
    assert f'value="{lost.pk}" checked' in " ".join(mending.content.decode().split())


def test_an_administrator_moves_publishes_and_readers_see_both_days(as_, client, draft, parishes, leominster):
    browser, address = as_("administrator"), draft.get_absolute_url()
    browser.post(f"{address}move/", {"areas": [parishes[0].pk], "locality": leominster.pk})
    assert (
        "Abbey moves from Golden Valley to Leominster." in browser.get(f"{address}publish/").content.decode()
    )
    browser.post(f"{address}publish/")
    client.logout()

    def parishes_on(query):
        page = client.get(f"/localities/leominster/{query}").content.decode()
        return [
            name
            for name in ("Abbey", "Brook", "Church", "Dene")
            if f"{name}" in page.split("What it is made of")[1]
        ]

    assert parishes_on("") == ["Abbey", "Church", "Dene"]
    assert parishes_on("?on=2012-03-31") == ["Church", "Dene"]
    assert (
        "not on record for that day" in client.get("/localities/leominster/?on=2011-03-16").content.decode()
    )


def test_a_refused_publication_is_a_sentence_on_the_page(as_, draft):
    ParishFactory(name="Lost")

    page = as_("administrator").post(f"{draft.get_absolute_url()}publish/").content.decode()

    assert "1 parish is in no locality: Lost. Place them first." in page


@pytest.mark.parametrize("areas", [[], ["999999"], ["\x00"], ["abc"]])
def test_moving_nothing_or_what_is_not_there_is_refused_in_words(as_, draft, areas):
    page = as_("administrator").post(f"{draft.get_absolute_url()}move/", {"areas": areas, "locality": ""})

    assert page.status_code == 200
    assert "There is a problem" in page.content.decode()


def test_every_step_on_a_published_set_gets_a_sentence(as_, boundary_set, parishes, leominster):
    browser, address = as_("administrator"), boundary_set.get_absolute_url()
    answers = {
        "edit": {"name": "x", "source": "x", "begins_on_0": "1", "begins_on_1": "1", "begins_on_2": "2020"},
        "move": {"areas": [parishes[0].pk], "locality": leominster.pk},
        "publish": {},
        "discard": {},
    }
    for step, typed in answers.items():
        assert "stays as it is" in browser.post(f"{address}{step}/", typed).content.decode(), step


def test_a_draft_is_discarded_and_its_history_stays(as_, draft):
    as_("administrator").post(f"{draft.get_absolute_url()}discard/")

    assert not BoundarySet.objects.filter(pk=draft.pk).exists()
    assert history.of(draft)[0].verb == "discarded"


def test_wards_are_placed_by_best_fit_and_said_to_be_so(client, draft, valley, administrator):
    operations.place_area(draft, areas=[WardFactory(name="Upper Ward")], locality=valley, by=administrator)
    operations.publish_boundary_set(draft, by=administrator)

    page = client.get(valley.get_absolute_url()).content.decode()
    assert "1 ward by best fit: Upper Ward. Wards are indicative; the parishes are exact." in " ".join(
        page.split()
    )


def test_a_parish_council_serves_several_parishes_and_a_parish_has_one(as_, parishes, administrator):
    first = operations.add_parish_council(name="Abbey Group", parishes=parishes[:2], by=administrator)
    answers = {"name": "Brook Council", "parishes": [parishes[1].pk], "charter_signed_on_0": "1"}
    browser = as_("administrator")
    page = browser.post("/manage/parish-councils/add/", answers).content.decode()
    assert "The date must include a month and a year." in page
    answers |= {"charter_signed_on_1": "5", "charter_signed_on_2": "2011"}
    browser.post("/manage/parish-councils/add/", answers)

    assert list(first.parishes.values_list("name", flat=True)) == ["Abbey"]
    page = " ".join(browser.get("/localities/parish-councils/").content.decode().split())
    assert "2 parish councils are on record, and 1 of them has signed the charter." in page
    assert "Signed on 1 May 2011" in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"code": "E05000001"}, "The code of a parish is E04 and six digits"),
        ({"code": ""}, "The code of a parish is E04 and six digits"),
        ({"code": "nonsense"}, "A code is a letter and 8 digits."),
        ({"name": "abbey", "code": "E04000500"}, ""),
        ({"name": "Abbey"}, "There is one of this kind and name already."),
    ],
)
def test_a_parish_that_cannot_be_so_is_refused_in_words(as_, parishes, typed, sentence):
    answers = {"kind": "parish", "name": "Elm", "code": "E04000501", "council": ""} | typed

    page = as_("administrator").post("/manage/parishes/add/", answers, follow=True).content.decode()

    assert (sentence in page) if sentence else ("is on the record" in page)
    assert Area.objects.parishes().count() == (5 if not sentence else 4)
