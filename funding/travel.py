"""Which way a figure goes, in words. Every page, file and search result that says so asks here."""

from decimal import Decimal
from enum import StrEnum

HIGHER = "higher"


class Travel(StrEnum):
    """How a figure stands to another one of the same thing."""

    BETTER = "better"
    SAME = "the same"
    WORSE = "worse"


def travel(better: str, *, before: Decimal, now: Decimal) -> Travel:
    """Which way it went, where `better` says whether higher or lower is better."""
    if now == before:
        return Travel.SAME
    return Travel.BETTER if (now > before) == (better == HIGHER) else Travel.WORSE


def meets(better: str, *, target: Decimal, now: Decimal) -> bool:
    """Whether the target is reached."""
    return travel(better, before=target, now=now) is not Travel.WORSE


def measured(value: Decimal, unit: str) -> str:
    """A figure with its unit, without needless noughts: "58.5 per cent", "1,200 homes"."""
    return f"{plain(value)} {unit}"


def plain(value: Decimal) -> str:
    """ "58.5", "1,200", "−3"."""
    text = f"{abs(value):,.2f}".rstrip("0").rstrip(".")
    return f"−{text}" if value < 0 and text != "0" else text


def against_target(better: str, *, target: Decimal, now: Decimal) -> str:
    """ "Target met", "Target passed by 2" or "2.5 short of the target"."""
    if now == target:
        return "Target met"
    away = plain(abs(now - target))
    return (
        f"Target passed by {away}" if meets(better, target=target, now=now) else f"{away} short of the target"
    )


def since(better: str, *, before: Decimal, now: Decimal, when: str) -> str:
    """ "Better than in 2005/06, where it was 54", to stand after a figure."""
    way = travel(better, before=before, now=now)
    if way is Travel.SAME:
        return f"the same as in {when}"
    return f"{way} than in {when}, when it was {plain(before)}"
