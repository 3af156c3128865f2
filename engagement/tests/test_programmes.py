"""Places by sector, the waiting list in its order, attendance, and the bursary fund."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from core.refusals import Refused
from engagement import operations
from engagement.models import Bursary, Place, Programme
from partnership.models import Notice, Organisation
from tests.factories.partnership import OfficerSupportFactory, OrganisationFactory, UserFactory

STATES = list(Place.State)
ILLEGAL = [(a, b) for a in STATES for b in STATES if a != b and b not in Place.NEXT.get(a, ())]
WAY_TO = {
    "applied": [],
    "offered": ["offered"],
    "accepted": ["offered", "accepted"],
    "declined": ["offered", "declined"],
    "withdrawn": ["withdrawn"],
}


@pytest.fixture
def programme(group, officer) -> Programme:
    """Two places for the voluntary sector, one for the public; a fund of 500 pounds."""
    programme = operations.begin_programme(
        group,
        title="Working together",
        summary="Six days.",
        for_whom="People who lead.",
        contact="The partnership office",
        public_places=1,
        voluntary_places=2,
        bursary_fund=Decimal(500),
        small_budget=Decimal(1000),
        bursary_criteria="Those who could not come otherwise.",
        erase_on=date(2099, 1, 1),
        by=officer,
    )
    return operations.publish_programme(programme, by=officer)


def applied(programme, *, sector="voluntary", name="Somebody", by=None) -> Place:
    return operations.apply_for_place(programme, name=name, sector=sector, by=by or UserFactory())


def again(place: Place) -> Place:
    return Place.objects.get(pk=place.pk)


def raw(sql: str, *values) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_places_are_offered_in_the_order_of_applications_sector_by_sector(programme, officer):
    first, public, second, third = (
        applied(programme),
        applied(programme, sector="public"),
        applied(programme),
        applied(programme),
    )
    assert {each.state for each in (first, public, second, third)} == {"applied"}

    operations.begin_offering(programme, by=officer)

    assert [again(each).state for each in (first, public, second, third)] == [
        "offered",
        "offered",
        "offered",
        "applied",
    ]
    assert list(Notice.objects.filter(what="place_offered").values_list("to", flat=True).order_by("to")) == [
        first.login_id,
        public.login_id,
        second.login_id,
    ]


@pytest.mark.parametrize("give_up", ["decline_place", "withdraw_place"])
def test_a_place_that_is_given_up_goes_to_the_next_in_line_of_its_sector(give_up, programme, officer):
    first, second = applied(programme), applied(programme)
    operations.begin_offering(programme, by=officer)
    third, public, fourth = applied(programme), applied(programme, sector="public"), applied(programme)
    assert (third.state, public.state) == ("applied", "offered")

    getattr(operations, give_up)(again(first), by=first.login)

    assert [again(each).state for each in (second, third, fourth)] == ["offered", "offered", "applied"]
    assert Notice.objects.get(what="place_offered_next").to == third.login
    assert Notice.objects.get(what="place_declined").to == officer


def test_whoever_applies_when_a_place_is_free_is_offered_it(programme, officer):
    operations.begin_offering(programme, by=officer)
    place = applied(programme)
    assert place.state == "offered"
    assert operations.accept_place(place, by=place.login).state == "accepted"


def test_more_places_go_to_those_who_wait(programme, officer):
    operations.begin_offering(programme, by=officer)
    places = [applied(programme) for _ in range(3)]
    operations.edit_programme(programme, voluntary_places=3, by=officer)
    assert again(places[2]).state == "offered"


def test_raw_sql_can_neither_oversell_nor_pass_over_anybody(programme, officer):
    operations.begin_offering(programme, by=officer)
    places = [applied(programme) for _ in range(4)]
    offer = "UPDATE engagement_place SET state = 'offered', offered_at = now() WHERE id = %s"

    with pytest.raises(IntegrityError, match="Every place of that sector"):
        raw(offer, places[2].pk)
    raw("UPDATE engagement_programme SET voluntary_places = 3 WHERE id = %s", programme.pk)
    with pytest.raises(IntegrityError, match="Somebody has waited longer"):
        raw(offer, places[3].pk)
    raw(offer, places[2].pk)
    with pytest.raises(IntegrityError, match="More places than that are offered"):
        raw("UPDATE engagement_programme SET voluntary_places = 2 WHERE id = %s", programme.pk)
    for change in ("number = 99", "sector = 'public'"):
        with pytest.raises(IntegrityError, match="stay as they were"):
            raw(f"UPDATE engagement_place SET {change} WHERE id = %s", places[3].pk)
    with pytest.raises(IntegrityError, match="begins with an application"):
        raw(
            "INSERT INTO engagement_place (programme_id, number, name, email, sector, state, entered_by_id, "
            "applied_at, offered_at, reason) VALUES (%s, 9, 'X', '', 'public', 'offered', %s, now(), now(), '')",
            programme.pk,
            officer.pk,
        )


@pytest.mark.parametrize(("state", "to"), ILLEGAL)
def test_every_other_step_is_refused_by_raw_sql_too(state, to, programme):
    place = applied(programme)
    step = "UPDATE engagement_place SET state = %s, offered_at = now(), answered_at = now() WHERE id = %s"
    for each in WAY_TO[state]:
        raw(step, each, place.pk)
    with pytest.raises(IntegrityError, match="does not follow"):
        raw(step, to, place.pk)


def test_an_officer_enters_somebody_who_is_told_at_their_address(programme, officer):
    operations.begin_offering(programme, by=officer)
    body = OrganisationFactory(sector=Organisation.Sector.VOLUNTARY)
    place = operations.enter_application(
        programme,
        name="On paper",
        sector="voluntary",
        organisation=body,
        email="paper@example.org",
        by=officer,
    )
    assert (place.state, place.login) == ("offered", None)
    assert Notice.objects.get(what="place_offered").address == "paper@example.org"
    with pytest.raises(Refused, match="for this address already"):
        operations.enter_application(
            programme, name="Again", sector="public", email="PAPER@example.org", by=officer
        )


def test_who_cannot_apply_is_told_why(programme, officer, group):
    user = UserFactory()
    draft = operations.begin_programme(group, title="Later", by=officer)
    public = OrganisationFactory(sector=Organisation.Sector.PUBLIC)
    with pytest.raises(Refused, match="before the programme is published"):
        applied(draft)
    with pytest.raises(Refused, match="no places for the private sector"):
        applied(programme, sector="private")
    with pytest.raises(Refused, match="belongs to the public sector"):
        operations.apply_for_place(programme, name="X", sector="voluntary", organisation=public, by=user)
    applied(programme, by=user)
    with pytest.raises(Refused, match="already"):
        applied(programme, by=user)
    yesterday = timezone.localdate() - timedelta(days=1)
    operations.edit_programme(programme, apply_by=yesterday, by=officer)
    with pytest.raises(Refused, match="last day to apply"):
        applied(programme)


def asks(programme, amount=300, budget=1000) -> Bursary:
    place = applied(programme)
    return operations.ask_for_bursary(
        place, training_budget=Decimal(budget), asked=Decimal(amount), why="We are small.", by=place.login
    )


def test_the_fund_is_never_overspent(programme, officer):
    first, second = asks(programme), asks(programme)
    first = operations.award_bursary(first, awarded=Decimal(300), criteria_met="A small body.", by=officer)
    assert (first.criteria, first.decided_by) == ("Those who could not come otherwise.", officer)
    assert Notice.objects.get(what="bursary_decided").to == first.applicant

    with pytest.raises(Refused, match="does not hold that much"):
        operations.award_bursary(second, awarded=Decimal(201), criteria_met="So is this.", by=officer)
    with pytest.raises(IntegrityError, match="does not hold that much"):
        raw(
            "UPDATE engagement_bursary SET state = 'awarded', awarded = 201, criteria_met = 'x', criteria = 'x', "
            "decided_at = now(), decided_by_id = %s WHERE id = %s",
            officer.pk,
            second.pk,
        )
    with pytest.raises(IntegrityError, match="awarded from the fund already"):
        raw("UPDATE engagement_programme SET bursary_fund = 299 WHERE id = %s", programme.pk)
    with pytest.raises(IntegrityError, match="stays so"):
        raw("UPDATE engagement_bursary SET awarded = 1 WHERE id = %s", first.pk)

    operations.withdraw_place(first.place, by=first.applicant)
    first.refresh_from_db()
    assert first.state == "lapsed"
    operations.award_bursary(second, awarded=Decimal(300), criteria_met="Now there is room.", by=officer)


def test_whoever_asks_does_not_decide_and_a_large_budget_gets_nothing(programme, group):
    officer = OfficerSupportFactory(group=group).user
    place = applied(programme, by=officer)
    own = operations.ask_for_bursary(
        place, training_budget=Decimal(1), asked=Decimal(10), why="Mine.", by=officer
    )
    with pytest.raises(Refused, match="cannot decide"):
        operations.award_bursary(own, awarded=Decimal(10), criteria_met="I say so.", by=officer)
    with pytest.raises(IntegrityError, match="bursary_decider_is_not_the_applicant"):
        raw(
            "UPDATE engagement_bursary SET state = 'refused', criteria_met = 'x', decided_at = now(), "
            "decided_by_id = %s WHERE id = %s",
            officer.pk,
            own.pk,
        )
    with pytest.raises(IntegrityError, match="who applied for the place"):
        raw("UPDATE engagement_bursary SET applicant_id = NULL WHERE id = %s", own.pk)
    with pytest.raises(Refused, match="small training budgets"):
        asks(programme, budget=1001)


def test_attendance_is_entered_once_the_day_has_come(programme, officer):
    operations.begin_offering(programme, by=officer)
    places = [operations.accept_place(each, by=officer) for each in (applied(programme), applied(programme))]
    day = operations.add_day(programme, by=officer)
    with pytest.raises(Refused, match="has not come yet"):
        operations.enter_attendance(day, came=places, by=officer)
    day = operations.edit_day(day, held_on=timezone.localdate(), by=officer)
    assert operations.enter_attendance(day, came=places[:1], by=officer) == 1
    assert operations.enter_attendance(day, came=places, by=officer) == 2
    with pytest.raises(Refused, match="its date stays"):
        operations.edit_day(day, held_on=None, by=officer)
    with pytest.raises(IntegrityError, match="those with a place"):
        raw(
            "INSERT INTO engagement_dayattendance (day_id, place_id, came, by_id, at) VALUES (%s, %s, true, %s, now())",
            day.pk,
            applied(programme).pk,
            officer.pk,
        )


def test_only_the_applicant_and_the_officers_see_an_application(as_, programme, outsider):
    place = applied(programme, by=outsider, name="Quite Private")
    address = place.get_absolute_url()
    assert as_("outsider").get(address).status_code == 200
    assert as_("member").get(address).status_code == 404
    assert b"Quite Private" not in as_("member").get(programme.get_absolute_url()).content
    assert as_("officer").get(address).status_code == 200


@pytest.mark.parametrize("bad", ["\x00", "NaN", "Infinity", "-1", "9" * 400, "1e400"])
def test_bad_amounts_are_refused_in_a_sentence(bad, as_, programme, outsider):
    place = applied(programme, by=outsider)
    answer = as_("outsider").post(
        f"{place.get_absolute_url()}bursary/", {"training_budget": "1", "asked": bad, "why": "Kept words"}
    )
    assert answer.status_code == 200
    assert b"Kept words" in answer.content
    assert b"govuk-error-summary" in answer.content
    assert not Bursary.objects.exists()


def test_the_list_asks_no_more_with_more_programmes(client, group, officer, django_assert_max_num_queries):
    for number in range(15):
        programme = operations.begin_programme(
            group,
            title=f"Programme {number}",
            summary="S",
            for_whom="W",
            contact="C",
            public_places=1,
            erase_on=date(2099, 1, 1),
            by=officer,
        )
        operations.publish_programme(programme, by=officer)
    with django_assert_max_num_queries(8):
        assert client.get("/programmes/").status_code == 200


def test_a_bursary_is_asked_for_and_decided_on_the_pages(as_, programme, outsider, officer, client):
    place = applied(programme, by=outsider)
    typed = {"training_budget": "1000", "asked": "200.50", "why": "We are small."}
    assert as_("outsider").post(f"{place.get_absolute_url()}bursary/", typed).status_code == 302
    assert Notice.objects.get(what="bursary_asked").to == officer
    again_asked = as_("outsider").post(f"{place.get_absolute_url()}bursary/", typed)
    assert "asked for already" in again_asked.content.decode()

    decide = f"{place.get_absolute_url()}decide/"
    assert as_("outsider").get(decide).status_code == 403
    answer = as_("officer").post(decide, {"outcome": "award", "awarded": "", "criteria_met": "Kept words"})
    assert answer.context["form"].errors["awarded"] == ["Say how much is awarded."]
    assert "Kept words" in answer.content.decode()
    answer = as_("officer").post(decide, {"outcome": "award", "awarded": "201", "criteria_met": "Small."})
    assert "than is asked for" in answer.context["form"].errors["awarded"][0]
    typed = {"outcome": "award", "awarded": "200.50", "criteria_met": "It is small."}
    assert as_("officer").post(decide, typed).status_code == 302
    assert "so it stays as it is" in as_("officer").post(decide, typed).content.decode()
    page = as_("officer").get(f"{programme.get_absolute_url()}places/").content.decode()
    assert "£200.50 of £500 is awarded; £299.50 is left" in page


def test_what_people_are_told_says_what_is_theirs(
    programme, officer, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        operations.begin_offering(programme, by=officer)
        places = [applied(programme, name=f"Applicant {number}") for number in range(3)]
        operations.enter_application(
            programme, name="On paper", sector="public", email="paper@example.org", by=officer
        )
        operations.decline_place(places[0], by=places[0].login)
    told = {(mail.to[0], mail.subject): mail.body for mail in mailoutbox}
    free = told[places[2].login.email, "A place has become free: Working together"]
    assert "you are next in line: it is offered to Applicant 2" in free
    assert again(places[2]).get_absolute_url() in free
    assert (
        "an application with this address was written down"
        in told["paper@example.org", "A place for you: Working together"]
    )
    assert "Applicant 0 has given up a place" in told[officer.email, "A place was given up: Working together"]


def test_an_application_sent_twice_is_one_and_other_peoples_ids_are_refused(
    as_, programme, outsider, officer
):
    typed = {"name": "The outsider", "sector": "voluntary", "organisation": ""}
    address = f"{programme.get_absolute_url()}apply/"
    assert as_("outsider").post(address, typed).status_code == 302
    assert "already" in as_("outsider").post(address, typed).context["form"].errors["name"][0]
    for bad in ("\x00", "x" * 100_000):
        assert as_("member").post(address, typed | {"name": bad}).status_code == 200
    assert as_("member").post(address, typed | {"organisation": "9" * 30}).status_code == 200
    assert as_("member").post(address, typed | {"sector": "none"}).status_code == 200
    assert Place.objects.count() == 1

    waiting = Place.objects.get()
    day = operations.add_day(programme, held_on=timezone.localdate(), by=officer)
    page = f"{programme.get_absolute_url()}days/{day.number}/attendance/"
    answer = as_("officer").post(page, {"came": [waiting.pk]})
    assert answer.context["form"].errors["came"]
    assert as_("officer").post(page, {"came": []}).status_code == 302
