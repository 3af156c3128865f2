"""What a representative can tell the sector, and has not yet."""

from datetime import UTC, datetime

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from core.templatetags.house import british_date
from meetings.models import Meeting, MinutesRelease, RepresentativeReport
from partnership.models import Membership, Organisation, SeatHolding, User
from portal.waiting.tasks import Task, Waiting, first

# Before anything in the record: whoever has never reported hears of all that they could.
LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)


def reports_to_finish(user: User) -> Waiting:
    """My drafts, and what I have changed in a published report without publishing it."""
    mine = RepresentativeReport.objects.written_by(user).to_finish().with_names().newest_first()
    tasks = [
        Task(report.title, _desk(report), "", "Draft", "orange")
        if report.is_draft
        else Task(report.title, report.get_absolute_url(), "Changed since it was published", "Not published")
        for report in first(mine)
    ]
    return Waiting("Your reports to finish", tasks, reverse("meetings:representative_reports"))


def minutes_to_report(user: User) -> Waiting:
    """Minutes of meetings where I sat for a body, published since my last report, and not reported by me."""
    mine = RepresentativeReport.objects.written_by(user)
    last = mine.exclude(published_at=None).order_by("-published_at").values("published_at")[:1]
    public = MinutesRelease.objects.filter(
        version__meeting=OuterRef("pk"),
        audience=MinutesRelease.Audience.PUBLIC,
        at__gt=Coalesce(Subquery(last), LONG_AGO),
    )
    meetings = (
        Meeting.objects.visible_to(user)
        .filter(_i_sat_there(user), Exists(public), group__is_public=True)
        .exclude(pk__in=mine.values("meeting"))
        .with_group()
        .order_by("-held_on")
    )
    tasks = [
        Task(
            f"{meeting.group}, {british_date(meeting.held_on)}",
            reverse("meetings:start_representative_report", args=meeting.address),
            "Its minutes are published: report them",
        )
        for meeting in first(meetings)
    ]
    return Waiting("New minutes to report", tasks, reverse("meetings:meetings"))


def _i_sat_there(user: User) -> Q:
    """On the day of the meeting, in a seat that a body fills, or as a member for a voluntary or community body."""
    holds = Q(starts_on__lte=OuterRef("held_on")) & (Q(ends_on=None) | Q(ends_on__gt=OuterRef("held_on")))
    in_seat = SeatHolding.objects.filter(holds, person__user=user, seat__group=OuterRef("group"))
    as_member = Membership.objects.filter(
        holds,
        person__user=user,
        group=OuterRef("group"),
        organisation__sector=Organisation.Sector.VOLUNTARY,
    )
    return Q(Exists(in_seat)) | Q(Exists(as_member))


def _desk(report: RepresentativeReport) -> str:
    return reverse("meetings:write_representative_report", args=report.address)
