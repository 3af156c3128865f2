"""Consultations, made by the operations that make them in life."""

from datetime import date, timedelta

from django.utils import timezone

from engagement import operations
from engagement.models import Consultation
from engagement.operations.consultations import OptionAnswer
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
    values = SAID | {"feedback_due_on": closes_on + timedelta(days=84)} | where | values
    values.setdefault("audiences", [an_audience()])
    return operations.draft_consultation(
        group, title=title, opens_on=opens_on, closes_on=closes_on, by=officer_of(group), **values
    )


def planned(group: Group | None = None, **values) -> Consultation:
    """On the forward plan, with options and one question."""
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
    return operations.plan_consultation(consultation, by=officer)


def launched(group: Group | None = None, **values) -> Consultation:
    """Launched: open if today is one of its days."""
    consultation = planned(group, **values)
    return operations.launch_consultation(consultation, by=officer_of(consultation.group))
