"""Writing and reading the log. Everything an operation changes goes through here."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import DataError, IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from core.models import HistoryEntry
from core.refusals import Refused, sentence_of
from core.templatetags.house import british_date, british_datetime

# Steps of one person that follow each other so closely are read as one.
ONE_SITTING = datetime.timedelta(minutes=10)


def record(
    obj: models.Model, verb: str, *, by: Any, reason: str = "", changes: dict | None = None
) -> HistoryEntry:
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
    _check_words(obj, only=changes)
    _save(obj, update_fields=list(changes))
    record(obj, verb, by=by, reason=reason, changes=changes)
    return True


def add(obj: models.Model, *, by: Any, verb: str = "added", reason: str = "") -> None:
    """Save a new object and record that it was added. Raises Refused when it breaks a rule."""
    _check_words(obj)
    _save(obj, force_insert=True)
    record(obj, verb, by=by, reason=reason)


def check(obj: models.Model) -> None:
    """Run all of the model's own checks; a broken rule becomes a Refused with its sentences."""
    try:
        obj.full_clean(validate_constraints=False)
        _check_constraints(obj)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error


def _check_constraints(obj: models.Model) -> None:
    """Ask the database about each rule by itself.

    A term that ends before it begins is no range at all, so the rule about overlaps cannot even be asked; the one about
    its end has the sentence.
    """
    sentences = []
    for model, constraints in obj.get_constraints():
        for constraint in constraints:
            try:
                with transaction.atomic():
                    constraint.validate(model, obj)
            except ValidationError as error:
                sentences += error.messages
            except DataError:
                continue
    if sentences:
        raise ValidationError(sentences)


def _check_words(obj: models.Model, *, only: Iterable[str] | None = None) -> None:
    """Check what the database cannot say in words: lengths, choices, blanks. Its own rules it checks when saving."""
    unchanged = {each.name for each in obj._meta.fields if only is not None and each.name not in only}
    known = {
        each.name for each in obj._meta.fields if each.is_relation and getattr(obj, each.attname) is not None
    }
    try:
        obj.clean_fields(exclude=unchanged | known)
        obj.clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error


def _save(obj: models.Model, **how: Any) -> None:
    """Save, and where the database refuses, find the sentence of the rule.

    Asking Django about every constraint before every save took more than half of the time of an operation. The database
    checks them anyway, also against somebody faster; so only a refusal is worth the questions.
    """
    try:
        with transaction.atomic():
            obj.save(**how)
    except IntegrityError as error:
        if sentence := sentence_of(error):
            raise Refused(sentence) from error
        check(obj)
        raise Refused(
            "Somebody else changed this a moment ago. Look at it again, then repeat your step."
        ) from error


def of(obj: models.Model) -> models.QuerySet[HistoryEntry]:
    """What happened to one object, newest first."""
    return HistoryEntry.objects.about(obj).select_related("by")


def of_any(*things: Iterable[models.Model]) -> models.QuerySet[HistoryEntry]:
    """What happened to any of these objects (one iterable for each kind), newest first."""
    condition = Q(pk__in=[])
    for objects in things:
        if ids := [(obj, obj.pk) for obj in objects]:
            kind = ContentType.objects.get_for_model(ids[0][0])
            condition |= Q(content_type=kind, object_id__in=[pk for _, pk in ids])
    return HistoryEntry.objects.filter(condition).select_related("by")


@dataclass
class Change:
    """One value before and after, in words."""

    label: str
    old: str
    new: str


@dataclass
class Happening:
    """What one person did to one thing in one sitting, in words."""

    verb: str
    by: str
    at: datetime.datetime
    reason: str
    about: str = ""
    changes: list[Change] = field(default_factory=list)


def readable(
    entries: Iterable[HistoryEntry], *, names: dict[tuple[int, int], str] | None = None
) -> list[Happening]:
    """Entries, newest first, in words: labels of fields and choices, British dates, one line for one sitting.

    `names` says what each thing is called, by (content type, id), where a page shows several.
    """
    happenings: list[tuple[HistoryEntry, Happening]] = []
    for entry in entries:
        later = happenings[-1] if happenings else None
        if later and _in_one_sitting(entry, later[0]):
            _merge(later[1].changes, _changes(entry))
            happenings[-1] = (entry, later[1])
            continue
        about = (names or {}).get((entry.content_type_id, entry.object_id), "")
        by = str(entry.by) if entry.by else "the system"
        happening = Happening(entry.verb, by, entry.at, entry.reason, about, _changes(entry))
        happenings.append((entry, happening))
    return [happening for _, happening in happenings]


def _in_one_sitting(entry: HistoryEntry, later: HistoryEntry) -> bool:
    alike = all(
        getattr(entry, name) == getattr(later, name)
        for name in ("content_type_id", "object_id", "verb", "by_id", "reason")
    )
    return alike and later.at - entry.at <= ONE_SITTING


def _merge(later: list[Change], earlier: list[Change]) -> None:
    """What was changed twice went from its first value to its last."""
    by_label = {change.label: change for change in later}
    for change in reversed(earlier):
        if change.label in by_label:
            by_label[change.label].old = change.old
        else:
            later.insert(0, change)
    later[:] = [change for change in later if change.old != change.new]


def _changes(entry: HistoryEntry) -> list[Change]:
    model = ContentType.objects.get_for_id(entry.content_type_id).model_class()
    return [_change(model, name, values) for name, values in entry.changes.items()]


def _change(model: type[models.Model] | None, name: str, values: Any) -> Change:
    try:
        known = model._meta.get_field(name) if model else None
    except FieldDoesNotExist:  # a field of former days
        known = None
    label = str(getattr(known, "verbose_name", name.replace("_", " ")))
    label = label[:1].upper() + label[1:]
    old, new = values if isinstance(values, list) and len(values) == 2 else (None, values)
    return Change(label, _in_words(known, old), _in_words(known, new))


def _in_words(known: Any, value: Any) -> str:
    if value in (None, "", []):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_in_words(known, part) for part in value)
    if isinstance(known, models.DateTimeField):
        moment = parse_datetime(str(value))
        return british_datetime(moment) if moment else str(value)
    if isinstance(known, models.DateField):
        return british_date(datetime.date.fromisoformat(str(value)))
    return str(dict(getattr(known, "flatchoices", None) or []).get(value, value))


def _plain(value: Any) -> Any:
    """The value as the log keeps it: objects by their words."""
    return str(value) if isinstance(value, models.Model) else value
