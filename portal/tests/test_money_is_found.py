"""A pot is found by search and from its group's page, by those who may see it."""

import pytest

from funding import operations
from meetings.tests.doors import main_words
from tests.factories.funding import a_decision, a_pot
from tests.factories.meetings import officer_of
from tests.factories.partnership import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def pot():
    return a_pot(a_decision(), name="Safer streets fund", purpose="Lamps and guardians for the evening.")


def found(client, words):
    return main_words(client.get("/search/", {"q": words}).content.decode())


@pytest.mark.parametrize("words", ["safer", "fer str", "guardian", "government"])
def test_a_pot_is_found_by_its_name_its_purpose_and_who_gives_the_money(client, pot, words):
    operations.publish_pot(pot, by=officer_of(pot.group))

    assert "Safer streets fund" in found(client, words)


def test_a_pot_that_is_not_published_is_found_by_its_officers_only(client, pot):
    assert "streets fund" not in found(client, "safer")
    client.force_login(UserFactory())
    assert "streets fund" not in found(client, "safer")

    client.force_login(officer_of(pot.group))
    assert "Safer streets fund Not published" in found(client, "safer")


def test_the_page_of_the_group_names_its_pots_to_those_who_may_see_them(client, pot):
    address = pot.group.get_absolute_url()
    assert "Money it decides on" not in main_words(client.get(address).content.decode())

    operations.publish_pot(pot, by=officer_of(pot.group))
    assert "Money it decides on Safer streets fund , from The Government" in main_words(
        client.get(address).content.decode()
    )
