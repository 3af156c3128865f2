"""The register of interests: what members of a group have to do with besides."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from core.constraints import ends_after_it_starts
from core.models import AppendOnly, AppendOnlyQuerySet, protect
from partnership.models.groups import Group
from partnership.models.memberships import Membership


class RegisteredInterestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What members of open groups have to do with today, unless it is sensitive, is open to everyone.

        Of a closed group's members it is for the group. The person, the officers of their groups and administrators,
        who keep the register, see all of it.
        """
        today = Membership.objects.current().filter(person=OuterRef("person"), group__keeps_register=True)
        read = today.filter(group__in=Group.objects.visible_to(user).values("pk"))
        seen = self.current().filter(Exists(read), is_sensitive=False)
        if not user.is_authenticated:
            return seen
        if user.is_staff:
            return self
        supported = today.filter(group__in=Group.objects.supported_by(user).values("pk"))
        return self.filter(Q(pk__in=seen.values("pk")) | Q(person__user=user) | Exists(supported))

    def current(self):
        today = timezone.localdate()
        return self.filter(
            Q(starts_on=None) | Q(starts_on__lte=today), Q(ends_on=None) | Q(ends_on__gt=today)
        )

    def past(self):
        return self.filter(ends_on__lte=timezone.localdate())

    def in_order(self):
        return self.order_by("person__name", "person", "kind", "body", "pk")


class RegisteredInterest(models.Model):
    """One thing that somebody has to do with besides: an employer, a trusteeship, land. Ended, not deleted."""

    class Kind(models.TextChoices):
        EMPLOYMENT = "employment", "Employment, office or profession"
        BODY = "body", "Position in another body"
        CONTRACT = "contract", "Contract with a partner or grant from one"
        LAND = "land", "Land or property in the area"
        SHARES = "shares", "Shares or a stake in a business"
        MEMBERSHIP = "membership", "Membership of a body that seeks to influence opinion or policy"
        GIFT = "gift", "Gift or hospitality"
        FAMILY = "family", "Interest of a partner or close relative"
        OTHER = "other", "Other"

    person = models.ForeignKey("partnership.Person", on_delete=models.PROTECT, related_name="interests")
    kind = models.CharField("nature", max_length=20, choices=Kind)
    body = models.CharField("body or employer", max_length=200)
    words = models.CharField("what they have to do with it", max_length=300, blank=True)
    starts_on = models.DateField("from", null=True, blank=True)
    ends_on = models.DateField("until", null=True, blank=True)
    registered_on = models.DateField()
    is_sensitive = models.BooleanField("sensitive: kept out of the public register", default=False)

    objects = RegisteredInterestQuerySet.as_manager()

    class Meta:
        ordering = ["person__name", "kind", "body"]
        indexes = [models.Index(fields=["person", "ends_on"], name="interests_of_a_person")]
        constraints = [
            ends_after_it_starts("registered_interest_ends_after_it_starts"),
            models.CheckConstraint(condition=~Q(body=""), name="registered_interest_names_the_body"),
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.words}" if self.words else self.body

    def get_absolute_url(self) -> str:
        return reverse("partnership:person_interests", args=[self.person.slug])

    @property
    def is_past(self) -> bool:
        return self.ends_on is not None and self.ends_on <= timezone.localdate()


class InterestsReviewQuerySet(AppendOnlyQuerySet):
    def latest_first(self):
        return self.order_by("-reviewed_on", "-pk")


class InterestsReview(AppendOnly):
    """Somebody's register was gone through on a day and found whole and right."""

    person = models.ForeignKey(
        "partnership.Person", on_delete=models.PROTECT, related_name="interests_reviews"
    )
    reviewed_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = InterestsReviewQuerySet.as_manager()

    class Meta:
        ordering = ["person", F("reviewed_on").desc()]
        triggers = protect("interests_review")

    def __str__(self) -> str:
        return f"{self.person}, {self.reviewed_on:%-d %B %Y}"
