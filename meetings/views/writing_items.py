"""An item of the minuting page: what its boxes show, what was typed into them, and what became of it when saved."""

import hashlib
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.http import QueryDict

from core import compare
from core.refusals import Refused
from meetings import operations
from meetings.forms.writing import SheetForm
from meetings.models import AgendaItem
from meetings.views.writing_parts import Part, is_of_its_own, kinds_for
from partnership.models import User

Error = tuple[str, str]


@dataclass(frozen=True)
class Shown:
    """What a page showed when a person began to write: enough to tell their changes from everybody else's."""

    revision: int
    text_mark: str
    outcome: str

    @classmethod
    def now(cls, item: AgendaItem) -> "Shown":
        return cls(item.revision, mark_of(item.minute), item.outcome)

    @classmethod
    def read(cls, words: str) -> "Shown":
        """From the hidden box of a page. What cannot be read fits no text, so nothing is written over unseen."""
        found = re.fullmatch(r"([0-9]{1,9})\.([0-9a-f]{16})\.([a-z_]*)", words)
        return cls(int(found[1]), found[2], found[3]) if found else cls(-1, "", "")

    def __str__(self) -> str:
        return f"{self.revision}.{self.text_mark}.{self.outcome}"


@dataclass
class WrittenItem:
    """One item with what was typed for it."""

    item: AgendaItem
    posted: QueryDict | None = None
    typed: dict[str, Any] = field(default_factory=dict)
    errors: list[Error] = field(default_factory=list)
    conflict: operations.Conflict | None = None
    # The part that somebody opened without a script.
    opened: str = ""
    # Who is there, and whether they are enough.
    room: dict[str, Any] = field(default_factory=dict)
    # Somebody else changed the text, and this writer did not.
    has_news: bool = False

    def __post_init__(self) -> None:
        self.text, self.outcome, self.shown = self.item.minute, self.item.outcome, Shown.now(self.item)
        self.is_text_sent = self.posted is not None and f"minute-{self.item.pk}" in self.posted
        if self.posted is None:
            return
        if self.is_text_sent:
            self.text = as_written(self.posted[f"minute-{self.item.pk}"])
        self.outcome = self.posted.get(f"outcome-{self.item.pk}", self.outcome)
        if f"revision-{self.item.pk}" in self.posted:
            self.shown = Shown.read(self.posted[f"revision-{self.item.pk}"])

    @property
    def text_changed(self) -> bool:
        """Whether this writer changed the text. Another's change since is not this writer's."""
        return self.is_text_sent and mark_of(self.text) != self.shown.text_mark

    @property
    def is_unsaved(self) -> bool:
        return self.text != self.item.minute or self.outcome != self.item.outcome

    def save(self, *, by: User) -> None:
        """Save what was typed. What cannot be saved stays typed, with the reason beside it."""
        self._save_text(by=by)
        self._save_outcome(by=by)
        if not self.errors:
            self.shown = Shown.now(self.item)

    def _save_text(self, *, by: User) -> None:
        if not self.text_changed:
            self.has_news = mark_of(self.item.minute) != self.shown.text_mark
            self.text = self.item.minute
            return
        try:
            self._took(
                operations.write_minute(self.item, text=self.text, revision=self.shown.revision, by=by)
            )
        except operations.Conflict as conflict:
            self.conflict = conflict
            self._took(conflict.item)
        except Refused as refusal:
            self.errors.append((f"minute-{self.item.pk}", str(refusal)))

    def _save_outcome(self, *, by: User) -> None:
        if self.outcome == self.shown.outcome:
            self.outcome = self.item.outcome
            return
        if self.outcome not in ["", *AgendaItem.Outcome.values]:
            self.outcome = self.item.outcome
            self.errors.append((f"outcome-{self.item.pk}", "Choose one of the outcomes offered."))
            return
        try:
            self._took(operations.set_outcome(self.item, outcome=self.outcome, by=by))
        except Refused as refusal:
            self.errors.append((f"outcome-{self.item.pk}", str(refusal)))

    def _took(self, saved: AgendaItem) -> None:
        """The operation read the item afresh; the page keeps the one that has its decisions and actions with it."""
        for name in ("minute", "outcome", "revision", "minuted_at", "minuted_by"):
            setattr(self.item, name, getattr(saved, name))

    # What follows is for the template.

    @cached_property
    def forms(self) -> dict[str, SheetForm]:
        """What is being logged under the item, each with what was typed into it so far."""
        drawn = {}
        for kind in kinds_for(self.item):
            typed = self._typed(kind.form)
            if typed or self.opened == kind.name or is_of_its_own(kind, self.item):
                drawn[kind.name] = kind.form(item=self.item, typed=typed, is_opened=self.opened == kind.name)
        return drawn

    @property
    def parts(self) -> list[Part]:
        """What can be logged under the item, drawn or not."""
        return [Part(kind, self.item, self.forms.get(kind.name)) for kind in kinds_for(self.item)]

    def _typed(self, kind: type[SheetForm]) -> dict[str, Any]:
        """The words in a part that was not sent, if a person has begun to write there."""
        source = self.typed if self.posted is None else self.posted
        prefix = f"{kind.kind}-{self.item.pk}-"
        found = {name: source[prefix + name] for name in kind.base_fields if prefix + name in source}
        begun = any(
            str(found.get(name, "")).strip()
            for name, question in kind.base_fields.items()
            if question.initial is None
        )
        return found if begun else {}

    def errors_of(self, name: str) -> list[str]:
        return [sentence for box, sentence in self.errors if box == f"{name}-{self.item.pk}"]

    @property
    def minute_errors(self) -> list[str]:
        return self.errors_of("minute")

    @property
    def outcome_errors(self) -> list[str]:
        return self.errors_of("outcome")

    @property
    def merged(self) -> str:
        """Both texts in one, for the box of a conflict: saved as it stands it loses neither."""
        return compare.both(self.conflict.theirs, self.conflict.mine) if self.conflict else self.text

    @property
    def changes(self) -> list[compare.Change]:
        """What this writer's text has and lacks beside the other's."""
        return compare.words(self.conflict.theirs, self.conflict.mine) if self.conflict else []


def as_written(text: str) -> str:
    """Line ends alike from every machine, and without the character NUL, which no person typed."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def mark_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
