"""Two who write at once, a page that saves while one types, a session that lapses: no text is ever lost."""

import pytest
from django.urls import reverse

from meetings import operations
from meetings.tests.minuting import address, as_shown
from meetings.views.writing_items import Shown

pytestmark = pytest.mark.django_db


# Two writers


def test_when_two_write_the_same_item_neither_text_is_lost(writer, meeting, item, colleague):
    before = as_shown(meeting)
    other = meeting.items.get(title="Herefordshire Connects")
    operations.write_minute(item, text="Their words.\nShared.", revision=0, by=colleague)

    answer = writer.post(
        address(meeting),
        before
        | {"do": "save", f"minute-{item.pk}": "My words.\r\nShared.", f"minute-{other.pk}": "Mine alone."},
    )

    page = answer.content.decode()
    item.refresh_from_db()
    other.refresh_from_db()
    assert answer.status_code == 409
    assert item.minute == "Their words.\nShared."
    assert other.minute == "Mine alone."
    assert "colleague saved another text of item 5" in page
    assert "Their words.\nMy words.\nShared.</textarea>" in page
    assert "Keep this text" in page

    kept = answer.context["items"][4]
    resolved = before | {
        "do": "save",
        f"minute-{item.pk}": "Our words.",
        f"revision-{item.pk}": str(kept.shown),
    }
    assert writer.post(address(meeting), resolved).status_code == 303
    item.refresh_from_db()
    assert item.minute == "Our words."


def test_conflicts_in_several_items_are_all_shown_and_what_was_pressed_is_done(
    writer, meeting, item, colleague
):
    before = as_shown(meeting)
    other = meeting.items.get(title="Herefordshire Connects")
    for each in (item, other):
        operations.write_minute(each, text="Theirs.", revision=0, by=colleague)

    answer = writer.post(
        address(meeting),
        before
        | {f"minute-{item.pk}": "Mine 1.", f"minute-{other.pk}": "Mine 2.", "do": f"decide-{item.pk}"}
        | {f"decide-{item.pk}-{name}": value for name, value in DECISION.items()},
    )

    page = answer.content.decode()
    assert answer.status_code == 409
    assert page.count("Keep this text") == 2
    assert "Mine 1." in page
    assert "Mine 2." in page
    assert "Decision CEG-2026-1 is logged." in page


def test_a_page_that_is_out_of_date_takes_back_nothing_that_others_wrote(writer, meeting, item, colleague):
    before = as_shown(meeting)
    operations.write_minute(item, text="Theirs.", revision=0, by=colleague)
    operations.set_outcome(item, outcome="noted", by=colleague)

    answer = writer.post(address(meeting), before | {"do": "save"})

    item.refresh_from_db()
    assert answer.status_code == 303
    assert (item.minute, item.outcome) == ("Theirs.", "noted")


DECISION = {"text": "That it be so.", "outcome": "agreed", "voting": "consensus"}


# As it is typed


def type_into(writer, meeting, item, shown=None, **typed):
    sent = {f"revision-{item.pk}": str(shown or Shown.now(item))}
    sent |= {f"{name}-{item.pk}": value for name, value in typed.items()}
    return writer.post(
        reverse("meetings:write_item", args=[*meeting.address, item.pk]), sent, headers={"HX-Request": "true"}
    )


def test_a_text_is_saved_as_it_is_typed_and_the_page_learns_its_new_revision(writer, meeting, item):
    answer = type_into(writer, meeting, item, minute="So far", outcome="")

    item.refresh_from_db()
    assert answer.status_code == 200
    assert item.minute == "So far"
    assert f'data-revision="{Shown.now(item)}"' in answer.content.decode()


def test_the_same_text_sent_again_is_the_same_text(writer, meeting, item):
    """The answer to the first may have been lost on the way."""
    shown = Shown.now(item)
    type_into(writer, meeting, item, shown, minute="Once")

    answer = type_into(writer, meeting, item, shown, minute="Once")

    item.refresh_from_db()
    assert (answer.status_code, item.revision) == (200, 1)


def test_a_conflict_while_typing_shows_their_text_and_saves_nothing(writer, meeting, item, colleague):
    shown = Shown.now(item)
    operations.write_minute(item, text="Their <b>words</b>", revision=0, by=colleague)

    answer = type_into(writer, meeting, item, shown, minute="Mine")

    item.refresh_from_db()
    assert answer.status_code == 409
    assert item.minute == "Their <b>words</b>"
    assert "Their &lt;b&gt;words&lt;/b&gt;" in answer.content.decode()


def test_whoever_only_sets_the_outcome_is_shown_what_others_wrote(writer, meeting, item, colleague):
    shown = Shown.now(item)
    operations.write_minute(item, text="Theirs", revision=0, by=colleague)

    answer = type_into(writer, meeting, item, shown, outcome="noted")

    item.refresh_from_db()
    assert (answer.status_code, item.minute, item.outcome) == (200, "Theirs", "noted")
    assert "data-news" in answer.content.decode()


def test_what_cannot_be_saved_while_typing_is_said(writer, meeting, item):
    answer = type_into(writer, meeting, item, minute="x" * 50_001)

    assert answer.status_code == 422
    assert "50,000 characters at most" in answer.content.decode()


@pytest.mark.parametrize("mark", ["?", "nonsense", "1", "-1.a.b", "٣.x.y", "9" * 40 + ".x."])
def test_a_page_whose_revision_cannot_be_read_writes_over_nobody(mark, writer, meeting, item, colleague):
    operations.write_minute(item, text="Theirs.", revision=0, by=colleague)

    assert type_into(writer, meeting, item, mark, minute="Mine").status_code == 409


# A lapsed session


def test_a_page_that_is_typed_into_hears_that_the_session_has_lapsed(client, meeting, item):
    assert type_into(client, meeting, item, minute="Words").status_code == 401
    token = client.get(reverse("meetings:write_token", args=meeting.address), headers={"HX-Request": "true"})
    assert token.status_code == 401


def test_without_a_script_a_lapsed_session_keeps_every_word(writer, officer, meeting, item):
    sent = as_shown(meeting) | {"do": f"save-{item.pk}", f"minute-{item.pk}": "Typed for an hour"}
    writer.logout()

    answer = writer.post(address(meeting), sent)
    assert answer.status_code == 302
    session = dict(writer.session)
    writer.force_login(officer)
    kept = writer.session
    kept.update({name: value for name, value in session.items() if not name.startswith("_auth")})
    kept.save()
    waiting = writer.get(reverse("core:resume")).context["waiting"]

    assert writer.post(waiting["path"], waiting["fields"]).status_code == 303
    item.refresh_from_db()
    assert item.minute == "Typed for an hour"
