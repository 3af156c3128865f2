"""From the draft to the public record on the officers' pages, each step said in words before it is taken."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from core.access import Access
from meetings.models import AgendaItem, Minutes, MinutesVersion
from meetings.next_steps import what_next
from meetings.tests.keeping import record_of
from partnership.models import Notice
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, approved, circulated, closed, started
from tests.factories.partnership import OfficeTermFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(officer, group):
    return record_of(group)


@pytest.fixture
def send(as_, record):
    """Send one of the forms of a meeting."""
    browser = as_("officer")
    return lambda path, meeting=record.last, **answers: browser.post(
        f"{meeting.get_absolute_url()}{path}", answers
    )


def test_a_meeting_does_not_close_while_something_is_decided_and_no_decision_is_logged(as_, group):
    meeting = started(MeetingFactory(group=group))
    meeting.items.update(outcome=AgendaItem.Outcome.NOTED)
    meeting.items.filter(number="1").update(outcome=AgendaItem.Outcome.DECIDED)

    page = as_("officer").get(f"{meeting.get_absolute_url()}close/").content.decode()

    assert "1 item says “Decided”, but no decision is logged" in page
    assert f'href="{meeting.get_absolute_url()}write/#item-1"' in page
    assert "<button" not in page.split("<main")[1]
    for path, sent in (("close/", {}), ("write/", {"do": "close"})):
        refused = as_("officer").post(f"{meeting.get_absolute_url()}{path}", sent).content.decode()
        assert "but no decision is logged" in refused
    meeting.refresh_from_db()
    assert meeting.status == meeting.Status.UNDER_WAY


def test_a_meeting_becomes_a_published_record_page_by_page(as_, officer, chair, group, member):
    """An officer's whole way, following what the panel says is next."""
    browser = as_("officer")
    meeting = MeetingFactory(group=group)
    following = MeetingFactory(group=group, held_on=date(2007, 3, 30))

    def press(path, on=meeting, **answers):
        answer = browser.post(f"{on.get_absolute_url()}{path}", answers)
        assert answer.status_code == 302, answer.context["form"].errors
        on.refresh_from_db()

    def due(of=meeting):
        of.refresh_from_db()
        step = what_next(of).due
        return step and step.label

    assert due() == "Edit the agenda"
    press("publish-agenda/")
    assert due() == "Start the meeting"
    press("start/")
    assert due() == "Write the minutes"
    refused = browser.post(f"{meeting.get_absolute_url()}close/")
    assert "These items have no outcome yet: 1 Apologies; 2 Declarations" in str(
        refused.context["form"].errors
    )
    closed(meeting)
    assert due() == "Circulate the draft"
    press("minutes/circulate/")
    assert due() is None
    assert "30 March 2007" in what_next(meeting).sentence
    press("publish-agenda/", on=following)
    press("start/", on=following)
    assert due() == "Record the approval"
    offer = following.items.get(offers_minutes_of=meeting)
    press(f"items/{offer.number}/approve-minutes/", on=following)
    assert due() == "Publish the minutes"
    press("minutes/publish/")
    assert due() == "Record the signature"
    signed_on = {"on_0": "30", "on_1": "3", "on_2": "2007"}
    press("minutes/sign/", signed_by=chair.person.pk, **signed_on)
    assert due() is None
    assert "nothing left to do" in what_next(meeting).sentence
    assert MinutesVersion.objects.visible_to(AnonymousUser()).count() == 1
    told = set(Notice.objects.filter(to=member).values_list("what", flat=True))
    assert told == {"minutes_circulated", "minutes_published"}


def test_the_panel_stands_on_the_meeting_for_its_officer_alone(as_, record, member, client):
    address = record.coming.get_absolute_url()

    assert "What next" in as_("officer").get(address).content.decode()
    client.logout()
    assert "What next" not in as_("member").get(address).content.decode()


