"""A later meeting approves minutes: what it corrected is written into them right there."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core.refusals import require
from meetings import operations
from meetings.forms.corrections import AgreedCorrectionForm
from meetings.forms.minutes import ApproveMinutesForm
from meetings.models import AgendaItem, Correction, Minutes
from meetings.permissions import can_approve_minutes
from meetings.views.agenda import item_at
from meetings.views.corrections import coloured
from meetings.views.steps import done, posted, trail_to


@require_http_methods(["GET", "POST"])
def approve_minutes(request: HttpRequest, group: str, day: date, number: str) -> HttpResponse:
    """Record that this meeting approved the minutes it was offered under an item."""
    item = offer_at(request, group, day, number)
    form = ApproveMinutesForm(posted(request), cancel_address=item.get_absolute_url())
    decision = form.carry_out(operations.approve_minutes, item, by=request.user)
    if decision:
        return done(request, f"The minutes are approved by decision {decision}.", item.meeting)
    made = coloured(Correction.objects.of_meeting(item.offers_minutes_of).with_names())
    context = {
        "meeting": item.meeting,
        "item": item,
        "earlier": item.offers_minutes_of,
        "minutes": Minutes.objects.of_meeting(item.offers_minutes_of).first(),
        "agreed": [each for each in made if each.is_accepted],
        "taken": [each for each in made if each.status == Correction.Status.TAKEN],
        "waiting": [each for each in made if each.status == Correction.Status.PROPOSED],
        "form": form,
        "trail": trail_to(item.meeting),
    }
    return TemplateResponse(request, "meetings/approve_minutes.html", context)


@require_http_methods(["GET", "POST"])
def write_agreed_correction(request: HttpRequest, group: str, day: date, number: str) -> HttpResponse:
    """Write what the meeting agreed into the earlier minutes, old words beside new."""
    offer = offer_at(request, group, day, number)
    earlier = offer.offers_minutes_of
    assert earlier is not None  # `offer_at` sees to it
    items = list(AgendaItem.objects.of_meeting(earlier).in_order())
    asked = next((item for item in items if item.number == request.GET.get("item")), None)
    address = reverse("meetings:approve_minutes", args=[group, day, number])
    form = AgreedCorrectionForm(
        posted(request),
        items=items,
        initial={"item": str(asked.pk)} if asked else {},
        cancel_address=address,
    )
    if form.carry_out(operations.write_agreed_correction, offer, by=request.user):
        return done(request, "The correction is written into the minutes.", address)
    context = {
        "meeting": offer.meeting,
        "item": offer,
        "earlier": earlier,
        "items": [item for item in items if item.minute],
        "form": form,
        "trail": [*trail_to(offer.meeting), (f"Approve the minutes of {earlier.held_on:%Y}", address)],
    }
    return TemplateResponse(request, "meetings/write_agreed_correction.html", context)


def offer_at(request: HttpRequest, group: str, day: date, number: str) -> AgendaItem:
    """The item under which earlier minutes are offered, for those who may record their approval."""
    item = item_at(request, group, day, number)
    require(can_approve_minutes, request.user, item)
    if item.offers_minutes_of is None:
        raise Http404("No minutes are offered for approval under this item.")
    return item
