"""Organisations and people, kept by administrators."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core.refusals import require
from partnership import operations
from partnership.forms.people import OrganisationForm, PersonForm
from partnership.models import Organisation, Person
from partnership.permissions import can_manage_people
from partnership.views.pages import manage_trail, typed


@require_http_methods(["GET", "POST"])
def add_organisation(request: HttpRequest) -> HttpResponse:
    """Put a body on the record."""
    require(can_manage_people, request.user)
    form = OrganisationForm(typed(request), cancel_address=reverse("partnership:manage"))

    if organisation := form.carry_out(operations.add_organisation, by=request.user):
        messages.success(request, f"{organisation} is on the record.")
        return redirect(organisation)

    context = {"form": form, "trail": manage_trail()}
    return TemplateResponse(request, "partnership/add_organisation.html", context)


@require_http_methods(["GET", "POST"])
def edit_organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """Correct what is known of a body."""
    organisation = get_object_or_404(Organisation, slug=slug)
    require(can_manage_people, request.user)
    address = organisation.get_absolute_url()
    form = OrganisationForm(typed(request), organisation=organisation, cancel_address=address)

    if edited := form.carry_out(operations.edit_organisation, organisation, by=request.user):
        messages.success(request, f"{edited} has been saved.")
        return redirect(edited)

    trail = [("Organisations", reverse("portal:organisations")), (organisation.name, address)]
    context = {"form": form, "organisation": organisation, "trail": trail}
    return TemplateResponse(request, "partnership/edit_organisation.html", context)


@require_http_methods(["GET", "POST"])
def add_person(request: HttpRequest) -> HttpResponse:
    """Put somebody on the record."""
    require(can_manage_people, request.user)
    form = PersonForm(typed(request), cancel_address=reverse("partnership:manage"))

    if person := form.carry_out(operations.add_person, by=request.user):
        messages.success(request, f"{person} is on the record.")
        return redirect(person)

    context = {"form": form, "trail": manage_trail()}
    return TemplateResponse(request, "partnership/add_person.html", context)


@require_http_methods(["GET", "POST"])
def edit_person(request: HttpRequest, slug: str) -> HttpResponse:
    """Correct what is known of somebody."""
    person = get_object_or_404(Person, slug=slug)
    require(can_manage_people, request.user)
    form = PersonForm(typed(request), person=person, cancel_address=person.get_absolute_url())

    if edited := form.carry_out(operations.edit_person, person, by=request.user):
        messages.success(request, f"{edited} has been saved.")
        return redirect(edited)

    trail = [("People", reverse("portal:people")), (person.name, person.get_absolute_url())]
    context = {"form": form, "person": person, "trail": trail}
    return TemplateResponse(request, "partnership/edit_person.html", context)
