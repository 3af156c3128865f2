"""What a reader may ask of a ledger: which year, which stream, which kind of movement."""

from typing import Any

from funding.models import LedgerEntry, Pot, Stream
from meetings.filters import Filter


class LedgerFilter(Filter):
    """The movements of one pot."""

    things = ("movement", "movements")
    PHRASES = {"stream": " of {}", "year": " in {}", "kind": ": {}"}
    IN_SMALL_LETTERS = ("kind",)

    def __init__(self, data: Any, user, pot: Pot, rows) -> None:
        super().__init__(data, user, rows)
        years = sorted(set(pot.periods.values_list("year", flat=True)))
        self.ask(
            "year", "Year", "All years", [(str(year), f"{year}/{(year + 1) % 100:02d}") for year in years]
        )
        streams = Stream.objects.of_pot(pot)
        self.ask("stream", "Stream", "All streams", [(each.slug, each.name) for each in streams])
        self.ask("kind", "Kind", "All kinds", LedgerEntry.Kind.choices)

    def found(self) -> Any:
        """The movements that fit every answer."""
        return self.narrowed(
            year=lambda rows, answer: rows.of_year(int(answer)),
            stream=lambda rows, answer: rows.of_stream(Stream.objects.get(slug=answer)),
            kind=lambda rows, answer: rows.of_kind(answer),
        )
