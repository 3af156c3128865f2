"""What was handed in and published stays, whoever writes to the database and however; two who press at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from core.access import Access
from core.refusals import Refused
from meetings import operations, packs
from meetings.models import Pack, Paper, PaperVersion
from meetings.reading import as_read_by
from tests.factories.meetings import AgendaItemFactory, called, officer_of
from tests.factories.papers import PaperFactory, pdf, published_paper

MANY = 4
pytestmark = pytest.mark.django_db


def refused(sql, *values):
    def by_hand():
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(DatabaseError), transaction.atomic():
        by_hand()


@pytest.fixture
def paper(db):
    return published_paper(PaperFactory())


@pytest.mark.parametrize(
    "change",
    [
        "title = 'Another'",
        "item_id = NULL",
        "published_at = NULL, published_by_id = NULL",
        "published_at = now()",
        "is_late = true",
        "kind = 'report'",
        "withdrawn_at = now(), withdrawn_by_id = published_by_id",
        "withdrawal_reason = 'No moment'",
        "access = 'exempt'",
        "exempt_paragraphs = '{9}', access = 'exempt', public_interest = 'It would harm.'",
    ],
)
def test_a_published_paper_is_locked(paper, change):
    refused(f"UPDATE meetings_paper SET {change} WHERE id = %s", paper.pk)


def test_a_published_paper_can_be_closed_and_not_opened(paper):
    Paper.objects.filter(pk=paper.pk).update(access=Access.MEMBERS)

    refused("UPDATE meetings_paper SET access = 'open' WHERE id = %s", paper.pk)


def test_a_published_paper_is_not_deleted(paper):
    refused("DELETE FROM meetings_paper WHERE id = %s", paper.pk)


def test_a_withdrawn_paper_stays_withdrawn(paper):
    operations.withdraw_paper(paper, reason="It named a person.", by=officer_of(paper.group))

    for change in (
        "withdrawal_reason = 'Another'",
        "withdrawn_at = NULL, withdrawn_by_id = NULL, withdrawal_reason = ''",
    ):
        refused(f"UPDATE meetings_paper SET {change} WHERE id = %s", paper.pk)


def test_a_paper_stands_on_no_agenda_of_another_group(paper):
    draft = PaperFactory()

    refused("UPDATE meetings_paper SET item_id = %s WHERE id = %s", paper.item_id, draft.pk)


def test_a_paper_that_is_on_no_agenda_is_not_published():
    paper = PaperFactory()
    by = officer_of(paper.group)

    refused(
        "UPDATE meetings_paper SET item_id = NULL, published_at = now(), published_by_id = %s WHERE id = %s",
        by.pk,
        paper.pk,
    )


@pytest.mark.parametrize("change", ["sha256 = repeat('0', 64)", "file = 'elsewhere'", "reason = 'Because'"])
def test_a_version_is_never_changed(paper, change):
    refused(f"UPDATE meetings_paperversion SET {change} WHERE paper_id = %s", paper.pk)


def test_a_version_is_never_deleted(paper):
    refused("DELETE FROM meetings_paperversion WHERE paper_id = %s", paper.pk)
    refused("TRUNCATE meetings_paperversion CASCADE")
    with pytest.raises(Refused):
        paper.versions.all().delete()


@pytest.mark.parametrize(
    "values",
    [
        {"number": 3},
        {"number": 1},
        {"number": 0},
        {"reason": ""},
        {"sha256": "not a fingerprint"},
        {"size": 0},
    ],
)
def test_a_version_that_is_not_the_next_or_says_not_enough_is_refused(paper, values):
    first = paper.versions.get()
    good = {
        "paper": paper,
        "number": 2,
        "file": first.file.name,
        "file_name": "x.pdf",
        "media_type": "application/pdf",
        "size": 1,
        "sha256": "0" * 64,
        "reason": "A sum was wrong.",
        "at": timezone.now(),
        "by": first.by,
    }

    with pytest.raises(DatabaseError), transaction.atomic():
        PaperVersion(**good | values).save()
    PaperVersion(**good).save()


# --- Two at once ---


def at_once(work, times=MANY):
    start = Barrier(times)

    def one(n):
        try:
            start.wait(timeout=10)
            return work(n)
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(one, range(times)))


@pytest.mark.django_db(transaction=True)
def test_papers_handed_in_at_once_get_a_place_each():
    item = AgendaItemFactory()
    officer = officer_of(item.meeting.group)

    at_once(lambda n: operations.add_paper(item, title=f"Paper {n}", file=pdf(f"Words {n}"), by=officer))

    assert sorted(Paper.objects.values_list("position", flat=True)) == list(range(1, MANY + 1))


@pytest.mark.django_db(transaction=True)
def test_a_paper_replaced_by_several_at_once_has_versions_without_a_gap():
    paper = PaperFactory()
    officer = officer_of(paper.group)

    at_once(lambda n: operations.replace_paper(paper, file=pdf(f"Words {n}"), by=officer))

    assert sorted(paper.versions.values_list("number", flat=True)) == list(range(1, MANY + 2))


@pytest.mark.django_db(transaction=True)
def test_papers_are_published_once():
    paper = PaperFactory()
    meeting = called(paper.item.meeting)
    officer = officer_of(paper.group)

    answers = at_once(lambda n: operations.publish_papers(meeting, by=officer))

    assert sum(not isinstance(answer, Refused) for answer in answers) == 1


@pytest.mark.django_db(transaction=True)
def test_a_pack_asked_for_by_many_at_once_is_bound_once():
    paper = published_paper(PaperFactory())
    meeting, officer = paper.item.meeting, officer_of(paper.group)
    holds = packs.holds(as_read_by(meeting, officer))

    answers = at_once(lambda n: operations.ask_for_pack(meeting, holds=holds, by=officer))

    assert len({pack.pk for pack in answers}) == 1
    assert Pack.objects.count() == 1
