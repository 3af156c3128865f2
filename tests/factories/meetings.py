"""Meetings, made by the operations that make them in life.

The steps take a meeting from one stage to the next: `called`, `started`, `closed`, `circulated`, `approved`,
`published`.
"""

from datetime import date, timedelta

import factory

from core.access import Access
from meetings import operations
from meetings.models import ActionItem, AgendaItem, Correction, Decision, Meeting, Minutes
from partnership.models import Group, User
from tests.factories.partnership import GroupFactory, OfficerSupportFactory, PersonFactory

HELD_ON = date(2007, 2, 2)


def officer_of(group) -> User:
    """The officer of a group; made, if it has none."""
    support = group.officer_supports.first() or OfficerSupportFactory(group=group)
    return support.user


class _ByOperation(factory.Factory):
    """Made by an operation, done by the group's officer unless the test says by whom."""

    class Meta:
        abstract = True


class MeetingFactory(_ByOperation):
    """A meeting that is planned, with the standing items on its agenda."""

    class Meta:
        model = Meeting

    group = factory.SubFactory(GroupFactory)
    held_on = HELD_ON

    @classmethod
    def _create(cls, model_class, *, group, by=None, **values):
        return operations.plan_meeting(group, by=by or officer_of(group), **values)


class AgendaItemFactory(_ByOperation):
    """An item on an agenda that is not published yet."""

    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    title = factory.Sequence(lambda n: f"Matter {n}")

    @classmethod
    def _create(cls, model_class, *, meeting, by=None, **values):
        if values.get("access") == Access.EXEMPT:
            values = {"exempt_paragraphs": [3], "public_interest": "It would harm the negotiations."} | values
        return operations.add_item(meeting, by=by or officer_of(meeting.group), **values)


class DecisionFactory(_ByOperation):
    """A decision that is not published yet, on an item of a meeting that has started."""

    class Meta:
        model = Decision

    item = factory.LazyFunction(lambda: item_under_way())
    text = factory.Sequence(lambda n: f"It was decided so ({n}).")
    outcome = Decision.Outcome.AGREED

    @classmethod
    def _create(cls, model_class, *, item, by=None, **values):
        return operations.log_decision(item, by=by or officer_of(item.meeting.group), **values)


class ActionItemFactory(_ByOperation):
    """An open action on an item of a meeting that has started."""

    class Meta:
        model = ActionItem

    item = factory.LazyFunction(lambda: item_under_way())
    text = factory.Sequence(lambda n: f"Write letter {n}")
    owner = factory.SubFactory(PersonFactory)

    @classmethod
    def _create(cls, model_class, *, item, by=None, **values):
        return operations.add_action(item, by=by or officer_of(item.meeting.group), **values)


def item_under_way(group: Group | None = None) -> AgendaItem:
    """An item of a meeting that has started: of this group, or of some group."""
    item = AgendaItemFactory(**({"meeting__group": group} if group else {}))
    started(item.meeting)
    return item


def called(meeting: Meeting) -> Meeting:
    """The agenda is published."""
    return operations.publish_agenda(meeting, by=officer_of(meeting.group))


def started(meeting: Meeting) -> Meeting:
    """Under way, its agenda published before."""
    return operations.start_meeting(called(meeting), by=officer_of(meeting.group))


def minuted(item: AgendaItem, text: str) -> AgendaItem:
    """With a minute under it."""
    item.refresh_from_db()
    return operations.write_minute(item, text=text, revision=item.revision, by=officer_of(item.meeting.group))


def closed(meeting: Meeting) -> Meeting:
    """Over, every item left as noted unless it has an outcome."""
    by = officer_of(meeting.group)
    for item in AgendaItem.objects.of_meeting(meeting).without_outcome():
        operations.set_outcome(item, outcome=AgendaItem.Outcome.NOTED, by=by)
    return operations.close_meeting(meeting, by=by)


def circulated(meeting: Meeting, reason: str = "") -> Minutes:
    """Its draft minutes are with the members."""
    minutes = Minutes.objects.get(meeting=meeting)
    operations.circulate_minutes(minutes, reason=reason, by=officer_of(meeting.group))
    minutes.refresh_from_db()
    return minutes


def proposed(minutes: Minutes, *, item: AgendaItem | None, by: User, **words) -> Correction:
    """A member says what should stand in the circulated draft instead."""
    words = {"old_text": "good", "new_text": "very good", "why": "So it was said."} | words
    return operations.propose_correction(minutes, item=item, by=by, **words)


def reopened(meeting: Meeting, *, reason: str = "A name was wrong") -> Meeting:
    """Its closed record taken back: asked by the officer, agreed by another."""
    reopening = operations.ask_reopening(meeting, reason=reason, by=officer_of(meeting.group))
    operations.agree_to_reopening(reopening, by=OfficerSupportFactory(group=meeting.group).user)
    return Meeting.objects.get(pk=meeting.pk)


def with_decisions_published(meeting: Meeting) -> Meeting:
    """Its decisions are in the register."""
    for decision in Decision.objects.of_meeting(meeting).unpublished():
        operations.publish_decision(decision, by=officer_of(meeting.group))
    return meeting


def published_as_draft(meeting: Meeting) -> Minutes:
    """Its circulated draft can be read by everyone; the rules of its group must allow that."""
    with_decisions_published(meeting)
    minutes = Minutes.objects.get(meeting=meeting)
    operations.publish_draft_minutes(minutes, by=officer_of(meeting.group))
    return minutes


def approved(meeting: Meeting, *, corrections: str = "") -> Minutes:
    """Approved by a meeting four weeks later, which is still under way."""
    by = officer_of(meeting.group)
    later = MeetingFactory(group=meeting.group, held_on=meeting.held_on + timedelta(weeks=4))
    started(later)
    offer = AgendaItem.objects.get(meeting=later, offers_minutes_of=meeting)
    operations.approve_minutes(offer, corrections=corrections, by=by)
    return Minutes.objects.get(meeting=meeting)


def published(meeting: Meeting) -> Minutes:
    """Its approved minutes, and the decisions in them, can be read by everyone."""
    with_decisions_published(meeting)
    minutes = Minutes.objects.get(meeting=meeting)
    operations.publish_minutes(minutes, by=officer_of(meeting.group))
    return minutes
