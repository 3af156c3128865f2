"""The cell of a place in a pot: found, or made when money first goes there."""

from funding.models import Cell, Period, Pot, Project, Stream


def funder_of(pot: Pot) -> Cell:
    """Where the money of a pot comes from."""
    return Cell.objects.get_or_create(pot=pot, kind=Cell.Kind.FUNDER)[0]


def available(stream: Stream, year: int | None) -> Cell:
    """What is awarded to a stream for a financial year and not planned yet."""
    return _in_year(stream, year, Cell.Kind.AVAILABLE)


def returned(stream: Stream, year: int | None) -> Cell:
    """What a stream gave back of a year."""
    return _in_year(stream, year, Cell.Kind.RETURNED)


def carried(stream: Stream, year: int | None) -> Cell:
    """Between a year and the next, where money is only for the moment of carrying it forward."""
    return _in_year(stream, year, Cell.Kind.CARRIED)


def planned(stream: Stream, period: Period, project: Project | None = None) -> Cell:
    """What is planned for a period, under a project or under none."""
    return Cell.objects.get_or_create(
        pot=stream.pot,
        kind=Cell.Kind.PROFILE,
        year=period.year,
        stream=stream,
        project=project,
        period=period,
    )[0]


def _in_year(stream: Stream, year: int | None, kind: str) -> Cell:
    return Cell.objects.get_or_create(pot=stream.pot, kind=kind, stream=stream, year=year)[0]
