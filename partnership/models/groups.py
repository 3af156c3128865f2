"""Bodies that meet, and the rules each works by."""

from datetime import timedelta

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from partnership.models.terms import holds_on

# So long before its day, officers hear that a group is to be reviewed.
REVIEW_WARN_DAYS = 28


class GroupQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Public groups for everyone; a closed group for its members, its officers and administrators."""
        if user.is_authenticated and user.is_staff:
            return self
        if not user.is_authenticated:
            return self.filter(is_public=True)
        return self.filter(Q(is_public=True) | Q(pk__in=Group.objects.read_by(user).values("pk")))

    def read_by(self, user):
        """Groups whose members' papers this login reads today: as a member or as an officer."""
        return self.with_member(user) | self.supported_by(user)

    def with_member(self, user):
        if not user.is_authenticated:
            return self.none()
        today = holds_on(timezone.localdate(), "memberships__")
        return self.filter(pk__in=Group.objects.filter(today, memberships__person__user=user).values("pk"))

    def supported_by(self, user):
        if not user.is_authenticated:
            return self.none()
        today = holds_on(timezone.localdate(), "officer_supports__")
        return self.filter(pk__in=Group.objects.filter(today, officer_supports__user=user).values("pk"))

    def under(self, group):
        """Those that report to a group."""
        return self.filter(parent=group)

    def above(self, group):
        """The group to which a group reports, if it is one of these."""
        return self.filter(pk=group.parent_id)

    def open_today(self):
        return self.filter(closed_on=None)

    def to_review_by(self, day):
        """Not closed, and to be reviewed on that day or before."""
        return self.filter(closed_on=None, review_on__lte=day)

    def without_officer(self):
        """Nobody supports it today."""
        supported = Group.objects.filter(holds_on(timezone.localdate(), "officer_supports__"))
        return self.exclude(pk__in=supported.values("pk"))

    def with_parent(self):
        return self.select_related("parent")


class Group(models.Model):
    """A body that meets: a board, a working group, a locality partnership."""

    class Kind(models.TextChoices):
        BOARD = "board", "Board"
        EXECUTIVE = "executive", "Executive group"
        SCRUTINY = "monitoring", "Monitoring group"
        WORKING = "working_group", "Working group"
        LOCALITY = "locality_partnership", "Locality partnership"
        ASSEMBLY = "assembly", "Assembly or forum"
        CABINET = "cabinet", "Council body"

    class Voters(models.TextChoices):
        MEMBERS = "members", "Members only"
        SUBSTITUTES = "members_and_substitutes", "Members, and substitutes in their place"
        ORGANISATIONS = "one_per_organisation", "One vote for each organisation"

    class DraftMinutes(models.TextChoices):
        APPROVED_ONLY = "approved_only", "Only when approved"
        AS_DRAFT = "as_draft", "As a draft, marked so, before they are approved"

    class Inquorate(models.TextChoices):
        REFUSE = "refuse", "A decision without a quorum is refused"
        FLAG = "flag", "A decision without a quorum is marked so"

    name = models.CharField(
        max_length=160, unique=True, error_messages={"unique": "There is a group of this name already."}
    )
    slug = models.SlugField(max_length=80, unique=True)
    prefix = models.CharField(
        "prefix of decision numbers",
        max_length=10,
        unique=True,
        error_messages={"unique": "Another group’s decisions have this prefix."},
        validators=[
            RegexValidator(r"^[A-Z][A-Z0-9]*$", "Use capital letters and digits, beginning with a letter.")
        ],
    )
    kind = models.CharField(max_length=30, choices=Kind)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="subgroups"
    )
    terms_of_reference = models.TextField(blank=True)
    rhythm = models.CharField("how often it meets", max_length=120, blank=True)
    is_public = models.BooleanField("open to the public", default=True)
    # The day on which somebody asks whether it is still needed.
    review_on = models.DateField("day on which it is reviewed", null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closing_report = models.TextField("what it has done, said when it was closed", blank=True)

    # The rules (P6). Empty quorum numbers mean that the group has set none.
    notice_days = models.PositiveSmallIntegerField("clear days of notice", default=5)
    quorum_members = models.PositiveSmallIntegerField(null=True, blank=True)
    quorum_organisations = models.PositiveSmallIntegerField(null=True, blank=True)
    quorum_sectors = models.PositiveSmallIntegerField(null=True, blank=True)
    inquorate = models.CharField(max_length=10, choices=Inquorate, default=Inquorate.REFUSE)
    voters = models.CharField(max_length=30, choices=Voters, default=Voters.MEMBERS)
    chair_has_casting_vote = models.BooleanField(default=True)
    exemptions_allowed = models.BooleanField(default=True)
    draft_minutes = models.CharField(max_length=20, choices=DraftMinutes, default=DraftMinutes.APPROVED_ONLY)
    keeps_register = models.BooleanField("members register their interests", default=True)
    # How long members may propose corrections to minutes that were circulated; 0: they raise them at the meeting.
    corrections_days = models.PositiveSmallIntegerField("days to propose corrections", default=10)

    search = models.GeneratedField(
        expression=SearchVector("name", "terms_of_reference", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = GroupQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        indexes = [GinIndex(fields=["search"], name="group_search")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(parent=models.F("id")),
                name="group_is_not_its_own_parent",
                violation_error_message="A group cannot report to itself.",
            ),
            models.CheckConstraint(
                condition=Q(closing_report="") | Q(closed_on__isnull=False),
                name="group_reports_when_it_is_closed",
                violation_error_message="A closing report belongs to a group that is closed.",
            ),
            models.CheckConstraint(
                condition=Q(quorum_sectors=None) | Q(quorum_sectors__lte=3),
                name="group_quorum_has_three_sectors_at_most",
                violation_error_message="There are three sectors, so a quorum cannot ask for more.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("portal:group", args=[self.slug])

    @property
    def is_review_due(self) -> bool:
        """Whether the day of its review is near or past, and it is still open."""
        warn_from = timezone.localdate() + timedelta(days=REVIEW_WARN_DAYS)
        return self.closed_on is None and self.review_on is not None and self.review_on <= warn_from
