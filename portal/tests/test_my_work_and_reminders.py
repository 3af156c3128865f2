"""My work shows what the clock reminds of, to the same people."""

from datetime import date

import pytest

from engagement import operations as engagement
from localities import operations as localities
from meetings import operations as meetings
from meetings.models import Minutes
from portal import waiting
from tests.factories import reports
from tests.factories.engagement import launched
from tests.factories.localities import LocalityFactory, MechanismFactory
from tests.factories.meetings import (
    ActionItemFactory,
    AgendaItemFactory,
    MeetingFactory,
    circulated,
    closed,
    started,
)
from tests.factories.partnership import OrganisationFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to("2027-01-11 12:00Z", tick=False)


@pytest.fixture
def item(group, officer):
    item = AgendaItemFactory(meeting=MeetingFactory(group=group, held_on=date(2027, 1, 11)))
    started(item.meeting)
    return item


def shown(user, *anchors):
    """The titles under each of these headings."""
    lists = {each.anchor: each for each in waiting.for_login(user)}
    return [[task.title for task in lists[anchor].tasks] if anchor in lists else [] for anchor in anchors]


def test_actions_stand_with_their_owner_with_who_hears_for_them_and_with_officers_and_chair(
    item, representative, chair, officer, time_machine
):
    alliance = representative.person.memberships.get().organisation
    nora = PersonFactory(name="Nora", organisation=alliance)
    for text, owner in (("My own", chair.person), ("Of Nora", nora)):
        ActionItemFactory(item=item, owner=owner, text=text, due_on=date(2027, 3, 10))
    circulated(closed(item.meeting))
    kinds = ("your-actions", "actions-of-people-without-a-login", "overdue-actions-of-your-groups")

    # What is overdue stands at once with the officers; with the chair after two weeks.
    time_machine.move_to("2027-03-20 07:05Z", tick=False)
    assert shown(chair, *kinds) == [["My own"], [], []]
    assert shown(officer, *kinds) == [[], [], ["My own", "Of Nora"]]
    time_machine.move_to("2027-03-29 07:05Z", tick=False)
    assert shown(representative, *kinds) == [[], ["Of Nora"], []]
    assert shown(chair, *kinds) == [["My own"], [], ["Of Nora"]]


def test_what_is_due_soon_of_somebody_nobody_speaks_for_stands_with_the_officers(item, officer, time_machine):
    ActionItemFactory(item=item, owner=PersonFactory(), text="Of Paul", due_on=date(2027, 3, 10))
    time_machine.move_to("2027-03-02 07:05Z", tick=False)
    assert shown(officer, "actions-of-people-without-a-login") == [[]]

    time_machine.move_to("2027-03-03 07:05Z", tick=False)

    assert shown(officer, "actions-of-people-without-a-login") == [["Of Paul"]]


def test_a_report_stands_with_its_author_until_it_is_ready(group, officer):
    author = UserFactory()
    meeting = MeetingFactory(group=group, held_on=date(2027, 1, 25))
    report = reports.begun(group, author=author, meeting=meeting)
    assert shown(author, "reports-to-have-ready") == [["A framework"]]

    meetings.approve_report(reports.cleared(reports.written(report)), by=officer)

    assert shown(author, "reports-to-have-ready") == [[]]


def test_a_draft_says_until_when_corrections_can_be_proposed(item, member, officer, time_machine):
    minutes = Minutes.objects.get(meeting=closed(item.meeting))
    meetings.circulate_minutes(minutes, corrections_until=date(2027, 1, 20), by=officer)

    def notes():
        return [task.note for each in waiting.for_login(member) for task in each.tasks]

    assert "Propose corrections until 20 January 2027" in notes()
    time_machine.move_to("2027-01-21 07:05Z", tick=False)
    assert "Read them before the group approves them" in notes()


def test_a_draft_that_nobody_has_is_overdue_on_the_day_officers_are_reminded(item, officer, time_machine):
    closed(item.meeting)

    def tags():
        return [
            task.tag for each in waiting.for_login(officer) for task in each.tasks if "Circulate" in task.note
        ]

    time_machine.move_to("2027-01-20 07:05Z", tick=False)
    assert tags() == [""]
    time_machine.move_to("2027-01-21 07:05Z", tick=False)
    assert tags() == ["Overdue"]


def test_a_body_that_is_asked_by_name_sees_it_while_it_is_open(group, officer, time_machine):
    consultation = launched(group, closes_on=date(2027, 4, 26))
    person = PersonFactory(user=UserFactory(), organisation=OrganisationFactory())
    consultee = engagement.add_consultee(
        consultation, name="The Alliance", organisation=person.organisation, by=officer
    )
    assert shown(person.user, "your-answer-is-asked") == [[consultation.title]]
    assert shown(UserFactory(), "your-answer-is-asked") == [[]]

    engagement.edit_consultee(consultee, reply="declined", by=officer)

    assert shown(person.user, "your-answer-is-asked") == [[]]


def test_plans_and_mechanisms_stand_with_who_works_in_the_locality(administrator, outsider):
    valley = LocalityFactory()
    person = PersonFactory(user=UserFactory())
    localities.change_lead(valley, person=person, on=date(2027, 1, 1), by=None)
    MechanismFactory(locality=valley, name="Market stall", last_checked_on=date(2026, 1, 1))
    MechanismFactory(locality=valley, name="Newsletter", last_checked_on=date(2026, 6, 1))
    for name, review_due_on in (("Soon", date(2027, 2, 8)), ("Later", date(2027, 2, 9))):
        localities.add_plan(valley, name=name, kind="parish", review_due_on=review_due_on, by=None)
    kinds = ("plans-to-review", "ways-of-reaching-people-to-look-at")

    assert shown(person.user, *kinds) == [["Soon"], ["Market stall"]]
    assert shown(administrator, *kinds) == shown(outsider, *kinds) == [[], []]
