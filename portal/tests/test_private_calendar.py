"""The private calendar has what its owner may see, and keeps the key and the exempt words to itself."""

import io
import logging
import logging.config
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings

from core.access import Access
from engagement.models import Consultation
from funding import operations as operations_of_money
from meetings import operations
from meetings.models import ActionItem, AgendaItem
from partnership import operations as partnership
from tests.calendars import events_of, read_calendar
from tests.factories.engagement import launched
from tests.factories.funding import a_decision, a_pot, a_stream
from tests.factories.meetings import (
    ActionItemFactory,
    AgendaItemFactory,
    MeetingFactory,
    called,
    circulated,
    closed,
    officer_of,
    started,
)
from tests.factories.partnership import GroupFactory, MembershipFactory, OrganisationFactory, PersonFactory
from tests.factories.reports import begun, written
from tests.factories.returns import a_round

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
TODAY = date(2026, 6, 10)


@pytest.fixture(autouse=True)
def a_month_before():
    with time_machine.travel(datetime(2026, 6, 10, 9, tzinfo=LONDON), tick=True):
        yield


@pytest.fixture
def secret(member):
    """A closed group of which the member is one."""
    group = GroupFactory(name="Secret Group", slug="secret-group", prefix="SG", is_public=False)
    MembershipFactory(group=group, person=member.person, starts_on=date(2026, 1, 1))
    return group


@pytest.fixture
def calendar(client):
    """What stands in somebody's calendar, by title, as a program without a sign-in reads it."""

    def read(user):
        mine = user.calendar_addresses.in_force().first() or partnership.make_calendar_address(user, by=user)
        response = client.get(f"/calendar/{mine.key}.ics")
        assert response.status_code == 200
        read_calendar(response.content)
        return {str(event["summary"]): event for event in events_of(response.content)}

    return read


def test_members_have_the_meetings_of_their_groups_closed_ones_too(calendar, member, outsider, group, secret):
    MeetingFactory(group=group, held_on=date(2026, 7, 1), start_time=time(10))
    MeetingFactory(group=secret, held_on=date(2026, 7, 2))
    MeetingFactory(group=GroupFactory(name="Another"), held_on=date(2026, 7, 3))

    assert set(calendar(member)) == {"Chief Executives Group", "Secret Group"}
    assert calendar(outsider) == {}


def test_a_member_who_left_has_them_no_more(calendar, member, secret):
    MeetingFactory(group=secret, held_on=date(2026, 7, 2))
    assert "Secret Group" in calendar(member)

    member.person.memberships.filter(group=secret).update(ends_on=TODAY)

    assert calendar(member) == {}


def test_officers_have_their_groups_meetings_and_the_last_day_for_each_agenda(calendar, group, officer):
    meeting = MeetingFactory(group=group, held_on=date(2026, 7, 10))

    assert set(calendar(officer)) == {"Chief Executives Group", f"Agenda and papers due: {meeting}"}
    # Five clear working days before Friday 10 July.
    assert calendar(officer)[f"Agenda and papers due: {meeting}"]["dtstart"].dt == date(2026, 7, 2)

    called(meeting)
    assert set(calendar(officer)) == {"Chief Executives Group"}


def test_own_actions_stand_on_the_day_they_are_due(calendar, member, chair, group):
    item = under_way(group)
    mine = ActionItemFactory(item=item, owner=member.person, text="Write, **soon**", due_on=date(2026, 7, 1))
    ActionItemFactory(item=item, owner=member.person, text="Without a day")
    ActionItemFactory(item=item, owner=chair.person, text="Of the chair", due_on=date(2026, 7, 1))

    due = {title: event for title, event in calendar(member).items() if title.startswith("Action")}

    assert set(due) == {"Action due: Write, soon"}
    event = due["Action due: Write, soon"]
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2026, 7, 1), date(2026, 7, 2))
    assert event["url"].endswith(mine.get_absolute_url())
    closed(item.meeting)
    circulated(item.meeting)
    assert ActionItem.objects.visible_to(member).count() == 3
    assert {title for title in calendar(member) if title.startswith("Action")} == set(due)
    operations.close_action(mine, note="Done", by=officer_of(group))
    assert "Action due: Write, soon" not in calendar(member)


def test_words_of_exempt_items_stay_behind_the_sign_in(calendar, member, group):
    meeting = MeetingFactory(group=group, held_on=TODAY)
    item = AgendaItemFactory(meeting=meeting, title="Contract", access=Access.EXEMPT)
    started(meeting)
    ActionItemFactory(
        item=AgendaItem.objects.get(pk=item.pk),
        owner=member.person,
        text="Pay the firm £5m",
        due_on=date(2026, 7, 1),
    )

    events = calendar(member)

    assert "Action due (exempt: sign in to read)" in events
    assert not any("firm" in event.to_ical().decode() for event in events.values())


def test_reports_for_a_meeting_are_due_with_its_agenda(calendar, member, group):
    meeting = MeetingFactory(group=group, held_on=date(2026, 7, 10))
    begun(group, author=member, title="A framework", meeting=meeting)
    begun(group, author=member, title="For no meeting yet")
    begun(group, title="Of somebody else", meeting=meeting)
    begun(
        group,
        author=member,
        title="A contract with a firm",
        meeting=meeting,
        access=Access.EXEMPT,
        exempt_paragraphs=[3],
        public_interest="It would harm the negotiations.",
    )

    due = {title: event for title, event in calendar(member).items() if title.startswith("Report")}

    assert set(due) == {"Report due: A framework", "Report due (exempt: sign in to read)"}
    assert due["Report due: A framework"]["dtstart"].dt == date(2026, 7, 2)
    called(meeting)
    assert not any(title.startswith("Report") for title in calendar(member))


