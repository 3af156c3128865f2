"""Functions of apps above, that an app below calls when something happens: so that no import points up.

An app above adds its own at the start, in its `ready()`; what the function is given, and what it answers, is said where
the listeners are kept.
"""

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

Heard = TypeVar("Heard", bound=Callable[..., Any])


class Listeners(Generic[Heard]):
    """Whoever asked to hear of one thing, in the order in which they asked; each once."""

    def __init__(self) -> None:
        self._functions: list[Heard] = []

    def add(self, function: Heard) -> Heard:
        """Call this function, too."""
        if function not in self._functions:
            self._functions.append(function)
        return function

    def remove(self, function: Heard) -> None:
        """Call it no more."""
        self._functions.remove(function)

    def __iter__(self) -> Iterator[Heard]:
        return iter(self._functions)
