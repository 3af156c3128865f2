"""Handing a decision to whoever has to carry it out."""

from django.db import transaction
from django.utils import timezone

from core import history
from core.refusals import Refused
from meetings.models import Decision
from partnership import notices
from partnership.models import Notice, Person, User


@transaction.atomic
def send_extract(decision: Decision, *, to: Person, by: User) -> list[Notice]:
    """Tell a person with a login where to read the extract of a decision that they may see."""
    decision = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)

    if to.user is None or not to.user.is_active:
        raise Refused(f"{to} has no login, so cannot be told. Print the extract, or save it as PDF or Word.")
    if not Decision.objects.visible_to(to.user).filter(pk=decision.pk).exists():
        raise Refused(f"{to} may not read this decision as long as it is not published for them.")

    told = notices.tell([to.user], "extract_sent", about=decision, occasion=timezone.localdate().isoformat())
    if not told:
        raise Refused(f"{to} was sent it today already.")
    history.record(decision, "extract sent", by=by, reason=f"To {to}.")
    return told
