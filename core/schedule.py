"""What the clock starts."""

from celery import shared_task

from core import runs


@shared_task
def sweep_runs() -> int:
    """Take up long work that a dead worker or a lost queue left behind."""
    return runs.sweep()
