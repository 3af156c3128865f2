"""Who may read something: the three levels, and the numbered exemptions behind the third."""

from django.db import models
from django.db.models import CheckConstraint, Q


class Access(models.TextChoices):
    """The level at which a thing may be read."""

    OPEN = "open", "Open to everyone"
    MEMBERS = "members", "Members of the group"
    EXEMPT = "exempt", "Exempt from publication"


# Local Government Act 1972, Schedule 12A, Part 1 (England), in short words.
SCHEDULE_12A = {
    1: "Information about an individual",
    2: "Information likely to reveal who an individual is",
    3: "Financial or business affairs of a person or body",
    4: "Consultations or negotiations on labour relations",
    5: "Legal professional privilege",
    6: "A proposed notice, order or direction",
    7: "Preventing, investigating or prosecuting crime",
}


def exempt_needs_its_reasons(name: str) -> CheckConstraint:
    """Exempt rows name their Schedule 12A paragraphs and the public interest; others name neither."""
    exempt = Q(access=Access.EXEMPT, exempt_paragraphs__len__gt=0) & ~Q(public_interest="")
    other = ~Q(access=Access.EXEMPT) & Q(exempt_paragraphs__len=0, public_interest="")
    return CheckConstraint(condition=exempt | other, name=name)
