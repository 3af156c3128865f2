"""What one person reads of one report: the version that was given out, or the text as it is being written."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from meetings import report_clearance, report_text
from meetings.models import Clearance, Decision, Recommendation, Report, ReportVersion, Resolution
from meetings.report_as_read import ReportAsRead


@dataclass(frozen=True)
class ClearanceAsSeen:
    """One clearance as those see it who work on the report."""

    row: Clearance
    has_lapsed: bool

    @property
    def label(self) -> str:
        if self.has_lapsed:
            return f"{self.row.get_advice_display()}, then changed"
        return "Asked, late" if self.row.is_overdue else self.row.get_advice_display()

    @property
    def colour(self) -> str:
        if self.has_lapsed or self.row.is_overdue:
            return "orange"
        return {
            Clearance.Advice.ASKED: "blue",
            Clearance.Advice.CLEARED: "green",
            Clearance.Advice.WITH_COMMENTS: "green",
            Clearance.Advice.NOT_CLEARED: "red",
            Clearance.Advice.WAIVED: "grey",
        }[Clearance.Advice(self.row.advice)]

    @property
    def stands_in_the_way(self) -> bool:
        return self.has_lapsed or self.row.advice == Clearance.Advice.NOT_CLEARED

    @property
    def may_be_asked_again(self) -> bool:
        return self.stands_in_the_way or self.row.advice == Clearance.Advice.WAIVED

    @property
    def may_be_waived(self) -> bool:
        return self.stands_in_the_way or self.row.advice == Clearance.Advice.ASKED

    @property
    def shows_changes(self) -> bool:
        """Whether there are words to compare that they have read."""
        return bool(self.row.of_words) and (self.has_lapsed or self.row.advice == Clearance.Advice.ASKED)


def reports_to_work_on(user) -> QuerySet[Report]:
    """Reports this reader writes, clears, approves or keeps, with all that is needed to say where they stand."""
    clearances = Clearance.objects.select_related("consulted")
    return (
        Report.objects.worked_on_by(user)
        .with_paper()
        .select_related("approver", "approved_by")
        .prefetch_related("sections", "recommendations", Prefetch("clearances", clearances))
    )


def report_of(paper: Any, user) -> Report:
    """The report of a paper that the reader may see, marked whether they work on it."""
    mine = Report.objects.worked_on_by(user).filter(pk=OuterRef("pk"))
    clearances = Clearance.objects.select_related("consulted", "answered_by")
    return (
        Report.objects.with_paper()
        .select_related("approver", "approved_by", "paper__published_by")
        .annotate(is_worked_on=Exists(mine))
        .prefetch_related("sections", "recommendations", Prefetch("clearances", clearances))
        .get(paper=paper)
    )


def as_read(report: Report, *, version: ReportVersion | None = None, working: bool = False) -> ReportAsRead:
    """The version asked for; else the newest; else, or when the working text is asked for, the text as it stands."""
    if version is None and not working and report.paper.published_at:
        version = report.versions.latest_first().first()
    content = version.content if version else report_text.of(report)
    return ReportAsRead(report, content, version, published_at=report.paper.published_at if version else None)


def has_unpublished_changes(report: Report, page: ReportAsRead) -> bool:
    """Whether a published report has words that were not given out yet."""
    if page.version is None:
        return False
    return report_text.mark_of(page.content) != report_text.mark_of(report_text.of(report))


def clearances_as_seen(report: Report) -> list[ClearanceAsSeen]:
    """The clearances of a report, each compared with the words it has now."""
    mark = report_text.mark_of(report_text.of(report))
    return [
        ClearanceAsSeen(each, has_lapsed=report_clearance.has_lapsed(each, mark))
        for each in report.clearances.all()
    ]


def what_became_of(report: Report, user) -> list[Resolution]:
    """What the body made of its recommendations, as far as the reader may see the decisions."""
    return list(
        Resolution.objects.filter(
            recommendation__report=report,
            decision__in=Decision.objects.visible_to(user).order_by().values("pk"),
        )
        .select_related("decision__item__meeting__group", "recommendation")
        .order_by("decision__year", "decision__number")
    )


def knowing_recommendations(items: QuerySet) -> QuerySet:
    """Each marked whether a report under it asks for something that is not decided on yet."""
    waiting = Recommendation.objects.undecided().filter(
        report__paper__item=OuterRef("pk"), report__paper__withdrawn_at=None
    )
    return items.annotate(has_recommendations=Exists(waiting))


def recommendations_on(item, user) -> list[Recommendation]:
    """What the reports under an item ask the body to agree and it has not decided on yet."""
    found = Recommendation.objects.visible_to(user).on_item(item).undecided()
    return list(found.select_related("report__paper__group"))
