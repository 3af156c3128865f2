"""Who was there."""

from datetime import date

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from core.refusals import Refused, require
from meetings import operations
from meetings.addresses import meeting_at
from meetings.forms.attendance import ANSWERS, AttendanceRow, AttendanceSheet
from meetings.models import Attendance, Meeting, Minutes
from meetings.permissions import can_write_minutes
from meetings.views.steps import done, posted, trail_to
from partnership.models import User


@require_http_methods(["GET", "POST"])
def attendance(request: HttpRequest, group: str, day: date) -> HttpResponse:
    """One sheet with the members of the day and room for others; saved all together or not at all."""
    meeting = meeting_at(request, group, day)
    require(can_write_minutes, request.user, meeting)
    sheet = AttendanceSheet(meeting, posted(request))
    if (
        request.method == "POST"
        and not sheet.is_asked_for_more
        and sheet.is_valid()
        and record(sheet, meeting, by=request.user)
    ):
        return done(request, "The attendance is saved.", request.path)
    context = {
        "meeting": meeting,
        "sheet": sheet,
        "is_final": Minutes.objects.approved().of_meeting(meeting).exists(),
        "trail": trail_to(meeting),
    }
    return TemplateResponse(request, "meetings/attendance.html", context)


def record(sheet: AttendanceSheet, meeting: Meeting, *, by: User) -> bool:
    """Carry out every row that says something new, or none: a refusal stands in its row."""
    # Whoever came for somebody is written down last: another may have had that place until now.
    rows = sorted(
        sheet.changed_rows, key=lambda row: row.cleaned_data["status"] == Attendance.Status.SUBSTITUTE
    )
    row: AttendanceRow = sheet.more[0]
    try:
        with transaction.atomic():
            for row in rows:
                status = row.cleaned_data["status"]
                values = {name: row.cleaned_data[name] for name in ANSWERS}
                if row.known is not None and not status:
                    operations.remove_attendance(row.known, by=by)
                else:
                    operations.record_attendance(
                        meeting,
                        person=row.person,
                        organisation=row.organisation,
                        status=status,
                        stays=row.times.changed,
                        by=by,
                        **values,
                    )
    except Refused as refusal:
        row.refuse(refusal)
        return False
    return True
