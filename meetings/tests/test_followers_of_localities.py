"""Whoever follows a locality hears of the meetings that concern it, as far as they may know that it does."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from core.access import Access
from localities import operations as localities
from meetings import operations
from meetings.models import Minutes
from partnership import operations as partnership
from partnership.models import Group, Notice
from tests.factories.localities import LocalityFactory
from tests.factories.partnership import GroupFactory, OfficerSupportFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def valley(outsider, member):
    place = LocalityFactory(name="Golden Valley", slug="golden-valley")
    for user in (outsider, member):
        partnership.follow(place, by=user)
    return place


def called(group, officer, **item):
    held_on = timezone.localdate() + timedelta(days=20)
    meeting = operations.plan_meeting(group, held_on=held_on, by=officer)
    operations.add_item(meeting, title="Buses", by=officer, **item)
    return operations.publish_agenda(meeting, by=officer)


def told(user):
    return list(Notice.objects.filter(to=user).order_by("pk").values_list("what", flat=True))


def test_a_meeting_with_an_item_about_it_is_told_of_once(group, officer, outsider, member, valley):
    called(group, officer, localities=[valley])

    assert told(outsider) == ["locality_meeting_called"]
    assert told(member) == ["meeting_called"], "a member is told of the meeting already"


def test_a_meeting_about_something_else_is_not(group, officer, outsider, valley):
    called(group, officer)

    assert told(outsider) == []


def test_the_item_that_names_it_must_be_open(group, officer, outsider, other_officer, valley):
    partnership.follow(valley, by=officer)
    called(group, officer, localities=[valley], access=Access.MEMBERS)

    assert told(outsider) == []
    assert told(officer) == [], "whoever called it knows"


def test_an_officer_of_the_group_may_know_of_a_closed_item(group, officer, valley):
    colleague = OfficerSupportFactory(group=group).user
    partnership.follow(valley, by=colleague)

    called(group, officer, localities=[valley], access=Access.MEMBERS)

    assert told(colleague) == ["locality_meeting_called"]


def test_nobody_outside_hears_of_a_closed_group(officer, outsider, valley):
    closed = GroupFactory(is_public=False)
    support = OfficerSupportFactory(group=closed)

    called(closed, support.user, localities=[valley])

    assert told(outsider) == []


def test_every_meeting_of_its_partnership_concerns_it(officer, outsider, administrator, valley):
    own = GroupFactory(kind=Group.Kind.LOCALITY)
    support = OfficerSupportFactory(group=own)
    localities.edit_locality(valley, group=own, by=administrator)

    called(own, support.user)

    assert told(outsider) == ["locality_meeting_called"]


def test_published_minutes_are_told_of(group, officer, outsider, valley):
    partnership.edit_group(group, draft_minutes=Group.DraftMinutes.AS_DRAFT, by=None)
    meeting = operations.plan_meeting(group, held_on=timezone.localdate(), by=officer)
    item = operations.add_item(meeting, title="Buses", localities=[valley], by=officer)
    meeting = operations.start_meeting(operations.publish_agenda(meeting, by=officer), by=officer)
    Notice.objects.all().delete()
    for each in meeting.items.all():
        operations.set_outcome(each, outcome="noted", by=officer)
    operations.write_minute(item, text="Buses were spoken of.", revision=0, by=officer)
    meeting = operations.close_meeting(meeting, by=officer)
    operations.circulate_minutes(meeting.minutes, by=officer)
    assert told(outsider) == []

    operations.publish_draft_minutes(meeting.minutes, by=officer)

    assert told(outsider) == ["locality_minutes_published"]
    assert Notice.objects.get(to=outsider).about == meeting.minutes


def test_a_locality_is_followed_and_left_with_its_button(as_, outsider, valley):
    browser = as_("outsider")
    page = browser.get("/localities/golden-valley/").content.decode()
    assert "Stop following" in page
    assert "You get an email when its lead changes" in page
    assert (
        '<h2 class="govuk-heading-m">Localities</h2>' in browser.get("/account/following/").content.decode()
    )

    browser.post("/account/following/locality/golden-valley/", {"do": "stop"})

    assert "Stop following" not in browser.get("/localities/golden-valley/").content.decode()
    assert browser.post("/account/following/locality/nowhere/").status_code == 404


@pytest.mark.parametrize("ending", ["html", "txt"])
def test_the_messages_say_what_happened_and_where_to_read_it(group, officer, outsider, valley, ending):
    meeting = called(group, officer, localities=[valley])
    notice = Notice.objects.get(to=outsider)

    context = {
        "about": notice.about,
        "to": outsider,
        "notice": notice,
        "site_url": "https://portal.example.org",
    }
    words = " ".join(render_to_string(f"notices/locality_meeting_called.{ending}", context).split())
    assert "concerns a locality that you follow" in words
    assert f"https://portal.example.org{meeting.get_absolute_url()}" in words
    context["about"] = meeting.minutes if hasattr(meeting, "minutes") else Minutes(meeting=meeting)
    words = " ".join(render_to_string(f"notices/locality_minutes_published.{ending}", context).split())
    assert "The meeting concerned a locality that you follow." in words
