"""The nouns of money: agreements with their targets, pots and streams, periods, cells, and the ledger between them."""

from funding.models.actuals import Actual
from funding.models.agreements import Agreement, Block
from funding.models.assessments import Assessment
from funding.models.authorities import Authority
from funding.models.ballots import Ballot, PaperTally, VotingCode
from funding.models.cells import Cell
from funding.models.forecasts import Forecast
from funding.models.ideas import Idea
from funding.models.imports import FileLoading, FileReading, ImportedFile
from funding.models.indicators import Indicator, Outcome
from funding.models.ledger import LedgerEntry
from funding.models.participatory_rounds import ParticipatoryRound
from funding.models.periods import Period, PeriodEvent
from funding.models.pots import Pot, Project, Stream
from funding.models.proposals import Proposal, ProposalLine
from funding.models.results import Result
from funding.models.returns import Return, ReturnLine
from funding.models.rewards import Reward, RewardInstalment
from funding.models.rounds import Round
from funding.models.shares import PooledShare
from funding.models.standings import AuthorityStanding, CellStanding, PotStanding, StreamStanding
from funding.models.targets import Refresh, Target
from funding.models.underspend import RecommendedMovement, UnderspendRecommendation

__all__ = [
    "Actual",
    "Agreement",
    "Assessment",
    "Authority",
    "AuthorityStanding",
    "Ballot",
    "Block",
    "Cell",
    "CellStanding",
    "FileLoading",
    "FileReading",
    "Forecast",
    "Idea",
    "ImportedFile",
    "Indicator",
    "LedgerEntry",
    "Outcome",
    "PaperTally",
    "ParticipatoryRound",
    "Period",
    "PeriodEvent",
    "PooledShare",
    "Pot",
    "PotStanding",
    "Project",
    "Proposal",
    "ProposalLine",
    "RecommendedMovement",
    "Refresh",
    "Result",
    "Return",
    "ReturnLine",
    "Reward",
    "RewardInstalment",
    "Round",
    "Stream",
    "StreamStanding",
    "Target",
    "UnderspendRecommendation",
    "VotingCode",
]
