"""What operations queue."""

from celery import shared_task

from core import runs
from meetings import pack_building, paper_texts


@shared_task
def read_paper(paper_id: int) -> None:
    """Read the words of a paper for search."""
    paper_texts.read_paper(paper_id)


@shared_task
def build_pack(run_id: int) -> None:
    """Bind the papers of a meeting into one file."""
    runs.work(run_id, pack_building.build)
