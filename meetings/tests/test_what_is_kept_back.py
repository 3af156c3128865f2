"""Nothing is public by accident: what is kept back is found behind no door, whoever knocks."""

import pytest
from django.test import Client

from core.access import Access
from core.refusals import Refused
from meetings import operations
from meetings.models import ActionItem, AgendaItem
from meetings.tests.doors import doors, found_behind, words_behind
from tests.factories import meetings as make
from tests.factories.partnership import PersonFactory

pytestmark = pytest.mark.django_db

SECRET = "Zebrafish"
OUTSIDE = ["reader", "other_officer", "administrator"]
INSIDE = ["member", "chair", "officer"]


@pytest.fixture
def browsers(request):
    """`browsers(roles)` gives a browser for each of these people of the cast."""

    def each(roles):
        for role in roles:
            client = Client()
            if role != "reader":
                client.force_login(request.getfixturevalue(role))
            yield client

    return each


def meeting_with_secret(group, officer, access=Access.OPEN):
    """A meeting under way, with the secret in every word of one item, and an ordinary item beside it."""
    group.draft_minutes = "as_draft"
    group.save()
    meeting = make.MeetingFactory(group=group)
    item = make.AgendaItemFactory(
        meeting=meeting,
        title=f"{SECRET} affair",
        description=f"About the {SECRET} matter.",
        presenter=PersonFactory(name=f"{SECRET} Presenter", slug="presenter"),
        access=access,
        **({"public_interest": f"It would harm {SECRET}."} if access == Access.EXEMPT else {}),
    )
    plain = make.AgendaItemFactory(meeting=meeting, title="Ordinary matter")
    make.started(meeting)
    return meeting, item, plain


def fill(item, plain):
    """Minute both items; decide and undertake something under the secret one."""
    make.minuted(item, f"We spoke of {SECRET} things.")
    make.minuted(plain, "We spoke of ordinary things.")
    decision = make.DecisionFactory(
        item=item,
        text=f"Agree with {SECRET}.",
        reasons=f"{SECRET} reasons",
        options_rejected=SECRET,
        interests=SECRET,
    )
    action = make.ActionItemFactory(
        item=item, text=f"Write to {SECRET}", owner=PersonFactory(name=f"{SECRET} Owner", slug="owner")
    )
    return decision, action


def published_with_secret(group, officer, access):
    """Approved minutes that everyone may read, but for one item."""
    meeting, item, plain = meeting_with_secret(group, officer, access)
    decision, action = fill(item, plain)
    make.closed(meeting)
    make.circulated(meeting)
    make.circulated(meeting, reason="A word was wrong.")
    make.published_as_draft(meeting)
    make.approved(meeting)
    make.published(meeting)
    return meeting, decision, action


def test_an_agenda_that_is_not_published_is_behind_no_door(browsers, group, officer):
    meeting = make.MeetingFactory(group=group)
    make.AgendaItemFactory(meeting=meeting, title=SECRET, description=SECRET)

    for client in browsers(OUTSIDE):
        assert found_behind(client, doors(meeting), SECRET) == []


def test_an_agenda_that_is_not_published_is_not_for_members_either(as_, group, officer, member):
    meeting = make.MeetingFactory(group=group)
    make.AgendaItemFactory(meeting=meeting, title=SECRET)

    assert found_behind(as_("member"), doors(meeting), SECRET) == []


def test_what_is_being_minuted_is_for_officers_only(browsers, group, officer, chair):
    meeting = make.MeetingFactory(group=group)
    item = make.AgendaItemFactory(meeting=meeting, title="Ordinary matter")
    make.started(meeting)
    make.minuted(item, SECRET)
    decision = make.DecisionFactory(item=item, text=SECRET)
    action = make.ActionItemFactory(item=item, text=SECRET)
    operations.record_attendance(
        meeting, person=PersonFactory(name=f"{SECRET} Guest"), status="guest", by=officer
    )
    operations.edit_meeting(meeting, attendance_note=SECRET, by=officer)

    for client in browsers([*OUTSIDE, "member", "chair"]):
        assert found_behind(client, doors(meeting, decisions=[decision], actions=[action]), SECRET) == []
        assert "Ordinary matter" in words_behind(client, meeting.get_absolute_url())
        assert client.get(decision.get_absolute_url()).status_code == 404
        assert client.get(action.get_absolute_url()).status_code == 404
        assert client.get(f"{meeting.get_absolute_url()}minutes.pdf").status_code == 404


