"""Offices and seats: one holder at a time, vacancies shown, ends warned of, mandates that lapse flagged."""

from datetime import date

import pytest
import time_machine

from core import history
from core.refusals import Refused
from partnership import operations
from partnership.models import Notice, OfficeTerm
from partnership.offices import offices_of, vacancies
from tests.factories.partnership import (
    GroupFactory,
    OfficerSupportFactory,
    OfficeTermFactory,
    PersonFactory,
    SeatFactory,
    SeatHoldingFactory,
)

pytestmark = pytest.mark.django_db


def office(group, name=OfficeTerm.Office.CHAIR):
    return next(office for office in offices_of([group])[group.pk] if office.office == name)


def test_an_office_is_given_to_the_next_when_the_last_has_stood_down(group, officer):
    term = OfficeTermFactory(group=group)
    operations.end_office_term(term, on=date(2008, 6, 3), by=officer)

    following = operations.appoint_to_office(
        group, "chair", person=PersonFactory(), starts_on=date(2008, 6, 3), by=officer, reason="Elected"
    )

    assert office(group).current == following
    assert history.of(following).get().reason == "Elected"


def test_an_office_that_is_held_is_not_given_away(group, officer):
    term = OfficeTermFactory(group=group)

    with pytest.raises(Refused, match=f"{term.person} is Chair on that day"):
        operations.appoint_to_office(
            group, "chair", person=PersonFactory(), starts_on=date(2008, 1, 1), by=officer
        )


def test_a_past_term_cannot_reach_into_the_next(group, officer):
    OfficeTermFactory(group=group, starts_on=date(2008, 1, 1))

    with pytest.raises(Refused, match="Somebody else holds this office"):
        operations.appoint_to_office(
            group,
            "chair",
            person=PersonFactory(),
            starts_on=date(2006, 1, 1),
            ends_on=date(2008, 1, 2),
            by=officer,
        )


@time_machine.travel("2009-05-01 12:00Z")
def test_a_vacancy_shows_since_when(group):
    OfficeTermFactory(group=group, ends_on=date(2008, 6, 3))

    assert office(group).is_vacant
    assert office(group).vacant_since == date(2008, 6, 3)
    assert {(vacancy.group, vacancy.label) for vacancy in vacancies()} == {
        (group, "Chair"),
        (group, "Secretary"),
    }


def test_a_group_that_never_had_a_vice_chair_lacks_none(group):
    assert [office.label for office in offices_of([group])[group.pk]] == ["Chair", "Secretary"]


def test_a_closed_group_has_no_vacancies():
    GroupFactory(closed_on=date(2010, 1, 1))

    assert vacancies() == []


def test_gaps_between_holders_stand_in_the_timeline(group):
    first = OfficeTermFactory(group=group, ends_on=date(2007, 1, 1))
    second = OfficeTermFactory(group=group, starts_on=date(2007, 3, 1), ends_on=date(2008, 1, 1))

    assert office(group).timeline == [
        (date(2008, 1, 1), None, None),
        (date(2007, 3, 1), date(2008, 1, 1), second),
        (date(2007, 1, 1), date(2007, 3, 1), None),
        (first.starts_on, date(2007, 1, 1), first),
    ]


def test_offices_of_many_groups_take_one_query(django_assert_num_queries):
    groups = [OfficeTermFactory().group for _ in range(5)]

    with django_assert_num_queries(1):
        assert len(offices_of(groups)) == 5


@time_machine.travel("2009-05-01 12:00Z")
def test_officers_hear_once_that_a_term_or_a_mandate_is_about_to_end(group, officer):
    OfficeTermFactory(group=group, due_to_end_on=date(2009, 6, 1))
    SeatHoldingFactory(seat__group=group, mandate_ends_on=date(2009, 6, 1))
    OfficeTermFactory(group=group, office="secretary", due_to_end_on=date(2010, 6, 1))

    assert operations.warn_of_ending_terms(by=None) == 2
    assert operations.warn_of_ending_terms(by=None) == 0
    assert set(Notice.objects.filter(to=officer).values_list("what", flat=True)) == {
        "term_ending",
        "mandate_ending",
    }


