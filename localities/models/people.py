"""Who leads a locality and who works there, from one day until another."""

from django.db import models
from django.utils import timezone

from core.constraints import ends_after_it_starts, no_overlap
from partnership.models.terms import TermQuerySet


class LeadQuerySet(TermQuerySet):
    def with_people(self):
        return self.select_related("person__organisation", "locality")

    def beginning_from(self, day):
        """Those that begin on a day or later."""
        return self.filter(starts_on__gte=day)


class Lead(models.Model):
    """A named senior manager who is the strategic lead of a locality for a time. No locality has two on a day."""

    locality = models.ForeignKey("localities.Locality", on_delete=models.PROTECT, related_name="leads")
    person = models.ForeignKey("partnership.Person", on_delete=models.PROTECT, related_name="localities_led")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = LeadQuerySet.as_manager()

    class Meta:
        ordering = ["locality", "-starts_on"]
        constraints = [
            ends_after_it_starts("lead_ends_after_it_starts"),
            no_overlap(
                "locality",
                name="lead_is_one_at_a_time",
                message="Somebody else leads this locality in that time.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, lead of {self.locality}"

    def get_absolute_url(self) -> str:
        return self.locality.get_absolute_url()

    @property
    def is_current(self) -> bool:
        """Whether the person leads the locality today."""
        today = timezone.localdate()
        return self.starts_on <= today and (self.ends_on is None or self.ends_on > today)

    # A lead's first day is always known; the gaps between leads are told by the same words as those of offices.
    began_earlier = False


class TeamMemberQuerySet(TermQuerySet):
    def with_people(self):
        return self.select_related("person", "organisation", "locality").order_by("person__name", "starts_on")

    def from_body(self, organisation):
        return self.filter(organisation=organisation)


class TeamMember(models.Model):
    """Somebody's place in the virtual team of a locality, for the organisation they come from."""

    locality = models.ForeignKey("localities.Locality", on_delete=models.PROTECT, related_name="team")
    person = models.ForeignKey("partnership.Person", on_delete=models.PROTECT, related_name="team_places")
    organisation = models.ForeignKey(
        "partnership.Organisation", on_delete=models.PROTECT, related_name="team_places"
    )
    role = models.CharField("what they do in the team", max_length=160)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = TeamMemberQuerySet.as_manager()

    class Meta:
        ordering = ["locality", "person__name", "starts_on"]
        constraints = [
            ends_after_it_starts("team_member_ends_after_it_starts"),
            no_overlap(
                "locality",
                "person",
                name="team_member_once_at_a_time",
                message="This person is in the team already in that time.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, in the team for {self.locality}"

    def get_absolute_url(self) -> str:
        return self.locality.get_absolute_url()
