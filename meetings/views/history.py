"""Everything that happened to a meeting and its parts."""

from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from core import history
from core.refusals import require
from core.sittings import page_of_sittings
from meetings.addresses import meeting_at
from meetings.models import (
    ActionItem,
    AgendaItem,
    Attendance,
    Correction,
    Decision,
    DeclarationOfInterest,
    Election,
    Meeting,
    Minutes,
    Nomination,
    Paper,
    Reopening,
)
from meetings.permissions import can_read_meeting_history
from meetings.views.steps import trail_to

PER_PAGE = 50
# The entry itself says who and when; the count of savings concerns nobody.
SAID_ALREADY = {
    "Revision",
    *(
        f"{verb} {word}"
        for verb in ("Minuted", "Published", "Agenda published", "Closed")
        for word in ("at", "by")
    ),
}


def meeting_history(request: HttpRequest, group: str, day: date) -> HttpResponse:
    """Who did what to the meeting, its items, minutes, decisions and actions, newest first."""
    meeting = meeting_at(request, group, day)
    require(can_read_meeting_history, request.user, meeting)
    parts = parts_of(meeting)
    page = page_of_sittings(history.of_any(*parts), request, per_page=PER_PAGE)
    happenings = history.readable(page.object_list, names=_names(parts))
    for happening in happenings:
        happening.changes = [change for change in happening.changes if change.label not in SAID_ALREADY]
    context = {
        "meeting": meeting,
        "page": page,
        "happenings": happenings,
        "trail": trail_to(meeting),
    }
    return TemplateResponse(request, "meetings/meeting_history.html", context)


def parts_of(meeting: Meeting) -> list[list[Model]]:
    """The meeting and all that belongs to it, kind by kind."""
    return [
        [meeting],
        list(AgendaItem.objects.of_meeting(meeting)),
        list(Minutes.objects.of_meeting(meeting)),
        list(Decision.objects.of_meeting(meeting)),
        list(ActionItem.objects.of_meeting(meeting)),
        list(meeting.attendances.with_names()),
        list(Paper.objects.of_meeting(meeting)),
        list(DeclarationOfInterest.objects.of_meeting(meeting).with_names()),
        list(Election.objects.of_meeting(meeting).select_related("item")),
        list(Nomination.objects.filter(election__item__meeting=meeting).select_related("person")),
        list(Correction.objects.of_meeting(meeting).with_names()),
        list(Reopening.objects.of_meeting(meeting)),
    ]


def _names(parts: list[list[Model]]) -> dict[tuple[int, int], str]:
    """What each part is called on a page that shows them all."""
    return {
        (ContentType.objects.get_for_model(part).pk, part.pk): _name(part) for kind in parts for part in kind
    }


def _name(part: Model) -> str:
    match part:
        case Meeting():
            return "Meeting"
        case Minutes():
            return "Minutes"
        case AgendaItem():
            return f"Item {part}"
        case Decision():
            return f"Decision {part}"
        case ActionItem():
            return f"Action: {part}"
        case Correction():
            return str(part)
        case Paper():
            return f"Paper: {part}"
        case Reopening():
            return "Reopening"
        case Attendance():
            return f"Attendance: {part.person}"
        case DeclarationOfInterest():
            return f"Declaration of {part.person}, item {part.item.number}"
        case Nomination():
            return f"Nomination of {part}"
    return str(part)
