"""Two connections move the last pounds of a cell at the same moment: one succeeds, the other gets a sentence."""

from decimal import Decimal
from threading import Event, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from core.refusals import Refused, sentence_of
from funding import operations
from funding.places import available
from tests.factories.funding import YEAR, a_decision, a_pot, a_stream, an_authority, ground, plan

pytestmark = pytest.mark.django_db(transaction=True)


def by_sql(cell, amount, authority, reason, effective_on, by):
    """The same movement as an administrator might type it."""
    source = available(cell.stream, cell.year)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO funding_ledgerentry (pot_id, kind, source_id, destination_id, amount, decision_id,"
            " authority_id, reason, effective_on, recorded_at, by_id, external_reference)"
            " VALUES (%s, 'profile', %s, %s, %s, %s, %s, %s, %s, clock_timestamp(), %s, '')",
            [
                *(cell.pot_id, source.pk, cell.pk, amount, authority.decision_id),
                *(authority.pk, reason, effective_on, by.pk),
            ],
        )


def by_operation(cell, **movement):
    operations.profile(cell, **movement)


def two_at_once(move=by_operation):
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
            move(second, amount=Decimal(60), **on_word)
            said.append("moved")
        except Refused as refusal:
            said.append(str(refusal))
        except IntegrityError as error:
            said.append(sentence_of(error))
        finally:
            connection.close()

    other = Thread(target=the_other)
    with transaction.atomic():
        move(first, amount=Decimal(60), **on_word)
        other.start()
        begun.wait(5)
        # Who does not wait for the pot is done long before this; who waits is still at it.
        other.join(2)
        waited = other.is_alive()
    other.join(10)
    return waited, said, added_up(available(stream, YEAR))


def added_up(cell):
    """What a cell holds by its movements, whatever the sums beside them say."""
    return cell.entries_into.all().total() - cell.entries_out_of.all().total()


@pytest.mark.parametrize("move", [by_operation, by_sql])
def test_the_last_pounds_move_once(move):
    waited, said, left = two_at_once(move)

    assert waited
    assert said == ["Only £40.00 is there, which is less than £60.00."]
    assert left == 40
