"""What happens in partnership: who joins, leaves, holds office, signs in and is told."""

from partnership.operations.following import follow, stop_following
from partnership.operations.groups import (
    add_group,
    close_group,
    edit_group,
    remind_of_reviews,
    stop_supporting_group,
    support_group,
)
from partnership.operations.interests import (
    edit_interest,
    end_interest,
    register_interest,
    remind_of_interests,
    review_interests,
)
from partnership.operations.memberships import (
    add_membership,
    add_seat,
    appoint_to_office,
    close_seat,
    correct_membership,
    end_membership,
    end_office_term,
    end_seat_holding,
    fill_seat,
    renew_mandate,
    warn_of_ending_terms,
)
from partnership.operations.notices import mark_notices_read, retry_notice, sweep_notices
from partnership.operations.people import (
    add_organisation,
    add_person,
    add_topic,
    edit_organisation,
    edit_person,
    edit_topic,
)
from partnership.operations.periodic_reports import keep_report
from partnership.operations.succession import hand_over_office, take_back_office
from partnership.operations.users import (
    change_email,
    deactivate_user,
    edit_user,
    invite_user,
    link_user,
    reactivate_user,
    send_invitation_again,
)

__all__ = [
    "add_group",
    "add_membership",
    "add_organisation",
    "add_person",
    "add_seat",
    "add_topic",
    "appoint_to_office",
    "change_email",
    "close_group",
    "close_seat",
    "correct_membership",
    "deactivate_user",
    "edit_group",
    "edit_interest",
    "edit_organisation",
    "edit_person",
    "edit_topic",
    "edit_user",
    "end_interest",
    "end_membership",
    "end_office_term",
    "end_seat_holding",
    "fill_seat",
    "follow",
    "hand_over_office",
    "invite_user",
    "keep_report",
    "link_user",
    "mark_notices_read",
    "reactivate_user",
    "register_interest",
    "remind_of_interests",
    "remind_of_reviews",
    "renew_mandate",
    "retry_notice",
    "review_interests",
    "send_invitation_again",
    "stop_following",
    "stop_supporting_group",
    "support_group",
    "sweep_notices",
    "take_back_office",
    "warn_of_ending_terms",
]
