"""Who will do what by when, and whether it was done."""

from django.db import transaction
from django.utils import timezone

from core import history
from core.refusals import Refused
from meetings.models import ActionItem, AgendaItem
from meetings.operations.minuting import refuse_unless_in_progress
from partnership import notices
from partnership.models import Person, User


@transaction.atomic
def add_action(item: AgendaItem, *, text: str, owner: Person, by: User, **values) -> ActionItem:
    """Somebody undertakes to do something; they are told when the minutes go out."""
    refuse_unless_in_progress(item.meeting)

    action = ActionItem(item=item, text=text, owner=owner, **values)
    history.add(action, by=by)
    return action


@transaction.atomic
def edit_action(action: ActionItem, *, by: User, reason: str = "", **values) -> ActionItem:
    """Change the owner or the day of an action that is open, and its words until minutes with it are given out.

    A new owner is told.
    """
    action = _locked(action)

    if action.status != ActionItem.Status.OPEN:
        raise Refused("This action is closed. Reopen it first.")
    if action.given_out_at and values.get("text", action.text) != action.text:
        raise Refused(
            "The minutes with these words have been given out. Say in the progress what has changed."
        )
    new_owner = values.get("owner", action.owner) != action.owner

    history.edit(action, by=by, reason=reason, **values)

    if new_owner:
        tell_owner(action)
    return action


@transaction.atomic
def report_progress(action: ActionItem, *, progress: str, by: User) -> ActionItem:
    """Say how an action goes."""
    action = _locked(action)

    if action.status != ActionItem.Status.OPEN:
        raise Refused("This action is closed. Reopen it first.")

    history.edit(action, by=by, verb="progress reported", progress=progress)
    return action


@transaction.atomic
def close_action(action: ActionItem, *, note: str, by: User, dropped: bool = False) -> ActionItem:
    """The action is done, or will not be done; the note says what was done or why not."""
    action = _locked(action)
    to = ActionItem.Status.DROPPED if dropped else ActionItem.Status.DONE

    if to not in ActionItem.NEXT[ActionItem.Status(action.status)]:
        raise Refused(f"The action is {action.get_status_display().lower()} already.")
    if not note.strip():
        raise Refused("Say why it was dropped." if dropped else "Say what was done.")

    history.edit(
        action, by=by, verb=to.value, status=to, closing_note=note, closed_at=timezone.now(), closed_by=by
    )
    return action


@transaction.atomic
def reopen_action(action: ActionItem, *, reason: str, by: User) -> ActionItem:
    """The action was closed too early."""
    action = _locked(action)

    if action.status == ActionItem.Status.OPEN:
        raise Refused("The action is open.")

    history.edit(
        action,
        by=by,
        verb="reopened",
        reason=reason,
        status=ActionItem.Status.OPEN,
        closing_note="",
        closed_at=None,
        closed_by=None,
    )
    return action


def tell_owner(action: ActionItem) -> None:
    """Tell the owner, once, that the action is theirs."""
    if action.owner.user is not None:
        notices.tell([action.owner.user], "action_assigned", about=action)


def _locked(action: ActionItem) -> ActionItem:
    return (
        ActionItem.objects.select_for_update(of=("self",))
        .select_related("owner__user", "item__meeting__group")
        .get(pk=action.pk)
    )
