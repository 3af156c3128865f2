"""Words that the public may not read yet, or at all, found again in what somebody is about to publish.

A representative sits in the room and reads members' papers. What they publish is theirs, but a long run of words copied
from an exempt item or from unpublished minutes is not: it is found by comparing runs of words.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from core import markdown
from core.access import Access
from core.refusals import Refused
from core.templatetags.house import british_date
from meetings.models import ActionItem, AgendaItem, Decision, Meeting, MinutesRelease, MinutesVersion, Passage
from partnership.models import Group, User

# So many words in the same order are no accident.
RUN = 8
# A text shorter than a run counts when all of it is there, unless it is so short that it says nothing.
SHORTEST = 5

Words = list[str]


@dataclass(frozen=True)
class Kept:
    """A text that is kept back, and the item that it belongs to."""

    item: AgendaItem
    text: str


def refuse_words_kept_back(
    own: Iterable[tuple[str, str]], *, about: Meeting, public_text: str, author: User | None
) -> None:
    """Raise Refused, naming the item, when one of the `own` texts (where it stands, what it says) copies such words."""
    known = _Runs(_words("\n\n".join([public_text, *_public_before(about)])))
    texts = [(where, _words(text)) for where, text in own]
    texts = [(where, words, _Runs(words)) for where, words in texts if len(words) >= SHORTEST]
    if not texts:
        return
    for kept in _kept_back(about, author):
        words = _words(kept.text)
        for where, _, runs in texts:
            if copied := runs.first_run_of(words, unless=known):
                raise Refused(_sentence(where, kept.item, about, copied))


class _Runs:
    """A text as the runs of words that it consists of."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self._runs: dict[int, set[tuple[str, ...]]] = {}

    def has(self, run: tuple[str, ...]) -> bool:
        size = len(run)
        if size not in self._runs:
            self._runs[size] = {tuple(self.words[i : i + size]) for i in range(len(self.words) - size + 1)}
        return run in self._runs[size]

    def first_run_of(self, other: Words, *, unless: "_Runs") -> str:
        """The first run of the other text that stands in this one, in words, unless everyone knows it."""
        size = min(RUN, len(other))
        if size < SHORTEST:
            return ""
        for i in range(len(other) - size + 1):
            run = tuple(other[i : i + size])
            if self.has(run) and not unless.has(run):
                return " ".join(run)
        return ""


def _words(text: str) -> Words:
    return re.findall(r"\w+", markdown.plain(text).lower())


def _public_before(about: Meeting) -> Iterator[str]:
    """What everyone has been able to read besides the minutes of today: the agenda, and versions given out before."""
    yield from (
        AgendaItem.objects.visible_to(AnonymousUser())
        .of_meeting(about)
        .order_by()
        .values_list("description", flat=True)
    )
    yield from _public_passages(about).order_by().values_list("text", flat=True)


def _public_passages(about: Meeting) -> QuerySet[Passage]:
    public = MinutesVersion.objects.visible_to(AnonymousUser()).filter(meeting=about)
    return Passage.objects.filter(
        version__in=public.values("pk"), access=Access.OPEN, item__access=Access.OPEN
    )


def _kept_back(about: Meeting, author: User | None) -> Iterator[Kept]:
    """Everything of this meeting that may not be public, and what the author can read that is not."""
    public = MinutesRelease.objects.filter(
        version__meeting=OuterRef("meeting"), audience=MinutesRelease.Audience.PUBLIC
    )
    closed = ~Q(access=Access.OPEN) | Q(meeting__group__is_public=False) | ~Exists(public)
    groups = Group.objects.read_by(author).values("pk") if author else Group.objects.none().values("pk")
    items = (
        AgendaItem.objects.filter(Q(meeting=about) | closed & Q(meeting__group__in=groups))
        .select_related("meeting__group")
        .prefetch_related(
            Prefetch("decisions", Decision.objects.only("item", "text", "reasons")),
            Prefetch("actions", ActionItem.objects.only("item", "text")),
        )
    )
    for item in items:
        yield Kept(item, item.title)
        yield from (Kept(item, text) for text in (item.description, item.minute) if text)
        yield from (Kept(item, text) for each in item.decisions.all() for text in (each.text, each.reasons))
        yield from (Kept(item, each.text) for each in item.actions.all())
    # Earlier drafts that only the members had, and what stood in versions before an item was closed.
    given_out = Passage.objects.filter(version__meeting=about).exclude(
        pk__in=_public_passages(about).values("pk")
    )
    for passage in given_out.select_related("item__meeting__group"):
        yield Kept(passage.item, passage.text)


def _sentence(where: str, item: AgendaItem, about: Meeting, copied: str) -> str:
    which = f"item {item.number}"
    if item.meeting_id != about.pk:
        which += f" of the {item.meeting.group}’s meeting of {british_date(item.meeting.held_on)}"
    why = {
        Access.EXEMPT: "which is exempt from publication",
        Access.MEMBERS: "which is for members only",
    }.get(Access(item.access), "in a text that is not published")
    return (
        f"{where} repeats words of {which}, {why}: “{copied}”. Everyone will read your report: "
        "say it in words that give nothing away, or leave it out."
    )
