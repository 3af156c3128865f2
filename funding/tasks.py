"""What operations queue."""

from celery import shared_task

from core import runs
from funding.importing import reading


@shared_task
def read_imported_file(run_id: int) -> None:
    """Read a table that was handed in."""
    runs.work(run_id, reading.read)
