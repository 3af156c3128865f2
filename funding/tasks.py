"""What operations queue."""

from celery import shared_task

from core import runs
from funding import ledger_files
from funding.importing import reading


@shared_task
def read_imported_file(run_id: int) -> None:
    """Read a table that was handed in."""
    runs.work(run_id, reading.read)


@shared_task
def write_ledger(run_id: int) -> None:
    """Write a long ledger into a workbook."""
    runs.work(run_id, ledger_files.write)
