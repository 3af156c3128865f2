"""Who asks the pages, and a record that is long enough to notice when a page asks once for each row."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import world as worlds
from tests.world import World


@pytest.fixture(scope="module")
def shared_world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """A small partnership with an open and a closed group, and items at all three levels. Built once for a file."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield worlds.build()
        transaction.set_rollback(True)


@pytest.fixture
def world(shared_world, db) -> World:
    """The small partnership; whatever a test does to it is undone when the test ends."""
    return shared_world


@pytest.fixture
def ask(world) -> Callable[..., str]:
    """`ask("member", "/search/", q="word")` is the page as that role reads it."""

    def asked(role: str, address: str, **query: object) -> str:
        response = browser_of(world, role).get(address, query)
        assert response.status_code == 200, f"{role} at {address}: {response.status_code}"
        return response.content.decode()

    return asked


def browser_of(world: World, role: str) -> Client:
    """A browser in which that role is signed in."""
    client = Client()
    if world.users[role] is not None:
        client.force_login(world.users[role])
    return client


@pytest.fixture
def queries() -> Callable[[Client, str], int]:
    """How many questions a page puts to the database."""

    def counted(client: Client, address: str) -> int:
        # The first look writes what a session keeps of the visit.
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    return counted
