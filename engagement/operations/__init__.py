"""What happens when the partnership listens: every verb that changes a row or tells somebody."""

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
from engagement.operations.remarks import answer_remark, ask_consultee, send_remark

__all__ = [
    "add_section",
    "answer_remark",
    "approve_framework",
    "ask_consultee",
    "begin_framework",
    "drop_framework",
    "edit_framework",
    "extend_comments",
    "issue_framework",
    "remove_section",
    "send_remark",
    "write_section",
]
