"""The minuting page as a whole: what it shows, and what its buttons do."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from core.refusals import Refused
from core.templatetags.house import british_date, error_links
from meetings import declared, operations, snapshot
from meetings.models import AgendaItem, Meeting, Minutes, Paper, PaperVersion
from meetings.report_reading import knowing_recommendations
from meetings.views.writing_items import Error, WrittenItem
from meetings.views.writing_parts import KINDS, patterns
from meetings.views.writing_people import PeopleOfTheRoom, people_to_name

IN_PROGRESS = (Meeting.Status.UNDER_WAY, Meeting.Status.CLOSED)


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
        # Without a script a part is opened by a button: "open-decide-12", and then by the address.
        opened, _, under = (pk if self.what == "open" else request.GET.get("open", "")).partition("-")
        self.at = next((each for each in self.items if str(each.item.pk) == (under or pk)), None)
        if under and self.at:
            self.at.opened = opened

    @property
    def begun_key(self) -> str:
        return f"minuting-{self.meeting.pk}"

    def _read_items(self) -> list[AgendaItem]:
        items = (
            knowing_recommendations(
                declared.knowing_what_was_declared(AgendaItem.objects.of_meeting(self.meeting))
            )
            .select_related(
                "parent",
                "presenter",
                "minuted_by",
                "offers_minutes_of__group",
                "offers_minutes_of__minutes__approved_by",
            )
            .prefetch_related("decisions", "actions__owner", Prefetch("papers", self._papers()))
        )
        in_order = sorted(items, key=snapshot.in_order)
        for item in in_order:
            item.meeting = self.meeting
        return in_order

    def _papers(self) -> QuerySet[Paper]:
        """What is read for each item, as the officers have it."""
        papers = Paper.objects.visible_to(self.by).standing().order_by("position", "pk")
        return papers.annotate(media_type=PaperVersion.objects.newest_media_type())

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
        if self.what in KINDS and self.at:
            return self._log(self.at)
        if self.what == "start":
            return self._move(operations.start_meeting, "The meeting has started.")
        if self.what == "close" and is_saved:
            return self._close()
        return True

    def _log(self, at: WrittenItem) -> bool:
        kind = KINDS[self.what]
        form = kind.form(self.posted, item=at.item)
        if form.carry_out(kind.operation, at.item, by=self.by) is None:
            at.forms[self.what] = form
            return False
        at.forms.pop(self.what, None)
        self.is_logged = True
        return True

    def _close(self) -> bool:
        undecided = {item.pk for item in AgendaItem.objects.of_meeting(self.meeting).without_their_decision()}
        for each in self.items:
            named = f"Item {each.item.number}, {each.item.title},"
            if not each.item.outcome:
                self.errors.append((f"outcome-{each.item.pk}", f"{named} has no outcome yet."))
            elif each.item.pk in undecided:
                sentence = "says “Decided”, but no decision is logged. Log it, or choose another outcome."
                self.errors.append((f"outcome-{each.item.pk}", f"{named} {sentence}"))
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
        if self.what == "recommend" and self.at:
            at_item = [*self.meeting.address, self.at.item.number]
            return HttpResponseRedirect(reverse("meetings:resolve_recommendations", args=at_item), status=303)
        if self.what == "open" and self.at:
            address += f"?open={self.at.opened}-{self.at.item.pk}"
        elif self.what not in ("start", "close"):
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
        for each in self.items:
            each.room = self.room.say_of(each.item)
        more = people_to_name(self.meeting, self.by, self.room) | {"patterns": patterns(self.meeting)}
        return TemplateResponse(self.request, "meetings/write.html", self.context() | more, status=status)

    @cached_property
    def room(self) -> PeopleOfTheRoom:
        """Who is there, read when everything that was sent is saved."""
        return PeopleOfTheRoom(self.meeting)

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
            "attendance": self.room.attendance,
            "has_quorum": self.room.has_quorum,
            "errors": self.all_errors(),
            "done": self.done(),
            "trail": [("Meetings", "/meetings/"), (str(self.meeting), self.meeting.get_absolute_url())],
        }

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
            "leave": "It is recorded who left.",
            "arrive": "It is recorded who arrived.",
            "decide": f"Decision {decisions[-1]} is logged." if decisions else "",
        }
        if item.offers_minutes_of and decisions:
            day = british_date(item.offers_minutes_of.held_on)
            sentences["approve"] = f"The minutes of {day} are approved: decision {decisions[-1]}."
        if not sentences.get(self.what):
            return None
        return {"what": f"{self.what}-{item.pk}", "item": item.pk, "sentence": sentences[self.what]}
