"""A reward is paid by instalments, on its result and on decisions, and never more than was earned."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from core import history
from core.refusals import Refused
from funding import operations
from funding.models import LedgerEntry, Reward, RewardInstalment
from funding.places import available
from funding.rewards import standing_of
from funding.tests.doors import words_of
from tests.factories.agreements import a_result, a_reward, an_agreement, an_indicator
from tests.factories.funding import YEAR, a_pot, a_stream, an_authority, balance, ground
from tests.factories.meetings import officer_of
from tests.factories.partnership import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(decision):
    return officer_of(decision.group)


@pytest.fixture
def agreement(decision, by):
    return an_agreement(decision.group, by=by)


@pytest.fixture
def pot(decision, agreement):
    return a_pot(decision, agreement=agreement)


@pytest.fixture
def indicator(agreement, by):
    return an_indicator(agreement, by=by)


@pytest.fixture
def reward(indicator, young, pot, by):
    return a_reward(indicator, pot, by=by)


def pay(reward, number, authority, **values) -> RewardInstalment:
    return operations.pay_instalment(reward, number=number, year=YEAR, **(ground(authority) | values))


def refusal(work, *arguments, **values) -> str:
    with pytest.raises(Refused) as refused:
        work(*arguments, **values)
    return str(refused.value)


def test_each_instalment_is_an_award_and_together_they_are_what_was_earned(
    reward, indicator, young, authority, by
):
    a_result(indicator, 58, by=by)

    paid = [pay(reward, number, authority) for number in (1, 2, 3)]

    assert [each.entry.amount for each in paid] == [Decimal("266.67"), Decimal("266.67"), Decimal("266.66")]
    assert {each.entry.kind for each in paid} == {LedgerEntry.Kind.AWARD}
    assert {each.entry.decision for each in paid} == {authority.decision}
    assert balance(available(young, YEAR)) == 800
    assert [entry.verb for entry in history.of(paid[0])] == ["paid"]


def test_without_a_result_nothing_is_paid(reward, authority):
    assert refusal(pay, reward, 1, authority) == (
        "No result for 2006/07 is recorded yet, so nothing is earned."
    )


def test_below_60_per_cent_nothing_is_paid(reward, indicator, authority, by):
    a_result(indicator, "55.99", by=by)

    assert refusal(pay, reward, 1, authority) == (
        "Less than 60 per cent of the way was reached, so nothing is paid."
    )
    assert not LedgerEntry.objects.exists()


def test_the_result_of_a_quarter_does_not_decide(reward, indicator, authority, by):
    a_result(indicator, 60, by=by, quarter=4)

    assert "No result" in refusal(pay, reward, 1, authority)


def test_an_instalment_is_paid_once_and_in_its_turn(reward, indicator, authority, by):
    a_result(indicator, 60, by=by)
    pay(reward, 1, authority)

    assert refusal(pay, reward, 1, authority) == "Instalment 1 is not one that is still to be paid."
    assert refusal(pay, reward, 3, authority) == "Instalments are paid in their order: 2 is the next."
    assert refusal(pay, reward, 4, authority) == "Instalment 4 is not one that is still to be paid."


def test_the_ledger_refuses_what_no_decision_allows(reward, indicator, pot, decision, by):
    a_result(indicator, 60, by=by)

    small = an_authority(pot, decision, ceiling=Decimal(300))
    assert "The decision allows £300.00 in all" in refusal(pay, reward, 1, small)
    other = an_authority(pot, decision, kinds=["profile"])
    assert "does not allow this kind" in refusal(pay, reward, 1, other)
    assert not RewardInstalment.objects.exists()


def test_a_correction_of_the_result_changes_only_what_is_still_to_be_paid(reward, indicator, authority, by):
    result = a_result(indicator, 60, by=by)
    pay(reward, 1, authority)
    operations.correct_result(result, value=Decimal(57), source="The survey", reason="Miscounted", by=by)

    assert standing_of(reward).amounts == {1: Decimal("333.34"), 2: Decimal("183.33"), 3: Decimal("183.33")}
    pay(reward, 2, authority)
    pay(reward, 3, authority)
    assert standing_of(reward).paid_so_far == 700


def test_when_the_corrected_result_earns_less_than_was_paid_no_more_is_paid(reward, indicator, authority, by):
    result = a_result(indicator, 60, by=by)
    pay(reward, 1, authority)
    pay(reward, 2, authority)
    operations.correct_result(result, value=Decimal(56), source="The survey", reason="Miscounted", by=by)

    assert standing_of(reward).paid_too_much == Decimal("66.67")
    assert refusal(pay, reward, 3, authority) == "All that was earned is paid already."


def test_an_award_that_is_taken_back_can_be_paid_again(reward, indicator, authority, by):
    a_result(indicator, 60, by=by)
    paid = pay(reward, 1, authority)
    operations.reverse(paid.entry, **ground(authority))

    pay(reward, 1, authority)

    assert standing_of(reward).paid_so_far == Decimal("333.34")


def test_a_reward_asks_for_better_than_is_expected(indicator, young, pot, by):
    assert refusal(a_reward, indicator, pot, by=by, stretch=Decimal(40)) == (
        "The stretch target must be better than what is expected without the reward."
    )
    assert "must be better" in refusal(a_reward, indicator, pot, by=by, stretch=Decimal(50))
    assert refusal(a_reward, indicator, pot, by=by, instalments=0)
    assert refusal(a_reward, indicator, pot, by=by, amount=Decimal(0))


def test_the_money_goes_to_a_stream_of_the_same_agreement(indicator, pot, by):
    stream = a_stream(a_pot())

    assert "same agreement" in refusal(a_reward, indicator, pot, by=by, stream=stream)


INSTALMENT = (
    "INSERT INTO funding_rewardinstalment (reward_id, number, entry_id, result_id, recorded_at, by_id) "
    "SELECT r.id, {number}, e.id, m.id, now(), r.by_id FROM funding_reward r, funding_ledgerentry e, funding_result m "
    "WHERE e.id = (SELECT MAX(id) FROM funding_ledgerentry) AND m.quarter IS {quarter}"
)


@pytest.mark.parametrize(
    ("amount", "number", "quarter"),
    [
        # More than was earned; an instalment that does not exist; one that is paid; the result of a quarter.
        ("700.01", 2, "NULL"),
        ("1", 4, "NULL"),
        ("1", 0, "NULL"),
        ("1", 1, "NULL"),
        ("1", 2, "NOT NULL"),
    ],
)
def test_raw_sql_pays_no_more_than_is_earned(
    reward, indicator, young, authority, by, amount, number, quarter
):
    a_result(indicator, 60, by=by)
    a_result(indicator, 60, by=by, quarter=1)
    pay(reward, 1, authority)
    operations.award(young, year=YEAR, amount=Decimal(amount), **ground(authority))

    with pytest.raises((IntegrityError, InternalError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(INSTALMENT.format(number=number, quarter=quarter))

    assert RewardInstalment.objects.count() == 1


def test_raw_sql_may_write_what_the_portal_would(reward, indicator, young, authority, by):
    a_result(indicator, 60, by=by)
    pay(reward, 1, authority)
    operations.award(young, year=YEAR, amount=Decimal("666.66"), **ground(authority))

    with connection.cursor() as cursor:
        cursor.execute(INSTALMENT.format(number=2, quarter="NULL"))

    assert RewardInstalment.objects.count() == 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE funding_reward SET amount = 1",
        "DELETE FROM funding_rewardinstalment",
        "DELETE FROM funding_reward",
    ],
)
def test_raw_sql_changes_no_promise(reward, indicator, authority, by, statement):
    a_result(indicator, 60, by=by)
    pay(reward, 1, authority)

    with pytest.raises((IntegrityError, InternalError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_page_says_what_was_promised_achieved_paid_and_when(client, reward, indicator, authority, by):
    operations.publish_pot(reward.stream.pot, by=by)
    address = reward.get_absolute_url()
    assert "£1,000 is promised. No result for 2006/07 is recorded yet" in words_of(client.get(address))

    a_result(indicator, 58, by=by)
    pay(reward, 1, authority)

    words = words_of(client.get(address))
    assert "£800 of the £1,000 promised is earned; £266.67 of it is paid." in words
    assert "58 per cent (The survey of the year): 80 per cent of the way" in words
    assert "1 of 3 £266.67 2 February 2007, by a decision that is not published" in words
    assert "2 of 3 £266.67 Not yet 3 of 3 £266.66 Not yet In all £800 £266.67 paid" in words


def test_a_hair_below_60_per_cent_never_reads_as_60(reward, indicator, by, client):
    operations.publish_pot(reward.stream.pot, by=by)
    operations.record_result(indicator, year=YEAR, value=Decimal("55.99"), source="The survey", by=by)

    assert "59.9 per cent of the way was reached, less than 60: nothing is paid." in words_of(
        client.get(reward.get_absolute_url())
    )


def test_a_reward_into_a_pot_that_is_not_published_is_seen_by_its_officers_only(client, reward, by):
    assert client.get(reward.get_absolute_url()).status_code == 404
    assert "Reward for" not in words_of(client.get(reward.agreement.get_absolute_url()))
    assert "Rewards" not in words_of(client.get(reward.indicator.get_absolute_url()))

    client.force_login(by)
    assert client.get(reward.get_absolute_url()).status_code == 200


def test_an_officer_pays_in_a_form_and_pressing_twice_pays_once(client, reward, indicator, authority, by):
    a_result(indicator, 60, by=by)
    client.force_login(by)
    address = f"{reward.get_absolute_url()}pay/"
    assert "Award instalment 1 of 3" in words_of(client.get(address))
    answers = {
        "number": "1",
        "year": str(YEAR),
        "authority": authority.pk,
        "reason": "As earned",
        "effective_on_0": "1",
        "effective_on_1": "5",
        "effective_on_2": "2007",
    }

    assert client.post(address, answers).status_code == 302
    again = client.post(address, answers)

    assert "Instalment 1 is not one that is still to be paid." in words_of(again)
    assert RewardInstalment.objects.count() == 1


def test_others_pay_nothing(client, reward, by):
    operations.publish_pot(reward.stream.pot, by=by)
    client.force_login(UserFactory())

    assert client.get(f"{reward.get_absolute_url()}pay/").status_code == 403


def test_an_officer_records_a_promise_in_a_form(client, indicator, young, agreement, by):
    client.force_login(by)
    address = f"{agreement.get_absolute_url()}promise-reward/"
    answers = {
        "indicator": indicator.pk,
        "year": "2008",
        "expected": "94",
        "stretch": "90",
        "amount": "£150,000",
        "instalments": "2",
        "stream": young.pk,
        "agreed_elsewhere": "The Government",
        "effective_on_0": "1",
        "effective_on_1": "4",
        "effective_on_2": "2006",
    }

    assert "must be better than what is expected" in words_of(client.post(address, answers))
    other = a_stream(a_pot())
    assert client.post(address, answers | {"stretch": "100", "stream": other.pk}).status_code == 200
    assert not Reward.objects.exists()
    assert client.post(address, answers | {"stretch": "100"}).status_code == 302
    assert Reward.objects.get().amount == 150_000