def test_a_draft_that_the_members_have_is_not_for_others(browsers, group, officer):
    meeting, item, plain = meeting_with_secret(group, officer)
    decision, action = fill(item, plain)
    make.closed(meeting)
    make.circulated(meeting)

    for client in browsers(OUTSIDE):
        behind = found_behind(client, doors(meeting, decisions=[decision], actions=[action]), "We spoke of")

        assert behind == []
        assert (
            found_behind(
                client, [decision.get_absolute_url(), action.get_absolute_url(), "/decisions/"], SECRET
            )
            == []
        )
        assert client.get(f"{meeting.get_absolute_url()}?version=1").status_code == 404
        assert client.get(f"{meeting.get_absolute_url()}minutes/versions/").status_code == 404


def test_words_changed_after_a_draft_was_published_wait_for_the_next_version(browsers, group, officer):
    meeting, _item, plain = meeting_with_secret(group, officer, Access.MEMBERS)
    make.closed(meeting)
    make.circulated(meeting)
    make.published_as_draft(meeting)
    make.minuted(plain, f"Now {SECRET}.")
    outside = list(browsers(OUTSIDE))

    assert [found_behind(client, doors(meeting), SECRET) for client in outside] == [[]] * len(outside)

    make.circulated(meeting, reason="Something was added.")

    comparison = f"{meeting.get_absolute_url()}minutes/versions/compare/?from=1&to=2"
    for client in outside:
        assert found_behind(client, doors(meeting), SECRET) == []
        assert "no such version" in words_behind(client, comparison)


