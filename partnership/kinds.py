"""Which kind of thing every notice tells, and what its reader may choose about it. The one table of both."""

from collections.abc import Mapping
from dataclasses import dataclass

from partnership.models import Pace

ONLY_AT_ONCE = (Pace.AT_ONCE,)
# A deadline could pass before a weekly digest comes.
SOON = (Pace.AT_ONCE, Pace.DAILY)
NEVER_OFF = (Pace.AT_ONCE, Pace.DAILY, Pace.WEEKLY)
ANY = (Pace.AT_ONCE, Pace.DAILY, Pace.WEEKLY, Pace.NEVER)


@dataclass(frozen=True)
class Kind:
    """Notices that a reader thinks of as one thing, with what may be chosen about them."""

    key: str
    name: str
    covers: str
    whats: tuple[str, ...]
    paces: tuple[Pace, ...] = ANY
    default: Pace = Pace.AT_ONCE
    # Comes to a login because of what it is. Other kinds come only to those who follow something.
    by_part: bool = True

    @property
    def can_be_stopped(self) -> bool:
        """Nobody depends on its being read."""
        return Pace.NEVER in self.paces


# In the order in which a digest tells them.
KINDS = [
    Kind(
        "login",
        "Your login",
        "Invitations to sign in, and changes of your email address.",
        ("invited", "email_changed", "email_no_longer_used"),
        ONLY_AT_ONCE,
    ),
    Kind(
        "called",
        "Meetings called, changed or cancelled",
        "Meetings of your groups that are called, changed, postponed or cancelled.",
        (
            "invitation_withdrawn",
            "meeting_called",
            "meeting_changed",
            "meeting_postponed",
            "meeting_cancelled",
        ),
        ONLY_AT_ONCE,
    ),
    Kind(
        "asked",
        "What you are asked to do, and reminders of it",
        "Actions, papers, draft minutes, advice, returns, your register of interests, ending terms, a place to accept.",
        (
            "action_assigned",
            "actions_due",
            "actions_overdue",
            "answer_wanted",
            "clearance_asked",
            "clearance_due",
            "clearance_overdue",
            "consultation_feedback_overdue",
            "consultation_nearly_over",
            "corrections_closing",
            "group_review_due",
            "interests_due",
            "interests_overdue",
            "mandate_ending",
            "mandate_run_out",
            "mechanisms_stale",
            "minutes_overdue",
            "papers_counted",
            "papers_due",
            "papers_late",
            "place_offered",
            "place_offered_next",
            "plan_review_due",
            "publication_refused",
            "reopening_asked",
            "report_to_approve",
            "report_wanted",
            "returns_due",
            "returns_late",
            "term_ending",
            "term_run_out",
        ),
        SOON,
    ),
    Kind(
        "desk",
        "What arrives for officers to deal with",
        "Corrections and remarks, proposals, returns, ideas, bursaries, places given up.",
        (
            "bursary_asked",
            "correction_proposed",
            "idea_brought",
            "place_declined",
            "proposal_submitted",
            "remark_sent",
            "return_submitted",
        ),
        NEVER_OFF,
    ),
    Kind(
        "answers",
        "Answers to what you asked or wrote",
        "Whether a correction, a remark, a report, an idea, a proposal, a return or a bursary was accepted.",
        (
            "bursary_decided",
            "clearance_answered",
            "correction_answered",
            "idea_answered",
            "idea_not_feasible",
            "participatory_round_called_off",
            "proposal_adopted",
            "proposal_refused",
            "remark_answered",
            "reopening_refused",
            "report_approved",
            "return_answered",
        ),
    ),
    Kind(
        "papers",
        "Agendas and papers",
        "Papers of your groups’ meetings that are published, replaced or withdrawn, and late items.",
        ("paper_replaced", "paper_withdrawn", "papers_published", "supplement_added"),
    ),
    Kind(
        "minutes",
        "Minutes",
        "Minutes of your groups, drafts and approved, and records that are reopened.",
        (
            "extract_sent",
            "meeting_reopened",
            "minutes_circulated",
            "minutes_published",
            "open_minutes_published",
        ),
    ),
    Kind("decisions", "Decisions", "Decisions that are published.", ("decisions_published",), by_part=False),
    Kind(
        "consultations",
        "Consultations",
        "Consultations that you were asked in or took part in, and what came of them.",
        (
            "consultation_called_off",
            "consultation_closed",
            "consultation_closing",
            "consultation_concluded",
            "consultation_days_changed",
            "consultation_launched",
        ),
    ),
    Kind(
        "localities",
        "Localities",
        "A change of lead where you live or work for a locality.",
        (
            "community_plan_adopted",
            "locality_lead_changed",
            "locality_meeting_called",
            "locality_minutes_published",
        ),
    ),
    Kind(
        "forward_plan",
        "Forward plan",
        "Decisions that are expected, put off or withdrawn.",
        ("forward_plan_changed", "forward_plan_published", "forward_plan_withdrawn"),
        by_part=False,
    ),
    Kind(
        "representative_reports",
        "Representatives’ reports",
        "What representatives report of meetings.",
        (
            "representative_report_corrected",
            "representative_report_published",
            "representative_report_withdrawn",
        ),
        by_part=False,
    ),
    Kind(
        "regular_reports",
        "Regular reports",
        "Reports that are made every month, quarter or year, and what concerns the sector every week.",
        ("periodic_report_made", "sector_digest_made"),
    ),
    # It is written by the gatherer alone, and says again what other notices say.
    Kind("digest", "Digest", "Several notices in one mail.", ("digest",), ONLY_AT_ONCE, by_part=False),
]
BY_KEY: Mapping[str, Kind] = {kind.key: kind for kind in KINDS}
BY_WHAT: Mapping[str, Kind] = {what: kind for kind in KINDS for what in kind.whats}
# What nobody may choose about comes at once, each by itself.
TO_CHOOSE = [kind for kind in KINDS if kind.by_part and len(kind.paces) > 1]


def kind_of(what: str) -> Kind:
    """The kind of a notice. One that the table does not know (a test finds it) is told at once: nothing is lost."""
    return BY_WHAT.get(what) or Kind(what, what.replace("_", " ").capitalize(), "", (what,), ONLY_AT_ONCE)
