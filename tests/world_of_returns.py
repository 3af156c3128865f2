"""A round of the published pot for the world of every page: a return not sent, one sent, one accepted."""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from funding import operations as funding
from funding.models import Authority, Period, Pot, Project, Return
from funding.places import planned
from funding.returning import LineOfReturn
from funding.underspend import Advice
from partnership.models import Organisation, User

DAY = date(2020, 4, 1)


def returns_of(pot: Pot, body: Organisation, officer: User, writer: User) -> dict[str, object]:
    """Three projects of one body; of the third something is not spent, and something is recommended for it."""
    stream = pot.streams.get()
    names = ["A scheme", "A sent scheme", "An accepted scheme"]
    projects = [funding.add_project(stream, name=name, organisation=body, by=officer) for name in names]
    quarter = Period.objects.of_year(pot, 2020).get(number=1)
    authority = Authority.objects.of_pot(pot).get()
    ground = {"authority": authority, "reason": "As decided", "effective_on": DAY, "by": officer}
    funding.profile(planned(stream, quarter, projects[2]), amount=Decimal(100), **ground)
    today = timezone.localdate()
    round_ = funding.open_round(
        pot, year=2020, name="Quarter 1 2020/21", actuals_to=quarter, opens_on=today, due_on=today, by=officer
    )
    own, sent, accepted = (_of(round_, project) for project in projects)
    sent, accepted = _sent(sent, writer), _sent(accepted, writer)
    accepted = funding.accept_return(accepted, revision=1, by=officer)
    advice = [Advice("hold", Decimal(40), "Until the next meeting.")]
    funding.recommend_for_underspend(round_, stream=stream, project=projects[2], advice=advice, by=officer)
    return {"round": round_, "own_return": own, "sent_return": sent, "accepted_return": accepted}


def _of(round_, project: Project) -> Return:
    return Return.objects.with_names().get(round=round_, project=project)


def _sent(return_: Return, writer: User) -> Return:
    """Sixty pounds were spent in the first quarter, and nothing more is expected."""
    periods = Period.objects.of_year(return_.round.pot, 2020).order_by("number")
    amounts = [("actual", 60), ("forecast", 0), ("forecast", 0), ("forecast", 0)]
    lines = [
        LineOfReturn(period, kind, Decimal(amount))
        for period, (kind, amount) in zip(periods, amounts, strict=True)
    ]
    return_ = funding.save_return(return_, lines=lines, comment="It went well.", revision=0, by=writer)
    return funding.submit_return(return_, revision=1, by=writer)
