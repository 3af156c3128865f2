"""An agenda is put together, published after a look at what becomes visible, and locked from then on."""

import pytest
import time_machine

from core.access import Access
from meetings.models import AgendaItem
from partnership.models import Notice
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, called

pytestmark = pytest.mark.django_db
# Of the meetings that the factories make; a meeting whose day is over calls nobody.
A_WEEK_BEFORE = "2007-01-26 12:00"


@pytest.fixture
def meeting(officer, group):
    return MeetingFactory(group=group)


@pytest.fixture
def send(as_, meeting):
    """Send one of the agenda's forms."""
    browser = as_("officer")
    return lambda path, **answers: browser.post(f"{meeting.get_absolute_url()}{path}", answers)


def titles(meeting):
    return [str(item) for item in AgendaItem.objects.of_meeting(meeting).in_order()]


def test_an_item_comes_before_the_closing_ones_and_a_sub_item_under_it(send, meeting):
    send("items/add/", title="Performance", access="open", description="With **figures**")
    above = AgendaItem.objects.get(title="Performance")
    send("items/add/", title="Detail", access="members", parent=above.pk)

    assert titles(meeting)[4:7] == ["5. Performance", "5a. Detail", "6. Any other business"]


@pytest.mark.parametrize(
    ("answers", "question", "sentence"),
    [
        ({"title": ""}, "title", "Fill in “Title”."),
        ({"title": "x" * 201}, "title", "must be 200 characters or fewer"),
        ({"title": "a\x00b"}, "title", "contains a character that cannot be kept"),
        ({"access": ""}, "access", "Choose an answer"),
        ({"access": "secret"}, "access", "Choose one of the answers offered"),
        ({"access": "exempt", "public_interest": "Harm"}, "exempt_paragraphs", "Tick at least one paragraph"),
        ({"access": "exempt", "exempt_paragraphs": ["3"]}, "public_interest", "Say why the public interest"),
        ({"exempt_paragraphs": ["3"]}, "access", "You gave reasons for an exemption."),
        ({"exempt_paragraphs": ["8"]}, "exempt_paragraphs", "Choose"),
        ({"parent": "999999"}, "parent", "Choose"),
        ({"presenter": "nobody"}, "presenter", "Choose"),
        ({"topics": ["999999"]}, "topics", "Choose"),
    ],
)
def test_each_wrong_answer_gets_a_sentence(send, meeting, answers, question, sentence):
    answer = send("items/add/", **({"title": "Performance", "access": "open"} | answers))

    assert answer.status_code == 200
    assert question in answer.context["form"].errors
    assert sentence in answer.context["form"].errors[question][0]
    assert meeting.items.count() == 6


def test_a_group_that_allows_no_exemption_is_not_asked_about_one(send, meeting, group, client):
    group.exemptions_allowed = False
    group.save()

    page = client.get(f"{meeting.get_absolute_url()}items/add/").content.decode()
    answer = send("items/add/", title="Secret", access="exempt")

    assert "Schedule 12A" not in page
    assert "access" in answer.context["form"].errors


def test_moving_keeps_the_officers_finger_on_the_button(send, meeting):
    answer = send("items/3/move/", to="up")

    assert titles(meeting)[1:3] == ["2. Minutes of the last meeting", "3. Declarations of interest"]
    assert answer.url.endswith("/agenda/#item-2-up")
    assert send("items/2/move/", to="up").url.endswith("/agenda/#item-1-down")


def test_the_first_item_goes_no_further_up(send, meeting):
    before = titles(meeting)

    answer = send("items/1/move/", to="up")

    assert answer.status_code == 302
    assert titles(meeting) == before


def test_removing_asks_first_and_takes_what_is_under_the_item_along(send, meeting, client):
    item = AgendaItemFactory(meeting=meeting, title="Performance")
    AgendaItemFactory(meeting=meeting, title="Detail", parent=item)

    page = client.get(f"{meeting.get_absolute_url()}items/5/remove/").content.decode()
    send("items/5/remove/")

    assert "5a. Detail" in page
    assert titles(meeting)[4:] == ["5. Any other business", "6. Next meeting"]


@time_machine.travel(A_WEEK_BEFORE, tick=False)
def test_before_publishing_an_officer_sees_what_becomes_visible_and_who_is_told(client, as_, meeting, member):
    AgendaItemFactory(meeting=meeting, title="Contract", access=Access.EXEMPT)

    page = as_("officer").get(f"{meeting.get_absolute_url()}publish-agenda/").content.decode()

    assert "1 member is told by email" in page
    assert "Exempt: paragraph 3 of Schedule 12A" in page
    assert "except for 1 item" in page
    meeting.refresh_from_db()
    assert not meeting.agenda_is_published


