"""People named in the record."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from partnership.models import Organisation, Person
from partnership.permissions import can_manage_people
from portal import biographies
from portal.forms import PeopleFilter, asked

SHOWN_ON_A_PAGE = 40


@login_not_required
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everyone on the record, by name; found by part of the name or by organisation."""
    bodies = Organisation.objects.with_anyone().values_list("slug", "name")
    form = PeopleFilter(request.GET, organisations=list(bodies))
    answers = asked(form)
    found = biographies.people_in_brief(request.user)
    if answers.get("q"):
        found = found.named_like(answers["q"])
    if answers.get("organisation"):
        found = found.from_body(Organisation.objects.get(slug=answers["organisation"]))
    context = {
        "filter_form": form,
        "is_filtered": any(answers.values()),
        "page": Paginator(found, SHOWN_ON_A_PAGE).get_page(request.GET.get("page")),
        "can_manage_people": can_manage_people(request.user),
    }
    return TemplateResponse(request, "portal/people.html", context)


@login_not_required
@require_safe
def person(request: HttpRequest, slug: str) -> HttpResponse:
    """Who somebody is, where they belong, and what they undertook."""
    person = get_object_or_404(Person.objects.with_organisation(), slug=slug)
    context = {
        "person": person,
        **biographies.of_person(person, request.user),
        "can_manage_people": can_manage_people(request.user),
        "trail": [("People", reverse("portal:people"))],
    }
    return TemplateResponse(request, "portal/person.html", context)
