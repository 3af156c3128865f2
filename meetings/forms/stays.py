"""When somebody was in the room, as rows of the attendance sheet."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from django import forms

from core.forms import TimeField
from meetings.forms.answers import MeetingsForm
from meetings.models import AgendaItem, Attendance, Decision, Stay

Moment = tuple[AgendaItem, bool, Decision | None]


class StayRow(MeetingsForm):
    """One time that somebody was in the room: from which item, until which."""

    came = forms.ChoiceField(label="Arrived", required=False)
    came_time = TimeField(label="Arrived at what time", required=False)
    left = forms.ChoiceField(label="Left", required=False)
    left_time = TimeField(label="Left at what time", required=False)

    def __init__(self, *args: Any, moments: Mapping[str, tuple[str, Moment]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.moments = moments
        words = [(key, label) for key, (label, _) in moments.items()]
        self.fields["came"].choices = [("", "At the beginning"), *words]
        self.fields["left"].choices = [("", "At the end"), *words]

    def clean(self) -> dict[str, Any]:
        """An hour belongs to an arrival or a leaving."""
        answers = super().clean() or self.cleaned_data
        for end, word in (("came", "arrived"), ("left", "left")):
            if answers.get(f"{end}_time") and end in answers and not answers[end]:
                self.add_error(end, f"Say at which item they {word}.")
        return answers

    @property
    def said(self) -> dict[str, Any]:
        """The stay as the operations take it; nothing where nothing is said."""
        said: dict[str, Any] = {}
        for end in ("came", "left"):
            if key := self.cleaned_data[end]:
                item, during, after = self.moments[key][1]
                said |= {f"{end}_item": item, f"{end}_during": during, f"{end}_after": after}
                said[f"{end}_time"] = self.cleaned_data[f"{end}_time"]
        return said

    @property
    def has_words(self) -> bool:
        """Whether anything is said or wrong."""
        return bool(self.errors) or any(self[name].value() for name in self.fields)


class StayRows:
    """All the times of one person, and room for one more.

    A sheet that was opened before somebody else recorded who left takes nothing back: only what was changed on it
    counts, and what both have changed is refused.
    """

    def __init__(
        self, data: Mapping | None, *, items: list[AgendaItem], known: Attendance | None, prefix: str
    ) -> None:
        self.name = f"{prefix}-times"
        self.moments = moments_of(items)
        stays = list(known.stays.all()) if known is not None else []
        record = [_as_typed(stay) for stay in stays]
        self.now = "; ".join(map(_mark, record))
        self.shown = self.now if data is None else data.get(self.name, self.now)
        if data is None:
            count = len(record) + 1 if items else 0
        else:
            count = 0
            while f"{prefix}-time-{count + 1}-came" in data and items:
                count += 1
        record += [{}] * (count - len(record))
        self.rows = [
            StayRow(data, moments=self.moments, initial=record[n], prefix=f"{prefix}-time-{n + 1}")
            for n in range(count)
        ]

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __bool__(self) -> bool:
        return bool(self.rows)

    def is_valid(self) -> bool:
        """Every row is well answered, and nobody else has written here since the sheet was opened."""
        wrong = [row for row in self.rows if not row.is_valid()]
        if wrong:
            return False
        if self.changed is not None and self.shown != self.now:
            self.rows[0].add_error(
                None,
                "Somebody else has recorded when this person came or left since you opened the sheet. "
                "Look at it again before you change it.",
            )
            return False
        return True

    @property
    def changed(self) -> list[dict[str, Any]] | None:
        """What the sheet says, if a person changed it; None where it says what it showed."""
        if not self.rows:
            return None
        typed = [_mark(row.cleaned_data) for row in self.rows if row.said]
        return None if "; ".join(typed) == self.shown else [row.said for row in self.rows if row.said]

    @property
    def have_words(self) -> bool:
        """Whether anything is said or wrong."""
        return any(row.has_words for row in self.rows)


def moments_of(items: list[AgendaItem]) -> dict[str, tuple[str, Moment]]:
    """Every moment at which somebody can come or go: before an item, during it, after one of its decisions."""
    moments: dict[str, tuple[str, Moment]] = {}
    for item in items:
        moments[_key(item.pk, False, None)] = (f"Before item {item.number}", (item, False, None))
        moments[_key(item.pk, True, None)] = (f"During item {item.number}", (item, True, None))
        for decision in item.decisions.all():
            label = f"During item {item.number}, after decision {decision.ref}"
            moments[_key(item.pk, True, decision.pk)] = (label, (item, True, decision))
    return moments


def _key(item: int | None, during: bool, after: int | None) -> str:
    return "" if item is None else f"{item}.{int(during)}.{after or ''}"


def _as_typed(stay: Stay) -> dict[str, Any]:
    return {
        "came": _key(stay.came_item_id, stay.came_during, stay.came_after_id),
        "came_time": stay.came_time,
        "left": _key(stay.left_item_id, stay.left_during, stay.left_after_id),
        "left_time": stay.left_time,
    }


def _mark(typed: Mapping[str, Any]) -> str:
    hours = (
        f"{hour:%H:%M}" if isinstance(hour, time) else "" for hour in (typed["came_time"], typed["left_time"])
    )
    return "|".join([typed["came"], typed["left"], *hours])
