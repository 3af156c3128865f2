"""Financial years and their quarters, as people say them. A year is named by the calendar year in which it begins."""

FIRST_YEAR, LAST_YEAR = 1990, 2100


def year_label(year: int) -> str:
    """ "2006/07"."""
    return f"{year}/{(year + 1) % 100:02d}"


def period_label(year: int, quarter: int | None) -> str:
    """ "2006/07", or "Quarter 2 of 2006/07"."""
    return f"Quarter {quarter} of {year_label(year)}" if quarter else year_label(year)
