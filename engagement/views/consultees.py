"""Who is asked by name, and how else people are reached."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from engagement import operations
from engagement.forms.consultees import ChannelForm, ConsulteeForm, EditConsulteeForm
from engagement.views.consultation_keeping import kept_by, page
from meetings.views.steps import done, posted


@require_http_methods(["GET", "POST"])
def add_consultee(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask a body by name."""
    consultation = kept_by(request, slug)
    form = ConsulteeForm(posted(request), user=request.user, cancel_address=consultation.get_absolute_url())
    if consultee := form.carry_out(operations.add_consultee, consultation, by=request.user):
        return done(request, f"{consultee.name} is on the list of those asked by name.", consultation)
    return page(request, consultation, form, "Ask a body by name")


@require_http_methods(["GET", "POST"])
def edit_consultee(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Invited, reminded, responded, declined."""
    consultation = kept_by(request, slug)
    consultee = get_object_or_404(consultation.consultees, pk=pk)
    form = EditConsulteeForm(
        posted(request),
        consultation=consultation,
        user=request.user,
        initial={name: getattr(consultee, name) for name in EditConsulteeForm.base_fields},
        cancel_address=consultation.get_absolute_url(),
    )
    if form.carry_out(operations.edit_consultee, consultee, by=request.user):
        return done(request, "Saved.", consultation)
    return page(request, consultation, form, f"What became of asking {consultee.name}")


@require_http_methods(["GET", "POST"])
def record_channel(request: HttpRequest, slug: str) -> HttpResponse:
    """An event, an exhibition, a mailing."""
    consultation = kept_by(request, slug)
    form = ChannelForm(posted(request), cancel_address=consultation.get_absolute_url())
    if form.carry_out(operations.record_channel, consultation, by=request.user):
        return done(request, "It is added to the ways in which people were reached.", consultation)
    return page(request, consultation, form, "Another way in which people were reached")
