"""Ideas of a participatory round: brought by people, and checked before anybody votes on them."""

from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from core import history
from core.refusals import Refused
from core.templatetags.house import british_date
from funding.models import Idea, ParticipatoryRound
from funding.operations.participation import locked_round
from partnership import notices
from partnership.models import User


@transaction.atomic
def bring_idea(
    round_: ParticipatoryRound,
    *,
    title: str,
    purpose: str,
    brought_by: str,
    contact: str,
    amount: Decimal,
    by: User,
) -> Idea:
    """Bring an idea, or enter one that came on paper for somebody. How to reach them only the officers see."""
    round_ = locked_round(round_)

    if round_.status == ParticipatoryRound.Status.OPEN and not round_.takes_ideas:
        raise Refused(f"Ideas could be brought until {british_date(round_.ideas_until)}.")

    last = Idea.objects.of_round(round_).aggregate(last=Max("number"))["last"] or 0
    idea = Idea(
        round=round_,
        number=last + 1,
        title=title,
        purpose=purpose,
        brought_by=brought_by,
        contact=contact,
        amount=amount,
        entered_by=by,
    )
    history.add(idea, by=by, verb="brought")

    officers = [user for user in User.objects.officers_of(round_.pot.group) if user != by]
    notices.tell(officers, "idea_brought", about=idea)
    return idea


@transaction.atomic
def check_idea(idea: Idea, *, feasibility: str, feasibility_reason: str = "", by: User) -> Idea:
    """Say whether an idea can be done, and why not if it cannot. Whoever entered it is told when it cannot."""
    # The round first: so do all who change what is in it, and none waits for another in a circle.
    locked_round(idea.round)
    idea = Idea.objects.select_for_update(of=("self",)).with_names().get(pk=idea.pk)

    if feasibility == Idea.Feasibility.NOT_FEASIBLE and not feasibility_reason.strip():
        raise Refused("Say why the idea is not feasible.")

    moment = timezone.now()
    history.edit(
        idea,
        by=by,
        verb="checked",
        feasibility=feasibility,
        feasibility_reason=feasibility_reason,
        checked_by=by,
        checked_at=moment,
    )

    if not idea.is_feasible:
        # Checked again and found wanting for another reason, they are told that reason, too.
        notices.tell([idea.entered_by], "idea_not_feasible", about=idea, occasion=moment.isoformat()[:32])
    return idea
