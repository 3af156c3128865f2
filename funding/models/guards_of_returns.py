"""What the database itself refuses in returns, forecasts and what is recommended for unspent money."""

import pgtrigger

from funding.models.guarding import refuse


def returns_guard(name: str, func: str, operation, declare: list[tuple[str, str]] | None = None):
    """A trigger of this file: refuses in a sentence, or lets the row pass."""
    return pgtrigger.Trigger(
        name=name, when=pgtrigger.Before, operation=operation, declare=declare or [], func=func
    )


EITHER_WAY = "RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;"

FORECAST_FITS = f"""
    SELECT * INTO asked FROM funding_round WHERE id = NEW.round_id;
    SELECT * INTO place FROM funding_cell WHERE id = NEW.cell_id;
    SELECT * INTO sent FROM funding_return WHERE id = NEW.of_return_id;
    IF place.kind <> 'profile' OR place.pot_id <> asked.pot_id OR place.year <> asked.year
       OR sent.round_id <> asked.id OR sent.stream_id <> place.stream_id
       OR sent.project_id IS DISTINCT FROM place.project_id THEN
        {refuse("forecast_fits_its_return", "A forecast is for what its return is about, in the year of its round.")}
    END IF;
    RETURN NEW;
"""

NO_PERIOD_TWICE = f"""
    SELECT * INTO asked FROM funding_round WHERE id = NEW.round_id;
    IF EXISTS (SELECT 1 FROM funding_cell c JOIN funding_period p ON p.id = c.period_id
               JOIN funding_period last ON last.id = asked.actuals_to_id
               WHERE c.id = NEW.cell_id AND p.starts_on <= last.starts_on) THEN
        {refuse("forecast_counts_no_period_twice", "The round counts that period as spent, so it has no forecast.")}
    END IF;
    RETURN NEW;
"""

RETURN_BEGINS = f"""
    IF NOT EXISTS (SELECT 1 FROM funding_round r JOIN funding_stream s ON s.pot_id = r.pot_id
                   WHERE r.id = NEW.round_id AND s.id = NEW.stream_id
                     AND (NEW.project_id IS NULL OR EXISTS (SELECT 1 FROM funding_project p
                          WHERE p.id = NEW.project_id AND p.stream_id = s.id))) THEN
        {refuse("return_fits_its_round", "The stream and the project must be of the pot that asks.")}
    END IF;
    IF NEW.status <> 'draft' THEN
        {refuse("return_begins_as_a_draft", "A return begins as a draft.")}
    END IF;
    RETURN NEW;
"""

ACCEPTED_STAYS = f"""
    IF OLD.status = 'accepted' THEN
        {refuse("return_accepted_stays", "A return that was accepted stays as it is.")}
    END IF;
    {EITHER_WAY}
"""

RETURN_MOVES = f"""
    IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (('draft', 'submitted'),
            ('submitted', 'accepted'), ('submitted', 'sent_back'), ('sent_back', 'submitted')) THEN
        {refuse("return_moves_step_by_step", "A return is sent before it is accepted or sent back.")}
    END IF;
    RETURN NEW;
"""

LINES_STAY = f"""
    SELECT * INTO sent FROM funding_return
        WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.of_return_id ELSE NEW.of_return_id END;
    IF sent.status = 'accepted' THEN
        {refuse("return_accepted_keeps_its_lines", "A return that was accepted stays as it is.")}
    END IF;
    -- Between its sending and the answer, only what it led to is written on a line.
    IF sent.status = 'submitted' AND (TG_OP <> 'UPDATE' OR (OLD.amount, OLD.period_id, OLD.kind, OLD.of_return_id)
            IS DISTINCT FROM (NEW.amount, NEW.period_id, NEW.kind, NEW.of_return_id)) THEN
        {refuse("return_sent_keeps_its_lines", "A return that was sent is not changed before it is answered.")}
    END IF;
    {EITHER_WAY}
"""

LINE_FITS = f"""
    SELECT r.* INTO asked FROM funding_round r JOIN funding_return t ON t.round_id = r.id WHERE t.id = NEW.of_return_id;
    SELECT * INTO of_period FROM funding_period WHERE id = NEW.period_id;
    SELECT * INTO last FROM funding_period WHERE id = asked.actuals_to_id;
    IF of_period.pot_id <> asked.pot_id OR of_period.year <> asked.year THEN
        {refuse("return_line_fits_its_round", "The period must be of the year that the round asks about.")}
    END IF;
    IF (NEW.kind = 'actual') <> COALESCE(of_period.starts_on <= last.starts_on, FALSE) THEN
        {refuse("return_line_says_what_is_asked", "The round says which periods are spent and which are expected.")}
    END IF;
    RETURN NEW;
"""

