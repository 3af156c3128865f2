"""Topics, kept by administrators."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core.refusals import require
from partnership import operations
from partnership.forms.people import TopicForm
from partnership.models import Topic
from partnership.permissions import can_manage_people
from partnership.views.pages import manage_trail, typed


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """Every topic, to be added to or reworded."""
    require(can_manage_people, request.user)
    context = {"topics": Topic.objects.all(), "trail": manage_trail()}
    return TemplateResponse(request, "partnership/topics.html", context)


@require_http_methods(["GET", "POST"])
def add_topic(request: HttpRequest) -> HttpResponse:
    """Name a matter that runs through everything."""
    require(can_manage_people, request.user)
    form = TopicForm(typed(request), cancel_address=reverse("partnership:topics"))

    if topic := form.carry_out(operations.add_topic, by=request.user):
        messages.success(request, f"The topic “{topic}” has been added.")
        return redirect("partnership:topics")

    context = {"form": form, "trail": manage_trail(("Topics", reverse("partnership:topics")))}
    return TemplateResponse(request, "partnership/add_topic.html", context)


@require_http_methods(["GET", "POST"])
def edit_topic(request: HttpRequest, slug: str) -> HttpResponse:
    """Reword a topic."""
    topic = get_object_or_404(Topic, slug=slug)
    require(can_manage_people, request.user)
    form = TopicForm(typed(request), topic=topic, cancel_address=reverse("partnership:topics"))

    if edited := form.carry_out(operations.edit_topic, topic, by=request.user):
        messages.success(request, f"The topic “{edited}” has been saved.")
        return redirect("partnership:topics")

    context = {"form": form, "topic": topic, "trail": manage_trail(("Topics", reverse("partnership:topics")))}
    return TemplateResponse(request, "partnership/edit_topic.html", context)
