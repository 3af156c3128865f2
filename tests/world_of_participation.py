"""Participatory rounds for the world of every page: a draft, one open for ideas, one in which people vote."""

from decimal import Decimal

from funding.models import Pot
from partnership.models import User
from tests.factories.participation import a_participatory_round, an_idea, feasible, opened, voting


def participatory_rounds_of(things: dict, officer: User, brings: User) -> dict[str, object]:
    """Ten pounds each; of the idea that was entered by a member nothing is checked yet."""
    made = {}
    for name, pot in [("pot", things["pot"]), ("closed_pot", things["closed_pot"])]:
        made[name] = opened(_round(pot, f"A round of {name}"))
    ballot = opened(_round(things["pot"], "A round with votes"))
    feasible(an_idea(ballot, 5, by=officer))
    return {
        "draft_participation": _round(things["pot"], "A draft of a round"),
        "participation": made["pot"],
        "closed_participation": made["closed_pot"],
        "idea": an_idea(made["pot"], 5, by=brings),
        "ballot_round": voting(ballot),
    }


def _round(pot: Pot, title: str):
    return a_participatory_round(pot.streams.get(), year=2020, title=title, amount=Decimal(10))
