"""What can be logged under an item of the minuting page: each kind has a form, a template and an operation.

A part is drawn where somebody has opened it or begun to fill it in; elsewhere it is a button. Eighty items would
otherwise carry some four hundred forms, and drawing those took most of the page's time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from meetings import operations
from meetings.forms.coming import ArriveForm, LeaveForm
from meetings.forms.interests import DeclareInterestForm
from meetings.forms.writing import ApproveMinutesForm, LogActionForm, LogDecisionForm, SheetForm
from meetings.models import AgendaItem, Meeting


@dataclass(frozen=True)
class Kind:
    """A kind of part: what opens it, what it asks, and what its button does."""

    form: type[SheetForm]
    template: str
    opening: str
    operation: Callable[..., Any]

    @property
    def name(self) -> str:
        return self.form.kind


KINDS = {
    kind.name: kind
    for kind in [
        Kind(LogDecisionForm, "_write_decision.html", "Log a decision", operations.log_decision),
        Kind(LogActionForm, "_write_action.html", "Log an action", operations.add_action),
        Kind(DeclareInterestForm, "_write_interest.html", "Declare an interest", operations.declare_interest),
        Kind(LeaveForm, "_write_coming.html", "Somebody leaves", operations.record_leaving),
        Kind(ArriveForm, "_write_coming.html", "Somebody arrives", operations.record_arrival),
        Kind(ApproveMinutesForm, "_write_approval.html", "Approve minutes", operations.approve_minutes),
    ]
}


@dataclass
class Part:
    """One kind of part under one item; without its form, the button that opens it."""

    kind: Kind
    item: AgendaItem
    form: SheetForm | None = None

    @property
    def template(self) -> str:
        return f"meetings/{self.kind.template}"

    @property
    def name(self) -> str:
        """decide-12: what the page calls it."""
        return f"{self.kind.name}-{self.item.pk}"


def kinds_for(item: AgendaItem) -> list[Kind]:
    """What an item offers, the most wanted first."""
    names = ["decide", "act", "interest", "leave", "arrive"]
    if item.offers_minutes_of_id:
        names.insert(0, "approve")
    if item.kind == AgendaItem.Kind.DECLARATIONS:
        names.insert(0, names.pop(names.index("interest")))
    return [KINDS[name] for name in names]


def is_of_its_own(kind: Kind, item: AgendaItem) -> bool:
    """Whether the form asks something that it asks under no other item, so that no pattern fits it."""
    match kind.name:
        case "approve":
            return True
        case "interest":
            return item.kind == AgendaItem.Kind.DECLARATIONS
        case "decide":
            return bool(getattr(item, "declared_interests", []))
    return False


def patterns(meeting: Meeting) -> list[Part]:
    """One of each kind, under an item that does not exist: the script makes every other one after it."""
    nowhere = AgendaItem(pk=0, number="0", meeting=meeting, position=0)
    return [Part(kind, nowhere, kind.form(item=nowhere)) for kind in kinds_for(nowhere)]
