"""Targets are set once and replaced in a refresh; what they were stays readable, below the ORM too."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from core import history
from core.refusals import Refused
from funding import operations
from funding.models import Refresh, Result, Target
from funding.tests.doors import words_of
from tests.factories.agreements import a_result, a_target, an_agreement, an_indicator
from tests.factories.funding import a_decision
from tests.factories.meetings import officer_of

pytestmark = pytest.mark.django_db

NEXT_SPRING = date(2007, 4, 1)


@pytest.fixture
def by(decision):
    return officer_of(decision.group)


@pytest.fixture
def agreement(decision, by):
    return an_agreement(decision.group, by=by)


@pytest.fixture
def indicator(agreement, by):
    return an_indicator(agreement, by=by)


@pytest.fixture
def target(indicator, by):
    return a_target(indicator, 60, by=by)


def refreshed(agreement, targets, *, by, **values) -> Refresh:
    given = {"name": "Refresh of 2007", "reason": "Less money came", "effective_on": NEXT_SPRING} | values
    return operations.refresh_agreement(agreement, targets=targets, by=by, **given)


def refusal(work, *arguments, **values) -> str:
    with pytest.raises(Refused) as refused:
        work(*arguments, **values)
    return str(refused.value)


def test_a_refresh_puts_the_new_target_beside_the_old(agreement, indicator, target, decision, by):
    refresh = refreshed(agreement, {target: Decimal(55)}, decision=decision, by=by)

    old, new = Target.objects.of_indicator(indicator).in_order()
    assert (old.value, new.value) == (60, 55)
    assert new.replaces == old
    assert (new.refresh, new.decision, new.effective_on) == (refresh, decision, NEXT_SPRING)
    assert list(Target.objects.of_indicator(indicator).in_force()) == [new]
    assert [entry.verb for entry in history.of(new)] == ["replaced in a refresh"]


def test_a_target_that_keeps_its_value_is_left_as_it_is(agreement, indicator, target, decision, by):
    other = a_target(indicator, 70, by=by, year=2007)

    refreshed(agreement, {target: Decimal(60), other: Decimal(65)}, decision=decision, by=by)

    assert target in Target.objects.in_force()
    assert other not in Target.objects.in_force()


def test_a_refresh_changes_something(agreement, target, decision, by):
    said = refusal(refreshed, agreement, {target: Decimal("60.00")}, decision=decision, by=by)

    assert said == "Say for at least one target what it becomes."
    assert not Refresh.objects.exists()


def test_two_refreshes_do_not_replace_the_same_target(agreement, target, decision, by):
    refreshed(agreement, {target: Decimal(55)}, decision=decision, by=by)

    said = refusal(refreshed, agreement, {target: Decimal(50)}, name="Another", decision=decision, by=by)

    assert said == "A target has been replaced by somebody else meanwhile. Look at the targets again."
    assert Refresh.objects.count() == 1


def test_a_refresh_names_a_decision_or_says_who_agreed_it(agreement, target, decision, by):
    neither = refusal(refreshed, agreement, {target: Decimal(55)}, by=by)
    both = refusal(
        refreshed, agreement, {target: Decimal(55)}, decision=decision, agreed_elsewhere="They", by=by
    )

    assert neither == both
    assert "Name the decision that agreed it" in neither
    refreshed(agreement, {target: Decimal(55)}, agreed_elsewhere="The Government and the partners", by=by)


@pytest.mark.parametrize("outcome", ["noted", "refused", "deferred"])
def test_the_decision_must_stand(outcome):
    decision = a_decision(outcome=outcome)
    by = officer_of(decision.group)
    agreement = an_agreement(decision.group, by=by)
    target = a_target(an_indicator(agreement, by=by), 60, by=by)

    assert "must still stand" in refusal(
        refreshed, agreement, {target: Decimal(55)}, decision=decision, by=by
    )


def test_the_decision_of_another_group_says_nothing(agreement, target, by):
    said = refusal(refreshed, agreement, {target: Decimal(55)}, decision=a_decision(), by=by)

    assert "one of the group that answers for it" in said


def test_a_refresh_does_not_reach_back_before_the_target(agreement, target, decision, by):
    said = refusal(
        refreshed, agreement, {target: Decimal(55)}, decision=decision, effective_on=date(2005, 1, 1), by=by
    )

    assert said == "A target cannot hold from an earlier day than the one that it replaces."


def test_a_period_has_one_first_target(indicator, target, by):
    assert refusal(a_target, indicator, 61, by=by) == (
        "The indicator has a target for this period already. A refresh can replace it."
    )
    a_target(indicator, 61, by=by, quarter=1)
    assert "already" in refusal(a_target, indicator, 62, by=by, quarter=1)


@pytest.mark.parametrize(("year", "quarter"), [(1989, None), (2101, None), (2006, 0), (2006, 5)])
def test_no_target_and_no_result_without_a_period(indicator, by, year, quarter):
    assert "must lie between" in refusal(a_target, indicator, 60, by=by, year=year, quarter=quarter)
    assert "must lie between" in refusal(a_result, indicator, 60, by=by, year=year, quarter=quarter)


def test_no_figure_without_a_source(indicator, by):
    said = refusal(operations.record_result, indicator, year=2006, value=Decimal(1), source="", by=by)
    assert said
    with pytest.raises(IntegrityError, match="result_has_a_source"), transaction.atomic():
        Result.objects.bulk_create([Result(indicator=indicator, year=2006, value=1, source="", by=by)])


def test_a_correction_stands_beside_what_it_corrects(indicator, by):
    result = a_result(indicator, 57, by=by)

    right = operations.correct_result(
        result, value=Decimal(58), source="The survey", reason="Miscounted", by=by
    )

    assert [each.value for each in Result.objects.of_indicator(indicator).in_order()] == [57, 58]
    assert list(Result.objects.in_force()) == [right]
    again = refusal(
        operations.correct_result, result, value=Decimal(59), source="The survey", reason="Once more", by=by
    )
    assert again == "The figure has been corrected already. Look at the indicator again."


def test_a_correction_says_why_and_changes_something(indicator, by):
    result = a_result(indicator, 57, by=by)

    assert "as it stands" in refusal(
        operations.correct_result, result, value=Decimal(57), source=result.source, reason="None", by=by
    )
    assert refusal(
        operations.correct_result, result, value=Decimal(58), source="The survey", reason="", by=by
    ) == ("Say why the figure is corrected.")


def test_an_indicator_with_figures_keeps_what_they_mean(indicator, target, by):
    said = refusal(operations.edit_indicator, indicator, better="lower", by=by)

    assert said == "It has figures already, so it keeps its unit, and which way is better."
    operations.edit_indicator(indicator, name="Another name", by=by)


FORBIDDEN = [
    "UPDATE funding_target SET value = 1",
    "DELETE FROM funding_target",
    "TRUNCATE funding_target CASCADE",
    "UPDATE funding_result SET value = 1",
    "DELETE FROM funding_result",
    "UPDATE funding_refresh SET reason = 'Another'",
    "UPDATE funding_indicator SET unit = 'homes'",
    "UPDATE funding_indicator SET better = 'lower'",
    "INSERT INTO funding_target (indicator_id, year, value, agreed_elsewhere, reason, effective_on, recorded_at, "
    "by_id) SELECT indicator_id, year, 1, 'They', '', effective_on, now(), by_id FROM funding_target",
    # Replaced without a refresh, and without a reason.
    "INSERT INTO funding_target (indicator_id, year, value, agreed_elsewhere, reason, effective_on, recorded_at, "
    "by_id, replaces_id) SELECT indicator_id, year, 1, 'They', '', effective_on, now(), by_id, id FROM funding_target",
    "INSERT INTO funding_result (indicator_id, kind, year, value, source, reason, recorded_at, by_id) "
    "SELECT indicator_id, kind, year, 1, '', '', now(), by_id FROM funding_result",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_raw_sql_does_not_overwrite_what_was_promised_or_measured(indicator, target, statement, by, decision):
    a_result(indicator, 57, by=by)
    refreshed(indicator.agreement, {target: Decimal(55)}, decision=decision, by=by)

    with pytest.raises(Exception, match=r"\w"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert [each.value for each in Target.objects.of_indicator(indicator).in_order()] == [60, 55]


def test_the_pages_show_old_and_new_side_by_side(client, agreement, indicator, target, decision, by):
    a_result(indicator, 57, by=by)
    refresh = refreshed(agreement, {target: Decimal(55)}, agreed_elsewhere="All of them", by=by)

    page = client.get(f"/funding/agreements/{agreement.slug}/refreshes/{refresh.pk}/")
    assert "2006/07 60 55 Less" in words_of(page)
    page = client.get(indicator.get_absolute_url())
    words = words_of(page)
    assert "2006/07 60 55 57 Target passed by 2 The survey of the year" in words
    assert "57 per cent in 2006/07. Target passed by 2." in words
    told = (
        "From 1 April 2007 ( Refresh of 2007 ): 2006/07 55. Less money came. Agreed elsewhere: All of them."
    )
    assert told in words
