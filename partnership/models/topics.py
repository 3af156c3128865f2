"""Matters that run through everything."""

from django.db import models
from django.urls import reverse


class Topic(models.Model):
    """A matter that comes up again and again, e.g. the Public Service Trust."""

    name = models.CharField(
        max_length=120, unique=True, error_messages={"unique": "There is a topic of this name already."}
    )
    slug = models.SlugField(max_length=80, unique=True)
    about = models.TextField(blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("portal:topic", args=[self.slug])
