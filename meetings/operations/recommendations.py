"""What a body makes of the recommendations that are put to it."""

from typing import Any

from django.db import transaction

from core.refusals import Refused
from meetings import report_text
from meetings.models import AgendaItem, Decision, Recommendation, Report, Resolution
from meetings.operations.decisions import log_decision
from partnership.models import User


@transaction.atomic
def resolve_recommendation(
    recommendation: Recommendation, *, item: AgendaItem, outcome: str, text: str = "", by: User, **values: Any
) -> Decision:
    """Log what the body decided on a recommendation: as it was put, or in other words that then show as a change."""
    # The report's row is the queue: of two officers who decide on one recommendation the second is told.
    Report.objects.select_for_update().get(pk=recommendation.report_id)
    recommendation = Recommendation.objects.select_related("report__paper").get(pk=recommendation.pk)
    report = recommendation.report

    if report.paper.item_id != item.pk or report.paper.withdrawn_at:
        raise Refused("This recommendation is not put to the body under this item.")
    if outcome not in Recommendation.OUTCOMES:
        raise Refused("Choose what came of the recommendation.")
    if not Recommendation.objects.undecided().filter(pk=recommendation.pk).exists():
        decided = recommendation.resolutions.select_related("decision").last()
        raise Refused(f"The body has decided on this already: {decided.decision if decided else ''}.")
    put = report_text.as_put(recommendation)
    text = text.replace("\r\n", "\n").strip() or put
    is_changed = text != put.strip()
    if outcome == Decision.Outcome.AGREED_AS_AMENDED and not is_changed:
        raise Refused("The words are those of the recommendation. Change them, or accept it as it stands.")
    if outcome == Decision.Outcome.AGREED and is_changed:
        raise Refused("You changed the words, so it is agreed as amended.")

    decision = log_decision(item, text=text, outcome=outcome, by=by, **{"is_key": report.is_key} | values)
    Resolution(recommendation=recommendation, decision=decision, text=put).save()
    return decision
