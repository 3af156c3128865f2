"""The returns of 2006/07, and the recommendations for unspent elements that the group noted on 2 February 2007.

The record knows that recommendations for elements of the year's funding that were unspent were received and noted.
Rounds, figures and what was recommended are illustrative, and the pot says so.
"""

from datetime import date
from decimal import Decimal

from funding import operations as funding
from funding import outturn, underspend
from funding.chains import cap_of
from funding.models import Period, Pot, Return, Round, Stream
from funding.returning import LineOfReturn, kind_in
from funding.underspend import Advice
from meetings.models import AgendaItem
from partnership.models import User

YEAR = 2006
# Of the plan of each quarter: what was spent of it, and what a round expects of those still to come.
SPENT = {1: Decimal("0.92"), 2: Decimal("0.97"), 3: Decimal("0.81")}
# The last quarter that counts as spent; what is expected of each later one; opens; due.
ROUNDS = [
    (1, {2: Decimal(1), 3: Decimal(1), 4: Decimal(1)}, date(2006, 7, 3), date(2006, 7, 28)),
    (2, {3: Decimal("0.95"), 4: Decimal(1)}, date(2006, 10, 2), date(2006, 10, 27)),
    (3, {4: Decimal("0.95")}, date(2007, 1, 2), date(2007, 1, 26)),
]
COMMENT = "Illustrative: the record gives no figures for the quarters."
CARRIED = "Illustrative: within what may be carried forward without asking the funder."
# What becomes of the rest, by the place of the stream in the pot.
OF_THE_REST = [
    ("hold", "Illustrative: held until the end of the year is known."),
    ("hold", "Illustrative: held for its theme, to which it is ring-fenced."),
    ("vire", "Illustrative: to work that can still use it by March."),
    ("return", "Illustrative: to be offered back to the funder."),
]


def load(pot: Pot, item: AgendaItem, *, officer: User, accountant: User) -> None:
    """Three rounds, each return sent by one and accepted by another; then what was put to the item, and noted."""
    round_ = None
    for quarter, expected, opens_on, due_on in ROUNDS:
        round_ = funding.open_round(
            pot,
            year=YEAR,
            name=f"Quarter {quarter} 2006/07",
            actuals_to=Period.objects.of_year(pot, YEAR).get(number=quarter),
            opens_on=opens_on,
            due_on=due_on,
            by=officer,
        )
        for return_ in Return.objects.of_round(round_).with_names():
            _answer(return_, expected, officer=officer, accountant=accountant)
    if round_ is not None:
        _recommend(round_, by=officer)
        funding.put_recommendations(round_, item=item, by=officer)
        funding.answer_recommendations(round_, item=item, answer="noted", by=officer)


def _answer(return_: Return, expected: dict[int, Decimal], *, officer: User, accountant: User) -> None:
    known = outturn.of_round(return_.round, of=(return_.stream, return_.project)).lines[0]
    lines = []
    for period in Period.objects.of_year(return_.round.pot, YEAR).order_by("number"):
        share = expected.get(period.number, SPENT.get(period.number, Decimal(0)))
        amount = (known.planned[period.pk] * share).quantize(Decimal("0.01"))
        lines.append(LineOfReturn(period, kind_in(return_.round, period), amount))
    return_ = funding.save_return(return_, lines=lines, comment=COMMENT, revision=0, by=officer)
    funding.submit_return(return_, revision=return_.revision, by=officer)
    funding.accept_return(return_, revision=return_.revision, by=accountant)


def _recommend(round_: Round, *, by: User) -> None:
    streams = list(Stream.objects.of_pot(round_.pot))
    last = Period.objects.of_year(round_.pot, round_.year).get(number=4)
    for element, stream in zip(underspend.of_round(round_).elements, streams, strict=True):
        if stream.kind == Stream.Kind.ALIGNED:
            advice = [
                Advice("hold", element.amount, "Illustrative: the partners keep it for their programmes.")
            ]
        else:
            cap = cap_of(stream, YEAR).allowed
            kind, reason = OF_THE_REST[stream.position - 1]
            where = {"to_stream": streams[0], "to_period": last} if kind == "vire" else {}
            advice = [
                Advice("carry_forward", cap, CARRIED),
                Advice(kind, element.amount - cap, reason, **where),
            ]
        funding.recommend_for_underspend(round_, stream=stream, advice=advice, by=by)
