"""What is recorded now changes nothing that was known before: not even by raw SQL with another moment."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from funding import operations
from funding.models import Actual, LedgerEntry
from funding.places import available
from funding.tests.recording import the_clock_stands
from tests.factories.funding import YEAR, ground, plan
from tests.factories.meetings import officer_of

pytestmark = pytest.mark.django_db


def move(young, authority, moment):
    """One pound planned, recorded at a moment that somebody chose."""
    entry = LedgerEntry(
        pot=young.pot,
        kind="profile",
        source=available(young, YEAR),
        destination=plan(young, 1),
        amount=Decimal(1),
        decision=authority.decision,
        recorded_at=moment,
        **ground(authority),
    )
    with transaction.atomic():
        LedgerEntry.objects.bulk_create([entry])
    entry.refresh_from_db()
    return entry


def spend(young, authority, moment):
    actual = Actual(
        cell=plan(young, 1), amount=Decimal(1), recorded_at=moment, by=officer_of(young.pot.group)
    )
    with transaction.atomic():
        Actual.objects.bulk_create([actual])
    actual.refresh_from_db()
    return actual


EITHER = pytest.mark.parametrize("write", [move, spend])


@EITHER
def test_nothing_comes_before_what_the_pot_has_already(write, young, award, authority):
    with pytest.raises(IntegrityError, match="The pot has later records already"):
        write(young, authority, timezone.now() - timedelta(days=1))


@EITHER
def test_nothing_is_recorded_at_a_moment_to_come(write, young, award, authority):
    with pytest.raises(IntegrityError, match="that has not come yet"):
        write(young, authority, timezone.now() + timedelta(days=1))


@EITHER
def test_nothing_is_recorded_on_a_past_day_though_the_pot_has_nothing_later(write, young, authority):
    with time_machine.travel(datetime(2007, 2, 2, 12, tzinfo=UTC)):
        operations.award(young, year=YEAR, amount=Decimal(10), **ground(authority))
    the_clock_stands()

    with pytest.raises(IntegrityError, match="What happens now is recorded now"):
        write(young, authority, timezone.now() - timedelta(days=1))
    write(young, authority, timezone.now())


@EITHER
def test_whoever_waited_for_the_pot_is_recorded_when_the_turn_came(write, young, award, authority):
    the_clock_stands()
    written = write(young, authority, award.recorded_at - timedelta(seconds=20))

    assert written.recorded_at == award.recorded_at


@EITHER
def test_spending_and_movements_follow_each_other(write, young, award, authority):
    """What is spent is compared with what was planned then, so the two have one order."""
    (spend if write is move else move)(young, authority, timezone.now())

    with pytest.raises(IntegrityError, match="The pot has later records already"):
        write(young, authority, timezone.now() - timedelta(hours=1))
