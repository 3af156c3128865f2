"""The framework is written, given out in words that stay, compared, and put in force by a decision."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from core import history
from core.refusals import Refused
from engagement import operations
from engagement.models import FrameworkSection, FrameworkVersion
from engagement.permissions import can_approve_framework, can_write_framework
from meetings import operations as meetings
from meetings.leaning import reasons_against_reopening
from meetings.models import Decision
from meetings.tests.doors import main_words
from tests.factories.funding import a_decision
from tests.factories.meetings import item_under_way
from tests.factories.partnership import GroupFactory

pytestmark = pytest.mark.django_db
State = FrameworkVersion.State


def of_group(group, **values) -> Decision:
    return a_decision(item=item_under_way(group), **values)


def test_an_issued_version_is_sealed_and_says_who_gave_it_out_and_when(version, officer):
    issued = operations.issue_framework(version, comments_until=None, by=officer)

    assert (issued.state, issued.issued_by) == (State.ISSUED, officer)
    assert issued.sealed_text.is_intact
    assert issued.sealed_text.content["sections"] == [
        {"position": 1, "heading": "How we ask", "text": "We ask once."}
    ]
    assert [entry.verb for entry in history.of(issued)] == ["issued for comment", "begun"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE engagement_frameworksection SET text = 'Other words'",
        "DELETE FROM engagement_frameworksection",
        "INSERT INTO engagement_frameworksection (version_id, position, heading, text) "
        "SELECT version_id, 9, 'More', 'More' FROM engagement_frameworksection",
        "UPDATE engagement_frameworkversion SET title = 'Another title'",
        "UPDATE engagement_frameworkversion SET issued_at = now()",
        "UPDATE engagement_frameworkversion SET issued_at = NULL, issued_by_id = NULL, state = 'writing'",
        "DELETE FROM engagement_frameworkversion",
        "UPDATE engagement_frameworktext SET body = '{}'",
        "DELETE FROM engagement_frameworktext",
    ],
)
def test_what_was_issued_cannot_be_changed_by_anybody(issued, statement):
    with pytest.raises(DatabaseError, match=r"issued|kept|Cannot"), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.parametrize("step", ["edit", "add", "write", "remove", "issue"])
def test_every_way_of_changing_an_issued_version_is_refused_in_a_sentence(issued, officer, step):
    section = issued.sections.get()
    steps = {
        "edit": lambda: operations.edit_framework(issued, title="Other", by=officer),
        "add": lambda: operations.add_section(issued, heading="More", by=officer),
        "write": lambda: operations.write_section(
            section, heading="How", text="Other", shown=section.text, by=officer
        ),
        "remove": lambda: operations.remove_section(section, by=officer),
        "issue": lambda: operations.issue_framework(issued, comments_until=None, by=officer),
    }
    with pytest.raises(Refused, match="issued"):
        steps[step]()


def test_a_version_with_an_empty_section_or_with_none_is_not_issued(version, officer):
    operations.add_section(version, heading="Still to come", by=officer)
    with pytest.raises(Refused, match="Still to come"):
        operations.issue_framework(version, comments_until=None, by=officer)

    for section in list(version.sections.all()):
        operations.remove_section(FrameworkSection.objects.get(pk=section.pk), by=officer)
    with pytest.raises(Refused, match="says nothing yet"):
        operations.issue_framework(version, comments_until=None, by=officer)


def test_sections_close_up_when_one_is_taken_out(version, officer):
    for heading in ("Second", "Third"):
        operations.add_section(version, heading=heading, text="Words.", by=officer)
    operations.remove_section(version.sections.get(position=1), by=officer)

    assert list(version.sections.values_list("position", "heading")) == [(1, "Second"), (2, "Third")]


def test_two_who_write_a_section_at_once_both_keep_their_words(version, officer, as_):
    section = version.sections.get()
    operations.write_section(section, heading="How we ask", text="Theirs.", shown="We ask once.", by=officer)

    client = as_("officer")
    address = f"{version.get_absolute_url()}sections/1/"
    mine = {"heading": "How we ask", "text": "Mine.", "shown": "We ask once."}
    page = client.post(address, mine).content.decode()

    assert "Somebody else has changed this section" in page
    assert "Theirs." in page
    assert "Mine." in page
    section.refresh_from_db()
    assert section.text == "Theirs."
    # Having seen both, the writer decides.
    client.post(address, mine | {"text": "Theirs. Mine.", "shown": "Theirs."})
    section.refresh_from_db()
    assert section.text == "Theirs. Mine."


def test_the_next_version_begins_from_the_words_of_an_earlier_one(issued, group, officer, cabinet):
    following = operations.begin_framework(
        group, title="How we listen", approving_group=cabinet, after=issued, by=officer
    )

    assert following.number == issued.number + 1
    assert following.sections.get().text == "We ask once."
    with pytest.raises(Refused, match="writing a version already"):
        operations.begin_framework(group, title="One more", approving_group=cabinet, by=officer)


def test_a_decision_of_the_approving_group_puts_it_in_force(issued, cabinet, officer):
    decision = of_group(cabinet)
    day = decision.item.meeting.held_on
    approved = operations.approve_framework(issued, decision=decision, in_force_on=day, by=officer)

    assert approved.is_approved
    assert not approved.is_draft
    assert FrameworkVersion.objects.in_force_on(day).get() == approved
    assert not FrameworkVersion.objects.in_force_on(day - timedelta(days=1)).exists()


def test_another_groups_decision_or_one_that_was_not_agreed_approves_nothing(issued, cabinet, officer):
    others, refused = of_group(GroupFactory()), of_group(cabinet, outcome="refused")
    for decision, sentence in [(others, "not its decision"), (refused, "was not agreed")]:
        with pytest.raises(Refused, match=sentence):
            operations.approve_framework(issued, decision=decision, in_force_on=date(2030, 1, 1), by=officer)
        with pytest.raises(IntegrityError, match="approving group agreed"), transaction.atomic():
            FrameworkVersion.objects.filter(pk=issued.pk).update(
                state="approved", approved_by_decision=decision, in_force_on=date(2030, 1, 1)
            )


def test_it_cannot_be_in_force_before_it_was_decided(issued, cabinet, officer):
    decision = of_group(cabinet)
    with pytest.raises(Refused, match="cannot be in force before"):
        operations.approve_framework(
            issued,
            decision=decision,
            in_force_on=decision.item.meeting.held_on - timedelta(days=1),
            by=officer,
        )


@pytest.mark.parametrize("state", [state for state in State if state != State.ISSUED])
def test_only_an_issued_version_is_approved_or_dropped(state, issued, cabinet, officer):
    decision = of_group(cabinet)
    day = decision.item.meeting.held_on
    if state == State.WRITING:
        issued = operations.begin_framework(issued.group, title="Next", approving_group=cabinet, by=officer)
    elif state == State.APPROVED:
        operations.approve_framework(issued, decision=decision, in_force_on=day, by=officer)
    else:
        operations.drop_framework(issued, reason="Another took its place.", by=officer)

    with pytest.raises(Refused, match="cannot become"):
        operations.approve_framework(issued, decision=decision, in_force_on=day, by=officer)
    with pytest.raises(Refused, match="cannot become"):
        operations.drop_framework(issued, reason="No more.", by=officer)


def test_the_decision_tells_what_it_put_in_force_and_its_meeting_stays_closed(
    issued, cabinet, officer, client
):
    decision = of_group(cabinet)
    meeting = decision.item.meeting
    cabinets = cabinet.officer_supports.first().user
    meetings.publish_decision(decision, by=cabinets)
    operations.approve_framework(issued, decision=decision, in_force_on=meeting.held_on, by=officer)

    page = main_words(client.get(decision.get_absolute_url()).content.decode())
    assert "What it put in force How we listen, version 1" in page
    assert "Version 1 of the engagement framework is in force on its word." in reasons_against_reopening(
        meeting
    )


@pytest.mark.parametrize(
    ("role", "writes"),
    [("reader", False), ("outsider", False), ("member", False), ("chair", False), ("other_officer", False),
     ("administrator", False), ("officer", True)],
)  # fmt: skip
def test_who_may_write_and_approve(role, writes, version, request, cabinets_officer):
    user = request.getfixturevalue(role)
    assert can_write_framework(user, version) is writes
    assert can_approve_framework(user, version) is writes
    assert can_approve_framework(cabinets_officer, version)
    assert not can_write_framework(cabinets_officer, version)


def test_a_reader_compares_two_versions_word_by_word(issued, group, officer, cabinet, client):
    following = operations.begin_framework(
        group, title="How we listen", approving_group=cabinet, after=issued, by=officer
    )
    operations.write_section(
        following.sections.get(),
        heading="How we ask",
        text="We ask twice.",
        shown="We ask once.",
        by=officer,
    )
    operations.issue_framework(following, comments_until=None, by=officer)

    page = client.get("/engagement/framework/compare/?from=1&to=2").content.decode()
    assert '<ins><span class="govuk-visually-hidden">added: </span>twice' in page
    assert "removed: </span>once" in page
    strange = client.get("/engagement/framework/compare/?from=1&to=77")
    assert "There is no such version for you to read." in strange.content.decode()


def test_a_version_that_is_being_written_is_on_no_page_of_a_reader(version, client):
    assert client.get(version.get_absolute_url()).status_code == 404
    assert "version 1" not in main_words(client.get("/engagement/").content.decode()).lower()
    assert "We ask once" not in client.get("/search/?q=asks").content.decode()


def test_search_finds_a_section_that_was_issued(issued, client):
    assert "How we ask" in main_words(client.get("/search/?q=asks").content.decode())


def test_comments_end_when_the_day_is_over(version, officer):
    today = timezone.localdate()
    with pytest.raises(Refused, match="has passed already"):
        operations.issue_framework(version, comments_until=today - timedelta(days=1), by=officer)
    issued = operations.issue_framework(version, comments_until=today, by=officer)

    assert issued.takes_comments_on(today)
    assert not issued.takes_comments_on(today + timedelta(days=1))
    with pytest.raises(Refused, match="Say why"):
        operations.extend_comments(issued, until=today + timedelta(days=9), reason=" ", by=officer)
    longer = operations.extend_comments(
        issued, until=today + timedelta(days=9), reason="The post was late.", by=officer
    )
    assert longer.takes_comments_on(today + timedelta(days=9))


def test_the_page_asks_no_more_with_many_sections_and_comments(
    version, officer, member, client, django_assert_max_num_queries
):
    for number in range(20):
        operations.add_section(version, heading=f"Section {number}", text="Words.", by=officer)
    issued = operations.issue_framework(version, comments_until=date(2099, 1, 1), by=officer)
    for section in issued.sections.all()[:15]:
        remark = operations.send_remark(issued, section=section, name="A body", text="Good.", by=member)
        operations.answer_remark(remark, disposition="noted", answer="Thank you.", by=officer)

    with django_assert_max_num_queries(6):
        page = client.get(issued.get_absolute_url())
    assert page.content.decode().count("Comment of A body") == 15
