"""How the words of a paper get from its file into search, whatever the file is made of."""

import logging
import shutil
import tempfile
from pathlib import Path

from django.db import OperationalError, connection, transaction
from django.utils import timezone

from core.reading import texts
from meetings.models import Paper, PaperText, PaperVersion

log = logging.getLogger(__name__)

# How many workers may die of one file before nobody tries to read it again.
MOST_TRIES = 3
NO_WORDS = "No text was found in the file: its pages may be pictures. Search finds it by its title only."
GIVEN_UP = "Reading the file was interrupted three times and has been given up."
# PostgreSQL holds at most a megabyte of different words for one row; few texts have as many.
FIRST_WORDS = [600_000, 200_000, 50_000, 0]


def read_paper(paper_id: int) -> None:
    """Read the newest version of a paper, unless somebody has already."""
    text = _claim(paper_id)
    if text is None or text.version is None:
        return
    with tempfile.TemporaryDirectory(prefix="paper-") as folder:
        copy = Path(folder, "paper")
        try:
            with text.version.file.open("rb") as kept, copy.open("wb") as target:
                shutil.copyfileobj(kept, target)
            found = texts.read(copy, text.version.media_type)
        except FileNotFoundError:
            log.error("paper %s: the file of version %s is missing", paper_id, text.version.number)
            found = texts.Read(problem="The file is missing from the store.")
    _keep(text, found)


def await_reading(version: PaperVersion) -> None:
    """The words of the paper are those of this version, as soon as a worker has read it."""
    fresh = {"text": "", "pages": None, "problem": "", "tries": 0, "touched_at": timezone.now()}
    PaperText.objects.update_or_create(
        paper=version.paper, defaults={"version": version, "state": PaperText.State.WAITING, **fresh}
    )
    index(version.paper)


def keep_words(paper: Paper, words: str) -> None:
    """The words of a paper that nobody has to read out of a file: a report; none for one that is yet to come."""
    state = PaperText.State.DONE if words else PaperText.State.NONE
    PaperText.objects.update_or_create(
        paper=paper, defaults={"version": None, "state": state, "text": words, "problem": ""}
    )
    index(paper)


def index(paper: Paper) -> None:
    """Let search find the paper by its title and by the words that are known of it."""
    for most in FIRST_WORDS:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    """
                    UPDATE meetings_papertext t
                    SET search = setweight(to_tsvector('english', p.title), 'A')
                                 || to_tsvector('english', left(replace(t.text, E'\\f', ' '), %s))
                    FROM meetings_paper p WHERE p.id = t.paper_id AND p.id = %s
                    """,
                    [most, paper.pk],
                )
            return
        except OperationalError:  # "string is too long for tsvector": so many different words
            log.info("paper %s: more words than search can hold, taking fewer", paper.pk)


@transaction.atomic
def _claim(paper_id: int) -> PaperText | None:
    """Take the text for this worker; None if it is read, or in other hands."""
    waiting = PaperText.objects.waiting().select_for_update(of=("self",), skip_locked=True)
    text = waiting.select_related("version", "paper").filter(paper=paper_id).first()
    if text is None:
        return None
    if text.tries >= MOST_TRIES:
        text.state, text.problem = PaperText.State.FAILED, GIVEN_UP
        text.save(update_fields=["state", "problem"])
        return None
    text.tries += 1
    text.touched_at = timezone.now()
    text.save(update_fields=["tries", "touched_at"])
    return text


@transaction.atomic
def _keep(claimed: PaperText, found: texts.Read) -> None:
    """Write down what was found, unless the paper has been replaced since."""
    text = PaperText.objects.select_for_update(of=("self",)).select_related("paper").get(pk=claimed.pk)
    if text.version_id != claimed.version_id or text.state != PaperText.State.WAITING:
        return
    text.pages = found.page_count
    if found.problem:
        text.state, text.problem = PaperText.State.FAILED, found.problem
    elif found.has_words:
        text.state, text.text = PaperText.State.DONE, "\f".join(found.pages)
    else:
        text.state, text.problem = PaperText.State.NONE, NO_WORDS
    text.save(update_fields=["state", "text", "pages", "problem"])
    index(text.paper)
