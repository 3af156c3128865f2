"""Where a reward stands: what was promised, what was achieved, what share of it is paid, and when."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from funding import rewarding
from funding.models import Result, Reward, RewardInstalment

NOTHING = Decimal("0.00")


@dataclass
class Standing:
    """A reward with its result, if there is one, and its instalments by their number."""

    reward: Reward
    result: Result | None
    way: Fraction | None
    share: Fraction
    earned: Decimal
    paid: dict[int, RewardInstalment]
    amounts: dict[int, Decimal]

    @property
    def paid_so_far(self) -> Decimal:
        return sum((each.entry.amount for each in self.paid.values()), NOTHING)

    @property
    def in_all(self) -> Decimal:
        """What the instalments add up to: what is earned, or what was paid, if that is more."""
        return sum(self.amounts.values(), NOTHING)

    @property
    def still_to_pay(self) -> Decimal:
        return max(self.earned - self.paid_so_far, NOTHING)

    @property
    def paid_too_much(self) -> Decimal:
        """What was paid beyond what the result, as corrected since, earns."""
        return max(self.paid_so_far - self.earned, NOTHING)

    @property
    def following(self) -> int | None:
        """The number of the next instalment; none when all are paid."""
        return next((number for number in self.amounts if number not in self.paid), None)

    @property
    def per_cent_of_the_way(self) -> Decimal | None:
        """How far the result went towards the stretch target, cut to a tenth so that 59.99 never reads as 60."""
        if self.way is None:
            return None
        tenths = self.way * 1000
        return Decimal(tenths.numerator // tenths.denominator) / 10

    @property
    def per_cent_paid(self) -> Decimal:
        """The share that is paid, cut to a tenth."""
        tenths = self.share * 1000
        return Decimal(tenths.numerator // tenths.denominator) / 10


def standing_of(reward: Reward) -> Standing:
    """Where it stands by the result of its year as it is known now; two queries."""
    results = Result.objects.of_indicator(reward.indicator).of_whole_year(reward.year)
    result = results.in_force().first()
    instalments = RewardInstalment.objects.of_reward(reward).standing().with_entries()
    paid = {each.number: each for each in instalments}
    way, share, earned = None, Fraction(0), NOTHING
    if result is not None:
        figures = {"expected": reward.expected, "stretch": reward.stretch, "achieved": result.value}
        way, share = rewarding.way_gone(**figures), rewarding.paid_share(**figures)
        earned = rewarding.earned(reward.amount, share)
    sums = {number: each.entry.amount for number, each in paid.items()}
    amounts = rewarding.schedule(earned, reward.instalments, sums)
    return Standing(reward, result, way, share, earned, paid, amounts)
