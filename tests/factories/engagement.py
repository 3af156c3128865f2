"""Consultations, made by the operations that make them in life."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

import time_machine
from django.utils import timezone

from engagement import operations
from engagement.given import OptionAnswer, Said
from engagement.models import Consultation, Response
from localities.models import Audience
from partnership.models import Group
from tests.factories.meetings import officer_of
from tests.factories.partnership import GroupFactory

SAID = {
    "summary": "Where the market should be.",
    "purpose": "To hear what traders and shoppers need.",
    "decision": "Where the market is held from next year.",
    "decision_maker": "The Board",
    "equality_screening": "People who cannot walk far are concerned most.",
    "contact": "The partnership office",
    "privacy_notice": "Names are kept until a year after the close.",
}


def an_audience(name: str = "Everybody") -> Audience:
    return Audience.objects.get_or_create(name=name, defaults={"slug": name.lower().replace(" ", "-")})[0]


def drafted(
    group: Group | None = None, *, title: str = "Where the market should be", **values
) -> Consultation:
    """Complete but for its questions and options; open from today for twelve weeks unless the test says otherwise."""
    group = group or GroupFactory()
    today = timezone.localdate()
    opens_on: date = values.pop("opens_on", today)
    closes_on: date = values.pop("closes_on", opens_on + timedelta(days=83))
    where = {} if "localities" in values else {"is_countywide": True}
    values = (
        SAID
        | {"feedback_due_on": closes_on + timedelta(days=84), "erase_on": closes_on + timedelta(days=365)}
        | where
        | values
    )
    values.setdefault("audiences", [an_audience()])
    return operations.draft_consultation(
        group, title=title, opens_on=opens_on, closes_on=closes_on, by=officer_of(group), **values
    )


def planned(group: Group | None = None, **values) -> Consultation:
    """On the forward plan, with options and one question; and one on equality with these answers, if there are any."""
    equality = values.pop("equality", ())
    consultation = drafted(group, **values)
    officer = officer_of(consultation.group)
    operations.write_options(
        consultation,
        options=[
            OptionAnswer("On the square"),
            OptionAnswer("Nowhere", is_rejected=True, why_rejected="Nobody wants that"),
        ],
        by=officer,
    )
    operations.add_question(consultation, text="Where should it be?", by=officer)
    if equality:
        about = {"kind": "one", "choices": list(equality), "is_equality": True}
        operations.add_question(consultation, text="Your age?", by=officer, **about)
    return operations.plan_consultation(consultation, by=officer)


def launched(group: Group | None = None, **values) -> Consultation:
    """Launched: open if today is one of its days."""
    consultation = planned(group, **values)
    return operations.launch_consultation(consultation, by=officer_of(consultation.group))


def closed(group: Group | None = None, *, answers: tuple[str, ...] = (), **values) -> Consultation:
    """Launched a good while ago, answered by these, and over for a week."""
    today = timezone.localdate()
    opens_on, closes_on = today - timedelta(days=91), today - timedelta(days=8)
    begun = datetime.combine(opens_on, time(9), tzinfo=timezone.get_default_timezone())
    with time_machine.travel(begun, tick=False):
        consultation = launched(group, opens_on=opens_on, closes_on=closes_on, **values)
        for answer in answers:
            responded(consultation, answer)
    return consultation


def responded(consultation: Consultation, answer: str = "On the square.", **who) -> Response:
    """Somebody's answer to its first question, sent by the form."""
    question = consultation.questions.about_the_matter().first()
    by = who.pop("by", None)
    return operations.respond(
        consultation, said=Said(words={question.pk: answer}, **who), token=uuid4(), mark="", by=by
    )
