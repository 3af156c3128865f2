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


def test_the_last_pounds_move_once():
    decision = a_decision()
    stream = a_stream(a_pot(decision))
    authority = an_authority(stream.pot, decision)
    on_word = ground(authority)
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
        # Whoever does not wait for the pot is done long before this: the other connection must still be at it.
        other.join(0.8)
        waited = other.is_alive()
    other.join(10)

    assert waited
    assert said == ["Only £40.00 is there, which is less than £60.00."]
    assert balance(available(stream, YEAR)) == 40
