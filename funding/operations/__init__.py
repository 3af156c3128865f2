"""What happens to money: every verb that changes a row or tells somebody."""

from funding.operations.actuals import record_actual
from funding.operations.adopting import adopt_proposal
from funding.operations.agreements import (
    add_block,
    add_indicator,
    add_outcome,
    edit_agreement,
    edit_indicator,
    make_agreement,
)
from funding.operations.authorities import authorise
from funding.operations.ideas import bring_idea, check_idea
from funding.operations.importing import (
    import_file,
    load_allocations,
    load_grid,
    load_returns,
    read_file_again,
)
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
from funding.operations.participation import (
    call_off_participatory_round,
    close_ideas,
    close_voting,
    draft_participatory_round,
    edit_participatory_round,
    open_participatory_round,
    open_voting,
)
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
from funding.operations.proposals import (
    draft_proposal,
    refuse_proposal,
    save_proposal,
    submit_proposal,
    take_back_proposal,
    take_new_figures,
    withdraw_proposal,
)
from funding.operations.return_reminders import remind_of_returns
from funding.operations.returns import (
    accept_return,
    draft_return,
    save_return,
    send_back_return,
    submit_return,
)
from funding.operations.rewards import pay_instalment, promise_reward
from funding.operations.rolling import roll_forward
from funding.operations.rounds import edit_round, open_round
from funding.operations.sharing_out import decide_participatory_round, settle_tie
from funding.operations.sums import check_sums, mend_sums
from funding.operations.underspend import (
    answer_recommendations,
    carry_out_recommendations,
    put_recommendations,
    recommend_for_underspend,
)
from funding.operations.virements import request_virement
from funding.operations.voting import (
    cast_ballot,
    check_papers,
    count_papers,
    issue_codes,
    take_codes_for_papers,
)
from funding.proposed import Wanted

__all__ = [
    "Wanted",
    "accept_return",
    "add_block",
    "add_indicator",
    "add_outcome",
    "add_project",
    "add_stream",
    "adopt_proposal",
    "answer_recommendations",
    "assess_agreement",
    "authorise",
    "award",
    "bring_idea",
    "call_off_participatory_round",
    "carry_forward",
    "carry_out_recommendations",
    "cast_ballot",
    "change_award",
    "check_idea",
    "check_papers",
    "check_sums",
    "close_ideas",
    "close_period",
    "close_voting",
    "correct_assessment",
    "correct_result",
    "count_papers",
    "decide_participatory_round",
    "draft_participatory_round",
    "draft_proposal",
    "draft_return",
    "edit_agreement",
    "edit_indicator",
    "edit_participatory_round",
    "edit_pot",
    "edit_round",
    "import_file",
    "issue_codes",
    "load_allocations",
    "load_grid",
    "load_returns",
    "make_agreement",
    "make_pot",
    "mend_sums",
    "move",
    "move_between",
    "open_participatory_round",
    "open_round",
    "open_voting",
    "open_year",
    "pay_instalment",
    "profile",
    "promise_reward",
    "publish_pot",
    "put_recommendations",
    "read_file_again",
    "recommend_for_underspend",
    "record_actual",
    "record_result",
    "refresh_agreement",
    "refuse_proposal",
    "remind_of_returns",
    "reopen_period",
    "reprofile",
    "request_virement",
    "return_to_funder",
    "reverse",
    "roll_forward",
    "save_proposal",
    "save_return",
    "send_back_return",
    "set_pooled_share",
    "set_target",
    "settle_tie",
    "submit_proposal",
    "submit_return",
    "take_back_proposal",
    "take_codes_for_papers",
    "take_new_figures",
    "vire",
    "withdraw_proposal",
]
