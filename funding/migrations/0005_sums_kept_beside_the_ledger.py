"""Sums kept beside the ledger by its triggers: docs/decisions/balances.md."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

# Each sum as it must be, from the ledger alone: what the tables are filled from, checked against and mended by.
DUE = """
CREATE FUNCTION funding_changes(src funding_cell, dst funding_cell, amount numeric, freely boolean)
RETURNS TABLE (stream_id bigint, year integer, awarded numeric, vired numeric, brought_in numeric, carried_out numeric,
    carried_without_asking numeric, returned numeric, planned numeric, unplanned numeric, spent numeric)
LANGUAGE sql IMMUTABLE AS $$
    -- What one movement does to the stream and year that it leaves, and to those that it enters; often they are one.
    SELECT side.stream_id, side.year::integer, SUM(side.awarded), SUM(side.vired), SUM(side.brought_in),
        SUM(side.carried_out), SUM(side.carried_without_asking), SUM(side.returned), SUM(side.planned),
        SUM(side.unplanned), 0::numeric
    FROM (
        SELECT src.stream_id, src.year,
            CASE WHEN dst.kind = 'funder' THEN -amount ELSE 0 END AS awarded,
            CASE WHEN dst.stream_id <> src.stream_id THEN -amount ELSE 0 END AS vired,
            CASE WHEN dst.kind = 'carried' AND dst.year <> src.year THEN -amount ELSE 0 END AS brought_in,
            CASE WHEN dst.kind = 'carried' AND dst.year = src.year THEN amount ELSE 0 END AS carried_out,
            CASE WHEN dst.kind = 'carried' AND freely THEN amount ELSE 0 END AS carried_without_asking,
            CASE WHEN src.kind = 'returned' THEN -amount ELSE 0 END AS returned,
            CASE WHEN src.kind = 'profile' THEN -amount ELSE 0 END AS planned,
            CASE WHEN src.kind = 'available' THEN -amount ELSE 0 END AS unplanned
        WHERE src.kind IN ('available', 'profile', 'returned')
        UNION ALL
        SELECT dst.stream_id, dst.year,
            CASE WHEN src.kind = 'funder' THEN amount ELSE 0 END,
            CASE WHEN dst.stream_id <> src.stream_id THEN amount ELSE 0 END,
            CASE WHEN src.kind = 'carried' AND dst.year <> src.year THEN amount ELSE 0 END,
            CASE WHEN src.kind = 'carried' AND dst.year = src.year THEN -amount ELSE 0 END,
            CASE WHEN src.kind = 'carried' AND freely THEN -amount ELSE 0 END,
            CASE WHEN dst.kind = 'returned' THEN amount ELSE 0 END,
            CASE WHEN dst.kind = 'profile' THEN amount ELSE 0 END,
            CASE WHEN dst.kind = 'available' THEN amount ELSE 0 END
        WHERE dst.kind IN ('available', 'profile', 'returned')
    ) side GROUP BY side.stream_id, side.year
$$;
CREATE FUNCTION funding_spending(place funding_cell, amount numeric)
RETURNS TABLE (stream_id bigint, year integer, awarded numeric, vired numeric, brought_in numeric, carried_out numeric,
    carried_without_asking numeric, returned numeric, planned numeric, unplanned numeric, spent numeric)
LANGUAGE sql IMMUTABLE AS $$
    SELECT place.stream_id, place.year::integer, 0::numeric, 0::numeric, 0::numeric, 0::numeric, 0::numeric,
        0::numeric, 0::numeric, 0::numeric, amount
$$;

CREATE VIEW funding_cellstanding_due AS
    SELECT cell_id, recorded_at, SUM(moved) OVER so_far AS balance, SUM(spent) OVER so_far AS spent
    FROM (
        SELECT cell_id, recorded_at, SUM(moved) AS moved, SUM(spent) AS spent
        FROM (
            SELECT source_id AS cell_id, recorded_at, -amount AS moved, 0 AS spent FROM funding_ledgerentry
            UNION ALL SELECT destination_id, recorded_at, amount, 0 FROM funding_ledgerentry
            UNION ALL SELECT cell_id, recorded_at, 0, amount FROM funding_actual
        ) change GROUP BY cell_id, recorded_at
    ) moment WINDOW so_far AS (PARTITION BY cell_id ORDER BY recorded_at);

