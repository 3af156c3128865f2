"""How often the members of a group came."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.spreadsheets import csv_response
from meetings.attendance_statistics import AttendanceStatistics, attendance_of, years_with_minutes
from partnership.models import Group

COLUMNS = ["Member", "Meetings within the term", "Attended", "Attended in per cent", "Apologies", "Absent"]
COLUMNS += ["Substitute sent", "Minutes do not say", "Notes"]


class YearFilter(forms.Form):
    """Which year's meetings."""

    def __init__(self, data: QueryDict, years: list[str]) -> None:
        super().__init__(data)
        self.fields["year"] = forms.ChoiceField(
            label="Year",
            choices=[("", "All years"), *((year, year) for year in years)],
            required=False,
            widget=forms.Select(attrs={"class": "govuk-select"}),
            error_messages={"invalid_choice": "Of this year there are no minutes that you can read."},
        )


@login_not_required
@require_safe
def attendance_statistics(request: HttpRequest, slug: str) -> HttpResponse:
    """Each member's attendance, with the counts behind every percentage."""
    group, form, found = _asked(request, slug)
    context = {
        "group": group,
        "form": form,
        "found": found,
        "trail": [("Groups", reverse("portal:groups")), (group.name, group.get_absolute_url())],
    }
    return TemplateResponse(request, "meetings/attendance_statistics.html", context)


@login_not_required
@require_safe
def attendance_statistics_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The same as a table for spreadsheets."""
    group, _, found = _asked(request, slug)
    rows = [
        [
            each.person.name,
            each.possible + each.not_said,
            each.attended,
            each.rate,
            each.apologies,
            each.absent,
            each.substituted,
            each.not_said,
            "; ".join(each.notes),
        ]
        for each in found.members
    ]
    return csv_response(f"{group.slug}-attendance", COLUMNS, rows)


def _asked(request: HttpRequest, slug: str) -> tuple[Group, YearFilter, AttendanceStatistics]:
    group = get_object_or_404(Group.objects.visible_to(request.user), slug=slug)
    form = YearFilter(request.GET, years_with_minutes(group, request.user))
    if not form.is_valid():
        return group, form, AttendanceStatistics([], [], [])
    return group, form, attendance_of(group, request.user, year=form.cleaned_data["year"])
