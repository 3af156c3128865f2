"""Papers before a meeting: handed in, published by an act of its own, replaced with a reason, withdrawn for good."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from core import history
from core.access import Access
from core.refusals import Refused
from meetings import operations
from meetings.models import Paper, PaperText, PaperVersion
from meetings.operations.papers import clean_file_name
from partnership import sending
from partnership.models import Notice
from tests.factories.meetings import AgendaItemFactory, called
from tests.factories.papers import PaperFactory, pdf, pdf_bytes, published_paper, word
from tests.factories.partnership import GroupFactory

pytestmark = pytest.mark.django_db
ROLES = ["reader", "outsider", "member", "chair", "officer", "other_officer", "administrator"]
LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def item(group):
    return AgendaItemFactory(meeting__group=group, title="Spending profiles")


@pytest.fixture
def paper(item):
    return PaperFactory(item=item, title="Profiles for the coming year")


def told(what):
    return set(Notice.objects.filter(what=what).values_list("to__email", flat=True))


def seen_by(request, things):
    """Which of the cast see a thing."""
    return {
        role
        for role in ROLES
        if things.model.objects.visible_to(request.getfixturevalue(role)).filter(pk__in=things)
    }


# --- Handing in ---


def test_a_paper_is_handed_in_as_its_first_version(paper, officer):
    version = paper.versions.get()

    assert (version.number, version.file_name, version.media_type) == (1, "paper.pdf", "application/pdf")
    assert version.file.read() == pdf_bytes()
    assert version.size == len(pdf_bytes())
    assert [entry.verb for entry in history.of(paper)] == ["added"]
    assert PaperText.objects.get(paper=paper).state == PaperText.State.WAITING


def test_papers_stand_in_the_order_in_which_they_came(item):
    papers = [PaperFactory(item=item) for _ in range(3)]

    assert [paper.position for paper in papers] == [1, 2, 3]
    assert list(Paper.objects.of_meeting(item.meeting).in_order()) == papers


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Papers\\My paper.pdf", "My paper.pdf"),
        ("two\nlines\x00.pdf", "two lines .pdf"),
        ("Ĝis la revido.pdf", "Ĝis la revido.pdf"),
        (".pdf", ".pdf"),
    ],
)
def test_the_name_of_a_file_is_kept_in_a_form_that_harms_nobody(given, kept):
    assert clean_file_name(given) == kept
    assert len(clean_file_name("x" * 500 + ".pdf")) <= 200


def test_the_file_lies_under_a_name_that_tells_nothing(paper):
    name = paper.versions.get().file.name

    assert name.startswith("papers/")
    assert "paper.pdf" not in name


def test_no_paper_comes_before_a_meeting_that_is_called_off(item, officer):
    operations.cancel_meeting(item.meeting, reason="Snow.", by=officer)

    with pytest.raises(Refused, match="The meeting is cancelled"):
        operations.add_paper(item, title="A paper", file=pdf(), by=officer)


def test_a_group_that_allows_no_exemption_has_no_exempt_paper():
    item = AgendaItemFactory(meeting__group=GroupFactory(exemptions_allowed=False))

    with pytest.raises(Refused, match="allow no exempt papers"):
        PaperFactory(item=item, access=Access.EXEMPT)


def test_what_could_not_be_noted_leaves_no_file_behind(item, officer, monkeypatch):
    stored = []
    monkeypatch.setattr(PaperVersion, "save", lambda self: stored.append(self.file) or 1 / 0)

    with pytest.raises(ZeroDivisionError):
        operations.add_paper(item, title="A paper", file=pdf(), by=officer)

    assert not stored[0].storage.exists(stored[0].name)


# --- Publishing ---


def test_papers_are_published_by_an_act_of_their_own(paper, officer, member):
    meeting = called(paper.item.meeting)
    published = operations.publish_papers(meeting, by=officer)
    paper.refresh_from_db()

    assert published == [paper]
    assert (paper.published_by, paper.is_late) == (officer, False)
    assert [entry.verb for entry in history.of(paper)] == ["published", "added"]
    assert told("papers_published") == {member.email}


def test_calling_the_meeting_publishes_no_paper(paper):
    called(paper.item.meeting)
    paper.refresh_from_db()

    assert not paper.is_published


def test_papers_are_not_published_before_their_agenda(paper, officer):
    with pytest.raises(Refused, match="Publish the agenda first"):
        operations.publish_papers(paper.item.meeting, by=officer)


def test_there_must_be_something_to_publish(paper, officer):
    published_paper(paper)

    with pytest.raises(Refused, match="no paper here that is not published"):
        operations.publish_papers(paper.item.meeting, by=officer)


def test_a_paper_without_its_file_is_not_published(item, officer, group):
    operations.begin_paper(group, item=item, title="To come", by=officer)

    with pytest.raises(Refused, match="These papers have no file yet: To come"):
        operations.publish_papers(called(item.meeting), by=officer)


def test_one_paper_can_be_published_before_the_others(item, officer):
    one, other = PaperFactory(item=item), PaperFactory(item=item)
    operations.publish_papers(called(item.meeting), only=one, by=officer)

    assert list(Paper.objects.unpublished()) == [other]


def test_members_are_told_once_of_papers_published_together_and_again_of_a_late_one(item, officer, member):
    PaperFactory(item=item)
    PaperFactory(item=item)
    meeting = called(item.meeting)
    operations.publish_papers(meeting, by=officer)
    first = Notice.objects.filter(what="papers_published").count()
    PaperFactory(item=item)
    operations.publish_papers(meeting, by=officer)

    assert (first, Notice.objects.filter(what="papers_published").count()) == (1, 2)


def test_a_paper_published_on_a_later_day_is_late_and_one_of_the_same_day_is_not(item, officer):
    meeting = called(item.meeting)
    late = {}
    for title, moment in [
        ("First", datetime(2007, 1, 25, 10, tzinfo=LONDON)),
        ("Same day", datetime(2007, 1, 25, 23, 59, tzinfo=LONDON)),
        ("Next day", datetime(2007, 1, 26, 0, 1, tzinfo=LONDON)),
    ]:
        with time_machine.travel(moment, tick=False):
            (paper,) = operations.publish_papers(
                meeting, only=operations.add_paper(item, title=title, file=pdf(), by=officer), by=officer
            )
        late[title] = paper.is_late

    assert late == {"First": False, "Same day": False, "Next day": True}


# --- Who reads what ---


def test_until_it_is_published_only_officers_of_the_group_see_it(paper, request):
    called(paper.item.meeting)

    assert seen_by(request, Paper.objects.filter(pk=paper.pk)) == {"officer"}
    assert seen_by(request, paper.versions.all()) == {"officer"}


EVERYONE, THE_GROUP = set(ROLES), {"member", "chair", "officer"}


@pytest.mark.parametrize("of_item", Access.values)
@pytest.mark.parametrize("of_paper", Access.values)
@pytest.mark.parametrize("is_public", [True, False])
def test_the_stricter_of_paper_item_and_group_decides(of_item, of_paper, is_public, request, group):
    group.is_public = is_public
    group.save()
    item = AgendaItemFactory(meeting__group=group, access=of_item)
    paper = published_paper(PaperFactory(item=item, access=of_paper))

    is_open = is_public and of_item == of_paper == Access.OPEN
    expected = EVERYONE if is_open else THE_GROUP
    assert seen_by(request, Paper.objects.filter(pk=paper.pk)) == expected
    assert seen_by(request, paper.versions.all()) == expected
    assert seen_by(request, PaperText.objects.filter(paper=paper)) == expected


def test_closing_the_item_closes_its_papers(paper, officer, reader):
    published_paper(paper)
    operations.edit_item(paper.item, access=Access.MEMBERS, by=officer)

    assert not Paper.objects.visible_to(reader).exists()


def test_drafts_replaced_before_publication_are_for_officers(paper, officer, member, reader):
    operations.replace_paper(paper, file=pdf("A second draft"), by=officer)
    published_paper(paper)
    operations.replace_paper(paper, file=pdf("A correction"), reason="A sum was wrong.", by=officer)
    seen = {
        user: [version.number for version in PaperVersion.objects.visible_to(user).order_by("number")]
        for user in (officer, member, reader)
    }

    assert seen == {officer: [1, 2, 3], member: [2, 3], reader: [2, 3]}


# --- Replacing ---


def test_a_published_paper_is_replaced_with_a_reason_and_members_are_told(paper, officer, member):
    published_paper(paper)
    with pytest.raises(Refused, match="Say why it is replaced"):
        operations.replace_paper(paper, file=word(), by=officer)
    version = operations.replace_paper(paper, file=word(), reason="A sum was wrong.", by=officer)

    assert (version.number, version.reason, version.type_in_words) == (2, "A sum was wrong.", "Word")
    assert told("paper_replaced") == {member.email}
    assert history.of(paper).first().reason == "A sum was wrong."


def test_a_draft_is_replaced_without_a_reason_and_nobody_is_told(paper, officer):
    operations.replace_paper(paper, file=word(), by=officer)

    assert paper.versions.count() == 2
    assert told("paper_replaced") == set()


def test_the_same_file_is_no_new_version(paper, officer):
    with pytest.raises(Refused, match="This is the same file as version 1"):
        operations.replace_paper(paper, file=pdf(name="other name.pdf"), by=officer)


def test_the_earlier_file_stays(paper, officer):
    operations.replace_paper(paper, file=word(), by=officer)

    assert paper.versions.get(number=1).file.read() == pdf_bytes()


# --- Editing, moving, withdrawing ---


def test_a_draft_can_be_retitled_and_put_before_another_item(paper, officer):
    other = AgendaItemFactory(meeting=paper.item.meeting)
    PaperFactory(item=other)
    paper = operations.edit_paper(paper, title="Another title", item=other, by=officer)

    assert (paper.title, paper.item, paper.position) == ("Another title", other, 2)


def test_a_paper_stays_with_its_group(paper, officer):
    with pytest.raises(Refused, match="only on an agenda of its own group"):
        operations.edit_paper(paper, item=AgendaItemFactory(), by=officer)


@pytest.mark.parametrize("values", [{"title": "Another"}, {"item": None}])
def test_a_published_paper_keeps_its_title_and_its_item(paper, officer, values):
    published_paper(paper)

    with pytest.raises(Refused, match="its title and its item stay"):
        operations.edit_paper(paper, by=officer, **values)


def test_a_published_paper_can_be_closed_but_not_opened(paper, officer):
    published_paper(paper)
    operations.edit_paper(paper, access=Access.MEMBERS, by=officer)

    with pytest.raises(Refused, match="closed further, but not opened"):
        operations.edit_paper(paper, access=Access.OPEN, by=officer)


def test_papers_change_places(item, officer):
    one, two, three = (PaperFactory(item=item) for _ in range(3))
    operations.move_paper(three, up=True, by=officer)
    operations.withdraw_paper(one, reason="Not needed.", by=officer)
    with pytest.raises(Refused, match="first already"):
        operations.move_paper(three, up=True, by=officer)

    assert list(Paper.objects.of_meeting(item.meeting).standing().in_order()) == [three, two]


def test_a_published_paper_is_withdrawn_with_a_reason_for_all_to_read(paper, officer, member, reader):
    published_paper(paper)
    with pytest.raises(Refused, match="Say why"):
        operations.withdraw_paper(paper, reason=" ", by=officer)
    paper = operations.withdraw_paper(paper, reason="It named a person.", by=officer)

    assert paper.is_withdrawn
    assert told("paper_withdrawn") == {member.email}
    assert Paper.objects.read_by(reader).get() == paper
    assert not PaperVersion.objects.visible_to(member).exists()
    assert PaperVersion.objects.visible_to(officer).exists()
    assert not PaperText.objects.visible_to(officer).exists()


def test_a_withdrawn_draft_is_gone_from_every_list(paper, officer):
    operations.withdraw_paper(paper, reason="Not needed.", by=officer)

    assert not Paper.objects.read_by(officer).exists()
    assert told("paper_withdrawn") == set()


def test_a_withdrawn_paper_stays_withdrawn(paper, officer):
    operations.withdraw_paper(paper, reason="Not needed.", by=officer)

    for step in [
        lambda: operations.withdraw_paper(paper, reason="Again.", by=officer),
        lambda: operations.replace_paper(paper, file=word(), by=officer),
        lambda: operations.edit_paper(paper, title="Another", by=officer),
        lambda: operations.move_paper(paper, up=True, by=officer),
    ]:
        with pytest.raises(Refused, match="withdrawn"):
            step()


def test_removing_an_item_leaves_its_papers_with_the_group(paper, officer):
    operations.remove_item(paper.item, by=officer)
    paper.refresh_from_db()

    assert paper.item is None
    assert list(Paper.objects.on_no_agenda()) == [paper]
    assert history.of(paper).first().verb == "taken off the agenda"


def test_an_email_names_no_exempt_paper(item, officer, member, mailoutbox):
    paper = published_paper(PaperFactory(item=item, title="Secret negotiations", access=Access.EXEMPT))
    operations.replace_paper(paper, file=word(), reason="Other sums.", by=officer)
    sending.send(Notice.objects.get(what="paper_replaced").pk)
    (message,) = mailoutbox

    assert "An exempt paper for item" in message.body
    assert "Secret negotiations" not in str(message.message())
