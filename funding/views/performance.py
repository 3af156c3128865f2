"""Setting targets, recording results, refreshing and assessing an agreement."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from funding import operations
from funding.forms_of_agreements import CorrectResultForm, RefreshForm, ResultForm, TargetForm
from funding.forms_of_assessments import AssessmentForm, CorrectAssessmentForm
from funding.models import Assessment, Result, Target
from funding.views.agreement_keeping import agreement_kept_by, indicator_kept_by, page
from meetings.views.steps import done, posted


@require_http_methods(["GET", "POST"])
def set_target(request: HttpRequest, slug: str, indicator: str) -> HttpResponse:
    """Say for the first time what an indicator is to come to in a period."""
    found = indicator_kept_by(request, slug, indicator)
    form = TargetForm(posted(request), indicator=found, cancel_address=found.get_absolute_url())
    if target := form.carry_out(operations.set_target, found, by=request.user):
        return done(request, f"The target for {target.period_label} is set.", found)
    words = "A target that is set stays. To put another in its place, refresh the agreement."
    return page(request, found.agreement, form, "Set a target", indicator=found, words=words)


@require_http_methods(["GET", "POST"])
def record_result(request: HttpRequest, slug: str, indicator: str) -> HttpResponse:
    """Write down what an indicator came to, or from where it set out."""
    found = indicator_kept_by(request, slug, indicator)
    form = ResultForm(posted(request), indicator=found, cancel_address=found.get_absolute_url())
    if result := form.carry_out(operations.record_result, found, by=request.user):
        return done(request, f"The figure for {result.period_label} is recorded.", found)
    return page(request, found.agreement, form, "Record a figure", indicator=found)


@require_http_methods(["GET", "POST"])
def correct_result(request: HttpRequest, slug: str, indicator: str, pk: int) -> HttpResponse:
    """Put a right figure beside a wrong one."""
    found = indicator_kept_by(request, slug, indicator)
    results = Result.objects.of_indicator(found).in_force().select_related("indicator")
    result = get_object_or_404(results, pk=pk)
    form = CorrectResultForm(posted(request), result=result, cancel_address=found.get_absolute_url())
    if form.carry_out(operations.correct_result, result, by=request.user):
        return done(request, f"The figure for {result.period_label} is corrected.", found)
    words = (
        f"{result.get_kind_display()} for {result.period_label}. The figure that was wrong stays readable."
    )
    return page(request, found.agreement, form, "Correct a figure", indicator=found, words=words)


@require_http_methods(["GET", "POST"])
def refresh_agreement(request: HttpRequest, slug: str) -> HttpResponse:
    """Put new targets in the place of old ones."""
    agreement = agreement_kept_by(request, slug)
    targets = list(Target.objects.of_agreement(agreement).in_force().with_indicators())
    form = RefreshForm(
        posted(request), agreement=agreement, targets=targets, cancel_address=agreement.get_absolute_url()
    )
    if refresh := form.carry_out(operations.refresh_agreement, agreement, by=request.user):
        to = reverse("funding:refresh", args=[agreement.slug, refresh.pk])
        return done(request, "The agreement is refreshed. The old targets stay readable.", to)
    words = "Enter the targets that change. What they were stays readable beside what they become."
    if not targets:
        words = "The agreement has no target yet, so there is none to replace."
    return page(request, agreement, form, "Refresh the agreement", words=words)


@require_http_methods(["GET", "POST"])
def assess_agreement(request: HttpRequest, slug: str) -> HttpResponse:
    """Write down how the agreement, or a block of it, was judged in a round."""
    agreement = agreement_kept_by(request, slug)
    form = AssessmentForm(posted(request), agreement=agreement, cancel_address=agreement.get_absolute_url())
    if form.carry_out(operations.assess_agreement, agreement, by=request.user):
        to = reverse("funding:assessments", args=[agreement.slug])
        return done(request, "The assessment is recorded.", to)
    return page(request, agreement, form, "Record an assessment")


@require_http_methods(["GET", "POST"])
def correct_assessment(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Put a right assessment in the place of a wrong one."""
    agreement = agreement_kept_by(request, slug)
    rows = Assessment.objects.of_agreement(agreement).in_force().select_related("agreement", "block")
    found = get_object_or_404(rows, pk=pk)
    to = reverse("funding:assessments", args=[agreement.slug])
    form = CorrectAssessmentForm(posted(request), agreement=agreement, assessment=found, cancel_address=to)
    if form.carry_out(operations.correct_assessment, found, by=request.user):
        return done(request, "The assessment is corrected.", to)
    words = f"{found}. The assessment that was wrong stays readable."
    return page(request, agreement, form, "Correct an assessment", words=words)
