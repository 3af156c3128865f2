"""The administrators' start page: how much there is, and where something is missing."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from core.refusals import require
from partnership.models import Group, Notice, Organisation, Person, Seat, SeatHolding, Topic, User
from partnership.models.memberships import WARN_DAYS, OfficeTerm
from partnership.offices import vacancies
from partnership.permissions import is_administrator

MOST_SHOWN = 20


@require_safe
def manage(request: HttpRequest) -> HttpResponse:
    """What there is to keep, and what needs attention."""
    require(is_administrator, request.user)
    context = {
        "counts": {
            "groups": Group.objects.open_today().count(),
            "people": Person.objects.count(),
            "organisations": Organisation.objects.count(),
            "topics": Topic.objects.count(),
            "users": User.objects.active().count(),
        },
        "vacancies": vacancies(),
        "vacant_seats": Seat.objects.vacant().select_related("group", "nominated_by"),
        "lapsed": SeatHolding.objects.lapsed().select_related("person", "seat__group", "seat__nominated_by"),
        "ending": OfficeTerm.objects.due_to_end(within_days=WARN_DAYS).select_related("person", "group"),
        "invited": User.objects.invited().with_person().order_by("date_joined")[:MOST_SHOWN],
        "invited_count": User.objects.invited().count(),
        "failed_count": Notice.objects.failed().count(),
        "stranded_count": Notice.objects.stranded().count(),
        "groups_without_officer": Group.objects.open_today().without_officer(),
    }
    return TemplateResponse(request, "partnership/manage.html", context)
