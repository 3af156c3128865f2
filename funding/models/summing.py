"""How the sums beside the ledger follow from one more row in it: the last that its triggers do before the row is there.

Before, not after: the guards of the next row of the same statement must already see this one.
"""

from funding.models.guarding import READ_CELLS, refuse
from funding.models.standings import StreamStanding

# Two machines' clocks differ, and whoever waits for the pot's lock has looked at the clock before.
A_WHILE = "interval '5 minutes'"


def follows_the_last(pot: str) -> str:
    """PL/pgSQL: what is recorded now must not change what was known at an earlier moment.

    The demonstration record is entered on days that are past, and says so in its own transaction (portal/demo/days.py);
    even then nothing comes before what the pot has already.
    """
    return f"""
    SELECT s.recorded_at INTO last FROM funding_potstanding s WHERE s.pot_id = {pot};
    IF NEW.recorded_at > clock_timestamp() + {A_WHILE} THEN
        {refuse("recorded_not_before_it_happens", "Nothing is recorded at a moment that has not come yet.")}
    ELSIF NEW.recorded_at < last - {A_WHILE} THEN
        {
        refuse(
            "recorded_after_the_last",
            "The pot has later records already, and what was known then does not change afterwards.",
        )
    }
    ELSIF NEW.recorded_at < clock_timestamp() - {A_WHILE}
          AND current_setting('portal.clock', TRUE) IS DISTINCT FROM 'travelled' THEN
        {
        refuse(
            "recorded_when_it_happens",
            "What happens now is recorded now: what was known before does not change afterwards.",
        )
    }
    ELSIF NEW.recorded_at < last THEN
        -- It waited for its turn, and its turn has come now.
        NEW.recorded_at := last;
    END IF;
"""


_COLUMNS = ", ".join(StreamStanding.SUMS)
_STREAM_FOLLOWS = f"""
    INSERT INTO funding_streamstanding (stream_id, year, recorded_at, {_COLUMNS})
    SELECT change.stream_id, change.year, NEW.recorded_at,
        {", ".join(f"COALESCE(stood.{name}, 0) + change.{name}" for name in StreamStanding.SUMS)}
    FROM {{changes}} change
    LEFT JOIN LATERAL (
        SELECT * FROM funding_streamstanding s WHERE s.stream_id = change.stream_id AND s.year = change.year
        ORDER BY s.recorded_at DESC LIMIT 1) stood ON TRUE
    ON CONFLICT (stream_id, year, recorded_at) DO UPDATE
        SET {", ".join(f"{name} = EXCLUDED.{name}" for name in StreamStanding.SUMS)};
"""
_POT_FOLLOWS = """
    INSERT INTO funding_potstanding AS stands (pot_id, recorded_at, movements, first_year, last_year)
    VALUES ({pot}, NEW.recorded_at, {movements}, {first}, {last})
    ON CONFLICT (pot_id) DO UPDATE SET
        recorded_at = EXCLUDED.recorded_at,
        movements = stands.movements + EXCLUDED.movements,
        first_year = LEAST(stands.first_year, EXCLUDED.first_year),
        last_year = GREATEST(stands.last_year, EXCLUDED.last_year);
"""

# A row that is there already would be passed over by ON CONFLICT DO NOTHING, after it was counted here.
_IS_NEW = f"""
    IF EXISTS (SELECT 1 FROM funding_ledgerentry e WHERE e.id = NEW.id)
       OR EXISTS (SELECT 1 FROM funding_ledgerentry e WHERE e.pair_id = NEW.pair_id) THEN
        {refuse("ledger_entry_is_written_once", "The movement is in the ledger already.")}
    ELSIF EXISTS (SELECT 1 FROM funding_ledgerentry e WHERE e.reverses_id = NEW.reverses_id) THEN
        {refuse("ledger_entry_is_reversed_once", "The entry is reversed already.")}
    END IF;
"""

SUMS_FOLLOW = f"""
    {READ_CELLS}
    {_IS_NEW}
    SELECT e.kind, e.external_reference, e.authority_id INTO was
        FROM funding_ledgerentry e WHERE e.id = NEW.reverses_id;
    IF NOT FOUND THEN
        SELECT NEW.kind AS kind, NEW.external_reference AS external_reference, NEW.authority_id AS authority_id
            INTO was;
    END IF;

    INSERT INTO funding_cellstanding (cell_id, recorded_at, balance, spent)
    SELECT change.cell_id, NEW.recorded_at, funding_balance(change.cell_id) + change.moved,
        funding_spent(change.cell_id)
    FROM (VALUES (NEW.source_id, -NEW.amount), (NEW.destination_id, NEW.amount)) change (cell_id, moved)
    ON CONFLICT (cell_id, recorded_at) DO UPDATE SET balance = EXCLUDED.balance;

    {
    _STREAM_FOLLOWS.format(
        changes="funding_changes(src, dst, NEW.amount, was.kind = 'carry_out' AND was.external_reference = '')"
    )
}

    IF was.kind <> 'carry_in' THEN
        INSERT INTO funding_authoritystanding AS stands (authority_id, year, used)
        VALUES (was.authority_id, COALESCE(src.year, dst.year),
            CASE NEW.kind WHEN 'reversal' THEN -NEW.amount ELSE NEW.amount END)
        ON CONFLICT (authority_id, year) DO UPDATE SET used = stands.used + EXCLUDED.used;
    END IF;

    {
    _POT_FOLLOWS.format(
        pot="NEW.pot_id",
        movements="1",
        first="LEAST(src.year, dst.year)",
        last="GREATEST(src.year, dst.year)",
    )
}
"""

SPENDING_FOLLOWS = f"""
    SELECT * INTO place FROM funding_cell WHERE id = NEW.cell_id;
    IF EXISTS (SELECT 1 FROM funding_actual a WHERE a.id = NEW.id) THEN
        {refuse("actual_is_written_once", "The spending is recorded already.")}
    END IF;

    INSERT INTO funding_cellstanding (cell_id, recorded_at, balance, spent)
    VALUES (NEW.cell_id, NEW.recorded_at, funding_balance(NEW.cell_id), funding_spent(NEW.cell_id) + NEW.amount)
    ON CONFLICT (cell_id, recorded_at) DO UPDATE SET spent = EXCLUDED.spent;

    {_STREAM_FOLLOWS.format(changes="funding_spending(place, NEW.amount)")}

    {_POT_FOLLOWS.format(pot="place.pot_id", movements="0", first="place.year", last="place.year")}
    RETURN NEW;
"""
