"""An agreement is judged on four sides, by somebody who is named; the group's own judgement names its decision."""

from datetime import date

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from core.refusals import Refused
from funding import operations
from funding.models import Assessment
from funding.tests.doors import words_of
from meetings import operations as meetings
from tests.factories.agreements import RATINGS, an_agreement
from tests.factories.funding import a_decision
from tests.factories.meetings import officer_of

pytestmark = pytest.mark.django_db

DAY = date(2007, 2, 2)


@pytest.fixture
def by(decision):
    return officer_of(decision.group)


@pytest.fixture
def agreement(decision, by):
    return an_agreement(decision.group, by=by)


def assessed(agreement, *, by, **values) -> Assessment:
    given = {"round": "Half-year review", "assessor": "self", "assessed_on": DAY} | RATINGS | values
    return operations.assess_agreement(agreement, by=by, **given)


def refusal(work, *arguments, **values) -> str:
    with pytest.raises(Refused) as refused:
        work(*arguments, **values)
    return str(refused.value)


def test_the_four_sides_are_told_in_words(agreement, by):
    assessment = assessed(agreement, by=by)
    assert assessment.in_a_word == "Good on all four sides"

    other = assessed(agreement, by=by, round="Full-year review", spend="poor")
    assert other.in_a_word == "Performance good; progress good; management of risk good; spending poor"
    assert other.sides[0].words == "Why it is so with performance."


def test_the_group_assesses_by_a_decision_and_nobody_else_does(agreement, decision, by):
    without = refusal(assessed, agreement, by=by, assessor="group")
    beside = refusal(assessed, agreement, by=by, assessor="government_office", decision=decision)

    assert without == beside
    assert without.startswith("Name the decision by which the group assessed.")
    assert assessed(agreement, by=by, assessor="group", decision=decision).decision == decision


def test_a_decision_that_noted_a_report_will_do_and_one_that_refused_will_not():
    for outcome, accepted in [("noted", True), ("deferred", False)]:
        decision = a_decision(outcome=outcome)
        by = officer_of(decision.group)
        agreement = an_agreement(decision.group, by=by, name=f"Agreement {outcome}")
        if accepted:
            assessed(agreement, by=by, assessor="group", decision=decision)
        else:
            assert "must still stand" in refusal(
                assessed, agreement, by=by, assessor="group", decision=decision
            )


def test_the_decision_of_another_group_is_refused(agreement, by):
    assert "one of the group" in refusal(assessed, agreement, by=by, assessor="group", decision=a_decision())


@pytest.mark.parametrize("side", ["performance", "progress", "risk", "spend"])
def test_no_rating_without_its_reason_and_no_side_without_a_rating(agreement, by, side):
    assert refusal(assessed, agreement, by=by, **{f"{side}_words": ""})
    assert refusal(assessed, agreement, by=by, **{side: ""})


def test_one_assessor_judges_once_in_a_round_and_corrects_it_then(agreement, by):
    assessment = assessed(agreement, by=by)
    assert "Correct that assessment" in refusal(assessed, agreement, by=by)
    assessed(agreement, by=by, assessor="government_office")

    values = RATINGS | {"risk": "fair", "assessed_on": DAY}
    assert refusal(operations.correct_assessment, assessment, reason="", by=by, **values) == (
        "Say why the assessment is corrected."
    )
    right = operations.correct_assessment(assessment, reason="A risk was missed", by=by, **values)

    assert right in Assessment.objects.in_force()
    assert assessment not in Assessment.objects.in_force()
    assert Assessment.objects.filter(pk=assessment.pk, risk="good").exists()


def test_a_block_of_another_agreement_is_not_assessed_here(agreement, by):
    block = operations.add_block(an_agreement(agreement.group, by=by, name="Other"), name="Block", by=by)

    assert refusal(assessed, agreement, by=by, block=block) == "The block is one of another agreement."


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE funding_assessment SET risk = 'very_good'",
        "DELETE FROM funding_assessment",
        "UPDATE funding_assessment SET assessor = 'group'",
    ],
)
def test_raw_sql_changes_no_judgement(agreement, by, statement):
    assessed(agreement, by=by)

    with pytest.raises((IntegrityError, InternalError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_pages_lead_with_the_judgement_and_keep_what_was_corrected(client, agreement, by, decision):
    assessment = assessed(agreement, by=by, assessor="group", decision=decision)
    values = RATINGS | {"risk": "fair", "decision": decision, "assessed_on": DAY}
    operations.correct_assessment(assessment, reason="A risk was missed", by=by, **values)

    words = words_of(client.get(agreement.get_absolute_url()))
    assert "Performance good; progress good; management of risk fair; spending good" in words
    assert "by a decision that is not published" in words
    assert decision.ref not in words
    meetings.publish_decision(decision, by=by)
    words = words_of(client.get(f"{agreement.get_absolute_url()}assessments/"))
    assert f"decision {decision.ref}" in words
    assert (
        "Good on all four sides, as assessed on 2 February 2007. Why it was corrected: A risk was missed."
        in words
    )


def test_officers_assess_and_correct_in_forms(client, agreement, decision, by):
    client.force_login(by)
    address = agreement.get_absolute_url()
    day = {"assessed_on_0": "2", "assessed_on_1": "2", "assessed_on_2": "2007"}
    answers = RATINGS | day | {"block": "", "round": "First round", "assessor": "group", "decision": ""}

    refused = client.post(f"{address}assess/", answers)
    assert "Name the decision by which the group assessed." in words_of(refused)
    assert b"Why it is so with risk." in refused.content
    assert client.post(f"{address}assess/", answers | {"decision": decision.pk}).status_code == 302
    assessment = Assessment.objects.get()
    client.post(
        f"{address}assessments/{assessment.pk}/correct/",
        RATINGS | day | {"decision": decision.pk, "spend": "fair", "reason": "A sum was late"},
    )

    assert [each.spend for each in Assessment.objects.in_force()] == ["fair"]
    old = client.get(f"{address}assessments/{assessment.pk}/correct/")
    assert old.status_code == 404
