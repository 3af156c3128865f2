"""Who comes and who goes, entered while the minutes are written."""

from collections.abc import Callable
from typing import Any

from django import forms

from core.forms import TimeField
from meetings.forms.writing import SheetForm
from meetings.models import Attendance
from partnership.models import Membership, Person


class _ComingOrGoing(SheetForm):
    """Somebody, and perhaps the hour. Unless it was before the item, it is after whatever was decided in it so far."""

    beside = {"": "person"}

    person = forms.ModelChoiceField(label="Who", queryset=Person.objects.all(), empty_label="Choose")
    before = forms.BooleanField(label="Before this item began", required=False)
    at = TimeField(label="At what time", required=False, help_text="May be left empty.")

    @property
    def moment(self) -> dict[str, Any]:
        """When it was, in the words of the operations."""
        before = self.cleaned_data["before"]
        decisions = [] if before else list(self.item.decisions.all())
        return {
            "item": self.item,
            "during": not before,
            "after": decisions[-1] if decisions else None,
            "at": self.cleaned_data["at"],
        }

    def _carried_out(self, operation: Callable[..., Any], *things: Any, **values: Any) -> Any:
        self.cleaned_data = values
        return SheetForm.carry_out(self, operation, *things)


class LeaveForm(_ComingOrGoing):
    """Somebody leaves the room."""

    kind = "leave"

    def carry_out(self, operation: Callable[..., Any], *things: Any, **more: Any) -> Any:
        """The leaving of whoever it is, if the list of the meeting has them."""
        if not self.is_valid():
            return None
        person = self.cleaned_data["person"]
        known = Attendance.objects.filter(meeting=self.item.meeting, person=person).first()
        if known is None:
            self.add_error("person", f"{person} is not on the list of those who are there.")
            return None
        return self._carried_out(operation, known, **self.moment, **more)


class ArriveForm(_ComingOrGoing):
    """Somebody comes into the room, late or again."""

    kind = "arrive"

    def carry_out(self, operation: Callable[..., Any], *things: Any, **more: Any) -> Any:
        """A member is present from now on; who is no member and not on the list yet is in attendance."""
        if not self.is_valid():
            return None
        meeting, person = self.item.meeting, self.cleaned_data["person"]
        seats = Membership.objects.filter(group=meeting.group, person=person).on(meeting.held_on)
        seat = seats.select_related("organisation").first()
        is_member = seat is not None and seat.capacity == Membership.Capacity.MEMBER
        part = {
            "status": Attendance.Status.PRESENT if is_member else Attendance.Status.IN_ATTENDANCE,
            "organisation": (seat and seat.organisation) or person.organisation,
        }
        return self._carried_out(operation, meeting, person=person, **self.moment, **part, **more)
