"""Telling beforehand what is going to be decided."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from core import history
from core.models import sealed
from core.refusals import Refused
from meetings import forward_plan
from meetings.models import (
    AgendaItem,
    Decision,
    ForwardPlanEntry,
    ForwardPlanVersion,
    Meeting,
    Paper,
)
from partnership import notices
from partnership.models import Everywhere, Group, Topic, User

Status = ForwardPlanEntry.Status


@transaction.atomic
def add_entry(
    group: Group, *, title: str, contact: str, by: User, topics: Iterable[Topic] = (), **values: Any
) -> ForwardPlanEntry:
    """Prepare an entry; nobody but officers reads it until it is published."""
    entry = ForwardPlanEntry(group=group, title=title, contact=contact, **values)
    _refuse_other_groups(entry)

    history.add(entry, by=by)
    entry.topics.set(topics)
    return entry


@transaction.atomic
def edit_entry(
    entry: ForwardPlanEntry,
    *,
    by: User,
    reason: str = "",
    topics: Iterable[Topic] | None = None,
    **values: Any,
) -> ForwardPlanEntry:
    """Change an entry. What changes in a published one is told to everyone, with the reason."""
    entry = _locked(entry)

    if entry.is_withdrawn:
        raise Refused("This entry is withdrawn and stays as it was.")
    before = None if entry.is_draft else forward_plan.content_of(entry)
    _change(entry, values, topics, by=by, reason=reason)
    _refuse_other_groups(entry)
    if before is not None and before != forward_plan.content_of(entry):
        if not reason.strip():
            raise Refused("Say why it changes: everyone reads it beside the change.")
        _refuse_short_notice_without_reason(entry)
        _new_version(entry, "changed", by=by, reason=reason)
    return entry


@transaction.atomic
def publish_entry(entry: ForwardPlanEntry, *, by: User, late_because: str = "") -> ForwardPlanEntry:
    """Give first notice of a decision that is to come. Short notice of a key decision says why."""
    entry = _locked(entry)

    if not entry.is_draft:
        raise Refused("This entry is published already.")
    entry.published_at = timezone.now()
    entry.late_because = late_because.strip() or entry.late_because
    _refuse_short_notice_without_reason(entry)
    late, entry.published_at, entry.late_because = entry.late_because, None, ""

    history.edit(
        entry,
        by=by,
        verb="published",
        status=Status.PUBLISHED,
        published_at=timezone.now(),
        published_by=by,
        late_because=late,
    )
    _new_version(entry, "published", by=by, reason="")
    return entry


@transaction.atomic
def withdraw_entry(entry: ForwardPlanEntry, *, reason: str, by: User) -> ForwardPlanEntry:
    """The decision is not to be taken. The entry stays on the plan with the reason."""
    entry = _locked(entry)

    if entry.is_draft:
        raise Refused("This entry is not published. Remove it instead.")
    if entry.is_withdrawn:
        raise Refused("This entry is withdrawn already.")
    if entry.decision_id:
        raise Refused("The decision has been taken, so the entry stays.")
    if not reason.strip():
        raise Refused("Say why it is withdrawn.")

    history.edit(
        entry, by=by, verb="withdrawn", reason=reason, status=Status.WITHDRAWN, withdrawn_because=reason
    )
    _new_version(entry, "withdrawn", by=by, reason=reason)
    return entry


@transaction.atomic
def remove_entry(entry: ForwardPlanEntry, *, by: User) -> Group:
    """Throw away an entry that was never published."""
    entry = _locked(entry)

    if not entry.is_draft:
        raise Refused("A published entry stays on the plan. Withdraw it instead.")

    history.record(entry.group, "forward plan entry removed", by=by, reason=entry.title)
    entry.topics.clear()
    entry.delete()
    return entry.group


def take_decision(item: AgendaItem, decision: Decision, *, by: User) -> None:
    """What was expected under an item is decided: its entries say so."""
    for entry in ForwardPlanEntry.objects.undecided().filter(item=item):
        _change(entry, {"decision": decision}, None, by=by, reason=f"Decided by {decision}.")
        if not entry.is_draft:
            _new_version(entry, "changed", by=by, reason=f"Decided by {decision}.")


def move_with_meeting(meeting: Meeting, *, to: Meeting, by: User, reason: str) -> None:
    """The meeting is put off, and what was expected of it with it."""
    copies = {item.title: item for item in AgendaItem.objects.of_meeting(to)}
    for entry in ForwardPlanEntry.objects.undecided().filter(meeting=meeting):
        values: dict[str, Any] = {"meeting": to}
        if entry.item:
            values["item"] = copies.get(entry.item.title)
        _change(entry, values, None, by=by, reason=reason)
        if not entry.is_draft:
            _new_version(entry, "changed", by=by, reason=f"The meeting is postponed. {reason}")


def _change(
    entry: ForwardPlanEntry,
    values: dict[str, Any],
    topics: Iterable[Topic] | None,
    *,
    by: User,
    reason: str,
) -> None:
    history.edit(entry, by=by, reason=reason, **values)
    if topics is not None:
        old = sorted(topic.name for topic in entry.topics.all())
        new = sorted(topic.name for topic in topics)
        if old != new:
            entry.topics.set(topics)
            changes = {"topics": [", ".join(old), ", ".join(new)]}
            history.record(entry, "edited", by=by, reason=reason, changes=changes)


def _refuse_other_groups(entry: ForwardPlanEntry) -> None:
    """What an entry points to belongs to its decision maker."""
    wrong = [
        entry.meeting and entry.meeting.group_id != entry.group_id,
        entry.item and entry.item.meeting.group_id != entry.group_id,
        entry.decision and entry.decision.group_id != entry.group_id,
        entry.paper and Paper.objects.get(pk=entry.paper_id).group_id != entry.group_id,
    ]
    if any(wrong):
        raise Refused(f"That belongs to another group than the {entry.group}.")


def _refuse_short_notice_without_reason(entry: ForwardPlanEntry) -> None:
    notice = forward_plan.notice_of(entry)
    if notice and notice.short and not entry.late_because.strip():
        raise Refused(
            f"A key decision needs 28 days of notice, and this has {notice.days}. Give the reason why it is short."
        )


def _new_version(entry: ForwardPlanEntry, what: str, *, by: User, reason: str) -> None:
    last = entry.versions.aggregate(last=Max("number"))["last"] or 0
    content = forward_plan.content_of(entry)
    version = ForwardPlanVersion(
        entry=entry, number=last + 1, reason=reason.strip(), at=timezone.now(), by=by, **sealed(content)
    )
    version.save()
    _tell_followers(entry, what, version=version, by=by)


def _tell_followers(entry: ForwardPlanEntry, what: str, *, version: ForwardPlanVersion, by: User) -> None:
    """Everyone who follows the group or a topic of the entry and may read it, each once; not the one who did it."""
    followed = [entry.group, *entry.topics.all(), Everywhere.FORWARD_PLAN]
    followers = User.objects.following(*followed).exclude(pk=by.pk)
    readers = [user for user in followers if _may_read(user, entry)]
    occasion = f"version {version.number}"
    notices.tell(readers, f"forward_plan_{what}", about=entry, occasion=occasion, followed=followed)


def _may_read(user: User, entry: ForwardPlanEntry) -> bool:
    # What an open group tells beforehand everyone may read; that is asked of each only for a closed one.
    return entry.group.is_public or ForwardPlanEntry.objects.visible_to(user).filter(pk=entry.pk).exists()


def _locked(entry: ForwardPlanEntry) -> ForwardPlanEntry:
    entries = ForwardPlanEntry.objects.select_for_update(of=("self",)).with_names()
    return entries.get(pk=entry.pk)
