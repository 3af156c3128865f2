"""Walking the addresses of the project."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

OURS = {"core", "partnership", "localities", "meetings", "funding", "engagement", "portal", "config"}


def pages() -> Iterator[tuple[str, URLPattern]]:
    """Every named address that a view of ours answers, as ("meetings:meeting", pattern)."""
    yield from _walk(get_resolver(), "")


def _walk(resolver: URLResolver, namespace: str) -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, inner)
        elif entry.callback.__module__.split(".")[0] in OURS:
            yield f"{namespace}{entry.name}", entry
