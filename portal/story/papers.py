"""What was written on a topic: papers for meetings, and representatives' reports of them."""

from datetime import date

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate

from meetings.models import Paper
from meetings.models.representative_reports import ReportedPassage
from partnership.models import Topic, User
from portal.story.kinds import Entry, Kind, Step, excerpt, many


def _papers(topic: Topic, user: User) -> QuerySet[Paper]:
    return Paper.objects.visible_to(user).published().standing().filter(item__topics=topic)


def _reports(topic: Topic, user: User) -> QuerySet[ReportedPassage]:
    """What representatives told their bodies of items on the topic, in the words that stand."""
    return ReportedPassage.objects.visible_to(user).filter(item__topics=topic)


def _published(day: date, paper: Paper) -> Entry:
    return Entry(day, paper.title, paper.get_absolute_url(), paper.group.name, f"For item {paper.item}.")


def _reported(day: date, passage: ReportedPassage) -> Entry:
    report = passage.version.report
    told = f"{report.author} for the {report.body}: {excerpt(passage.text)}"
    return Entry(day, passage.title, report.get_absolute_url(), report.meeting.group.name, told)


def _papers_in_short(topic: Topic, user: User) -> str:
    number = _papers(topic, user).count()
    return many(number, "paper") if number else ""


def _reports_in_short(topic: Topic, user: User) -> str:
    number = _reports(topic, user).aggregate(n=Count("version__report", distinct=True))["n"]
    if not number:
        return ""
    return "1 representative’s report" if number == 1 else f"{number:,} representatives’ reports"


PAPERS = Kind(
    "papers",
    "Papers",
    (
        Step(
            "Paper",
            _papers,
            lambda: Paper.objects.select_related("group", "item"),
            _published,
            day=TruncDate("published_at"),
        ),
    ),
    _papers_in_short,
)
REPORTS = Kind(
    "reports",
    "Representatives’ reports",
    (
        Step(
            "Reported",
            _reports,
            lambda: ReportedPassage.objects.select_related(
                "version__report__meeting__group", "version__report__author", "version__report__body"
            ),
            _reported,
            day=TruncDate("version__at"),
        ),
    ),
    _reports_in_short,
)
