"""What operations queue."""

from celery import shared_task

from core import runs
from portal import report_making


@shared_task
def make_report(run_id: int) -> None:
    """Count and keep a report."""
    runs.work(run_id, report_making.build)
