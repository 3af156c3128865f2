"""What waits for one login: as the owner of actions, as a member, as an officer."""

from collections.abc import Callable, Iterable

from partnership.models import User
from portal import roles as role
from portal.roles import Roles
from portal.waiting import clearances, listening, meetings, money, people, proposals, reports, soon
from portal.waiting.tasks import Waiting

# The most pressing first. What only officers can have waiting for them is not even asked for others.
KINDS = [
    people.my_actions,
    people.actions_for_others,
    listening.places_to_answer,
    soon.reports_to_have_ready,
    soon.consultations_asking_my_body,
    reports.reports_to_finish,
    reports.minutes_to_report,
    clearances.clearances_asked,
    clearances.reports_to_approve,
    money.returns_to_send,
    money.returns_to_accept,
    proposals.proposals_to_answer,
    proposals.proposals_to_finish,
    proposals.participatory_rounds_to_lead,
    meetings.meetings_under_way,
    meetings.agendas_to_publish,
    meetings.minutes_to_circulate,
    meetings.corrections_to_answer,
    meetings.minutes_to_approve,
    meetings.minutes_to_sign,
    meetings.minutes_to_publish,
    meetings.decisions_to_publish,
    listening.consultations_to_answer,
    listening.bursaries_to_decide,
    people.overdue_actions,
    money.late_returns,
    money.underspend_to_look_at,
    soon.plans_to_review,
    soon.mechanisms_to_look_at,
    people.terms_ending,
    people.groups_to_review,
    people.registers_to_review,
    people.vacancies,
    meetings.drafts_to_read,
    meetings.next_meetings,
]
FOR_OFFICERS = {
    money.returns_to_accept,
    proposals.proposals_to_answer,
    proposals.participatory_rounds_to_lead,
    meetings.meetings_under_way,
    meetings.agendas_to_publish,
    meetings.minutes_to_circulate,
    meetings.corrections_to_answer,
    meetings.minutes_to_approve,
    meetings.minutes_to_publish,
    meetings.decisions_to_publish,
    listening.consultations_to_answer,
    listening.bursaries_to_decide,
    money.late_returns,
    money.underspend_to_look_at,
    people.groups_to_review,
    people.vacancies,
}
# What is of use only to whoever belongs to a group, presides over it, or supports one.
FOR_GROUPS = {people.overdue_actions, meetings.drafts_to_read, meetings.next_meetings}


# The first page shows these in another way, so it does not ask for them twice.
SHOWN_ELSEWHERE_ON_HOME = frozenset({meetings.next_meetings})
VACANCIES = frozenset({people.vacancies})


def for_login(user: User, roles: Roles | None = None, *, without: Iterable[Callable] = ()) -> list[Waiting]:
    """Everything that waits for this login, the most pressing first; kinds of which there is nothing are left out."""
    roles = roles or role.of_login(user)
    skipped = set(without) if roles.is_officer else FOR_OFFICERS | set(without)
    if not (roles.is_officer or roles.is_member):
        skipped |= FOR_GROUPS
    lists = [_of_kind(kind, user, roles) for kind in KINDS if kind not in skipped]
    return [waiting for waiting in lists if waiting.tasks]


def _of_kind(kind: Callable, user: User, roles: Roles) -> Waiting:
    """Which groups it supports is known already, so it is not asked again."""
    return kind(roles.supported) if kind is people.vacancies else kind(user)
