"""The questions of a consultation as somebody read them."""

import hashlib
import json
from collections.abc import Iterable

from engagement.models import Question


def mark_of(questions: Iterable[Question]) -> str:
    """What tells these words and answers from others: an answer is to the words that were read."""
    shapes = [[each.pk, each.text, each.kind, each.choices] for each in questions]
    return hashlib.sha256(json.dumps(sorted(shapes, key=lambda shape: shape[0])).encode()).hexdigest()
