"""Guards of participatory rounds: the steps of a round, what its ideas may get, and that each code votes once.

Whoever changes what a round gives waits for the row of the round, and whoever opens one for the row of the pot, so two
connections never promise the same pounds.
"""

from funding.models.guarding import POUNDS, refuse

BEGINS_AS_A_DRAFT = f"""
    IF NEW.status <> 'draft' THEN
        {refuse("participatory_round_begins_as_a_draft", "A participatory round begins as a draft.")}
    END IF;
    IF NOT EXISTS (SELECT 1 FROM funding_stream s WHERE s.id = NEW.stream_id AND s.pot_id = NEW.pot_id) THEN
        {refuse("participatory_round_is_paid_by_its_pot", "The stream must be one of the pot.")}
    END IF;
    RETURN NEW;
"""

# The same steps as ParticipatoryRound.NEXT. What was promised to everybody stays once the round is open.
GOES_ITS_WAY = f"""
    IF OLD.status IN ('decided', 'called_off') THEN
        {refuse("participatory_round_over_stays", "A round that is decided or called off stays as it is.")}
    END IF;
    IF OLD.status <> 'draft' AND (NEW.stream_id, NEW.year, NEW.amount, NEW.votes_each, NEW.ideas_until,
            NEW.voting_until) IS DISTINCT FROM (OLD.stream_id, OLD.year, OLD.amount, OLD.votes_each,
            OLD.ideas_until, OLD.voting_until) THEN
        {refuse("participatory_round_keeps_its_word", "What an open round offers, and until when, stays.")}
    END IF;
    IF NOT EXISTS (SELECT 1 FROM funding_stream s WHERE s.id = NEW.stream_id AND s.pot_id = NEW.pot_id) THEN
        {refuse("participatory_round_is_paid_by_its_pot", "The stream must be one of the pot.")}
    END IF;
    IF NEW.status = OLD.status THEN
        RETURN NEW;
    END IF;
    IF NOT (OLD.status = 'draft' AND NEW.status = 'open' OR OLD.status = 'open' AND NEW.status = 'checking'
            OR OLD.status = 'checking' AND NEW.status = 'voting' OR OLD.status = 'voting' AND NEW.status = 'counting'
            OR OLD.status = 'counting' AND NEW.status = 'decided' OR NEW.status = 'called_off') THEN
        {refuse("participatory_round_goes_its_way", "A participatory round takes one step after the other.")}
    END IF;
    IF NEW.status = 'open' THEN
        PERFORM 1 FROM funding_pot WHERE id = NEW.pot_id FOR UPDATE;
        SELECT COALESCE(SUM(funding_balance(c.id)), 0) INTO there FROM funding_cell c
            WHERE c.stream_id = NEW.stream_id AND c.year = NEW.year AND c.kind = 'available';
        SELECT COALESCE(SUM(r.amount), 0) INTO promised FROM funding_participatoryround r
            WHERE r.stream_id = NEW.stream_id AND r.year = NEW.year AND r.id <> NEW.id
              AND r.status IN ('open', 'checking', 'voting', 'counting');
        IF NEW.amount + promised > there THEN
            {
    refuse(
        "participatory_round_offers_what_is_there",
        "The stream has £% that is not planned, and open rounds offer £% of it already: £% is too much.",
        POUNDS.format("there"),
        POUNDS.format("promised"),
        POUNDS.format("NEW.amount"),
    )
}
        END IF;
    ELSIF NEW.status = 'voting' THEN
        IF EXISTS (SELECT 1 FROM funding_idea i WHERE i.round_id = NEW.id AND i.feasibility = '') THEN
            {
    refuse("participatory_round_ideas_are_checked", "Every idea is checked before the voting begins.")
}
        END IF;
        IF NOT EXISTS (SELECT 1 FROM funding_idea i WHERE i.round_id = NEW.id AND i.feasibility = 'feasible') THEN
            {
    refuse("participatory_round_has_a_choice", "No idea is feasible, so there is nothing to vote on.")
}
        END IF;
    ELSIF NEW.status = 'decided' THEN
        IF EXISTS (SELECT 1 FROM funding_papertally t WHERE t.round_id = NEW.id) AND NOT EXISTS (
                SELECT 1 FROM funding_papertally t WHERE t.round_id = NEW.id AND t.agrees) THEN
            {
    refuse(
        "participatory_round_papers_are_checked",
        "The papers were counted and not yet checked by somebody else with the same figures.",
    )
}
        END IF;
        IF EXISTS (SELECT 1 FROM funding_idea i WHERE i.round_id = NEW.id AND i.result = '') THEN
            {refuse("participatory_round_answers_every_idea", "Every idea is told what came of it.")}
        END IF;
    END IF;
    RETURN NEW;
"""

IDEA_COMES_IN_TIME = f"""
    SELECT * INTO asked FROM funding_participatoryround WHERE id = NEW.round_id FOR SHARE;
    IF asked.status <> 'open' OR NEW.feasibility <> '' OR NEW.result <> '' THEN
        {refuse("idea_comes_in_time", "Ideas are brought while the round is open for them.")}
    END IF;
    IF NEW.amount > asked.amount THEN
        {
    refuse(
        "idea_asks_for_no_more_than_is_on_offer",
        "The round has £% in all, and the idea asks for more.",
        POUNDS.format("asked.amount"),
    )
}
    END IF;
    RETURN NEW;
"""

