"""Guards of what is taken back, and of what goes from one year to the next."""

from funding.models.guarding import POUNDS, READ_CELLS, refuse

REVERSAL_EXACT = f"""
    IF NEW.kind = 'reversal' THEN
        SELECT * INTO old FROM funding_ledgerentry WHERE id = NEW.reverses_id;
        IF old.kind = 'reversal' OR old.source_id <> NEW.destination_id OR old.destination_id <> NEW.source_id
           OR old.amount <> NEW.amount THEN
            {
    refuse(
        "ledger_reversal_is_exact",
        "A reversal takes back exactly what its entry moved, the same way.",
    )
}
        END IF;
    END IF;
"""

# Money that leaves a year names what brought it into the year; money that enters names its leaving. So every carried
# pound leads back, link by link, to an award.
CHAIN = f"""
    {READ_CELLS}
    IF NEW.kind = 'carry_out' THEN
        SELECT * INTO before FROM funding_ledgerentry WHERE id = NEW.came_by_id;
        SELECT * INTO arrival FROM funding_cell WHERE id = before.destination_id;
        IF before.kind NOT IN ('award', 'award_change', 'virement', 'carry_in')
           OR arrival.stream_id IS DISTINCT FROM src.stream_id OR arrival.year IS DISTINCT FROM src.year THEN
            {
    refuse(
        "ledger_carry_forward_has_its_chain",
        "Money carried forward must name the movement that brought it into the year.",
    )
}
        END IF;
    ELSIF NEW.kind = 'carry_in' THEN
        SELECT * INTO before FROM funding_ledgerentry WHERE id = NEW.pair_id;
        IF before.kind <> 'carry_out' OR before.destination_id <> NEW.source_id OR before.amount <> NEW.amount THEN
            {
    refuse(
        "ledger_carry_forward_has_its_pair",
        "What arrives in a year must be exactly what left the year before.",
    )
}
        END IF;
    END IF;
"""

# Measured against what was awarded to the stream for the year; more needs the funder's approval, named.
CARRY_CAP = f"""
    {READ_CELLS}
    IF NEW.kind = 'carry_out' AND NEW.external_reference = '' THEN
        SELECT s.carry_forward_cap INTO cap FROM funding_stream s WHERE s.id = src.stream_id;
        award := funding_awarded(src.stream_id, src.year);
        carried := COALESCE((SELECT t.carried_without_asking FROM funding_streamstanding t
            WHERE t.stream_id = src.stream_id AND t.year = src.year ORDER BY t.recorded_at DESC LIMIT 1), 0);
        IF carried + NEW.amount > round(award * cap / 100, 2) THEN
            {
    refuse(
        "ledger_carry_forward_keeps_to_its_cap",
        "Without the approval of the funder £% may be carried forward, and £% of it is used.",
        POUNDS.format("round(award * cap / 100, 2)"),
        POUNDS.format("carried"),
    )
}
        END IF;
    END IF;
"""

ARRIVES = f"""
    IF NEW.kind IN ('carry_out', 'reversal') AND EXISTS (
            SELECT 1 FROM funding_cell c WHERE c.id IN (NEW.source_id, NEW.destination_id) AND c.kind = 'carried')
       AND funding_balance((SELECT c.id FROM funding_cell c
            WHERE c.id IN (NEW.source_id, NEW.destination_id) AND c.kind = 'carried')) <> 0 THEN
        {refuse("ledger_carry_forward_arrives", "Money that leaves a year must arrive in the next.")}
    END IF;
    RETURN NULL;
"""
