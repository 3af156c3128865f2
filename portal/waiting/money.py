"""Returns on money that wait to be sent or accepted, and unspent money that nobody has looked at."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from core.templatetags.house import british_date
from funding.models import Return, Round
from partnership.models import User
from portal.waiting.tasks import Task, Waiting, first


def returns_to_send(user: User) -> Waiting:
    """Returns of my organisation's projects, and of money that officers of its pot answer for, the earliest first."""
    of_officers = Q(pk__in=Return.objects.run_by(user).values("pk")) & Q(project__organisation=None)
    mine = Q(pk__in=Return.objects.from_body_of(user).values("pk"))
    asked = Return.objects.to_write().asked_by(timezone.localdate()).filter(mine | of_officers)
    tasks = [
        Task(each.about, each.get_absolute_url(), f"{each.round}, {each.round.pot}", *_due(each))
        for each in first(asked.with_names().most_pressing_first())
    ]
    return Waiting("Returns to send", tasks, reverse("funding:my_returns"))


def returns_to_accept(user: User) -> Waiting:
    """Returns that others have sent, in the pots whose group I support."""
    sent = Return.objects.run_by(user).awaiting_an_answer().not_sent_by(user)
    tasks = [
        Task(each.about, each.get_absolute_url(), f"{each.round}, sent by {each.submitted_by}")
        for each in first(sent.with_names().most_pressing_first())
    ]
    return Waiting("Returns to accept", tasks, reverse("funding:funding"))


def late_returns(user: User) -> Waiting:
    """Returns that organisations have not sent in time, in the pots whose group I support."""
    late = Return.objects.run_by(user).late().exclude(project__organisation=None)
    tasks = [
        Task(each.about, each.get_absolute_url(), f"{each.round}, {each.project.organisation}", *_due(each))
        for each in first(late.with_names().most_pressing_first())
    ]
    return Waiting("Late returns", tasks, reverse("funding:funding"))


def underspend_to_look_at(user: User) -> Waiting:
    """Rounds that know what is not spent, where nothing is recommended for it yet."""
    waiting: Any = Round.objects.run_by(user).whose_underspend_waits().with_pot()
    tasks = [
        Task(
            f"{each.pot}, {each.financial_year}",
            reverse("funding:underspend", args=[each.pot.slug, each.year]),
            f"{each}: see what is not spent, and say what should become of it",
        )
        for each in first(waiting.order_by("due_on"))
    ]
    return Waiting("Unspent money to look at", tasks, reverse("funding:funding"))


def _due(return_: Return) -> tuple[str, str]:
    if return_.is_late:
        return f"Late since {british_date(return_.round.due_on)}", "red"
    return f"Due on {british_date(return_.round.due_on)}", "blue"