CREATE VIEW funding_streamstanding_due AS
    SELECT stream_id, year, recorded_at, SUM(awarded) OVER so_far AS awarded, SUM(vired) OVER so_far AS vired,
        SUM(brought_in) OVER so_far AS brought_in, SUM(carried_out) OVER so_far AS carried_out,
        SUM(carried_without_asking) OVER so_far AS carried_without_asking, SUM(returned) OVER so_far AS returned,
        SUM(planned) OVER so_far AS planned, SUM(unplanned) OVER so_far AS unplanned, SUM(spent) OVER so_far AS spent
    FROM (
        SELECT stream_id, year, recorded_at, SUM(awarded) AS awarded, SUM(vired) AS vired,
            SUM(brought_in) AS brought_in, SUM(carried_out) AS carried_out,
            SUM(carried_without_asking) AS carried_without_asking, SUM(returned) AS returned,
            SUM(planned) AS planned, SUM(unplanned) AS unplanned, SUM(spent) AS spent
        FROM (
            SELECT e.recorded_at, change.*
            FROM funding_ledgerentry e
            JOIN funding_cell src ON src.id = e.source_id
            JOIN funding_cell dst ON dst.id = e.destination_id
            LEFT JOIN funding_ledgerentry o ON o.id = e.reverses_id
            CROSS JOIN LATERAL funding_changes(src, dst, e.amount, COALESCE(o.kind, e.kind) = 'carry_out'
                AND COALESCE(o.external_reference, e.external_reference) = '') change
            UNION ALL
            SELECT a.recorded_at, change.*
            FROM funding_actual a JOIN funding_cell place ON place.id = a.cell_id
            CROSS JOIN LATERAL funding_spending(place, a.amount) change
        ) change GROUP BY stream_id, year, recorded_at
    ) moment WINDOW so_far AS (PARTITION BY stream_id, year ORDER BY recorded_at);

CREATE VIEW funding_authoritystanding_due AS
    SELECT COALESCE(o.authority_id, e.authority_id) AS authority_id, COALESCE(src.year, dst.year) AS year,
        SUM(CASE e.kind WHEN 'reversal' THEN -e.amount ELSE e.amount END) AS used
    FROM funding_ledgerentry e LEFT JOIN funding_ledgerentry o ON o.id = e.reverses_id
    JOIN funding_cell src ON src.id = e.source_id JOIN funding_cell dst ON dst.id = e.destination_id
    WHERE COALESCE(o.kind, e.kind) <> 'carry_in' GROUP BY 1, 2;

CREATE VIEW funding_potstanding_due AS
    SELECT pot_id, MAX(recorded_at) AS recorded_at, SUM(movements)::integer AS movements,
        MIN(first_year)::smallint AS first_year, MAX(last_year)::smallint AS last_year
    FROM (
        SELECT e.pot_id, e.recorded_at, 1 AS movements, LEAST(src.year, dst.year) AS first_year,
            GREATEST(src.year, dst.year) AS last_year
        FROM funding_ledgerentry e
        JOIN funding_cell src ON src.id = e.source_id JOIN funding_cell dst ON dst.id = e.destination_id
        UNION ALL
        SELECT c.pot_id, a.recorded_at, 0, c.year, c.year
        FROM funding_actual a JOIN funding_cell c ON c.id = a.cell_id
    ) happened GROUP BY pot_id;

INSERT INTO funding_cellstanding (cell_id, recorded_at, balance, spent)
    SELECT cell_id, recorded_at, balance, spent FROM funding_cellstanding_due;
INSERT INTO funding_streamstanding (stream_id, year, recorded_at, awarded, vired, brought_in, carried_out,
        carried_without_asking, returned, planned, unplanned, spent)
    SELECT stream_id, year, recorded_at, awarded, vired, brought_in, carried_out, carried_without_asking, returned,
        planned, unplanned, spent FROM funding_streamstanding_due;
INSERT INTO funding_authoritystanding (authority_id, year, used)
    SELECT authority_id, year, used FROM funding_authoritystanding_due;
INSERT INTO funding_potstanding (pot_id, recorded_at, movements, first_year, last_year)
    SELECT pot_id, recorded_at, movements, first_year, last_year FROM funding_potstanding_due;
"""
NOT_DUE = """
DROP VIEW funding_potstanding_due, funding_authoritystanding_due, funding_streamstanding_due, funding_cellstanding_due;
DROP FUNCTION funding_spending(funding_cell, numeric);
DROP FUNCTION funding_changes(funding_cell, funding_cell, numeric, boolean);
"""
# What the guards ask is looked up from now on.
LOOK_UP = """
CREATE OR REPLACE FUNCTION funding_balance(asked bigint) RETURNS numeric LANGUAGE sql STABLE AS $$
    SELECT COALESCE((SELECT balance FROM funding_cellstanding
                     WHERE cell_id = asked ORDER BY recorded_at DESC LIMIT 1), 0)
