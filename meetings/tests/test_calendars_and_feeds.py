"""What calendars and feeds of meetings say, and what they keep to themselves."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.access import Access
from core.words import writable
from meetings import operations
from meetings.calendars import in_calendar
from meetings.models import AgendaItem, Decision, Meeting, Minutes
from meetings.tests.reporting import minuted_meeting, publish
from tests.calendars import events_of, read_feed, titles_of
from tests.factories.localities import LocalityFactory
from tests.factories.meetings import (
    AgendaItemFactory,
    DecisionFactory,
    MeetingFactory,
    approved,
    called,
    circulated,
    closed,
    item_under_way,
    officer_of,
    published,
    published_as_draft,
    started,
)
from tests.factories.papers import pdf
from tests.factories.partnership import GroupFactory

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
DAY = date(2026, 7, 10)
EVERYONE = AnonymousUser()


@pytest.fixture(autouse=True)
def a_month_before():
    with time_machine.travel(datetime(2026, 6, 10, 9, tzinfo=LONDON), tick=True):
        yield


@pytest.fixture
def secret():
    """A group that is not open to the public."""
    return GroupFactory(name="Secret Group", slug="secret-group", prefix="SG", is_public=False)


def calendar_at(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return events_of(response.content)


def feed_at(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return read_feed(response.content)


# Calendars


def test_the_calendar_of_a_group_has_its_meetings_and_no_others(client, group):
    called(
        MeetingFactory(group=group, held_on=DAY, start_time=time(10), end_time=time(12), place="Town Hall")
    )
    MeetingFactory(group=group, held_on=date(2025, 1, 5))
    MeetingFactory(group=GroupFactory(name="Another"), held_on=DAY)

    events = calendar_at(client, "/groups/chief-executives-group/calendar.ics")

    assert [event["dtstart"].dt for event in events] == [
        datetime(2026, 7, 10, 10, tzinfo=LONDON),
        date(2025, 1, 5),
    ]
    assert [str(event["status"]) for event in events] == ["CONFIRMED", "TENTATIVE"]
    assert "does not say whether it was held" in events[1]["description"]
    assert events[0]["location"] == "Town Hall"
    assert events[0]["url"].endswith("/meetings/chief-executives-group/2026-07-10/")


def test_the_whole_calendar_has_all_open_groups(client, group, secret):
    for each in (group, GroupFactory(name="Another"), secret):
        MeetingFactory(group=each, held_on=DAY)

    titles = [str(event["summary"]) for event in calendar_at(client, "/calendar.ics")]

    assert sorted(titles) == ["Another", "Chief Executives Group"]


def test_whoever_asks_the_public_calendar_gets_the_same(client, secret, group):
    """Calendar programs send no sign-in, and caches between must not mix readers."""
    officer = officer_of(secret)
    MeetingFactory(group=secret, held_on=DAY)
    MeetingFactory(group=group, held_on=DAY)
    as_public = client.get("/calendar.ics")
    client.force_login(officer)

    as_officer = client.get("/calendar.ics")

    assert as_officer.content == as_public.content
    assert as_officer["ETag"] == as_public["ETag"]
    assert client.get("/groups/secret-group/calendar.ics").status_code == 404
    assert client.get("/groups/secret-group/feed.atom").status_code == 404


def test_planned_is_tentative_and_called_off_says_so_and_stays(client, group):
    planned = MeetingFactory(group=group, held_on=DAY, start_time=time(10))
    off = called(MeetingFactory(group=group, held_on=DAY + timedelta(days=1)))
    operations.cancel_meeting(off, reason="Snow; and ice, too", by=officer_of(group))

    by_day = {event["dtstart"].dt: event for event in calendar_at(client, "/calendar.ics")}

    first = by_day[datetime(2026, 7, 10, 10, tzinfo=LONDON)]
    assert (str(first["status"]), str(first["transp"])) == ("TENTATIVE", "OPAQUE")
    cancelled = by_day[off.held_on]
    assert (str(cancelled["status"]), str(cancelled["transp"])) == ("CANCELLED", "TRANSPARENT")
    assert cancelled["summary"] == "Cancelled: Chief Executives Group"
    assert "Snow; and ice, too" in cancelled["description"]
    assert str(planned.calendar_uid) == first["uid"]


def test_a_meeting_that_was_put_off_stands_once_on_its_new_day(client, group):
    meeting = called(MeetingFactory(group=group, held_on=DAY))
    operations.postpone_meeting(meeting, to=DAY + timedelta(days=7), reason="Heat", by=officer_of(group))

    [event] = calendar_at(client, "/calendar.ics")

    assert (event["dtstart"].dt, event["uid"]) == (DAY + timedelta(days=7), str(meeting.calendar_uid))
    [from_old_address] = calendar_at(client, f"{meeting.get_absolute_url()}meeting.ics")
    assert from_old_address["dtstart"].dt == DAY + timedelta(days=7)


def test_the_file_of_one_meeting_is_for_its_readers(client, secret):
    meeting = MeetingFactory(group=secret, held_on=DAY)
    address = f"{meeting.get_absolute_url()}meeting.ics"
    assert client.get(address).status_code == 404

    client.force_login(officer_of(secret))
    response = client.get(address)

    assert titles_of(response.content) == ["Secret Group"]
    assert response["Content-Disposition"] == 'attachment; filename="secret-group-2026-07-10.ics"'


@pytest.mark.parametrize("day", ["2026-02-30", "2026-07-11", "0000-00-00"])
def test_a_meeting_that_is_not_there_has_no_file(client, group, day):
    assert client.get(f"/meetings/{group.slug}/{day}/meeting.ics").status_code == 404


def test_no_calendar_says_what_is_on_the_agenda(client, group):
    meeting = MeetingFactory(group=group, held_on=DAY)
    AgendaItemFactory(meeting=meeting, title="Contract with a firm", access=Access.EXEMPT)
    AgendaItemFactory(meeting=meeting, title="A public matter")
    called(meeting)

    for address in (
        "/calendar.ics",
        f"/groups/{group.slug}/calendar.ics",
        f"{meeting.get_absolute_url()}meeting.ics",
    ):
        content = client.get(address).content
        assert b"Contract" not in content
        assert b"public matter" not in content


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    title=st.text(
        st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), min_size=1, max_size=200
    ),
    place=st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=200),
)
def test_titles_and_places_survive_the_way_through_database_and_address(client, group, title, place):
    Meeting.objects.filter(group=group).update(title=title, place=place) or MeetingFactory(
        group=group, held_on=DAY
    )
    Meeting.objects.filter(group=group).update(title=title, place=place)

    [event] = calendar_at(client, "/calendar.ics")

    assert str(event["summary"]) == writable(title)
    assert str(event.get("location", "")) == writable(place)


def test_many_meetings_are_as_few_questions(client, group, django_assert_max_num_queries):
    for n in range(40):
        MeetingFactory(group=group, held_on=DAY + timedelta(days=n))

    for address, most in (("/calendar.ics", 1), (f"/groups/{group.slug}/calendar.ics", 2)):
        with django_assert_max_num_queries(most):
            etag = client.get(address)["ETag"]
        with django_assert_max_num_queries(most):
            assert client.get(address, headers={"if-none-match": etag}).status_code == 304


def test_what_changes_in_a_meeting_is_sent_anew(client, group):
    meeting = called(MeetingFactory(group=group, held_on=DAY))
    etag = client.get("/calendar.ics")["ETag"]

    operations.edit_meeting(meeting, place="Shire Hall", by=officer_of(group))

    assert client.get("/calendar.ics", headers={"if-none-match": etag}).status_code == 200


def test_a_group_that_is_closed_to_the_public_is_gone_from_what_programs_have(client, group):
    MeetingFactory(group=group, held_on=DAY)
    etag = client.get("/calendar.ics")["ETag"]
    group.is_public = False
    group.save()

    answer = client.get("/calendar.ics", headers={"if-none-match": etag})

    assert answer.status_code == 200
    assert events_of_empty(answer.content)


def events_of_empty(content):
    return b"VEVENT" not in content


# Feeds


def record(group):
    """A meeting with a paper, a decision and published minutes, and the next one that approved them."""
    meeting = MeetingFactory(group=group, held_on=date(2026, 6, 1))
    item = AgendaItemFactory(meeting=meeting, title="Spending")
    by = officer_of(group)
    paper = operations.add_paper(item, title="Spending profiles", file=pdf("Profiles."), by=by)
    started(meeting)
    operations.publish_papers(meeting, only=paper, by=by)
    decision = DecisionFactory(item=AgendaItem.objects.get(pk=item.pk), text="That **£5m** be spent & kept.")
    closed(Meeting.objects.get(pk=meeting.pk))
    circulated(meeting)
    approved(meeting)
    published(meeting)
    return Meeting.objects.get(pk=meeting.pk), paper, Decision.objects.get(pk=decision.pk)


def test_the_feed_of_a_group_tells_all_that_it_gives_out(client, group, representative):
    with time_machine.travel(datetime(2026, 7, 10, 9, tzinfo=LONDON), tick=True):
        meeting, paper, decision = record(group)

        feed = feed_at(client, "/groups/chief-executives-group/feed.atom")

    titles = {entry.title: entry for entry in feed.entries}
    assert f"Decision {decision.ref} of the Chief Executives Group" in titles
    assert "Agenda of the Chief Executives Group, 1 June 2026" in titles
    assert "Agenda of the Chief Executives Group, 29 June 2026" in titles
    assert "Minutes of the Chief Executives Group, 1 June 2026" in titles
    assert "Spending profiles" in titles
    assert "£5m" in titles[f"Decision {decision.ref} of the Chief Executives Group"].summary
    assert {entry.tags[0].term for entry in feed.entries} == {"Decision", "Agenda", "Minutes", "Paper"}
    assert titles["Spending profiles"].link.endswith(paper.get_absolute_url())
    ids = {entry.id.split(":", 2)[2] for entry in feed.entries}
    assert {
        f"decision/{decision.ref}",
        "agenda/chief-executives-group/2026-06-01",
        f"paper/{paper.pk}",
    } <= ids
    assert meeting.pk


def test_the_feed_of_decisions_has_those_of_all_groups(client, group):
    with time_machine.travel(datetime(2026, 7, 10, 9, tzinfo=LONDON), tick=True):
        decisions = [record(each)[2] for each in (group, GroupFactory(name="Another", slug="another"))]

        feed = feed_at(client, "/decisions/feed.atom")

    assert {decision.ref for decision in decisions} <= {entry.title.split()[1] for entry in feed.entries}
    assert {entry.tags[0].term for entry in feed.entries} == {"Decision"}


def test_an_entry_changes_and_stays_the_same_entry(client, group):
    with time_machine.travel(datetime(2026, 7, 10, 9, tzinfo=LONDON), tick=True):
        _, paper, _ = record(group)
        address = "/groups/chief-executives-group/feed.atom"
        before = next(e for e in feed_at(client, address).entries if e.title == "Spending profiles")
        etag = client.get(address)["ETag"]
    with time_machine.travel(datetime(2026, 7, 12, 9, tzinfo=LONDON), tick=True):
        operations.withdraw_paper(paper, reason="It was wrong", by=officer_of(group))
        assert client.get(address, headers={"if-none-match": etag}).status_code == 200
        after = next(e for e in feed_at(client, address).entries if e.title == "Withdrawn: Spending profiles")

    assert after.id == before.id
    assert after.published == before.published
    assert after.updated.startswith("2026-07-12")
    assert "It was wrong" in after.summary


def test_what_is_kept_back_is_in_no_feed(client, secret, group):
    """A draft, an exempt item, an agenda that is not published, and all of a closed group."""
    group.draft_minutes = group.DraftMinutes.APPROVED_ONLY
    group.save()
    with time_machine.travel(datetime(2026, 7, 10, 9, tzinfo=LONDON), tick=True):
        record(secret)
        by = officer_of(group)
        MeetingFactory(group=group, held_on=date(2026, 9, 1))
        meeting = MeetingFactory(group=group, held_on=date(2026, 7, 1))
        exempt = AgendaItemFactory(meeting=meeting, title="Contract with a firm", access=Access.EXEMPT)
        open_item = AgendaItemFactory(meeting=meeting, title="Open matter")
        operations.add_paper(exempt, title="Exempt paper", file=pdf("Secret."), by=by)
        operations.add_paper(open_item, title="Paper not published", file=pdf("Later."), by=by)
        started(meeting)
        secret_decision = DecisionFactory(item=AgendaItem.objects.get(pk=exempt.pk), text="Exempt words")
        draft = DecisionFactory(item=AgendaItem.objects.get(pk=open_item.pk), text="Draft words")
        closed(Meeting.objects.get(pk=meeting.pk))
        circulated(meeting)
        operations.publish_decision(secret_decision, by=by)
        assert Minutes.objects.get(meeting=meeting).status == "circulated"

        for address in (f"/groups/{group.slug}/feed.atom", "/decisions/feed.atom"):
            words = client.get(address).content.decode()
            for kept in (
                "Contract",
                "Exempt",
                "not published",
                "Draft words",
                "Secret",
                "1 September",
                draft.ref,
            ):
                assert kept not in words, f"{kept} in {address}"
            assert "Minutes" not in [entry.get("category") for entry in feed_at(client, address).entries]


def test_draft_minutes_that_everyone_may_read_are_called_a_draft(client, group):
    group.draft_minutes = group.DraftMinutes.AS_DRAFT
    group.save()
    with time_machine.travel(datetime(2026, 7, 10, 9, tzinfo=LONDON), tick=True):
        item = item_under_way(group)
        closed(item.meeting)
        circulated(item.meeting)
    with time_machine.travel(datetime(2026, 7, 12, 9, tzinfo=LONDON), tick=True):
        published_as_draft(item.meeting)

        entries = feed_at(client, f"/groups/{group.slug}/feed.atom").entries

    [minutes] = [entry for entry in entries if entry.title.startswith("Draft minutes of")]
    assert minutes.published.startswith("2026-07-12"), "since everyone may read them"


def test_a_locality_has_what_concerns_it(client, group):
    locality = LocalityFactory(name="Ledbury", slug="ledbury")
    with time_machine.travel(datetime(2026, 7, 10, 9, tzinfo=LONDON), tick=True):
        about = MeetingFactory(group=group, held_on=date(2026, 8, 1))
        item = AgendaItemFactory(meeting=about, title="The library")
        item.localities.add(locality)
        hidden = MeetingFactory(group=group, held_on=date(2026, 8, 2))
        kept = AgendaItemFactory(meeting=hidden, title="Land", access=Access.EXEMPT)
        kept.localities.add(locality)
        called(MeetingFactory(group=group, held_on=date(2026, 8, 3)))
        assert b"VEVENT" not in client.get("/localities/ledbury/calendar.ics").content
        called(about)
        called(hidden)

        [event] = calendar_at(client, "/localities/ledbury/calendar.ics")
        [entry] = feed_at(client, "/localities/ledbury/feed.atom").entries

    assert event["dtstart"].dt == about.held_on
    assert entry.title == "Agenda of the Chief Executives Group, 1 August 2026"


def test_feeds_ask_as_few_questions_for_much_as_for_little(client, group, django_assert_max_num_queries):
    with time_machine.travel(datetime(2026, 7, 10, 9, tzinfo=LONDON), tick=True):
        for n in range(12):
            called(MeetingFactory(group=group, held_on=DAY + timedelta(days=n)))
        record(group)

        with django_assert_max_num_queries(7):
            client.get(f"/groups/{group.slug}/feed.atom")
        with django_assert_max_num_queries(1):
            client.get("/decisions/feed.atom")


def test_a_report_to_a_sector_is_in_the_feed(client, group, representative):
    report = publish(minuted_meeting(group), representative)

    entries = feed_at(client, f"/groups/{group.slug}/feed.atom").entries

    [entry] = [each for each in entries if each.tags[0].term == "Representative’s report"]
    assert entry.title == report.title
    assert "reports to the Voluntary Sector Alliance" in entry.summary


# Where people find them


@pytest.mark.parametrize(
    ("page", "addresses"),
    [
        ("/", ["/calendar.ics", "/decisions/feed.atom"]),
        ("/meetings/", ["/calendar.ics"]),
        ("/meetings/?group=chief-executives-group", ["/groups/chief-executives-group/calendar.ics"]),
        ("/decisions/", ["/decisions/feed.atom"]),
        ("/consultations/", ["/consultations/calendar.ics", "/consultations/feed.atom"]),
        (
            "/groups/chief-executives-group/",
            ["/groups/chief-executives-group/calendar.ics", "/groups/chief-executives-group/feed.atom"],
        ),
        (
            "/meetings/chief-executives-group/2026-07-10/",
            ["/meetings/chief-executives-group/2026-07-10/meeting.ics"],
        ),
    ],
)
def test_each_page_leads_to_its_calendar_and_feed(client, group, page, addresses):
    MeetingFactory(group=group, held_on=DAY)

    words = client.get(page).content.decode()

    for address in addresses:
        assert f'href="{address}"' in words
        assert client.get(address).status_code == 200
        if address.endswith("/calendar.ics"):
            assert f'href="webcal://localhost:8000{address}"' in words, "to follow it, not only to copy it"


def test_a_closed_group_offers_no_calendar_that_would_answer_nobody(client, secret):
    client.force_login(officer_of(secret))

    words = client.get("/groups/secret-group/").content.decode()

    assert "calendar.ics" not in words
    assert "feed.atom" not in words
    assert "/account/calendar/" in words


def test_what_stands_in_a_calendar_is_what_the_page_says(group):
    meeting = MeetingFactory(group=group, held_on=DAY, start_time=time(23, 30))

    happening = in_calendar(meeting)

    assert happening.ends is None
    assert happening.starts == datetime(2026, 7, 10, 23, 30, tzinfo=LONDON)
    assert Meeting.objects.visible_to(EVERYONE).count() == 1
