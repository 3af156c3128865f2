"""What comes of a consultation: concluding it, and the decisions that cite it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from engagement import operations
from engagement.forms.outcomes import CiteForm, ConcludeForm
from engagement.views.consultation_keeping import kept_by, page
from meetings.views.steps import done, posted


@require_http_methods(["GET", "POST"])
def conclude_consultation(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what was asked, said and done."""
    consultation = kept_by(request, slug)
    initial = {name: getattr(consultation, name) for name in ConcludeForm.base_fields}
    form = ConcludeForm(posted(request), initial=initial, cancel_address=consultation.get_absolute_url())
    if form.carry_out(operations.conclude_consultation, consultation, by=request.user):
        return done(request, "It is concluded, and those who took part are told.", consultation)
    words = "Everyone reads this. Those who left an address, who follow it or whose group was asked are told once."
    return page(request, consultation, form, "What was asked, said and done", words=words)


@require_http_methods(["GET", "POST"])
def cite_consultation(request: HttpRequest, slug: str) -> HttpResponse:
    """Enter the decision that was taken with what people had said."""
    consultation = kept_by(request, slug)
    form = CiteForm(
        posted(request),
        initial={"decision": request.GET.get("decision", "")[:20]},
        consultation=consultation,
        user=request.user,
        cancel_address=consultation.get_absolute_url(),
    )
    if form.carry_out(operations.cite_consultation, consultation, by=request.user):
        return done(request, "The decision and the consultation lead to each other now.", consultation)
    words = "Decisions of meetings after the last day are offered." + (
        f" The {consultation.deciding_group} decides." if consultation.deciding_group_id else ""
    )
    return page(request, consultation, form, "The decision it led to", words=words)