$$;
CREATE FUNCTION funding_spent(asked bigint) RETURNS numeric LANGUAGE sql STABLE AS $$
    SELECT COALESCE((SELECT spent FROM funding_cellstanding
                     WHERE cell_id = asked ORDER BY recorded_at DESC LIMIT 1), 0)
$$;
CREATE OR REPLACE FUNCTION funding_awarded(of_stream bigint, in_year integer) RETURNS numeric LANGUAGE sql STABLE AS $$
    SELECT COALESCE((SELECT awarded FROM funding_streamstanding
                     WHERE stream_id = of_stream AND year = in_year ORDER BY recorded_at DESC LIMIT 1), 0)
$$;
-- Money rests on the decision that moved it: while any of it is still where it was moved, the decision stands.
CREATE OR REPLACE FUNCTION funding_decision_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM funding_authority a JOIN funding_authoritystanding s ON s.authority_id = a.id
               WHERE OLD.id IN (a.decision_id, a.confirmed_by_decision_id) AND s.used > 0) THEN
        RAISE EXCEPTION '% moved money. Reverse its movements first.', OLD.ref
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_that_moved_money_stands';
    END IF;
    RETURN NEW;
END
$$;
"""
ADD_UP_AGAIN = """
CREATE OR REPLACE FUNCTION funding_decision_stands() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE OR REPLACE FUNCTION funding_balance(asked bigint) RETURNS numeric LANGUAGE sql STABLE AS $$
    SELECT COALESCE((SELECT SUM(amount) FROM funding_ledgerentry WHERE destination_id = asked), 0)
         - COALESCE((SELECT SUM(amount) FROM funding_ledgerentry WHERE source_id = asked), 0)
