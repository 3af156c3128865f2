"""What happens in partnership: who joins, leaves, holds office, signs in and is told."""

from partnership.operations.calendar_addresses import (
    make_calendar_address,
    renew_calendar_address,
    revoke_calendar_address,
)
from partnership.operations.choices import (
    choose_notices,
    make_digests_weekly,
    resume_address,
    resume_notices,
    stop_address,
    stop_notices,
)
from partnership.operations.digests import gather_digests
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
from partnership.operations.term_reminders import warn_of_ending_terms
from partnership.operations.timetable import start_job
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
    "choose_notices",
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
    "gather_digests",
    "hand_over_office",
    "invite_user",
    "keep_report",
    "link_user",
    "make_calendar_address",
    "make_digests_weekly",
    "mark_notices_read",
    "reactivate_user",
    "register_interest",
    "remind_of_interests",
    "remind_of_reviews",
    "renew_calendar_address",
    "renew_mandate",
    "resume_address",
    "resume_notices",
    "retry_notice",
    "review_interests",
    "revoke_calendar_address",
    "send_invitation_again",
    "start_job",
    "stop_address",
    "stop_following",
    "stop_notices",
    "stop_supporting_group",
    "support_group",
    "sweep_notices",
    "take_back_office",
    "warn_of_ending_terms",
]
