"""The declarations of interest at a meeting, as officers record them."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core.refusals import require
from meetings import operations
from meetings.addresses import meeting_at
from meetings.forms.answers import ConfirmForm
from meetings.forms.interests import DeclarationForm, offered_words
from meetings.models import DeclarationOfInterest, Meeting, Minutes
from meetings.permissions import can_write_minutes
from meetings.views.steps import Trail, done, posted, trail_to


@require_http_methods(["GET", "POST"])
def declarations(request: HttpRequest, group: str, day: date) -> HttpResponse:
    """What was declared at the meeting, item by item, and room for one more."""
    meeting = meeting_at(request, group, day)
    require(can_write_minutes, request.user, meeting)
    form = DeclarationForm(
        posted(request),
        meeting=meeting,
        initial={"item": request.GET.get("item")},
        cancel_address=meeting.get_absolute_url(),
    )
    if form.is_valid():
        item = form.cleaned_data.pop("item")
        if declaration := form.carry_out(operations.declare_interest, item, by=request.user):
            return done(request, f"The interest of {declaration.person} is recorded.", request.path)
    known = DeclarationOfInterest.objects.visible_to(request.user).of_meeting(meeting).with_names()
    context = {
        "meeting": meeting,
        "declarations": known.order_by("item__position", "pk"),
        "form": form,
        "has_begun": meeting.status in (Meeting.Status.UNDER_WAY, Meeting.Status.CLOSED),
        "is_final": Minutes.objects.approved().of_meeting(meeting).exists(),
        "offered": offered_words(meeting, request.user),
        "trail": trail_to(meeting),
    }
    return TemplateResponse(request, "meetings/declarations.html", context)


@require_http_methods(["GET", "POST"])
def edit_declaration(request: HttpRequest, group: str, day: date, pk: int) -> HttpResponse:
    """Correct what was declared."""
    declaration = declaration_at(request, group, day, pk)
    meeting = declaration.item.meeting
    require(can_write_minutes, request.user, meeting)
    back = address_of_declarations(meeting)
    form = DeclarationForm(posted(request), meeting=meeting, declaration=declaration, cancel_address=back)
    if form.carry_out(operations.edit_declaration, declaration, by=request.user):
        return done(request, "The declaration is saved.", back)
    context = {
        "meeting": meeting,
        "declaration": declaration,
        "form": form,
        "offered": offered_words(meeting, request.user),
        "trail": trail_to_declarations(meeting),
    }
    return TemplateResponse(request, "meetings/edit_declaration.html", context)


@require_http_methods(["GET", "POST"])
def remove_declaration(request: HttpRequest, group: str, day: date, pk: int) -> HttpResponse:
    """Take out a declaration that nobody made, after asking."""
    declaration = declaration_at(request, group, day, pk)
    meeting = declaration.item.meeting
    require(can_write_minutes, request.user, meeting)
    back = address_of_declarations(meeting)
    form = ConfirmForm(
        posted(request), submit_label="Remove the declaration", is_warning=True, cancel_address=back
    )
    if form.carry_out(operations.remove_declaration, declaration, by=request.user):
        return done(request, "The declaration is removed.", back)
    context = {
        "meeting": meeting,
        "declaration": declaration,
        "form": form,
        "trail": trail_to_declarations(meeting),
    }
    return TemplateResponse(request, "meetings/remove_declaration.html", context)


def declaration_at(request: HttpRequest, group: str, day: date, pk: int) -> DeclarationOfInterest:
    """The declaration of this number at this meeting; a 404 if this reader may not see it."""
    meeting = meeting_at(request, group, day)
    visible = DeclarationOfInterest.objects.visible_to(request.user).of_meeting(meeting)
    return get_object_or_404(visible.select_related("person", "item__meeting__group"), pk=pk)


def address_of_declarations(meeting: Meeting) -> str:
    """Where the declarations of a meeting are kept."""
    return reverse("meetings:declarations", args=meeting.address)


def trail_to_declarations(meeting: Meeting) -> Trail:
    """The way down to one declaration."""
    return [*trail_to(meeting), ("Declarations of interest", address_of_declarations(meeting))]
