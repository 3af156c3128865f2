"""What happens when the partnership listens: every verb that changes a row or tells somebody."""

from engagement.operations.clock import (
    erase_applicants,
    erase_respondents,
    remind_of_promised_feedback,
    tell_of_closed_consultations,
)
from engagement.operations.closing_reminders import remind_of_closing_consultations
from engagement.operations.consultations import (
    call_off_consultation,
    change_days,
    choose_about_overlap,
    draft_consultation,
    edit_consultation,
    launch_consultation,
    plan_consultation,
    write_options,
)
from engagement.operations.consultees import add_consultee, edit_consultee, record_channel
from engagement.operations.findings import add_finding, edit_finding
from engagement.operations.frameworks import (
    add_section,
    approve_framework,
    begin_framework,
    drop_framework,
    edit_framework,
    extend_comments,
    issue_framework,
    remove_section,
    write_section,
)
from engagement.operations.measures import add_measure, edit_measure, record_result
from engagement.operations.mentions import edit_mention, note_mention
from engagement.operations.outcomes import (
    cite_consultation,
    conclude_consultation,
    publish_responses,
    redact_answer,
)
from engagement.operations.places import (
    accept_place,
    apply_for_place,
    ask_for_bursary,
    award_bursary,
    decline_place,
    enter_application,
    refuse_bursary,
    withdraw_place,
)
from engagement.operations.programmes import (
    add_day,
    begin_offering,
    begin_programme,
    edit_day,
    edit_programme,
    enter_attendance,
    publish_programme,
)
from engagement.operations.questions import add_question, edit_question, move_question, remove_question
from engagement.operations.remarks import answer_remark, ask_consultee, send_remark
from engagement.operations.responding import enter_response, respond
from engagement.operations.rules import add_rule_set, edit_rule_set
from engagement.operations.savings import record_avoided, record_saving, strike_saving
from engagement.operations.themes import add_theme, edit_theme, mark_answers, unmark_answers

__all__ = [
    "accept_place",
    "add_consultee",
    "add_day",
    "add_finding",
    "add_measure",
    "add_question",
    "add_rule_set",
    "add_section",
    "add_theme",
    "answer_remark",
    "apply_for_place",
    "approve_framework",
    "ask_consultee",
    "ask_for_bursary",
    "award_bursary",
    "begin_framework",
    "begin_offering",
    "begin_programme",
    "call_off_consultation",
    "change_days",
    "choose_about_overlap",
    "cite_consultation",
    "conclude_consultation",
    "decline_place",
    "draft_consultation",
    "drop_framework",
    "edit_consultation",
    "edit_consultee",
    "edit_day",
    "edit_finding",
    "edit_framework",
    "edit_measure",
    "edit_mention",
    "edit_programme",
    "edit_question",
    "edit_rule_set",
    "edit_theme",
    "enter_application",
    "enter_attendance",
    "enter_response",
    "erase_applicants",
    "erase_respondents",
    "extend_comments",
    "issue_framework",
    "launch_consultation",
    "mark_answers",
    "move_question",
    "note_mention",
    "plan_consultation",
    "publish_programme",
    "publish_responses",
    "record_avoided",
    "record_channel",
    "record_result",
    "record_saving",
    "redact_answer",
    "refuse_bursary",
    "remind_of_closing_consultations",
    "remind_of_promised_feedback",
    "remove_question",
    "remove_section",
    "respond",
    "send_remark",
    "strike_saving",
    "tell_of_closed_consultations",
    "unmark_answers",
    "withdraw_place",
    "write_options",
    "write_section",
]
