"""A group with one meeting behind it and one ahead: what the tests of officers' pages stand on."""

from datetime import date
from types import SimpleNamespace

from django.urls import reverse

from meetings.models import AgendaItem
from tests.factories.meetings import (
    ActionItemFactory,
    AgendaItemFactory,
    DecisionFactory,
    MeetingFactory,
    circulated,
    closed,
    started,
)


def record_of(group) -> SimpleNamespace:
    """The last meeting with its circulated draft, a decision and an action; the next with its agenda in the making."""
    last = MeetingFactory(group=group, held_on=date(2007, 2, 2))
    item = AgendaItemFactory(meeting=last, title="Performance")
    started(last)
    decision = DecisionFactory(item=item)
    action = ActionItemFactory(item=item)
    last = closed(last)
    coming = MeetingFactory(group=group, held_on=date(2007, 3, 30))
    offer = AgendaItem.objects.get(meeting=coming, offers_minutes_of=last)
    return SimpleNamespace(
        last=last, minutes=circulated(last), coming=coming, offer=offer, decision=decision, action=action
    )


def page_of(name: str, record: SimpleNamespace) -> str:
    """The address of one of the officers' pages, about the thing in the record that it is for."""
    of_last = {
        "close_meeting",
        "attendance",
        "circulate_minutes",
        "publish_draft_minutes",
        "sign_minutes",
        "publish_minutes",
        "publish_decisions",
        "meeting_history",
    }
    if name in ("plan_meeting", "update_actions"):
        return reverse(f"meetings:{name}")
    if name.endswith("_decision"):
        return reverse(f"meetings:{name}", args=[record.decision.ref])
    if name.endswith("_action"):
        return reverse(f"meetings:{name}", args=[record.action.pk])
    if name in ("edit_item", "remove_item", "move_item"):
        return reverse(f"meetings:{name}", args=[*record.coming.address, "1"])
    if name == "approve_minutes":
        return reverse(f"meetings:{name}", args=[*record.coming.address, record.offer.number])
    meeting = record.last if name in of_last else record.coming
    return reverse(f"meetings:{name}", args=meeting.address)
