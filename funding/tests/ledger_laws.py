"""What must be true of a ledger whatever happened to it, worked out from its rows alone, without SQL's help."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal

from funding.models import Actual, Authority, LedgerEntry, PeriodEvent, Proposal
from funding.tests.laws_of_figures import broken_figures

IN_FORCE = {"agreed", "agreed_as_amended"}
STEPS = {
    "award": {("funder", "available")},
    "award_change": {("funder", "available"), ("available", "funder")},
    "profile": {("available", "profile")},
    "reprofile": {(a, b) for a in ("available", "profile") for b in ("available", "profile")},
    "virement": {(a, b) for a in ("available", "profile") for b in ("available", "profile")},
    "carry_out": {("available", "carried"), ("profile", "carried")},
    "carry_in": {("carried", "available")},
    "return": {("available", "returned"), ("profile", "returned")},
}


def broken_laws() -> list[str]:
    """The laws that some row breaks, in words; empty when all is well."""
    entries = list(
        LedgerEntry.objects.select_related(
            "source__stream", "destination__stream", "decision", "authority__confirmed_by_decision", "pot"
        ).order_by("pk")
    )
    laws = (_one_by_one, _in_order, _together, _of_proposals)
    return sorted({broken for law in laws for broken in law(entries)} | set(broken_figures()))


def _one_by_one(entries: list[LedgerEntry]) -> Iterator[str]:
    by_key = {entry.pk: entry for entry in entries}
    for entry in entries:
        source, destination, authority = entry.source, entry.destination, entry.authority
        if {source.pot_id, destination.pot_id} != {entry.pot_id}:
            yield "money of one pot moved to another"
        if authority.pot_id != entry.pot_id or authority.decision_id != entry.decision_id:
            yield "the authority is another pot's or another decision's"
        if entry.kind == "reversal":
            old = by_key[entry.reverses_id]
            if (old.source_id, old.destination_id, old.amount) != (
                entry.destination_id,
                entry.source_id,
                entry.amount,
            ):
                yield "a reversal is not exact"
            continue
        if (source.kind, destination.kind) not in STEPS[entry.kind]:
            yield "a kind of movement leads where it cannot"
        crosses = source.stream_id != destination.stream_id and "funder" not in (
            source.kind,
            destination.kind,
        )
        if crosses != (entry.kind == "virement"):
            yield "a stream does not keep its total"
        if entry.kind in ("profile", "reprofile", "virement") and source.year != destination.year:
            yield "money moved between years without being carried forward"
        if entry.kind not in authority.kinds and not (
            entry.kind == "carry_in" and "carry_out" in authority.kinds
        ):
            yield "a decision did not allow the kind"
        if entry.decision.outcome not in IN_FORCE or entry.decision.group_id != entry.pot.group_id:
            yield "money moved on a decision that does not stand"
        confirmed = authority.confirmed_by_decision
        if entry.pot.accountable_group_id and (
            confirmed is None or confirmed.group_id != entry.pot.accountable_group_id
        ):
            yield "a pot in two steps moved in one"
        if authority.limit_each and entry.kind != "carry_in" and entry.amount > authority.limit_each:
            yield "an officer moved more than delegated"
        if entry.kind == "virement" and source.stream.is_ring_fenced and not authority.lifts_ring_fence:
            yield "money left a ring-fence"
        if entry.kind == "carry_out":
            before = by_key.get(entry.came_by_id)
            if (
                before is None
                or before.kind not in ("award", "award_change", "virement", "carry_in")
                or (before.destination.stream_id, before.destination.year) != (source.stream_id, source.year)
            ):
                yield "carried money does not lead back to an award"
        if entry.kind == "carry_in":
            out = by_key[entry.pair_id]
            if (out.kind, out.destination_id, out.amount) != ("carry_out", entry.source_id, entry.amount):
                yield "what arrived is not what left"
            if destination.year != source.year + 1:
                yield "carried money did not arrive in the next year"


def _in_order(entries: list[LedgerEntry]) -> Iterator[str]:
    """At each step of the ledger: no cell below zero, none below what is spent, no closed period touched."""
    there: Counter[int] = Counter()
    spendings = list(Actual.objects.order_by("pk"))
    closings = list(PeriodEvent.objects.order_by("pk"))
    for entry in entries:
        there[entry.source_id] -= entry.amount
        there[entry.destination_id] += entry.amount
        if entry.source.kind != "funder" and there[entry.source_id] < 0:
            yield "a cell fell below zero"
        before = [each for each in spendings if each.recorded_at <= entry.recorded_at]
        spent = sum(each.amount for each in before if each.cell_id == entry.source_id)
        if entry.source.kind == "profile" and there[entry.source_id] < spent:
            yield "a plan was taken below what is spent"
        if entry.kind in ("profile", "reprofile", "virement", "reversal"):
            periods = {entry.source.period_id, entry.destination.period_id}
            last = {
                event.period_id: event.what
                for event in closings
                if event.at <= entry.recorded_at and event.period_id in periods
            }
            if "closed" in last.values():
                yield "the profile of a closed period changed"


def _together(entries: list[LedgerEntry]) -> Iterator[str]:
    inside: Counter[int] = Counter()
    awarded: Counter[int] = Counter()
    for entry in entries:
        for cell, sign in ((entry.source, -1), (entry.destination, 1)):
            (awarded if cell.kind == "funder" else inside)[cell.pot_id] += sign * entry.amount
    if any(inside[pot] != -awarded[pot] for pot in inside | awarded):
        yield "a pot does not hold what it was awarded"

    undone = Counter(entry.reverses_id for entry in entries if entry.reverses_id)
    if any(times > 1 for times in undone.values()):
        yield "an entry was reversed twice"

    standing = [entry for entry in entries if entry.kind != "reversal" and entry.pk not in undone]
    used: Counter[int] = Counter()
    for entry in standing:
        if entry.kind != "carry_in":
            used[entry.authority_id] += entry.amount
    ceilings = dict(Authority.objects.values_list("pk", "ceiling"))
    if any(amount > ceilings[authority] for authority, amount in used.items()):
        yield "more moved than a decision allows"

    carried: Counter[int] = Counter()
    for entry in entries:
        for cell, sign in ((entry.source, -1), (entry.destination, 1)):
            if cell.kind == "carried":
                carried[cell.pk] += sign * entry.amount
    if any(carried.values()):
        yield "money that left a year did not arrive"

    without_asking: Counter = Counter()
    awards: Counter = Counter()
    for entry in entries:
        source, destination = entry.source, entry.destination
        if source.kind == "funder":
            awards[destination.stream_id, destination.year] += entry.amount
        if destination.kind == "funder":
            awards[source.stream_id, source.year] -= entry.amount
    for entry in standing:
        if entry.kind == "carry_out" and not entry.external_reference:
            without_asking[entry.source.stream, entry.source.year] += entry.amount
    for (stream, year), amount in without_asking.items():
        # Compared with the greatest that was ever awarded: what is taken back later does not undo what was carried.
        greatest = _greatest_award(entries, stream.pk, year)
        if amount > round(greatest * stream.carry_forward_cap / 100, 2):
            yield "more was carried forward than the cap"


def _of_proposals(entries: list[LedgerEntry]) -> Iterator[str]:
    """Proposals move what their lines ask for when they are adopted; delegations keep to their limits."""
    moved: defaultdict[int, Counter] = defaultdict(Counter)
    whole: Counter = Counter()
    for entry in entries:
        if entry.proposal_id is not None:
            for cell, sign in ((entry.source, -1), (entry.destination, 1)):
                moved[entry.proposal_id][cell.stream_id, cell.project_id, cell.period_id] += (
                    sign * entry.amount
                )
            whole[entry.proposal_id] += entry.amount
    for proposal in Proposal.objects.select_related("authority").prefetch_related("lines"):
        if proposal.status != "adopted":
            if proposal.pk in moved:
                yield "money moved for a proposal that was not adopted"
            continue
        if proposal.decided_by_id == proposal.requested_by_id:
            yield "whoever asked adopted"
        wanted: Counter = Counter()
        spoken_of = {line.stream_id for line in proposal.lines.all() if line.period_id is None}
        for line in proposal.lines.all():
            wanted[line.stream_id, line.project_id, line.period_id] += line.amount - line.base
            if line.stream_id not in spoken_of:
                wanted[line.stream_id, None, None] -= line.amount - line.base
        places = wanted.keys() | moved[proposal.pk].keys()
        if any(wanted[place] != moved[proposal.pk][place] for place in places):
            yield "a proposal did not move what its lines ask for"
        if proposal.authority.limit_each and whole[proposal.pk] > proposal.authority.limit_each:
            yield "a proposal moved more at once than an officer may"
    undone = {entry.reverses_id for entry in entries}
    in_a_year: Counter = Counter()
    for entry in entries:
        if (
            entry.pk not in undone
            and entry.kind not in ("reversal", "carry_in")
            and entry.authority.limit_year
        ):
            in_a_year[entry.authority, entry.source.year or entry.destination.year] += entry.amount
    if any(amount > authority.limit_year for (authority, _), amount in in_a_year.items()):
        yield "an officer moved more in a year than delegated"


def _greatest_award(entries: list[LedgerEntry], stream: int, year: int) -> Decimal:
    total = greatest = Decimal(0)
    for entry in entries:
        source, destination = entry.source, entry.destination
        if source.kind == "funder" and (destination.stream_id, destination.year) == (stream, year):
            total += entry.amount
        if destination.kind == "funder" and (source.stream_id, source.year) == (stream, year):
            total -= entry.amount
        greatest = max(greatest, total)
    return greatest
