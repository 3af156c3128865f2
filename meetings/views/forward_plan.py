"""What is going to be decided: the plan that everyone reads, and the pages on which officers keep it."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from core.pages import page_of
from core.refusals import require
from core.spreadsheets import csv_response
from meetings import forward_plan as plan
from meetings import operations, spreadsheets
from meetings.filters import ForwardPlanFilter
from meetings.forms.answers import ConfirmForm
from meetings.forms.forward_plan import EditEntryForm, EntryForm, PublishEntryForm, WithdrawEntryForm
from meetings.models import ForwardPlanEntry, Paper
from meetings.permissions import can_add_entry, can_edit_entry
from meetings.views.steps import Trail, done, posted
from partnership.models import Group

PER_PAGE = 20


@login_not_required
@require_safe
def forward_plan(request: HttpRequest) -> HttpResponse:
    """The coming decisions, the next first; then those taken or withdrawn."""
    form = ForwardPlanFilter(request.GET, request.user)
    page = page_of(form.found(), request, per_page=PER_PAGE)
    context = {
        "form": form,
        "page": page,
        "entries": [plan.EntryAsRead(entry) for entry in page],
        "told": form.told(page.paginator.count),
        "groups": Group.objects.supported_by(request.user).open_today(),
    }
    return TemplateResponse(request, "meetings/forward_plan.html", context)


@login_not_required
@require_safe
def forward_plan_csv(request: HttpRequest) -> HttpResponseBase:
    """The plan as a table for spreadsheets, with the same filters."""
    found = ForwardPlanFilter(request.GET, request.user).found()
    rows = spreadsheets.forward_plan(found, request.build_absolute_uri("/").rstrip("/"))
    return csv_response("forward-plan", spreadsheets.FORWARD_PLAN, rows)


@login_not_required
@require_safe
def forward_plan_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One coming decision: what, who, when, with how much notice, and what has changed."""
    entry = entry_at(request, pk)
    read = plan.EntryAsRead(entry)
    own = Q(pk=entry.paper_id) | Q(item__isnull=False, item=entry.item_id)
    versions = list(entry.versions.order_by("number"))
    context = {
        "entry": entry,
        "read": read,
        "papers": Paper.objects.visible_to(request.user).filter(own).standing().in_order(),
        "told": plan.changes_of(versions, decision_is_seen=read.decision is not None),
        "can_edit_entry": can_edit_entry(request.user, entry),
        "trail": trail_of(),
    }
    return TemplateResponse(request, "meetings/forward_plan_entry.html", context)


@require_http_methods(["GET", "POST"])
def add_entry(request: HttpRequest, group: str) -> HttpResponse:
    """Prepare an entry for one of the officer's groups."""
    maker = get_object_or_404(Group.objects.visible_to(request.user), slug=group)
    require(can_add_entry, request.user, maker)
    form = EntryForm(posted(request), group=maker, cancel_address=f"{address()}?group={maker.slug}")
    entry = form.carry_out(operations.add_entry, maker, by=request.user)
    if entry:
        return done(request, "The entry is saved. Nobody else reads it until you publish it.", entry)
    context = {"group": maker, "form": form, "trail": trail_of()}
    return TemplateResponse(request, "meetings/add_entry.html", context)


@require_http_methods(["GET", "POST"])
def edit_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an entry; of a published one everyone reads what changed and why."""
    entry = entry_at(request, pk)
    require(can_edit_entry, request.user, entry)
    form = EditEntryForm(
        posted(request), group=entry.group, entry=entry, cancel_address=entry.get_absolute_url()
    )
    if form.carry_out(operations.edit_entry, entry, by=request.user):
        return done(request, "The entry is saved.", entry)
    context = {"entry": entry, "form": form, "trail": trail_of(entry)}
    return TemplateResponse(request, "meetings/edit_entry.html", context)


@require_http_methods(["GET", "POST"])
def publish_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what notice it would give, then publish it."""
    entry = entry_at(request, pk)
    require(can_edit_entry, request.user, entry)
    notice = plan.notice_of(entry, at=timezone.now()) if entry.is_draft else None
    form = PublishEntryForm(
        posted(request),
        is_short=bool(notice and notice.short),
        initial={"late_because": entry.late_because},
        cancel_address=entry.get_absolute_url(),
    )
    if form.carry_out(operations.publish_entry, entry, by=request.user):
        return done(request, "The entry is published.", entry)
    context = {"entry": entry, "form": form, "notice": notice, "trail": trail_of(entry)}
    return TemplateResponse(request, "meetings/publish_entry.html", context)


@require_http_methods(["GET", "POST"])
def withdraw_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """The decision is not to be taken after all."""
    entry = entry_at(request, pk)
    require(can_edit_entry, request.user, entry)
    form = WithdrawEntryForm(posted(request), cancel_address=entry.get_absolute_url())
    if form.carry_out(operations.withdraw_entry, entry, by=request.user):
        return done(request, "The entry is withdrawn. It stays on the plan with the reason.", entry)
    context = {"entry": entry, "form": form, "trail": trail_of(entry)}
    return TemplateResponse(request, "meetings/withdraw_entry.html", context)


@require_http_methods(["GET", "POST"])
def remove_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw away an entry that was never published, after asking."""
    entry = entry_at(request, pk)
    require(can_edit_entry, request.user, entry)
    form = ConfirmForm(
        posted(request),
        submit_label="Remove the entry",
        is_warning=True,
        cancel_address=entry.get_absolute_url(),
    )
    words = str(entry)
    if form.carry_out(operations.remove_entry, entry, by=request.user):
        return done(request, f"“{words}” is removed.", address())
    context = {"entry": entry, "form": form, "trail": trail_of(entry)}
    return TemplateResponse(request, "meetings/remove_entry.html", context)


def entry_at(request: HttpRequest, pk: int) -> ForwardPlanEntry:
    """The entry, as far as this reader may know it; a 404 for any other."""
    seen = ForwardPlanEntry.objects.visible_to(request.user).knowing(request.user).with_names()
    return get_object_or_404(seen.prefetch_related("topics"), pk=pk)


def address() -> str:
    """Where the plan is."""
    return reverse("meetings:forward_plan")


def trail_of(entry: ForwardPlanEntry | None = None) -> Trail:
    """The way down to an entry."""
    trail = [("Forward plan", address())]
    return [*trail, (str(entry), entry.get_absolute_url())] if entry else trail
