"""Having a report made: by whoever may, when they want one; and by the clock, once, whatever dies on the way."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from core import runs
from core.models import Run
from core.models.runs import SILENCE_LASTS
from core.refusals import Refused
from meetings import operations as meetings
from meetings.models import ActionItem
from partnership.models import Group, Notice, PeriodicReport
from partnership.periodic_reports import KINDS, Audience
from partnership.spans import Rhythm, span_with
from portal import operations, report_making
from portal.tasks import make_report
from tests.factories import meetings as make
from tests.factories.partnership import GroupFactory, OfficerSupportFactory, PersonFactory
from tests.factories.periodic_reports import FEBRUARY, a_digest, a_report
from tests.pdf import problems_of

pytestmark = pytest.mark.django_db

LIST, MAKE = "/regular-reports/", "/regular-reports/make/"
MARCH = datetime(2007, 3, 1, 6, tzinfo=UTC)
ANSWERS = {"month": "2", "year": "2007", "audience": "everyone"}


@pytest.fixture
def action(group, officer):
    """One published action, open since February."""
    item = make.item_under_way(group)
    moment = datetime(2007, 2, 10, tzinfo=UTC)
    made = make.ActionItemFactory(item=item, text="Write to the council", owner=PersonFactory(name="Ann"))
    ActionItem.objects.filter(pk=made.pk).update(given_out_at=moment, published_at=moment)
    return made


def about(group):
    return {"about": f"group-{group.pk}"} | ANSWERS


def asked(by, group, **values):
    return operations.ask_for_report(
        "action_log", thing=group, span=FEBRUARY, audience=Audience.EVERYONE, by=by, **values
    )


# --- By somebody ---


def test_an_officer_has_one_made_and_is_led_to_it(as_, group, action, django_capture_on_commit_callbacks):
    client = as_("officer")
    with django_capture_on_commit_callbacks(execute=True):
        sent = client.post(f"{MAKE}action_log/", about(group))
    run = Run.objects.get()
    report = PeriodicReport.objects.get()

    assert sent["Location"] == run.get_absolute_url()
    assert run.is_done
    assert run.leads_to == report.get_absolute_url()
    page = client.get(run.get_absolute_url()).content.decode()
    assert f'href="{report.get_absolute_url()}"' in page
    page = client.get(report.get_absolute_url()).content.decode()
    assert "1 action is open" in page
    assert "Write to the council" in page
    assert not Notice.objects.filter(what="periodic_report_made").exists()


def test_pressed_twice_it_is_one_report(group, officer, action):
    assert asked(officer, group) == asked(officer, group)


def test_where_nothing_happened_who_asked_is_told_so(group, officer, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        run = asked(officer, group)

    run.refresh_from_db()
    assert run.has_failed
    assert "Nothing happened in this time" in run.problem
    assert not PeriodicReport.objects.exists()


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"month": ""}, "Choose an answer to “Month”."),
        ({"month": "13"}, "Choose one of the answers offered for “Month”."),
        ({"year": ""}, "Fill in “Year”."),
        ({"year": "99999999999999999999"}, "must be 2"),
        ({"year": "NaN"}, "Enter the year in full, such as 2007."),
        ({"year": "1066"}, "“Year” must be 1990 or more."),
        ({"about": ""}, "Choose an answer to “About”."),
        ({"about": "group-0"}, "Choose one of the answers offered for “About”."),
        ({"about": "group-\x00"}, "Choose one of the answers offered for “About”."),
        ({"audience": "reader"}, "Choose one of the answers offered"),
        ({"about": "all", "audience": "officers"}, "What is for officers alone is about one group"),
    ],
)
def test_bad_answers_get_a_sentence_and_keep_the_rest(answers, sentence, as_, group, action):
    page = as_("officer").post(f"{MAKE}action_log/", about(group) | answers)

    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert "Error: " in page.content.decode()
    assert not Run.objects.exists()


def test_a_time_that_has_not_begun_is_refused_beside_its_question(as_, group, action):
    with time_machine.travel(datetime(2007, 2, 15, tzinfo=UTC)):
        page = as_("officer").post(f"{MAKE}action_log/", about(group) | {"month": "4"}).content.decode()

    assert "April 2007 has not begun yet." in page
    assert 'id="id_month_error"' in page or "id_month" in page


def test_another_groups_report_is_not_offered(as_, group, action, other_officer):
    client = as_("other_officer")
    page = client.get(f"{MAKE}action_log/").content.decode()

    assert f"group-{group.pk}" not in page
    refused = client.post(f"{MAKE}action_log/", about(group)).content.decode()
    assert "Choose one of the answers offered for “About”." in refused


@pytest.mark.parametrize("kind", sorted(name for name, kind in KINDS.items() if not kind.goes_on))
def test_every_kind_can_be_asked_for(kind, as_, group, action):
    assert as_("officer").get(f"{MAKE}{kind}/").status_code == 200


@pytest.mark.parametrize("kind", ["sector_digest", "nothing"])
def test_what_is_no_kind_is_not_found(kind, as_, group):
    assert as_("officer").get(f"{MAKE}{kind}/").status_code == 404


# --- The pages ---


def test_the_list_leads_with_the_newest_of_each_kind_in_a_sentence(client, group, action):
    first = a_report(thing=group)
    second = a_report(thing=group, by=make.officer_of(group))
    page = client.get(LIST).content.decode()
    newest = page[page.index("The newest of each kind") : page.index("All reports")]

    assert second.get_absolute_url() in newest
    assert first.get_absolute_url() not in newest
    assert "1 action is open" in newest


@pytest.mark.parametrize(
    ("query", "is_there"),
    [
        ("kind=action_log", True),
        ("group=chief-executives-group", True),
        ("year=2007", True),
        ("year=2006", False),
        ("kind=coverage", False),
        ("group=x", False),
        ("kind=%00", False),
        ("page=99", True),
    ],
)
def test_the_list_is_narrowed(query, is_there, client, group, action):
    report = a_report(thing=group)
    response = client.get(f"{LIST}?{query}")

    assert response.status_code == 200
    assert (report.get_absolute_url() in response.content.decode()) is is_there


def test_it_is_found_by_whoever_may_see_it(as_, client, group, action, officer):
    openly = a_report(thing=group)
    kept = a_report(thing=group, audience="officers", by=officer)
    page = client.get("/search/?q=action+log&kind=regular-reports").content.decode()

    assert openly.get_absolute_url() in page
    assert "is open" in page
    assert f'"{kept.get_absolute_url()}"' not in page
    found = as_("officer").get("/search/?q=action+log&kind=regular-reports").content.decode()
    assert f'"{kept.get_absolute_url()}"' in found


def test_an_empty_list_says_what_will_come(client, db):
    assert "No report is kept yet." in client.get(LIST).content.decode()


def test_the_list_asks_as_often_for_many_as_for_few(client, group, action, django_assert_max_num_queries):
    for _ in range(4):
        a_report(thing=group, by=make.officer_of(group))
    with django_assert_max_num_queries(10):
        client.get(LIST)


def test_the_page_of_one_asks_little(client, group, action, django_assert_max_num_queries):
    report = a_report(thing=group)
    with django_assert_max_num_queries(6):
        client.get(report.get_absolute_url())


def test_its_files_are_those_that_were_kept(client, group, action):
    report = a_report(thing=group)
    pdf = client.get(reverse("portal:periodic_report_pdf", args=[report.pk]))
    workbook = client.get(reverse("portal:periodic_report_excel", args=[report.pk]))
    content = pdf.getvalue()

    assert (pdf["Content-Type"], pdf["Content-Disposition"].split(";")[0]) == ("application/pdf", "inline")
    assert problems_of(content) == []
    assert "1 action is open" in PdfReader(io.BytesIO(content)).pages[0].extract_text()
    assert workbook["Content-Disposition"].startswith("attachment")
    assert load_workbook(io.BytesIO(workbook.getvalue())).sheetnames[0] == "Report"


def test_a_file_that_was_changed_in_the_store_is_handed_to_nobody(client, group, action):
    report = a_report(thing=group)
    with report.pdf.storage.open(report.pdf.name, "wb") as file:
        file.write(b"%PDF-1.7 something else")

    assert client.get(reverse("portal:periodic_report_pdf", args=[report.pk])).status_code == 404


def test_what_is_for_officers_is_a_404_for_everyone_else(as_, group, action, officer):
    report = a_report(thing=group, audience="officers", by=officer)
    client = as_("member")

    for page in ("periodic_report", "periodic_report_pdf", "periodic_report_excel"):
        assert client.get(reverse(f"portal:{page}", args=[report.pk])).status_code == 404
    assert report.title not in client.get(LIST).content.decode()


def test_later_changes_do_not_reach_what_was_reported(client, group, action):
    report = a_report(thing=group)
    ActionItem.objects.filter(pk=action.pk).update(text="Something else altogether")

    assert "Write to the council" in client.get(report.get_absolute_url()).content.decode()


# --- The clock ---


def due(day, capture, times=1):
    with time_machine.travel(datetime.combine(day, MARCH.time(), tzinfo=UTC)), capture(execute=True):
        return [operations.ask_for_due_reports(on=day, by=None) for _ in range(times)]


def test_when_a_month_is_over_the_clock_has_its_report_made(
    group, officer, action, django_capture_on_commit_callbacks
):
    due(date(2007, 3, 1), django_capture_on_commit_callbacks)
    report = PeriodicReport.objects.get()

    assert report.title == "Action log of the Chief Executives Group, February 2007"
    assert (report.by, report.audience) == (None, "everyone")
    assert Notice.objects.filter(what="periodic_report_made", to=officer).count() == 1


def test_twice_late_and_the_next_day_it_is_the_same_one(
    group, officer, action, django_capture_on_commit_callbacks
):
    due(date(2007, 3, 1), django_capture_on_commit_callbacks, times=2)
    for day in (2, 5, 31):
        assert due(date(2007, 3, day), django_capture_on_commit_callbacks) == [0]

    assert PeriodicReport.objects.count() == 1
    assert Notice.objects.filter(what="periodic_report_made", to=officer).count() == 1


def test_after_days_without_a_worker_the_last_month_is_caught_up(
    group, officer, action, django_capture_on_commit_callbacks
):
    due(date(2007, 3, 20), django_capture_on_commit_callbacks)

    assert [report.period for report in PeriodicReport.objects.all()] == ["February 2007"]


def test_a_year_of_mornings_makes_one_log_a_month(group, officer, action, django_capture_on_commit_callbacks):
    for number in range(365):
        due(date(2007, 3, 1) + timedelta(days=number), django_capture_on_commit_callbacks)
    periods = PeriodicReport.objects.of_kind("action_log").order_by("since").values_list("period", flat=True)

    assert list(periods) == [
        span_with(Rhythm.MONTH, date(2007 + month // 12, month % 12 + 1, 1)).label for month in range(1, 13)
    ]


def test_of_a_closed_group_the_report_is_for_its_officers(django_capture_on_commit_callbacks, action):
    closed = GroupFactory(is_public=False)
    OfficerSupportFactory(group=closed)
    make.ActionItemFactory(item=make.item_under_way(closed))
    due(date(2007, 3, 1), django_capture_on_commit_callbacks)

    assert PeriodicReport.objects.of_group(closed).get().audience == "officers"


def test_a_group_without_an_officer_gets_none(group, action, django_capture_on_commit_callbacks):
    group.officer_supports.update(ends_on=date(2007, 2, 20))
    due(date(2007, 3, 1), django_capture_on_commit_callbacks)

    assert not PeriodicReport.objects.exists()


def test_where_nothing_happened_the_clock_says_nothing(group, officer, django_capture_on_commit_callbacks):
    due(date(2007, 3, 1), django_capture_on_commit_callbacks)

    assert not PeriodicReport.objects.exists()
    assert not Notice.objects.filter(what="periodic_report_made").exists()
    assert {run.state for run in Run.objects.all()} == {Run.State.DONE}


def test_what_failed_is_asked_for_again_the_next_day(
    group, officer, action, django_capture_on_commit_callbacks, monkeypatch
):
    with monkeypatch.context() as broken:
        broken.setattr(report_making, "to_pdf", lambda document: 1 / 0)
        due(date(2007, 3, 1), django_capture_on_commit_callbacks)
    assert not PeriodicReport.objects.exists()

    due(date(2007, 3, 2), django_capture_on_commit_callbacks)
    assert PeriodicReport.objects.count() == 1


# --- A worker that dies ---


class Killed(BaseException):
    """The worker is gone in this instant."""


@pytest.mark.parametrize("moment", ["counted", "to_pdf", "workbook_of"])
def test_killed_in_the_middle_it_leaves_no_half_report_and_the_sweep_finishes_it(
    moment, group, officer, action, monkeypatch
):
    def dies(*args, **values):
        raise Killed

    run = asked(officer, group)
    with monkeypatch.context() as killed:
        killed.setattr(report_making, moment, dies)
        with pytest.raises(Killed):
            make_report(run.pk)
    run.refresh_from_db()
    assert run.state == Run.State.WORKING
    assert not PeriodicReport.objects.exists()

    Run.objects.filter(pk=run.pk).update(heard_at=timezone.now() - SILENCE_LASTS)
    assert runs.sweep() == 1
    make_report(run.pk)
    run.refresh_from_db()
    assert (run.is_done, run.leads_to) == (True, PeriodicReport.objects.get().get_absolute_url())


def test_killed_after_it_was_kept_it_is_not_made_again(group, officer, action, monkeypatch):
    run = asked(officer, group)
    with monkeypatch.context() as killed:
        killed.setattr(report_making, "_leads_to", lambda *args: (_ for _ in ()).throw(Killed))
        with pytest.raises(Killed):
            make_report(run.pk)
    kept = PeriodicReport.objects.get()

    Run.objects.filter(pk=run.pk).update(heard_at=timezone.now() - SILENCE_LASTS)
    make_report(run.pk)
    run.refresh_from_db()
    assert PeriodicReport.objects.get() == kept
    assert run.leads_to == kept.get_absolute_url()


# --- A digest now ---


def test_a_representative_has_the_digest_made_and_a_second_press_says_there_is_nothing_new(
    as_, group, representative, django_capture_on_commit_callbacks
):
    decision = make.DecisionFactory(item=make.item_under_way(group), text="The hall is bought.")
    with time_machine.travel(timezone.now() - timedelta(hours=1)):
        meetings.publish_decision(decision, by=make.officer_of(group))
    client = as_("representative")
    assert "You have had no digest yet." in client.get("/regular-reports/digest/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/regular-reports/digest/")
    report = PeriodicReport.objects.get()
    assert "The hall is bought." in client.get(report.get_absolute_url()).content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        run = operations.ask_for_digest(by=representative)
    run.refresh_from_db()
    assert "Nothing happened" in run.problem


def test_a_digest_of_the_last_minutes_waits_until_they_have_settled(representative, group):
    decision = make.DecisionFactory(item=make.item_under_way(group))
    with time_machine.travel(timezone.now() - timedelta(hours=1)):
        meetings.publish_decision(decision, by=make.officer_of(group))
    a_digest(representative, until=timezone.now())

    with pytest.raises(Refused, match="a few minutes ago"):
        operations.ask_for_digest(by=representative)


def test_whoever_represents_nobody_has_no_digest(as_, group):
    assert as_("member").get("/regular-reports/digest/").status_code == 403


def test_a_group_of_another_name_is_named_as_it_is(group, action):
    Group.objects.filter(pk=group.pk).update(name="The Board")
    group.refresh_from_db()

    assert a_report(thing=group).title == "Action log of the Board, February 2007"
