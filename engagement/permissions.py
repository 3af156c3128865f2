"""Who may do what when the partnership listens."""

from typing import Any

from engagement.models import (
    Bursary,
    Consultation,
    Finding,
    FrameworkVersion,
    Mention,
    Programme,
    Remark,
    Saving,
)
from partnership.models import User
from partnership.permissions import is_administrator, is_officer, runs_group

__all__ = ["is_officer"]


def can_write_framework(user: User, version: FrameworkVersion) -> bool:
    """Officers of the group that writes it: its words, who is asked, when comments end."""
    return runs_group(user, version.group)


def can_approve_framework(user: User, version: FrameworkVersion) -> bool:
    """Enter the decision that approves it: an officer of the group that writes it, or of the one that approves."""
    return runs_group(user, version.group) or runs_group(user, version.approving_group)


def can_send_remark(user: User, version: FrameworkVersion) -> bool:
    """Whoever is signed in and may read it; when comments end is for the operation to say."""
    return user.is_authenticated and version.is_issued


def can_answer_remark(user: User, remark: Remark) -> bool:
    return runs_group(user, remark.version.group)


def can_edit_consultation(user: User, consultation: Consultation) -> bool:
    """Officers of the group that runs it: its words, its days, whom it asks, what is done with the answers."""
    return runs_group(user, consultation.group)


def can_see_forward_plan(user: User) -> bool:
    """Whoever has a login is a partner: what is planned is theirs to see before it opens."""
    return user.is_authenticated


def can_respond(user: Any, consultation: Consultation) -> bool:
    """Everyone who may see it, signed in or not, while it is open: nobody needs a login to be heard."""
    return consultation.is_open


def can_keep_rule_sets(user: User) -> bool:
    """Administrators keep the rules that consultations are held against."""
    return is_administrator(user)


def can_keep_mention(user: User, mention: Mention) -> bool:
    """Officers of the group whose meeting spoke of it."""
    return runs_group(user, mention.item.meeting.group)


def can_run_programme(user: User, programme: Programme) -> bool:
    """Officers of the group that runs it: its words, its places, its days."""
    return runs_group(user, programme.group)


def can_apply_for_place(user: Any, programme: Programme) -> bool:
    """Whoever is signed in and may read it; whether applications are still taken is for the operation to say."""
    return user.is_authenticated and programme.published_at is not None


def can_decide_bursary(user: User, bursary: Bursary) -> bool:
    """An officer of the group that runs the programme, unless they asked for it or wrote the application down."""
    own = (bursary.applicant_id, bursary.asked_by_id, bursary.place.entered_by_id)
    return runs_group(user, bursary.place.programme.group) and user.pk not in own


def can_edit_finding(user: User, finding: Finding) -> bool:
    """Officers of the group that keeps it."""
    return runs_group(user, finding.group)


def can_strike_saving(user: User, saving: Saving) -> bool:
    """Officers of the group that runs the consultation."""
    return runs_group(user, saving.consultation.group)