@time_machine.travel("2009-05-01 12:00Z")
def test_a_term_near_its_end_and_a_lapsed_mandate_are_flagged(group):
    near = OfficeTermFactory(group=group, due_to_end_on=date(2009, 6, 30))
    far = OfficeTermFactory(due_to_end_on=date(2009, 7, 1))
    lapsed = SeatHoldingFactory(mandate_ends_on=date(2009, 5, 1))
    lasting = SeatHoldingFactory(mandate_ends_on=date(2009, 5, 2))
    left = SeatHoldingFactory(mandate_ends_on=date(2009, 1, 1), ends_on=date(2009, 2, 1))

    assert (near.is_due_to_end, far.is_due_to_end) == (True, False)
    assert [each.mandate_has_lapsed for each in (lapsed, lasting, left)] == [True, False, False]
    assert list(type(lapsed).objects.lapsed()) == [lapsed]


def test_a_mandate_is_renewed(officer):
    holding = SeatHoldingFactory(mandate_ends_on=date(2009, 5, 1))

    operations.renew_mandate(holding, mandate="Elected again", mandate_ends_on=date(2012, 5, 1), by=officer)

    holding.refresh_from_db()
    assert (holding.mandate, holding.mandate_ends_on) == ("Elected again", date(2012, 5, 1))


def test_a_seat_has_one_holder_at_a_time(officer):
    holding = SeatHoldingFactory()

    with pytest.raises(Refused, match="Somebody else holds this seat"):
        operations.fill_seat(holding.seat, person=PersonFactory(), starts_on=date(2009, 1, 1), by=officer)


def test_a_seat_is_closed_when_nobody_sits_on_it(administrator):
    holding = SeatHoldingFactory()
    with pytest.raises(Refused, match="End their holding first"):
        operations.close_seat(holding.seat, on=date(2009, 1, 1), by=administrator)

    operations.end_seat_holding(holding, on=date(2009, 1, 1), by=administrator)
    operations.close_seat(holding.seat, on=date(2009, 1, 1), by=administrator)

    with pytest.raises(Refused, match="closed"):
        operations.fill_seat(
            holding.seat, person=PersonFactory(), starts_on=date(2009, 2, 1), by=administrator
        )


def test_two_seats_of_a_group_have_two_names(administrator):
    seat = SeatFactory()

    with pytest.raises(Refused, match="a seat of this name already"):
        operations.add_seat(seat.group, title=seat.title, nominated_by=seat.nominated_by, by=administrator)


@time_machine.travel("2010-05-01 12:00Z")
def test_closing_a_group_ends_all_that_runs_in_it(administrator):
    group = GroupFactory()
    running = [
        OfficeTermFactory(group=group),
        OfficerSupportFactory(group=group, ends_on=date(2011, 1, 1)),
        SeatHoldingFactory(seat__group=group),
    ]
    over = OfficeTermFactory(group=group, office="secretary", ends_on=date(2008, 1, 1))

    operations.close_group(group, on=date(2010, 4, 1), by=administrator, reason="Merged")

    for term in [*running, over, group]:
        term.refresh_from_db()
    assert [term.ends_on for term in running] == [date(2010, 4, 1)] * 3
    assert over.ends_on == date(2008, 1, 1)
    assert group.closed_on == date(2010, 4, 1)
    with pytest.raises(Refused, match="closed already"):
        operations.close_group(group, on=date(2010, 4, 2), by=administrator, reason="Again")


@time_machine.travel("2010-05-01 12:00Z")
def test_a_group_does_not_close_ahead_of_time_or_before_what_is_to_begin(administrator):
    term = OfficeTermFactory(starts_on=date(2010, 4, 2))

    with pytest.raises(Refused, match="on the day itself or afterwards"):
        operations.close_group(term.group, on=date(2010, 5, 2), by=administrator, reason="Soon")
    with pytest.raises(Refused, match="begins on or after it"):
        operations.close_group(term.group, on=date(2010, 4, 2), by=administrator, reason="Now")
