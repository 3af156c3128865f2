"""Whatever people do, and in whatever order: no place is sold twice, none stays free while somebody waits for it."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engagement import operations
from engagement.models import Place
from tests.factories.partnership import GroupFactory, UserFactory

pytestmark = pytest.mark.django_db

SECTOR = st.sampled_from(["public", "voluntary", "voluntary"])
# Somebody of a sector applies; or the n-th of those who may do so accepts, declines or withdraws.
STEP = st.one_of(
    st.tuples(st.just("apply"), SECTOR),
    st.tuples(st.sampled_from(["accept", "decline", "withdraw"]), st.integers(0, 3)),
)
MAY = {
    "accept": ["offered"],
    "decline": ["offered"],
    "withdraw": ["applied", "offered", "accepted"],
}


@given(
    early=st.lists(STEP, min_size=2, max_size=6),
    steps=st.lists(STEP, min_size=3, max_size=10),
    public=st.integers(0, 2),
    voluntary=st.integers(1, 2),
)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_places_are_never_oversold_and_the_line_keeps_its_order(early, steps, public, voluntary):
    officer = UserFactory()
    programme = operations.begin_programme(
        GroupFactory(),
        title="Together",
        summary="S",
        for_whom="W",
        contact="C",
        public_places=public,
        voluntary_places=voluntary,
        erase_on=date(2099, 1, 1),
        by=officer,
    )
    programme = operations.publish_programme(programme, by=officer)
    room = {"public": public, "voluntary": voluntary}
    for what, which in early:
        take(programme, what, which, room, officer)
    assert not Place.objects.filter(programme=programme).promised()

    programme = operations.begin_offering(programme, by=officer)
    for what, which in steps:
        take(programme, what, which, room, officer)
        for sector, places in room.items():
            line = Place.objects.filter(programme=programme, sector=sector).order_by("number")
            promised, waiting = line.promised().count(), list(line.waiting())
            assert promised <= places
            assert not waiting or promised == places
            ever = [each.number for each in line if each.offered_at]
            assert all(number < each.number for each in waiting for number in ever)


def take(programme, what, which, room, officer) -> None:
    """One step, if it can be taken."""
    if what == "apply":
        if room[which]:
            operations.apply_for_place(programme, name="X", sector=which, by=UserFactory())
        return
    able = list(Place.objects.filter(programme=programme, state__in=MAY[what]).order_by("number"))
    if which < len(able):
        getattr(operations, f"{what}_place")(able[which], by=officer)
