"""What fills many boxes of a grid at once: an even spread, last year's plan, a block from a spreadsheet."""

from collections.abc import Mapping

from funding.amounts import NotAnAmount, as_written, block_of, read_amount, split_evenly
from funding.grids import Grid, Row
from funding.models import Period
from funding.proposed import NOTHING, Place, standing

ALL_ROWS = "all"


def spread(grid: Grid, posted: Mapping[str, str]) -> list[tuple[str, str]]:
    """Share a sum evenly over the open periods of a row. Returns what is wrong, if anything is."""
    row = _row(grid, posted.get("row", ""))
    if row is None:
        return [("row", "Choose the row to spread the amount over.")]
    try:
        amount = read_amount(posted.get("spread", "")[:60])
    except NotAnAmount as wrong:
        return [("spread", str(wrong))]
    if not posted.get("spread", "").strip():
        return [("spread", "Enter the amount to spread over the year.")]
    boxes = [box for box in row.boxes if not box.is_closed]
    closed = sum((box.now for box in row.boxes if box.is_closed), NOTHING)
    if not boxes:
        return [("row", f"Every period of {row.name} is closed, so there is nothing to spread over.")]
    if amount < closed:
        return [("spread", f"Closed periods of {row.name} have £{as_written(closed)} already.")]
    parts = split_evenly(amount - closed, len(boxes))
    grid.fill(zip(boxes, map(as_written, parts), strict=True))
    kept = f", of which closed periods keep £{as_written(closed)}" if closed else ""
    grid.notes.append(f"£{as_written(amount)} is spread over the year for {row.name}{kept}.")
    return []


def as_last_year(grid: Grid, posted: Mapping[str, str]) -> list[tuple[str, str]]:
    """Fill a row, or all on this page, with what the year before plans in the same periods."""
    which = posted.get("row", "")
    rows = grid.rows if which == ALL_ROWS else [row] if (row := _row(grid, which)) else []
    if not rows:
        return [("row", "Choose the row to fill as last year, or all rows.")]
    pot, year = grid.proposal.pot, grid.proposal.year - 1
    before = {period.number: period.pk for period in Period.objects.of_year(pot, year)}
    if not before:
        return [("row", "The pot has no year before this one.")]
    planned = standing(pot, year)
    for row in rows:
        project = row.project.pk if row.project else None
        amounts = [
            (
                box,
                as_written(
                    planned.get(Place(row.stream.pk, project, before.get(box.period.number)), NOTHING)
                ),
            )
            for box in row.boxes
            if box.period.number in before
        ]
        grid.fill(amounts)
    which = "All rows of this page are" if len(rows) > 1 else f"{rows[0].name} is"
    grid.notes.append(f"{which} filled as planned the year before.")
    return []


def paste(grid: Grid, posted: Mapping[str, str]) -> list[tuple[str, str]]:
    """Fill boxes with a block copied from a spreadsheet, from the first period of a row on."""
    text = posted.get("block", "").replace("\x00", "")
    if not text.strip():
        return [("block", "Paste a block of amounts first.")]
    start = _row(grid, posted.get("paste_row", ""))
    first = posted.get("paste_period", "1")
    at = (
        int(first) - 1
        if first.isascii() and first.isdigit() and 0 < int(first[:3]) <= len(grid.periods)
        else 0
    )
    if start is None:
        return [("paste_row", "Choose the row that the block begins at.")]
    block = block_of(text)
    rows, columns = len(block), max(len(row) for row in block)
    if start.number + rows > len(grid.rows) or at + columns > len(grid.periods):
        has = f"{rows} row{'' if rows == 1 else 's'} and {columns} column{'' if columns == 1 else 's'}"
        room = f"{len(grid.rows) - start.number} and {len(grid.periods) - at}"
        return [("block", f"The block has {has}; from there the grid has room for {room}.")]
    for row, cells in zip(grid.rows[start.number :], block, strict=False):
        grid.fill(zip(row.boxes[at:], (cell or "0" for cell in cells), strict=False))
    grid.notes.append(
        f"The block of {rows} by {columns} is filled in. Amounts of closed periods stay as they were."
    )
    return []


def _row(grid: Grid, number: str) -> Row | None:
    if number.isascii() and number.isdigit() and len(number) < 6 and int(number) < len(grid.rows):
        return grid.rows[int(number)]
    return None
