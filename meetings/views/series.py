"""Planning a year of meetings: the rule, then its days to look at, then all of them at once."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core.refusals import Refused, require
from meetings import operations
from meetings.forms.series import SeriesDayForm, SeriesForm
from meetings.models import Meeting
from meetings.permissions import is_officer
from meetings.series import Proposal, propose
from meetings.views.steps import done
from partnership.models import Group


@require_http_methods(["GET", "POST"])
def plan_series(request: HttpRequest) -> HttpResponse:
    """Ask for the rule, show the days that it gives and what is in their way, and plan those that are ticked."""
    require(is_officer, request.user)
    groups = Group.objects.supported_by(request.user).open_today()
    step = request.POST.get("step", "")
    form = SeriesForm(
        request.POST if request.method == "POST" else None,
        groups=groups,
        initial={"group": request.GET.get("group"), "rule": "months"},
        cancel_address="/meetings/",
    )
    context: dict[str, Any] = {"form": form, "trail": [("Meetings", "/meetings/")]}
    if request.method != "POST" or step == "rule" or not form.is_valid():
        return TemplateResponse(request, "meetings/plan_series.html", context)

    group = form.cleaned_data["group"]
    rows = rows_of(form, group, request.POST if step == "plan" else None)
    errors: list[tuple[str, str]] = []
    if step == "plan":
        planned = _planned(form, group, rows, errors, by=request.user)
        if planned:
            return done(request, _told(planned), f"/meetings/?group={group.slug}")
    context |= {"rows": rows, "group": group, "errors": errors, "typed": typed(request)}
    context["obstacles"] = sum(bool(row["proposal"].in_the_way) for row in rows)
    return TemplateResponse(request, "meetings/plan_series_days.html", context)


def rows_of(form: SeriesForm, group: Group, data: Any) -> list[dict[str, Any]]:
    """Each day that the rule gives with the form that it is adjusted in."""
    rule = form.given_rule()
    known = Meeting.objects.of_group(group).values_list("held_on", flat=True)
    taken = set(known.filter(held_on__gte=rule.first_day, held_on__lte=rule.last_day))
    return [
        {"proposal": proposal, "form": _row(proposal, data)}
        for proposal in propose(rule, taken=taken, today=timezone.localdate())
    ]


def _row(proposal: Proposal, data: Any) -> SeriesDayForm:
    initial = {"wanted": proposal.is_wanted, "day": proposal.day}
    return SeriesDayForm(data, prefix=f"on-{proposal.by_rule.isoformat()}", initial=initial)


def _planned(
    form: SeriesForm, group: Group, rows: list[dict[str, Any]], errors: list[tuple[str, str]], *, by: Any
) -> list[Meeting]:
    """The meetings that were planned; none when a day is wrong, which is then said beside it."""
    forms = [row["form"] for row in rows]
    valid = [each.is_valid() for each in forms]
    wanted = [each for each in forms if each.is_valid() and each.cleaned_data["wanted"]]
    if all(valid):
        try:
            return operations.plan_series(
                group,
                days=[each.cleaned_data["day"] for each in wanted],
                by=by,
                **{name: form.cleaned_data[name] for name in ("start_time", "end_time", "place")},
            )
        except operations.DaysRefused as refused:
            for which, sentence in refused.sentences.items():
                wanted[which].add_error("day", sentence)
        except Refused as refusal:
            errors.append(("", str(refusal)))
    for each, row in zip(forms, rows, strict=True):
        box = each["day"].id_for_label or f"id_{each.prefix}-day"
        errors.extend((f"{box}", f"{row['proposal'].name}: {error}") for error in each.errors.get("day", []))
    return []


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """The answers about the rule, to be sent again with the days."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if not name.startswith("on-") and name not in ("csrfmiddlewaretoken", "step")
    ]


def _told(planned: list[Meeting]) -> str:
    count = len(planned)
    return f"{count} meeting{' is' if count == 1 else 's are'} planned. Nobody is told until you publish an agenda."