def test_advice_is_due_on_the_day_it_is_wanted(calendar, member, outsider, group):
    report = written(begun(group, title="A framework"))
    asked = {"area": "finance", "consulted": outsider, "due_on": date(2026, 6, 20), "by": report.author}
    clearance = operations.ask_clearance(report, **asked)

    assert calendar(outsider)["Advice due: A framework"]["dtstart"].dt == date(2026, 6, 20)
    assert calendar(member) == {}
    operations.give_clearance(clearance, advice="cleared", by=outsider)
    assert calendar(outsider) == {}


def test_returns_are_due_from_whoever_does_the_work(calendar, outsider, member):
    pot = a_pot(a_decision())
    body = PersonFactory(user=outsider, organisation=OrganisationFactory(name="The doers")).organisation
    operations_of_money.add_project(
        a_stream(pot), name="Play scheme", organisation=body, by=officer_of(pot.group)
    )
    a_round(pot, opens_on=date(2026, 6, 1), due_on=date(2026, 7, 1))

    assert calendar(outsider)["Return due: Play scheme"]["dtstart"].dt == date(2026, 7, 1)
    assert calendar(member) == {}


def test_consultations_in_which_they_are_asked_close_in_it(calendar, representative, member, outsider):
    asked = launched(title="Library hours")
    body = representative.person.memberships.get().organisation
    representative.person.organisation = body
    representative.person.save()
    asked.consultees.create(name=body.name, organisation=body)

    events = calendar(representative)

    closing = Consultation.objects.get(pk=asked.pk).closes_on
    assert events["Consultation closes: Library hours"]["dtstart"].dt == closing
    assert "Consultation closes: Library hours" not in calendar(member)
    assert "Consultation closes: Library hours" not in calendar(outsider)


def test_members_of_a_group_that_is_asked_have_it_too(calendar, member, outsider, group):
    asked = launched(title="Library hours")
    asked.consultees.create(name=str(group), group=group)

    assert "Consultation closes: Library hours" in calendar(member)
    assert "Consultation closes: Library hours" not in calendar(outsider)


def test_what_somebody_else_may_see_is_not_in_it_although_they_are_signed_in(
    client, calendar, member, secret, outsider
):
    """The key says whose calendar it is; who is signed in in that browser does not matter."""
    MeetingFactory(group=secret, held_on=date(2026, 7, 2))
    partnership.make_calendar_address(outsider, by=outsider)
    client.force_login(member)

    assert calendar(outsider) == {}


# The door


@pytest.fixture
def key(outsider):
    return partnership.make_calendar_address(outsider, by=outsider).key


def test_no_cache_keeps_it_and_no_link_carries_it_on(client, key):
    response = client.get(f"/calendar/{key}.ics")

    assert {"private", "no-cache"} <= set(response["Cache-Control"].split(", "))
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex"
    assert key not in response.content.decode()


@pytest.mark.parametrize("wrong", ["x", "x" * 500, "%00", "%F0%9F%98%80", "..", "%E2%80%A8"])
def test_a_key_that_opens_nothing_is_a_404_without_links(client, wrong):
    response = client.get(f"/calendar/{wrong}.ics")

    assert response.status_code == 404
    assert response["Content-Type"] == "text/plain"
    assert "private" in response["Cache-Control"]


def test_unchanged_it_is_answered_in_a_few_bytes(client, key):
    etag = client.get(f"/calendar/{key}.ics")["ETag"]

    again = client.get(f"/calendar/{key}.ics", headers={"if-none-match": etag})

    assert (again.status_code, again.content) == (304, b"")
    assert "private" in again["Cache-Control"]


def test_the_key_is_in_no_log(client, outsider, key):
    """As the console would show it: asked, shut and asked again, and when something breaks."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    made = logging.config.DictConfigurator({"version": 1, **settings.LOGGING})
    handler.addFilter(made.configure_filter(dict(settings.LOGGING["filters"]["without_keys"])))
    logger = logging.getLogger("django")
    logger.addHandler(handler)
    try:
        client.get(f"/calendar/{key}.ics")
        partnership.revoke_calendar_address(outsider, by=None)
        client.get(f"/calendar/{key}.ics")
        client.post(f"/calendar/{key}.ics")
    finally:
        logger.removeHandler(handler)

    assert "/calendar/….ics" in written.getvalue(), "what failed is logged"
    assert key not in written.getvalue()


def test_it_asks_as_few_questions_for_much_as_for_little(
    client, member, secret, group, django_assert_max_num_queries
):
    mine = partnership.make_calendar_address(member, by=member)
    item = under_way(group)
    for n in range(25):
        begun(
            group,
            author=member,
            title=f"Report {n}",
            meeting=MeetingFactory(group=group, held_on=TODAY + timedelta(days=n + 60)),
        )
        MeetingFactory(group=secret, held_on=TODAY + timedelta(days=n + 1))
        ActionItemFactory(item=item, owner=member.person, due_on=TODAY + timedelta(days=n))

    with django_assert_max_num_queries(8):
        client.get(f"/calendar/{mine.key}.ics")


def under_way(group):
    meeting = MeetingFactory(group=group, held_on=TODAY)
    item = AgendaItemFactory(meeting=meeting, title="Matter")
    started(meeting)
    return AgendaItem.objects.get(pk=item.pk)
