"""What is done to the objects of which a PDF consists, whatever they are."""

from typing import Any

from pikepdf import Array, Dictionary, Name, Object, String


def forget(thing: Object, *names: str) -> None:
    """Take entries away that may be there."""
    for name in names:
        if name in thing:
            del thing[name]


def held(thing: Any, name: str) -> Object:
    """What stands under a name and has names itself; empty if there is no such thing."""
    found = thing.get(name)
    return found if isinstance(found, Dictionary) else Dictionary()


def listed(thing: Any) -> list[Any]:
    """What may stand alone or in a list."""
    if thing is None:
        return []
    return list(thing) if isinstance(thing, Array) else [thing]


def plain(thing: Any, depth: int = 0) -> Any:
    """A copy of numbers, words and lists of them. What leads elsewhere, or is too deep, is left out."""
    if depth > 8:
        return None
    if isinstance(thing, Array):
        return Array([plain(each, depth + 1) for each in thing])
    if isinstance(thing, Dictionary):
        copied = {name: plain(value, depth + 1) for name, value in thing.items()}
        return Dictionary({name: value for name, value in copied.items() if value is not None})
    if isinstance(thing, String):
        return String(bytes(thing))
    return None if isinstance(thing, Object) and not isinstance(thing, Name) else thing
