"""The nouns of money: agreements, pots and their streams, periods, cells, and the ledger between them."""

from funding.models.actuals import Actual
from funding.models.agreements import Agreement, Block
from funding.models.authorities import Authority
from funding.models.cells import Cell
from funding.models.imports import FileLoading, FileReading, ImportedFile
from funding.models.ledger import LedgerEntry
from funding.models.periods import Period, PeriodEvent
from funding.models.pots import Pot, Project, Stream
from funding.models.proposals import Proposal, ProposalLine

__all__ = [
    "Actual",
    "Agreement",
    "Authority",
    "Block",
    "Cell",
    "FileLoading",
    "FileReading",
    "ImportedFile",
    "LedgerEntry",
    "Period",
    "PeriodEvent",
    "Pot",
    "Project",
    "Proposal",
    "ProposalLine",
    "Stream",
]
