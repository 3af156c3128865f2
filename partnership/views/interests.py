"""The register of interests: of a group, and of one person."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core.refusals import require
from partnership import interests, operations
from partnership.forms.answers import EndForm
from partnership.forms.interests import InterestForm, ReviewForm
from partnership.models import Group, Person, RegisteredInterest
from partnership.permissions import can_edit_memberships, can_keep_interests
from partnership.views.pages import Trail, group_pages, group_trail, signed_in, typed


@login_not_required
@require_safe
def group_interests(request: HttpRequest, slug: str) -> HttpResponse:
    """What the members of a group have to do with besides, and when each went through it."""
    group = get_object_or_404(Group.objects.visible_to(request.user), slug=slug)
    people = interests.members_who_register(group)
    context = {
        "group": group,
        "registers": interests.registers_of(people, request.user),
        "keeps_registers": can_edit_memberships(request.user, group),
        "pages": group_pages(group, request.user),
        "trail": group_trail(group),
    }
    return TemplateResponse(request, "partnership/group_interests.html", context)


@login_not_required
@require_safe
def person_interests(request: HttpRequest, slug: str) -> HttpResponse:
    """One person's register, with everything that can be done to it by those who keep it."""
    person = get_object_or_404(Person.objects.with_organisation(), slug=slug)
    keeps = can_keep_interests(request.user, person)
    register = interests.register_of(person, request.user)
    context = {
        "person": person,
        "register": register,
        "today": [each for each in register.interests if not each.is_past],
        "past": [each for each in register.interests if each.is_past],
        "can_keep_interests": keeps,
        "is_read": keeps or interests.is_read_by(person, request.user),
        "is_own": request.user.is_authenticated and person.user_id == request.user.pk,
        "trail": person_trail(person),
    }
    return TemplateResponse(request, "partnership/person_interests.html", context)


@require_http_methods(["GET", "POST"])
def register_interest(request: HttpRequest, slug: str) -> HttpResponse:
    """Put an interest of somebody on the register."""
    person = person_for_keeping(request, slug)
    form = InterestForm(typed(request), cancel_address=address_of(person))

    if form.carry_out(operations.register_interest, person, by=signed_in(request)):
        messages.success(request, "It is on the register.")
        return redirect(address_of(person))

    context = {"form": form, "person": person, "trail": register_trail(person)}
    return TemplateResponse(request, "partnership/register_interest.html", context)


@require_http_methods(["GET", "POST"])
def edit_interest(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct an entry of the register."""
    interest = interest_for_keeping(request, pk)
    form = InterestForm(typed(request), interest=interest, cancel_address=address_of(interest.person))

    if form.carry_out(operations.edit_interest, interest, by=signed_in(request)):
        messages.success(request, "The entry is saved.")
        return redirect(address_of(interest.person))

    context = {"form": form, "interest": interest, "trail": register_trail(interest.person)}
    return TemplateResponse(request, "partnership/edit_interest.html", context)


@require_http_methods(["GET", "POST"])
def end_interest(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody has nothing to do with it any more."""
    interest = interest_for_keeping(request, pk)
    # Since when is often not recorded: then any day after the beginning of calendars will do.
    began_on = interest.starts_on or interest.registered_on.min
    form = EndForm(typed(request), began_on=began_on, cancel_address=address_of(interest.person))

    if form.carry_out(operations.end_interest, interest, by=signed_in(request)):
        messages.success(request, "The end is on the register.")
        return redirect(address_of(interest.person))

    context = {"form": form, "interest": interest, "trail": register_trail(interest.person)}
    return TemplateResponse(request, "partnership/end_interest.html", context)


@require_http_methods(["GET", "POST"])
def review_interests(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody has gone through their register, and it is whole and right."""
    person = person_for_keeping(request, slug)
    form = ReviewForm(typed(request), cancel_address=address_of(person))

    if form.carry_out(operations.review_interests, person, by=signed_in(request)):
        messages.success(request, f"It is recorded that the register of {person} was gone through.")
        return redirect(address_of(person))

    context = {
        "form": form,
        "person": person,
        "register": interests.register_of(person, request.user),
        "trail": register_trail(person),
    }
    return TemplateResponse(request, "partnership/review_interests.html", context)


def person_for_keeping(request: HttpRequest, slug: str) -> Person:
    """The person, if this reader keeps their register."""
    person = get_object_or_404(Person, slug=slug)
    require(can_keep_interests, request.user, person)
    return person


def interest_for_keeping(request: HttpRequest, pk: int) -> RegisteredInterest:
    """An entry: 404 if this reader may not see it, 403 if they do not keep it."""
    seen = RegisteredInterest.objects.visible_to(request.user).select_related("person")
    interest = get_object_or_404(seen, pk=pk)
    require(can_keep_interests, request.user, interest.person)
    return interest


def address_of(person: Person) -> str:
    """Where a person's register is read."""
    return reverse("partnership:person_interests", args=[person.slug])


def person_trail(person: Person) -> Trail:
    """Breadcrumbs of a page about one person."""
    return [("People", reverse("portal:people")), (person.name, person.get_absolute_url())]


def register_trail(person: Person) -> Trail:
    """Breadcrumbs of a page about a person's register."""
    return [*person_trail(person), ("Register of interests", address_of(person))]
