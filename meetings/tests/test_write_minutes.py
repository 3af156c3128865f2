"""The minuting page without a script: every button saves everything that was typed, and nothing typed is ever lost."""

from datetime import date

import pytest
from django.urls import reverse

from core import history
from meetings import operations
from meetings.models import ActionItem, AgendaItem, Decision, Meeting, Minutes
from meetings.tests.minuting import address, as_shown, box, send
from tests.factories.partnership import PersonFactory

pytestmark = pytest.mark.django_db

DAY = date(2026, 2, 2)
OUTCOMES = AgendaItem.Outcome


# Who may write


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("officer", 200),
        ("other_officer", 403),
        ("member", 403),
        ("chair", 403),
        ("outsider", 403),
        ("reader", 302),
    ],
)
def test_only_the_officers_of_the_group_write_its_minutes(role, status, as_, meeting):
    assert as_(role).get(address(meeting)).status_code == status


def test_a_closed_groups_meeting_is_not_there_for_strangers(as_, group, meeting):
    group.is_public = False
    group.save()

    assert as_("outsider").get(address(meeting)).status_code == 404


def test_an_item_of_another_meeting_cannot_be_written_here(writer, group, officer, meeting):
    other = operations.plan_meeting(group, held_on=date(2026, 3, 2), by=officer).items.first()

    answer = writer.post(reverse("meetings:write_item", args=[*meeting.address, other.pk]), {})

    assert answer.status_code == 404


# Saving


def test_one_button_saves_all_that_was_typed_and_comes_back_to_the_item(writer, meeting, item):
    other = meeting.items.get(title="Herefordshire Connects")

    answer = send(
        writer,
        meeting,
        do=f"save-{item.pk}",
        **{
            box("minute", item): "One.\r\nTwo.",
            box("minute", other): "Three.",
            box("outcome", other): "noted",
        },
    )

    item.refresh_from_db()
    other.refresh_from_db()
    assert answer.status_code == 303
    assert answer.url.endswith(f"?done=save-{item.pk}#item-5")
    assert (item.minute, other.minute, other.outcome) == ("One.\nTwo.", "Three.", "noted")


def test_what_was_not_touched_is_not_written(writer, meeting, item):
    send(writer, meeting)

    item.refresh_from_db()
    assert item.revision == 0
    assert not history.of(item).filter(verb="minuted")


def test_a_decision_is_logged_with_its_vote_and_the_minute_beside_it_is_saved(writer, meeting, item):
    answer = send(
        writer,
        meeting,
        do=f"decide-{item.pk}",
        **{
            box("minute", item): "We voted.",
            box("decide", item, "text"): "That the profiles be retained.",
            box("decide", item, "outcome"): "agreed",
            box("decide", item, "voting"): "carried",
            box("decide", item, "votes_for"): "7",
            box("decide", item, "votes_against"): "3",
            box("decide", item, "effective_on"): "30 March",
            box("decide", item, "is_key"): "on",
        },
    )

    decision = Decision.objects.get()
    item.refresh_from_db()
    assert answer.status_code == 303
    assert (decision.ref, decision.votes_for, decision.is_key) == ("CEG-2026-1", 7, True)
    assert decision.effective_on == date(2026, 3, 30)
    assert (item.minute, item.outcome) == ("We voted.", OUTCOMES.DECIDED)
    page = writer.get(answer.url)
    assert "Decision CEG-2026-1 is logged." in page.content.decode()


def test_an_action_is_logged_for_somebody_outside_the_group_too(writer, meeting, item):
    stranger = PersonFactory(name="Outside Person")

    send(
        writer,
        meeting,
        do=f"act-{item.pk}",
        **{
            box("act", item, "text"): "Write the letter",
            box("act", item, "owner"): stranger.pk,
            box("act", item, "due_on"): "2.3.26",
        },
    )

    action = ActionItem.objects.get()
    assert (action.text, action.owner, action.due_on) == ("Write the letter", stranger, date(2026, 3, 2))


@pytest.mark.parametrize("kind", ["decide", "act"])
def test_sent_twice_it_is_logged_once(kind, writer, meeting, item, owner):
    typed = {
        box(kind, item, "text"): "The same words",
        box(kind, item, "outcome"): "agreed",
        box(kind, item, "voting"): "consensus",
        box(kind, item, "owner"): owner.pk,
    }

    first, second = (send(writer, meeting, do=f"{kind}-{item.pk}", **typed) for _ in range(2))

    assert (first.status_code, second.status_code) == (303, 422)
    assert Decision.objects.count() + ActionItem.objects.count() == 1


