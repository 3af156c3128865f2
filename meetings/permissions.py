"""Who may do what with meetings. An officer writes the record of the groups they support, and of no other."""

from meetings.models import (
    ActionItem,
    AgendaItem,
    Clearance,
    Correction,
    Decision,
    ForwardPlanEntry,
    Meeting,
    Minutes,
    Paper,
    Reopening,
    Report,
    RepresentativeReport,
)
from partnership.models import Group, Organisation, User
from partnership.permissions import belongs_to, is_administrator, is_officer, runs_group

__all__ = ["is_officer", "runs_group"]


def can_plan_meeting(user: User, group: Group) -> bool:
    return runs_group(user, group)


def can_edit_meeting(user: User, meeting: Meeting) -> bool:
    return runs_group(user, meeting.group)


def can_publish_agenda(user: User, meeting: Meeting) -> bool:
    return runs_group(user, meeting.group)


def can_edit_agenda(user: User, meeting: Meeting) -> bool:
    return runs_group(user, meeting.group)


def can_add_paper(user: User, item: AgendaItem) -> bool:
    return runs_group(user, item.meeting.group)


def can_edit_paper(user: User, paper: Paper) -> bool:
    """Retitle, move, replace and withdraw it."""
    return runs_group(user, paper.group)


def can_publish_papers(user: User, meeting: Meeting) -> bool:
    return runs_group(user, meeting.group)


def can_plan_publication(user: User, meeting: Meeting) -> bool:
    """Set a day and hour at which something of it is published."""
    return runs_group(user, meeting.group)


def can_add_entry(user: User, group: Group) -> bool:
    """Keep the forward plan of a group."""
    return runs_group(user, group)


def can_edit_entry(user: User, entry: ForwardPlanEntry) -> bool:
    return runs_group(user, entry.group)


def can_write_minutes(user: User, meeting: Meeting) -> bool:
    return runs_group(user, meeting.group)


def can_hold_election(user: User, meeting: Meeting) -> bool:
    """Record who was nominated and elected at a meeting."""
    return runs_group(user, meeting.group)


def can_circulate_minutes(user: User, meeting: Meeting) -> bool:
    return runs_group(user, meeting.group)


def can_propose_correction(user: User, minutes: Minutes) -> bool:
    """A member who has the draft; the officer for somebody who wrote or telephoned."""
    return reads_group(user, minutes.meeting.group)


def can_answer_correction(user: User, correction: Correction) -> bool:
    return runs_group(user, correction.minutes.meeting.group)


def can_withdraw_correction(user: User, correction: Correction) -> bool:
    """Whoever proposed it, with their own login or through an officer."""
    behalf = correction.on_behalf_of
    return user.is_authenticated and user.pk in (
        correction.proposed_by_id,
        behalf.user_id if behalf else None,
    )


def can_ask_reopening(user: User, meeting: Meeting) -> bool:
    return runs_group(user, meeting.group)


def can_answer_reopening(user: User, reopening: Reopening) -> bool:
    """A second person: who presides over the group, another of its officers, or an administrator."""
    group = reopening.meeting.group
    may = presides(user, group) or runs_group(user, group) or is_administrator(user)
    return may and user.pk != reopening.asked_by_id


def can_withdraw_reopening(user: User, reopening: Reopening) -> bool:
    return user.is_authenticated and user.pk == reopening.asked_by_id


def can_publish_minutes(user: User, meeting: Meeting) -> bool:
    return runs_group(user, meeting.group)


def can_approve_minutes(user: User, item: AgendaItem) -> bool:
    """Record the approval that the later meeting gave under this item."""
    return runs_group(user, item.meeting.group)


def can_sign_minutes(user: User, minutes: Minutes) -> bool:
    """Record the chair's signature: the officer, or the chair with their own login."""
    return runs_group(user, minutes.meeting.group) or presides(user, minutes.meeting.group)


def presides(user: User, group: Group) -> bool:
    """Holds the chair or the vice-chair of this group today."""
    return (
        user.is_authenticated
        and group.office_terms.current()
        .filter(person__user=user, office__in=["chair", "vice_chair"])
        .exists()
    )


def can_edit_decision(user: User, decision: Decision) -> bool:
    return runs_group(user, decision.group)


def can_publish_decision(user: User, decision: Decision) -> bool:
    return runs_group(user, decision.group)


def can_send_extract(user: User, decision: Decision) -> bool:
    return runs_group(user, decision.group)


def can_edit_action(user: User, action: ActionItem) -> bool:
    return runs_group(user, action.item.meeting.group)


def can_report_action(user: User, action: ActionItem) -> bool:
    """Say how it goes and close it: its owner, or the group's officer."""
    return user.is_authenticated and (action.owner.user_id == user.pk or can_edit_action(user, action))


def can_read_meeting_history(user: User, meeting: Meeting) -> bool:
    return runs_group(user, meeting.group)


def reads_group(user: User, group: Group) -> bool:
    """Reads what is kept to the group: a member or an officer of it today."""
    return belongs_to(user, group) or runs_group(user, group)


def can_begin_report(user: User, group: Group) -> bool:
    return runs_group(user, group)


def can_write_report(user: User, report: Report) -> bool:
    """Change a report and ask others about it: its author, or an officer of the body it goes to."""
    return user.is_authenticated and (report.author_id == user.pk or runs_group(user, report.group))


def can_give_clearance(user: User, clearance: Clearance) -> bool:
    """Say what one thinks of a report one was asked about; officers write down what others told them."""
    if not user.is_authenticated:
        return False
    if clearance.consulted_id == user.pk:
        return True
    by_hand = clearance.consulted_id is None or clearance.report.author_id != user.pk
    return by_hand and runs_group(user, clearance.report.group)


def can_waive_clearance(user: User, report: Report) -> bool:
    """Let a report go on without advice: whoever approves it, or an officer of the body, but never its author."""
    if not user.is_authenticated or report.author_id == user.pk:
        return False
    return report.approver_id == user.pk or runs_group(user, report.group)


def can_approve_report(user: User, report: Report) -> bool:
    """The approver that is named; where none is, any officer of the body but the author."""
    if not user.is_authenticated or report.author_id == user.pk:
        return False
    return report.approver_id == user.pk if report.approver_id else runs_group(user, report.group)


def can_place_report(user: User, report: Report) -> bool:
    """Put a report on an agenda, publish it and correct it."""
    return runs_group(user, report.group)


def can_edit_report_template(user: User) -> bool:
    return is_administrator(user)


def can_start_representative_report(user: User, meeting: Meeting) -> bool:
    """Whoever sat in the group for a body on that day, as its member or in its seat; also when they have left since."""
    return (
        user.is_authenticated
        and Organisation.objects.represented_by_login(user, meeting.group, on=meeting.held_on).exists()
    )


def can_write_representative_report(user: User, report: RepresentativeReport) -> bool:
    """It is its author's own word: nobody else writes, publishes or withdraws it."""
    return user.is_authenticated and report.author.user_id == user.pk


def can_publish_representative_report(user: User, report: RepresentativeReport) -> bool:
    return can_write_representative_report(user, report)


def can_withdraw_representative_report(user: User, report: RepresentativeReport) -> bool:
    return can_write_representative_report(user, report)
