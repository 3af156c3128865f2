"""Guards of proposals: asked for by one, adopted by another, and kept as they were adopted."""

from funding.models.guarding import POUNDS, refuse

ASKED_FOR_FIRST = f"""
    IF NEW.status <> 'draft' THEN
        {refuse("proposal_is_asked_for_first", "A proposal begins as a draft.")}
    END IF;
    RETURN NEW;
"""

# The same moves as Proposal.NEXT, for those who come by SQL; what a proposal is about never changes.
GOES_ITS_WAY = f"""
    IF OLD.status IN ('adopted', 'refused', 'withdrawn') THEN
        {refuse("proposal_decided_stays", "A proposal that was answered or withdrawn stays as it is.")}
    END IF;
    IF NEW.pot_id <> OLD.pot_id OR NEW.number <> OLD.number OR NEW.year <> OLD.year
       OR NEW.requested_by_id <> OLD.requested_by_id OR NEW.requested_at <> OLD.requested_at THEN
        {refuse("proposal_keeps_who_asked", "Who asked for a proposal, and for what year of which pot, stays.")}
    END IF;
    IF OLD.status = 'submitted' AND (NEW.title <> OLD.title OR NEW.reason <> OLD.reason) THEN
        {refuse("proposal_submitted_stays", "A submitted proposal is taken back before it is changed.")}
    END IF;
    IF NEW.status <> OLD.status AND NOT (
            OLD.status = 'draft' AND NEW.status IN ('submitted', 'withdrawn')
            OR OLD.status = 'submitted' AND NEW.status IN ('draft', 'adopted', 'refused', 'withdrawn')) THEN
        {refuse("proposal_goes_its_way", "A proposal is submitted before it is adopted or refused.")}
    END IF;
    RETURN NEW;
"""

# The proposal's row is held meanwhile, so that nobody submits it while a line is still being written.
LINE_FITS = f"""
    SELECT * INTO asked FROM funding_proposal WHERE id = NEW.proposal_id FOR SHARE;
    IF asked.status <> 'draft' THEN
        {refuse("proposal_line_stays", "Only the lines of a draft can be changed.")}
    END IF;
    IF NOT EXISTS (SELECT 1 FROM funding_stream s WHERE s.id = NEW.stream_id AND s.pot_id = asked.pot_id)
       OR NEW.project_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM funding_project p
            WHERE p.id = NEW.project_id AND p.stream_id = NEW.stream_id)
       OR NEW.period_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM funding_period p
            WHERE p.id = NEW.period_id AND p.pot_id = asked.pot_id AND p.year = asked.year) THEN
        {
    refuse(
        "proposal_line_fits_together",
        "The stream, the project and the period must be of the pot and the year of the proposal.",
    )
}
    END IF;
    RETURN NEW;
"""

LINE_IS_OPEN = f"""
    PERFORM 1 FROM funding_proposal WHERE id = OLD.proposal_id AND status = 'draft' FOR SHARE;
    IF NOT FOUND THEN
        {refuse("proposal_line_stays", "Only the lines of a draft can be changed.")}
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
"""

# Nothing is adopted in name only.
ADOPTED_MOVED = f"""
    IF NOT funding_proposal_is_exact(NEW.id) OR NOT EXISTS (
            SELECT 1 FROM funding_ledgerentry WHERE proposal_id = NEW.id) THEN
        {
    refuse(
        "proposal_adopted_has_moved",
        "A proposal is adopted with all the movements that it asks for, or not at all.",
    )
}
    END IF;
    RETURN NULL;
"""

# For the ledger: a movement that names a proposal is a part of its adoption.
ADOPTED_AS_ASKED = f"""
    IF NEW.proposal_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM funding_proposal p WHERE p.id = NEW.proposal_id AND p.status = 'adopted'
            AND p.pot_id = NEW.pot_id AND p.authority_id = NEW.authority_id AND p.decided_by_id = NEW.by_id) THEN
        {
    refuse(
        "ledger_proposal_is_adopted",
        "Money moves for a proposal only when it is adopted, on the decision that it names.",
    )
}
    END IF;
"""

# Asked once of all the movements that were written together: one by one, the first would never be the whole. What an
# officer may move at once is asked of the whole too, or a large sum would go through in small parts.
MOVES_WHAT_ITS_LINES_SAY = f"""
    FOR each IN SELECT DISTINCT n.proposal_id AS id FROM added n WHERE n.proposal_id IS NOT NULL LOOP
        IF NOT funding_proposal_is_exact(each.id) THEN
            {
    refuse(
        "ledger_proposal_moves_what_its_lines_say",
        "The movements of a proposal are those that its lines ask for, no more and no others.",
    )
}
        END IF;
        SELECT a.limit_each, SUM(e.amount) INTO most, moved FROM funding_ledgerentry e
            JOIN funding_authority a ON a.id = e.authority_id WHERE e.proposal_id = each.id GROUP BY a.limit_each;
        IF moved > most THEN
            {
    refuse(
        "ledger_delegation_covers_the_proposal",
        "An officer may move £% at once, and the proposal moves £%: it needs the group.",
        POUNDS.format("most"),
        POUNDS.format("moved"),
    )
}
        END IF;
    END LOOP;
    RETURN NULL;
"""

COVERS_THE_YEAR = f"""
    SELECT * INTO authority FROM funding_authority WHERE id = NEW.authority_id;
    IF authority.limit_year IS NOT NULL AND NEW.kind NOT IN ('reversal', 'carry_in') THEN
        SELECT COALESCE(src.year, dst.year) INTO in_year FROM funding_cell src, funding_cell dst
            WHERE src.id = NEW.source_id AND dst.id = NEW.destination_id;
        used := COALESCE((SELECT s.used FROM funding_authoritystanding s
            WHERE s.authority_id = NEW.authority_id AND s.year = in_year), 0);
        IF used + NEW.amount > authority.limit_year THEN
            {
    refuse(
        "ledger_delegation_covers_the_year",
        "An officer may move £% in a financial year, and £% of it is used; more needs the group.",
        POUNDS.format("authority.limit_year"),
        POUNDS.format("used"),
    )
}
        END IF;
    END IF;
"""
