"""Publishing at a day and hour: set, changed and called off by officers, done by the clock."""

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from core import history
from core.refusals import Refused
from core.templatetags.house import british_datetime
from meetings.models import Meeting, Minutes, PlannedPublication
from meetings.operations.decisions import publish_decisions
from meetings.operations.meetings import publish_agenda
from meetings.operations.minutes import publish_draft_minutes, publish_minutes
from meetings.operations.papers import publish_papers
from meetings.operations.publication_plans import end
from partnership import notices
from partnership.models import User

log = logging.getLogger(__name__)
Act, Status = PlannedPublication.Act, PlannedPublication.Status


class _Enough(Exception):
    """It was tried and would have gone well; what was tried is undone."""


@transaction.atomic
def plan_publication(meeting: Meeting, *, act: str, at: datetime, by: User) -> PlannedPublication:
    """Have something published at a day and hour. It must be possible today, as far as it depends on the record."""
    _refuse_hour(meeting, act, at)
    _rehearse(meeting, act, at, by=by)

    plan = PlannedPublication(act=act, meeting=meeting, at=at, set_by=by)
    history.add(plan, by=by, verb="set")
    history.record(meeting, "publication planned", by=by, reason=_in_words(plan))
    return plan


@transaction.atomic
def change_publication(plan: PlannedPublication, *, at: datetime, by: User) -> PlannedPublication:
    """Have it published at another day and hour."""
    plan = _waiting(plan)
    _refuse_hour(plan.meeting, plan.act, at)
    _rehearse(plan.meeting, plan.act, at, by=by)

    history.edit(plan, by=by, verb="changed", at=at, set_by=by)
    history.record(plan.meeting, "publication planned anew", by=by, reason=_in_words(plan))
    return plan


@transaction.atomic
def cancel_publication(plan: PlannedPublication, *, by: User) -> PlannedPublication:
    """It is not published at the hour that was set."""
    plan = _waiting(plan)

    end(plan, Status.CANCELLED, outcome=f"Called off by {by}.", by=by)
    history.record(plan.meeting, "planned publication called off", by=by, reason=_in_words(plan))
    return plan


def publish_what_is_due(*, by: User | None) -> int:
    """Publish everything whose hour has come, each once, however many workers ask. Returns how many were published."""
    due = PlannedPublication.objects.due().in_order().values_list("pk", flat=True)
    published = 0
    for plan_id in list(due):
        try:
            published += _publish_at_its_hour(plan_id)
        except Exception:
            # One that fails unexpectedly keeps no other from its hour, and is tried again in a minute.
            log.exception("planned publication %s failed", plan_id)
    return published


@transaction.atomic
def _publish_at_its_hour(plan_id: int) -> bool:
    # Whoever holds the row publishes; another worker passes by.
    due = PlannedPublication.objects.due().select_for_update(of=("self",), skip_locked=True)
    plan = due.with_meeting().filter(pk=plan_id).first()
    if plan is None:
        return False

    try:
        with transaction.atomic():
            end(plan, Status.DONE, outcome=f"Published as set by {plan.set_by}.", by=None)
            _publish(plan.meeting, plan.act, by=plan.set_by)
    except Refused as refusal:
        plan.refresh_from_db()
        end(plan, Status.REFUSED, outcome=str(refusal), by=None)
        history.record(plan.meeting, "not published at its hour", by=None, reason=str(refusal))
        readers = (
            User.objects.officers_of(plan.meeting.group) | User.objects.filter(pk=plan.set_by_id).distinct()
        )
        notices.tell(readers, "publication_refused", about=plan)
        return False
    history.record(plan.meeting, "published at its hour", by=None, reason=_in_words(plan))
    return True


def _publish(meeting: Meeting, act: str, *, by: User) -> None:
    of_meeting: dict[str, Callable[..., object]] = {
        Act.AGENDA: publish_agenda,
        Act.PAPERS: publish_papers,
        Act.DECISIONS: publish_decisions,
    }
    of_minutes = {Act.DRAFT_MINUTES: publish_draft_minutes, Act.MINUTES: publish_minutes}
    if act in of_meeting:
        of_meeting[act](meeting, by=by)
        return
    minutes = Minutes.objects.filter(meeting=meeting).first()
    if minutes is None:
        raise Refused("The meeting has no minutes yet.")
    of_minutes[Act(act)](minutes, by=by)


def _rehearse(meeting: Meeting, act: str, at: datetime, *, by: User) -> None:
    """Try it now and undo it, after whatever else will have been published by then: the rules are those of the act."""
    order = list(Act)
    waiting = PlannedPublication.objects.of_meeting(meeting).waiting().until(at).in_order()
    place = (at, order.index(Act(act)))
    others = [plan for plan in waiting if plan.act != act]
    sooner = [plan for plan in others if (plan.at, order.index(Act(plan.act))) < place]
    try:
        with transaction.atomic():
            for plan in sooner:
                # What is refused today may be possible by then; the clock will see.
                with suppress(Refused), transaction.atomic():
                    _publish(meeting, plan.act, by=by)
            _publish(meeting, act, by=by)
            raise _Enough
    except _Enough:
        return


def _refuse_hour(meeting: Meeting, act: str, at: datetime) -> None:
    if at <= timezone.now():
        raise Refused("That hour has passed. Choose a later one, or publish now.")
    if act in (Act.AGENDA, Act.PAPERS) and timezone.localtime(at).date() > meeting.held_on:
        raise Refused("That is after the meeting. Choose a day before it.")


def _waiting(plan: PlannedPublication) -> PlannedPublication:
    plan = PlannedPublication.objects.select_for_update(of=("self",)).with_meeting().get(pk=plan.pk)
    if not plan.is_waiting:
        raise Refused(f"This waits no more. {plan.outcome}")
    return plan


def _in_words(plan: PlannedPublication) -> str:
    return f"{plan.get_act_display()}, {british_datetime(plan.at)}."
