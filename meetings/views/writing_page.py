"""The minuting page as a whole: what it shows, and what its buttons do."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse

from core.refusals import Refused
from core.templatetags.house import british_date, error_links
from meetings import declared, operations, snapshot
from meetings.forms.interests import DeclareInterestForm, offered_words
from meetings.forms.writing import ApproveMinutesForm, LogActionForm, LogDecisionForm, SheetForm
from meetings.models import AgendaItem, Attendance, Meeting, Minutes
from meetings.views.writing_items import Error, WrittenItem
from partnership.models import Membership, Person

IN_PROGRESS = (Meeting.Status.UNDER_WAY, Meeting.Status.CLOSED)
# What the button under a part does with what was typed into it.
LOG: dict[str, tuple[type[SheetForm], Callable[..., Any]]] = {
    "decide": (LogDecisionForm, operations.log_decision),
    "act": (LogActionForm, operations.add_action),
    "interest": (DeclareInterestForm, operations.declare_interest),
    "approve": (ApproveMinutesForm, operations.approve_minutes),
}


class MinutingPage:
    """One meeting as its minutes are written, and one person writing them."""

    def __init__(self, request: HttpRequest, meeting: Meeting) -> None:
        self.request, self.meeting, self.by = request, meeting, request.user
        self.posted = request.POST if request.method == "POST" else None
        self.minutes = Minutes.objects.filter(meeting=meeting).select_related("approved_by").first()
        # What was begun elsewhere on the page when something else was logged.
        typed = (
            request.session.pop(self.begun_key, {})
            if self.posted is None and self.begun_key in request.session
            else {}
        )
        self.items = [WrittenItem(item, self.posted, typed) for item in self._read_items()]
        self.errors: list[Error] = []
        self.is_logged = False
        self.what, _, pk = (request.POST.get("do") or request.GET.get("done") or "").partition("-")
        self.at = next((each for each in self.items if str(each.item.pk) == pk), None)

    @property
    def begun_key(self) -> str:
        return f"minuting-{self.meeting.pk}"

    def _read_items(self) -> list[AgendaItem]:
        items = (
            declared.knowing_what_was_declared(AgendaItem.objects.of_meeting(self.meeting))
            .select_related(
                "parent",
                "presenter",
                "minuted_by",
                "offers_minutes_of__group",
                "offers_minutes_of__minutes__approved_by",
            )
            .prefetch_related("decisions", "actions__owner")
        )
        in_order = sorted(items, key=snapshot.in_order)
        for item in in_order:
            item.meeting = self.meeting
        return in_order

    # What happens when a button is pressed: everything typed is saved, then the thing it names is done.

    def save_and_do(self) -> HttpResponse:
        """Save all texts and outcomes, do what the button says, and go on where the person was."""
        for each in self.items:
            each.save(by=self.by)
        is_saved = not any(each.errors or each.conflict for each in self.items)
        is_done = self._do(is_saved=is_saved)
        if is_saved and is_done:
            self._keep_what_was_begun()
            return self._go_on()
        return self._show_again()

    def _do(self, *, is_saved: bool) -> bool:
        if self.what in LOG and self.at:
            return self._log(self.at)
        if self.what == "start":
            return self._move(operations.start_meeting, "The meeting has started.")
        if self.what == "close" and is_saved:
            return self._close()
        return True

    def _log(self, at: WrittenItem) -> bool:
        kind, operation = LOG[self.what]
        form = kind(self.posted, item=at.item)
        if form.carry_out(operation, at.item, by=self.by) is None:
            at.forms[self.what] = form
            return False
        at.forms[self.what] = kind(item=at.item)
        self.is_logged = True
        return True

    def _close(self) -> bool:
        self.errors = [
            (f"outcome-{each.item.pk}", f"Item {each.item.number}, {each.item.title}, has no outcome yet.")
            for each in self.items
            if not each.item.outcome
        ]
        return not self.errors and self._move(operations.close_meeting, "The meeting is closed.")

    def _move(self, operation: Callable[..., Meeting], sentence: str) -> bool:
        try:
            self.meeting = operation(self.meeting, by=self.by)
        except Refused as refusal:
            self.errors.append(("", str(refusal)))
            return False
        messages.success(self.request, sentence)
        return True

    def _keep_what_was_begun(self) -> None:
        """Words in other parts of the page are there again when it comes back."""
        begun = {
            f"{form.prefix}-{name}": value
            for each in self.items
            for form in each.forms.values()
            for name, value in form.typed.items()
            if form.prefix != self.request.POST.get("do")
        }
        if begun:
            self.request.session[self.begun_key] = begun

    def _go_on(self) -> HttpResponseRedirect:
        address = reverse("meetings:write", args=self.meeting.address)
        if self.what not in ("start", "close"):
            address += (
                f"?done={self.what}-{self.at.item.pk}#item-{self.at.item.number}" if self.at else "?done=save"
            )
        return HttpResponseRedirect(address, status=303)

    def _show_again(self) -> HttpResponse:
        # What was logged a moment ago is listed too.
        fresh = {item.pk: item for item in self._read_items()}
        for each in self.items:
            each.item = fresh.get(each.item.pk, each.item)
        is_conflict = any(each.conflict for each in self.items)
        return self.answer(status=409 if is_conflict else 422)

    # What the page shows.

    def answer(self, status: int = 200) -> HttpResponse:
        """The page; where nothing can be written now, another that says why."""
        is_open = self.meeting.status in IN_PROGRESS and not self.is_approved
        has_words = any(each.errors or each.conflict for each in self.items)
        if not is_open and not has_words:
            return TemplateResponse(
                self.request, "meetings/write_not_now.html", self.context(), status=status
            )
        people = self.people()
        return TemplateResponse(self.request, "meetings/write.html", self.context() | people, status=status)

    @property
    def is_approved(self) -> bool:
        return self.minutes is not None and self.minutes.status == Minutes.Status.APPROVED

    def context(self) -> dict[str, Any]:
        """What both pages show."""
        with_outcome = sum(bool(each.item.outcome) for each in self.items)
        return {
            "meeting": self.meeting,
            "minutes": self.minutes,
            "is_approved": self.is_approved,
            "items": self.items,
            "outcomes": AgendaItem.Outcome.choices,
            "with_outcome": with_outcome,
            "next_item": next((each.item for each in self.items if not each.item.outcome), None),
            "can_start": self.meeting.may_become(Meeting.Status.UNDER_WAY),
            "can_close": self.meeting.may_become(Meeting.Status.CLOSED),
            "attendance": self.attendance(),
            "errors": self.all_errors(),
            "done": self.done(),
            "trail": [("Meetings", "/meetings/"), (str(self.meeting), self.meeting.get_absolute_url())],
        }

    def attendance(self) -> str:
        """8 present, 2 apologies."""
        rows = Attendance.objects.filter(meeting=self.meeting).order_by()
        counts = Counter(rows.values_list("status", flat=True))
        return ", ".join(
            f"{counts[status.value]} {status.label.lower()}"
            for status in Attendance.Status
            if counts[status.value]
        )

    def people(self) -> dict[str, Any]:
        """Everyone who can be named, the group's own first: drawn once, shown in every list."""
        people = {person.pk: person for person in Person.objects.with_organisation()}
        memberships = Membership.objects.filter(group=self.meeting.group).on(self.meeting.held_on)
        members = [people.pop(pk) for pk in memberships.values_list("person", flat=True) if pk in people]
        named = {str(person.pk): str(person) for person in [*members, *people.values()]}
        own = {"group": self.meeting.group, "members": members}
        everyone = render_to_string("meetings/_write_people.html", own | {"others": people.values()})
        # Whoever takes the chair is of the group: the shorter list keeps a long meeting's page light.
        voters = render_to_string("meetings/_write_people.html", own) if members else everyone
        offered = offered_words(self.meeting, self.by)
        return {"people_options": everyone, "voter_options": voters, "people": named, "offered": offered}

    def all_errors(self) -> list[Error]:
        """Everything that stands in the way, each with the box to mend, in the order of the page."""
        found = list(self.errors)
        for each in self.items:
            number = each.item.number
            if each.conflict:
                sentence = f"Item {number}: {each.item.minuted_by} saved another text while you were writing."
                found.append((f"minute-{each.item.pk}", f"{sentence} Both are kept: choose what stays."))
            found += [(box, f"Item {number}: {sentence}") for box, sentence in each.errors]
            for form in each.forms.values():
                if form.is_bound:
                    found += [(box, f"Item {number}: {sentence}") for box, sentence in error_links([], form)]
        return found

    def done(self) -> dict[str, Any] | None:
        """What has just happened, said where the person is."""
        if not self.what or (self.posted is not None and not self.is_logged):
            return None
        if self.at is None:
            return {"what": "save", "sentence": "Everything is saved."} if self.what == "save" else None
        item, decisions = self.at.item, list(self.at.item.decisions.all())
        sentences = {
            "save": "Saved.",
            "act": "The action is logged.",
            "interest": "The interest is recorded.",
            "decide": f"Decision {decisions[-1]} is logged." if decisions else "",
        }
        if item.offers_minutes_of and decisions:
            day = british_date(item.offers_minutes_of.held_on)
            sentences["approve"] = f"The minutes of {day} are approved: decision {decisions[-1]}."
        if not sentences.get(self.what):
            return None
        return {"what": f"{self.what}-{item.pk}", "item": item.pk, "sentence": sentences[self.what]}
