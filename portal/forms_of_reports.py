"""What a report is to be about, of which time, and for whom."""

import calendar
from typing import Any

from django import forms
from django.utils import timezone

from core.forms import GovukForm
from core.refusals import Refused
from meetings.filters import Filter
from partnership.models import Group, PeriodicReport
from partnership.periodic_reports import Audience, ReportKind, group_of, label_of
from partnership.permissions import Anyone, can_make_report
from partnership.spans import Rhythm, Span, quarter, span_with

MONTHS = [(number, calendar.month_name[number]) for number in range(1, 13)]
QUARTERS = [
    (1, "April to June"),
    (2, "July to September"),
    (3, "October to December"),
    (4, "January to March"),
]
EARLIEST = 1990
ALL = "all"


class MakeReportForm(GovukForm):
    """Only what this person may have reported is offered."""

    submit_label = "Make the report"

    def __init__(self, *args: Any, kind: ReportKind, user: Anyone, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.user = kind, user
        self.things = things_for(kind, user)
        choices = [(name, label) for name, (label, _) in self.things.items()]
        if len(choices) != 1 or choices[0][0] != ALL:
            self.fields["about"] = forms.ChoiceField(
                label="About", choices=[("", "Choose"), *choices], widget=forms.Select
            )
        self._ask_for_the_time()
        if len(kind.audiences) > 1:
            self.fields["audience"] = forms.ChoiceField(
                label="Who will read it",
                help_text="It is made of what they may read, and of nothing else.",
                choices=[(name, PeriodicReport.Audience(name).label) for name in kind.audiences],
                widget=forms.RadioSelect,
                initial=kind.audiences[0],
            )

    def _ask_for_the_time(self) -> None:
        rhythm, year = self.kind.rhythm, "Year"
        if rhythm in (Rhythm.MONTH, Rhythm.YEAR_SO_FAR):
            label = "Month" if rhythm == Rhythm.MONTH else "Up to the end of which month"
            self.fields["month"] = _choice(label, MONTHS)
        if rhythm == Rhythm.QUARTER:
            self.fields["quarter"] = _choice("Quarter", QUARTERS)
        if rhythm in (Rhythm.QUARTER, Rhythm.FINANCIAL_YEAR):
            year = "Year in which the financial year begins"
        latest = timezone.localdate().year
        self.fields["year"] = forms.IntegerField(
            label=year,
            min_value=EARLIEST,
            max_value=latest,
            error_messages={"invalid": "Enter the year in full, such as 2007."},
        )

    def clean(self) -> dict[str, Any]:
        """What the operation takes: the thing, the time and the audience."""
        answers = super().clean() or {}
        if self.errors:
            return answers
        _, thing = self.things[answers.get("about", ALL)]
        audience = answers.get("audience", self.kind.audiences[0])
        if not can_make_report(self.user, group_of(thing), audience):
            self.add_error(
                "audience" if "audience" in self.fields else None,
                "What is for officers alone is about one group, and made by its officers.",
            )
        return {"thing": thing, "span": self._span(answers), "audience": audience}

    def _span(self, answers: dict[str, Any]) -> Span:
        year, rhythm = answers["year"], self.kind.rhythm
        if rhythm == Rhythm.QUARTER:
            return quarter(year, answers["quarter"])
        month = answers.get("month", 4)
        return span_with(rhythm, timezone.localdate().replace(year=year, month=month, day=1))

    def refuse(self, refusal: Refused) -> None:
        """The one thing that is refused is a time that has not begun."""
        beside = next((name for name in ("month", "quarter") if name in self.fields), "year")
        self.add_error(beside, str(refusal))


def _choice(label: str, choices: list[tuple[int, str]]) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=[("", "Choose"), *choices], coerce=int, widget=forms.Select
    )


def things_for(kind: ReportKind, user: Anyone) -> dict[str, tuple[str, Any]]:
    """What somebody may have reported, by the word that stands for it in the form: its name, and itself."""
    found: dict[str, tuple[str, Any]] = {}
    if kind.covers_all and can_make_report(user, None, Audience.EVERYONE):
        found[ALL] = ("All groups" if kind.things(user) else "The whole partnership", None)
    for rows in kind.things(user):
        if rows.model is not Group:
            rows = rows.select_related("group")
        for thing in rows:
            if any(can_make_report(user, group_of(thing), audience) for audience in kind.audiences):
                found[f"{rows.model._meta.model_name}-{thing.pk}"] = (_named(thing), thing)
    return found


def _named(thing: Any) -> str:
    return str(thing) if isinstance(thing, Group) else f"{thing._meta.verbose_name.capitalize()}: {thing}"


class PeriodicReportFilter(Filter):
    """Which regular reports."""

    things = ("report", "reports")
    PHRASES = {"kind": " of the kind “{}”", "group": " of the {}", "year": " on {}"}

    def __init__(self, data: Any, user: Anyone) -> None:
        super().__init__(data, user, PeriodicReport.objects.visible_to(user))
        rows: Any = self.rows
        kinds = rows.order_by().values_list("kind", flat=True).distinct()
        self.ask("kind", "Kind", "All kinds", sorted((kind, label_of(kind)) for kind in kinds))
        with_reports = Group.objects.filter(pk__in=rows.order_by().values("group"))
        self.ask("group", "Group", "All groups", list(with_reports.values_list("slug", "name")))
        years = sorted({day.year for day in rows.order_by().datetimes("since", "year")}, reverse=True)
        self.ask("year", "Year", "All years", [(str(year), str(year)) for year in years])

    def found(self) -> Any:
        """The reports that are asked for, the newest first."""
        rows = self.narrowed(
            kind=lambda rows, kind: rows.of_kind(kind),
            group=lambda rows, slug: rows.of_group(Group.objects.get(slug=slug)),
            year=lambda rows, year: rows.reaching_into_year(int(year)),
        )
        return rows.in_brief().newest_first()