def test_minutes_of_an_earlier_meeting_are_approved_under_the_item_that_offers_them(
    writer, group, officer, meeting
):
    for each in meeting.items.all():
        operations.set_outcome(each, outcome="noted", by=officer)
    following = operations.plan_meeting(group, held_on=date(2026, 3, 30), by=officer)
    operations.close_meeting(meeting, by=officer)
    operations.circulate_minutes(Minutes.objects.get(meeting=meeting), by=officer)
    operations.publish_agenda(following, by=officer)
    operations.start_meeting(following, by=officer)
    offer = following.items.get(offers_minutes_of=meeting)

    answer = send(
        writer,
        following,
        do=f"approve-{offer.pk}",
        **{box("approve", offer, "corrections"): "“Bob” not “Rob”"},
    )

    minutes = Minutes.objects.get(meeting=meeting)
    assert answer.status_code == 303
    assert (minutes.status, minutes.corrections) == (Minutes.Status.APPROVED, "“Bob” not “Rob”")
    assert "The minutes of 2 February 2026 are approved" in writer.get(answer.url).content.decode()
    closed_book = writer.get(address(meeting)).content.decode()
    assert "approved and stay as they are" in closed_book
    assert "<textarea" not in closed_book


# Starting and closing


def test_a_called_meeting_is_started_here(writer, group, officer):
    meeting = operations.plan_meeting(group, held_on=DAY, by=officer)
    assert "agenda is not published yet" in writer.get(address(meeting)).content.decode()
    operations.publish_agenda(meeting, by=officer)
    assert "Start the meeting" in writer.get(address(meeting)).content.decode()

    writer.post(address(meeting), {"do": "start"})

    meeting.refresh_from_db()
    assert meeting.status == Meeting.Status.UNDER_WAY


def test_a_meeting_does_not_start_before_its_day(writer, group, officer):
    meeting = operations.plan_meeting(group, held_on=date(2090, 1, 2), by=officer)
    operations.publish_agenda(meeting, by=officer)

    answer = writer.post(address(meeting), {"do": "start"})

    assert answer.status_code == 422
    assert "cannot start before its day" in answer.content.decode()


def test_closing_names_the_items_without_an_outcome_and_keeps_what_was_typed(writer, meeting, item):
    answer = send(writer, meeting, do="close", **{box("minute", item): "Kept", box("outcome", item): "noted"})

    page = answer.content.decode()
    item.refresh_from_db()
    meeting.refresh_from_db()
    apologies = meeting.items.get(kind=AgendaItem.Kind.APOLOGIES)
    assert answer.status_code == 422
    assert f'<a href="#outcome-{apologies.pk}">Item 1, Apologies, has no outcome yet.</a>' in page
    assert "Item 5, Performance, has" not in page
    assert (item.minute, meeting.status) == ("Kept", Meeting.Status.UNDER_WAY)


def test_a_meeting_whose_items_all_have_an_outcome_is_closed(writer, meeting):
    outcomes = {box("outcome", each): "noted" for each in meeting.items.all()}

    answer = send(writer, meeting, do="close", **outcomes)

    meeting.refresh_from_db()
    assert (answer.status_code, meeting.status) == (303, Meeting.Status.CLOSED)


# What cannot be saved is kept, with a sentence beside it


def test_a_text_that_is_too_long_is_refused_beside_its_box_and_kept(writer, meeting, item):
    other = meeting.items.get(title="Herefordshire Connects")
    answer = send(writer, meeting, **{box("minute", item): "x" * 50_001, box("minute", other): "Short."})

    page = answer.content.decode()
    item.refresh_from_db()
    other.refresh_from_db()
    assert answer.status_code == 422
    assert f'<a href="#minute-{item.pk}">Item 5: A minute can have 50,000 characters at most' in page
    assert "x" * 50_001 in page
    assert (item.minute, other.minute) == ("", "Short.")


