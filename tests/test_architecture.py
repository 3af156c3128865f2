"""The promises about the shape of the house. Each was tried against a deliberate breach and caught it."""

import ast
import inspect
import re
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db.models import signals
from importlinter.cli import lint_imports

from tests.urls import OURS, pages

ROOT = Path(settings.BASE_DIR)
APPS = ["core", "partnership", "localities", "meetings", "funding", "engagement", "portal"]
SOURCES = sorted(path for app in [*APPS, "config"] for path in (ROOT / app).rglob("*.py"))

# Whoever adds a name here opens a page to the world.
PUBLIC_PAGES = {
    "funding:entry",
    "funding:agreement",
    "funding:cast_ballot",
    "funding:participatory_round",
    "funding:participatory_rounds",
    "funding:agreements",
    "funding:assessments",
    "engagement:compare_framework",
    "engagement:consultation",
    "engagement:consultations",
    "engagement:consultations_calendar",
    "engagement:consultations_csv",
    "engagement:consultations_feed",
    "engagement:engagement",
    "engagement:finding",
    "engagement:findings",
    "engagement:framework_pdf",
    "engagement:framework_version",
    "engagement:framework_word",
    "engagement:mention",
    "engagement:mentions",
    "engagement:objectives",
    "engagement:programme",
    "engagement:programmes",
    "engagement:respond",
    "engagement:response_received",
    "engagement:responses",
    "engagement:responses_csv",
    "engagement:rule_sets",
    "engagement:savings",
    "funding:funding",
    "funding:indicator",
    "funding:ledger",
    "funding:grid_csv",
    "funding:grid_excel",
    "funding:ledger_csv",
    "funding:ledger_excel",
    "funding:outturn",
    "funding:outturn_csv",
    "funding:outturn_excel",
    "funding:pot",
    "funding:proposal",
    "funding:proposals",
    "funding:return",
    "funding:refresh",
    "funding:reward",
    "funding:spending",
    "funding:underspend",
    "funding:stream_year",
    "funding:year",
    "healthz",
    "localities:boundary_set",
    "localities:boundary_sets",
    "localities:coverage",
    "localities:coverage_csv",
    "localities:localities",
    "localities:parish_councils",
    "localities:plan",
    "localities:plans",
    "meetings:action",
    "meetings:actions",
    "meetings:actions_csv",
    "meetings:agenda_pdf",
    "meetings:agenda_word",
    "meetings:attendance_statistics",
    "meetings:attendance_statistics_csv",
    "meetings:calendar",
    "meetings:compare",
    "meetings:compare_report",
    "meetings:decision",
    "meetings:decisions",
    "meetings:decisions_csv",
    "meetings:decisions_feed",
    "meetings:extract",
    "meetings:extract_pdf",
    "meetings:extract_word",
    "meetings:forward_plan",
    "meetings:forward_plan_csv",
    "meetings:forward_plan_entry",
    "meetings:group_calendar",
    "meetings:group_feed",
    "meetings:locality_calendar",
    "meetings:locality_feed",
    "meetings:meeting",
    "meetings:meeting_calendar",
    "meetings:meetings",
    "meetings:meetings_csv",
    "meetings:minute_book",
    "meetings:minute_book_pdf",
    "meetings:minute_book_word",
    "meetings:minute_books",
    "meetings:minutes_pdf",
    "meetings:minutes_word",
    "meetings:pack",
    "meetings:pack_pdf",
    "meetings:paper",
    "meetings:paper_file",
    "meetings:report_pdf",
    "meetings:report_versions",
    "meetings:report_word",
    "meetings:representative_report",
    "meetings:representative_report_pdf",
    "meetings:representative_report_versions",
    "meetings:representative_report_word",
    "meetings:representative_reports",
    "meetings:versions",
    "partnership:group_interests",
    "partnership:group_members",
    "partnership:group_offices",
    "partnership:group_seats",
    "partnership:person_interests",
    "partnership:stop_notices",
    "portal:about",
    "portal:accessibility",
    "portal:group",
    "portal:groups",
    "portal:home",
    "portal:locality",
    "portal:new",
    "portal:organisation",
    "portal:organisations",
    "portal:people",
    "portal:periodic_report",
    "portal:periodic_report_excel",
    "portal:periodic_report_pdf",
    "portal:periodic_reports",
    "portal:person",
    "portal:privacy",
    "portal:private_calendar",
    "portal:search",
    "portal:topic",
    "portal:topics",
}

