"""Two officers press the button under the same file at the same moment: it is taken over once, and both are told so."""

from decimal import Decimal
from threading import Event, Thread

import pytest
from django.db import connection, transaction

from funding import operations
from funding.importing import allocations
from funding.models import FileLoading, ImportedFile, LedgerEntry
from funding.operations.importing import digest_of
from funding.tests.files import read_in
from tests.factories.files import handed_in
from tests.factories.funding import a_decision, a_pot, an_authority, ground
from tests.factories.meetings import officer_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("read_here")]

TABLE = b"financial_year,grant,allocation,paid through the agreement\r\n2006-07,Music,1200,yes\r\n"


def at_once(first, second):
    """What the second came to, when it began while the first was not committed; and whether it had to wait."""
    came_to, begun = [], Event()

    def the_other():
        try:
            begun.set()
            came_to.append(second())
        finally:
            connection.close()

    other = Thread(target=the_other)
    with transaction.atomic():
        done = first()
        other.start()
        begun.wait(5)
        other.join(2)
        waited = other.is_alive()
    other.join(10)
    return waited, done, came_to[0]


def test_the_button_is_pressed_twice():
    decision = a_decision()
    pot = a_pot(decision)
    on_word = ground(an_authority(pot, decision))
    imported = read_in(pot, TABLE, officer_of(pot.group), kind="allocations", name="grants.csv")
    reading = imported.latest_reading()
    shown = digest_of(allocations.planned(pot, reading.found))

    def press():
        return operations.load_allocations(imported, reading=reading.pk, shown=shown, **on_word)

    waited, first, second = at_once(press, press)

    assert waited
    assert first == second == FileLoading.objects.get()
    assert LedgerEntry.objects.get().amount == Decimal(1200)


def test_the_same_file_is_handed_in_twice():
    pot = a_pot(a_decision())
    officer = officer_of(pot.group)

    def hand_in():
        file = handed_in(TABLE, "grants.csv")
        return operations.import_file(pot, kind="allocations", file=file, by=officer)

    waited, first, second = at_once(hand_in, hand_in)

    assert waited
    assert first == second == ImportedFile.objects.get()
