"""The nouns of money: agreements, pots and their streams, periods, cells, and the ledger between them."""

from funding.models.actuals import Actual
from funding.models.agreements import Agreement, Block
from funding.models.authorities import Authority
from funding.models.cells import Cell
from funding.models.forecasts import Forecast
from funding.models.imports import FileLoading, FileReading, ImportedFile
from funding.models.ledger import LedgerEntry
from funding.models.periods import Period, PeriodEvent
from funding.models.pots import Pot, Project, Stream
from funding.models.proposals import Proposal, ProposalLine
from funding.models.returns import Return, ReturnLine
from funding.models.rounds import Round
from funding.models.standings import AuthorityStanding, CellStanding, PotStanding, StreamStanding
from funding.models.underspend import RecommendedMovement, UnderspendRecommendation

__all__ = [
    "Actual",
    "Agreement",
    "Authority",
    "AuthorityStanding",
    "Block",
    "Cell",
    "CellStanding",
    "FileLoading",
    "FileReading",
    "Forecast",
    "ImportedFile",
    "LedgerEntry",
    "Period",
    "PeriodEvent",
    "Pot",
    "PotStanding",
    "Project",
    "Proposal",
    "ProposalLine",
    "RecommendedMovement",
    "Return",
    "ReturnLine",
    "Round",
    "Stream",
    "StreamStanding",
    "UnderspendRecommendation",
]
