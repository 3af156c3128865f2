"""What the database itself refuses in the ledger, for raw SQL as for the portal.

One trigger for one rule, so that a test can take each away and see that it is missed (`make mutants`). PostgreSQL
fires them in the order of their names: the first locks the pot's row, and whoever moves money of the same pot at the
same time waits until all the others have looked. Without that lock two could spend the same last pounds.

Each refusal is a sentence that a person can read: the operations show it as it is, so a rule stands in one place.
"""

import pgtrigger

from funding.models.guarding import LOOK, POUNDS, READ_CELLS, guard, refuse
from funding.models.guards_of_proposals import ADOPTED_AS_ASKED, COVERS_THE_YEAR, MOVES_WHAT_ITS_LINES_SAY
from funding.models.guards_of_years import ARRIVES, CARRY_CAP, CHAIN, REVERSAL_EXACT
from funding.models.summing import SUMS_FOLLOW, follows_the_last


def guards() -> list[pgtrigger.Trigger]:
    """The rules of the ledger, in the order in which they are asked."""
    return [
        guard("01_waits_for_its_pot", "PERFORM 1 FROM funding_pot WHERE id = NEW.pot_id FOR UPDATE;"),
        guard("02_keeps_to_one_pot", _ONE_POT, LOOK),
        guard("03_kind_fits_its_cells", _KIND_FITS, LOOK),
        guard("04_decision_stands", _DECISION_STANDS, [("pot", "funding_pot%ROWTYPE"), *_AUTHORITY]),
        guard("05_decision_covers_the_kind", _COVERS_KIND, _AUTHORITY),
        guard("06_decision_covers_the_amount", _COVERS_AMOUNT, [*_AUTHORITY, ("used", "numeric")]),
        guard("07_ring_fence_holds", _RING_FENCE, [*LOOK, *_AUTHORITY, ("fence", "text")]),
        guard("08_closed_periods_stay", _CLOSED_PERIODS, LOOK),
        guard("09_no_cell_below_zero", _NOT_BELOW_ZERO, [*LOOK, ("there", "numeric")]),
        guard(
            "10_not_below_what_is_spent",
            _NOT_BELOW_SPENT,
            [*LOOK, ("there", "numeric"), ("spent", "numeric")],
        ),
        guard("11_reversal_is_exact", REVERSAL_EXACT, [("old", "funding_ledgerentry%ROWTYPE")]),
        guard(
            "12_carry_forward_has_its_chain",
            CHAIN,
            [*LOOK, ("before", "funding_ledgerentry%ROWTYPE"), ("arrival", "funding_cell%ROWTYPE")],
        ),
        guard(
            "13_carry_forward_keeps_to_its_cap",
            CARRY_CAP,
            [*LOOK, ("cap", "numeric"), ("award", "numeric"), ("carried", "numeric")],
        ),
        pgtrigger.Trigger(
            name="ledger_14_carry_forward_arrives",
            when=pgtrigger.After,
            operation=pgtrigger.Insert,
            timing=pgtrigger.Deferred,
            func=ARRIVES,
        ),
        guard("15_proposal_is_adopted", ADOPTED_AS_ASKED),
        guard(
            "16_delegation_covers_the_year",
            COVERS_THE_YEAR,
            [*_AUTHORITY, ("in_year", "integer"), ("used", "numeric")],
        ),
        pgtrigger.Trigger(
            name="ledger_17_proposal_moves_what_its_lines_say",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Insert,
            referencing=pgtrigger.Referencing(new="added"),
            declare=[("each", "record"), ("most", "numeric"), ("moved", "numeric")],
            func=MOVES_WHAT_ITS_LINES_SAY,
        ),
        # Whatever else is asked comes before these two: what follows from a row is written when nothing can refuse it.
        guard("98_moment_follows_the_last", follows_the_last("NEW.pot_id"), [("last", "timestamptz")]),
        guard("99_sums_follow", SUMS_FOLLOW, [*LOOK, ("was", "record")]),
    ]


_AUTHORITY = [("authority", "funding_authority%ROWTYPE")]
_READ_AUTHORITY = "SELECT * INTO authority FROM funding_authority WHERE id = NEW.authority_id;"

_ONE_POT = f"""
    {READ_CELLS}
    IF src.pot_id <> NEW.pot_id OR dst.pot_id <> NEW.pot_id THEN
        {refuse("ledger_keeps_to_one_pot", "Money of one pot does not move to another.")}
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
        {refuse("ledger_kind_fits_its_cells", "That kind of movement does not lead from there to there.")}
    END IF;
"""

_DECISION_STANDS = f"""
    {_READ_AUTHORITY}
    SELECT * INTO pot FROM funding_pot WHERE id = NEW.pot_id;
    IF NOT EXISTS (SELECT 1 FROM meetings_decision d WHERE d.id = NEW.decision_id AND d.group_id = pot.group_id
                   AND d.outcome IN ('agreed', 'agreed_as_amended') AND d.superseded_by_id IS NULL) THEN
        {
    refuse(
        "ledger_decision_stands",
        "Money moves only on a decision that the deciding group agreed and has not replaced.",
    )
}
    END IF;
    IF pot.accountable_group_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM meetings_decision d WHERE d.id = authority.confirmed_by_decision_id
            AND d.group_id = pot.accountable_group_id AND d.outcome IN ('agreed', 'agreed_as_amended')
            AND d.superseded_by_id IS NULL) THEN
        {refuse("ledger_needs_two_steps", "This pot also needs the decision of its accountable body.")}
    END IF;
"""

_COVERS_KIND = f"""
    {_READ_AUTHORITY}
    IF authority.pot_id <> NEW.pot_id OR authority.decision_id <> NEW.decision_id
       OR NEW.kind <> 'reversal' AND NOT NEW.kind = ANY (authority.kinds)
       AND NOT (NEW.kind = 'carry_in' AND 'carry_out' = ANY (authority.kinds)) THEN
        {refuse("ledger_decision_covers_the_kind", "The decision does not allow this kind of movement.")}
    END IF;
"""

# A movement into the next year is the second half of one that was counted already; a reversal gives room again.
_COVERS_AMOUNT = f"""
    {_READ_AUTHORITY}
    IF NEW.kind NOT IN ('reversal', 'carry_in') THEN
        SELECT COALESCE(SUM(s.used), 0) INTO used
            FROM funding_authoritystanding s WHERE s.authority_id = NEW.authority_id;
        IF used + NEW.amount > authority.ceiling THEN
            {
    refuse(
        "ledger_decision_covers_the_amount",
        "The decision allows £% in all, and £% of it is used.",
        POUNDS.format("authority.ceiling"),
        POUNDS.format("used"),
    )
}
        END IF;
        IF NEW.amount > authority.limit_each THEN
            {
    refuse(
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
    refuse(
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
        {refuse("ledger_closed_periods_stay", "The period is closed: its profile stays as it is.")}
    END IF;
"""

_NOT_BELOW_ZERO = f"""
    {READ_CELLS}
    IF src.kind <> 'funder' THEN
        there := funding_balance(NEW.source_id);
        IF there < NEW.amount THEN
            {
    refuse(
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
        spent := funding_spent(NEW.source_id);
        there := funding_balance(NEW.source_id);
        IF there - NEW.amount < spent THEN
            {
    refuse(
        "ledger_not_below_what_is_spent",
        "£% of it is spent already, so only £% can move.",
        POUNDS.format("spent"),
        POUNDS.format("GREATEST(there - spent, 0)"),
    )
}
        END IF;
    END IF;
"""
