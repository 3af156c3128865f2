"""Readable addresses that are given once."""

from django.db import models
from django.utils.text import slugify

from core.turns import take_turn


def free_slug(model: type[models.Model], words: str, *, field: str = "slug") -> str:
    """An address for `words` that no row of the model has: "anne-smith", "anne-smith-2" ...

    Two people asking at once are served one after the other, the second when the first's transaction has ended.
    """
    take_turn(f"addresses of {model._meta.db_table}")
    length: int = model._meta.get_field(field).max_length  # type: ignore[union-attr, assignment]
    stem = slugify(words)[: length - 5].strip("-") or model._meta.label_lower.split(".")[1]
    taken = set(model._default_manager.filter(**{f"{field}__startswith": stem}).values_list(field, flat=True))
    if stem not in taken:
        return stem
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{stem}-{number}") not in taken)
