"""What the database itself refuses in the ledger, for raw SQL as for the portal.

One trigger for one rule, so that a test can take each away and see that it is missed (`make mutants`). PostgreSQL
fires them in the order of their names: the first locks the pot's row, and whoever moves money of the same pot at the
same time waits until all the others have looked. Without that lock two could spend the same last pounds.

Each refusal is a sentence that a person can read: the operations show it as it is, so a rule stands in one place.
"""

import pgtrigger

# What one insertion looks at: where the money comes from and goes to, and on whose word.
LOOK = [("src", "funding_cell%ROWTYPE"), ("dst", "funding_cell%ROWTYPE")]
READ_CELLS = """
    SELECT * INTO src FROM funding_cell WHERE id = NEW.source_id;
    SELECT * INTO dst FROM funding_cell WHERE id = NEW.destination_id;
"""


def _guard(name: str, func: str, declare: list[tuple[str, str]] | None = None) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=f"ledger_{name}",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=declare or [],
        func=f"{func}\nRETURN NEW;",
    )


def _refuse(rule: str, sentence: str, *values: str) -> str:
    """PL/pgSQL that refuses with a sentence; `rule` is the name under which the refusal is known."""
    said = ", ".join([f"'{sentence}'", *values])
    return f"RAISE EXCEPTION {said} USING ERRCODE = 'check_violation', CONSTRAINT = '{rule}';"


POUNDS = "trim(to_char({}, 'FM999,999,999,990.00'))"


def guards() -> list[pgtrigger.Trigger]:
    """The rules of the ledger, in the order in which they are asked."""
    return [
        _guard("01_waits_for_its_pot", "PERFORM 1 FROM funding_pot WHERE id = NEW.pot_id FOR UPDATE;"),
        _guard("02_keeps_to_one_pot", _ONE_POT, LOOK),
        _guard("03_kind_fits_its_cells", _KIND_FITS, LOOK),
        _guard("04_decision_stands", _DECISION_STANDS, [("pot", "funding_pot%ROWTYPE"), *_AUTHORITY]),
        _guard("05_decision_covers_the_kind", _COVERS_KIND, _AUTHORITY),
        _guard("06_decision_covers_the_amount", _COVERS_AMOUNT, [*_AUTHORITY, ("used", "numeric")]),
        _guard("07_ring_fence_holds", _RING_FENCE, [*LOOK, *_AUTHORITY, ("fence", "text")]),
        _guard("08_closed_periods_stay", _CLOSED_PERIODS, LOOK),
        _guard("09_no_cell_below_zero", _NOT_BELOW_ZERO, [*LOOK, ("there", "numeric")]),
        _guard(
            "10_not_below_what_is_spent",
            _NOT_BELOW_SPENT,
            [*LOOK, ("there", "numeric"), ("spent", "numeric")],
        ),
        _guard("11_reversal_is_exact", _REVERSAL_EXACT, [("old", "funding_ledgerentry%ROWTYPE")]),
        _guard(
            "12_carry_forward_has_its_chain",
            _CHAIN,
            [*LOOK, ("before", "funding_ledgerentry%ROWTYPE"), ("arrival", "funding_cell%ROWTYPE")],
        ),
        _guard(
            "13_carry_forward_keeps_to_its_cap",
            _CARRY_CAP,
            [*LOOK, ("cap", "numeric"), ("award", "numeric"), ("carried", "numeric")],
        ),
        pgtrigger.Trigger(
            name="ledger_14_carry_forward_arrives",
            when=pgtrigger.After,
            operation=pgtrigger.Insert,
            timing=pgtrigger.Deferred,
            func=_ARRIVES,
        ),
    ]


_AUTHORITY = [("authority", "funding_authority%ROWTYPE")]
_READ_AUTHORITY = "SELECT * INTO authority FROM funding_authority WHERE id = NEW.authority_id;"

_ONE_POT = f"""
    {READ_CELLS}
    IF src.pot_id <> NEW.pot_id OR dst.pot_id <> NEW.pot_id THEN
        {_refuse("ledger_keeps_to_one_pot", "Money of one pot does not move to another.")}
    END IF;
"""

