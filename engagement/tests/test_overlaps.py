"""Two that would meet the same people, in one place, at one time: found in any order, asked again on change."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.refusals import Refused
from engagement import operations, overlaps
from engagement.models import Consultation, OverlapChoice
from engagement.timeline import timeline
from localities.models import Locality
from tests.factories.engagement import an_audience, drafted, launched, planned
from tests.factories.meetings import officer_of
from tests.factories.partnership import GroupFactory

pytestmark = pytest.mark.django_db
FIRST = date(2030, 1, 1)


@pytest.fixture
def places():
    return [Locality.objects.create(name=f"Place {n}", slug=f"place-{n}", position=n) for n in range(3)]


@pytest.fixture
def audiences():
    return [an_audience(f"People {n}") for n in range(3)]


DAYS = st.tuples(st.integers(0, 12), st.integers(0, 6)).map(
    lambda pair: (FIRST + timedelta(days=pair[0]), FIRST + timedelta(days=sum(pair)))
)
SETS = st.sets(st.integers(0, 2), max_size=2)
SHAPES = st.tuples(DAYS, st.booleans(), SETS, st.sets(st.integers(0, 2), min_size=1, max_size=2))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(shapes=st.lists(SHAPES, min_size=2, max_size=4), swapped=st.booleans())
def test_an_overlap_is_found_exactly_when_days_places_and_audiences_meet(places, audiences, shapes, swapped):
    group = GroupFactory()
    made = []
    for days, countywide, where, whom in reversed(shapes) if swapped else shapes:
        consultation = drafted(
            group,
            title=f"Matter {len(made)}",
            opens_on=days[0],
            closes_on=days[1],
            is_countywide=countywide or not where,
            localities=[] if countywide or not where else [places[n] for n in where],
            audiences=[audiences[n] for n in whom],
        )
        made.append(
            (
                operations.plan_consultation(consultation, by=officer_of(group)),
                days,
                countywide or not where,
                where,
                whom,
            )
        )

    for one, days, county, where, whom in made:
        expected = {
            other.pk
            for other, other_days, other_county, other_where, other_whom in made
            if other.pk != one.pk
            and days[0] <= other_days[1]
            and other_days[0] <= days[1]
            and (county or other_county or where & other_where)
            and whom & other_whom
        }
        found = overlaps.of(one)
        assert {each.pk for each in found} == expected
        assert all(overlaps.meet(one, each) and overlaps.meet(each, one) for each in found)
    # The next example begins with an empty forward plan.
    Consultation.objects.filter(group=group).update(stage="withdrawn", withdrawal_reason="Tried")


def test_days_that_only_touch_do_not_meet_and_one_day_in_common_does(audiences):
    first = planned(
        title="First", opens_on=FIRST, closes_on=FIRST + timedelta(days=9), audiences=audiences[:1]
    )
    after = planned(
        title="After",
        opens_on=FIRST + timedelta(days=10),
        closes_on=FIRST + timedelta(days=20),
        audiences=audiences[:1],
    )
    assert overlaps.of(first) == []

    operations.edit_consultation(after, opens_on=FIRST + timedelta(days=9), by=officer_of(after.group))
    assert overlaps.of(first) == [after]


def test_a_draft_and_what_was_called_off_warn_nobody(audiences):
    mine = planned(title="Mine", opens_on=FIRST, audiences=audiences[:1])
    drafted(title="Draft", opens_on=FIRST, audiences=audiences[:1])
    off = planned(title="Off", opens_on=FIRST, audiences=audiences[:1])
    operations.call_off_consultation(off, reason="Not needed.", by=officer_of(off.group))

    assert overlaps.of(mine) == []


def test_it_opens_only_after_somebody_chose_and_is_asked_again_when_the_audience_changes(audiences):
    launched(title="Theirs", opens_on=FIRST, audiences=audiences[:1])
    mine = planned(title="Mine", opens_on=FIRST, audiences=audiences[:1])
    officer = officer_of(mine.group)
    (other,) = overlaps.of(mine)

    with pytest.raises(Refused, match="overlap with another"):
        operations.launch_consultation(mine, by=officer)
    with pytest.raises(Refused, match="Say why"):
        operations.choose_about_overlap(mine, other=other, choice="proceed", reason=" ", by=officer)
    operations.choose_about_overlap(mine, other=other, choice="proceed", reason="It cannot wait.", by=officer)
    assert overlaps.unsettled(mine) == []

    operations.edit_consultation(mine, audiences=audiences[:2], by=officer)
    assert overlaps.unsettled(mine) == [other]
    with pytest.raises(Refused, match="overlap with another"):
        operations.launch_consultation(mine, by=officer)

    operations.choose_about_overlap(mine, other=other, choice="joint", reason="One letter.", by=officer)
    assert operations.launch_consultation(mine, by=officer).launched_at
    assert [choice.choice for choice in OverlapChoice.objects.order_by("pk")] == ["proceed", "joint"]


CHANGES = {
    "first day": {"opens_on": FIRST + timedelta(days=1)},
    "last day": {"closes_on": FIRST + timedelta(days=40)},
    "places": {"is_countywide": False},
    "audiences": {},
}


@pytest.mark.parametrize("whose", ["mine", "theirs"])
@pytest.mark.parametrize("what", CHANGES)
def test_what_was_chosen_is_asked_again_when_either_changes_and_holds_again_when_it_is_as_it_was(
    what, whose, places, audiences
):
    theirs = planned(title="Theirs", opens_on=FIRST, audiences=audiences[:1])
    mine = planned(title="Mine", opens_on=FIRST, audiences=audiences[:1])
    operations.choose_about_overlap(
        mine, other=theirs, choice="proceed", reason="It cannot wait.", by=officer_of(mine.group)
    )
    assert overlaps.unsettled(mine) == overlaps.unsettled(theirs) == []

    changed = mine if whose == "mine" else theirs
    values = CHANGES[what] | {
        "places": {"localities": places[:1]},
        "audiences": {"audiences": audiences[:2]},
    }.get(what, {})
    before = {name: getattr(changed, name) for name in CHANGES[what]}
    before |= {
        name: list(getattr(changed, name).all()) for name in ("localities", "audiences") if name in values
    }
    operations.edit_consultation(changed, by=officer_of(changed.group), **values)
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert overlaps.unsettled(mine) == [theirs]
    assert overlaps.unsettled(theirs) == [mine]

    operations.edit_consultation(changed, by=officer_of(changed.group), **before)
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert overlaps.unsettled(mine) == []


def test_staggering_ends_the_overlap(audiences):
    launched(title="Theirs", opens_on=FIRST, closes_on=FIRST + timedelta(days=83), audiences=audiences[:1])
    mine = planned(title="Mine", opens_on=FIRST, audiences=audiences[:1])
    later = {"opens_on": FIRST + timedelta(days=84), "closes_on": FIRST + timedelta(days=167)}
    mine = operations.edit_consultation(mine, by=officer_of(mine.group), **later)

    assert operations.launch_consultation(mine, by=officer_of(mine.group)).launched_at


def test_the_page_warns_and_records_the_choice_beside_the_other(audiences, client):
    other = planned(title="Buses to school", opens_on=FIRST, audiences=audiences[:1])
    mine = planned(title="Mine", opens_on=FIRST, audiences=audiences[:1])
    client.force_login(officer_of(mine.group))
    address = f"{mine.get_absolute_url()}overlaps/"

    assert "Buses to school" in client.get(address).content.decode()
    name = f"overlap-{other.pk}"
    page = client.post(address, {"other": other.pk, f"{name}-choice": "merge", f"{name}-reason": ""})
    assert "Fill in “Why”." in page.content.decode()
    client.post(address, {"other": other.pk, f"{name}-choice": "merge", f"{name}-reason": "One form does."})
    assert "One form does." in client.get(address).content.decode()
    assert client.post(address, {"other": "999999"}).status_code == 404


def test_the_name_of_a_closed_groups_plan_is_not_given_away(audiences, client):
    closed = GroupFactory(is_public=False)
    planned(closed, title="The secret merger", opens_on=FIRST, audiences=audiences[:1])
    mine = planned(title="Mine", opens_on=FIRST, audiences=audiences[:1])
    client.force_login(officer_of(mine.group))

    page = client.get(f"{mine.get_absolute_url()}overlaps/").content.decode()
    assert "A consultation of a group that is not public" in page
    assert "secret merger" not in page
    assert "secret merger" not in client.get("/consultations/forward-plan/").content.decode()


def test_the_picture_tells_in_words_which_meet(audiences):
    one = planned(title="One", opens_on=FIRST, audiences=audiences[:1])
    other = planned(title="Other", opens_on=FIRST + timedelta(days=3), audiences=audiences[:2])
    picture = timeline([other, one], [], today=FIRST)

    assert picture.overlapping == [(one, other)]
    assert [strip.consultation for strip in picture.strips] == [one, other]
    assert all(strip.x >= 0 and strip.x + strip.width <= picture.width for strip in picture.strips)
    assert timeline([], [], today=FIRST) is None
