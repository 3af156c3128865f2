"""How much of a stream counts in the total of its pot: on every door the same."""

from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, InternalError
from hypothesis import given
from hypothesis import strategies as st

from core.refusals import Refused
from funding import figures, operations
from funding.models import PooledShare
from funding.pooling import counted
from funding.tests.doors import words_of
from tests.factories.funding import YEAR, a_decision, a_stream, ground, plan
from tests.factories.meetings import officer_of
from tests.factories.partnership import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(pot):
    return officer_of(pot.group)


@pytest.fixture
def aligned(pot):
    return a_stream(pot, name="Partners’ own", kind="aligned")


def shared(stream, percent, *, decision, by, year=YEAR) -> PooledShare:
    return operations.set_pooled_share(
        stream, year=year, percent=Decimal(percent), decision=decision, reason="As the grant allows", by=by
    )


def test_without_a_share_all_of_a_pooled_stream_counts(pot, award):
    assert figures.of_pot(pot).total.awarded == 1000


def test_only_what_is_pooled_of_the_year_counts(pot, young, award, authority, decision, by):
    operations.award(young, year=YEAR + 1, amount=Decimal(500), **ground(authority))
    operations.profile(plan(young, 1), amount=Decimal(400), **ground(authority))
    operations.record_actual(plan(young, 1), amount=Decimal(100), by=by)

    shared(young, 60, decision=decision, by=by)

    known = figures.of_pot(pot)
    # 60 per cent of the 1,000 of the one year, and all of the 500 of the other.
    assert (known.total.awarded, known.beside.awarded) == (1100, 400)
    assert (known.total.planned, known.total.spent) == (240, 60)
    assert figures.of_pot(pot, year=YEAR).total.awarded == 600
    assert figures.of_pot(pot, year=YEAR + 1).total.awarded == 500
    assert known.streams[young].awarded == 1500


def test_the_last_share_holds_and_the_figures_of_a_day_keep_theirs(pot, young, award, decision, by):
    first = shared(young, 60, decision=decision, by=by)
    shared(young, "33.33", decision=decision, by=by)

    assert figures.of_pot(pot).total.awarded == Decimal("333.30")
    assert figures.of_pot(pot, known_at=first.recorded_at).total.awarded == 600


def test_aligned_money_is_beside_the_total_and_takes_no_share(
    pot, young, aligned, award, authority, decision, by
):
    operations.award(aligned, year=YEAR, amount=Decimal(70), **ground(authority))

    with pytest.raises(Refused, match="Only a pooled stream"):
        shared(aligned, 50, decision=decision, by=by)

    known = figures.of_pot(pot)
    assert (known.total.awarded, known.beside.awarded) == (1000, 70)


@pytest.mark.parametrize("percent", ["-1", "100.01", "NaN"])
def test_a_share_is_a_share(young, decision, by, percent):
    with pytest.raises(Refused):
        shared(young, percent, decision=decision, by=by)


def test_the_decision_must_be_one_of_the_group_that_decides(young, by):
    with pytest.raises(Refused, match="one of the group"):
        shared(young, 50, decision=a_decision(), by=by)


FORBIDDEN = [
    "UPDATE funding_pooledshare SET percent = 10",
    "DELETE FROM funding_pooledshare",
    "INSERT INTO funding_pooledshare (stream_id, year, percent, decision_id, reason, recorded_at, by_id) "
    "SELECT stream_id, year, 101, decision_id, reason, now(), by_id FROM funding_pooledshare",
    "INSERT INTO funding_pooledshare (stream_id, year, percent, decision_id, reason, recorded_at, by_id) "
    "SELECT stream_id, year, 10, decision_id, '', now(), by_id FROM funding_pooledshare",
    "INSERT INTO funding_pooledshare (stream_id, year, percent, decision_id, reason, recorded_at, by_id) "
    "SELECT (SELECT id FROM funding_stream WHERE kind = 'aligned'), year, 10, decision_id, reason, now(), by_id "
    "FROM funding_pooledshare",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_raw_sql_is_refused_too(young, aligned, decision, by, statement):
    shared(young, 60, decision=decision, by=by)

    with (
        pytest.raises((IntegrityError, InternalError)),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert [share.percent for share in PooledShare.objects.all()] == [60]


def test_every_door_shows_what_is_pooled_and_keeps_the_rest_beside(
    client, pot, young, aligned, award, authority, decision, by
):
    operations.award(aligned, year=YEAR, amount=Decimal(70), **ground(authority))
    shared(young, 60, decision=decision, by=by)
    operations.publish_pot(pot, by=by)

    words = words_of(client.get(f"/funding/{pot.slug}/"))
    assert f"{pot.name} £600 came in from The Government." in words
    assert "Total of the pot £600 £0 £600 £0 £600 Beside the total £470 £0 £470 £0 £470" in words
    told = "2006/07: 60 per cent is pooled. £600 of the £1,000 awarded counts in the total, £400 stands beside it."
    assert told in words
    words = words_of(client.get(f"/funding/{pot.slug}/{YEAR}/"))
    assert "Beside the total £470" in words
    assert told in words
    assert "£600 awarded, £0 spent, £600 not spent" in words_of(client.get("/funding/"))
    rows = client.get(f"/funding/{pot.slug}/ledger.csv").getvalue().decode().splitlines()
    assert rows[0].rstrip().endswith("Of it beside the total")
    assert rows[1].rstrip().endswith("400.00")
    assert rows[2].rstrip().endswith("70.00")


def test_officers_say_it_in_a_form(client, pot, young, aligned, decision, by):
    client.force_login(by)
    address = f"/funding/{pot.slug}/pooled-share/"
    answers = {"stream": young.pk, "year": "2006", "percent": "60", "decision": decision.pk, "reason": "So"}

    page = client.post(address, answers | {"stream": aligned.pk, "percent": "NaN", "reason": "a\x00b"})
    assert page.status_code == 200
    assert not PooledShare.objects.exists()
    assert client.post(address, answers).status_code == 302
    assert PooledShare.objects.get().percent == 60


def test_others_say_nothing(client, pot, by):
    operations.publish_pot(pot, by=by)
    client.force_login(UserFactory())

    assert client.get(f"/funding/{pot.slug}/pooled-share/").status_code == 403


@given(
    amount=st.decimals(min_value=0, max_value=10_000_000, places=2),
    percent=st.decimals(min_value=0, max_value=100, places=2),
)
def test_what_counts_and_what_stands_beside_add_up(amount, percent):
    part = counted(amount, percent)

    assert 0 <= part <= amount
    assert part.as_tuple().exponent == -2
    assert counted(amount, Decimal(100)) == amount
