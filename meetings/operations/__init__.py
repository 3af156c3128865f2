"""What happens in meetings: called, held, minuted, decided, approved, published."""

from meetings.operations.action_reminders import remind_of_actions, tell_of_long_overdue_actions
from meetings.operations.actions import add_action, close_action, edit_action, reopen_action, report_progress
from meetings.operations.agenda import add_item, add_supplement, edit_item, move_item, remove_item
from meetings.operations.attendance import record_attendance, remove_attendance
from meetings.operations.carrying import carry_again
from meetings.operations.clearances import (
    ask_clearance,
    give_clearance,
    remind_of_clearances,
    waive_clearance,
)
from meetings.operations.corrections import (
    accept_correction,
    decline_correction,
    propose_correction,
    take_correction_to_meeting,
    withdraw_correction,
    write_agreed_correction,
)
from meetings.operations.decisions import (
    edit_decision,
    log_decision,
    publish_decision,
    publish_decisions,
    supersede_decision,
    withdraw_decision,
)
from meetings.operations.elections import declare_election, nominate, undo_election, withdraw_nomination
from meetings.operations.embargo import (
    cancel_publication,
    change_publication,
    plan_publication,
    publish_what_is_due,
)
from meetings.operations.extracts import send_extract
from meetings.operations.forward_plan import (
    add_entry,
    edit_entry,
    publish_entry,
    remove_entry,
    withdraw_entry,
)
from meetings.operations.in_calendars import invite_new_members, take_back_invitations
from meetings.operations.interests import declare_interest, edit_declaration, remove_declaration
from meetings.operations.meeting_reminders import remind_of_corrections, remind_of_minutes, remind_of_papers
from meetings.operations.meetings import (
    cancel_meeting,
    close_meeting,
    edit_meeting,
    plan_meeting,
    postpone_meeting,
    publish_agenda,
    start_meeting,
)
from meetings.operations.minutes import (
    approve_minutes,
    circulate_minutes,
    publish_draft_minutes,
    publish_minutes,
    sign_minutes,
)
from meetings.operations.minuting import Conflict, set_outcome, write_minute
from meetings.operations.packs import ask_for_pack, forget_old_packs, sweep_papers
from meetings.operations.papers import (
    add_paper,
    begin_paper,
    edit_paper,
    move_paper,
    publish_papers,
    replace_paper,
    withdraw_paper,
)
from meetings.operations.placing import place_report, take_report_off
from meetings.operations.quorum import recount_quorum
from meetings.operations.recommendations import resolve_recommendation
from meetings.operations.reopening import (
    agree_to_reopening,
    ask_reopening,
    refuse_reopening,
    withdraw_reopening,
)
from meetings.operations.report_templates import set_report_template
from meetings.operations.reports import (
    approve_report,
    begin_report,
    correct_report,
    edit_report,
    write_report,
)
from meetings.operations.representative_reports import (
    ReportConflict,
    publish_representative_report,
    start_representative_report,
    withdraw_representative_report,
    write_representative_report,
)
from meetings.operations.series import DaysRefused, plan_series
from meetings.operations.stays import correct_stays, record_arrival, record_leaving

__all__ = [
    "Conflict",
    "DaysRefused",
    "ReportConflict",
    "accept_correction",
    "add_action",
    "add_entry",
    "add_item",
    "add_paper",
    "add_supplement",
    "agree_to_reopening",
    "approve_minutes",
    "approve_report",
    "ask_clearance",
    "ask_for_pack",
    "ask_reopening",
    "begin_paper",
    "begin_report",
    "cancel_meeting",
    "cancel_publication",
    "carry_again",
    "change_publication",
    "circulate_minutes",
    "close_action",
    "close_meeting",
    "correct_report",
    "correct_stays",
    "declare_election",
    "declare_interest",
    "decline_correction",
    "edit_action",
    "edit_decision",
    "edit_declaration",
    "edit_entry",
    "edit_item",
    "edit_meeting",
    "edit_paper",
    "edit_report",
    "forget_old_packs",
    "give_clearance",
    "invite_new_members",
    "log_decision",
    "move_item",
    "move_paper",
    "nominate",
    "place_report",
    "plan_meeting",
    "plan_publication",
    "plan_series",
    "postpone_meeting",
    "propose_correction",
    "publish_agenda",
    "publish_decision",
    "publish_decisions",
    "publish_draft_minutes",
    "publish_entry",
    "publish_minutes",
    "publish_papers",
    "publish_representative_report",
    "publish_what_is_due",
    "record_arrival",
    "record_attendance",
    "record_leaving",
    "recount_quorum",
    "refuse_reopening",
    "remind_of_actions",
    "remind_of_clearances",
    "remind_of_corrections",
    "remind_of_minutes",
    "remind_of_papers",
    "remove_attendance",
    "remove_declaration",
    "remove_entry",
    "remove_item",
    "reopen_action",
    "replace_paper",
    "report_progress",
    "resolve_recommendation",
    "send_extract",
    "set_outcome",
    "set_report_template",
    "sign_minutes",
    "start_meeting",
    "start_representative_report",
    "supersede_decision",
    "sweep_papers",
    "take_back_invitations",
    "take_correction_to_meeting",
    "take_report_off",
    "tell_of_long_overdue_actions",
    "undo_election",
    "waive_clearance",
    "withdraw_correction",
    "withdraw_decision",
    "withdraw_entry",
    "withdraw_nomination",
    "withdraw_paper",
    "withdraw_reopening",
    "withdraw_representative_report",
    "write_agreed_correction",
    "write_minute",
    "write_report",
    "write_representative_report",
]
