"""Rows that are written once."""

import pgtrigger
from django.db import models

from core.refusals import Refused


class AppendOnlyQuerySet(models.QuerySet):
    """Refuses in Python what the trigger would refuse in the database."""

    def update(self, **values):
        raise Refused("These rows are kept as they were written.")

    def delete(self):
        raise Refused("These rows are kept as they were written.")

    def bulk_update(self, objs, fields, batch_size=None):
        raise Refused("These rows are kept as they were written.")


def protect(name: str) -> list[pgtrigger.Trigger]:
    """Triggers that refuse UPDATE, DELETE and TRUNCATE, for raw SQL as for the ORM."""
    return [
        pgtrigger.Protect(name=f"{name}_stays", operation=pgtrigger.Update | pgtrigger.Delete),
        no_truncate(name),
    ]


def no_truncate(name: str) -> pgtrigger.Trigger:
    """A trigger that refuses to empty the table."""
    return pgtrigger.Trigger(
        name=f"{name}_is_kept",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION 'these rows are kept' USING ERRCODE = 'check_violation';",
    )


class AppendOnly(models.Model):
    """A row that is never edited or deleted. A mistake is a new row."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise Refused("This row is kept as it was written.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise Refused("This row is kept as it was written.")
