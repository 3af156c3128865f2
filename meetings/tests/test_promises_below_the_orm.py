"""What was published never changes: not through an object, a QuerySet, a bulk update or SQL typed by hand."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from core.models import HistoryEntry
from core.refusals import Refused
from meetings import operations
from meetings.models import AgendaItem, Decision, Meeting, MinutesRelease, MinutesVersion, NamedVote, Passage
from tests.factories.meetings import (
    AgendaItemFactory,
    DecisionFactory,
    MeetingFactory,
    approved,
    called,
    circulated,
    closed,
    item_under_way,
    officer_of,
    started,
    with_decisions_published,
)
from tests.factories.partnership import PersonFactory

pytestmark = pytest.mark.django_db
NO = (Refused, DatabaseError)


def refused(change):
    """Whether a change is refused, and the row as it was."""
    with pytest.raises(NO), transaction.atomic():
        change()


def by_hand(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def emptied(table):
    """TRUNCATE, once nothing but our own trigger stands in its way."""
    by_hand("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError, match="these rows are kept"):
        by_hand(f"TRUNCATE {table} CASCADE")
    raise Refused("These rows are kept.")


@pytest.fixture
def record():
    """A meeting with a published decision, its votes by name, and circulated minutes."""
    item = item_under_way()
    person = PersonFactory(name="Voter")
    decision = DecisionFactory(item=item, voting="unanimous", named_votes={person: "for"})
    meeting = closed(item.meeting)
    with_decisions_published(meeting)
    circulated(meeting)
    decision.refresh_from_db()
    return decision


# Never changed, whatever the way: one row of each kind.
KEPT = {
    "version": lambda d: MinutesVersion.objects.get(meeting=d.item.meeting),
    "release": lambda d: MinutesRelease.objects.get(version__meeting=d.item.meeting),
    "passage": lambda d: Passage.objects.filter(version__meeting=d.item.meeting).first(),
    "history": lambda d: HistoryEntry.objects.about(d).first(),
}
FIELD = {"version": "reason", "release": "audience", "passage": "text", "history": "reason"}
WAYS = {
    "save": lambda row, field: row.save(),
    "QuerySet.update": lambda row, field: type(row).objects.filter(pk=row.pk).update(**{field: "public"}),
    "bulk_update": lambda row, field: type(row).objects.bulk_update([row], [field]),
    "delete": lambda row, field: row.delete(),
    "QuerySet.delete": lambda row, field: type(row).objects.filter(pk=row.pk).delete(),
    "plain QuerySet.update": lambda row, field: (
        type(row)._base_manager.filter(pk=row.pk).update(**{field: "public"})
    ),
    "SQL UPDATE": lambda row, field: by_hand(
        f"UPDATE {row._meta.db_table} SET {field} = 'public' WHERE id = %s", row.pk
    ),
    "SQL DELETE": lambda row, field: by_hand(f"DELETE FROM {row._meta.db_table} WHERE id = %s", row.pk),
    "SQL TRUNCATE": lambda row, field: emptied(row._meta.db_table),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", KEPT)
def test_what_was_given_out_and_what_was_logged_stay_as_they_are(record, kind, way):
    row = KEPT[kind](record)
    before = type(row)._base_manager.filter(pk=row.pk).values().get()
    setattr(row, FIELD[kind], "public")

    refused(lambda: WAYS[way](row, FIELD[kind]))

    assert type(row)._base_manager.filter(pk=row.pk).values().get() == before


WORDS = "something else"
DECISION_WAYS = {
    "save": lambda d: d.save(),
    "QuerySet.update": lambda d: Decision.objects.filter(pk=d.pk).update(text=WORDS),
    "bulk_update": lambda d: Decision.objects.bulk_update([d], ["text"]),
    "delete": lambda d: Decision.objects.filter(pk=d.pk)._raw_delete("default"),
    "SQL UPDATE": lambda d: by_hand("UPDATE meetings_decision SET text = %s WHERE id = %s", WORDS, d.pk),
    "SQL DELETE": lambda d: by_hand("DELETE FROM meetings_decision WHERE id = %s", d.pk),
    "SQL TRUNCATE": lambda d: emptied("meetings_decision"),
    "unpublishing": lambda d: by_hand(
        "UPDATE meetings_decision SET published_at = NULL, published_by_id = NULL WHERE id = %s", d.pk
    ),
    "another number": lambda d: by_hand("UPDATE meetings_decision SET number = 2 WHERE id = %s", d.pk),
    "another item": lambda d: by_hand(
        "UPDATE meetings_decision SET item_id = (SELECT MIN(id) FROM meetings_agendaitem WHERE id <> %s)"
        " WHERE id = %s",
        d.item_id,
        d.pk,
    ),
    "the operation": lambda d: operations.edit_decision(d, text=WORDS, by=officer_of(d.group)),
}


@pytest.mark.parametrize("way", DECISION_WAYS)
def test_a_published_decision_never_changes(record, way):
    before = Decision.objects.filter(pk=record.pk).values().get()
    record.text = WORDS

    refused(lambda: DECISION_WAYS[way](record))

    assert Decision.objects.filter(pk=record.pk).values().get() == before


VOTE_WAYS = {
    "update": lambda v: NamedVote.objects.filter(pk=v.pk).update(choice="against"),
    "delete": lambda v: v.delete(),
    "one more": lambda v: NamedVote.objects.create(
        decision=v.decision, person=PersonFactory(name="Late voter"), choice="for"
    ),
    "SQL DELETE": lambda v: by_hand("DELETE FROM meetings_namedvote WHERE id = %s", v.pk),
    "SQL TRUNCATE": lambda v: emptied("meetings_namedvote"),
}


@pytest.mark.parametrize("way", VOTE_WAYS)
def test_the_votes_of_a_published_decision_never_change(record, way):
    vote = record.named_votes.get()

    refused(lambda: VOTE_WAYS[way](vote))

    assert [(v.person.name, v.choice) for v in record.named_votes.all()] == [("Voter", "for")]


def test_a_version_whose_hash_does_not_fit_is_refused(record):
    version = MinutesVersion.objects.get(meeting=record.item.meeting)

    with pytest.raises(IntegrityError, match="the hash does not fit"), transaction.atomic():
        MinutesVersion.objects.create(
            meeting=version.meeting,
            number=2,
            stage="draft",
            body=version.body + " ",
            sha256=version.sha256,
            reason="Forged",
            by=version.by,
        )


def test_a_gap_in_the_numbers_of_decisions_is_refused_by_the_database():
    decision = DecisionFactory()

    with pytest.raises(IntegrityError, match="no gaps"), transaction.atomic():
        Decision.objects.create(
            item=decision.item,
            group=decision.group,
            year=decision.year,
            number=3,
            ref="G-2007-3",
            text="Third before second",
            outcome="agreed",
        )


def test_a_group_meets_once_a_day_even_by_hand():
    meeting = MeetingFactory()

    with pytest.raises(IntegrityError, match="meeting_once_a_day_for_a_group"), transaction.atomic():
        Meeting.objects.create(group=meeting.group, held_on=meeting.held_on, title="Twice")


LOCKED = {
    "title": "UPDATE meetings_agendaitem SET title = 'x' WHERE id = %s",
    "description": "UPDATE meetings_agendaitem SET description = 'x' WHERE id = %s",
    "number": "UPDATE meetings_agendaitem SET number = '99' WHERE id = %s",
    "removal": "DELETE FROM meetings_agendaitem WHERE id = %s",
}


@pytest.mark.parametrize("what", LOCKED)
def test_a_published_agenda_is_locked_by_the_database(what):
    item = AgendaItemFactory()
    called(item.meeting)

    with pytest.raises(IntegrityError, match="the agenda is published"), transaction.atomic():
        by_hand(LOCKED[what], item.pk)

    assert AgendaItem.objects.get(pk=item.pk).title == item.title


def test_an_item_comes_to_a_published_agenda_only_as_an_urgent_one():
    meeting = called(MeetingFactory())

    with pytest.raises(IntegrityError, match="must be a supplement"), transaction.atomic():
        AgendaItem.objects.create(meeting=meeting, position=99, number="99", title="Smuggled in")
    with pytest.raises(IntegrityError, match="supplement_says_why_urgent"), transaction.atomic():
        AgendaItem.objects.create(
            meeting=meeting, position=99, number="99", title="Smuggled in", is_supplement=True
        )


def test_a_published_item_is_never_opened_by_hand():
    item = AgendaItemFactory(access="members")
    called(item.meeting)

    with pytest.raises(IntegrityError, match="closed further"), transaction.atomic():
        by_hand("UPDATE meetings_agendaitem SET access = 'open' WHERE id = %s", item.pk)
    by_hand(
        "UPDATE meetings_agendaitem SET access = 'exempt', exempt_paragraphs = '{3}', public_interest = 'x'"
        " WHERE id = %s",
        item.pk,
    )


def test_an_exempt_item_says_why_even_by_hand():
    item = AgendaItemFactory()

    with pytest.raises(IntegrityError, match="agenda_item_exempt_says_why"), transaction.atomic():
        by_hand("UPDATE meetings_agendaitem SET access = 'exempt' WHERE id = %s", item.pk)


def test_a_meeting_is_not_called_without_a_published_agenda_even_by_hand():
    meeting = MeetingFactory()

    with pytest.raises(IntegrityError, match="called_has_a_published_agenda"), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(status="called")


def test_the_minute_under_approved_minutes_stays():
    item = AgendaItemFactory()
    meeting = item.meeting
    closed(started(meeting))
    circulated(meeting)
    approved(meeting)

    with pytest.raises(IntegrityError, match="approved minutes stay"), transaction.atomic():
        by_hand("UPDATE meetings_agendaitem SET minute = 'x' WHERE id = %s", item.pk)
    with pytest.raises(IntegrityError, match="approved minutes stay"), transaction.atomic():
        by_hand("UPDATE meetings_minutes SET status = 'draft' WHERE meeting_id = %s", meeting.pk)
    with pytest.raises(IntegrityError, match="action_closed"), transaction.atomic():
        by_hand(
            "INSERT INTO meetings_actionitem (item_id, text, owner_id, status, progress, closing_note, closed_at)"
            " VALUES (%s, 'x', %s, 'done', '', '', %s)",
            item.pk,
            PersonFactory().pk,
            timezone.now(),
        )
