"""The extract of one decision: the same words at every door, only for whom they are, and sent to its owner."""

from datetime import date

import pytest

from core.access import Access
from core.models import HistoryEntry
from meetings import operations
from meetings.models import AgendaItem, Decision
from meetings.tests.doors import main_words, words_behind
from partnership.models import Notice
from tests.factories import meetings as make
from tests.factories.partnership import MembershipFactory, OfficeTermFactory, PersonFactory

pytestmark = pytest.mark.django_db
DOORS = ("extract/", "extract.pdf", "extract.docx")


@pytest.fixture
def decision(group, officer, chair, member):
    """Made at a meeting that the chair attended; with an action of the member's."""
    meeting = make.MeetingFactory(group=group)
    item = make.AgendaItemFactory(meeting=meeting, title="Performance")
    make.started(meeting)
    operations.record_attendance(meeting, person=chair.person, status="present", by=officer)
    decision = make.DecisionFactory(
        item=item,
        text="Keep the profiles.",
        reasons="For continuity.",
        voting="carried",
        votes_for=5,
        votes_against=1,
    )
    make.ActionItemFactory(item=item, text="Write to all partners", owner=member.person)
    make.closed(meeting)
    return decision


def published(decision):
    make.circulated(decision.item.meeting)
    make.approved(decision.item.meeting)
    make.published(decision.item.meeting)
    return Decision.objects.get(pk=decision.pk)


def words(client, decision, door):
    found = " ".join(words_behind(client, f"{decision.get_absolute_url()}{door}").split())
    return main_words(found) if door == "extract/" else found


@pytest.mark.parametrize("door", DOORS)
def test_every_door_says_the_same(client, decision, door):
    published(decision)
    found = words(client, decision, door)

    for wanted in [
        "Chief Executives Group",
        "2 February 2007",
        "Chair of the Group",
        "5. Performance",
        "Keep the profiles.",
        "For continuity.",
        "5 for, 1 against",
        "Write to all partners",
        "Member of the Group",
        "approved on 2 March 2007",
    ]:
        assert wanted in found, wanted
    assert "DRAFT" not in found


@pytest.mark.parametrize("door", DOORS)
def test_a_draft_says_so(as_, decision, door):
    make.circulated(decision.item.meeting)
    found = words(as_("member"), decision, door)

    assert "Extract from the DRAFT minutes" in found


@pytest.mark.parametrize("door", DOORS)
def test_what_is_not_published_is_nobodys_extract(client, as_, decision, door):
    assert client.get(f"{decision.get_absolute_url()}{door}").status_code == 404
    published(decision)
    AgendaItem.objects.filter(pk=decision.item_id).update(
        access=Access.EXEMPT, exempt_paragraphs=[3], public_interest="Harm."
    )
    assert client.get(f"{decision.get_absolute_url()}{door}").status_code == 404
    assert as_("member").get(f"{decision.get_absolute_url()}{door}").status_code == 200


def test_a_decision_published_before_the_minutes_says_so(client, decision):
    make.with_decisions_published(decision.item.meeting)

    assert "Its minutes are not published yet." in words(client, decision, "extract/")


def test_the_officer_sends_it_to_the_owner(as_, decision, member):
    published(decision)
    browser = as_("officer")
    address = f"{decision.get_absolute_url()}extract/send/"

    assert browser.get(address).context["form"]["to"].value() == member.person.pk
    assert browser.post(address, {"to": member.person.pk}).status_code == 302
    notice = Notice.objects.get(what="extract_sent")
    assert (notice.to, notice.about) == (member, decision)
    assert HistoryEntry.objects.about(decision).first().reason == "To Member of the Group."
    again = browser.post(address, {"to": member.person.pk})
    assert "today already" in again.context["form"].errors["to"][0]
    assert Notice.objects.filter(what="extract_sent").count() == 1


def test_nobody_is_sent_what_they_may_not_read(as_, decision, outsider):
    person = PersonFactory(name="Somebody Else", user=outsider)
    browser = as_("officer")
    address = f"{decision.get_absolute_url()}extract/send/"

    refused = browser.post(address, {"to": person.pk})
    assert "may not read this decision" in refused.context["form"].errors["to"][0]
    assert not Notice.objects.filter(what="extract_sent").exists()


def test_only_people_with_a_login_are_offered(as_, decision, group):
    person = MembershipFactory(group=group, starts_on=date(2007, 1, 1)).person
    answer = as_("officer").post(f"{decision.get_absolute_url()}extract/send/", {"to": person.pk})

    assert answer.context["form"].errors["to"]


def test_the_way_to_it_stands_on_the_decision(client, decision):
    published(decision)

    page = client.get(decision.get_absolute_url()).content.decode()
    assert f"{decision.get_absolute_url()}extract/" in page


def test_whoever_stood_down_at_the_meeting_had_opened_it(client, decision, chair, group):
    successor = MembershipFactory(group=group).person
    term = group.office_terms.get(person=chair.person)
    term.ends_on = date(2007, 2, 2)
    term.save()
    OfficeTermFactory(group=group, person=successor, office="chair", starts_on=date(2007, 2, 2))
    published(decision)

    assert "In the chair Chair of the Group" in words(client, decision, "extract/")
