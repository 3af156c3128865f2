"""The nouns of money: agreements, pots and their streams, periods, cells, and the ledger between them."""

from funding.models.actuals import Actual
from funding.models.agreements import Agreement, Block
from funding.models.authorities import Authority
from funding.models.cells import Cell
from funding.models.ledger import LedgerEntry
from funding.models.periods import Period, PeriodEvent
from funding.models.pots import Pot, Project, Stream
from funding.models.proposals import Proposal, ProposalLine
from funding.models.standings import AuthorityStanding, CellStanding, PotStanding, StreamStanding

__all__ = [
    "Actual",
    "Agreement",
    "Authority",
    "AuthorityStanding",
    "Block",
    "Cell",
    "CellStanding",
    "LedgerEntry",
    "Period",
    "PeriodEvent",
    "Pot",
    "PotStanding",
    "Project",
    "Proposal",
    "ProposalLine",
    "Stream",
    "StreamStanding",
]
