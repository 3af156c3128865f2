"""Two connections at once: the last place, the line, the last pounds of the fund."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from core.refusals import Refused
from engagement import operations
from engagement.models import Bursary, Place
from tests.factories.meetings import officer_of
from tests.factories.partnership import GroupFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def run(work):
    try:
        return work()
    except (Refused, IntegrityError) as refusal:
        return refusal
    finally:
        connection.close()


@pytest.fixture
def programme():
    group = GroupFactory()
    officer = officer_of(group)
    programme = operations.begin_programme(
        group,
        title="Working together",
        summary="S",
        for_whom="W",
        contact="C",
        public_places=3,
        bursary_fund=Decimal(100),
        small_budget=Decimal(100),
        bursary_criteria="Small ones.",
        erase_on=date(2099, 1, 1),
        by=officer,
    )
    return operations.publish_programme(programme, by=officer)


def test_many_apply_at_once_and_no_place_is_sold_twice(programme):
    operations.begin_offering(programme, by=officer_of(programme.group))
    users = [UserFactory() for _ in range(8)]

    def apply(user):
        return run(lambda: operations.apply_for_place(programme, name="X", sector="public", by=user))

    with ThreadPoolExecutor(4) as threads:
        places = list(threads.map(apply, users))

    assert sorted(place.number for place in places) == list(range(1, 9))
    offered = Place.objects.filter(state="offered").values_list("number", flat=True)
    assert sorted(offered) == [1, 2, 3]


def test_two_who_decline_at_once_let_in_the_next_two_in_their_order(programme):
    operations.begin_offering(programme, by=officer_of(programme.group))
    places = [
        operations.apply_for_place(programme, name="X", sector="public", by=UserFactory()) for _ in range(7)
    ]
    with ThreadPoolExecutor(2) as threads:
        list(
            threads.map(
                lambda place: run(lambda: operations.decline_place(place, by=place.login)), places[:2]
            )
        )
    assert list(Place.objects.order_by("number").values_list("state", flat=True)) == [
        "declined",
        "declined",
        "offered",
        "offered",
        "offered",
        "applied",
        "applied",
    ]


def test_raw_offers_at_the_same_moment_wait_for_each_other(programme):
    first, *_ = [
        operations.apply_for_place(programme, name="X", sector="public", by=UserFactory()) for _ in range(2)
    ]
    programme.__class__.objects.update(public_places=1)
    second = Place.objects.get(number=2)
    offer = {"state": "offered", "offered_at": first.applied_at}
    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            Place.objects.filter(pk=first.pk).update(**offer)
            other = threads.submit(lambda: run(lambda: Place.objects.filter(pk=second.pk).update(**offer)))
            with pytest.raises(TimeoutError):
                other.result(timeout=1)
        assert "Every place of that sector" in str(other.result(timeout=10))


def test_two_awards_at_once_do_not_overspend(programme):
    officer = officer_of(programme.group)
    bursaries = []
    for _ in range(2):
        user = UserFactory()
        place = operations.apply_for_place(programme, name="X", sector="public", by=user)
        bursaries.append(
            operations.ask_for_bursary(
                place, training_budget=Decimal(1), asked=Decimal(60), why="Small.", by=user
            )
        )

    def award(bursary):
        return run(
            lambda: operations.award_bursary(bursary, awarded=Decimal(60), criteria_met="Yes.", by=officer)
        )

    with ThreadPoolExecutor(2) as threads:
        results = list(threads.map(award, bursaries))
    assert sum(isinstance(each, Bursary) for each in results) == 1
    assert Bursary.objects.filter(state="awarded").count() == 1