# What each kind of movement leads from and to. A reversal goes back the way that its entry came.
_KIND_FITS = f"""
    {READ_CELLS}
    IF NOT (CASE NEW.kind
        WHEN 'award' THEN src.kind = 'funder' AND dst.kind = 'available'
        WHEN 'award_change' THEN src.kind = 'funder' AND dst.kind = 'available'
                              OR src.kind = 'available' AND dst.kind = 'funder'
        WHEN 'profile' THEN src.kind = 'available' AND dst.kind = 'profile'
                        AND src.stream_id = dst.stream_id AND src.year = dst.year
        WHEN 'reprofile' THEN src.kind IN ('profile', 'available') AND dst.kind IN ('profile', 'available')
                          AND src.stream_id = dst.stream_id AND src.year = dst.year
        WHEN 'virement' THEN src.kind IN ('profile', 'available') AND dst.kind IN ('profile', 'available')
                         AND src.stream_id <> dst.stream_id AND src.year = dst.year
        WHEN 'carry_out' THEN src.kind IN ('profile', 'available') AND dst.kind = 'carried'
                          AND src.stream_id = dst.stream_id AND src.year = dst.year
        WHEN 'carry_in' THEN src.kind = 'carried' AND dst.kind = 'available'
                         AND src.stream_id = dst.stream_id AND dst.year = src.year + 1
        WHEN 'return' THEN src.kind IN ('profile', 'available') AND dst.kind = 'returned'
                       AND src.stream_id = dst.stream_id AND src.year = dst.year
        WHEN 'reversal' THEN TRUE
        ELSE FALSE END) THEN
        {_refuse("ledger_kind_fits_its_cells", "That kind of movement does not lead from there to there.")}
    END IF;
"""

_DECISION_STANDS = f"""
    {_READ_AUTHORITY}
    SELECT * INTO pot FROM funding_pot WHERE id = NEW.pot_id;
    IF NOT EXISTS (SELECT 1 FROM meetings_decision d WHERE d.id = NEW.decision_id AND d.group_id = pot.group_id
                   AND d.outcome IN ('agreed', 'agreed_as_amended') AND d.superseded_by_id IS NULL) THEN
        {
    _refuse(
        "ledger_decision_stands",
        "Money moves only on a decision that the deciding group agreed and has not replaced.",
    )
}
    END IF;
    IF pot.accountable_group_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM meetings_decision d WHERE d.id = authority.confirmed_by_decision_id
            AND d.group_id = pot.accountable_group_id AND d.outcome IN ('agreed', 'agreed_as_amended')
            AND d.superseded_by_id IS NULL) THEN
        {_refuse("ledger_needs_two_steps", "This pot also needs the decision of its accountable body.")}
    END IF;
"""

_COVERS_KIND = f"""
    {_READ_AUTHORITY}
    IF authority.pot_id <> NEW.pot_id OR authority.decision_id <> NEW.decision_id
       OR NEW.kind <> 'reversal' AND NOT NEW.kind = ANY (authority.kinds)
       AND NOT (NEW.kind = 'carry_in' AND 'carry_out' = ANY (authority.kinds)) THEN
        {_refuse("ledger_decision_covers_the_kind", "The decision does not allow this kind of movement.")}
    END IF;
"""

# A movement into the next year is the second half of one that was counted already; a reversal gives room again.
_COVERS_AMOUNT = f"""
    {_READ_AUTHORITY}
    IF NEW.kind NOT IN ('reversal', 'carry_in') THEN
        SELECT COALESCE(SUM(CASE WHEN e.kind = 'reversal' THEN -e.amount ELSE e.amount END), 0) INTO used
            FROM funding_ledgerentry e LEFT JOIN funding_ledgerentry o ON o.id = e.reverses_id
            WHERE COALESCE(o.authority_id, e.authority_id) = NEW.authority_id
              AND COALESCE(o.kind, e.kind) <> 'carry_in';
        IF used + NEW.amount > authority.ceiling THEN
            {
    _refuse(
        "ledger_decision_covers_the_amount",
        "The decision allows £% in all, and £% of it is used.",
        POUNDS.format("authority.ceiling"),
        POUNDS.format("used"),
    )
}
        END IF;
        IF NEW.amount > authority.limit_each THEN
            {
    _refuse(
        "ledger_delegation_covers_the_amount",
        "An officer may move £% at once; more needs the group.",
        POUNDS.format("authority.limit_each"),
    )
}
        END IF;
    END IF;
"""

_RING_FENCE = f"""
    {READ_CELLS}
    {_READ_AUTHORITY}
    SELECT s.ring_fence INTO fence FROM funding_stream s WHERE s.id = src.stream_id;
    IF NEW.kind = 'virement' AND fence <> 'none' AND NOT authority.lifts_ring_fence THEN
        {
    _refuse(
        "ledger_ring_fence_holds",
        "The money is ring-fenced: it leaves only on a decision that makes an exception.",
    )
}
    END IF;
"""

_CLOSED_PERIODS = f"""
    {READ_CELLS}
    IF NEW.kind IN ('profile', 'reprofile', 'virement', 'reversal')
       AND (funding_period_is_closed(src.period_id) OR funding_period_is_closed(dst.period_id)) THEN
        {_refuse("ledger_closed_periods_stay", "The period is closed: its profile stays as it is.")}
    END IF;
"""

