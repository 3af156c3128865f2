"""What was learned from asking, kept so that nobody has to ask again."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from partnership.models import Group


class FindingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of public groups for everyone; those of other groups for whoever reads the group's papers."""
        public = Q(group__is_public=True)
        if not user.is_authenticated:
            return self.filter(public)
        return self.filter(public | Q(group__in=Group.objects.read_by(user).values("pk")))

    def still_good(self):
        """Not older than was said when it was found."""
        return self.filter(expires_on__gt=timezone.localdate())

    def expired(self):
        return self.filter(expires_on__lte=timezone.localdate())

    def in_locality(self, locality):
        return self.filter(Q(is_countywide=True) | Q(localities=locality)).distinct()

    def with_words(self, words: str):
        return self.filter(search=SearchQuery(words, search_type="websearch", config="english"))

    def newest_first(self):
        return self.order_by("-found_on", "title", "pk")

    def with_places(self):
        return self.select_related("group", "consultation").prefetch_related("localities", "audiences")


class Finding(models.Model):
    """Something learned from people, where and about whom, and until when it is to be relied on."""

    title = models.CharField("what was found, in a sentence", max_length=300)
    slug = models.SlugField(max_length=80, unique=True)
    text = models.TextField("more of it", blank=True)
    group = models.ForeignKey(
        "partnership.Group",
        verbose_name="group that keeps it",
        on_delete=models.PROTECT,
        related_name="findings",
    )
    consultation = models.ForeignKey(
        "engagement.Consultation",
        verbose_name="consultation that it comes from",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="findings",
    )
    source = models.CharField("source that it comes from", max_length=300, blank=True)
    is_countywide = models.BooleanField("concerns the whole county", default=False)
    localities = models.ManyToManyField("localities.Locality", related_name="findings", blank=True)
    audiences = models.ManyToManyField("localities.Audience", related_name="findings", blank=True)
    found_on = models.DateField("day on which it was found")
    expires_on = models.DateField("first day on which it is too old to rely on")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    search = models.GeneratedField(
        expression=SearchVector("title", "text", "source", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["-found_on", "title"]
        indexes = [
            GinIndex(fields=["search"], name="finding_search"),
            models.Index(fields=["-found_on", "title"], name="findings_by_their_days"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(consultation__isnull=False, source="") | Q(consultation=None) & ~Q(source=""),
                name="finding_has_one_source",
                violation_error_message="Name either the consultation that it comes from, or another source.",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__gt=F("found_on")),
                name="finding_expires_after_it_is_found",
                violation_error_message="It must expire after the day on which it was found.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("engagement:finding", args=[self.slug])

    @property
    def has_expired(self) -> bool:
        return self.expires_on <= timezone.localdate()
