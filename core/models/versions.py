"""Texts that were given out, each a numbered version with its hash."""

import hashlib
import json
from typing import Any

import pgtrigger
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Now

from core.models.append_only import AppendOnly


def hash_must_fit(name: str) -> pgtrigger.Trigger:
    """A trigger that refuses a version whose hash is not that of its text."""
    return pgtrigger.Trigger(
        name=f"{name}_hash_fits",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func="""
            IF NEW.sha256 IS DISTINCT FROM encode(sha256(convert_to(NEW.body, 'UTF8')), 'hex') THEN
                RAISE EXCEPTION 'the hash does not fit the text' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


class PublishedVersion(AppendOnly):
    """A text as it was given out: its number, its words, their hash, who, when and why."""

    number = models.PositiveIntegerField()
    body = models.TextField()
    sha256 = models.CharField(max_length=64)
    reason = models.TextField(blank=True)
    at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @property
    def content(self) -> dict[str, Any]:
        """The body, read."""
        return json.loads(self.body)

    @property
    def is_intact(self) -> bool:
        """Whether the text as it is kept today still gives the hash it was sealed with."""
        return hashlib.sha256(self.body.encode()).hexdigest() == self.sha256


def sealed(content: dict[str, Any]) -> dict[str, str]:
    """The two fields `body` and `sha256` for a content: the same content always gives the same hash."""
    body = json.dumps(content, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
    return {"body": body, "sha256": hashlib.sha256(body.encode()).hexdigest()}
