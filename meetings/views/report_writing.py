"""The page on which a report is written: every part in a box of its own, every button saves all of them."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core import compare
from core.refusals import Refused, require
from meetings import operations, report_text
from meetings.models import Report, ReportSection
from meetings.permissions import can_write_report
from meetings.views.reports import address_of, report_at, trail_to_report
from meetings.views.writing_items import as_written

LIST, IS_KEY = "recommendations-list", "is-key"


@never_cache
@require_http_methods(["GET", "POST"])
def write_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a report, part by part. What two people changed at once is shown with both texts."""
    report = report_at(request, pk)
    require(can_write_report, request.user, report)
    page = WritingPage(report, request)
    if request.method == "POST" and page.save():
        return page.go_on()
    context = {
        "report": report,
        "page": page,
        "errors": page.errors,
        "trail": trail_to_report(report),
        "is_correction": report.paper.published_at is not None,
    }
    return TemplateResponse(request, "meetings/write_report.html", context)


@dataclass
class WrittenSection:
    """One section with what stands in its box."""

    section: ReportSection
    text: str
    shown: str
    # What somebody else has saved there since this writer began.
    theirs: str | None = None

    @property
    def name(self) -> str:
        return f"text-{self.section.key}"

    @property
    def rows(self) -> int:
        """A box about as high as its text."""
        lines = sum(1 + len(line) // 80 for line in self.text.split("\n"))
        return max(4, min(lines + 1, 24))

    @property
    def merged(self) -> str:
        """Both texts in one, so that pressing the button without reading loses neither."""
        return self.text if self.theirs is None else compare.both(self.theirs, self.text)

    @property
    def changes(self) -> list[compare.Change]:
        return [] if self.theirs is None else compare.words(self.theirs, self.text)


@dataclass
class WritingPage:
    """A report as it is written by one person."""

    report: Report
    request: HttpRequest
    errors: list[tuple[str, str]] = field(default_factory=list)
    conflicts: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.kept = report_text.parts_of(self.report)
        self.typed = self._typed() if self.request.method == "POST" else {}
        self.do = self.request.POST.get("do", "save")

    def save(self) -> bool:
        """Save what was changed. False where something could not be, which is then on the page with its reason."""
        shown = {name: self.request.POST.get(f"shown-{name}", "") for name in self.typed}
        touched = {
            name: value
            for name, value in self.typed.items()
            if report_text.mark_of_part(value) != shown[name]
        }
        try:
            self.conflicts = operations.write_report(
                self.report, texts=touched, shown=shown, by=self.request.user
            )
        except Refused as refusal:
            self.errors = [("", str(refusal))]
            self.kept |= {name: self.kept[name] for name in touched}
            return False
        self._show_what_is_kept(touched)
        return not self.conflicts

    def go_on(self) -> HttpResponseRedirect:
        """Back to the place of the button that was pressed, or on to the report as readers will see it."""
        if self.do == "read":
            messages.success(self.request, "Saved.")
            draft = "?draft" if self.report.paper.published_at else ""
            return HttpResponseRedirect(f"{self.report.get_absolute_url()}{draft}", status=303)
        messages.success(self.request, "Everything is saved.")
        what, _, number = self.do.partition("-")
        place = {
            "up": "recommendation-box-{}",
            "down": "recommendation-box-{}",
            "save": "{}",
            "add": "recommendation-box-new",
        }
        step = {"up": -1, "down": 1}.get(what, 0)
        if what in ("up", "down") and number.isascii() and number.isdigit():
            number = str(max(1, int(number) + step))
        anchor = place.get(what, "recommendations").format(number)
        return HttpResponseRedirect(f"{address_of(self.report, 'write_report')}#{anchor}", status=303)

    # What the template shows.

    @property
    def sections(self) -> list[WrittenSection]:
        """Each section with its box; the recommendations are rows of their own."""
        return [self._section(section) for section in self.report.sections.all()]

    @property
    def recommendations(self) -> list[str]:
        """The words in the boxes of the recommendations."""
        texts = self._value(LIST)
        if LIST in self.conflicts:
            texts = [*self.conflicts[LIST], *(text for text in texts if text not in self.conflicts[LIST])]
        return texts

    @property
    def recommendations_shown(self) -> str:
        return report_text.mark_of_part(self._base(LIST))

    @property
    def recommendations_of_others(self) -> list[str] | None:
        return self.conflicts.get(LIST)

    @property
    def is_key(self) -> bool:
        return self._value(IS_KEY)

    @property
    def is_key_shown(self) -> str:
        return report_text.mark_of_part(self._base(IS_KEY))

    @property
    def is_key_conflict(self) -> bool:
        return IS_KEY in self.conflicts

    def _section(self, section: ReportSection) -> WrittenSection:
        key = section.key
        return WrittenSection(
            section,
            self._value(key),
            report_text.mark_of_part(self._base(key)),
            theirs=self.conflicts.get(key),
        )

    def _value(self, name: str) -> Any:
        return self.typed.get(name, self.kept[name])

    def _base(self, name: str) -> Any:
        """The text that the writer goes on from: what is kept now, once they have seen a conflict."""
        return self.kept[name]

    def _typed(self) -> dict[str, Any]:
        """What came from the page, part by part; parts that did not come are not touched."""
        posted = self.request.POST
        typed: dict[str, Any] = {
            key: as_written(posted[f"text-{key}"])
            for key in self.kept
            if key not in (LIST, IS_KEY) and f"text-{key}" in posted
        }
        if f"shown-{LIST}" in posted:
            rows = [as_written(text).strip() for text in posted.getlist("recommendation")]
            typed[LIST] = [text for text in _moved(rows, posted.get("do", "")) if text]
        if IS_KEY in posted:
            typed[IS_KEY] = posted[IS_KEY] == "yes"
        return typed

    def _show_what_is_kept(self, touched: dict[str, Any]) -> None:
        """After saving, boxes that this writer left alone show what others wrote."""
        fresh = report_at(self.request, self.report.paper_id)
        self.report.revision = fresh.revision
        self.kept = report_text.parts_of(fresh)
        self.typed = {name: value for name, value in self.typed.items() if name in self.conflicts}
        for name in self.conflicts:
            section = next((each.heading for each in fresh.sections.all() if each.key == name), "")
            words = section or ("Recommendations" if name == LIST else "Key decision")
            sentence = f"{words}: somebody else saved another text while you were writing."
            box = "recommendations" if name == LIST else IS_KEY if name == IS_KEY else f"text-{name}"
            self.errors.append((box, f"{sentence} Both are kept: choose what stays."))


def _moved(rows: list[str], do: str) -> list[str]:
    """The recommendations after the button was pressed: one moved, or taken out."""
    what, _, number = do.partition("-")
    if what not in ("up", "down", "remove") or not (number.isascii() and number.isdigit()):
        return rows
    here = int(number) - 1
    if not 0 <= here < len(rows):
        return rows
    if what == "remove":
        return rows[:here] + rows[here + 1 :]
    there = here - 1 if what == "up" else here + 1
    if 0 <= there < len(rows):
        rows[here], rows[there] = rows[there], rows[here]
    return rows