@time_machine.travel(A_WEEK_BEFORE, tick=False)
def test_publishing_tells_the_members_and_locks_the_agenda(send, meeting, member):
    send("publish-agenda/")
    answer = send("items/add/", title="Late", access="open")

    meeting.refresh_from_db()
    assert meeting.status == "called"
    assert [notice.to for notice in Notice.objects.filter(what="meeting_called")] == [member]
    assert "The agenda is published and locked." in answer.context["form"].non_field_errors()[0]
    assert (
        "The agenda is published and locked." in send("items/1/remove/").context["form"].non_field_errors()[0]
    )
    assert send("items/2/move/", to="up").status_code == 302
    assert titles(meeting)[0] == "1. Apologies"


def test_an_empty_agenda_is_not_published(send, meeting):
    for _ in range(6):
        send("items/1/remove/")

    errors = send("publish-agenda/").context["form"].non_field_errors()

    assert errors == ["The agenda is empty. Add an item first."]


@time_machine.travel(A_WEEK_BEFORE, tick=False)
def test_a_late_item_says_why_it_cannot_wait_and_goes_last(send, meeting, member):
    called(meeting)

    refused = send("items/add-late/", title="Flood", access="open")
    send("items/add-late/", title="Flood", access="open", urgency="The river rises")

    assert set(refused.context["form"].errors) == {"urgency"}
    late = AgendaItem.objects.get(title="Flood")
    assert (late.number, late.is_supplement, late.urgency) == ("7", True, "The river rises")
    assert Notice.objects.filter(what="supplement_added", to=member).count() == 1


def test_a_late_item_takes_the_next_number_after_others_were_removed(send, meeting):
    send("items/2/remove/")
    called(meeting)

    send("items/add-late/", title="Flood", access="open", urgency="The river rises")

    assert titles(meeting)[-1] == "6. Flood"


def test_a_published_item_can_be_closed_but_not_opened(send, meeting):
    item = AgendaItemFactory(meeting=meeting, title="Contract", access=Access.MEMBERS)
    called(meeting)

    opened = send("items/5/edit/", access="open")
    send("items/5/edit/", access="exempt", exempt_paragraphs=["1", "3"], public_interest="Harm")

    assert "access" in opened.context["form"].errors
    item.refresh_from_db()
    assert (item.access, item.exempt_paragraphs, item.title) == ("exempt", [1, 3], "Contract")


def test_an_item_is_reworded_and_what_looks_like_markup_shows_as_words(send, meeting, client):
    send("items/1/edit/", title="<b>Apologies</b>", access="open", kind="apologies")

    page = client.get(f"{meeting.get_absolute_url()}agenda/").content.decode()

    assert "<b>Apologies</b>" not in page
    assert "&lt;b&gt;Apologies&lt;/b&gt;" in page


def test_the_agenda_page_asks_the_database_no_more_for_a_long_agenda(
    as_, meeting, django_assert_max_num_queries
):
    for n in range(15):
        AgendaItemFactory(meeting=meeting, title=f"Matter {n}")
    browser = as_("officer")

    with django_assert_max_num_queries(9):
        assert browser.get(f"{meeting.get_absolute_url()}agenda/").status_code == 200


# A meeting that is put on the record after its day


def test_nobody_is_called_to_a_meeting_whose_day_is_over(send, client, as_, meeting, member):
    page = as_("officer").get(f"{meeting.get_absolute_url()}publish-agenda/").content.decode()
    assert "nobody is told that they are called" in page
    assert "is told by email" not in page

    answer = client.post(f"{meeting.get_absolute_url()}publish-agenda/", follow=True)
    send("items/add-late/", title="Late", urgency="It was urgent then.", access="open")

    meeting.refresh_from_db()
    assert meeting.agenda_is_published
    assert meeting.items.filter(title="Late").exists()
    assert "The agenda is published." in answer.content.decode()
    assert not Notice.objects.filter(to=member).exists()


@time_machine.travel("2007-02-02 23:00", tick=False)
def test_on_the_day_itself_members_are_still_called(send, meeting, member):
    send("publish-agenda/")

    assert [notice.to for notice in Notice.objects.filter(what="meeting_called")] == [member]
