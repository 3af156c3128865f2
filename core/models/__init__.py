from core.models.append_only import AppendOnly, AppendOnlyQuerySet, no_truncate, protect
from core.models.history import HistoryEntry
from core.models.runs import Run
from core.models.starts import ScheduledStart
from core.models.versions import PublishedVersion, hash_must_fit, sealed

__all__ = [
    "AppendOnly",
    "AppendOnlyQuerySet",
    "HistoryEntry",
    "PublishedVersion",
    "Run",
    "ScheduledStart",
    "hash_must_fit",
    "no_truncate",
    "protect",
    "sealed",
]
