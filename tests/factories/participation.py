"""A participatory round at the step that a test asks about, led there by the operations in their time."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import time_machine
from django.utils import timezone

from funding import operations
from funding.models import Idea, PaperTally, ParticipatoryRound, Stream
from tests.factories.funding import YEAR, another_officer_of
from tests.factories.meetings import officer_of

LAST_DAY = date(2090, 1, 31)
CONTACT = "Known to the office"


def a_participatory_round(stream: Stream, *, year: int = YEAR, **values) -> ParticipatoryRound:
    """A draft: five hundred pounds, two votes each."""
    given = {
        "title": f"Round {ParticipatoryRound.objects.count() + 1}",
        "amount": Decimal(500),
        "votes_each": 2,
        "ideas_until": timezone.localdate() + timedelta(days=14),
        "voting_until": LAST_DAY,
    }
    return operations.draft_participatory_round(
        stream.pot, stream=stream, year=year, by=officer_of(stream.pot.group), **given | values
    )


def opened(round_: ParticipatoryRound) -> ParticipatoryRound:
    return operations.open_participatory_round(round_, by=officer_of(round_.pot.group))


def an_idea(round_: ParticipatoryRound, amount=200, **values) -> Idea:
    given = {
        "title": f"Idea {round_.ideas.count() + 1}",
        "purpose": "Something for everybody.",
        "brought_by": "A village hall",
        "contact": CONTACT,
        "by": officer_of(round_.pot.group),
    }
    return operations.bring_idea(round_, amount=Decimal(amount), **given | values)


def feasible(idea: Idea) -> Idea:
    return operations.check_idea(idea, feasibility="feasible", by=officer_of(idea.round.pot.group))


def not_feasible(idea: Idea, reason="It needs a permission that cannot be had.") -> Idea:
    by = officer_of(idea.round.pot.group)
    return operations.check_idea(idea, feasibility="not_feasible", feasibility_reason=reason, by=by)


def voting(round_: ParticipatoryRound) -> ParticipatoryRound:
    """The days for ideas pass, and people can vote."""
    by = officer_of(round_.pot.group)
    with after(round_.ideas_until):
        round_ = operations.close_ideas(round_, by=by)
        return operations.open_voting(round_, by=by)


def counting(round_: ParticipatoryRound) -> ParticipatoryRound:
    """The days for voting pass."""
    with after(round_.voting_until):
        return operations.close_voting(round_, by=officer_of(round_.pot.group))


def vote(round_: ParticipatoryRound, *ideas: Idea, times: int = 1) -> None:
    for code in codes(round_, times):
        operations.cast_ballot(round_, code=code, ideas=ideas, by=None)


def codes(round_: ParticipatoryRound, number: int) -> list[str]:
    return operations.issue_codes(round_, number=number, by=officer_of(round_.pot.group))


def given_up(round_: ParticipatoryRound, number: int) -> None:
    """So many people give their code up and take a paper."""
    by = officer_of(round_.pot.group)
    operations.take_codes_for_papers(round_, codes=codes(round_, number), by=by)


def counted_alike(round_: ParticipatoryRound, papers: int, figures: dict[str, int]) -> PaperTally:
    """Counted by one officer, and by another with the same figures."""
    group = round_.pot.group
    tally = operations.count_papers(round_, papers=papers, figures=figures, by=officer_of(group))
    return operations.check_papers(tally, papers=papers, figures=figures, by=another_officer_of(group))


def after(day: date) -> time_machine.travel:
    tomorrow = day + timedelta(days=1)
    moment = datetime(tomorrow.year, tomorrow.month, tomorrow.day, 12, tzinfo=timezone.get_current_timezone())
    return time_machine.travel(moment, tick=False)
