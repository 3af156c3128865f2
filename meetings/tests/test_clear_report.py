"""A report is cleared by those who know, approved by somebody else than its author, and only then goes on an agenda."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from core import history
from core.refusals import Refused
from meetings import operations, report_clearance
from meetings.models import Clearance, Report
from partnership.models import Notice
from tests.factories.meetings import officer_of
from tests.factories.partnership import UserFactory
from tests.factories.reports import afresh, approved, begun, cleared, ready, written

pytestmark = pytest.mark.django_db
SOON = date(2011, 3, 10)


@pytest.fixture
def report(group) -> Report:
    return written(begun(group))


def ask(report, area="finance", **values):
    asked = {"consulted": UserFactory(), "due_on": timezone.localdate() + timedelta(days=7)} | values
    return operations.ask_clearance(report, area=area, by=report.author, **asked)


def missing(report):
    return report_clearance.missing_before_agenda(afresh(report))


def test_what_is_missing_is_named_one_by_one(group):
    report = begun(group)

    assert missing(report) == [
        "“Purpose” is empty.",
        "“Recommendations” is empty.",
        "“Key considerations” is empty.",
        "“Financial implications” is empty.",
        "“Legal implications” is empty.",
        "Nobody has been asked about finance: ask somebody, or waive it with a reason.",
        "Nobody has been asked about legal: ask somebody, or waive it with a reason.",
        "Nobody has approved it yet.",
    ]


def test_whoever_is_asked_is_told_and_sees_the_draft(report):
    officer = UserFactory()
    assert not Report.objects.visible_to(officer).exists()

    clearance = ask(report, consulted=officer)

    assert Report.objects.visible_to(officer).get() == report
    assert Notice.objects.get(what="clearance_asked").to == officer
    assert [entry.verb for entry in history.of(clearance)] == ["asked"]


def test_an_answer_is_kept_with_the_words_it_is_about_and_its_author_is_told(report):
    clearance = operations.give_clearance(
        ask(report), advice="cleared_with_comments", text="Name the budget.", by=officer_of(report.group)
    )

    assert clearance.text == "Name the budget."
    assert "The county reviews its services." in clearance.of_words
    assert Notice.objects.get(what="clearance_answered").to == report.author
    assert clearance.answered_by == officer_of(report.group)


@pytest.mark.parametrize("advice", ["cleared_with_comments", "not_cleared"])
def test_anything_but_a_plain_yes_says_why(report, advice):
    with pytest.raises(Refused, match="Say what the comments are"):
        operations.give_clearance(ask(report), advice=advice, text="  ", by=report.author)


def test_nobody_answers_twice(report):
    clearance = ask(report)
    operations.give_clearance(clearance, advice="cleared", by=clearance.consulted)

    with pytest.raises(Refused, match="answered already"):
        operations.give_clearance(clearance, advice="not_cleared", text="No.", by=clearance.consulted)


def test_not_cleared_stands_in_the_way_until_it_is_asked_again_or_waived(report):
    for area in ("finance", "legal"):
        advice = {"finance": "not_cleared", "legal": "cleared"}[area]
        operations.give_clearance(ask(report, area), advice=advice, text="Not so.", by=report.author)
    assert any("not cleared" in each for each in missing(report))

    operations.waive_clearance(
        report, area="finance", reason="The council decides all the same.", by=officer_of(report.group)
    )

    assert missing(report) == ["Nobody has approved it yet."]
    waived = Clearance.objects.get(area="finance")
    assert waived.text == "The council decides all the same.\n\nThe advice was: Not so."


def test_a_waiver_has_its_reason_and_is_not_the_authors(report):
    with pytest.raises(Refused, match="Say why"):
        operations.waive_clearance(report, area="legal", reason=" ", by=officer_of(report.group))
    with pytest.raises(Refused, match="author cannot waive"):
        operations.waive_clearance(report, area="legal", reason="I think so.", by=report.author)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"due_on": date(2000, 1, 1)}, "today or later"),
        ({"consulted": None}, "Say who is asked"),
        ({"consulted": None, "consulted_name": "   "}, "Say who is asked"),
        ({"area": "other", "respect": " "}, "in what respect"),
    ],
)
def test_what_cannot_be_asked(report, values, sentence):
    with pytest.raises(Refused, match=sentence):
        ask(report, **values)


def test_the_author_clears_nothing_of_their_own(report):
    with pytest.raises(Refused, match="author cannot clear"):
        ask(report, consulted=report.author)


def test_a_change_after_the_clearance_undoes_it_and_changing_it_back_restores_it(report):
    report = approved(cleared(report))
    assert missing(report) == []

    changed = written(report, financial="It costs a million.")

    assert [each.split(": ")[-1] for each in missing(changed)] == [
        "the report has been changed since. Ask again.",
        "the report has been changed since. Ask again.",
        f"It has been changed since {officer_of(report.group)} approved it. It needs approval again.",
    ]
    assert missing(written(report)) == []


def test_another_meeting_changes_no_words_so_nothing_lapses(report):
    report = approved(cleared(report))
    meeting = operations.plan_meeting(report.group, held_on=date(2030, 1, 1), by=officer_of(report.group))

    operations.edit_report(report, meeting=meeting, by=report.author)

    assert missing(report) == []


def test_asked_again_they_answer_anew_and_what_they_read_last_is_kept(report):
    report = cleared(report)
    clearance = Clearance.objects.get(area="finance")
    with pytest.raises(Refused, match="cleared these words already"):
        ask(report, consulted=clearance.consulted)
    read = clearance.of_words
    report = written(report, financial="It costs a million.")

    again = ask(report, consulted=clearance.consulted)

    assert (again.pk, again.advice, again.answered_at, again.of_words) == (clearance.pk, "asked", None, read)
    assert Notice.objects.filter(what="clearance_asked", to=clearance.consulted).count() == 2


def test_approval_waits_for_the_clearances_and_is_not_the_authors(report):
    with pytest.raises(Refused, match="Nobody has been asked about finance"):
        operations.approve_report(report, by=officer_of(report.group))
    report = cleared(report)
    with pytest.raises(Refused, match="somebody else than its author"):
        operations.approve_report(report, by=report.author)

    operations.approve_report(report, by=officer_of(report.group))

    assert Notice.objects.get(what="report_approved").to == report.author
    with pytest.raises(Refused, match="has approved these words already"):
        operations.approve_report(report, by=officer_of(report.group))


def test_the_approver_hears_when_the_last_advice_is_in(group):
    approver = UserFactory()
    cleared(written(begun(group, approver=approver)))

    assert Notice.objects.get(what="report_to_approve").to == approver


def test_reminders_come_before_and_after_the_deadline_once_each(report):
    with time_machine.travel("2011-03-01T12:00:00Z"):
        clearance = ask(report, due_on=SOON)
    told = []
    for day in ("2011-03-07", "2011-03-08", "2011-03-09", "2011-03-10", "2011-03-11", "2011-03-12"):
        with time_machine.travel(f"{day}T07:30:00Z"):
            told.append(operations.remind_of_clearances(by=None) + operations.remind_of_clearances(by=None))

    assert told == [0, 1, 0, 0, 2, 0]
    late = Notice.objects.filter(what="clearance_overdue")
    assert {notice.to for notice in late} == {clearance.consulted, report.author}


def test_who_has_answered_is_not_reminded(report):
    with time_machine.travel("2011-03-01T12:00:00Z"):
        clearance = ask(report, due_on=SOON)
        operations.give_clearance(clearance, advice="cleared", by=clearance.consulted)
    with time_machine.travel("2011-03-11T07:30:00Z"):
        assert operations.remind_of_clearances(by=None) == 0


@pytest.mark.parametrize(
    ("make", "label"),
    [
        (begun, "Being written"),
        (lambda group: cleared(written(begun(group))), "Cleared, waits for approval"),
        (ready, "Approved, may go on an agenda"),
    ],
)
def test_where_it_stands_is_said_in_words(group, make, label):
    assert report_clearance.standing_of(afresh(make(group))).label == label


def test_being_cleared_names_who_is_waited_for(report):
    with time_machine.travel("2011-03-01T12:00:00Z"):
        ask(report, due_on=SOON)
        ask(report, "other", respect="Equality", due_on=SOON)
        assert report_clearance.standing_of(report).label == "Being cleared: finance, equality"
    with time_machine.travel("2011-03-11T12:00:00Z"):
        assert report_clearance.standing_of(report).label == "Being cleared: finance, equality, late"