def test_a_text_with_the_character_nul_is_saved_without_it(writer, meeting, item):
    answer = send(writer, meeting, **{box("minute", item): "be\x00fore"})

    item.refresh_from_db()
    assert (answer.status_code, item.minute) == (303, "before")


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        ("decide", {"text": "", "reasons": "Because"}, "Fill in “What was decided”."),
        ("decide", {"text": "Nul\x00", "outcome": "agreed"}, "a character that cannot be kept"),
        (
            "decide",
            {"text": "Yes", "outcome": "nonsense"},
            "Choose one of the answers offered for “Outcome”.",
        ),
        (
            "decide",
            {"text": "Yes", "outcome": "agreed", "votes_for": "many"},
            "“Votes for” as a whole number",
        ),
        ("decide", {"text": "Yes", "outcome": "agreed", "votes_for": "7"}, "Count the votes on both sides"),
        (
            "decide",
            {"text": "Yes", "outcome": "agreed", "voting": "carried", "votes_for": "1", "votes_against": "2"},
            "Carried needs more votes for than against",
        ),
        ("act", {"text": "Do it", "owner": ""}, "Choose an answer to “Who will do it”."),
        ("act", {"text": "Do it", "owner": "nobody"}, "Choose one of the answers offered"),
        ("act", {"text": "Do it", "due_on": "soon"}, "Enter a date, such as 30 March 2007."),
        ("act", {"text": "Do it", "due_on": "31 February"}, "has only 28 days"),
    ],
)
def test_what_is_wrong_with_a_decision_or_an_action_is_said_beside_it(
    kind, typed, sentence, writer, meeting, item
):
    other = meeting.items.get(title="Herefordshire Connects")
    sent = {box(kind, item, name): value for name, value in ({"voting": "consensus"} | typed).items()}
    answer = send(
        writer, meeting, do=f"{kind}-{item.pk}", **sent, **{box("minute", other): "Saved all the same."}
    )

    page = answer.content.decode()
    other.refresh_from_db()
    assert answer.status_code == 422
    assert page.count(sentence) >= 2, "in the summary and beside the box"
    assert other.minute == "Saved all the same."
    assert not Decision.objects.exists()
    assert not ActionItem.objects.exists()


def test_words_begun_elsewhere_on_the_page_are_there_again_after_something_else_was_done(
    writer, meeting, item, owner
):
    other = meeting.items.get(title="Herefordshire Connects")
    answer = send(
        writer,
        meeting,
        do=f"act-{item.pk}",
        **{
            box("act", item, "text"): "Write",
            box("act", item, "owner"): owner.pk,
            box("decide", other, "text"): "Half a decision",
            box("act", other, "text"): "Half an action",
            box("act", other, "owner"): owner.pk,
        },
    )

    page = writer.get(answer.url).content.decode()
    assert "Half a decision" in page
    assert "Half an action" in page
    assert f'<option value="{owner.pk}" selected>Anna Owner</option>' in page


def test_markup_in_a_minute_is_text(writer, meeting, item, officer):
    operations.write_minute(item, text="</textarea><script>alert(1)</script>", revision=0, by=officer)

    page = writer.get(address(meeting)).content.decode()

    assert "<script>alert" not in page
    assert "&lt;/textarea&gt;&lt;script&gt;" in page


def test_texts_written_after_the_approval_are_refused_and_shown(writer, meeting, item, officer):
    sent = as_shown(meeting) | {"do": "save", f"minute-{item.pk}": "Too late", f"outcome-{item.pk}": "noted"}
    for each in meeting.items.all():
        operations.set_outcome(each, outcome="noted", by=officer)
    operations.close_meeting(meeting, by=officer)
    operations.circulate_minutes(Minutes.objects.get(meeting=meeting), by=officer)
    following = operations.plan_meeting(meeting.group, held_on=date(2026, 3, 30), by=officer)
    operations.publish_agenda(following, by=officer)
    operations.start_meeting(following, by=officer)
    operations.approve_minutes(following.items.get(offers_minutes_of=meeting), by=officer)

    answer = writer.post(address(meeting), sent)

    assert answer.status_code == 422
    assert "Too late" in answer.content.decode()


# However long the meeting


def test_the_page_asks_the_database_no_more_for_a_longer_meeting(
    writer, group, officer, owner, meeting, item, django_assert_max_num_queries
):
    def queries() -> int:
        with django_assert_max_num_queries(30) as found:
            assert writer.get(address(meeting)).status_code == 200
        return len(found)

    operations.log_decision(item, text="Go on", outcome="agreed", by=officer)
    operations.add_action(item, text="Do", owner=owner, by=officer)
    few = queries()
    for number in range(5):
        late = operations.add_supplement(meeting, title=f"Late {number}", urgency="Now", by=officer)
        operations.log_decision(late, text=f"Go on {number}", outcome="agreed", by=officer)
        operations.add_action(late, text="Do", owner=PersonFactory(), by=officer)

    assert queries() == few
