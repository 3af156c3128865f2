"""The minutes in versions: what was given out when, and what changed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from core import compare as comparison
from meetings.addresses import meeting_at
from meetings.models import MinutesVersion
from meetings.reading import text_read_by, versions_read_by
from meetings.views.reading import trail_of


@login_not_required
@require_safe
def versions(request: HttpRequest, group: str, day: date) -> HttpResponse:
    """Every version of the minutes that the reader may see, and whether each is still as it was sealed."""
    meeting = meeting_at(request, group, day)
    found = versions_read_by(meeting, request.user)
    if not found:
        raise Http404
    form = ComparisonForm(found, initial={"from": _older(found), "to": found[0].number})
    context = {"meeting": meeting, "versions": found, "form": form, "trail": trail_of(meeting)}
    return TemplateResponse(request, "meetings/versions.html", context)


@login_not_required
@require_safe
def compare(request: HttpRequest, group: str, day: date) -> HttpResponse:
    """Two versions side by side in one text, word by word."""
    meeting = meeting_at(request, group, day)
    found = versions_read_by(meeting, request.user)
    if not found:
        raise Http404
    form = ComparisonForm(found, request.GET or None, initial={"from": _older(found), "to": found[0].number})
    if not form.is_bound:
        return redirect("meetings:versions", *meeting.address)
    context = {"meeting": meeting, "form": form, "trail": trail_of(meeting)}
    if form.is_valid():
        old, new = form.chosen()
        texts = [text_read_by(version, meeting, request.user) for version in (old, new)]
        changes = comparison.words(*texts)
        differs = any(change.kind != "same" and not change.is_blank for change in changes)
        context |= {"old": old, "new": new, "changes": changes, "differs": differs}
    return TemplateResponse(request, "meetings/compare.html", context)


class ComparisonForm(forms.Form):
    """Which two versions to compare."""

    def __init__(self, versions: Sequence[Any], *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.by_number = {str(version.number): version for version in versions}
        choices = [(number, self.label_of(version)) for number, version in self.by_number.items()]
        for name, label in (("from", "Compare"), ("to", "With")):
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=choices,
                widget=forms.Select(attrs={"class": "govuk-select"}),
                error_messages={
                    "required": "Choose a version.",
                    "invalid_choice": "There is no such version for you to read.",
                },
            )

    def label_of(self, version: Any) -> str:
        return f"Version {version.number}, {version.get_stage_display().lower()}"

    def chosen(self) -> tuple[Any, Any]:
        """The two versions, the older first."""
        pair = [self.by_number[self.cleaned_data[name]] for name in ("from", "to")]
        old, new = sorted(pair, key=lambda version: version.number)
        return old, new


def _older(found: list[MinutesVersion]) -> int:
    return found[1 if len(found) > 1 else 0].number