# The row of the round is held while it is added up: two who select at once wait for each other.
IDEA_GOES_ITS_WAY = f"""
    SELECT * INTO asked FROM funding_participatoryround WHERE id = NEW.round_id FOR UPDATE;
    IF NEW.feasibility <> OLD.feasibility AND asked.status NOT IN ('open', 'checking') THEN
        {refuse("idea_is_checked_before_the_vote", "Ideas are checked before the voting begins.")}
    END IF;
    IF (NEW.tie_place IS DISTINCT FROM OLD.tie_place OR NEW.result <> OLD.result OR NEW.entry_id IS DISTINCT FROM
            OLD.entry_id) AND (asked.status <> 'counting' OR OLD.result <> '') THEN
        {refuse("idea_gets_its_result_once", "What comes of an idea is settled once, after the voting.")}
    END IF;
    IF NEW.result = 'selected' AND OLD.result = '' THEN
        SELECT COALESCE(SUM(i.amount), 0) INTO given FROM funding_idea i
            WHERE i.round_id = NEW.round_id AND i.result = 'selected' AND i.id <> NEW.id;
        IF given + NEW.amount > asked.amount THEN
            {
    refuse(
        "ideas_never_exceed_what_is_on_offer",
        "The round has £% in all and £% is given already.",
        POUNDS.format("asked.amount"),
        POUNDS.format("given"),
    )
}
        END IF;
        IF NOT EXISTS (SELECT 1 FROM funding_ledgerentry e JOIN funding_cell c ON c.id = e.destination_id
                JOIN funding_project p ON p.id = c.project_id
                WHERE e.id = NEW.entry_id AND e.kind = 'profile' AND e.amount = NEW.amount
                  AND c.stream_id = asked.stream_id AND c.year = asked.year) THEN
            {
    refuse(
        "idea_selected_has_its_money",
        "A selected idea has its project, and the amount it asked for is planned for it in the ledger.",
    )
}
        END IF;
    END IF;
    RETURN NEW;
"""

CODE_IS_ISSUED_IN_TIME = f"""
    PERFORM 1 FROM funding_participatoryround WHERE id = NEW.round_id AND status IN ('checking', 'voting') FOR SHARE;
    IF NOT FOUND THEN
        {refuse("voting_code_is_issued_in_time", "Codes are made once no more ideas come, until the voting ends.")}
    END IF;
    RETURN NEW;
"""

# All the choices of one code are one row, so nothing can be added to them later.
BALLOT_IS_VALID = f"""
    SELECT r.* INTO asked FROM funding_participatoryround r JOIN funding_votingcode c ON c.round_id = r.id
        WHERE c.id = NEW.code_id FOR SHARE OF r;
    IF asked.id IS DISTINCT FROM NEW.round_id OR asked.status <> 'voting'
       AND NOT (NEW.on_paper AND asked.status = 'counting') THEN
        {refuse("ballot_comes_in_time", "Votes are cast while the voting is open.")}
    END IF;
    IF NEW.on_paper AND cardinality(NEW.ideas) = 0 THEN
        RETURN NEW;
    END IF;
    SELECT COUNT(DISTINCT i.id) INTO known FROM funding_idea i
        WHERE i.id = ANY (NEW.ideas) AND i.round_id = NEW.round_id AND i.feasibility = 'feasible';
    IF NEW.on_paper OR known = 0 OR known <> cardinality(NEW.ideas) OR known > asked.votes_each THEN
        {refuse("ballot_keeps_to_its_votes", "Choose at least one idea, and no more than the round allows.")}
    END IF;
    RETURN NEW;
"""

TALLY_IS_COUNTED_IN_TIME = f"""
    PERFORM 1 FROM funding_participatoryround WHERE id = NEW.round_id AND status = 'counting' FOR SHARE;
    IF NOT FOUND OR NEW.checked_by_id IS NOT NULL THEN
        {refuse("paper_tally_is_counted_in_time", "Papers are counted when the voting has ended.")}
    END IF;
    SELECT COUNT(*) INTO known FROM funding_ballot b WHERE b.round_id = NEW.round_id AND b.on_paper;
    IF NEW.papers > known THEN
        {
    refuse(
        "paper_tally_has_a_code_for_every_paper",
        "There are more papers than codes that were given up for one, which are %.",
        "known",
    )
}
    END IF;
    RETURN NEW;
"""

TALLY_IS_CHECKED_ONCE = f"""
    IF OLD.checked_by_id IS NOT NULL OR (NEW.round_id, NEW.papers, NEW.counted, NEW.counted_by_id, NEW.counted_at)
            IS DISTINCT FROM (OLD.round_id, OLD.papers, OLD.counted, OLD.counted_by_id, OLD.counted_at) THEN
        {refuse("paper_tally_stays_as_counted", "What was counted stays: it is checked once, or counted again.")}
    END IF;
    IF NEW.checked_by_id IS NOT NULL
       AND NEW.agrees IS DISTINCT FROM (NEW.counted = NEW.checked AND NEW.papers = NEW.checked_papers) THEN
        {refuse("paper_tally_agrees_when_it_does", "The two counts agree only when every figure is the same.")}
    END IF;
    RETURN NEW;
"""
