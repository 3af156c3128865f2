"""What happens to money: every verb that changes a row or tells somebody."""

from funding.operations.actuals import record_actual
from funding.operations.agreements import (
    add_block,
    add_indicator,
    add_outcome,
    edit_agreement,
    edit_indicator,
    make_agreement,
)
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
from funding.operations.performance import (
    assess_agreement,
    correct_assessment,
    correct_result,
    record_result,
    refresh_agreement,
    set_target,
)
from funding.operations.periods import close_period, reopen_period
from funding.operations.pooling import set_pooled_share
from funding.operations.pots import (
    add_project,
    add_stream,
    edit_pot,
    make_pot,
    open_year,
    publish_pot,
)
from funding.operations.rewards import pay_instalment, promise_reward
from funding.operations.rolling import roll_forward

__all__ = [
    "add_block",
    "add_indicator",
    "add_outcome",
    "add_project",
    "add_stream",
    "assess_agreement",
    "authorise",
    "award",
    "carry_forward",
    "change_award",
    "close_period",
    "correct_assessment",
    "correct_result",
    "edit_agreement",
    "edit_indicator",
    "edit_pot",
    "make_agreement",
    "make_pot",
    "move",
    "move_between",
    "open_year",
    "pay_instalment",
    "profile",
    "promise_reward",
    "publish_pot",
    "record_actual",
    "record_result",
    "refresh_agreement",
    "reopen_period",
    "reprofile",
    "return_to_funder",
    "reverse",
    "roll_forward",
    "set_pooled_share",
    "set_target",
    "vire",
]