# Rows that change only through operations, each change with its line in the history.
CHANGED_BY_OPERATIONS = {
    "engagement.Bursary",
    "engagement.Channel",
    "engagement.Consultation",
    "engagement.Consultee",
    "engagement.DayAttendance",
    "engagement.EqualityTally",
    "engagement.Finding",
    "engagement.FrameworkConsultee",
    "engagement.FrameworkSection",
    "engagement.FrameworkVersion",
    "engagement.Measure",
    "engagement.Mention",
    "engagement.Option",
    "engagement.OverlapChoice",
    "engagement.Place",
    "engagement.Programme",
    "engagement.ProgrammeDay",
    "engagement.Question",
    "engagement.Remark",
    "engagement.Respondent",
    "engagement.RuleSet",
    "engagement.Saving",
    "engagement.Theme",
    "engagement.ThemeMark",
    "funding.Agreement",
    "funding.Block",
    "funding.Idea",
    "funding.Indicator",
    "funding.Outcome",
    "funding.PaperTally",
    "funding.ParticipatoryRound",
    "funding.Pot",
    "funding.Project",
    "funding.Proposal",
    "funding.ProposalLine",
    "funding.Return",
    "funding.ReturnLine",
    "funding.Round",
    "funding.Stream",
    "funding.UnderspendRecommendation",
    "core.Run",
    "core.ScheduledStart",
    "localities.Area",
    "localities.Audience",
    "localities.BoundarySet",
    "localities.CommunityPlan",
    "localities.Lead",
    "localities.Locality",
    "localities.Mechanism",
    "localities.Need",
    "localities.Objective",
    "localities.ParishCouncil",
    "localities.Placing",
    "localities.PlanAction",
    "localities.ProfileFigure",
    "localities.Shape",
    "localities.TeamMember",
    "meetings.ActionItem",
    "meetings.AgendaItem",
    "meetings.Attendance",
    "meetings.Clearance",
    "meetings.Correction",
    "meetings.Decision",
    "meetings.DeclarationOfInterest",
    "meetings.Election",
    "meetings.ForwardPlanEntry",
    "meetings.Meeting",
    "meetings.Minutes",
    "meetings.NamedVote",
    "meetings.Pack",
    "meetings.Paper",
    "meetings.PaperText",
    "meetings.PlannedPublication",
    "meetings.Nomination",
    "meetings.Recommendation",
    "meetings.Reopening",
    "meetings.Report",
    "meetings.ReportSection",
    "meetings.ReportTemplate",
    "meetings.ReportedItem",
    "meetings.RepresentativeReport",
    "meetings.Stay",
    "meetings.TemplateSection",
    "partnership.CalendarAddress",
    "partnership.Group",
    "partnership.KindChoice",
    "partnership.Membership",
    "partnership.Notice",
    "partnership.NoticeWishes",
    "partnership.OfficeTerm",
    "partnership.OfficerSupport",
    "partnership.Organisation",
    "partnership.Person",
    "partnership.RegisteredInterest",
    "partnership.Seat",
    "partnership.SeatHolding",
    "partnership.StoppedAddress",
    "partnership.Subscription",
    "partnership.Topic",
    "partnership.User",
}
# Sums that triggers keep beside those rows: nobody writes them.
KEPT_BY_THE_DATABASE = {
    "funding.AuthorityStanding",
    "funding.CellStanding",
    "funding.PotStanding",
    "funding.StreamStanding",
}
# Rows that are written once and never change: the database refuses it.
APPEND_ONLY = {
    "engagement.Answer",
    "engagement.Citation",
    "engagement.Redaction",
    "engagement.Response",
    "engagement.FrameworkText",
    "engagement.MeasureResult",
    "funding.Actual",
    "funding.Assessment",
    "funding.Authority",
    "funding.Ballot",
    "funding.Cell",
    "funding.FileLoading",
    "funding.FileReading",
    "funding.ImportedFile",
    "funding.Forecast",
    "funding.LedgerEntry",
    "funding.Period",
    "funding.PeriodEvent",
    "funding.RecommendedMovement",
    "funding.PooledShare",
    "funding.Refresh",
    "funding.Result",
    "funding.Reward",
    "funding.RewardInstalment",
    "funding.Target",
    "funding.VotingCode",
    "core.HistoryEntry",
    "meetings.ForwardPlanVersion",
    "meetings.MinutesRelease",
    "meetings.MinutesVersion",
    "meetings.PaperVersion",
    "meetings.Passage",
    "meetings.ReportVersion",
    "meetings.ReportedPassage",
    "meetings.RepresentativeReportVersion",
    "partnership.InterestsReview",
    "partnership.PeriodicReport",
    "meetings.Resolution",
}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def operations():
    for app in APPS:
        if not (ROOT / app / "operations").exists() and not (ROOT / app / "operations.py").exists():
            continue
        module = import_module(f"{app}.operations")
        for name in module.__all__:
            function = getattr(module, name)
            if inspect.isfunction(function):
                yield pytest.param(function, id=f"{app}.{name}")


