"""The files of papers, as they were handed in, and their words, as search finds them."""

import uuid

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils import timezone

from core.models import AppendOnly, AppendOnlyQuerySet, protect
from core.private_files import private_files
from meetings.models.papers import Paper
from partnership.models import Group


def place_for_paper(version: "PaperVersion", file_name: str) -> str:
    """A name that tells nothing of the paper and is never given twice."""
    return f"papers/{timezone.localdate():%Y/%m}/{uuid.uuid4()}"


class PaperVersionQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user):
        """Of a paper that the reader sees, what was given out. Officers also see what was replaced before that, and
        what was withdrawn.
        """
        papers = Paper.objects.visible_to(user).standing().order_by().values("pk")
        officer = Q(paper__group__in=Group.objects.supported_by(user).values("pk"))
        return self.filter(officer | Q(paper__in=papers) & ~Exists(PaperVersion.objects.replaced_unread()))

    def replaced_unread(self):
        """A later version of the same paper that was there when it was published."""
        return self.filter(
            paper=OuterRef("paper"), number__gt=OuterRef("number"), at__lte=OuterRef("paper__published_at")
        )

    def newest_first(self):
        return self.order_by("-number")

    def newest_media_type(self):
        """What to annotate papers with, to say each one's type without a question of its own."""
        return Subquery(self.filter(paper=OuterRef("pk")).newest_first().values("media_type")[:1])


class PaperVersion(AppendOnly):
    """A paper as it was handed in once: the file, its fingerprint, by whom, when and why."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    file = models.FileField(storage=private_files, upload_to=place_for_paper, max_length=200)
    file_name = models.CharField("name of the file as it was given", max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField("size in bytes")
    sha256 = models.CharField(max_length=64)
    reason = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = PaperVersionQuerySet.as_manager()

    class Meta:
        ordering = ["paper", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "number"], name="paper_version_number_is_given_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="paper_version_numbers_begin_at_1"),
            models.CheckConstraint(condition=Q(size__gte=1), name="paper_version_is_not_empty"),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="paper_version_has_a_fingerprint"
            ),
        ]
        triggers = [
            *protect("paper_version"),
            pgtrigger.Trigger(
                name="paper_version_is_the_next",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NEW.number <> 1 + (SELECT count(*) FROM meetings_paperversion v
                                          WHERE v.paper_id = NEW.paper_id) THEN
                        RAISE EXCEPTION 'versions are numbered without a gap' USING ERRCODE = 'check_violation';
                    END IF;
                    IF NEW.reason = '' AND NEW.number > 1
                       AND EXISTS (SELECT 1 FROM meetings_paper p
                                   WHERE p.id = NEW.paper_id AND p.published_at IS NOT NULL) THEN
                        RAISE EXCEPTION 'a published paper is replaced with a reason'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper}, version {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("meetings:paper_file", args=[self.paper_id, self.number])

    @property
    def type_in_words(self) -> str:
        return "PDF" if self.media_type == "application/pdf" else "Word"


# Reading a whole book again for each hit would keep everybody waiting.
LOOKED_THROUGH = 60
FIRST_PAGE_WITH = """
    (SELECT jsonb_build_array(page.number, left(page.words, 20000))
     FROM unnest((string_to_array(meetings_papertext.text, E'\\f'))[1:%s]) WITH ORDINALITY AS page(words, number)
     WHERE to_tsvector('english', left(page.words, 20000))
           @@ replace(plainto_tsquery('english', %s)::text, '&', '|')::tsquery
     ORDER BY page.number LIMIT 1)
"""


class PaperTextQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The words of the papers that this reader sees and that are not withdrawn."""
        return self.filter(paper__in=Paper.objects.visible_to(user).standing().order_by().values("pk"))

    def with_excerpt(self, words):
        """Each with the first page on which one of the words stands, and its number; without the whole text."""
        return self.defer("text").annotate(
            excerpt=RawSQL(FIRST_PAGE_WITH, [LOOKED_THROUGH, words], output_field=models.JSONField())
        )

    def waiting(self):
        return self.filter(state=PaperText.State.WAITING)


class PaperText(models.Model):
    """The words of a paper as search finds them: of its newest version, read by a worker."""

    class State(models.TextChoices):
        WAITING = "waiting", "Not read yet"
        DONE = "done", "Read"
        NONE = "none", "Without text"
        FAILED = "failed", "Could not be read"

    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="text")
    # The version whose words these are, or which waits to be read. A report has none.
    version = models.ForeignKey(
        PaperVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    # Pages stand apart by form feeds.
    text = models.TextField(blank=True)
    pages = models.PositiveIntegerField("number of pages", null=True, blank=True)
    problem = models.TextField("why it could not be read, for officers", blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    # When a worker took it up, or when it was queued.
    touched_at = models.DateTimeField(default=timezone.now)
    search = SearchVectorField(null=True, blank=True)

    objects = PaperTextQuerySet.as_manager()

    class Meta:
        ordering = ["paper"]
        indexes = [
            GinIndex(fields=["search"], name="paper_text_search"),
            models.Index(
                fields=["touched_at"], condition=Q(state="waiting"), name="paper_texts_not_read_yet"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(problem=""), name="paper_text_failed_says_why"
            ),
            models.CheckConstraint(
                condition=Q(state="done") | Q(text=""), name="paper_text_is_there_when_it_was_read"
            ),
        ]

    def __str__(self) -> str:
        return f"Text of {self.paper}"
