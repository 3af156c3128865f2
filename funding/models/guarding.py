"""How a guard of the ledger is written: a trigger that refuses in a sentence, under a name."""

import pgtrigger

# What one insertion looks at: where the money comes from and goes to, and on whose word.
LOOK = [("src", "funding_cell%ROWTYPE"), ("dst", "funding_cell%ROWTYPE")]
READ_CELLS = """
    SELECT * INTO src FROM funding_cell WHERE id = NEW.source_id;
    SELECT * INTO dst FROM funding_cell WHERE id = NEW.destination_id;
"""


def guard(name: str, func: str, declare: list[tuple[str, str]] | None = None) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=f"ledger_{name}",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=declare or [],
        func=f"{func}\nRETURN NEW;",
    )


def refuse(rule: str, sentence: str, *values: str) -> str:
    """PL/pgSQL that refuses with a sentence; `rule` is the name under which the refusal is known."""
    said = ", ".join([f"'{sentence}'", *values])
    return f"RAISE EXCEPTION {said} USING ERRCODE = 'check_violation', CONSTRAINT = '{rule}';"


POUNDS = "trim(to_char({}, 'FM999,999,999,990.00'))"
