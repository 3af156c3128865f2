"""What is promised to whoever applies for a place: the day on which their name goes, and that others decide."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from core.models import HistoryEntry
from core.refusals import Refused
from engagement import operations
from engagement.models import Bursary, DayAttendance, Place, Programme
from engagement.permissions import can_decide_bursary
from engagement.schedule import erase_applicants
from partnership.models import Notice
from tests.factories.partnership import OfficerSupportFactory, UserFactory

ERASED_ON = date(2099, 1, 1)


@pytest.fixture
def draft(group, officer) -> Programme:
    return operations.begin_programme(
        group,
        title="Working together",
        summary="Six days.",
        for_whom="People who lead.",
        contact="The partnership office",
        voluntary_places=2,
        bursary_fund=Decimal(500),
        small_budget=Decimal(1000),
        bursary_criteria="Small bodies.",
        by=officer,
    )


@pytest.fixture
def programme(draft, officer) -> Programme:
    operations.edit_programme(draft, erase_on=ERASED_ON, by=officer)
    return operations.publish_programme(draft, by=officer)


def raw(sql: str, *values) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_it_is_not_published_before_it_says_when_names_go(draft, officer):
    with pytest.raises(Refused, match="on which day names and addresses of applicants are erased"):
        operations.publish_programme(draft, by=officer)


def test_nobody_applies_without_the_promise_by_raw_sql_either(programme):
    raw("UPDATE engagement_programme SET erase_on = NULL WHERE id = %s", programme.pk)
    with pytest.raises(Refused, match="Nobody can apply before it is said on which day"):
        operations.apply_for_place(programme, name="X", sector="voluntary", by=UserFactory())
    with pytest.raises(IntegrityError, match="Nobody can apply before it is said"):
        raw(
            "INSERT INTO engagement_place (programme_id, number, name, email, sector, state, applied_at, reason) "
            "VALUES (%s, 1, 'X', '', 'voluntary', 'applied', now(), '')",
            programme.pk,
        )


def test_the_day_comes_after_applications_close_and_after_the_last_day(programme, officer):
    with pytest.raises(Refused, match="only be erased after the last day to apply"):
        operations.edit_programme(programme, apply_by=ERASED_ON, by=officer)
    operations.add_day(programme, held_on=date(2098, 5, 1), by=officer)
    with pytest.raises(Refused, match="needed until its last day, 1 May 2098"):
        operations.edit_programme(programme, erase_on=date(2098, 5, 1), by=officer)


def test_what_was_promised_is_not_put_off(programme, officer):
    operations.edit_programme(programme, erase_on=date(2099, 6, 1), by=officer)
    operations.apply_for_place(programme, name="X", sector="voluntary", by=UserFactory())
    with pytest.raises(Refused, match="sooner, but not later"):
        operations.edit_programme(programme, erase_on=date(2099, 6, 2), by=officer)
    with pytest.raises(IntegrityError, match="sooner, but not later"):
        raw("UPDATE engagement_programme SET erase_on = NULL WHERE id = %s", programme.pk)
    operations.edit_programme(programme, erase_on=ERASED_ON, by=officer)


def test_the_promise_stands_on_the_page_and_on_the_form(as_, programme):
    for page in (programme.get_absolute_url(), f"{programme.get_absolute_url()}apply/"):
        assert "erased on 1 January 2099" in as_("outsider").get(page).content.decode()


def test_on_the_promised_day_who_applied_is_erased_and_what_was_decided_stays(
    programme, officer, as_, outsider
):
    operations.begin_offering(programme, by=officer)
    own = operations.apply_for_place(programme, name="Quite Private", sector="voluntary", by=outsider)
    written = operations.enter_application(
        programme, name="On Paper", sector="voluntary", email="paper@example.org", by=officer
    )
    bursary = operations.ask_for_bursary(
        own, training_budget=Decimal(10), asked=Decimal(100), why="My mother is ill.", by=outsider
    )
    operations.award_bursary(bursary, awarded=Decimal(100), criteria_met="Small.", by=officer)
    operations.accept_place(own, by=outsider)
    operations.withdraw_place(written, reason="I am ill myself.", by=officer)
    day = operations.add_day(programme, held_on=timezone.localdate(), by=officer)
    operations.enter_attendance(day, came=[own], by=officer)

    with time_machine.travel(timezone.make_aware(timezone.datetime(2098, 12, 31, 9))):
        assert erase_applicants() == 0
    with time_machine.travel(timezone.make_aware(timezone.datetime(2099, 1, 1, 9))):
        assert erase_applicants() == 1
        assert erase_applicants() == 0
        assert "erased on 1 January 2099, as was promised" in (
            as_("officer").get(f"{programme.get_absolute_url()}places/").content.decode()
        )
        assert as_("outsider").get(own.get_absolute_url()).status_code == 404

    for place in Place.objects.all():
        assert (place.name, place.email, place.login, place.reason) == ("", "", None, "")
    assert Place.objects.get(pk=own.pk).entered_by is None
    assert Place.objects.get(pk=written.pk).entered_by == officer, "officers answer for what they wrote down"
    bursary = Bursary.objects.get()
    assert (bursary.applicant, bursary.why) == (None, "")
    assert (bursary.state, bursary.awarded, bursary.decided_by) == ("awarded", 100, officer)
    assert DayAttendance.objects.get().came
    assert not Notice.objects.filter(content_type__model="place").exists()

    # The log is never erased: what people did for themselves was never in it with their login, nor their reasons.
    log = HistoryEntry.objects.filter(content_type__model__in=["place", "bursary"])
    assert log.exists()
    assert not log.filter(by=outsider).exists()
    said = str([(entry.changes, entry.reason) for entry in log])
    for word in ("Quite Private", "On Paper", "paper@example.org", "ill"):
        assert word not in said
    assert [entry.verb for entry in HistoryEntry.objects.about(programme)[:2]] == [
        "applicants erased",
        "names and addresses erased",
    ]


def test_afterwards_nobody_applies_or_is_offered_anything(programme, officer):
    operations.begin_offering(programme, by=officer)
    places = [
        operations.apply_for_place(programme, name="X", sector="voluntary", by=UserFactory())
        for _ in range(3)
    ]
    operations.erase_applicants(on=ERASED_ON, by=None)
    programme.refresh_from_db()
    assert not programme.takes_applications
    with pytest.raises(Refused, match="The programme is over"):
        operations.enter_application(programme, name="X", sector="voluntary", by=officer)
    operations.edit_programme(programme, voluntary_places=9, by=officer)
    assert Place.objects.get(pk=places[2].pk).state == "applied"
    with pytest.raises(IntegrityError, match="stays erased"):
        raw("UPDATE engagement_programme SET erased_at = NULL")


def asked_by_officer(programme, officer) -> Bursary:
    place = operations.enter_application(programme, name="On paper", sector="voluntary", by=officer)
    return operations.ask_for_bursary(
        place, training_budget=Decimal(1), asked=Decimal(10), why="Small.", by=officer
    )


def test_whoever_wrote_an_application_down_does_not_decide_on_its_bursary(
    programme, officer, group, as_, outsider
):
    bursary = asked_by_officer(programme, officer)
    colleague = OfficerSupportFactory(group=group).user
    assert not can_decide_bursary(officer, bursary)
    assert can_decide_bursary(colleague, bursary)
    assert as_("officer").get(f"{bursary.get_absolute_url()}decide/").status_code == 403
    page = as_("officer").get(bursary.get_absolute_url()).content.decode()
    assert "another officer decides on the bursary" in page
    with pytest.raises(Refused, match="another officer does"):
        operations.award_bursary(bursary, awarded=Decimal(10), criteria_met="Yes.", by=officer)
    with pytest.raises(IntegrityError, match="another officer does"):
        raw(
            "UPDATE engagement_bursary SET state = 'refused', criteria_met = 'x', decided_at = now(), "
            "decided_by_id = %s WHERE id = %s",
            officer.pk,
            bursary.pk,
        )
    assert list(Bursary.objects.to_decide().decidable_by(officer)) == []
    assert list(Bursary.objects.to_decide().decidable_by(colleague)) == [bursary]
    operations.award_bursary(bursary, awarded=Decimal(10), criteria_met="Yes.", by=colleague)

    own = operations.apply_for_place(programme, name="X", sector="voluntary", by=outsider)
    operations.ask_for_bursary(own, training_budget=Decimal(1), asked=Decimal(10), why="Small.", by=outsider)
    assert "another officer" not in as_("outsider").get(own.get_absolute_url()).content.decode()


def test_nor_does_whoever_asked_for_the_bursary_in_somebodys_name(programme, officer, group):
    place = operations.apply_for_place(programme, name="X", sector="voluntary", by=UserFactory())
    bursary = operations.ask_for_bursary(
        place, training_budget=Decimal(1), asked=Decimal(10), why="Small.", by=officer
    )
    assert bursary.asked_by == officer
    assert not can_decide_bursary(officer, bursary)
    with pytest.raises(Refused, match="another officer does"):
        operations.refuse_bursary(bursary, criteria_met="No.", by=officer)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (("31", "2", "2099"), "has only 28 days"),
        (("\x00", "1", "2099"), "between 1 and 31"),
        (("1", "1", "99999"), "year between"),
        (("1", "1", "1999"), "after the last day to apply"),
    ],
)
def test_a_day_that_cannot_be_is_refused_in_a_sentence_and_keeps_what_was_typed(
    typed, sentence, as_, programme
):
    answers = dict(zip(("erase_on_0", "erase_on_1", "erase_on_2"), typed, strict=True))
    answers |= {"title": "Kept words", "apply_by_0": "1", "apply_by_1": "1", "apply_by_2": "2050"}
    answers |= {"public_places": "0", "private_places": "0", "voluntary_places": "1", "bursary_fund": "0"}
    answer = as_("officer").post(f"{programme.get_absolute_url()}edit/", answers)
    assert answer.status_code == 200
    assert sentence in " ".join(answer.context["form"].errors["erase_on"])
    assert "Kept words" in answer.content.decode()
