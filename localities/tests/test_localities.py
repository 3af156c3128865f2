"""A place is named once, keeps its address and its history."""

import pytest
from django.db import IntegrityError

from core import history
from core.refusals import Refused
from localities import operations
from localities.models import Locality
from tests.factories.localities import LocalityFactory

pytestmark = pytest.mark.django_db


def test_a_locality_gets_an_address_of_its_own_and_a_line_in_the_history(administrator):
    locality = operations.add_locality(name="Ross-on-Wye", position=8, by=administrator)

    assert (locality.slug, str(locality)) == ("ross-on-wye", "Ross-on-Wye")
    assert [(entry.verb, entry.by) for entry in history.of(locality)] == [("added", administrator)]


def test_two_localities_of_one_name_are_refused_in_a_sentence_and_by_the_database(administrator):
    LocalityFactory(name="Kington")

    with pytest.raises(Refused, match="There is a locality of this name already"):
        operations.add_locality(name="Kington", by=administrator)
    with pytest.raises(IntegrityError):
        Locality.objects.create(name="Kington", slug="elsewhere")


@pytest.mark.parametrize("name", ["", "x" * 121])
def test_a_name_that_is_none_is_refused(name, administrator):
    with pytest.raises(Refused):
        operations.add_locality(name=name, by=administrator)


def test_a_corrected_name_keeps_the_address(administrator):
    locality = LocalityFactory(name="Weobly", slug="weobly")

    locality = operations.edit_locality(locality, name="Weobley", by=administrator)

    assert (locality.name, locality.slug) == ("Weobley", "weobly")
    assert history.of(locality)[0].changes == {"name": ["Weobly", "Weobley"]}


def test_localities_stand_in_their_order():
    last = LocalityFactory(name="A", position=2)
    first = LocalityFactory(name="B", position=1)

    assert list(Locality.objects.all()) == [first, last]
