"""Agreements with their promises, made by the operations that make them in life."""

from datetime import date
from decimal import Decimal

from funding import operations
from funding.models import Agreement, Indicator, Pot, Result, Reward, Target
from meetings.models import Decision
from partnership.models import Group, Organisation, User

SPRING = date(2006, 4, 1)
ELSEWHERE = {"agreed_elsewhere": "The Government and the partners", "effective_on": SPRING}
RATINGS = dict.fromkeys(("performance", "progress", "risk", "spend"), "good") | {
    f"{side}_words": f"Why it is so with {side}." for side in ("performance", "progress", "risk", "spend")
}


def an_agreement(group: Group, *, by: User, name: str = "The agreement") -> Agreement:
    return operations.make_agreement(name=name, group=group, starts_on=SPRING, by=by)


def an_indicator(agreement: Agreement, *, by: User, **values) -> Indicator:
    """The only one of its outcome, of which higher is better unless the test says so."""
    block = operations.add_block(agreement, name=f"Block {agreement.blocks.count() + 1}", by=by)
    outcome = operations.add_outcome(block, name="People are better off", by=by)
    given = {
        "name": "People who say so",
        "unit": "per cent",
        "better": "higher",
        "figures_by": "The survey",
    } | values
    return operations.add_indicator(outcome, by=by, **given)


def a_target(indicator: Indicator, value: int | str, *, by: User, year: int = 2006, **values) -> Target:
    word = ELSEWHERE | values
    return operations.set_target(indicator, year=year, value=Decimal(value), by=by, **word)


def a_result(indicator: Indicator, value: int | str, *, by: User, year: int = 2006, **values) -> Result:
    return operations.record_result(
        indicator, year=year, value=Decimal(value), source="The survey of the year", by=by, **values
    )


def a_reward(indicator: Indicator, pot: Pot, *, by: User, **values) -> Reward:
    """A thousand pounds for going from 50 to 60, in three instalments."""
    given = {
        "year": 2006,
        "expected": Decimal(50),
        "stretch": Decimal(60),
        "amount": Decimal(1000),
        "instalments": 3,
        "stream": pot.streams.first(),
    }
    return operations.promise_reward(
        indicator.outcome.block.agreement, indicator=indicator, by=by, **(given | ELSEWHERE | values)
    )


def agreements_of(things: dict, officer: User) -> dict[str, object]:
    """For the world of every page: an agreement of the open group with all that it can have, and one of the closed."""
    made = _agreement_with_all(things["group"], things["decision"], things["body"], officer, "Some Agreement")
    secret = _agreement_with_all(
        things["closed"], things["secret_decision"], things["body"], officer, "Agreement of the Closed Group"
    )
    operations.set_pooled_share(
        things["pot"].streams.first(),
        year=2020,
        percent=Decimal(60),
        decision=things["decision"],
        reason="Part of the grant is not pooled",
        by=officer,
    )
    return made | {f"closed_{name}": thing for name, thing in secret.items()}


def _agreement_with_all(
    group: Group, decision: Decision, body: Organisation, by: User, name: str
) -> dict[str, object]:
    agreement = an_agreement(group, by=by, name=name)
    indicator = an_indicator(agreement, by=by, name=f"Indicator of {name}")
    operations.record_result(
        indicator, kind="baseline", year=2005, value=Decimal(50), source="The survey", by=by
    )
    target = a_target(indicator, 60, by=by)
    refresh = operations.refresh_agreement(
        agreement,
        name="A refresh",
        targets={target: Decimal(58)},
        decision=decision,
        reason="Less money came.",
        effective_on=date(2007, 4, 1),
        by=by,
    )
    result = a_result(indicator, 57, by=by)
    assessment = operations.assess_agreement(
        agreement,
        round="Half-year review",
        assessor="group",
        decision=decision,
        assessed_on=date(2007, 1, 1),
        by=by,
        **RATINGS,
    )
    pot = operations.make_pot(
        name=f"Pot of {name}",
        group=group,
        agreement=agreement,
        accountable_body=body,
        funder="The Government",
        by=by,
    )
    operations.add_stream(pot, name=f"Reward stream of {name}", by=by)
    operations.open_year(pot, year=2007, by=by)
    operations.publish_pot(pot, by=by)
    reward = a_reward(indicator, pot, by=by, agreed_elsewhere="", decision=decision)
    return {
        "agreement": agreement,
        "indicator": indicator,
        "refresh": refresh,
        "result": result,
        "assessment": assessment,
        "reward": reward,
    }
