"""The virtual team: who works in it, for whom, and how it ends when they leave their organisation."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core import history
from core.refusals import Refused
from localities import operations
from localities.models import TeamMember
from partnership import operations as partnership
from tests.factories.partnership import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db

BEGAN = date(2011, 4, 1)


@pytest.fixture
def council(db):
    return OrganisationFactory(name="The Council", slug="the-council")


@pytest.fixture
def person(council):
    return PersonFactory(name="Cleo Worker", slug="cleo-worker", organisation=council)


@pytest.fixture
def member(valley, person, administrator) -> TeamMember:
    return operations.join_team(valley, person=person, role="Listens", starts_on=BEGAN, by=administrator)


def test_somebody_works_in_the_team_for_the_organisation_they_come_from(
    member, council, valley, administrator
):
    assert (member.organisation, member.ends_on) == (council, None)
    assert (history.of(valley)[0].verb, history.of(valley)[0].by) == ("team joined", administrator)


def test_whoever_comes_from_nowhere_or_from_a_closed_body_cannot_join(valley, administrator):
    with pytest.raises(Refused, match="which organisation they come from"):
        operations.join_team(
            valley, person=PersonFactory(), role="Listens", starts_on=BEGAN, by=administrator
        )
    gone = PersonFactory(organisation=OrganisationFactory(closed_on=BEGAN))
    with pytest.raises(Refused, match="had closed by that day"):
        operations.join_team(valley, person=gone, role="Listens", starts_on=BEGAN, by=administrator)


def test_nobody_is_in_a_team_twice(member, valley, person, administrator):
    with pytest.raises(Refused, match="in the team already in that time"):
        operations.join_team(
            valley, person=person, role="Again", starts_on=date(2012, 1, 1), by=administrator
        )
    with pytest.raises(IntegrityError, match="team_member_once_at_a_time"), transaction.atomic():
        TeamMember.objects.create(
            locality=valley, person=person, organisation=member.organisation, role="x", starts_on=BEGAN
        )


def test_a_place_ends_once(member, administrator):
    operations.end_team_place(member, on=date(2012, 1, 1), by=administrator)

    with pytest.raises(Refused, match="has left the team already"):
        operations.end_team_place(member, on=date(2013, 1, 1), by=administrator)


def test_a_place_ends_when_the_person_leaves_the_organisation(member, person, administrator):
    partnership.edit_person(person, organisation=OrganisationFactory(), by=administrator)

    member.refresh_from_db()
    assert member.ends_on == timezone.localdate()
    assert history.of(member)[0].reason == "No longer comes from The Council."


def test_it_does_not_end_when_something_else_about_the_person_is_corrected(member, person, administrator):
    partnership.edit_person(person, role="Manager", organisation=person.organisation, by=administrator)

    member.refresh_from_db()
    assert member.ends_on is None


def test_a_place_ends_when_the_organisation_closes(member, council, administrator):
    partnership.edit_organisation(council, closed_on=date(2013, 7, 1), by=administrator)

    member.refresh_from_db()
    assert member.ends_on == date(2013, 7, 1)


def test_a_place_that_has_not_begun_is_taken_out(valley, person, administrator):
    ahead = timezone.localdate() + timedelta(days=30)
    operations.join_team(valley, person=person, role="Listens", starts_on=ahead, by=administrator)

    partnership.edit_person(person, organisation=None, by=administrator)

    assert not TeamMember.objects.exists()
    assert history.of(valley)[0].verb == "team not joined"


def test_an_earlier_place_for_another_body_stays_as_it_was(member, person, valley, administrator):
    operations.end_team_place(member, on=date(2012, 1, 1), by=administrator)

    partnership.edit_person(person, organisation=None, by=administrator)

    member.refresh_from_db()
    assert member.ends_on == date(2012, 1, 1)


def test_the_page_of_a_past_day_shows_the_team_of_that_day(client, member, valley, council, administrator):
    operations.end_team_place(member, on=date(2012, 1, 1), by=administrator)
    later = PersonFactory(name="Dan Later", slug="dan-later", organisation=council)
    operations.join_team(valley, person=later, role="Follows", starts_on=date(2012, 1, 1), by=administrator)

    def names(day):
        page = client.get(f"{valley.get_absolute_url()}{day}").content.decode()
        return [name for name in ("Cleo Worker", "Dan Later") if name in page]

    assert names("?on=2011-12-31") == ["Cleo Worker"]
    assert names("?on=2012-01-01") == ["Dan Later"]
    assert names("?on=2011-03-31") == []
    assert names("") == ["Dan Later"]


def test_a_day_that_cannot_be_read_gets_a_sentence_and_the_page_of_today(client, member, valley):
    for asked in ("yesterday", "2011-02-31", "0000-00-00", "\x00"):
        page = client.get(valley.get_absolute_url(), {"on": asked})
        assert page.status_code == 200
        assert "Enter a day, such as 2 February 2007." in page.content.decode()


def test_an_administrator_adds_to_the_team_and_records_that_somebody_leaves(as_, valley, person):
    answers = {
        "person": person.pk,
        "role": "Listens",
        "starts_on_0": "1",
        "starts_on_1": "4",
        "starts_on_2": "2011",
    }
    browser = as_("administrator")

    page = browser.post("/localities/golden-valley/team/add/", answers, follow=True).content.decode()
    assert "Cleo Worker is in the team for The Council." in page
    member = TeamMember.objects.get()
    ended = {"on_0": "1", "on_1": "4", "on_2": "2011", "reason": ""}
    refused = browser.post(f"/team-members/{member.pk}/end/", ended).content.decode()
    assert "This began on 1 April 2011. Enter a later day." in refused
    browser.post(f"/team-members/{member.pk}/end/", ended | {"on_2": "2012"})

    member.refresh_from_db()
    assert member.ends_on == date(2012, 4, 1)
