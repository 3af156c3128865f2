"""What an officer does next with a meeting: one step that is due, and others that are open to them."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from core import history
from core.models import HistoryEntry
from core.templatetags.house import british_date
from meetings.models import (
    AgendaItem,
    Decision,
    Meeting,
    Minutes,
    MinutesRelease,
    MinutesVersion,
    Paper,
    PlannedPublication,
)
from partnership.models import Group

CAN_BE_CALLED_OFF = (Meeting.Status.PLANNED, Meeting.Status.CALLED)
# For so long the officer reads of what could not be published.
REFUSED_SHOWN_DAYS = 14
TAKES_RECORD = (Meeting.Status.CALLED, Meeting.Status.UNDER_WAY, Meeting.Status.CLOSED)


@dataclass
class Step:
    """Something to do, and the page where it is done."""

    label: str
    address: str


@dataclass
class WhatNext:
    """Where a meeting stands, what is due, what else can be done, and what was done last."""

    sentence: str
    due: Step | None = None
    others: list[Step] = field(default_factory=list)
    last: HistoryEntry | None = None
    # What the clock will publish, or could not.
    plans: list[PlannedPublication] = field(default_factory=list)

    @property
    def last_done(self) -> str:
        """What was done last, in words: minutes circulated, meeting started, agenda published."""
        if self.last is None or self.last.verb.startswith("agenda"):
            return self.last.verb if self.last else ""
        kind = ContentType.objects.get_for_id(self.last.content_type_id)
        return f"{kind.model} {self.last.verb}"


def knowing_next_steps(meetings: QuerySet[Meeting]) -> QuerySet[Any]:
    """Each with what its next step depends on, so that no further question is needed."""
    newest = (
        MinutesVersion.objects.filter(meeting=OuterRef("meeting")).order_by("-number").values("number")[:1]
    )
    published = MinutesVersion.objects.filter(
        meeting=OuterRef("pk"), number=Subquery(newest), releases__audience=MinutesRelease.Audience.PUBLIC
    )
    called_off = [Meeting.Status.CANCELLED, Meeting.Status.POSTPONED]
    offers = AgendaItem.objects.filter(offers_minutes_of=OuterRef("pk")).exclude(
        meeting__status__in=called_off
    )
    last_offer = offers.order_by("-meeting__held_on")
    return meetings.select_related("minutes").annotate(
        newest_minutes_are_public=Exists(published),
        has_unpublished_decisions=Exists(Decision.objects.unpublished().filter(item__meeting=OuterRef("pk"))),
        has_unpublished_papers=Exists(
            Paper.objects.unpublished().standing().filter(item__meeting=OuterRef("pk"))
        ),
        offered_on=Subquery(last_offer.values("meeting__held_on")[:1]),
        offered_at_status=Subquery(last_offer.values("meeting__status")[:1]),
        offered_as_item=Subquery(last_offer.values("number")[:1]),
    )


def what_next(meeting: Any) -> WhatNext:
    """The next step of a meeting, from its plan to its published minutes."""
    if not hasattr(meeting, "newest_minutes_are_public"):
        meeting = knowing_next_steps(Meeting.objects.with_group()).get(pk=meeting.pk)
    minutes = getattr(meeting, "minutes", None)
    answer = _of_record(meeting, minutes) if minutes else _before_start(meeting)
    if minutes and minutes.status != Minutes.Status.APPROVED:
        answer.others.append(_step("Attendance", "attendance", meeting))
    if minutes and meeting.has_unpublished_decisions:
        answer.others.append(_step("Publish the decisions", "publish_decisions", meeting))
    if meeting.agenda_is_published and meeting.has_unpublished_papers:
        answer.others.append(_step("Publish the papers", "publish_papers", meeting))
    if meeting.status in CAN_BE_CALLED_OFF:
        begin = reverse("meetings:begin_report", args=[meeting.group.slug])
        answer.others.append(Step("Begin a report", f"{begin}?meeting={meeting.pk}"))
    if not meeting.is_called_off:
        answer.others.append(_step("Edit the meeting", "edit_meeting", meeting))
    if meeting.status == Meeting.Status.CLOSED:
        answer.others.append(_step("Reopen the record", "ask_reopening", meeting))
    if meeting.status in CAN_BE_CALLED_OFF:
        answer.others.append(_step("Postpone", "postpone_meeting", meeting))
        answer.others.append(_step("Cancel", "cancel_meeting", meeting))
    answer.others.append(_step("History", "meeting_history", meeting))
    answer.plans = _plans(meeting)
    answer.last = history.of_any([meeting], [minutes] if minutes else []).first()
    return answer


def _plans(meeting: Meeting) -> list[PlannedPublication]:
    """What waits for its hour; and of late what could not be published, until something newer is known of it."""
    plans = PlannedPublication.objects.of_meeting(meeting).select_related("meeting__group").order_by("pk")
    newest = {plan.act: plan for plan in plans}
    lately = timezone.now() - timedelta(days=REFUSED_SHOWN_DAYS)
    refused = PlannedPublication.Status.REFUSED
    return [
        plan
        for plan in newest.values()
        if plan.is_waiting or (plan.status == refused and plan.ended_at and plan.ended_at > lately)
    ]


def _before_start(meeting: Meeting) -> WhatNext:
    agenda = _step("Edit the agenda", "agenda", meeting)
    if meeting.is_called_off:
        return WhatNext(
            f"The meeting is {meeting.get_status_display().lower()}. There is nothing left to do."
        )
    if meeting.status == Meeting.Status.PLANNED:
        sentence = "The meeting is planned. Put its agenda together, then publish it to call the members."
        if meeting.is_unrecorded:
            sentence = (
                "The day of the meeting has passed. If it was held, put its agenda together, publish it and "
                "record the meeting. If it was not, say that it was cancelled or postponed."
            )
        return WhatNext(sentence, agenda, [_step("Publish the agenda", "publish_agenda", meeting)])
    late = _step("Agenda and late items", "agenda", meeting)
    apologies = _step("Attendance and apologies", "attendance", meeting)
    if meeting.held_on > timezone.localdate():
        sentence = f"The members are called. The meeting can start on {british_date(meeting.held_on)}."
        return WhatNext(sentence, apologies, [late])
    sentence = "The members are called. Start the meeting to write its minutes."
    if meeting.is_unrecorded:
        sentence = "The day of the meeting has passed. Start it to record what happened, or say that it was cancelled."
    return WhatNext(sentence, _step("Start the meeting", "start_meeting", meeting), [apologies, late])


def _of_record(meeting: Meeting, minutes: Minutes) -> WhatNext:
    write = _step("Write the minutes", "write", meeting)
    if meeting.status == Meeting.Status.UNDER_WAY:
        close = _step("Close the meeting", "close_meeting", meeting)
        late = _step("Agenda and late items", "agenda", meeting)
        if meeting.is_reopened:
            sentence = (
                "The record is reopened. Correct it, then close the meeting again and circulate the draft."
            )
            return WhatNext(sentence, write, [close, late])
        return WhatNext("The meeting is under way.", write, [close, late])
    circulate = _step("Circulate the draft", "circulate_minutes", meeting)
    if minutes.status == Minutes.Status.DRAFT:
        return WhatNext(
            "The meeting is closed. Its members have not seen the draft minutes yet.", circulate, [write]
        )
    if minutes.status == Minutes.Status.REOPENED:
        return WhatNext(
            "The reopened meeting is closed again. Give its members the new draft.", circulate, [write]
        )
    if minutes.status == Minutes.Status.CIRCULATED:
        return _awaiting_approval(meeting, write, circulate)
    return _approved(meeting, minutes)


def _awaiting_approval(meeting: Any, write: Step, circulate: Step) -> WhatNext:
    others = [write, Step("Circulate again", circulate.address)]
    if meeting.group.draft_minutes == Group.DraftMinutes.AS_DRAFT and not meeting.newest_minutes_are_public:
        others.append(_step("Publish the draft", "publish_draft_minutes", meeting))
    if meeting.offered_on is None:
        plan = Step("Plan the next meeting", f"{reverse('meetings:plan_meeting')}?group={meeting.group.slug}")
        return WhatNext(
            "The members have the draft. No later meeting is planned that could approve it.", plan, others
        )
    day = british_date(meeting.offered_on)
    address_of_offer = [meeting.group.slug, meeting.offered_on]
    if meeting.offered_at_status not in (Meeting.Status.UNDER_WAY, Meeting.Status.CLOSED):
        see = Step(f"See the meeting of {day}", reverse("meetings:meeting", args=address_of_offer))
        sentence = f"The members have the draft. It waits for approval at the meeting of {day}."
        return WhatNext(sentence, None, [see, *others])
    address = reverse("meetings:approve_minutes", args=[*address_of_offer, meeting.offered_as_item])
    sentence = f"The members have the draft. It was offered for approval at the meeting of {day}."
    return WhatNext(sentence, Step("Record the approval", address), others)


def _approved(meeting: Any, minutes: Minutes) -> WhatNext:
    publish = _step("Publish the minutes", "publish_minutes", meeting)
    sign = _step("Record the signature", "sign_minutes", meeting)
    is_signed = minutes.signed_on is not None
    if not meeting.newest_minutes_are_public:
        return WhatNext(
            "The minutes are approved, but not published yet.", publish, [] if is_signed else [sign]
        )
    if not is_signed:
        return WhatNext("The minutes are approved and published. Nobody has signed them yet.", sign)
    return WhatNext("The minutes are approved, signed and published. There is nothing left to do.")


def _step(label: str, name: str, meeting: Meeting) -> Step:
    return Step(label, reverse(f"meetings:{name}", args=meeting.address))
