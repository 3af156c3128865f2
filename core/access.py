"""Who may read something: the three levels, and the numbered exemptions behind the third."""

from collections.abc import Iterable

from django.db import models
from django.db.models import CheckConstraint, Q


class Access(models.TextChoices):
    """The level at which a thing may be read."""

    OPEN = "open", "Open to everyone"
    MEMBERS = "members", "Members of the group"
    EXEMPT = "exempt", "Exempt from publication"


STRICTER = [Access.OPEN, Access.MEMBERS, Access.EXEMPT]


def opens(old: str, new: str) -> bool:
    """Whether more people may read it at the new level than at the old one."""
    return STRICTER.index(Access(new)) < STRICTER.index(Access(old))


def strictest(levels: Iterable[str]) -> str:
    """The level that decides where several apply."""
    return max(levels, key=lambda level: STRICTER.index(Access(level)))


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