_NOT_BELOW_ZERO = f"""
    {READ_CELLS}
    IF src.kind <> 'funder' THEN
        there := funding_balance(NEW.source_id);
        IF there < NEW.amount THEN
            {
    _refuse(
        "ledger_no_cell_below_zero",
        "Only £% is there, which is less than £%.",
        POUNDS.format("there"),
        POUNDS.format("NEW.amount"),
    )
}
        END IF;
    END IF;
"""

_NOT_BELOW_SPENT = f"""
    {READ_CELLS}
    IF src.kind = 'profile' THEN
        SELECT COALESCE(SUM(amount), 0) INTO spent FROM funding_actual WHERE cell_id = NEW.source_id;
        there := funding_balance(NEW.source_id);
        IF there - NEW.amount < spent THEN
            {
    _refuse(
        "ledger_not_below_what_is_spent",
        "£% of it is spent already, so only £% can move.",
        POUNDS.format("spent"),
        POUNDS.format("GREATEST(there - spent, 0)"),
    )
}
        END IF;
    END IF;
"""

_REVERSAL_EXACT = f"""
    IF NEW.kind = 'reversal' THEN
        SELECT * INTO old FROM funding_ledgerentry WHERE id = NEW.reverses_id;
        IF old.kind = 'reversal' OR old.source_id <> NEW.destination_id OR old.destination_id <> NEW.source_id
           OR old.amount <> NEW.amount THEN
            {
    _refuse(
        "ledger_reversal_is_exact",
        "A reversal takes back exactly what its entry moved, the same way.",
    )
}
        END IF;
    END IF;
"""

# Money that leaves a year names what brought it into the year; money that enters names its leaving. So every carried
# pound leads back, link by link, to an award.
_CHAIN = f"""
    {READ_CELLS}
    IF NEW.kind = 'carry_out' THEN
        SELECT * INTO before FROM funding_ledgerentry WHERE id = NEW.came_by_id;
        SELECT * INTO arrival FROM funding_cell WHERE id = before.destination_id;
        IF before.kind NOT IN ('award', 'award_change', 'virement', 'carry_in')
           OR arrival.stream_id IS DISTINCT FROM src.stream_id OR arrival.year IS DISTINCT FROM src.year THEN
            {
    _refuse(
        "ledger_carry_forward_has_its_chain",
        "Money carried forward must name the movement that brought it into the year.",
    )
}
        END IF;
    ELSIF NEW.kind = 'carry_in' THEN
        SELECT * INTO before FROM funding_ledgerentry WHERE id = NEW.pair_id;
        IF before.kind <> 'carry_out' OR before.destination_id <> NEW.source_id OR before.amount <> NEW.amount THEN
            {
    _refuse(
        "ledger_carry_forward_has_its_pair",
        "What arrives in a year must be exactly what left the year before.",
    )
}
        END IF;
    END IF;
"""

# Measured against what was awarded to the stream for the year; more needs the funder's approval, named.
_CARRY_CAP = f"""
    {READ_CELLS}
    IF NEW.kind = 'carry_out' AND NEW.external_reference = '' THEN
        SELECT s.carry_forward_cap INTO cap FROM funding_stream s WHERE s.id = src.stream_id;
        award := funding_awarded(src.stream_id, src.year);
        SELECT COALESCE(SUM(CASE WHEN e.kind = 'reversal' THEN -e.amount ELSE e.amount END), 0) INTO carried
            FROM funding_ledgerentry e
            JOIN funding_cell c ON c.kind = 'carried' AND c.stream_id = src.stream_id AND c.year = src.year
            LEFT JOIN funding_ledgerentry o ON o.id = e.reverses_id
            WHERE COALESCE(o.kind, e.kind) = 'carry_out' AND COALESCE(o.external_reference, e.external_reference) = ''
              AND c.id IN (e.destination_id, o.destination_id);
        IF carried + NEW.amount > round(award * cap / 100, 2) THEN
            {
    _refuse(
        "ledger_carry_forward_keeps_to_its_cap",
        "Without the approval of the funder £% may be carried forward, and £% of it is used.",
        POUNDS.format("round(award * cap / 100, 2)"),
        POUNDS.format("carried"),
    )
}
        END IF;
    END IF;
"""

_ARRIVES = f"""
    IF NEW.kind IN ('carry_out', 'reversal') AND EXISTS (
            SELECT 1 FROM funding_cell c WHERE c.id IN (NEW.source_id, NEW.destination_id) AND c.kind = 'carried')
       AND funding_balance((SELECT c.id FROM funding_cell c
            WHERE c.id IN (NEW.source_id, NEW.destination_id) AND c.kind = 'carried')) <> 0 THEN
        {_refuse("ledger_carry_forward_arrives", "Money that leaves a year must arrive in the next.")}
    END IF;
    RETURN NULL;
"""
