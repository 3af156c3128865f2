"""What waits for one login: as the owner of actions, as a member, as an officer."""

from partnership.models import Group, User
from portal.waiting import clearances, listening, meetings, money, people, proposals, reports, soon
from portal.waiting.tasks import Waiting


def for_login(user: User) -> list[Waiting]:
    """Everything that waits for this login, the most pressing first; kinds of which there is nothing are left out."""
    lists = [
        people.my_actions(user),
        people.actions_for_others(user),
        soon.reports_to_have_ready(user),
        soon.consultations_asking_my_body(user),
        reports.reports_to_finish(user),
        reports.minutes_to_report(user),
        clearances.clearances_asked(user),
        clearances.reports_to_approve(user),
        money.returns_to_send(user),
        money.returns_to_accept(user),
        proposals.proposals_to_answer(user),
        proposals.proposals_to_finish(user),
        proposals.participatory_rounds_to_lead(user),
        meetings.meetings_under_way(user),
        meetings.agendas_to_publish(user),
        meetings.minutes_to_circulate(user),
        meetings.corrections_to_answer(user),
        meetings.minutes_to_approve(user),
        meetings.minutes_to_sign(user),
        meetings.minutes_to_publish(user),
        meetings.decisions_to_publish(user),
        listening.consultations_to_answer(user),
        people.overdue_actions(user),
        money.late_returns(user),
        money.underspend_to_look_at(user),
        soon.plans_to_review(user),
        soon.mechanisms_to_look_at(user),
        people.terms_ending(user),
        people.groups_to_review(user),
        people.registers_to_review(user),
        people.vacancies(list(Group.objects.supported_by(user).open_today())),
        meetings.drafts_to_read(user),
        meetings.next_meetings(user),
    ]
    return [waiting for waiting in lists if waiting.tasks]