def test_the_panel_asks_the_database_no_more_for_a_long_meeting(record, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        what_next(record.last)


def test_circulating_again_asks_what_has_changed(send, record, member):
    refused = send("minutes/circulate/")
    send("minutes/circulate/", reason="A name was misspelt")

    assert set(refused.context["form"].errors) == {"reason"}
    assert [version.reason for version in record.last.minutes_versions.all()] == ["", "A name was misspelt"]


def test_a_draft_is_published_only_where_the_rules_allow_it(send, record, group):
    refused = send("minutes/publish-draft/")
    group.draft_minutes = "as_draft"
    group.save()
    too_early = send("minutes/publish-draft/")
    send("decisions/publish/")
    send("minutes/publish-draft/")

    assert "only when they are approved" in refused.context["form"].non_field_errors()[0]
    assert "Publish the decisions first" in too_early.context["form"].non_field_errors()[0]
    assert MinutesVersion.objects.visible_to(AnonymousUser()).get().is_draft


def test_before_publishing_an_officer_reads_what_is_kept_back(as_, officer, group):
    meeting = MeetingFactory(group=group)
    AgendaItemFactory(meeting=meeting, title="Contract", access=Access.EXEMPT)
    closed(started(meeting))
    circulated(meeting)
    approved(meeting)

    page = as_("officer").get(f"{meeting.get_absolute_url()}minutes/publish/").content.decode()

    assert page.index("What becomes public") < page.index("1. Apologies") < page.index("What is kept back")
    assert page.index("What is kept back") < page.index("5. Contract")


def test_before_publishing_an_officer_is_led_to_the_decisions_that_wait(as_, send, record):
    page = as_("officer").get(f"{record.last.get_absolute_url()}minutes/publish/").content.decode()

    assert "Publish all decisions of this meeting" in page
    assert record.decision.ref in page


def test_the_approval_records_the_corrections(send, record):
    started(record.coming)

    send(f"items/{record.offer.number}/approve-minutes/", record.coming, corrections="“Mr” is “Ms” in item 5")
    again = send(f"items/{record.offer.number}/approve-minutes/", record.coming)

    minutes = Minutes.objects.get(meeting=record.last)
    assert minutes.approved_by.outcome == "agreed_as_amended"
    assert minutes.corrections == "“Mr” is “Ms” in item 5"
    assert "cannot be approved now" in again.context["form"].non_field_errors()[0]


def test_there_is_nothing_to_approve_under_another_item(send, record):
    started(record.coming)

    assert send("items/1/approve-minutes/", record.coming).status_code == 404


@pytest.mark.parametrize(
    ("day", "question", "sentence"),
    [
        (("1", "1", "2007"), "on", "before the meeting that approved them"),
        (("1", "1", "2099"), "on", "still to come"),
        (("31", "2", "2007"), "on", "February"),
        (("2", "3", "2007"), "signed_by", "did not hold the chair"),
    ],
)
def test_only_who_held_the_chair_signs_and_only_after_the_approval(
    as_, officer, group, day, question, sentence
):
    meeting = MeetingFactory(group=group)
    closed(started(meeting))
    circulated(meeting)
    approved(meeting)
    term = OfficeTermFactory(group=group, starts_on=date(2007, 6, 1))
    OfficeTermFactory(group=group, office="secretary")

    answer = as_("officer").post(
        f"{meeting.get_absolute_url()}minutes/sign/",
        {"signed_by": term.person.pk, "on_0": day[0], "on_1": day[1], "on_2": day[2]},
    )

    assert sentence in answer.context["form"].errors[question][0]
    assert list(answer.context["form"].fields["signed_by"].queryset) == [term.person]


def test_unapproved_minutes_are_not_signed(send, record, chair):
    answer = send("minutes/sign/", signed_by=chair.person.pk, on_0="2", on_1="3", on_2="2007")

    assert answer.context["form"].non_field_errors() == ["Only approved minutes are signed."]


def test_a_meeting_that_has_not_started_has_no_minutes_to_give_out(send, record):
    assert send("minutes/circulate/", record.coming).status_code == 404