RECOMMENDATION_STAYS = f"""
    IF OLD.carried_out_at IS NOT NULL THEN
        {refuse("recommendation_carried_out_stays", "What was carried out stays as it is.")}
    END IF;
    IF OLD.item_id IS NOT NULL AND (TG_OP = 'DELETE' OR
        (OLD.round_id, OLD.stream_id, OLD.project_id, OLD.kind, OLD.amount, OLD.to_stream_id, OLD.to_period_id,
         OLD.reason, OLD.item_id) IS DISTINCT FROM
        (NEW.round_id, NEW.stream_id, NEW.project_id, NEW.kind, NEW.amount, NEW.to_stream_id, NEW.to_period_id,
         NEW.reason, NEW.item_id)) THEN
        {refuse("recommendation_put_stays", "What was put to a meeting stays as it was put.")}
    END IF;
    IF OLD.answer <> '' AND (TG_OP = 'DELETE'
            OR (OLD.answer, OLD.decision_id) IS DISTINCT FROM (NEW.answer, NEW.decision_id)) THEN
        {refuse("recommendation_answer_stays", "The answer of the meeting stays as it was given.")}
    END IF;
    {EITHER_WAY}
"""

RECOMMENDATION_FITS = f"""
    IF NOT EXISTS (SELECT 1 FROM funding_round r JOIN funding_stream s ON s.pot_id = r.pot_id
                   WHERE r.id = NEW.round_id AND s.id = NEW.stream_id
                     AND (NEW.project_id IS NULL OR EXISTS (SELECT 1 FROM funding_project p
                          WHERE p.id = NEW.project_id AND p.stream_id = s.id))
                     AND (NEW.to_stream_id IS NULL OR EXISTS (SELECT 1 FROM funding_stream o
                          WHERE o.id = NEW.to_stream_id AND o.pot_id = r.pot_id AND o.id <> s.id))
                     AND (NEW.to_period_id IS NULL OR EXISTS (SELECT 1 FROM funding_period p
                          WHERE p.id = NEW.to_period_id AND p.pot_id = r.pot_id AND p.year = r.year))) THEN
        {refuse("recommendation_fits_its_pot", "Streams and period must be of one pot.")}
    END IF;
    IF NEW.item_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM meetings_agendaitem i JOIN meetings_meeting m ON m.id = i.meeting_id
            JOIN funding_round r ON r.id = NEW.round_id JOIN funding_pot p ON p.id = r.pot_id
            WHERE i.id = NEW.item_id AND m.group_id = p.group_id) THEN
        {refuse("recommendation_goes_to_its_group", "They go to a meeting of the pot’s own group.")}
    END IF;
    IF NEW.decision_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM meetings_decision d WHERE d.id = NEW.decision_id AND d.item_id = NEW.item_id) THEN
        {refuse("recommendation_is_decided_at_its_item", "The decision must be one on the item it was put to.")}
    END IF;
    RETURN NEW;
"""

MOVEMENT_FITS = f"""
    SELECT * INTO asked FROM funding_underspendrecommendation WHERE id = NEW.recommendation_id FOR UPDATE;
    SELECT * INTO moved FROM funding_ledgerentry WHERE id = NEW.entry_id;
    SELECT * INTO src FROM funding_cell WHERE id = moved.source_id;
    IF asked.answer <> 'agreed' OR moved.decision_id <> asked.decision_id THEN
        {refuse("recommendation_moves_on_its_decision", "Only what a meeting agreed is carried out, on its decision.")}
    END IF;
    IF src.stream_id <> asked.stream_id OR moved.kind <> (CASE asked.kind WHEN 'carry_forward' THEN 'carry_out'
            WHEN 'vire' THEN 'virement' WHEN 'reprofile' THEN 'reprofile' WHEN 'return' THEN 'return' ELSE '' END) THEN
        {refuse("recommendation_moves_as_it_says", "The movement is not what was recommended.")}
    END IF;
    SELECT COALESCE(SUM(e.amount), 0) INTO so_far FROM funding_recommendedmovement m
        JOIN funding_ledgerentry e ON e.id = m.entry_id WHERE m.recommendation_id = asked.id;
    IF so_far + moved.amount > asked.amount THEN
        {refuse("recommendation_moves_no_more_than_it_says", "No more moves than was recommended.")}
    END IF;
    RETURN NEW;
"""
