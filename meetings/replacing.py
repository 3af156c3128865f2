"""Finding words in a text as people quote them, and writing others in their place."""

import re

from core.refusals import Refused

# One character for one, so that a place in the flattened text is the same place in the text itself.
ALIKE = str.maketrans("‘’“”–\u00a0", "''\"\"- ")


def places(text: str, words: str) -> list[tuple[int, int]]:
    """Where the words stand, whatever the line breaks between them and the shape of the quotation marks."""
    parts = words.translate(ALIKE).split()
    if not parts:
        return []
    return [found.span() for found in re.finditer(r"\s+".join(map(re.escape, parts)), text.translate(ALIKE))]


def replaced(text: str, old: str, new: str, *, where: str) -> str:
    """The text with the new words in place of the old ones; without old words, the new ones are a last paragraph.

    Refuses words that are not there, or that stand in more than one place.
    """
    old, new = old.strip(), new.strip()
    if not old:
        return f"{text.rstrip()}\n\n{new}" if text.strip() else new
    found = places(text, old)
    if not found:
        raise Refused(f"These words are not in the text of {where}. Copy them from the text as it stands.")
    if len(found) > 1:
        raise Refused(
            f"These words stand in {len(found)} places in the text of {where}. Take more of the words around them."
        )
    ((start, end),) = found
    if not new and text[end : end + 1] == " " and (start == 0 or text[start - 1].isspace()):
        end += 1  # no two spaces where a word was left out
    return text[:start] + new + text[end:]
