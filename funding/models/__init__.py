"""The nouns of money: agreements with their targets, pots and streams, periods, cells, and the ledger between them."""

from funding.models.actuals import Actual
from funding.models.agreements import Agreement, Block
from funding.models.assessments import Assessment
from funding.models.authorities import Authority
from funding.models.cells import Cell
from funding.models.indicators import Indicator, Outcome
from funding.models.ledger import LedgerEntry
from funding.models.periods import Period, PeriodEvent
from funding.models.pots import Pot, Project, Stream
from funding.models.results import Result
from funding.models.rewards import Reward, RewardInstalment
from funding.models.shares import PooledShare
from funding.models.targets import Refresh, Target

__all__ = [
    "Actual",
    "Agreement",
    "Assessment",
    "Authority",
    "Block",
    "Cell",
    "Indicator",
    "LedgerEntry",
    "Outcome",
    "Period",
    "PeriodEvent",
    "PooledShare",
    "Pot",
    "Project",
    "Refresh",
    "Result",
    "Reward",
    "RewardInstalment",
    "Stream",
    "Target",
]
