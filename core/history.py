"""Writing and reading the log. Everything an operation changes goes through here."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from core.models import HistoryEntry
from core.refusals import Refused


def record(obj: models.Model, verb: str, *, by: Any, reason: str = "", changes: dict | None = None) -> HistoryEntry:
    """Write down that `by` (None: the system) did `verb` to `obj`."""
    return HistoryEntry.objects.create(
        about=obj, verb=verb, by=by, reason=reason, changes=changes or {}, at=timezone.now()
    )


def edit(obj: models.Model, *, by: Any, verb: str = "edited", reason: str = "", **values: Any) -> bool:
    """Save the values that differ and record old and new. True if anything differed.

    Raises Refused, in the sentence of the rule, when the object would break one.
    """
    changes = {}
    for name, new in values.items():
        old = getattr(obj, name)
        if old != new:
            changes[name] = [_plain(old), _plain(new)]
            setattr(obj, name, new)
    if not changes:
        return False
    check(obj)
    _save(obj, update_fields=list(changes))
    record(obj, verb, by=by, reason=reason, changes=changes)
    return True


def add(obj: models.Model, *, by: Any, verb: str = "added", reason: str = "") -> None:
    """Save a new object and record that it was added. Raises Refused when it breaks a rule."""
    check(obj)
    _save(obj, force_insert=True)
    record(obj, verb, by=by, reason=reason)


def check(obj: models.Model) -> None:
    """Run the model's own checks; a broken rule becomes a Refused with its sentences."""
    try:
        obj.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error


def _save(obj: models.Model, **how: Any) -> None:
    """Save what has been checked. Somebody faster may have made it break a rule since: then Refused, not a crash."""
    try:
        with transaction.atomic():
            obj.save(**how)
    except IntegrityError as error:
        check(obj)
        raise Refused("Somebody else changed this a moment ago. Look at it again, then repeat your step.") from error


def of(obj: models.Model) -> models.QuerySet[HistoryEntry]:
    """What happened to one object, newest first."""
    return HistoryEntry.objects.about(obj).select_related("by")


def _plain(value: Any) -> Any:
    """The value as the log keeps it: objects by their words."""
    return str(value) if isinstance(value, models.Model) else value
