"""What a group is, the rules it works by, its end, and the officers who support it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core.refusals import require
from partnership import operations
from partnership.forms.answers import EndForm
from partnership.forms.groups import CloseGroupForm, GroupForm, NewGroupForm, RulesForm, SupportForm
from partnership.models import Group, OfficerSupport
from partnership.permissions import can_manage_groups
from partnership.views.pages import group_pages, group_trail, manage_trail, typed


@require_http_methods(["GET", "POST"])
def add_group(request: HttpRequest) -> HttpResponse:
    """Found a body that meets."""
    require(can_manage_groups, request.user)
    form = NewGroupForm(typed(request), cancel_address=reverse("partnership:manage"))

    if group := form.carry_out(operations.add_group, by=request.user):
        messages.success(request, f"The {group} has been added. Now say by which rules it works.")
        return redirect("partnership:edit_rules", group.slug)

    context = {"form": form, "trail": manage_trail()}
    return TemplateResponse(request, "partnership/add_group.html", context)


@require_http_methods(["GET", "POST"])
def edit_group(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what a group is."""
    group = get_object_or_404(Group.objects.visible_to(request.user), slug=slug)
    require(can_manage_groups, request.user)
    form = GroupForm(typed(request), group=group, cancel_address=group.get_absolute_url())

    if edited := form.carry_out(operations.edit_group, group, by=request.user):
        messages.success(request, f"The {edited} has been saved.")
        return redirect(edited)

    context = {"form": form, "group": group, "trail": group_trail(group)}
    return TemplateResponse(request, "partnership/edit_group.html", context)


@require_http_methods(["GET", "POST"])
def edit_rules(request: HttpRequest, slug: str) -> HttpResponse:
    """Change the rules a group works by."""
    group = get_object_or_404(Group.objects.visible_to(request.user), slug=slug)
    require(can_manage_groups, request.user)
    form = RulesForm(typed(request), group=group, cancel_address=group.get_absolute_url())

    if form.carry_out(operations.edit_group, group, by=request.user):
        messages.success(request, "The rules have been saved.")
        return redirect(group)

    pages = group_pages(group, request.user)
    context = {"form": form, "group": group, "pages": pages, "trail": group_trail(group)}
    return TemplateResponse(request, "partnership/edit_rules.html", context)


@require_http_methods(["GET", "POST"])
def close_group(request: HttpRequest, slug: str) -> HttpResponse:
    """End a group; its record stays."""
    group = get_object_or_404(Group.objects.visible_to(request.user), slug=slug)
    require(can_manage_groups, request.user)
    form = CloseGroupForm(typed(request), cancel_address=group.get_absolute_url())

    if form.carry_out(operations.close_group, group, by=request.user):
        messages.success(request, f"The {group} is closed. Its record stays.")
        return redirect(group)

    context = {"form": form, "group": group, "trail": group_trail(group)}
    return TemplateResponse(request, "partnership/close_group.html", context)


@require_safe
def group_officers(request: HttpRequest, slug: str) -> HttpResponse:
    """The logins that support a group, today and formerly."""
    group = get_object_or_404(Group.objects.visible_to(request.user), slug=slug)
    require(can_manage_groups, request.user)
    context = {
        "group": group,
        "supports": group.officer_supports.select_related("user", "user__person").order_by(
            "-starts_on", "-pk"
        ),
        "pages": group_pages(group, request.user),
        "trail": group_trail(group),
    }
    return TemplateResponse(request, "partnership/group_officers.html", context)


@require_http_methods(["GET", "POST"])
def support_group(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a login the officer of a group."""
    group = get_object_or_404(Group.objects.visible_to(request.user), slug=slug)
    require(can_manage_groups, request.user)
    address = reverse("partnership:group_officers", args=[group.slug])
    form = SupportForm(typed(request), cancel_address=address)

    if support := form.carry_out(operations.support_group, group, by=request.user):
        messages.success(request, f"{support.user} supports the {group}.")
        return redirect(address)

    context = {"form": form, "group": group, "trail": group_trail(group, ("Officers", "group_officers"))}
    return TemplateResponse(request, "partnership/support_group.html", context)


@require_http_methods(["GET", "POST"])
def stop_supporting_group(request: HttpRequest, pk: int) -> HttpResponse:
    """End a login's support of a group."""
    support = get_object_or_404(OfficerSupport.objects.select_related("group", "user"), pk=pk)
    require(can_manage_groups, request.user)
    group, address = support.group, reverse("partnership:group_officers", args=[support.group.slug])
    form = EndForm(typed(request), began_on=support.starts_on, cancel_address=address)

    if form.carry_out(operations.stop_supporting_group, support, by=request.user):
        messages.success(request, "The end of the support has been recorded.")
        return redirect(address)

    context = {"form": form, "support": support, "trail": group_trail(group, ("Officers", "group_officers"))}
    return TemplateResponse(request, "partnership/stop_supporting_group.html", context)
