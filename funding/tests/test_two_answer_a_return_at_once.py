"""Two connections accept, or send, the same return at the same moment: once is what happens."""

from decimal import Decimal
from threading import Event, Thread

import pytest
from django.db import connection, transaction

from core.refusals import Refused
from funding import operations
from funding.models import Actual, Forecast
from tests.factories.funding import YEAR, a_decision, a_pot, a_stream, an_authority, ground, plan
from tests.factories.meetings import officer_of
from tests.factories.returns import a_round, another_officer_of, return_of, sent, written

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def return_():
    decision = a_decision()
    stream = a_stream(a_pot(decision))
    on_word = ground(an_authority(stream.pot, decision))
    operations.award(stream, year=YEAR, amount=Decimal(400), **on_word)
    for number in (1, 2, 3, 4):
        operations.profile(plan(stream, number), amount=Decimal(100), **on_word)
    return return_of(a_round(stream.pot, up_to=2), stream)


def twice(do):
    """The same step in two transactions at once: whether the second waited, and what it was told."""
    said, begun = [], Event()

    def the_other():
        try:
            begun.set()
            do()
            said.append("done")
        except Refused as refusal:
            said.append(str(refusal))
        finally:
            connection.close()

    other = Thread(target=the_other)
    with transaction.atomic():
        do()
        other.start()
        begun.wait(5)
        other.join(2)
        waited = other.is_alive()
    other.join(10)
    return waited, said


def test_a_return_is_accepted_once(return_):
    return_ = sent(return_, 90, 80, 100, 100)
    by = another_officer_of(return_.round.pot.group)

    told = twice(lambda: operations.accept_return(return_, revision=1, by=by))

    assert told == (True, ["The return is accepted already, so it cannot be accepted."])
    assert Actual.objects.total() == 170
    assert Forecast.objects.count() == 2


def test_a_return_is_sent_once(return_):
    return_ = written(return_, 90, 80, 100, 100)
    by = officer_of(return_.round.pot.group)

    told = twice(lambda: operations.submit_return(return_, revision=1, by=by))

    assert told == (True, ["The return is sent already, so it cannot be sent."])
