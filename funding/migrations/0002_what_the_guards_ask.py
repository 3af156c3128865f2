"""Questions that several guards of the ledger ask, as functions of the database."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION funding_period_is_closed(asked bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT COALESCE((SELECT what = 'closed' FROM funding_periodevent
                     WHERE period_id = asked ORDER BY id DESC LIMIT 1), FALSE)
$$;
CREATE FUNCTION funding_balance(asked bigint) RETURNS numeric LANGUAGE sql STABLE AS $$
    SELECT COALESCE((SELECT SUM(amount) FROM funding_ledgerentry WHERE destination_id = asked), 0)
         - COALESCE((SELECT SUM(amount) FROM funding_ledgerentry WHERE source_id = asked), 0)
$$;
CREATE FUNCTION funding_awarded(of_stream bigint, in_year integer) RETURNS numeric LANGUAGE sql STABLE AS $$
    SELECT COALESCE(SUM(CASE WHEN dst.kind = 'available' THEN e.amount ELSE -e.amount END), 0)
    FROM funding_ledgerentry e
    JOIN funding_cell src ON src.id = e.source_id
    JOIN funding_cell dst ON dst.id = e.destination_id
    WHERE (src.kind = 'funder' AND dst.stream_id = of_stream AND dst.year = in_year)
       OR (dst.kind = 'funder' AND src.stream_id = of_stream AND src.year = in_year)
$$;
-- Money rests on the decision that moved it: while any of it is still where it was moved, the decision stands.
CREATE FUNCTION funding_decision_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM funding_ledgerentry e JOIN funding_authority a ON a.id = e.authority_id
               WHERE OLD.id IN (e.decision_id, a.confirmed_by_decision_id) AND e.kind <> 'reversal'
                 AND NOT EXISTS (SELECT 1 FROM funding_ledgerentry r WHERE r.reverses_id = e.id)) THEN
        RAISE EXCEPTION '% moved money. Reverse its movements first.', OLD.ref
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_that_moved_money_stands';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER decision_that_moved_money_stands BEFORE UPDATE OF outcome ON meetings_decision
    FOR EACH ROW WHEN (OLD.outcome IN ('agreed', 'agreed_as_amended')
                       AND NEW.outcome NOT IN ('agreed', 'agreed_as_amended'))
    EXECUTE FUNCTION funding_decision_stands();
"""
NO_FUNCTIONS = """
DROP TRIGGER decision_that_moved_money_stands ON meetings_decision;
DROP FUNCTION funding_decision_stands();
DROP FUNCTION funding_period_is_closed(bigint);
DROP FUNCTION funding_balance(bigint);
DROP FUNCTION funding_awarded(bigint, integer);
"""


class Migration(migrations.Migration):
    dependencies = [("funding", "0001_pots_cells_and_the_ledger")]

    operations = [migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS)]
