"""The words that were looked for, marked where they stand."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, TypeVar

from django.db import connection
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from core.markdown import plain

AnyHit = TypeVar("AnyHit", bound=Any)

# Characters of nobody's language stand around the words that were found, until the text is escaped.
START, STOP = "\ue000", "\ue001"
WHOLE = f"HighlightAll=true, StartSel={START}, StopSel={STOP}"
EXCERPT = (
    f"MaxFragments=2, MaxWords=32, MinWords=14, FragmentDelimiter=' … ', StartSel={START}, StopSel={STOP}"
)
# A text this short is shown whole.
SHORT = 280


def highlighted(hits: Iterable[AnyHit], words: str) -> list[AnyHit]:
    """The hits with the found words marked, and of long texts only the parts around them. One query for all."""
    hits = list(hits)
    texts = [_without_signs(text) for hit in hits for text in (str(hit.title), plain(hit.text))]
    options = [WHOLE if place % 2 == 0 or len(text) <= SHORT else EXCERPT for place, text in enumerate(texts)]
    headlines = _headlines(texts, options, words)
    marked = [_marked(_with_dots(headline, text)) for headline, text in zip(headlines, texts, strict=True)]
    return [replace(hit, title=marked[2 * n], text=marked[2 * n + 1]) for n, hit in enumerate(hits)]


def _headlines(texts: list[str], options: list[str], words: str) -> list[str]:
    """Ask the database, which knows what "profiles" has to do with "profile", where the words stand."""
    if not texts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT ts_headline('english', t.words, websearch_to_tsquery('english', %s), t.options)
            FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS t(words, options, place) ORDER BY t.place
            """,
            [words, texts, options],
        )
        return [row[0] for row in cursor.fetchall()]


def _with_dots(headline: str, text: str) -> str:
    """Where the excerpt is not the beginning or the end of the text, say that there is more."""
    bare = _without_signs(headline)
    before = "" if text.startswith(bare[:40]) else "… "
    after = "" if text.rstrip(" .").endswith(bare[-40:].rstrip(" .")) else " …"
    return before + headline + after


def _without_signs(text: str) -> str:
    return text.replace(START, "").replace(STOP, "")


def _marked(headline: str) -> SafeString:
    """What people wrote is escaped first; only then do the signs around found words become markup."""
    safe = re.sub(f"{START}([^{START}{STOP}]*){STOP}", r"<mark>\1</mark>", escape(headline))
    return mark_safe(safe.replace(START, "").replace(STOP, ""))
