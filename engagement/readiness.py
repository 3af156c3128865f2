"""What stands between a planned consultation and its opening, in sentences."""

from dataclasses import dataclass

from engagement import overlaps
from engagement.models import Consultation, RuleSet

# What people must know before they are asked (row E6), each with how its lack is told.
MUST_SAY = {
    "summary": "what it is about",
    "purpose": "why people are asked",
    "decision": "which decision it is to influence",
    "decision_maker": "who decides",
    "equality_screening": "what the equality screening found",
    "contact": "whom to ask",
    "privacy_notice": "what happens with what people tell",
    "feedback_due_on": "by when people hear what came of it",
    "erase_on": "on which day names and addresses are erased",
}


@dataclass(frozen=True)
class Step:
    """One line of the checklist: what it is, whether it is done, and the page beside it that does it."""

    what: str
    is_done: bool
    page: str


def too_short_for(consultation: Consultation) -> list[RuleSet]:
    """The rules of its first day that ask for more time than it gives."""
    rules = RuleSet.objects.in_force_on(consultation.opens_on).filter(minimum_weeks__isnull=False)
    return [rule for rule in rules if consultation.days < 7 * (rule.minimum_weeks or 0)]


def checklist(consultation: Consultation) -> list[Step]:
    """Everything that is asked before it may open, in the order in which it is done."""
    steps = [
        Step(f"Say {words}", bool(getattr(consultation, name)), "edit") for name, words in MUST_SAY.items()
    ]
    somewhere = consultation.is_countywide or bool(consultation.localities.all())
    steps.append(Step("Say which places it concerns", somewhere, "edit"))
    steps.append(Step("Say whom it is to reach", bool(consultation.audiences.all()), "edit"))
    options = list(consultation.options.all())
    steps.append(Step("Name the options", any(not each.is_rejected for each in options), "options"))
    rejected = any(each.is_rejected for each in options)
    steps.append(Step("Name an option that was rejected, and why", rejected, "options"))
    steps.append(Step("Write the questions", consultation.questions.exists(), "questions"))
    if rules := too_short_for(consultation):
        words = f"Say why it is shorter than {_named(rules)}, and who approved that"
        steps.append(Step(words, bool(consultation.shorter_reason), "edit"))
    if unsettled := overlaps.unsettled(consultation):
        count = "another" if len(unsettled) == 1 else f"{len(unsettled)} others"
        steps.append(Step(f"Choose what to do about the overlap with {count}", False, "overlaps"))
    return steps


def missing(consultation: Consultation) -> list[str]:
    """What is still to be done, each as a few words."""
    return [step.what for step in checklist(consultation) if not step.is_done]


def _named(rules: list[RuleSet]) -> str:
    return " and ".join(f"the {rule.minimum_weeks} weeks of {rule.name}" for rule in rules)
