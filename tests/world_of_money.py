"""Pots for the world of every page: one that is published, one that is not, one of the closed group."""

from datetime import date
from decimal import Decimal

from funding import operations as funding
from funding.models import Period, Pot, Proposal
from funding.places import planned
from meetings.models import Decision
from partnership import operations as partnership
from partnership.models import Organisation, User

DAY = date(2020, 4, 1)


def pots_of(things: dict, officer: User) -> dict[str, object]:
    """The pots, and a movement in the published one."""
    made, entry = {}, None
    colleague = User.objects.create_user("colleague@example.org", "a long enough password")
    for group in (things["group"], things["closed"]):
        partnership.support_group(group, user=colleague, starts_on=DAY, by=officer)
    for name, decision in [
        ("pot", things["decision"]),
        ("draft_pot", things["decision"]),
        ("closed_pot", things["secret_decision"]),
    ]:
        pot, entry_of_pot = _pot(name, decision, things["body"], officer)
        if name != "draft_pot":
            pot = funding.publish_pot(pot, by=officer)
        entry = entry or entry_of_pot
        made[name] = pot
    proposals = {
        "draft_proposal": _proposal(made["pot"], 10, officer),
        "others_proposal": funding.submit_proposal(_proposal(made["pot"], 20, colleague), by=colleague),
        "adopted_proposal": _adopted(made["pot"], colleague, officer),
        "secret_proposal": _adopted(made["closed_pot"], colleague, officer),
    }
    return made | {"movement": entry} | proposals


def _proposal(pot: Pot, amount: int, by: User) -> Proposal:
    """It asks for some pounds in the third quarter."""
    period = Period.objects.of_year(pot, 2020).get(number=3)
    wanted = funding.Wanted(pot.streams.get(), None, period, Decimal(amount))
    return funding.draft_proposal(pot, year=2020, title="A change", lines=[wanted], by=by)


def _adopted(pot: Pot, asker: User, adopter: User) -> Proposal:
    period = Period.objects.of_year(pot, 2020).get(number=4)
    wanted = funding.Wanted(pot.streams.get(), None, period, Decimal(30))
    proposal = funding.draft_proposal(pot, year=2020, title="Another change", lines=[wanted], by=asker)
    proposal = funding.submit_proposal(proposal, by=asker)
    authority = pot.authorities.get()
    return funding.adopt_proposal(proposal, authority=authority, effective_on=DAY, by=adopter)


def _pot(name: str, decision: Decision, body: Organisation, officer: User) -> tuple[Pot, object]:
    pot = funding.make_pot(
        name=f"Some {name.replace('_', ' ')}" if "closed" not in name else "Pot of the Closed Group",
        group=decision.group,
        accountable_body=body,
        funder="The Government",
        by=officer,
    )
    stream = funding.add_stream(pot, name=f"Stream of {pot.name}", by=officer)
    funding.open_year(pot, year=2020, by=officer)
    authority = funding.authorise(
        pot, decision=decision, kinds=["award", "profile"], ceiling=Decimal(5000), by=officer
    )
    ground = {"authority": authority, "reason": "As decided", "effective_on": DAY, "by": officer}
    funding.award(stream, year=2020, amount=Decimal(1000), **ground)
    cell = planned(stream, Period.objects.of_year(pot, 2020).get(number=1))
    entry = funding.profile(cell, amount=Decimal("250.50"), **ground)
    funding.record_actual(cell, amount=Decimal(100), by=officer)
    return pot, entry
