"""Agreements as their pages show them: each indicator with where it stands, in a handful of queries however many."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from core.marked_charts import MarkedChart, marked_chart
from funding.models import Agreement, Block, Indicator, Outcome, Result, Target
from funding.travel import against_target, measured, plain, since
from funding.years import period_label

Period = tuple[int, int | None]


@dataclass
class Standing:
    """An indicator with its baseline, its targets and results, every version of each by period."""

    indicator: Indicator
    baseline: list[Result] = field(default_factory=list)
    targets: dict[Period, list[Target]] = field(default_factory=lambda: defaultdict(list))
    results: dict[Period, list[Result]] = field(default_factory=lambda: defaultdict(list))

    @property
    def latest(self) -> Result | None:
        """The newest figure that was measured, the baseline if there is no other."""
        if self.results:
            return self.results[max(self.results, key=_by_time)][-1]
        return self.baseline[-1] if self.baseline else None

    @property
    def sentence(self) -> str:
        """Where it stands: "56 per cent in 2006/07, better than in 2005/06, when it was 54. 4 short of the target."""
        latest, indicator = self.latest, self.indicator
        if latest is None:
            return "Nothing is measured yet."
        words = f"{measured(latest.value, indicator.unit)} in {_in_a_sentence(latest.period_label)}"
        if latest.kind == Result.Kind.BASELINE:
            return f"The baseline is {words}. Nothing is measured since."
        if before := self.before(latest):
            when = _in_a_sentence(before.period_label)
            words += f", {since(indicator.better, before=before.value, now=latest.value, when=when)}"
        if target := self.target_of((latest.year, latest.quarter)):
            words += f". {against_target(indicator.better, target=target.value, now=latest.value)}"
        return f"{words}."

    def before(self, result: Result) -> Result | None:
        """The figure before it of the same length of time; the baseline, if it is the first."""
        period = (result.year, result.quarter)
        alike = [
            each
            for each in self.results
            if (each[1] is None) == (period[1] is None) and _by_time(each) < _by_time(period)
        ]
        if alike:
            return self.results[max(alike, key=_by_time)][-1]
        return self.baseline[-1] if self.baseline else None

    def target_of(self, period: Period) -> Target | None:
        """The target of a period that is in force."""
        return self.targets[period][-1] if period in self.targets else None

    def corrected(self) -> list[list[Result]]:
        """The figures that have more than one version, each with all of them."""
        return [versions for versions in [self.baseline, *self.results.values()] if len(versions) > 1]

    def agreed_together(self) -> list[list[Target]]:
        """The targets by who agreed them, why and from when: those that were agreed together stand together."""
        together: dict[Any, list[Target]] = defaultdict(list)
        for versions in self.targets.values():
            for each in versions:
                word = (
                    each.effective_on,
                    each.refresh_id or 0,
                    each.decision_id,
                    each.agreed_elsewhere,
                    each.reason,
                )
                together[word].append(each)
        return sorted(together.values(), key=lambda targets: (targets[0].effective_on, targets[0].pk))

    def rows(self) -> list["Row"]:
        """A row for each period that has a target or a result, the earliest first."""
        return [
            Row(self.indicator, period, self.targets.get(period, []), self.results.get(period, []))
            for period in sorted({*self.targets, *self.results}, key=_by_time)
        ]

    def chart(self) -> MarkedChart:
        """What was reached in each period, marked with what was to be reached."""
        drawn: list[tuple[str, str, Decimal | None, Decimal | None]] = []
        if self.baseline:
            base = self.baseline[-1]
            drawn.append(
                (f"Baseline, {_in_a_sentence(base.period_label)}", plain(base.value), base.value, None)
            )
        for row in self.rows():
            reached = plain(row.result.value) if row.result else "no result yet"
            target = f", target {plain(row.target.value)}" if row.target else ""
            drawn.append(
                (
                    period_label(*row.period),
                    reached + target,
                    row.result.value if row.result else None,
                    row.target.value if row.target else None,
                )
            )
        return marked_chart(f"Target and result by period, in {self.indicator.unit}", drawn)


@dataclass
class Row:
    """One period of an indicator: its target as first set and as it stands, its result, and what that means."""

    indicator: Indicator
    period: Period
    targets: list[Target]
    results: list[Result]

    @property
    def label(self) -> str:
        return period_label(*self.period)

    @property
    def target(self) -> Target | None:
        return self.targets[-1] if self.targets else None

    @property
    def first_target(self) -> Target | None:
        return self.targets[0] if self.targets else None

    @property
    def result(self) -> Result | None:
        return self.results[-1] if self.results else None

    @property
    def verdict(self) -> str:
        """How the result stands to the target, in words."""
        if not self.result or not self.target:
            return ""
        return against_target(self.indicator.better, target=self.target.value, now=self.result.value)


@dataclass
class OutcomeAsRead:
    outcome: Outcome
    indicators: list[Standing]


@dataclass
class BlockAsRead:
    block: Block
    outcomes: list[OutcomeAsRead]

    @property
    def count(self) -> int:
        return sum(len(outcome.indicators) for outcome in self.outcomes)


def standings(indicators: Iterable[Indicator], targets: Any, results: Any) -> dict[int, Standing]:
    """The indicators by id, each with those of the targets and results that are its own."""
    found = {indicator.pk: Standing(indicator) for indicator in indicators}
    for target in targets.in_order():
        found[target.indicator_id].targets[target.year, target.quarter].append(target)
    for result in results.in_order():
        standing = found[result.indicator_id]
        if result.kind == Result.Kind.BASELINE:
            standing.baseline.append(result)
        else:
            standing.results[result.year, result.quarter].append(result)
    return found


def blocks_of(agreement: Agreement) -> list[BlockAsRead]:
    """The agreement from its blocks down to where each indicator stands; five queries."""
    indicators = Indicator.objects.of_agreement(agreement).with_places().in_order()
    known = standings(
        indicators, Target.objects.of_agreement(agreement), Result.objects.of_agreement(agreement)
    )
    by_outcome = defaultdict(list)
    for standing in known.values():
        by_outcome[standing.indicator.outcome_id].append(standing)
    by_block = defaultdict(list)
    for outcome in Outcome.objects.of_agreement(agreement):
        by_block[outcome.block_id].append(OutcomeAsRead(outcome, by_outcome[outcome.pk]))
    return [BlockAsRead(block, by_block[block.pk]) for block in Block.objects.of_agreement(agreement)]


def standing_of(indicator: Indicator, reader: Any) -> Standing:
    """One indicator with everything ever promised and measured."""
    targets = Target.objects.of_indicator(indicator).knowing_decisions(reader).select_related("refresh")
    results = Result.objects.of_indicator(indicator).select_related("by")
    return standings([indicator], targets, results)[indicator.pk]


def _by_time(period: Period) -> tuple[int, int]:
    """A year stands after its quarters."""
    return period[0], period[1] or 5


def _in_a_sentence(label: str) -> str:
    return label[:1].lower() + label[1:] if label.startswith("Quarter") else label
