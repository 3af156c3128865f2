"""What is said about a version is heard, answered, and read by everyone with its answer."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from core.refusals import Refused
from engagement import operations
from engagement.models import Remark
from meetings.tests.doors import main_words
from partnership.models import Notice
from tests.factories.funding import a_decision
from tests.factories.meetings import item_under_way

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_version(version, officer):
    return operations.issue_framework(version, comments_until=timezone.localdate(), by=officer)


@pytest.fixture
def remark(open_version, member):
    return operations.send_remark(
        open_version,
        section=open_version.sections.get(),
        name="The Assembly",
        text="Ask us twice.",
        by=member,
    )


def test_a_comment_is_told_to_the_officers_and_its_answer_to_who_sent_it(remark, officer, member):
    assert Notice.objects.filter(what="remark_sent", to=officer).count() == 1

    operations.answer_remark(remark, disposition="in_part", answer="Where it matters.", by=officer)
    operations.answer_remark(remark, disposition="taken_up", answer="Everywhere.", by=officer)

    assert Notice.objects.filter(what="remark_answered", to=member).count() == 1


def test_a_comment_is_read_by_everyone_only_with_its_answer(remark, officer, client, as_):
    address = remark.version.get_absolute_url()
    assert "Ask us twice" not in client.get(address).content.decode()
    assert "Waits for an answer" in as_("member").get(address).content.decode()
    client.logout()

    operations.answer_remark(remark, disposition="taken_up", answer="We do now.", by=officer)
    words = main_words(client.get(address).content.decode())
    assert "The Assembly on “How we ask”" in words
    assert "Taken up. We do now." in words


def test_nobody_comments_after_the_last_day_by_any_way(open_version, member, as_):
    open_version.comments_until = timezone.localdate() - timedelta(days=1)
    open_version.save(update_fields=["comments_until"])

    page = as_("member").post(
        f"{open_version.get_absolute_url()}comment/", {"name": "Late", "text": "I was away."}
    )
    assert "closed at the end of" in page.content.decode()
    assert "I was away." in page.content.decode(), "what was typed is kept"
    assert not Remark.objects.exists()


def test_an_officer_writes_down_what_came_by_post_and_names_who_was_asked(open_version, officer, as_):
    consultee = operations.ask_consultee(
        open_version, name="The task group", asked_on=date(2011, 1, 17), by=officer
    )
    with pytest.raises(Refused, match="already"):
        operations.ask_consultee(open_version, name="The task group", asked_on=date(2011, 1, 18), by=officer)

    as_("officer").post(
        f"{open_version.get_absolute_url()}write-down/",
        {"name": "The task group", "text": "It is well.", "consultee": consultee.pk},
    )
    assert Remark.objects.get().consultee == consultee


def test_the_same_words_sent_twice_are_one_comment(remark, member):
    with pytest.raises(Refused, match="arrived already"):
        operations.send_remark(
            remark.version, section=remark.section, name=remark.name, text=remark.text, by=member
        )
    assert Remark.objects.count() == 1


def test_a_version_is_not_approved_while_somebody_has_no_answer(remark, cabinet, officer):
    decision = a_decision(item=item_under_way(cabinet))
    day = decision.item.meeting.held_on
    with pytest.raises(Refused, match="1 remark has no answer yet"):
        operations.approve_framework(remark.version, decision=decision, in_force_on=day, by=officer)

    operations.answer_remark(remark, disposition="not_taken_up", answer="Once is enough.", by=officer)
    approved = operations.approve_framework(remark.version, decision=decision, in_force_on=day, by=officer)
    with pytest.raises(Refused, match="answers stay"):
        operations.answer_remark(remark, disposition="noted", answer="Well.", by=officer)
    assert approved.is_approved


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE engagement_remark SET text = 'Other words'",
        "UPDATE engagement_remark SET name = 'Another'",
        "DELETE FROM engagement_remark",
        "UPDATE engagement_remark SET answered_at = now()",
        "UPDATE engagement_remark SET disposition = 'noted'",
    ],
)
def test_what_was_said_cannot_be_changed_below_the_orm(remark, statement):
    with pytest.raises(DatabaseError, match=r"Cannot|check constraint"), transaction.atomic():
        connection.cursor().execute(statement)


def test_a_comment_is_about_a_section_of_its_own_version(remark, group, officer, cabinet, member):
    other = operations.begin_framework(
        group, title="Next", approving_group=cabinet, after=remark.version, by=officer
    )
    with pytest.raises(IntegrityError, match="of the version"), transaction.atomic():
        Remark.objects.create(
            version=remark.version,
            section=other.sections.get(),
            name="Somebody",
            text="Well.",
            by=member,
            sent_at=timezone.now(),
        )


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"name": "", "text": "Well."}, "Fill in"),
        ({"name": "A", "text": ""}, "Fill in “Your comment”."),
        ({"name": "A", "text": "x" * 10_001}, "must be 10000 characters or fewer"),
        ({"name": "A", "text": "nul \0 here"}, "cannot be kept"),
        ({"name": "A", "text": "Well.", "section": "999999999999999999999"}, "Choose one of the answers"),
        ({"name": "A", "text": "Well.", "section": "x"}, "Choose one of the answers"),
    ],
)
def test_bad_answers_get_a_sentence_and_lose_nothing(open_version, as_, answers, sentence):
    page = as_("member").post(f"{open_version.get_absolute_url()}comment/", answers)
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert not Remark.objects.exists()
