"""Following a group, a topic or a body, and the list of what one follows."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST, require_safe

from partnership import operations
from partnership.following import KINDS, can_be_followed_by, followed_by
from partnership.models import Subscription
from partnership.views.pages import signed_in


@require_safe
def following(request: HttpRequest) -> HttpResponse:
    """What the reader follows, each with a button to stop."""
    reader = signed_in(request)
    context = {
        "kinds": followed_by(reader),
        "everywhere": Subscription.objects.visible_to(reader).to_kinds().order_by("pk"),
        "trail": [("Your account", "/account/")],
    }
    return TemplateResponse(request, "partnership/following.html", context)


@require_POST
def follow(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Begin to follow, or stop: one press."""
    if kind not in KINDS:
        raise Http404
    reader = signed_in(request)
    thing = get_object_or_404(can_be_followed_by(kind, reader), slug=slug)
    if request.POST.get("do") == "stop":
        operations.stop_following(thing, by=reader)
        messages.success(request, f"You no longer follow {thing}.")
    else:
        operations.follow(thing, by=reader)
        messages.success(request, f"You follow {thing}.")
    return redirect("partnership:following" if request.POST.get("from") == "following" else thing)
