"""What the clock starts: when it last did, what came of it, and when it will again."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.models import ScheduledStart
from core.refusals import Refused, require
from core.timetable import Entry, entry_of
from partnership import operations
from partnership.jobs import Job, all_jobs
from partnership.permissions import can_start_jobs
from partnership.views.pages import manage_trail, signed_in


@require_safe
def timetable(request: HttpRequest) -> HttpResponse:
    """Every job, those that want a look before the rest."""
    require(can_start_jobs, request.user)
    jobs = all_jobs()
    wrong = [job for job in jobs if job.wants_a_look]
    fresh = sum(job.last is None for job in jobs)
    context = {"jobs": jobs, "wrong": wrong, "fresh": fresh, "trail": manage_trail()}
    return TemplateResponse(request, "partnership/timetable.html", context)


@require_safe
def job(request: HttpRequest, task: str) -> HttpResponse:
    """One job, and its starts, the latest first."""
    require(can_start_jobs, request.user)
    entry = _entry_or_404(task)
    starts = ScheduledStart.objects.of(task).select_related("asked_by__person")
    page = Paginator(starts, 30).get_page(request.GET.get("page"))
    last = starts.first()
    context = {
        "job": Job(entry, last, entry.due_after(timezone.now())),
        "page": page,
        "trail": manage_trail(("Timetable", reverse("partnership:timetable"))),
    }
    return TemplateResponse(request, "partnership/job.html", context)


@require_POST
def start_job(request: HttpRequest, task: str) -> HttpResponse:
    """Have it done now."""
    require(can_start_jobs, request.user)
    entry = _entry_or_404(task)
    try:
        operations.start_job(entry, by=signed_in(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"“{entry.name}” has been asked for. A worker takes it up within seconds.")
    return redirect("partnership:job", task)


def _entry_or_404(task: str) -> Entry:
    entry = entry_of(task)
    if entry is None:
        raise Http404
    return entry