@pytest.mark.parametrize("access", [Access.MEMBERS, Access.EXEMPT])
def test_a_closed_item_of_published_minutes_is_behind_no_door(access, browsers, group, officer):
    meeting, decision, action = published_with_secret(group, officer, access)

    for client in browsers(OUTSIDE):
        assert found_behind(client, doors(meeting, decisions=[decision], actions=[action]), SECRET) == []
        assert decision.ref not in words_behind(client, meeting.get_absolute_url())
        assert "We spoke of ordinary things." in words_behind(client, meeting.get_absolute_url())
        assert client.get(decision.get_absolute_url()).status_code == 404
        assert client.get(action.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("access", [Access.MEMBERS, Access.EXEMPT])
def test_members_and_officers_read_a_closed_item_at_every_door(
    access, browsers, group, officer, member, chair
):
    meeting, decision, action = published_with_secret(group, officer, access)
    all_doors = doors(meeting, decisions=[decision], actions=[action])
    silent = {
        "/meetings/",
        f"/meetings/?group={group.slug}",
        f"{meeting.get_absolute_url()}minutes/versions/",
    }

    for client in browsers(INSIDE):
        assert set(all_doors) - set(found_behind(client, all_doors, SECRET)) == silent


@pytest.mark.parametrize("access", [Access.MEMBERS, Access.EXEMPT])
def test_closing_an_item_later_closes_the_old_versions_too(access, as_, group, officer):
    meeting, decision, action = published_with_secret(group, officer, Access.OPEN)
    client = as_("reader")
    all_doors = doors(meeting, decisions=[decision], actions=[action])
    assert {meeting.get_absolute_url(), decision.get_absolute_url(), "/actions/"} <= set(
        found_behind(client, all_doors, SECRET)
    )

    reasons = {"exempt_paragraphs": [1, 3], "public_interest": SECRET} if access == Access.EXEMPT else {}
    operations.edit_item(AgendaItem.objects.get(pk=decision.item_id), access=access, by=officer, **reasons)

    assert found_behind(client, all_doors, SECRET) == []


def test_the_public_sees_of_an_exempt_item_its_number_and_its_paragraph(as_, group, officer):
    meeting, decision, _action = published_with_secret(group, officer, Access.EXEMPT)
    client = as_("reader")
    told = "Exempt from publication under paragraph 3 (financial or business affairs of a person or body)"

    for file in ("", "agenda.pdf", "agenda.docx", "minutes.pdf", "minutes.docx"):
        words = " ".join(words_behind(client, f"{meeting.get_absolute_url()}{file}").split())
        assert told in words, file
        assert f"{decision.item.number}. Exempt item" in words, file


def test_an_item_closed_after_it_was_sealed_shows_the_paragraphs_it_has_now(as_, group, officer):
    meeting, decision, _action = published_with_secret(group, officer, Access.OPEN)
    item = AgendaItem.objects.get(pk=decision.item_id)

    operations.edit_item(
        item, access=Access.EXEMPT, exempt_paragraphs=[1, 3], public_interest="Harm.", by=officer
    )

    assert "paragraphs 1 (information about an individual); 3 (financial" in words_behind(
        as_("reader"), meeting.get_absolute_url()
    )


def test_the_number_of_an_exempt_item_waits_for_the_agenda(as_, group, officer):
    meeting = make.MeetingFactory(group=group)
    make.AgendaItemFactory(meeting=meeting, title=SECRET, access=Access.EXEMPT)

    assert "xempt" not in words_behind(as_("reader"), meeting.get_absolute_url())


def test_a_closed_group_has_no_doors_for_others(browsers, group, officer):
    meeting, decision, action = published_with_secret(group, officer, Access.OPEN)
    group.is_public = False
    group.save()

    for client in browsers(OUTSIDE):
        assert found_behind(client, doors(meeting, decisions=[decision], actions=[action]), SECRET) == []
        assert client.get(meeting.get_absolute_url()).status_code == 404
        assert group.name not in words_behind(client, "/meetings/")
        assert group.name not in words_behind(client, "/decisions/")
        assert client.get(f"{meeting.get_absolute_url()}agenda.pdf").status_code == 404


def test_a_closed_group_reads_its_own_record(browsers, group, officer, member, chair):
    meeting, decision, action = published_with_secret(group, officer, Access.OPEN)
    group.is_public = False
    group.save()

    for client in browsers(INSIDE):
        for address in (meeting, decision, action):
            assert SECRET in words_behind(client, address.get_absolute_url())


def test_an_owner_from_outside_reads_the_action_and_no_more_of_a_closed_item(as_, group, officer, outsider):
    meeting, item, _plain = meeting_with_secret(group, officer, Access.EXEMPT)
    owner = PersonFactory(name="Somebody Else", user=outsider)
    action = make.ActionItemFactory(item=item, text="Write a letter", owner=owner)

    client = as_("outsider")

    assert "Write a letter" in words_behind(client, action.get_absolute_url())
    assert "Write a letter" in words_behind(client, "/actions/")
    assert found_behind(client, doors(meeting, actions=[action]), SECRET) == []
    assert str(meeting.get_absolute_url()) not in words_behind(client, action.get_absolute_url())


def test_a_successor_that_is_not_published_is_not_named(as_, group, officer):
    meeting, decision, _action = published_with_secret(group, officer, Access.OPEN)
    later = AgendaItem.objects.filter(meeting__held_on__gt=meeting.held_on).first()
    successor = make.DecisionFactory(item=later, text="Instead.")
    operations.supersede_decision(decision, successor=successor, by=officer)
    client = as_("reader")
    all_doors = doors(meeting, decisions=[decision])

    assert found_behind(client, all_doors, successor.ref) == []

    operations.publish_decision(successor, by=officer)

    assert decision.get_absolute_url() in found_behind(
        client, all_doors, f'Superseded by <a class="govuk-link" href="{successor.get_absolute_url()}"'
    )


def test_actions_of_drafts_are_for_officers_and_owners(as_, group, officer, member):
    _meeting, item, plain = meeting_with_secret(group, officer)
    _decision, action = fill(item, plain)

    assert list(ActionItem.objects.visible_to(member)) == []
    assert list(ActionItem.objects.visible_to(officer)) == [action]


def test_a_sub_item_is_closed_at_least_as_far_as_the_item_above_it(as_, group, officer):
    meeting = make.MeetingFactory(group=group)
    closed = make.AgendaItemFactory(meeting=meeting, title="Affair", access=Access.EXEMPT)
    under_it = make.AgendaItemFactory(meeting=meeting, title=SECRET, parent=closed)
    plain = make.AgendaItemFactory(meeting=meeting, title="Ordinary matter")
    under_plain = make.AgendaItemFactory(meeting=meeting, title=SECRET, parent=plain)
    with pytest.raises(Refused, match="cannot be more open"):
        operations.edit_item(
            under_it, access=Access.OPEN, exempt_paragraphs=[], public_interest="", by=officer
        )
    make.called(meeting)

    operations.edit_item(plain, access=Access.MEMBERS, by=officer)

    under_plain.refresh_from_db()
    assert under_plain.access == Access.MEMBERS
    assert found_behind(as_("reader"), doors(meeting), SECRET) == []
