"""The rules of their day, read by everyone, kept by administrators."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from core.refusals import require
from engagement import operations
from engagement.forms.rules import RuleSetForm
from engagement.models import RuleSet
from engagement.permissions import can_keep_rule_sets
from engagement.views.consultations import HOME
from meetings.views.steps import done, posted

RULES = "/consultations/rules/"


@login_not_required
@require_safe
def rule_sets(request: HttpRequest) -> HttpResponse:
    """What was asked of those who ask, and since when."""
    context = {
        "rules": RuleSet.objects.order_by("-starts_on", "name"),
        "can_keep_rule_sets": can_keep_rule_sets(request.user),
        "trail": HOME,
    }
    return TemplateResponse(request, "engagement/rule_sets.html", context)


@require_http_methods(["GET", "POST"])
def add_rule_set(request: HttpRequest) -> HttpResponse:
    """Another set of rules."""
    require(can_keep_rule_sets, request.user)
    form = RuleSetForm(posted(request), cancel_address=RULES)
    if form.carry_out(operations.add_rule_set, by=request.user):
        return done(request, "The rules are added.", RULES)
    return _page(request, form, "Add rules on consulting")


@require_http_methods(["GET", "POST"])
def edit_rule_set(request: HttpRequest, pk: int) -> HttpResponse:
    """Mend a set of rules."""
    require(can_keep_rule_sets, request.user)
    rules = get_object_or_404(RuleSet, pk=pk)
    initial = {name: getattr(rules, name) for name in RuleSetForm.base_fields}
    form = RuleSetForm(posted(request), initial=initial, cancel_address=RULES)
    if form.carry_out(operations.edit_rule_set, rules, by=request.user):
        return done(request, "The rules are saved.", RULES)
    return _page(request, form, "Change rules on consulting")


def _page(request: HttpRequest, form: Any, heading: str) -> HttpResponse:
    context = {"form": form, "heading": heading, "trail": [*HOME, ("Rules on consulting", RULES)]}
    return TemplateResponse(request, "engagement/consultation_form.html", context)
