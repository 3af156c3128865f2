"""Tables that were handed in, for the world of every page: one that is read, one of the closed group."""

from core import runs
from funding import operations as funding
from funding.importing import reading
from funding.models import Pot
from partnership.models import User
from tests.factories.files import handed_in

TABLE = b"financial_year,grant,allocation,paid through the agreement\r\n2020-21,Music,1200,yes\r\n"


def files_of(things: dict, officer: User) -> dict[str, object]:
    """A funder's table for the published pot, read and not taken over; another for the closed group's."""
    read = _handed_in(things["pot"], officer)
    runs.work(read.run_id, reading.read)
    return {"imported": read, "closed_imported": _handed_in(things["closed_pot"], officer)}


def _handed_in(pot: Pot, officer: User):
    file = handed_in(TABLE, "allocations.csv")
    return funding.import_file(pot, kind="allocations", file=file, by=officer)
