"""What happens when the partnership listens: every verb that changes a row or tells somebody."""

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
from engagement.operations.questions import add_question, edit_question, move_question, remove_question
from engagement.operations.remarks import answer_remark, ask_consultee, send_remark

__all__ = [
    "add_question",
    "add_section",
    "answer_remark",
    "approve_framework",
    "ask_consultee",
    "begin_framework",
    "call_off_consultation",
    "change_days",
    "choose_about_overlap",
    "draft_consultation",
    "drop_framework",
    "edit_consultation",
    "edit_framework",
    "edit_question",
    "extend_comments",
    "issue_framework",
    "launch_consultation",
    "move_question",
    "plan_consultation",
    "remove_question",
    "remove_section",
    "send_remark",
    "write_options",
    "write_section",
]
