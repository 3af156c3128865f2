"""What of a round is still to be sent, and by whom: as each reader is told of it."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from funding.models import Return, Round
from partnership.models import User


def writers_in(round_: Round) -> QuerySet[User]:
    """The logins of organisations that have a return of the round still to send."""
    bodies = Return.objects.of_round(round_).to_write().exclude(project__organisation=None)
    return (
        User.objects.active()
        .filter(person__organisation__in=bodies.values("project__organisation"))
        .distinct()
    )


def has_officers_own(round_: Round) -> bool:
    """Whether a return is to be sent for which officers of the pot answer themselves."""
    return Return.objects.of_round(round_).to_write().filter(project__organisation=None).exists()


def to_send(round_: Round, user: User) -> QuerySet[Return]:
    """What is still to be sent of a round, as far as it concerns the reader.

    Those who do the work see theirs. Officers see what they answer for themselves, and once it is late all of it.
    """
    open_ones = Return.objects.visible_to(user).of_round(round_).to_write().with_names().most_pressing_first()
    supported = Return.objects.run_by(user).values("pk")
    own = open_ones.filter(pk__in=Return.objects.from_body_of(user).values("pk"))
    if round_.is_overdue:
        return own | open_ones.filter(pk__in=supported)
    return own | open_ones.filter(pk__in=supported, project__organisation=None)


def place_for(round_: Round, user: User) -> str:
    """The page that the reader is to see: the round, if they may; otherwise their own returns."""
    if Round.objects.visible_to(user).filter(pk=round_.pk).exists():
        return round_.get_absolute_url()
    return reverse("funding:my_returns")


def count_late(round_: Round) -> int:
    """How many returns of the round have not come."""
    return Return.objects.of_round(round_).to_write().count() if round_.is_overdue else 0


def is_due(round_: Round, user: User) -> bool:
    """Whether the reader still has something to send that is not late yet."""
    return round_.due_on >= timezone.localdate() and to_send(round_, user).exists()


def is_late(round_: Round, user: User) -> bool:
    """Whether anything is late that this reader hears of; who presides hears of how many only."""
    mine = to_send(round_, user).exists()
    presides = User.objects.presiding_over(round_.pot.group).filter(pk=user.pk).exists()
    return round_.is_overdue and (mine or (presides and count_late(round_) > 0))
