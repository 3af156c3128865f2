"""Unspent money is computed; recommendations add up to it, a meeting answers, and what it agreed is carried out."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, transaction

from funding import chains, operations, outturn, underspend
from funding.models import LedgerEntry, RecommendedMovement, UnderspendRecommendation
from funding.places import available
from funding.tests.test_move_money import refusal
from funding.underspend import Advice
from tests.factories.funding import (
    DAY,
    YEAR,
    a_decision,
    a_pot,
    a_stream,
    an_authority,
    balance,
    ground,
    plan,
    quarter,
)
from tests.factories.meetings import AgendaItemFactory, officer_of
from tests.factories.returns import a_round, accepted, return_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def planned(young, award, authority):
    """A hundred pounds for each quarter; six hundred are awarded and not planned."""
    for number in (1, 2, 3, 4):
        operations.profile(plan(young, number), amount=Decimal(100), **ground(authority))


@pytest.fixture
def round_(pot, young, planned):
    """Forty pounds less were spent by December, and the last quarter expects ten pounds less."""
    round_ = a_round(pot, up_to=3)
    accepted(return_of(round_, young), 90, 80, 90, 90)
    return round_


def element(round_, stream):
    return underspend.of_round(round_).element_of(stream.pk, None)


def advise(round_, stream, *advice):
    return operations.recommend_for_underspend(
        round_, stream=stream, advice=advice, by=officer_of(round_.pot.group)
    )


def keep(amount, kind="hold", **values):
    return Advice(kind, Decimal(amount), "Because.", **values)


@pytest.fixture
def item(decision):
    return decision.item


def agreed(round_, stream, decision, *advice):
    """Recommended, put to the item of the decision, and agreed there."""
    officer = officer_of(round_.pot.group)
    advise(round_, stream, *advice)
    operations.put_recommendations(round_, item=decision.item, by=officer)
    operations.answer_recommendations(
        round_, item=decision.item, answer="agreed", decision=decision, by=officer
    )


def carry_out(round_, authority, **values):
    return operations.carry_out_recommendations(
        round_, authority=authority, effective_on=DAY, by=officer_of(round_.pot.group), **values
    )


def test_it_is_what_there_is_less_what_the_year_comes_to(round_, young):
    assert element(round_, young).amount == 600 + 400 - 350


def test_what_no_return_was_accepted_for_is_not_known(pot, young, safer, authority, round_):
    operations.award(safer, year=YEAR, amount=Decimal(70), **ground(authority))

    told = underspend.of_round(round_)
    assert [each.line.stream for each in told.elements] == [young]
    assert [line.stream for line in told.known.missing] == [safer]


def test_aligned_money_stands_beside_the_total(pot, authority, round_, young):
    beside = a_stream(pot, kind="aligned")
    operations.award(beside, year=YEAR, amount=Decimal(70), **ground(authority))
    later = a_round(pot, up_to=3)
    accepted(return_of(later, beside), 0, 0, 0, 0)
    accepted(return_of(later, young), 90, 80, 90, 90)

    told = underspend.of_round(later)
    assert [each.amount for each in told.elements] == [650, 70]
    assert told.total == 650


class TestRecommending:
    @pytest.mark.parametrize(
        ("amount", "sentence"),
        [
            ("649.99", "The recommendations come to £649.99 of £650 unspent: £0.01 is still to be said."),
            ("650.01", "The recommendations come to £650.01 of £650 unspent: that is £0.01 too much."),
        ],
    )
    def test_they_add_up_to_the_penny(self, round_, young, amount, sentence):
        assert refusal(advise, round_, young, keep(amount)) == sentence

    def test_new_ones_take_the_place_of_those_no_meeting_has_had(self, round_, young):
        advise(round_, young, keep(650))
        advise(round_, young, keep(600), keep(50, "return"))

        assert [(each.kind, each.amount) for each in element(round_, young).recommendations] == [
            ("hold", 600), ("return", 50),
        ]  # fmt: skip
        assert element(round_, young).adds_up

    def test_money_that_moves_says_where_to(self, round_, young):
        assert refusal(advise, round_, young, keep(650, "vire")) == "Say where the money is to go."

    def test_not_to_a_stream_of_another_pot(self, round_, young, pot):
        there = a_stream(a_pot(name="Another"))
        said = refusal(advise, round_, young, keep(650, "vire", to_stream=there, to_period=quarter(pot, 4)))
        assert said == "Streams and period must be of one pot."

    def test_where_nothing_is_unspent_nothing_is_recommended(self, round_, safer):
        assert refusal(advise, round_, safer, keep(1)) == (
            "Nothing of it is unspent that no meeting has before it."
        )

    def test_the_latest_round_with_a_return_is_the_one_to_recommend_on(self, round_, young, pot):
        later = a_round(pot, up_to=4)
        assert advise(round_, young, keep(650))
        accepted(return_of(later, young), 90, 80, 90, 95)

        assert refusal(advise, round_, young, keep(650)) == (
            "Round 2 knows more of the year. Recommend on what it says."
        )

    def test_what_waits_from_an_earlier_round_comes_first(self, round_, young, pot, decision, authority):
        agreed(round_, young, decision, keep(650, "return"))
        later = a_round(pot, up_to=4)
        accepted(return_of(later, young), 90, 80, 90, 95)

        assert refusal(advise, later, young, keep(645)) == (
            "What was recommended in an earlier round waits for its answer, or to be carried out, first."
        )


class TestTheMeeting:
    def test_what_was_put_stays_as_it_was_put(self, round_, young, item):
        advise(round_, young, keep(650))
        operations.put_recommendations(round_, item=item, by=officer_of(round_.pot.group))

        assert refusal(advise, round_, young, keep(650)) == (
            "Nothing of it is unspent that no meeting has before it."
        )
        for statement in (
            "UPDATE funding_underspendrecommendation SET amount = 1",
            "UPDATE funding_underspendrecommendation SET item_id = NULL",
            "DELETE FROM funding_underspendrecommendation",
        ):
            with pytest.raises(IntegrityError, match="stays as it was put"), transaction.atomic():
                connection.cursor().execute(statement)

    def test_it_goes_to_the_group_that_decides_on_the_pot(self, round_, young):
        advise(round_, young, keep(650))

        said = refusal(
            operations.put_recommendations, round_, item=AgendaItemFactory(), by=officer_of(round_.pot.group)
        )
        assert said == "They go to a meeting of the pot’s own group."

    def test_nothing_is_put_that_no_longer_adds_up(self, round_, young, item, authority):
        advise(round_, young, keep(650))
        operations.change_award(young, year=YEAR, change=Decimal(5), **ground(authority))

        said = refusal(operations.put_recommendations, round_, item=item, by=officer_of(round_.pot.group))
        assert said == (
            "Children and young people: £655 is unspent now, and the recommendations come to £650. "
            "Look at them again first."
        )

    def test_noted_is_no_decision_and_leaves_the_money_open(self, round_, young, item):
        officer = officer_of(round_.pot.group)
        advise(round_, young, keep(650))
        operations.put_recommendations(round_, item=item, by=officer)
        operations.answer_recommendations(round_, item=item, answer="noted", by=officer)

        assert element(round_, young).still_open == 650
        assert len(advise(round_, young, keep(650))) == 1

    def test_agreed_names_a_decision_of_that_item(self, round_, young, item):
        officer = officer_of(round_.pot.group)
        advise(round_, young, keep(650))
        operations.put_recommendations(round_, item=item, by=officer)
        answer = operations.answer_recommendations

        assert refusal(answer, round_, item=item, answer="agreed", by=officer) == (
            "Name the decision that agreed to it."
        )
        assert refusal(answer, round_, item=item, answer="agreed", decision=a_decision(), by=officer) == (
            "The decision must be one on the item it was put to."
        )

    def test_the_answer_stays(self, round_, young, decision):
        agreed(round_, young, decision, keep(650))

        with pytest.raises(IntegrityError, match="answer of the meeting stays"), transaction.atomic():
            connection.cursor().execute("UPDATE funding_underspendrecommendation SET answer = 'noted'")

    def test_everyone_who_may_read_the_item_sees_what_was_put(self, round_, young, item, pot):
        advise(round_, young, keep(650))
        reader, officer = AnonymousUser(), officer_of(pot.group)
        operations.publish_pot(pot, by=officer)
        rows = UnderspendRecommendation.objects

        assert not rows.visible_to(reader).exists()
        assert rows.visible_to(officer).count() == 1
        operations.put_recommendations(round_, item=item, by=officer)
        assert rows.visible_to(reader).count() == 1


class TestCarryingOut:
    def test_all_of_it_moves_as_agreed_and_names_what_was_recommended(
        self, round_, young, safer, decision, authority, pot
    ):
        agreed(
            round_, young, decision, keep(50, "carry_forward"), keep(30, "return"), keep(40, "hold"),
            keep(500, "vire", to_stream=safer, to_period=quarter(pot, 4)),
            keep(30, "reprofile", to_period=quarter(pot, 4)),
        )  # fmt: skip

        carry_out(round_, authority)

        assert balance(available(young, YEAR + 1)) == 50
        assert balance(plan(safer, 4)) == 500
        assert balance(plan(young, 4)) == 130
        moved = {
            each.kind: sum(movement.entry.amount for movement in each.movements.all())
            for each in UnderspendRecommendation.objects.all()
        }
        assert moved == {"carry_forward": 50, "return": 30, "hold": 0, "vire": 500, "reprofile": 30}
        assert all(
            movement.entry.decision == decision for movement in RecommendedMovement.objects.with_entries()
        )

    def test_what_is_unspent_is_told_as_before_and_nothing_is_left_to_recommend(
        self, round_, young, decision, authority
    ):
        agreed(round_, young, decision, keep(50, "carry_forward"), keep(600, "return"))
        carry_out(round_, authority)

        told = element(round_, young)
        assert (told.amount, told.gone, told.still_open) == (650, 650, 0)
        assert refusal(carry_out, round_, authority).endswith("agreed waits to be carried out.")

    def test_what_is_taken_back_is_unspent_again(self, round_, young, decision, authority):
        agreed(round_, young, decision, keep(650, "return"))
        carry_out(round_, authority)
        for movement in RecommendedMovement.objects.with_entries():
            operations.reverse(movement.entry, **ground(authority))

        assert (element(round_, young).amount, element(round_, young).gone) == (650, 0)

    def test_all_of_it_or_nothing(self, round_, young, decision, authority):
        agreed(round_, young, decision, keep(51, "carry_forward"), keep(599, "return"))
        before = LedgerEntry.objects.count()

        assert refusal(carry_out, round_, authority) == (
            "Children and young people: £51 is to be carried forward, and £50 may be without asking the funder. "
            "Name the funder’s approval."
        )
        assert LedgerEntry.objects.count() == before
        assert carry_out(round_, authority, external_reference="GOWM/7")

    def test_a_movement_that_fails_takes_the_others_back(self, round_, young, decision, pot):
        narrow = an_authority(pot, decision, kinds=["carry_out"])
        agreed(round_, young, decision, keep(50, "carry_forward"), keep(600, "return"))
        before = LedgerEntry.objects.count()

        assert refusal(carry_out, round_, narrow) == "The decision does not allow this kind of movement."
        assert LedgerEntry.objects.count() == before
        assert not UnderspendRecommendation.objects.exclude(carried_out_at=None).exists()

    def test_what_is_still_expected_does_not_move(self, round_, young, decision, authority, pot, safer):
        agreed(round_, young, decision, keep(650, "vire", to_stream=safer, to_period=quarter(pot, 4)))
        operations.profile(plan(young, 4), amount=Decimal(600), **ground(authority))
        carry_out(round_, authority)

        assert balance(plan(young, 4)) == 90

    def test_a_closed_period_keeps_what_is_to_be_moved_elsewhere(
        self, round_, young, safer, decision, authority, pot
    ):
        officer = officer_of(pot.group)
        operations.vire(available(young, YEAR), to=plan(safer, 1), amount=Decimal(600), **ground(authority))
        for number in (1, 2, 3):
            operations.close_period(quarter(pot, number), by=officer)
        agreed(round_, young, decision, keep(50, "vire", to_stream=safer, to_period=quarter(pot, 4)))

        assert refusal(carry_out, round_, authority) == (
            "Children and young people: only £10 of £50 is free in periods that are open. What is spent or expected "
            "cannot move, and a closed period keeps its profile."
        )

    def test_sql_cannot_say_that_another_movement_carried_it_out(self, round_, young, decision, award):
        agreed(round_, young, decision, keep(650, "return"))
        row = RecommendedMovement(recommendation=UnderspendRecommendation.objects.get(), entry=award)

        with pytest.raises(IntegrityError, match="is not what was recommended"), transaction.atomic():
            RecommendedMovement.objects.bulk_create([row])


class TestTheCap:
    def test_how_much_of_it_is_used(self, young, award, authority):
        assert (chains.cap_of(young, YEAR).allowed, chains.cap_of(young, YEAR).used) == (50, 0)
        start = available(young, YEAR)
        out, _ = operations.carry_forward(start, came_by=award, amount=Decimal(20), **ground(authority))
        operations.carry_forward(
            start, came_by=award, amount=Decimal(90), external_reference="GOWM/7", **ground(authority)
        )
        assert (chains.cap_of(young, YEAR).used, chains.cap_of(young, YEAR).left) == (20, 30)

        operations.reverse(out, **ground(authority))
        assert chains.cap_of(young, YEAR).used == 0


def test_overspending_is_told_apart(pot, young, planned, authority):
    operations.vire(
        available(young, YEAR),
        to=plan(operations.add_stream(pot, name="Other", by=officer_of(pot.group)), 1),
        amount=Decimal(600),
        **ground(authority),
    )
    round_ = a_round(pot, up_to=3)
    accepted(return_of(round_, young), 100, 100, 100, 130)

    told = underspend.of_round(round_)
    assert told.elements == []
    assert [line.stream for line in told.overspent] == [young]
    assert outturn.of_round(round_).total.words == "£30 more than planned (7.5%)"
