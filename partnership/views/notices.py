"""What a person has been told, and what could not be."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST, require_safe

from core.refusals import Refused, require
from partnership import leading, operations
from partnership.models import Notice, User
from partnership.permissions import can_manage_users
from partnership.views.pages import manage_trail, signed_in


@require_safe
def my_notices(request: HttpRequest) -> HttpResponse:
    """What the reader has been told, the latest first."""
    mine = Notice.objects.told_to(request.user)
    page = Paginator(mine, 30).get_page(request.GET.get("page"))
    context = {"page": page, "unread": mine.unread().count(), "trail": [("Your account", "/account/")]}
    return TemplateResponse(request, "partnership/my_notices.html", context)


@require_safe
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to what a notice is about, and remember that it has been looked at."""
    told = get_object_or_404(Notice.objects.told_to(request.user), pk=pk)
    operations.mark_notices_read(by=signed_in(request), only=told)
    if not (place := leading.place_of(told)):
        raise Http404
    return redirect(place)


@require_POST
def mark_notices_read(request: HttpRequest) -> HttpResponse:
    """Remember that the reader has looked at all of them."""
    operations.mark_notices_read(by=signed_in(request))
    messages.success(request, "All notices are marked as read.")
    return redirect("partnership:my_notices")


@require_safe
def manage_notices(request: HttpRequest) -> HttpResponse:
    """What is still waiting to be sent, and what could not be."""
    require(can_manage_users, request.user)
    failed = Notice.objects.failed().with_reader()
    waiting = Notice.objects.on_their_way().with_reader()
    dropped = Notice.objects.dropped().with_reader()
    context = {
        "failed": Paginator(failed, 50).get_page(request.GET.get("page")),
        "waiting": waiting.order_by("not_before")[:50],
        "waiting_count": waiting.count(),
        "held_count": Notice.objects.held().count(),
        "unreachable": User.objects.unreachable().order_by("email")[:100],
        "dropped": dropped[:50],
        "dropped_count": dropped.count(),
        "trail": manage_trail(),
    }
    return TemplateResponse(request, "partnership/manage_notices.html", context)


@require_POST
def retry_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Try once more to send a notice."""
    require(can_manage_users, request.user)
    failed = get_object_or_404(Notice.objects.with_reader(), pk=pk)
    try:
        operations.retry_notice(failed, by=signed_in(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"The notice to {failed.reader} will be tried again now.")
    return redirect("partnership:manage_notices")
