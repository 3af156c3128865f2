"""What is known of a locality in figures, each with its source."""

from django.db import models
from django.db.models import Q

# A text that has something in it besides white space.
SAYS_SOMETHING = r"\S"


class ProfileFigure(models.Model):
    """One figure about a locality. None stands here without the source that it comes from."""

    locality = models.ForeignKey("localities.Locality", on_delete=models.PROTECT, related_name="figures")
    measure = models.CharField("what is measured", max_length=160)
    value = models.DecimalField(max_digits=14, decimal_places=2)
    unit = models.CharField(max_length=60)
    period = models.CharField("when it was so", max_length=80)
    source = models.CharField(max_length=300)
    geography = models.CharField("the area that was measured", max_length=160)
    is_best_fit = models.BooleanField("that area fits the locality only roughly", default=False)

    class Meta:
        ordering = ["measure", "-period", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(source__regex=SAYS_SOMETHING),
                name="profile_figure_has_its_source",
                violation_error_message="No figure stands here without its source.",
            ),
            models.UniqueConstraint(
                fields=["locality", "measure", "period", "geography"],
                name="profile_figure_once_for_a_period",
                violation_error_message="There is a figure for this measure, period and area already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}: {self.in_words}"

    def get_absolute_url(self) -> str:
        return f"{self.locality.get_absolute_url()}#profile"

    @property
    def in_words(self) -> str:
        """The value with its unit: 14,200 residents."""
        whole = self.value == self.value.to_integral_value()
        number = f"{self.value:,.0f}" if whole else f"{self.value:,.2f}".rstrip("0")
        return f"{number}{self.unit}" if self.unit == "%" else f"{number} {self.unit}"
