"""A pot with two streams, and a decision that allows everything."""

import json
from decimal import Decimal

import pytest

from core.reading import child, tabler
from funding import operations
from tests.factories.funding import (
    YEAR,
    a_decision,
    a_pot,
    a_stream,
    an_authority,
    another_officer_of,
    ground,
)
from tests.factories.meetings import officer_of
from tests.factories.participation import a_participatory_round, an_idea, feasible, not_feasible, opened
from tests.factories.partnership import UserFactory


@pytest.fixture
def decision(db):
    return a_decision()


@pytest.fixture
def pot(decision):
    return a_pot(decision)


@pytest.fixture
def authority(pot, decision):
    return an_authority(pot, decision)


@pytest.fixture
def young(pot):
    return a_stream(pot, name="Children and young people")


@pytest.fixture
def safer(pot):
    return a_stream(pot, name="Safer communities")


@pytest.fixture
def award(young, authority):
    """A thousand pounds for the children's stream in 2006/07."""
    return operations.award(young, year=YEAR, amount=Decimal(1000), **ground(authority))


@pytest.fixture
def read_here(monkeypatch):
    """Tables are read by the same code, but in this process: a test that reads forty of them has no time for forty
    others. That strangers' files are opened in a process of their own, core's tests see to.
    """
    monkeypatch.setattr(child, "run", lambda module, job, **limits: json.loads(json.dumps(tabler.work(job))))


@pytest.fixture
def asker(pot):
    """Whoever proposes; the colleague adopts."""
    return officer_of(pot.group)


@pytest.fixture
def colleague(pot):
    return another_officer_of(pot.group)


@pytest.fixture
def round_(young, award):
    """A participatory round, open for ideas: five hundred of the thousand pounds of the children's stream."""
    return opened(a_participatory_round(young))


@pytest.fixture
def resident():
    return UserFactory()


@pytest.fixture
def ideas(round_, resident):
    """Two that fit into the five hundred pounds, one that asks for the rest and more, one that cannot be done."""
    made = [an_idea(round_, amount, by=resident) for amount in (300, 400, 200, 100)]
    return [*map(feasible, made[:3]), not_feasible(made[3])]
