"""The money of the Local Area Agreement, 2006/07 and 2007/08.

The record knows the four blocks, that between two and three million pounds came through the single pot, that elements
of 2006/07 were unspent, and that the profiles were kept for 2007/08. The sums are illustrative, and the pot says so.
"""

from datetime import date
from decimal import Decimal

from funding import operations as funding
from funding.models import Agreement, Authority, Period, Pot, Stream
from funding.places import planned
from meetings.models import Decision
from partnership.models import Group, Organisation, User

AGREEMENT = "Local Area Agreement 2006 to 2009"
ILLUSTRATIVE = (
    "The amounts are illustrative: the record says that 2 to 3 million pounds came through the pot for 2007/08, "
    "and how, but not how much each stream had."
)
OPENING = "Opening position: the profile that the group kept on 2 February 2007"
KEPT = "The existing profiles are kept for 2007/08"
SPENT_SHARES = {1: Decimal("0.92"), 2: Decimal("0.97"), 3: Decimal("0.81")}
# Name, block, what a quarter of 2006/07 is planned at, and what is special about the stream.
STREAMS = [
    ("Children and young people", "Children and Young People", Decimal(172_500), {}),
    (
        "Safer and stronger communities",
        "Safer and Stronger Communities",
        Decimal(140_000),
        {"ring_fence": "theme", "ring_fenced_for": "safer and stronger communities"},
    ),
    (
        "Healthier communities and older people",
        "Healthier Communities and Older People",
        Decimal(131_250),
        {},
    ),
    ("Economic development and enterprise", "Economic Development and Enterprise", Decimal(118_750), {}),
    (
        "Partners’ own programmes",
        "Economic Development and Enterprise",
        Decimal(75_000),
        {"kind": "aligned"},
    ),
]


def make_pot(group: Group, council: Organisation, decision: Decision, *, by: User) -> Pot:
    """The single pot with its streams, both years, and what is known to have happened."""
    agreement = funding.make_agreement(
        name=AGREEMENT, group=group, starts_on=date(2006, 4, 1), ends_on=date(2009, 4, 1), by=by
    )
    pot = funding.make_pot(
        name="Single pot of the Local Area Agreement",
        agreement=agreement,
        group=group,
        accountable_body=council,
        funder="the Government, through the Government Office for the West Midlands",
        purpose="Priorities agreed by the partners and the Government Office for the West Midlands.",
        illustrative=ILLUSTRATIVE,
        by=by,
    )
    streams = _streams(pot, agreement, by=by)
    total = sum(quarterly * 4 for _, _, quarterly, _ in STREAMS)
    authority = funding.authorise(
        pot, decision=decision, kinds=["award", "profile"], ceiling=total * 4, by=by
    )
    for year in (2006, 2007):
        funding.open_year(pot, year=year, by=by)
    _year_2006(pot, streams, authority, by=by)
    for stream, quarterly in streams:
        _award(stream, 2007, quarterly * 4, authority, KEPT, by=by)
    funding.roll_forward(
        pot, year=2006, authority=authority, reason=KEPT, effective_on=date(2007, 4, 1), by=by
    )
    _propose(pot, streams, by=by)
    return funding.publish_pot(pot, by=by)


def _propose(pot: Pot, streams: list[tuple[Stream, Decimal]], *, by: User) -> None:
    """One proposal that waits for the finance officer, so that there is one to look at: the record has none."""
    first, *_, last = Period.objects.of_year(pot, 2007).order_by("number")
    stream, quarterly = streams[3]
    wanted = [
        funding.Wanted(stream, None, first, quarterly - 10_000),
        funding.Wanted(stream, None, last, quarterly + 10_000),
    ]
    title, reason = (
        "Illustration: £10,000 later in the year",
        "An illustration; no such proposal is on record",
    )
    proposal = funding.draft_proposal(pot, year=2007, title=title, reason=reason, lines=wanted, by=by)
    funding.submit_proposal(proposal, by=by)


def _streams(pot: Pot, agreement: Agreement, *, by: User) -> list[tuple[Stream, Decimal]]:
    names = dict.fromkeys(block for _, block, _, _ in STREAMS)
    blocks = {name: funding.add_block(agreement, name=name, by=by) for name in names}
    return [
        (funding.add_stream(pot, name=name, block=blocks[block], by=by, **more), quarterly)
        for name, block, quarterly, more in STREAMS
    ]


def _year_2006(pot: Pot, streams: list[tuple[Stream, Decimal]], authority: Authority, *, by: User) -> None:
    """The profile that the group kept, and what was spent of it by December 2006."""
    quarters = list(Period.objects.of_year(pot, 2006).order_by("number"))
    for stream, quarterly in streams:
        _award(stream, 2006, quarterly * 4, authority, OPENING, by=by)
        for quarter in quarters:
            cell = planned(stream, quarter)
            funding.profile(
                cell,
                amount=quarterly,
                authority=authority,
                reason=OPENING,
                effective_on=date(2006, 4, 1),
                by=by,
            )
            if share := SPENT_SHARES.get(quarter.number):
                funding.record_actual(cell, amount=(quarterly * share).quantize(Decimal("0.01")), by=by)


def _award(
    stream: Stream, year: int, amount: Decimal, authority: Authority, reason: str, *, by: User
) -> None:
    funding.award(
        stream,
        year=year,
        amount=amount,
        authority=authority,
        reason=reason,
        effective_on=date(year, 4, 1),
        by=by,
    )
