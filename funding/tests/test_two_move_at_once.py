"""Two connections move the last pounds of a cell at the same moment: one succeeds, the other gets a sentence."""

from decimal import Decimal
from threading import Event, Thread

import pytest
from django.db import connection, transaction

from core.refusals import Refused
from funding import operations
from funding.places import available
from tests.factories.funding import YEAR, a_decision, a_pot, a_stream, an_authority, balance, ground, plan

pytestmark = pytest.mark.django_db(transaction=True)


def two_at_once():
    """Sixty of a hundred pounds are moved twice: whether the second waited, what it was told, what is left."""
    decision = a_decision()
    stream = a_stream(a_pot(decision))
    on_word = ground(an_authority(stream.pot, decision))
    operations.award(stream, year=YEAR, amount=Decimal(100), **on_word)
    first, second = plan(stream, 1), plan(stream, 2)
    said, begun = [], Event()

    def the_other():
        try:
            begun.set()
            operations.profile(second, amount=Decimal(60), **on_word)
            said.append("moved")
        except Refused as refusal:
            said.append(str(refusal))
        finally:
            connection.close()

    other = Thread(target=the_other)
    with transaction.atomic():
        operations.profile(first, amount=Decimal(60), **on_word)
        other.start()
        begun.wait(5)
        # Who does not wait for the pot is done long before this; who waits is still at it.
        other.join(2)
        waited = other.is_alive()
    other.join(10)
    return waited, said, balance(available(stream, YEAR))


def test_the_last_pounds_move_once():
    waited, said, left = two_at_once()

    assert waited
    assert said == ["Only £40.00 is there, which is less than £60.00."]
    assert left == 40
