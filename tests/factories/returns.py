"""Rounds and returns, brought about by the operations that bring them about in life."""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from funding import operations
from funding.models import Period, Pot, Project, Return, Round, Stream
from funding.returning import LineOfReturn, kind_in
from partnership.models import User
from tests.factories.funding import YEAR, quarter
from tests.factories.meetings import officer_of
from tests.factories.partnership import OfficerSupportFactory


def another_officer_of(group) -> User:
    """A second officer of a group: whoever sends a return does not accept it."""
    first = officer_of(group)
    support = group.officer_supports.exclude(user=first).first() or OfficerSupportFactory(group=group)
    return support.user


def a_round(pot: Pot, *, up_to: int | None = 3, **values) -> Round:
    """The round after a quarter of 2006/07, open since long ago and due in a month unless the test says otherwise."""
    today = timezone.localdate()
    given = {
        "year": YEAR,
        "name": f"Round {pot.rounds.count() + 1}",
        "opens_on": date(2007, 1, 2),
        "due_on": today.replace(day=1, year=today.year + 1),
        "by": officer_of(pot.group),
    } | values
    return operations.open_round(pot, actuals_to=quarter(pot, up_to) if up_to else None, **given)


def return_of(round_: Round, stream: Stream, project: Project | None = None) -> Return:
    return Return.objects.with_names().get(round=round_, stream=stream, project=project)


def lines_of(round_: Round, *amounts: int | str | Decimal) -> list[LineOfReturn]:
    """What is said of the first quarters of the year, one after the other."""
    periods = Period.objects.of_year(round_.pot, round_.year).order_by("number")
    return [
        LineOfReturn(period, kind_in(round_, period), Decimal(amount))
        for period, amount in zip(periods, amounts, strict=False)
    ]


def written(return_: Return, *amounts: int | str | Decimal, comment: str = "As planned, nearly.") -> Return:
    """Saved by the officer, with an amount for each quarter."""
    return operations.save_return(
        return_,
        lines=lines_of(return_.round, *amounts),
        comment=comment,
        revision=return_.revision,
        by=officer_of(return_.round.pot.group),
    )


def sent(return_: Return, *amounts: int | str | Decimal, **values) -> Return:
    return_ = written(return_, *amounts, **values)
    return operations.submit_return(
        return_, revision=return_.revision, by=officer_of(return_.round.pot.group)
    )


def accepted(return_: Return, *amounts: int | str | Decimal, **values) -> Return:
    return_ = sent(return_, *amounts, **values)
    return operations.accept_return(
        return_, revision=return_.revision, by=another_officer_of(return_.round.pot.group)
    )
