"""Where things happen."""

from django.db import models


class Locality(models.Model):
    """One of the places that the partnership works in, e.g. Golden Valley. What is known of it is still to come."""

    name = models.CharField(
        max_length=120, unique=True, error_messages={"unique": "There is a locality of this name already."}
    )
    slug = models.SlugField(max_length=80, unique=True)
    # Its place in lists; those of one place stand in the order of their names.
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name"]
        verbose_name_plural = "localities"

    def __str__(self) -> str:
        return self.name
