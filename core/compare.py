"""What changed between two texts, word by word.

First come the paragraphs that both texts have, then the words within those that changed. Long stretches are cut at
words that occur once in each text (as in "patience diff"): difflib alone takes more than a minute over 20,000 words.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "added", "removed"]
Piece = tuple[str, str]  # the words, and the space after them
Match = tuple[int, int, int]  # where in the old, where in the new, how many

PARAGRAPH = re.compile(r"((?:(?!\n\s*\n).)*)(\s*)", re.DOTALL)
# "1,000.00", "it's" and "2/2/2007" are words; the full stop after them is not part of them.
WORD = re.compile(r"(\w+(?:[^\w\s]+\w+)*|[^\w\s]*)(\s*)")
SMALL = 100_000  # pairs that difflib compares in some hundredths of a second


@dataclass(frozen=True)
class Change:
    """A stretch of text that both have, or only the new ("added"), or only the old ("removed")."""

    kind: Kind
    text: str

    @property
    def is_blank(self) -> bool:
        """Only space changed: nothing to read out or to colour."""
        return not self.text.strip()


def words(old: str, new: str) -> list[Change]:
    """The changes in reading order. Same and removed together are the old text, same and added the new."""
    return list(_joined(_changes(_paragraphs(old), _paragraphs(new), between=_by_word)))


def _by_word(old: str, new: str) -> Iterator[Change]:
    return _changes(_words(old), _words(new), between=_rewritten)


def _rewritten(old: str, new: str) -> Iterator[Change]:
    yield Change("removed", old)
    yield Change("added", new)


def _changes(
    old: list[Piece], new: list[Piece], *, between: Callable[[str, str], Iterator[Change]]
) -> Iterator[Change]:
    """Pieces are compared without the space after them: a new line is not a new word."""
    i = j = 0
    matches = _matches([text for text, _ in old], [text for text, _ in new])
    for i_match, j_match, size in [*matches, (len(old), len(new), 0)]:
        yield from between(_text(old[i:i_match]), _text(new[j:j_match]))
        i, j = i_match + size, j_match + size
        for (text, space), (_, new_space) in zip(old[i_match:i], new[j_match:j], strict=True):
            if space == new_space:
                yield Change("same", text + space)
            else:
                yield Change("same", text)
                yield from _rewritten(space, new_space)


def _matches(old: Sequence[str], new: Sequence[str]) -> list[Match]:
    """The stretches that both have, in order and not overlapping."""
    matches: list[Match] = []
    waiting = [(0, len(old), 0, len(new))]
    while waiting:
        i, i_end, j, j_end = waiting.pop()
        start = _in_common(old[i:i_end], new[j:j_end])
        matches.append((i, j, start))
        i, j = i + start, j + start
        if (i_end - i) * (j_end - j) <= SMALL:
            found = SequenceMatcher(None, old[i:i_end], new[j:j_end], autojunk=False).get_matching_blocks()
            matches += [(i + a, j + b, size) for a, b, size in found]
            continue
        end = _in_common(old[i:i_end][::-1], new[j:j_end][::-1])
        i_end, j_end = i_end - end, j_end - end
        matches.append((i_end, j_end, end))
        # Without a word that occurs once in both there is nothing to hold on to: all of it was written anew.
        anchors = [(i + a, j + b) for a, b in _anchors(old[i:i_end], new[j:j_end])]
        for a, b in anchors:
            matches.append((a, b, 1))
            waiting.append((i, a, j, b))
            i, j = a + 1, b + 1
        if anchors:
            waiting.append((i, i_end, j, j_end))
    return sorted(match for match in matches if match[2])


def _in_common(old: Sequence[str], new: Sequence[str]) -> int:
    """How many of the first ones are the same."""
    for count, (a, b) in enumerate(zip(old, new, strict=False)):
        if a != b:
            return count
    return min(len(old), len(new))


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Where the words stand that occur once in each text: the longest row of them that is in order in both."""
    once_in_old, once_in_new = _once(old), _once(new)
    pairs = [(i, once_in_new[word]) for word, i in once_in_old.items() if word in once_in_new]

    ends: list[int] = []  # the earliest place in the new text at which a row of each length can end
    last: list[int] = []  # which pair that is
    before: list[int] = []
    for number, (_, j) in enumerate(pairs):
        length = bisect_left(ends, j)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [j]
        last[length : length + 1] = [number]

    row = []
    number = last[-1] if last else -1
    while number >= 0:
        row.append(pairs[number])
        number = before[number]
    return row[::-1]


def _once(tokens: Sequence[str]) -> dict[str, int]:
    counts = Counter(tokens)
    return {token: place for place, token in enumerate(tokens) if counts[token] == 1}


def _paragraphs(text: str) -> list[Piece]:
    """The paragraphs, each with the empty lines after it."""
    return [(match[1], match[2]) for match in PARAGRAPH.finditer(text) if match[0]]


def _words(text: str) -> list[Piece]:
    """The words, each with the space after it."""
    return [(match[1], match[2]) for match in WORD.finditer(text) if match[0]]


def _text(pieces: Iterable[Piece]) -> str:
    return "".join(text + space for text, space in pieces)


def _joined(changes: Iterable[Change]) -> Iterator[Change]:
    """Neighbours of one kind become one; between two stretches that are the same, the old words come first."""
    texts: dict[Kind, str] = {"same": "", "removed": "", "added": ""}

    def told(*kinds: Kind) -> Iterator[Change]:
        for kind in kinds:
            if texts[kind]:
                yield Change(kind, texts[kind])
            texts[kind] = ""

    for change in changes:
        if not change.text:
            continue
        yield from told("removed", "added") if change.kind == "same" else told("same")
        texts[change.kind] += change.text
    yield from told("same", "removed", "added")


def both(one: str, other: str) -> str:
    """Every line of two texts in order: those they share once, and where they differ the one's and then the other's."""
    if not (one and other):
        return one or other
    old, new = one.split("\n"), other.split("\n")
    lines: list[str] = []
    i = j = 0
    for i_match, j_match, size in [*_matches(old, new), (len(old), len(new), 0)]:
        lines += [*old[i:i_match], *new[j:j_match], *old[i_match : i_match + size]]
        i, j = i_match + size, j_match + size
    return "\n".join(lines)
