"""What happens to money: every verb that changes a row or tells somebody."""

from funding.operations.actuals import record_actual
from funding.operations.authorities import authorise
from funding.operations.ledger import (
    award,
    carry_forward,
    change_award,
    move,
    profile,
    reprofile,
    return_to_funder,
    reverse,
    vire,
)
from funding.operations.moving import move_between
from funding.operations.periods import close_period, reopen_period
from funding.operations.pots import (
    add_block,
    add_project,
    add_stream,
    edit_pot,
    make_agreement,
    make_pot,
    open_year,
    publish_pot,
)
from funding.operations.rolling import roll_forward
from funding.operations.sums import check_sums, mend_sums

__all__ = [
    "add_block",
    "add_project",
    "add_stream",
    "authorise",
    "award",
    "carry_forward",
    "change_award",
    "check_sums",
    "close_period",
    "edit_pot",
    "make_agreement",
    "make_pot",
    "mend_sums",
    "move",
    "move_between",
    "open_year",
    "profile",
    "publish_pot",
    "record_actual",
    "reopen_period",
    "reprofile",
    "return_to_funder",
    "reverse",
    "roll_forward",
    "vire",
]
