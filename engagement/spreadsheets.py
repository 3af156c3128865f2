"""The register of consultations as rows for spreadsheets."""

from collections.abc import Iterable, Iterator

from engagement.models import Consultation, Mention

CONSULTATIONS = [
    "Title", "Group", "Organisation", "Where it stands", "First day", "Last day", "Closing hour", "Places",
    "Audiences", "Who decides", "Feedback promised by", "Address", "Named on", "Named under",
]  # fmt: skip


def consultations(rows: Iterable[Consultation]) -> Iterator[list[object]]:
    """A row for each."""
    for each in rows:
        places = (
            "The whole county" if each.is_countywide else "; ".join(str(one) for one in each.localities.all())
        )
        yield [
            each.title,
            each.group.name,
            each.organisation.name if each.organisation else "",
            each.status.label,
            each.opens_on.isoformat(),
            each.closes_on.isoformat(),
            f"{each.closes_at:%H:%M}",
            places,
            "; ".join(str(audience) for audience in each.audiences.all()),
            each.decision_maker,
            each.feedback_due_on.isoformat() if each.feedback_due_on else "",
            each.get_absolute_url(),
            "",
            "",
        ]


def named_in_minutes(rows: Iterable[Mention]) -> Iterator[list[object]]:
    """A row for each of which only minutes know: what is not known stays empty."""
    for each in rows:
        yield [
            each.title,
            "",
            each.asked_by,
            "Known from minutes only",
            *[""] * 7,
            each.get_absolute_url(),
            each.named_on.isoformat(),
            f"{each.item.meeting}: item {each.item.number}, {each.item.title}",
        ]
