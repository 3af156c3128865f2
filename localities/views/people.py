"""Changing who leads a locality and who is in its team."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from core.refusals import require
from localities import operations
from localities.forms.people import LeadForm, TeamForm
from localities.models import Lead, TeamMember
from localities.permissions import can_keep_localities
from localities.views.pages import form_page, locality_kept, trail_to
from localities.views.telling import done, posted
from partnership.forms.answers import EndForm, ReasonForm


@require_http_methods(["GET", "POST"])
def change_lead(request: HttpRequest, slug: str) -> HttpResponse:
    """One form: whoever leads now steps back, and somebody else takes over."""
    locality = locality_kept(request, slug)
    form = LeadForm(posted(request), cancel_address=locality.get_absolute_url())
    if lead := form.carry_out(operations.change_lead, locality, by=request.user):
        gone = lead.ends_on is not None
        words = f"{lead.person} no longer leads {locality}." if gone else f"{lead.person} leads {locality}."
        return done(request, f"{words} Followers are told.", locality)
    now = locality.leads.current().with_people().first()
    words = f"{now.person} leads {locality} now." if now else f"Nobody leads {locality} now."
    context = {"words": words, "leads": locality.leads.with_people(), "locality": locality}
    return form_page(request, form, "Change the lead", trail=trail_to(locality), about=locality, **context)


@require_http_methods(["GET", "POST"])
def take_back_lead(request: HttpRequest, pk: int) -> HttpResponse:
    """The latest lead was entered by mistake."""
    lead = get_object_or_404(Lead.objects.with_people(), pk=pk)
    require(can_keep_localities, request.user)
    form = ReasonForm(posted(request), cancel_address=lead.get_absolute_url())
    if locality := form.carry_out(operations.take_back_lead, lead, by=request.user):
        return done(request, f"{lead.person} is taken out; whoever led {locality} before leads on.", locality)
    words = f"{lead.person} was entered by mistake. Whoever stepped back for them leads on."
    return form_page(
        request,
        form,
        "Take the latest lead back",
        trail=trail_to(lead.locality),
        about=lead.locality,
        words=words,
    )


@require_http_methods(["GET", "POST"])
def join_team(request: HttpRequest, slug: str) -> HttpResponse:
    """Put somebody into the virtual team."""
    locality = locality_kept(request, slug)
    form = TeamForm(posted(request), cancel_address=locality.get_absolute_url())
    if member := form.carry_out(operations.join_team, locality, by=request.user):
        return done(request, f"{member.person} is in the team for {member.organisation}.", locality)
    words = "Is somebody missing from the list? Put them on the record first, with the organisation they come from."
    return form_page(
        request, form, "Add somebody to the team", trail=trail_to(locality), about=locality, words=words
    )


@require_http_methods(["GET", "POST"])
def end_team_place(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody leaves the team."""
    member = get_object_or_404(TeamMember.objects.with_people(), pk=pk)
    require(can_keep_localities, request.user)
    locality = member.locality
    form = EndForm(posted(request), began_on=member.starts_on, cancel_address=locality.get_absolute_url())
    if form.carry_out(operations.end_team_place, member, by=request.user):
        return done(request, f"That {member.person} leaves the team is recorded.", locality)
    heading = f"{member.person} leaves the team"
    return form_page(request, form, heading, trail=trail_to(locality), about=locality)
