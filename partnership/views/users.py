"""Logins, kept by administrators."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import history
from core.refusals import Refused, require
from partnership import operations
from partnership.forms.answers import ReasonForm
from partnership.forms.users import EmailForm, InvitationForm, LinkForm, UserFilter, UserForm
from partnership.models import OfficerSupport, User
from partnership.permissions import can_manage_users
from partnership.views.pages import Trail, manage_trail, signed_in, typed


@require_safe
def users(request: HttpRequest) -> HttpResponse:
    """Every login, found by name, address or state."""
    require(can_manage_users, request.user)
    form = UserFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found = User.objects.with_person().matching(asked.get("q", "")).in_state(asked.get("state", ""))
    page = Paginator(found.order_by("email"), 50).get_page(request.GET.get("page"))
    context = {"filter_form": form, "page": page, "trail": manage_trail()}
    return TemplateResponse(request, "partnership/users.html", context)


@require_http_methods(["GET", "POST"])
def invite_user(request: HttpRequest) -> HttpResponse:
    """Invite somebody to sign in."""
    require(can_manage_users, request.user)
    form = InvitationForm(typed(request), cancel_address=reverse("partnership:users"))

    if invited := form.carry_out(operations.invite_user, by=request.user):
        messages.success(request, f"An invitation is on its way to {invited.email}.")
        return redirect(invited)

    return TemplateResponse(request, "partnership/invite_user.html", {"form": form, "trail": users_trail()})


@require_safe
def user(request: HttpRequest, pk: int) -> HttpResponse:
    """One login: whose it is, what it supports, and what has been done to it."""
    require(can_manage_users, request.user)
    login = get_object_or_404(User.objects.with_person(), pk=pk)
    context = {
        "login": login,
        "supports": OfficerSupport.objects.current().by_login(login).select_related("group"),
        "happenings": history.readable(history.of(login)[:100]),
        "trail": users_trail(),
    }
    return TemplateResponse(request, "partnership/user.html", context)


@require_http_methods(["GET", "POST"])
def edit_user(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the name a login shows, or whether it is an administrator's."""
    require(can_manage_users, request.user)
    login = get_object_or_404(User, pk=pk)
    form = UserForm(typed(request), user=login, cancel_address=login.get_absolute_url())

    if form.carry_out(operations.edit_user, login, by=request.user):
        messages.success(request, "The login has been saved.")
        return redirect(login)

    context = {"form": form, "login": login, "trail": users_trail(login)}
    return TemplateResponse(request, "partnership/edit_user.html", context)


@require_http_methods(["GET", "POST"])
def change_email(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a login another address."""
    require(can_manage_users, request.user)
    login = get_object_or_404(User, pk=pk)
    form = EmailForm(typed(request), cancel_address=login.get_absolute_url())

    if changed := form.carry_out(operations.change_email, login, by=request.user):
        messages.success(
            request, f"The address is now {changed.email}. Whoever used the login was signed out."
        )
        return redirect(login)

    context = {"form": form, "login": login, "trail": users_trail(login)}
    return TemplateResponse(request, "partnership/change_email.html", context)


@require_http_methods(["GET", "POST"])
def link_user(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which person of the record signs in with a login."""
    require(can_manage_users, request.user)
    login = get_object_or_404(User.objects.with_person(), pk=pk)
    form = LinkForm(typed(request), user=login, cancel_address=login.get_absolute_url())

    if form.carry_out(operations.link_user, login, by=request.user):
        messages.success(request, "The person has been saved.")
        return redirect(login)

    context = {"form": form, "login": login, "trail": users_trail(login)}
    return TemplateResponse(request, "partnership/link_user.html", context)


@require_http_methods(["GET", "POST"])
def deactivate_user(request: HttpRequest, pk: int) -> HttpResponse:
    """Let nobody sign in with a login any more."""
    require(can_manage_users, request.user)
    login = get_object_or_404(User, pk=pk)
    form = ReasonForm(typed(request), cancel_address=login.get_absolute_url())
    form.submit_label, form.is_warning = "Deactivate the login", True

    if form.carry_out(operations.deactivate_user, login, by=request.user):
        messages.success(request, "The login is deactivated, and whoever used it has been signed out.")
        return redirect(login)

    context = {"form": form, "login": login, "trail": users_trail(login)}
    return TemplateResponse(request, "partnership/deactivate_user.html", context)


@require_http_methods(["GET", "POST"])
def reactivate_user(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a login be used again."""
    require(can_manage_users, request.user)
    login = get_object_or_404(User, pk=pk)
    form = ReasonForm(typed(request), cancel_address=login.get_absolute_url())
    form.submit_label = "Reactivate the login"

    if form.carry_out(operations.reactivate_user, login, by=request.user):
        messages.success(request, "The login can be used again.")
        return redirect(login)

    context = {"form": form, "login": login, "trail": users_trail(login)}
    return TemplateResponse(request, "partnership/reactivate_user.html", context)


@require_POST
def send_invitation_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Mail the way to set a password once more."""
    require(can_manage_users, request.user)
    login = get_object_or_404(User, pk=pk)
    try:
        operations.send_invitation_again(login, by=signed_in(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Another invitation is on its way to {login.email}.")
    return redirect(login)


def users_trail(login: User | None = None) -> Trail:
    """Breadcrumbs of a page about logins."""
    steps = [(str(login), login.get_absolute_url())] if login else []
    return manage_trail(("Logins", reverse("partnership:users")), *steps)
