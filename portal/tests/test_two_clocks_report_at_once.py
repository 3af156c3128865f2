"""Several beats strike at the same moment, and several workers take the same work: each report is made once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from core.models import Run
from core.refusals import Refused
from meetings import operations as meetings
from meetings.models import ActionItem
from partnership.models import Notice, Organisation, PeriodicReport
from partnership.spans import Rhythm, last_over
from portal import operations, report_making
from portal.tasks import make_report
from tests.factories import meetings as make
from tests.factories.partnership import GroupFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.periodic_reports import asked

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works):
    start = Barrier(len(works))

    def one(work):
        try:
            start.wait(timeout=10)
            return work()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(one, works))


@pytest.fixture
def group():
    """With an officer, and one open action."""
    group = GroupFactory()
    action = make.ActionItemFactory(item=make.item_under_way(group))
    moment = datetime(2007, 2, 10, tzinfo=UTC)
    ActionItem.objects.filter(pk=action.pk).update(given_out_at=moment, published_at=moment)
    return group


@pytest.fixture
def representative(group):
    """Sits there for the sector; an hour ago something was decided."""
    seat = MembershipFactory(
        group=group,
        person__user=UserFactory(),
        organisation=OrganisationFactory(sector=Organisation.Sector.VOLUNTARY),
    )
    item = make.AgendaItemFactory(of_interest_to=[Organisation.Sector.VOLUNTARY])
    make.started(item.meeting)
    decision = make.DecisionFactory(item=item)
    meetings.publish_decision(decision, by=make.officer_of(decision.group))
    return seat.person.user


def test_several_beats_ask_for_each_report_once(group):
    today = timezone.localdate()
    counts = at_once(*[lambda: operations.ask_for_due_reports(on=today, by=None)] * 4)
    logs = Run.objects.filter(task=make_report.name, arguments__kind="action_log")

    assert sum(counts) == Run.objects.filter(task=make_report.name).count()
    assert logs.count() == 1
    assert PeriodicReport.objects.of_kind("action_log").count() == 1
    assert Notice.objects.filter(what="periodic_report_made").count() == 1


def test_several_workers_keep_the_clocks_report_once(group):
    span = last_over(Rhythm.MONTH, timezone.localdate())

    def work():
        question = asked(thing=group, span=span)
        return report_making.made(question, report_making.counted(question), by=None).pk

    assert len(set(at_once(*[work] * 4))) == 1
    assert PeriodicReport.objects.count() == 1
    assert Notice.objects.filter(what="periodic_report_made").count() == 1


def test_several_workers_gather_one_digest(group, representative):
    until = timezone.now() + timedelta(minutes=1)

    def work():
        question = asked("sector_digest", audience="reader", reader=representative, until=until)
        return report_making.made(question, report_making.counted(question), by=None).pk

    results = at_once(*[work] * 4)
    assert len({each for each in results if not isinstance(each, Refused)}) == 1
    assert PeriodicReport.objects.count() == 1
    assert Notice.objects.filter(what="sector_digest_made").count() == 1


def test_editions_asked_for_at_once_have_a_number_each(group):
    officer = make.officer_of(group)
    span = last_over(Rhythm.MONTH, timezone.localdate())

    def work():
        question = asked(thing=group, span=span, by=officer)
        return report_making.made(question, report_making.counted(question), by=officer).number

    assert sorted(at_once(*[work] * 4)) == [1, 2, 3, 4]