def test_only_the_listed_pages_are_public():
    assert {
        name for name, page in pages() if not getattr(page.callback, "login_required", True)
    } == PUBLIC_PAGES


def test_every_address_has_a_name():
    assert not [page for name, page in pages() if name.endswith("None")]


@pytest.mark.parametrize("operation", list(operations()))
def test_every_operation_says_who_did_it_and_what_it_does(operation):
    by = inspect.signature(operation).parameters.get("by")

    assert by is not None
    assert by.kind is inspect.Parameter.KEYWORD_ONLY
    assert operation.__doc__


def test_arrows_between_apps_point_down():
    assert lint_imports(config_filename=str(ROOT / ".importlinter"), no_cache=True) == 0


@pytest.mark.django_db
def test_models_and_migrations_agree():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_nothing_of_ours_listens_to_signals():
    heard = []
    for signal in (
        signals.pre_save,
        signals.post_save,
        signals.pre_delete,
        signals.post_delete,
        signals.m2m_changed,
    ):
        for receiver in signal.receivers:
            function = receiver[1]() if callable(receiver[1]) else receiver[1]
            module = getattr(function, "__module__", "") or ""
            if module.split(".")[0] in OURS:
                heard.append(module)
    assert heard == []


def test_every_model_is_on_one_of_the_lists():
    ours = {model._meta.label for app in APPS for model in apps.get_app_config(app).get_models()}

    assert ours == CHANGED_BY_OPERATIONS | APPEND_ONLY | KEPT_BY_THE_DATABASE


@pytest.mark.parametrize("label", sorted(APPEND_ONLY))
def test_append_only_rows_have_their_triggers(label):
    triggers = {trigger.name for trigger in apps.get_model(label)._meta.triggers}

    assert any(name.endswith("_stays") for name in triggers)
    assert any(name.endswith("_is_kept") for name in triggers)


def test_no_file_imports_the_other_group_or_has_a_name_that_says_nothing():
    offenders = [
        name_of(path) for path in SOURCES if path.stem in {"utils", "helpers", "services", "managers"}
    ]
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module == "django.contrib.auth.models":
                # Our Group is the body that meets.
                offenders += [name_of(path) for alias in node.names if alias.name == "Group"]

    assert offenders == []


def test_no_file_is_longer_than_a_person_reads_at_once():
    written = [path for path in SOURCES if not {"migrations", "tests"} & set(path.parts)]

    assert [name_of(path) for path in written if len(path.read_text().splitlines()) > 300] == []


def test_the_policy_needs_no_exception_for_inline_script_or_style():
    inline = re.compile(r"<style\b|\sstyle=|<script(?![^>]*\bsrc=)(?![^>]*application/json)|\son[a-z]+=\"")
    offenders = [
        name_of(path) for path in (ROOT / "templates").rglob("*.html") if inline.search(path.read_text())
    ]
    assert offenders == []


def test_the_policy_allows_nothing_unsafe():
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]

    assert not re.search("unsafe-(inline|eval|hashes)", str(directives))
