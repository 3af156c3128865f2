"""Officers read everything that happened to a meeting; members are told by email of what concerns them."""

from datetime import date

import pytest
from django.conf import settings
from django.core import mail as outbox

from core import mail
from core.access import Access
from meetings import operations
from meetings.tests.keeping import record_of
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, called, officer_of
from tests.factories.partnership import UserFactory

pytestmark = pytest.mark.django_db


def test_the_history_tells_of_every_part_newest_first(as_, officer, group):
    record = record_of(group)

    page = as_("officer").get(f"{record.last.get_absolute_url()}history/").content.decode()

    for words in (
        "Minutes</strong>: circulated",
        f"Decision {record.decision}</strong>: logged",
        "Item 5. Performance",
    ):
        assert words in page
    assert page.index("Meeting</strong>: closed") < page.index("Meeting</strong>: started")
    assert "Revision" not in page


def test_a_long_history_goes_on_over_several_pages_with_the_same_few_questions(
    as_, officer, group, django_assert_max_num_queries
):
    meeting = MeetingFactory(group=group)
    for n in range(60):
        AgendaItemFactory(meeting=meeting, title=f"Matter {n}")
    browser = as_("officer")
    browser.get(f"{meeting.get_absolute_url()}history/")

    with django_assert_max_num_queries(18):
        page = browser.get(f"{meeting.get_absolute_url()}history/?page=2").content.decode()

    assert "Matter 1" in page
    assert browser.get(f"{meeting.get_absolute_url()}history/?page=lots").status_code == 200


# What the members get by email


def letter(what, about):
    """The message somebody gets: its subject, its text and its HTML."""
    mail.send(
        f"notices/{what}",
        to="member@example.org",
        context={"about": about, "to": UserFactory(), "notice": None},
    )
    message = outbox.outbox[-1]
    return message.subject, message.body, message.alternatives[0][0]


@pytest.fixture
def record(officer, group):
    return record_of(group)


ABOUT = {
    "meeting_called": lambda r: r.last,
    "meeting_changed": lambda r: r.last,
    "meeting_cancelled": lambda r: operations.cancel_meeting(
        r.coming, reason="Snow", by=officer_of(r.coming.group)
    ),
    "minutes_circulated": lambda r: r.minutes,
    "minutes_published": lambda r: r.minutes,
    "action_assigned": lambda r: r.action,
}


@pytest.mark.parametrize("what", ABOUT)
def test_each_letter_says_what_happened_and_links_back(record, what):
    about = ABOUT[what](record)

    subject, text, html = letter(what, about)

    assert "Chief Executives Group" in subject
    link = f"{settings.SITE_URL.rstrip('/')}{about.get_absolute_url()}"
    assert link in text
    assert link in html
    assert "2007" in text


def test_a_draft_says_so(record):
    subject, text, _ = letter("minutes_circulated", record.minutes)

    assert subject.startswith("Draft minutes")
    assert "DRAFT" in text


def test_a_postponed_meeting_points_to_the_new_one(record):
    later = operations.postpone_meeting(
        record.coming, to=date(2007, 4, 6), reason="Snow", by=officer_of(record.coming.group)
    )
    record.coming.refresh_from_db()

    _, text, html = letter("meeting_postponed", record.coming)

    assert "put off to 6 April 2007" in text
    assert later.get_absolute_url() in text
    assert "Snow" in html


@pytest.mark.parametrize(
    ("access", "is_told"), [(Access.OPEN, True), (Access.MEMBERS, True), (Access.EXEMPT, False)]
)
def test_a_letter_about_a_late_item_tells_nothing_of_an_exempt_one(record, access, is_told):
    meeting = called(record.coming)
    reasons = {"exempt_paragraphs": [3], "public_interest": "Harm"} if access == Access.EXEMPT else {}
    item = operations.add_supplement(
        meeting,
        title="Contract & terms",
        urgency="Signed on Monday",
        access=access,
        by=officer_of(meeting.group),
        **reasons,
    )

    subject, text, html = letter("supplement_added", item)

    assert ("Contract & terms" in text) is is_told
    assert ("Contract &amp; terms" in html) is is_told
    assert ("Signed on Monday" in text) is is_told
    assert "Contract" not in subject
