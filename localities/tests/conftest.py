"""What the tests about localities start from."""

from datetime import date

import pytest

from localities import operations
from localities.models import Area, BoundarySet, Locality
from tests.factories.localities import LocalityFactory, ParishFactory

BEGUN = date(2011, 3, 17)


@pytest.fixture
def valley(db) -> Locality:
    return LocalityFactory(name="Golden Valley", slug="golden-valley", position=1)


@pytest.fixture
def leominster(db) -> Locality:
    return LocalityFactory(name="Leominster", slug="leominster", position=2)


@pytest.fixture
def parishes(db) -> list[Area]:
    return [ParishFactory(name=name) for name in ("Abbey", "Brook", "Church", "Dene")]


@pytest.fixture
def boundary_set(valley, leominster, parishes, administrator) -> BoundarySet:
    """The first set, published: two parishes in each locality."""
    drafted = operations.draft_boundary_set(
        name="First boundaries", begins_on=BEGUN, source="Made for this test", by=administrator
    )
    operations.place_area(drafted, areas=parishes[:2], locality=valley, by=administrator)
    operations.place_area(drafted, areas=parishes[2:], locality=leominster, by=administrator)
    return operations.publish_boundary_set(drafted, by=administrator)
