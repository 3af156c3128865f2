"""Proposals about money that wait for an answer, or to be handed in."""

from django.urls import reverse

from core.templatetags.house import british_date
from funding.models import ParticipatoryRound, Proposal
from partnership.models import User
from portal.waiting.tasks import Task, Waiting, first


def proposals_to_answer(user: User) -> Waiting:
    """Proposals of others that I may adopt or refuse, what waits longest first."""
    waiting = Proposal.objects.visible_to(user).waiting_for(user).with_names().order_by("submitted_at", "pk")
    tasks = [
        Task(
            f"{each}, {each.pot}",
            each.get_absolute_url(),
            f"Asked for by {each.requested_by}, {british_date(each.submitted_at)}",
        )
        for each in first(waiting)
    ]
    return Waiting("Proposals to adopt or refuse", tasks, reverse("funding:funding"))


def proposals_to_finish(user: User) -> Waiting:
    """My own proposals that are drafts still."""
    drafts = Proposal.objects.visible_to(user).drafts_of(user).with_names().order_by("-requested_at", "-pk")
    tasks = [
        Task(f"{each}, {each.pot}", each.get_absolute_url(), "Not submitted", "DRAFT", "orange")
        for each in first(drafts)
    ]
    return Waiting("Your draft proposals", tasks, reverse("funding:funding"))


def participatory_rounds_to_lead(user: User) -> Waiting:
    """Rounds in which people share money out, and the next step is the officers'."""
    rounds = ParticipatoryRound.objects.waiting_for(user).with_pot().order_by("voting_until", "pk")
    tasks = [
        Task(f"{each}, {each.pot}", each.get_absolute_url(), each.get_status_display())
        for each in first(rounds)
    ]
    return Waiting("Participatory rounds to take further", tasks, reverse("funding:funding"))
