"""Counts of answers on equality, published so that nobody's own answer can be worked out.

A count below five might point at somebody, so it is hidden. A single hidden count follows from the total; two hidden
counts that are alike follow from it too. So the rule looks at values only, never at places: everything up to a mark is
hidden, and the mark is the smallest at which the hidden counts are of at least two different values. Whoever knows the
rule, the total and every count that is shown can then exchange the hidden values among themselves: each hidden count
has at least two values that it may be. Where no such mark exists, nothing is shown.
"""

from collections.abc import Sequence

SMALLEST_SHOWN = 5


def suppressed(counts: Sequence[int]) -> list[int | None]:
    """The counts as they may be published; None for those that are hidden."""
    small = [count for count in counts if 0 < count < SMALLEST_SHOWN]
    if not small:
        return list(counts)
    for mark in sorted(set(counts)):
        hidden = {count for count in counts if count <= mark}
        if mark >= max(small) and len(hidden) >= 2:
            return [None if count <= mark else count for count in counts]
    return [None] * len(counts)