$$;
DROP FUNCTION funding_spent(bigint);
CREATE OR REPLACE FUNCTION funding_awarded(of_stream bigint, in_year integer) RETURNS numeric LANGUAGE sql STABLE AS $$
    SELECT COALESCE(SUM(CASE WHEN dst.kind = 'available' THEN e.amount ELSE -e.amount END), 0)
    FROM funding_ledgerentry e
    JOIN funding_cell src ON src.id = e.source_id
    JOIN funding_cell dst ON dst.id = e.destination_id
    WHERE (src.kind = 'funder' AND dst.stream_id = of_stream AND dst.year = in_year)
       OR (dst.kind = 'funder' AND src.stream_id = of_stream AND src.year = in_year)
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("funding", "0004_rounds_returns_and_unspent_money"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuthorityStanding",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "authority", "year", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "authority",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="standings",
                        to="funding.authority",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("used", models.DecimalField(decimal_places=2, max_digits=16)),
            ],
        ),
        migrations.CreateModel(
            name="CellStanding",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "cell", "recorded_at", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "cell",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="standings",
                        to="funding.cell",
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("balance", models.DecimalField(decimal_places=2, max_digits=16)),
                ("spent", models.DecimalField(decimal_places=2, max_digits=16)),
            ],
        ),
        migrations.CreateModel(
            name="PotStanding",
            fields=[
                (
                    "pot",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="standing",
                        serialize=False,
                        to="funding.pot",
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("movements", models.PositiveIntegerField()),
                ("first_year", models.PositiveSmallIntegerField(null=True)),
                ("last_year", models.PositiveSmallIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="StreamStanding",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "stream",
                        "year",
                        "recorded_at",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "stream",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="standings",
                        to="funding.stream",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("recorded_at", models.DateTimeField()),
                ("awarded", models.DecimalField(decimal_places=2, max_digits=16)),
                ("vired", models.DecimalField(decimal_places=2, max_digits=16)),
                ("brought_in", models.DecimalField(decimal_places=2, max_digits=16)),
                ("carried_out", models.DecimalField(decimal_places=2, max_digits=16)),
                ("carried_without_asking", models.DecimalField(decimal_places=2, max_digits=16)),
                ("returned", models.DecimalField(decimal_places=2, max_digits=16)),
                ("planned", models.DecimalField(decimal_places=2, max_digits=16)),
                ("unplanned", models.DecimalField(decimal_places=2, max_digits=16)),
                ("spent", models.DecimalField(decimal_places=2, max_digits=16)),
            ],
        ),
        migrations.RunSQL(DUE + LOOK_UP, ADD_UP_AGAIN + NOT_DUE),
        pgtrigger.migrations.RemoveTrigger(
            model_name="ledgerentry",
            name="ledger_06_decision_covers_the_amount",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="ledgerentry",
            name="ledger_10_not_below_what_is_spent",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="ledgerentry",
            name="ledger_13_carry_forward_keeps_to_its_cap",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="ledgerentry",
            name="ledger_16_delegation_covers_the_year",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actual",
            trigger=pgtrigger.compiler.Trigger(
                name="actuals_moment_follows_the_last",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE last timestamptz;",
                    func="\n    SELECT s.recorded_at INTO last FROM funding_potstanding s WHERE s.pot_id = (SELECT c.pot_id FROM funding_cell c WHERE c.id = NEW.cell_id);\n    IF NEW.recorded_at > clock_timestamp() + interval '5 minutes' THEN\n        RAISE EXCEPTION 'Nothing is recorded at a moment that has not come yet.' USING ERRCODE = 'check_violation', CONSTRAINT = 'recorded_not_before_it_happens';\n    ELSIF NEW.recorded_at < last - interval '5 minutes' THEN\n        RAISE EXCEPTION 'The pot has later records already, and what was known then does not change afterwards.' USING ERRCODE = 'check_violation', CONSTRAINT = 'recorded_after_the_last';\n    ELSIF NEW.recorded_at < clock_timestamp() - interval '5 minutes'\n          AND current_setting('portal.clock', TRUE) IS DISTINCT FROM 'travelled' THEN\n        RAISE EXCEPTION 'What happens now is recorded now: what was known before does not change afterwards.' USING ERRCODE = 'check_violation', CONSTRAINT = 'recorded_when_it_happens';\n    ELSIF NEW.recorded_at < last THEN\n        -- It waited for its turn, and its turn has come now.\n        NEW.recorded_at := last;\n    END IF;\nRETURN NEW;",
                    hash="8d8a0971fbba7f8f33292f0d6692eafef1c7577d",
                    operation="INSERT",
                    pgid="pgtrigger_actuals_moment_follows_the_last_82f39",
                    table="funding_actual",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actual",
            trigger=pgtrigger.compiler.Trigger(
                name="actuals_sums_follow",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE place funding_cell%ROWTYPE;",
                    func="\n    SELECT * INTO place FROM funding_cell WHERE id = NEW.cell_id;\n    IF EXISTS (SELECT 1 FROM funding_actual a WHERE a.id = NEW.id) THEN\n        RAISE EXCEPTION 'The spending is recorded already.' USING ERRCODE = 'check_violation', CONSTRAINT = 'actual_is_written_once';\n    END IF;\n\n    INSERT INTO funding_cellstanding (cell_id, recorded_at, balance, spent)\n    VALUES (NEW.cell_id, NEW.recorded_at, funding_balance(NEW.cell_id), funding_spent(NEW.cell_id) + NEW.amount)\n    ON CONFLICT (cell_id, recorded_at) DO UPDATE SET spent = EXCLUDED.spent;\n\n    \n    INSERT INTO funding_streamstanding (stream_id, year, recorded_at, awarded, vired, brought_in, carried_out, carried_without_asking, returned, planned, unplanned, spent)\n    SELECT change.stream_id, change.year, NEW.recorded_at,\n        COALESCE(stood.awarded, 0) + change.awarded, COALESCE(stood.vired, 0) + change.vired, COALESCE(stood.brought_in, 0) + change.brought_in, COALESCE(stood.carried_out, 0) + change.carried_out, COALESCE(stood.carried_without_asking, 0) + change.carried_without_asking, COALESCE(stood.returned, 0) + change.returned, COALESCE(stood.planned, 0) + change.planned, COALESCE(stood.unplanned, 0) + change.unplanned, COALESCE(stood.spent, 0) + change.spent\n    FROM funding_spending(place, NEW.amount) change\n    LEFT JOIN LATERAL (\n        SELECT * FROM funding_streamstanding s WHERE s.stream_id = change.stream_id AND s.year = change.year\n        ORDER BY s.recorded_at DESC LIMIT 1) stood ON TRUE\n    ON CONFLICT (stream_id, year, recorded_at) DO UPDATE\n        SET awarded = EXCLUDED.awarded, vired = EXCLUDED.vired, brought_in = EXCLUDED.brought_in, carried_out = EXCLUDED.carried_out, carried_without_asking = EXCLUDED.carried_without_asking, returned = EXCLUDED.returned, planned = EXCLUDED.planned, unplanned = EXCLUDED.unplanned, spent = EXCLUDED.spent;\n\n\n    \n    INSERT INTO funding_potstanding AS stands (pot_id, recorded_at, movements, first_year, last_year)\n    VALUES (place.pot_id, NEW.recorded_at, 0, place.year, place.year)\n    ON CONFLICT (pot_id) DO UPDATE SET\n        recorded_at = EXCLUDED.recorded_at,\n        movements = stands.movements + EXCLUDED.movements,\n        first_year = LEAST(stands.first_year, EXCLUDED.first_year),\n        last_year = GREATEST(stands.last_year, EXCLUDED.last_year);\n\n    RETURN NEW;\n",
                    hash="c27c35a46ac1bbe60c581c83d917ee50cd5f0791",
                    operation="INSERT",
                    pgid="pgtrigger_actuals_sums_follow_d6b31",
                    table="funding_actual",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ledgerentry",
            trigger=pgtrigger.compiler.Trigger(
                name="ledger_06_decision_covers_the_amount",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE authority funding_authority%ROWTYPE; used numeric;",
                    func="\n    SELECT * INTO authority FROM funding_authority WHERE id = NEW.authority_id;\n    IF NEW.kind NOT IN ('reversal', 'carry_in') THEN\n        SELECT COALESCE(SUM(s.used), 0) INTO used\n            FROM funding_authoritystanding s WHERE s.authority_id = NEW.authority_id;\n        IF used + NEW.amount > authority.ceiling THEN\n            RAISE EXCEPTION 'The decision allows £% in all, and £% of it is used.', trim(to_char(authority.ceiling, 'FM999,999,999,990.00')), trim(to_char(used, 'FM999,999,999,990.00')) USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_decision_covers_the_amount';\n        END IF;\n        IF NEW.amount > authority.limit_each THEN\n            RAISE EXCEPTION 'An officer may move £% at once; more needs the group.', trim(to_char(authority.limit_each, 'FM999,999,999,990.00')) USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_delegation_covers_the_amount';\n        END IF;\n    END IF;\n\nRETURN NEW;",
                    hash="cc3f8a02fe51522d2f2f845a8d1d4e9d14d28265",
                    operation="INSERT",
                    pgid="pgtrigger_ledger_06_decision_covers_the_amount_e27a3",
                    table="funding_ledgerentry",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ledgerentry",
            trigger=pgtrigger.compiler.Trigger(
                name="ledger_10_not_below_what_is_spent",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE src funding_cell%ROWTYPE; dst funding_cell%ROWTYPE; there numeric; spent numeric;",
                    func="\n    \n    SELECT * INTO src FROM funding_cell WHERE id = NEW.source_id;\n    SELECT * INTO dst FROM funding_cell WHERE id = NEW.destination_id;\n\n    IF src.kind = 'profile' THEN\n        spent := funding_spent(NEW.source_id);\n        there := funding_balance(NEW.source_id);\n        IF there - NEW.amount < spent THEN\n            RAISE EXCEPTION '£% of it is spent already, so only £% can move.', trim(to_char(spent, 'FM999,999,999,990.00')), trim(to_char(GREATEST(there - spent, 0), 'FM999,999,999,990.00')) USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_not_below_what_is_spent';\n        END IF;\n    END IF;\n\nRETURN NEW;",
                    hash="112fe94bddf59c160b9db8e392a600c14b278b48",
                    operation="INSERT",
                    pgid="pgtrigger_ledger_10_not_below_what_is_spent_3fa31",
                    table="funding_ledgerentry",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ledgerentry",
            trigger=pgtrigger.compiler.Trigger(
                name="ledger_13_carry_forward_keeps_to_its_cap",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE src funding_cell%ROWTYPE; dst funding_cell%ROWTYPE; cap numeric; award numeric; carried numeric;",
                    func="\n    \n    SELECT * INTO src FROM funding_cell WHERE id = NEW.source_id;\n    SELECT * INTO dst FROM funding_cell WHERE id = NEW.destination_id;\n\n    IF NEW.kind = 'carry_out' AND NEW.external_reference = '' THEN\n        SELECT s.carry_forward_cap INTO cap FROM funding_stream s WHERE s.id = src.stream_id;\n        award := funding_awarded(src.stream_id, src.year);\n        carried := COALESCE((SELECT t.carried_without_asking FROM funding_streamstanding t\n            WHERE t.stream_id = src.stream_id AND t.year = src.year ORDER BY t.recorded_at DESC LIMIT 1), 0);\n        IF carried + NEW.amount > round(award * cap / 100, 2) THEN\n            RAISE EXCEPTION 'Without the approval of the funder £% may be carried forward, and £% of it is used.', trim(to_char(round(award * cap / 100, 2), 'FM999,999,999,990.00')), trim(to_char(carried, 'FM999,999,999,990.00')) USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_carry_forward_keeps_to_its_cap';\n        END IF;\n    END IF;\n\nRETURN NEW;",
                    hash="62acb21b7f3677c385a91a46bed993fc2701852c",
                    operation="INSERT",
                    pgid="pgtrigger_ledger_13_carry_forward_keeps_to_its_cap_066b3",
                    table="funding_ledgerentry",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ledgerentry",
            trigger=pgtrigger.compiler.Trigger(
                name="ledger_16_delegation_covers_the_year",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE authority funding_authority%ROWTYPE; in_year integer; used numeric;",
                    func="\n    SELECT * INTO authority FROM funding_authority WHERE id = NEW.authority_id;\n    IF authority.limit_year IS NOT NULL AND NEW.kind NOT IN ('reversal', 'carry_in') THEN\n        SELECT COALESCE(src.year, dst.year) INTO in_year FROM funding_cell src, funding_cell dst\n            WHERE src.id = NEW.source_id AND dst.id = NEW.destination_id;\n        used := COALESCE((SELECT s.used FROM funding_authoritystanding s\n            WHERE s.authority_id = NEW.authority_id AND s.year = in_year), 0);\n        IF used + NEW.amount > authority.limit_year THEN\n            RAISE EXCEPTION 'An officer may move £% in a financial year, and £% of it is used; more needs the group.', trim(to_char(authority.limit_year, 'FM999,999,999,990.00')), trim(to_char(used, 'FM999,999,999,990.00')) USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_delegation_covers_the_year';\n        END IF;\n    END IF;\n\nRETURN NEW;",
                    hash="7652b33615a805b0d8f01e4ad8be4c30b78b428d",
                    operation="INSERT",
                    pgid="pgtrigger_ledger_16_delegation_covers_the_year_7e128",
                    table="funding_ledgerentry",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ledgerentry",
            trigger=pgtrigger.compiler.Trigger(
                name="ledger_98_moment_follows_the_last",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE last timestamptz;",
                    func="\n    SELECT s.recorded_at INTO last FROM funding_potstanding s WHERE s.pot_id = NEW.pot_id;\n    IF NEW.recorded_at > clock_timestamp() + interval '5 minutes' THEN\n        RAISE EXCEPTION 'Nothing is recorded at a moment that has not come yet.' USING ERRCODE = 'check_violation', CONSTRAINT = 'recorded_not_before_it_happens';\n    ELSIF NEW.recorded_at < last - interval '5 minutes' THEN\n        RAISE EXCEPTION 'The pot has later records already, and what was known then does not change afterwards.' USING ERRCODE = 'check_violation', CONSTRAINT = 'recorded_after_the_last';\n    ELSIF NEW.recorded_at < clock_timestamp() - interval '5 minutes'\n          AND current_setting('portal.clock', TRUE) IS DISTINCT FROM 'travelled' THEN\n        RAISE EXCEPTION 'What happens now is recorded now: what was known before does not change afterwards.' USING ERRCODE = 'check_violation', CONSTRAINT = 'recorded_when_it_happens';\n    ELSIF NEW.recorded_at < last THEN\n        -- It waited for its turn, and its turn has come now.\n        NEW.recorded_at := last;\n    END IF;\n\nRETURN NEW;",
                    hash="17d9a849430c6344f1fdf5f58479b96dc2f76281",
                    operation="INSERT",
                    pgid="pgtrigger_ledger_98_moment_follows_the_last_23015",
                    table="funding_ledgerentry",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ledgerentry",
            trigger=pgtrigger.compiler.Trigger(
                name="ledger_99_sums_follow",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE src funding_cell%ROWTYPE; dst funding_cell%ROWTYPE; was record;",
                    func="\n    \n    SELECT * INTO src FROM funding_cell WHERE id = NEW.source_id;\n    SELECT * INTO dst FROM funding_cell WHERE id = NEW.destination_id;\n\n    \n    IF EXISTS (SELECT 1 FROM funding_ledgerentry e WHERE e.id = NEW.id)\n       OR EXISTS (SELECT 1 FROM funding_ledgerentry e WHERE e.pair_id = NEW.pair_id) THEN\n        RAISE EXCEPTION 'The movement is in the ledger already.' USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entry_is_written_once';\n    ELSIF EXISTS (SELECT 1 FROM funding_ledgerentry e WHERE e.reverses_id = NEW.reverses_id) THEN\n        RAISE EXCEPTION 'The entry is reversed already.' USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entry_is_reversed_once';\n    END IF;\n\n    SELECT e.kind, e.external_reference, e.authority_id INTO was\n        FROM funding_ledgerentry e WHERE e.id = NEW.reverses_id;\n    IF NOT FOUND THEN\n        SELECT NEW.kind AS kind, NEW.external_reference AS external_reference, NEW.authority_id AS authority_id\n            INTO was;\n    END IF;\n\n    INSERT INTO funding_cellstanding (cell_id, recorded_at, balance, spent)\n    SELECT change.cell_id, NEW.recorded_at, funding_balance(change.cell_id) + change.moved,\n        funding_spent(change.cell_id)\n    FROM (VALUES (NEW.source_id, -NEW.amount), (NEW.destination_id, NEW.amount)) change (cell_id, moved)\n    ON CONFLICT (cell_id, recorded_at) DO UPDATE SET balance = EXCLUDED.balance;\n\n    \n    INSERT INTO funding_streamstanding (stream_id, year, recorded_at, awarded, vired, brought_in, carried_out, carried_without_asking, returned, planned, unplanned, spent)\n    SELECT change.stream_id, change.year, NEW.recorded_at,\n        COALESCE(stood.awarded, 0) + change.awarded, COALESCE(stood.vired, 0) + change.vired, COALESCE(stood.brought_in, 0) + change.brought_in, COALESCE(stood.carried_out, 0) + change.carried_out, COALESCE(stood.carried_without_asking, 0) + change.carried_without_asking, COALESCE(stood.returned, 0) + change.returned, COALESCE(stood.planned, 0) + change.planned, COALESCE(stood.unplanned, 0) + change.unplanned, COALESCE(stood.spent, 0) + change.spent\n    FROM funding_changes(src, dst, NEW.amount, was.kind = 'carry_out' AND was.external_reference = '') change\n    LEFT JOIN LATERAL (\n        SELECT * FROM funding_streamstanding s WHERE s.stream_id = change.stream_id AND s.year = change.year\n        ORDER BY s.recorded_at DESC LIMIT 1) stood ON TRUE\n    ON CONFLICT (stream_id, year, recorded_at) DO UPDATE\n        SET awarded = EXCLUDED.awarded, vired = EXCLUDED.vired, brought_in = EXCLUDED.brought_in, carried_out = EXCLUDED.carried_out, carried_without_asking = EXCLUDED.carried_without_asking, returned = EXCLUDED.returned, planned = EXCLUDED.planned, unplanned = EXCLUDED.unplanned, spent = EXCLUDED.spent;\n\n\n    IF was.kind <> 'carry_in' THEN\n        INSERT INTO funding_authoritystanding AS stands (authority_id, year, used)\n        VALUES (was.authority_id, COALESCE(src.year, dst.year),\n            CASE NEW.kind WHEN 'reversal' THEN -NEW.amount ELSE NEW.amount END)\n        ON CONFLICT (authority_id, year) DO UPDATE SET used = stands.used + EXCLUDED.used;\n    END IF;\n\n    \n    INSERT INTO funding_potstanding AS stands (pot_id, recorded_at, movements, first_year, last_year)\n    VALUES (NEW.pot_id, NEW.recorded_at, 1, LEAST(src.year, dst.year), GREATEST(src.year, dst.year))\n    ON CONFLICT (pot_id) DO UPDATE SET\n        recorded_at = EXCLUDED.recorded_at,\n        movements = stands.movements + EXCLUDED.movements,\n        first_year = LEAST(stands.first_year, EXCLUDED.first_year),\n        last_year = GREATEST(stands.last_year, EXCLUDED.last_year);\n\n\nRETURN NEW;",
                    hash="f545745baae602978801deaa3bdd1389c82cebcd",
                    operation="INSERT",
                    pgid="pgtrigger_ledger_99_sums_follow_69685",
                    table="funding_ledgerentry",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="potstanding",
            trigger=pgtrigger.compiler.Trigger(
                name="pot_standing_follows_from_the_ledger",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF pg_trigger_depth() < 2 THEN\n        RAISE EXCEPTION 'Sums follow from the ledger: nobody writes them.'\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'sums_follow_from_the_ledger';\n    END IF;\n    RETURN NEW;\n",
                    hash="5a069ed363748eff0bd84cf66e7b2031944400b8",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_pot_standing_follows_from_the_ledger_de8c5",
                    table="funding_potstanding",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="potstanding",
            trigger=pgtrigger.compiler.Trigger(
                name="pot_standing_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="5c58a6ddecaca114228a4d8b780fff0b3731a8e4",
                    operation="DELETE",
                    pgid="pgtrigger_pot_standing_stays_197a3",
                    table="funding_potstanding",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="potstanding",
            trigger=pgtrigger.compiler.Trigger(
                name="pot_standing_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'these rows are kept' USING ERRCODE = 'check_violation';",
                    hash="d7a2cdcee6e56a0286e71157404963f2eac618be",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_pot_standing_is_kept_8ec64",
                    table="funding_potstanding",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="authoritystanding",
            trigger=pgtrigger.compiler.Trigger(
                name="authority_standing_follows_from_the_ledger",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF pg_trigger_depth() < 2 THEN\n        RAISE EXCEPTION 'Sums follow from the ledger: nobody writes them.'\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'sums_follow_from_the_ledger';\n    END IF;\n    RETURN NEW;\n",
                    hash="7799b26a84ad420f9c8783f3afa85e70b37f6d4d",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_authority_standing_follows_from_the_ledger_1c22e",
                    table="funding_authoritystanding",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="authoritystanding",
            trigger=pgtrigger.compiler.Trigger(
                name="authority_standing_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="d7ceb3408471ce6b5d753f70f4d5424f59064369",
                    operation="DELETE",
                    pgid="pgtrigger_authority_standing_stays_d93e4",
                    table="funding_authoritystanding",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="authoritystanding",
            trigger=pgtrigger.compiler.Trigger(
                name="authority_standing_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'these rows are kept' USING ERRCODE = 'check_violation';",
                    hash="71f16372dd09c725aaab513408d74e560f9f13c1",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_authority_standing_is_kept_6d727",
                    table="funding_authoritystanding",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cellstanding",
            trigger=pgtrigger.compiler.Trigger(
                name="cell_standing_follows_from_the_ledger",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF pg_trigger_depth() < 2 THEN\n        RAISE EXCEPTION 'Sums follow from the ledger: nobody writes them.'\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'sums_follow_from_the_ledger';\n    END IF;\n    RETURN NEW;\n",
                    hash="129ddbe9d7b994ace02f8db0194eb96ead395506",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_cell_standing_follows_from_the_ledger_afb5c",
                    table="funding_cellstanding",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cellstanding",
            trigger=pgtrigger.compiler.Trigger(
                name="cell_standing_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="7a213e7c82a8025f2cece77609806fb577a77298",
                    operation="DELETE",
                    pgid="pgtrigger_cell_standing_stays_ac92f",
                    table="funding_cellstanding",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cellstanding",
            trigger=pgtrigger.compiler.Trigger(
                name="cell_standing_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'these rows are kept' USING ERRCODE = 'check_violation';",
                    hash="d7c078287842db5ae1f96d5eae6f903d88151d52",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_cell_standing_is_kept_58ecf",
                    table="funding_cellstanding",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="streamstanding",
            trigger=pgtrigger.compiler.Trigger(
                name="stream_standing_follows_from_the_ledger",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF pg_trigger_depth() < 2 THEN\n        RAISE EXCEPTION 'Sums follow from the ledger: nobody writes them.'\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'sums_follow_from_the_ledger';\n    END IF;\n    RETURN NEW;\n",
                    hash="470a399702fd1c26fdf44c26bb7c9110346553bb",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_stream_standing_follows_from_the_ledger_71461",
                    table="funding_streamstanding",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="streamstanding",
            trigger=pgtrigger.compiler.Trigger(
                name="stream_standing_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="2aaf2121607e49c4214e42d036bad05602fd795f",
                    operation="DELETE",
                    pgid="pgtrigger_stream_standing_stays_1e3e6",
                    table="funding_streamstanding",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="streamstanding",
            trigger=pgtrigger.compiler.Trigger(
                name="stream_standing_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'these rows are kept' USING ERRCODE = 'check_violation';",
                    hash="bf6447df3045bbcb6c779fa700626eb103b8aea3",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_stream_standing_is_kept_93351",
                    table="funding_streamstanding",
                    when="BEFORE",
                ),
            ),
        ),
    ]
