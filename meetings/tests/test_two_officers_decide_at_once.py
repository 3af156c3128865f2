"""Two officers log decisions of one group at the same moment: each gets a number of its own, and none is left out."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from core.refusals import Refused
from meetings import operations
from meetings.models import AgendaItem, Correction, Decision, Meeting, Minutes
from tests.factories.meetings import (
    DecisionFactory,
    MeetingFactory,
    circulated,
    closed,
    item_under_way,
    minuted,
    officer_of,
    proposed,
    started,
)

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 6


def at_once(work, times=MANY):
    """What several connections answered that began together; what was refused is among the answers."""
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


def test_every_decision_gets_the_next_number():
    item = item_under_way()
    officer = officer_of(item.meeting.group)

    at_once(lambda n: operations.log_decision(item, text=f"Decision {n}", outcome="agreed", by=officer))

    numbers = sorted(Decision.objects.values_list("number", flat=True))
    assert numbers == list(range(1, MANY + 1))


def test_a_decision_is_published_once():
    decision = DecisionFactory()
    officer = officer_of(decision.group)

    answers = at_once(lambda n: operations.publish_decision(decision, by=officer))

    assert sum(not isinstance(answer, Refused) for answer in answers) == 1


def test_a_group_gets_one_meeting_on_a_day_and_the_others_a_sentence():
    group = MeetingFactory().group
    officer = officer_of(group)

    answers = at_once(lambda n: operations.plan_meeting(group, held_on=date(2007, 6, 1), by=officer))

    assert Meeting.objects.filter(held_on=date(2007, 6, 1)).count() == 1
    refusals = [str(answer) for answer in answers if isinstance(answer, Refused)]
    assert refusals == ["The group has a meeting on that day already."] * (MANY - 1)


def test_a_meeting_is_called_once():
    meeting = MeetingFactory()
    officer = officer_of(meeting.group)

    answers = at_once(lambda n: operations.publish_agenda(meeting, by=officer))

    assert sum(not isinstance(answer, Refused) for answer in answers) == 1


def corrected_draft():
    """A proposal that waits for an answer, and the officer to give it."""
    item = item_under_way()
    minuted(item, "Progress was good.")
    minutes = circulated(closed(item.meeting))
    officer = officer_of(item.meeting.group)
    return proposed(minutes, item=item, by=officer), officer


def test_a_proposal_is_answered_once_and_written_once():
    correction, officer = corrected_draft()
    answers = [
        lambda: operations.accept_correction(correction, by=officer),
        lambda: operations.accept_correction(correction, new_text="very, very good", by=officer),
        lambda: operations.decline_correction(correction, answer="No.", by=officer),
    ]

    given = at_once(lambda n: answers[n % 3]())

    assert sum(not isinstance(answer, Refused) for answer in given) == 1
    correction.refresh_from_db()
    text = AgendaItem.objects.get(pk=correction.item_id).minute
    written = {
        "accepted": "Progress was very good.",
        "reworded": "Progress was very, very good.",
        "declined": "Progress was good.",
    }
    assert text == written[correction.status]


def test_an_approval_and_an_answer_at_once_leave_no_half_corrected_minutes():
    correction, officer = corrected_draft()
    meeting = correction.minutes.meeting
    later = started(MeetingFactory(group=meeting.group, held_on=date(2007, 3, 2)))
    offer = later.items.get(offers_minutes_of=meeting)
    steps = [
        lambda: operations.accept_correction(correction, by=officer),
        lambda: operations.approve_minutes(offer, by=officer),
    ]

    at_once(lambda n: steps[n](), times=2)

    correction.refresh_from_db()
    assert correction.status == Correction.Status.ACCEPTED
    minutes = Minutes.objects.get(meeting=meeting)
    if minutes.status == Minutes.Status.APPROVED:
        assert "very good" in meeting.minutes_versions.latest_first()[0].body
