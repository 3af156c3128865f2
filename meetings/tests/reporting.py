"""A meeting whose minutes everyone can read, and a representative who sat there: the world of the report's tests."""

from types import SimpleNamespace

from core.access import Access
from meetings import operations
from partnership.models import Group, Organisation, User
from tests.factories.meetings import (
    ActionItemFactory,
    AgendaItemFactory,
    DecisionFactory,
    MeetingFactory,
    circulated,
    closed,
    minuted,
    published_as_draft,
    started,
)
from tests.factories.partnership import TopicFactory

SECRET = "the price that was offered for the old depot is two million and forty pounds"


def minuted_meeting(group: Group, *, published: bool = True) -> SimpleNamespace:
    """An open item with a decision and an action, one more open, a members' item and an exempt one."""
    group.draft_minutes = Group.DraftMinutes.AS_DRAFT
    group.save()
    meeting = MeetingFactory(group=group)
    topic = TopicFactory(name="Grants", slug="grants")
    matter = AgendaItemFactory(
        meeting=meeting,
        title="Grants to the sector",
        topics=[topic],
        of_interest_to=[Organisation.Sector.VOLUNTARY],
    )
    other = AgendaItemFactory(meeting=meeting, title="Roads")
    inside = AgendaItemFactory(meeting=meeting, title="Among ourselves", access=Access.MEMBERS)
    exempt = AgendaItemFactory(meeting=meeting, title="The depot", access=Access.EXEMPT)
    meeting = started(meeting)
    for item, text in [
        (matter, "The grants of last year were looked at."),
        (other, "The state of the roads was looked at by everyone present in the room today."),
        (inside, "Between the members it was said that nobody should hurry with any of this."),
        (exempt, f"It was reported that {SECRET}."),
    ]:
        minuted(item, text)
    decision = DecisionFactory(item=matter, text="The grants are paid as before.")
    action = ActionItemFactory(item=matter, text="Write to those who get grants")
    meeting = closed(meeting)
    circulated(meeting)
    if published:
        published_as_draft(meeting)
    for each in (matter, other, inside, exempt, decision, action):
        each.refresh_from_db()
    return SimpleNamespace(
        meeting=meeting,
        topic=topic,
        matter=matter,
        other=other,
        inside=inside,
        exempt=exempt,
        decision=decision,
        action=action,
    )


def start(record: SimpleNamespace, by: User):
    """The report of the person who signs in with this login, to the one body they sat there for."""
    body = Organisation.objects.represented_by(by.person, record.meeting.group, on=record.meeting.held_on)
    return operations.start_representative_report(record.meeting, author=by.person, body=body.get(), by=by)


def entry(meaning: str = "", **values) -> dict:
    """What is said of one item."""
    blank = {"quotes_minute": False, "quoted_decisions": [], "quoted_actions": []}
    return {"is_chosen": True, "meaning": meaning} | blank | values


def write(report, by: User, *, entries=None, **head):
    """Save on top of what is saved."""
    report.refresh_from_db()
    return operations.write_representative_report(
        report, revision=report.revision, entries=entries or {}, by=by, **head
    )


def publish(record: SimpleNamespace, by: User, meaning: str = "More money for us."):
    """A report with one item in its author's words, its decision and its action, for everyone to read."""
    report = start(record, by)
    said = entry(
        meaning,
        quotes_minute=True,
        quoted_decisions=[record.decision.ref],
        quoted_actions=[record.action.pk],
    )
    write(report, by, entries={record.matter.pk: said})
    operations.publish_representative_report(report, by=by)
    report.refresh_from_db()
    return report
