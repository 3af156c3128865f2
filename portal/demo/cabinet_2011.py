"""Cabinet, 17 March 2011: a structured report from its first draft to the decision, entered as it would have been."""

from datetime import date

from meetings import operations as meetings
from meetings import report_text
from meetings.models import AgendaItem, Clearance, Decision, Meeting, Recommendation, Report
from partnership import operations as partnership
from partnership.models import Group, User
from portal.demo import report_2011 as record
from portal.demo.days import clock, unwrapped

HELD_ON = date(2011, 3, 17)
RULES = (
    "The council's Cabinet.\n\n*Illustrative: the record does not give Cabinet's rules on notice, quorum and voting; "
    "the demonstration uses the portal's usual ones. So are the days on which the report was begun, cleared and "
    "approved, and on which the agenda was published.*"
)


def load(users: dict[str, User]) -> None:
    """The body, the report, the meeting and its two decisions."""
    officer, author, administrator = users["officer"], users["author"], users["administrator"]
    with clock(2011, 1, 10):
        group = partnership.add_group(
            name="Cabinet", prefix="CAB", kind=Group.Kind.CABINET, terms_of_reference=RULES, by=administrator
        )
        partnership.support_group(group, user=officer, starts_on=date(2011, 1, 10), by=administrator)
    with clock(2011, 2, 1):
        meeting = _plan(group, officer)
    with clock(2011, 2, 7):
        report = _write(group, meeting, author, officer)
        _tell_beforehand(group, meeting, report, officer)
    with clock(2011, 2, 14):
        _clear(report, author, officer)
    with clock(2011, 2, 28):
        report = meetings.approve_report(report, by=officer)
    with clock(2011, 3, 9):
        item = AgendaItem.objects.get(meeting=meeting, title=record.TITLE)
        meetings.place_report(report, item=item, by=officer)
        meeting = meetings.publish_agenda(meeting, by=officer)
        meetings.publish_papers(meeting, by=officer)
    with clock(HELD_ON.year, HELD_ON.month, HELD_ON.day):
        _decide(meeting, officer)


def _plan(group: Group, officer: User) -> Meeting:
    """The meeting. Of its agenda the record gives two items, so the standing ones go."""
    meeting = meetings.plan_meeting(group, held_on=HELD_ON, by=officer)
    for item in AgendaItem.objects.of_meeting(meeting):
        meetings.remove_item(item, by=officer)
    meetings.add_item(meeting, title=record.TITLE, description=record.ITEM_97, by=officer)
    meetings.add_item(meeting, title=record.STRATEGY_TITLE, description=record.STRATEGY, by=officer)
    return meetings.edit_meeting(meeting, attendance_note="Who attended is not in the record.", by=officer)


def _write(group: Group, meeting: Meeting, author: User, officer: User) -> Report:
    report = meetings.begin_report(
        group,
        title=record.TITLE,
        author=author,
        meeting=meeting,
        portfolio_area=record.PORTFOLIO_AREA,
        wards_affected=record.WARDS_AFFECTED,
        by=officer,
    )
    texts = {key: unwrapped(text) for key, text in record.TEXTS.items()}
    shown = {name: report_text.mark_of_part(value) for name, value in report_text.parts_of(report).items()}
    typed = texts | {"recommendations-list": [record.RECOMMENDATION]}
    conflicts = meetings.write_report(report, texts=typed, shown=shown, by=author)
    assert not conflicts
    return Report.objects.with_paper().get(pk=report.pk)


def _tell_beforehand(group: Group, meeting: Meeting, report: Report, officer: User) -> None:
    """First notice of the decision; when it is taken, the entry says so by itself."""
    entry = meetings.add_entry(
        group,
        title=record.TITLE,
        summary=record.EXPECTED,
        contact=record.WHOM_TO_ASK,
        is_key=False,
        meeting=meeting,
        item=AgendaItem.objects.get(meeting=meeting, title=record.TITLE),
        paper=report.paper,
        by=officer,
    )
    meetings.publish_entry(entry, by=officer)


def _clear(report: Report, author: User, officer: User) -> None:
    for area, who in record.CONSULTED.items():
        asked = meetings.ask_clearance(
            report, area=area, consulted_name=who, due_on=date(2011, 2, 25), by=author
        )
        meetings.give_clearance(asked, advice=Clearance.Advice.CLEARED, text=record.ADVICE, by=officer)


def _decide(meeting: Meeting, officer: User) -> None:
    """The recommendation becomes the decision; the same Cabinet approved the Locality Strategy."""
    meeting = meetings.start_meeting(meeting, by=officer)
    recommendation = Recommendation.objects.get(report__paper__item__meeting=meeting)
    framework = AgendaItem.objects.get(meeting=meeting, title=record.TITLE)
    meetings.resolve_recommendation(
        recommendation, item=framework, outcome=Decision.Outcome.AGREED, by=officer
    )
    strategy = AgendaItem.objects.get(meeting=meeting, title=record.STRATEGY_TITLE)
    meetings.log_decision(
        strategy,
        text=record.STRATEGY_DECISION,
        outcome=Decision.Outcome.AGREED,
        options_rejected=record.STRATEGY_ALTERNATIVES,
        effective_on=date(2011, 3, 23),
        is_key=False,
        by=officer,
    )
    meetings.publish_decisions(meeting, by=officer)
    meetings.close_meeting(meeting, by=officer)
