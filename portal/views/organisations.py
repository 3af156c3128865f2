"""Bodies that take part in the partnership."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from partnership.following import following
from partnership.models import Organisation
from partnership.permissions import can_manage_people
from portal import biographies
from portal.forms import OrganisationFilter, asked

SHOWN_ON_A_PAGE = 40


@login_not_required
@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """Every body on the record, by name; found by part of the name or by sector."""
    form = OrganisationFilter(request.GET)
    answers = asked(form)
    found = biographies.organisations_in_brief()
    if answers.get("q"):
        found = found.named_like(answers["q"])
    if answers.get("sector"):
        found = found.in_sector(answers["sector"])
    context = {
        "filter_form": form,
        "is_filtered": any(answers.values()),
        "page": Paginator(found, SHOWN_ON_A_PAGE).get_page(request.GET.get("page")),
        "can_manage_people": can_manage_people(request.user),
    }
    return TemplateResponse(request, "portal/organisations.html", context)


@login_not_required
@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """What a body is, who comes from it, and where it has a voice."""
    organisation = get_object_or_404(Organisation.objects.select_related("parent"), slug=slug)
    people = biographies.people_in_brief(request.user).from_body(organisation)
    context = {
        "organisation": organisation,
        "page": Paginator(people, SHOWN_ON_A_PAGE).get_page(request.GET.get("page")),
        **biographies.of_organisation(organisation, request.user),
        "following": following(organisation, request.user),
        "can_manage_people": can_manage_people(request.user),
        "trail": [("Organisations", reverse("portal:organisations"))],
    }
    return TemplateResponse(request, "portal/organisation.html", context)
