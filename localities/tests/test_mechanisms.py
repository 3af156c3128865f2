"""What works in a locality and what does not, when it was last looked at, and the matrix of who is reached."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from core import history
from core.refusals import Refused
from localities import operations
from localities.models import Mechanism
from localities.models.mechanisms import a_year_before
from tests.factories.localities import (
    AudienceFactory,
    LocalityFactory,
    MechanismFactory,
)
from tests.factories.partnership import OrganisationFactory

pytestmark = pytest.mark.django_db

TODAY = {"last_checked_on_0": "1", "last_checked_on_1": "2", "last_checked_on_2": "2020"}


@pytest.fixture
def audience(db):
    return AudienceFactory(name="Hard to reach", slug="hard-to-reach")


def test_a_mechanism_is_recorded_from_an_empty_cell_of_the_matrix(as_, valley, audience):
    owner = OrganisationFactory()
    browser = as_("administrator")
    matrix = browser.get("/localities/coverage/").content.decode()
    address = "/localities/golden-valley/mechanisms/add/?audience=hard-to-reach"
    assert address in matrix
    assert "In 1 of 1" not in matrix
    assert f'value="{audience.pk}" checked' in " ".join(browser.get(address).content.decode().split())

    answers = {"name": "A stall", "audiences": [audience.pk], "verdict": "works", "evidence": "Many come."}
    browser.post(address, answers | TODAY | {"owner": owner.pk})

    mechanism = Mechanism.objects.get()
    assert (mechanism.locality, list(mechanism.audiences.all())) == (valley, [audience])
    matrix = browser.get("/localities/coverage/").content.decode()
    assert "A stall" in matrix
    assert address not in matrix


def test_a_day_that_is_to_come_and_an_audience_that_is_not_there_are_refused(as_, valley, audience):
    ahead = timezone.localdate() + timedelta(days=1)
    answers = {"name": "A stall", "audiences": ["999"], "verdict": "works", "evidence": " ", "owner": "x"}
    days = {f"last_checked_on_{i}": part for i, part in enumerate((ahead.day, ahead.month, ahead.year))}

    page = as_("administrator").post("/localities/golden-valley/mechanisms/add/?audience=%00", answers | days)

    words = page.content.decode()
    assert "Enter a day that is not in the future." in words
    assert "Fill in “How do you know?”." in words
    assert 'value="A stall"' in words
    assert not Mechanism.objects.exists()


@pytest.mark.parametrize(("checked", "stale"), [(date(2011, 3, 1), False), (date(2011, 2, 28), True)])
def test_after_twelve_months_it_is_marked_for_another_look(client, audience, checked, stale):
    mechanism = MechanismFactory(last_checked_on=checked, audiences=[audience])
    with time_machine.travel("2012-03-01T12:00Z"):
        assert mechanism.is_stale is stale
        assert Mechanism.objects.stale().exists() is stale
        for address in (mechanism.locality.get_absolute_url(), "/localities/coverage/"):
            assert ("To be checked again" in client.get(address).content.decode()) is stale


def test_a_year_before_the_odd_day_of_a_leap_year():
    assert a_year_before(date(2012, 2, 29)) == date(2011, 2, 28)


def test_another_look_is_recorded_and_never_an_earlier_one(audience, administrator):
    mechanism = MechanismFactory(last_checked_on=date(2011, 3, 1), audiences=[audience])
    seen = {"verdict": "does_not_work", "evidence": "Nobody came.", "by": administrator}
    with pytest.raises(Refused, match="It was checked later than that already"):
        operations.check_mechanism(mechanism, last_checked_on=date(2011, 2, 1), **seen)

    mechanism = operations.check_mechanism(mechanism, last_checked_on=date(2012, 3, 1), **seen)

    assert mechanism.fails
    assert history.of(mechanism)[0].verb == "checked"


def test_what_does_not_work_leaves_a_gap_and_what_ended_is_gone(client, audience, valley, administrator):
    failing = MechanismFactory(
        locality=valley,
        name="A leaflet",
        verdict="does_not_work",
        audiences=[audience],
        last_checked_on=date(2020, 1, 1),
    )
    page = client.get("/localities/coverage/").content.decode()
    assert "A leaflet</a> (does not work)" in page
    assert "Nothing is on record yet that reaches this audience in any locality." in page

    operations.end_mechanism(failing, on=date(2021, 1, 1), by=administrator)

    assert "A leaflet" not in client.get("/localities/coverage/").content.decode()
    with pytest.raises(Refused, match="It has ended already"):
        operations.end_mechanism(failing, on=date(2021, 1, 1), by=administrator)


def test_the_matrix_is_handed_out_as_a_table_and_no_cell_is_a_formula(client, audience, valley):
    LocalityFactory(name="Quiet", position=9)
    owner = OrganisationFactory(name="=Owner", slug="owner")
    MechanismFactory(
        locality=valley, name="+Stall", owner=owner, audiences=[audience], last_checked_on=date(2020, 1, 2)
    )

    lines = client.get("/localities/coverage.csv").getvalue().decode("utf-8-sig").splitlines()

    assert lines == [
        "Locality,Audience,What there is,Whether it works,Whose it is,Last checked",
        "Golden Valley,Hard to reach,'+Stall,Works,'=Owner,2020-01-02",
        "Quiet,Hard to reach,nothing recorded,,,",
    ]


def test_the_matrix_asks_no_more_for_many_than_for_few(client, django_assert_max_num_queries):
    audiences = [AudienceFactory() for _ in range(4)]
    for _ in range(12):
        MechanismFactory(audiences=audiences)
    with django_assert_max_num_queries(6):
        client.get("/localities/coverage/")


def test_a_mechanism_has_evidence_and_reaches_somebody(valley, administrator):
    with pytest.raises(Refused, match="Say whom it is meant to reach"):
        operations.add_mechanism(valley, name="x", audiences=[], by=administrator)
    with pytest.raises(IntegrityError, match="mechanism_has_its_evidence"), transaction.atomic():
        MechanismFactory(evidence="  ", last_checked_on=date(2020, 1, 1))
