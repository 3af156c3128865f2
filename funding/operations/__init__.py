"""What happens to money: every verb that changes a row or tells somebody."""

from funding.operations.actuals import record_actual
from funding.operations.adopting import adopt_proposal
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
from funding.operations.proposals import (
    draft_proposal,
    refuse_proposal,
    save_proposal,
    submit_proposal,
    take_back_proposal,
    take_new_figures,
    withdraw_proposal,
)
from funding.operations.rolling import roll_forward
from funding.operations.sums import check_sums, mend_sums
from funding.operations.virements import request_virement
from funding.proposed import Wanted

__all__ = [
    "Wanted",
    "add_block",
    "add_project",
    "add_stream",
    "adopt_proposal",
    "authorise",
    "award",
    "carry_forward",
    "change_award",
    "check_sums",
    "close_period",
    "draft_proposal",
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
    "refuse_proposal",
    "reopen_period",
    "reprofile",
    "request_virement",
    "return_to_funder",
    "reverse",
    "roll_forward",
    "save_proposal",
    "submit_proposal",
    "take_back_proposal",
    "take_new_figures",
    "vire",
    "withdraw_proposal",
]
