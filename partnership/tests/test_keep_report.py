"""A report is kept once and for good: made again it is another edition; who may not read it knows of none."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction

from core import history
from core.refusals import Refused
from core.statements import Statement
from partnership import operations
from partnership.models import Group, Notice, PeriodicReport
from partnership.operations.periodic_reports import fingerprint
from partnership.permissions import can_have_digest, can_make_report, can_make_reports
from tests.factories.partnership import (
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    SeatFactory,
    SeatHoldingFactory,
    UserFactory,
)
from tests.factories.periodic_reports import FEBRUARY, a_report, asked

pytestmark = pytest.mark.django_db

WORDS = Statement("3 actions are open.")


def kept(question, *, by=None, run=None, statement=WORDS):
    return operations.keep_report(question, statement, pdf=b"%PDF-1.7", workbook=b"PK", by=by, run=run)


def test_it_is_kept_with_its_words_its_files_and_their_hashes(group, officer):
    report = kept(asked(thing=group, by=officer), by=officer)

    assert report.title == "Action log of the Chief Executives Group, February 2007"
    assert (report.lead, report.number, report.group) == ("3 actions are open.", 1, group)
    assert report.statement == WORDS
    assert report.is_intact
    assert fingerprint(report.pdf.open()) == report.pdf_sha256 == json.loads(report.body)["pdf_sha256"]
    assert [entry.verb for entry in history.of(report)] == ["made"]


def test_made_again_it_is_another_edition_beside_the_first(group, officer):
    first = kept(asked(thing=group, by=officer), by=officer)
    second = kept(asked(thing=group, by=officer), by=officer, statement=Statement("4 actions are open."))

    assert (first.number, second.number) == (1, 2)
    assert PeriodicReport.objects.get(pk=first.pk).lead == "3 actions are open."


def test_the_clock_has_it_made_once(group, officer):
    first = kept(asked(thing=group))
    again = kept(asked(thing=group), statement=Statement("Another thing."))

    assert again == first
    assert PeriodicReport.objects.count() == 1
    assert Notice.objects.filter(what="periodic_report_made", to=officer).count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE partnership_periodicreport SET lead = 'Nothing is open.'",
        "DELETE FROM partnership_periodicreport",
        "TRUNCATE partnership_periodicreport CASCADE",
    ],
)
def test_what_was_reported_never_changes_not_even_by_hand(statement, group):
    kept(asked(thing=group))

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_it_cannot_be_changed_through_the_models_either(group):
    report = kept(asked(thing=group))

    for change in (report.save, report.delete, PeriodicReport.objects.all().delete):
        with pytest.raises(Refused):
            change()


def test_a_hash_that_does_not_fit_is_refused(group):
    report = kept(asked(thing=group))
    report.pk, report._state.adding, report.number = None, True, 2
    report.body = report.body.replace("3 actions", "4 actions")

    with pytest.raises(DatabaseError), transaction.atomic():
        report.save()


def test_where_it_is_not_kept_its_files_are_not_either(group, officer, monkeypatch):
    before = set(files())
    monkeypatch.setattr(history, "record", lambda *args, **values: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        kept(asked(thing=group, by=officer), by=officer)

    assert not PeriodicReport.objects.exists()
    assert set(files()) == before


def files():
    from core.private_files import private_files

    folder = private_files()
    found, waiting = [], ["periodic-reports"]
    while waiting:
        place = waiting.pop()
        if folder.exists(place):
            folders, names = folder.listdir(place)
            waiting += [f"{place}/{each}" for each in folders]
            found += [f"{place}/{each}" for each in names]
    return found


# --- Who may see it ---


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        ("reader", ["everyone"]),
        ("outsider", ["everyone"]),
        ("member", ["everyone"]),
        ("representative", ["everyone", "reader"]),
        ("officer", ["everyone", "officers"]),
        ("other_officer", ["everyone"]),
        ("administrator", ["everyone"]),
    ],
)
def test_each_sees_what_was_made_for_them(role, sees, request, group, officer, representative):
    kept(asked(thing=group))
    kept(asked(thing=group, audience="officers"))
    kept(asked("sector_digest", audience="reader", reader=representative, until=moment(20)))
    user = request.getfixturevalue(role)

    assert sorted(PeriodicReport.objects.visible_to(user).values_list("audience", flat=True)) == sees


def test_of_a_group_that_is_closed_to_the_public_an_open_report_is_not_open(group, member, officer, outsider):
    kept(asked(thing=group))
    Group.objects.filter(pk=group.pk).update(is_public=False)

    seen = [PeriodicReport.objects.visible_to(user).exists() for user in (outsider, member, officer)]
    assert seen == [False, True, True]


# --- Who may have one made ---


@pytest.mark.parametrize(
    ("role", "makes", "of_group", "for_officers", "of_all"),
    [
        ("reader", False, False, False, False),
        ("outsider", False, False, False, False),
        ("member", False, False, False, False),
        ("chair", False, False, False, False),
        ("officer", True, True, True, True),
        ("other_officer", True, False, False, True),
        ("administrator", True, True, False, True),
    ],
)
def test_who_may_have_one_made(role, makes, of_group, for_officers, of_all, request, group):
    user = request.getfixturevalue(role)

    assert can_make_reports(user) is makes
    assert can_make_report(user, group, "everyone") is of_group
    assert can_make_report(user, group, "officers") is for_officers
    assert can_make_report(user, None, "everyone") is of_all
    assert can_make_report(user, None, "officers") is False


@pytest.mark.parametrize(
    ("role", "may"), [("reader", False), ("member", False), ("officer", False), ("representative", True)]
)
def test_who_has_a_digest(role, may, request):
    assert can_have_digest(request.getfixturevalue(role)) is may


def test_whoever_holds_a_seat_of_the_sector_has_one_while_they_hold_it(group):
    alliance = OrganisationFactory(sector="voluntary")
    user = UserFactory()
    holding = SeatHoldingFactory(
        seat=SeatFactory(group=group, nominated_by=alliance), person=PersonFactory(user=user)
    )
    assert can_have_digest(user)

    operations.end_seat_holding(holding, on=holding.starts_on + timedelta(days=1), reason="Left.", by=None)
    assert not can_have_digest(user)


# --- Who is told ---


def test_officers_and_followers_are_told_of_what_the_clock_has_made(group, officer, outsider):
    operations.follow(group, by=outsider)
    report = kept(asked(thing=group))

    told = Notice.objects.filter(what="periodic_report_made", object_id=report.pk)
    assert {notice.to for notice in told} == {officer, outsider}
    assert {notice.subject for notice in told} == {report.title}


def test_what_is_for_officers_is_told_to_them_alone(group, officer, outsider):
    operations.follow(group, by=outsider)
    kept(asked(thing=group, audience="officers"))

    assert [notice.to for notice in Notice.objects.filter(what="periodic_report_made")] == [officer]


def test_what_somebody_asked_for_is_told_to_nobody(group, officer):
    kept(asked(thing=group, by=officer), by=officer)

    assert not Notice.objects.filter(what="periodic_report_made").exists()


def test_of_the_whole_partnership_administrators_hear(administrator):
    kept(asked("coverage"))

    assert [notice.to for notice in Notice.objects.filter(what="periodic_report_made")] == [administrator]


# --- A chain of digests ---


def moment(day, hour=0):
    return datetime(2007, 2, day, hour, tzinfo=UTC)


def digest(reader, until):
    return kept(asked("sector_digest", audience="reader", reader=reader, until=until))


def test_each_digest_begins_where_the_last_one_ended(representative):
    first = digest(representative, moment(12))
    second = digest(representative, moment(26))

    assert (first.since, first.until) == (moment(12) - timedelta(days=28), moment(12))
    assert (second.since, second.until) == (moment(12), moment(26))


@pytest.mark.parametrize(
    ("since", "until"),
    [(moment(13), moment(20)), (moment(11), moment(20)), (moment(1), moment(5)), (moment(12), moment(20))],
)
def test_no_digest_leaves_a_gap_or_tells_twice_not_even_by_hand(since, until, representative):
    digest(representative, moment(12))
    copy = digest(representative, moment(19)) if since == moment(12) else PeriodicReport.objects.get()
    copy.pk, copy._state.adding, copy.since, copy.until, copy.number = None, True, since, until, 7

    with pytest.raises(DatabaseError), transaction.atomic():
        copy.save(force_insert=True)


def test_a_digest_that_another_has_overtaken_is_refused(representative):
    slow = asked("sector_digest", audience="reader", reader=representative, until=moment(19))
    digest(representative, moment(12))

    with pytest.raises(Refused, match="Another digest"):
        kept(slow, by=representative)


def test_of_one_reader_the_digests_of_another_know_nothing(representative, group):
    other = MembershipFactory(
        group=group,
        person=PersonFactory(user=UserFactory()),
        organisation=OrganisationFactory(sector="voluntary"),
    ).person.user
    digest(representative, moment(12))

    assert digest(other, moment(20)).since == moment(20) - timedelta(days=28)


def test_the_whole_way_makes_both_files(group):
    with time_machine.travel(datetime(2007, 3, 1, 12, tzinfo=UTC)):
        report = a_report(thing=group, span=FEBRUARY)

    assert report.pdf.open().read(5) == b"%PDF-"
    assert report.workbook.open().read(2) == b"PK"
    assert report.as_of == datetime(2007, 3, 1, 12, tzinfo=UTC)
