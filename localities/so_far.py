"""How far each locality has come under the three aims, counted from this record itself: no figure is invented."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from localities.models import CommunityPlan, Lead, Locality, Mechanism, Objective, TeamMember

# What the report to Cabinet asks for under each aim, and what of it this record can count.
MEASURED_BY = {
    Objective.Aim.ENGAGEMENT: "Ways of reaching people that are known to work",
    Objective.Aim.SERVICES: "A named senior manager as strategic lead, and a team",
    Objective.Aim.COMMUNITIES: "Plans led by parishes and communities that are adopted",
}


@dataclass(frozen=True)
class Counted:
    """What is on record of one locality today."""

    ways: int = 0
    ways_that_work: int = 0
    is_led: bool = False
    team: int = 0
    plans: int = 0
    plans_adopted: int = 0

    def under(self, aim: str) -> str:
        """What is counted under one aim, in a sentence."""
        return {
            Objective.Aim.ENGAGEMENT: self._ways,
            Objective.Aim.SERVICES: self._lead_and_team,
            Objective.Aim.COMMUNITIES: self._plans,
        }[Objective.Aim(aim)]()

    def _ways(self) -> str:
        if not self.ways:
            return "no way of reaching people is on record yet"
        return (
            f"{self.ways_that_work} of {_many(self.ways, 'way', 'ways')} on record {_do(self.ways_that_work)}"
        )

    def _lead_and_team(self) -> str:
        lead = "a lead is named" if self.is_led else "no lead is on record"
        return f"{lead}, {_many(self.team, 'person', 'people') if self.team else 'nobody'} in the team"

    def _plans(self) -> str:
        if not self.plans:
            return "no plan is on record yet"
        return f"{self.plans_adopted} of {_many(self.plans, 'plan', 'plans')} on record adopted"


def so_far(localities: Iterable[Locality]) -> dict[int, Counted]:
    """What is on record of these localities today, by their id: four questions, however many they are."""
    ids, today = [each.pk for each in localities], timezone.localdate()
    works = Count("pk", filter=Q(verdict=Mechanism.Verdict.WORKS))
    ways = _by_locality(Mechanism.objects.current(), ids, all=Count("pk"), good=works)
    adopted = Count("pk", filter=Q(adopted_on__isnull=False))
    plans = _by_locality(CommunityPlan.objects.all(), ids, all=Count("pk"), good=adopted)
    team = _by_locality(TeamMember.objects.on(today), ids, all=Count("person", distinct=True))
    led = set(Lead.objects.on(today).filter(locality__in=ids).values_list("locality", flat=True))
    return {
        pk: Counted(
            ways=ways.get(pk, (0, 0))[0],
            ways_that_work=ways.get(pk, (0, 0))[1],
            is_led=pk in led,
            team=team.get(pk, (0,))[0],
            plans=plans.get(pk, (0, 0))[0],
            plans_adopted=plans.get(pk, (0, 0))[1],
        )
        for pk in ids
    }


def _by_locality(rows, ids: list[int], **counts: Count) -> dict[int, tuple[int, ...]]:
    counted = rows.filter(locality__in=ids).order_by().values_list("locality").annotate(**counts)
    return {pk: tuple(numbers) for pk, *numbers in counted}


def _many(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


def _do(number: int) -> str:
    return "works" if number == 1 else "work"
