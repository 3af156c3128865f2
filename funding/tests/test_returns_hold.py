"""Whatever is tried with returns and recommendations, in whatever order: their laws hold.

Some steps go the operations' way; others write straight at the tables, most of them wrong in one way, so that only the
guards of the database stand between. `make mutants` takes each guard away in turn and runs this again.
"""

from decimal import Decimal
from itertools import count

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from core.refusals import Refused
from funding import operations
from funding.models import (
    Forecast,
    LedgerEntry,
    RecommendedMovement,
    Return,
    ReturnLine,
    UnderspendRecommendation,
)
from funding.tests.return_laws import accepted_and_in_the_books, broken_laws
from funding.underspend import Advice, of_round
from tests.factories.funding import (
    DAY,
    YEAR,
    a_decision,
    a_pot,
    a_stream,
    an_authority,
    ground,
    plan,
    quarter,
)
from tests.factories.meetings import officer_of
from tests.factories.returns import a_round, accepted, another_officer_of, lines_of

NUMBERS = count()
FEW = st.integers(0, 12_000).map(lambda pence: Decimal(pence) / 100)
REFUSALS = (Refused, IntegrityError, InternalError)


class Returns(RuleBasedStateMachine):
    """A pot with two streams and two rounds, beside another pot with one; two officers."""

    def __init__(self):
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.seen = {}

    def teardown(self):
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @initialize()
    def a_year_with_two_rounds(self):
        self.decision, self.elsewhere = a_decision(), a_decision()
        self.pot = a_pot(self.decision, name=f"Pot {next(NUMBERS)}")
        self.officers = [officer_of(self.pot.group), another_officer_of(self.pot.group)]
        self.authority = an_authority(self.pot, self.decision)
        self.again = an_authority(self.pot, self.decision)
        self.streams = [a_stream(self.pot), a_stream(self.pot)]
        self.other = a_stream(a_pot(self.elsewhere, name=f"Pot {next(NUMBERS)}"))
        for stream in self.streams:
            operations.award(stream, year=YEAR, amount=Decimal(400), **ground(self.authority))
            for number in (1, 2, 3, 4):
                operations.profile(plan(stream, number), amount=Decimal(100), **ground(self.authority))
        # Nobody writes the returns of this one by the operations.
        self.blank = a_stream(self.pot)
        self.rounds = [a_round(self.pot, up_to=1), a_round(self.pot, up_to=3)]
        accepted(self.returned(1, 0), 90, 80, 90, 90)

    def returned(self, which, of):
        return Return.objects.with_names().get(round=self.rounds[which], stream=self.streams[of])

    def try_to(self, do):
        try:
            with transaction.atomic():
                do()
        except REFUSALS:
            return

    def sql(self, statement, *values):
        def run():
            with connection.cursor() as cursor:
                cursor.execute(statement, values)

        self.try_to(run)

    @rule(which=st.sampled_from([0, 1]), of=st.sampled_from([0, 1]), amounts=st.tuples(FEW, FEW, FEW, FEW))
    def write_and_send(self, which, of, amounts):
        return_ = self.returned(which, of)
        self.try_to(
            lambda: operations.save_return(
                return_, lines=lines_of(return_.round, *amounts), comment="Why.", revision=return_.revision,
                by=self.officers[0],
            )
        )  # fmt: skip
        return_.refresh_from_db()
        self.try_to(lambda: operations.submit_return(return_, revision=return_.revision, by=self.officers[0]))

    @rule(which=st.sampled_from([0, 1]), of=st.sampled_from([0, 1]), by=st.sampled_from([0, 1, 1]))
    def accept(self, which, of, by):
        return_ = self.returned(which, of)
        self.try_to(
            lambda: operations.accept_return(return_, revision=return_.revision, by=self.officers[by])
        )

    @rule(which=st.sampled_from([0, 1]), of=st.sampled_from([0, 1]))
    def send_back(self, which, of):
        return_ = self.returned(which, of)
        self.try_to(
            lambda: operations.send_back_return(
                return_, revision=return_.revision, reason="Wrong.", by=self.officers[1]
            )
        )

    @rule(which=st.sampled_from([0, 1]), of=st.sampled_from([0, 1]), what=st.integers(0, 5))
    def change_a_return_by_sql(self, which, of, what):
        pk = self.returned(which, of).pk
        statement = [
            "UPDATE funding_return SET comment = comment || '!' WHERE id = %s",
            "UPDATE funding_return SET status = 'sent_back', accepted_at = NULL, accepted_by_id = NULL,"
            f" sent_back_at = now(), sent_back_by_id = {self.officers[0].pk}, sent_back_reason = '?' WHERE id = %s",
            "UPDATE funding_returnline SET amount = amount + 1 WHERE of_return_id = %s",
            "DELETE FROM funding_returnline WHERE of_return_id = %s",
            "UPDATE funding_returnline SET kind = 'actual' WHERE of_return_id = %s",
            f"UPDATE funding_return SET accepted_by_id = {self.officers[0].pk}, accepted_at = now(),"
            " status = 'accepted' WHERE id = %s",
        ][what]
        self.sql(statement, pk)

    @rule(what=st.sampled_from(["amount = amount + 1", "period_id = period_id"]))
    def change_the_figures_of_what_was_sent(self, what):
        self.sql(
            f"UPDATE funding_returnline SET {what} WHERE of_return_id IN"
            " (SELECT id FROM funding_return WHERE status IN ('submitted', 'accepted'))"
        )

    @rule(which=st.sampled_from([0, 1]), wrong=st.sampled_from(["period", "stream", "pot", "status"]))
    def write_rows_past_the_operations(self, which, wrong):
        return_ = self.returned(which, 0)
        row = {"round": self.rounds[which], "of_return": return_, "by": self.officers[0], "amount": 1}
        if wrong == "period":
            self.try_to(
                lambda: Forecast.objects.bulk_create([Forecast(cell=plan(self.streams[0], 1), **row)])
            )
            line = {"of_return": return_, "amount": 1, "kind": "forecast"}
            self.try_to(
                lambda: ReturnLine.objects.bulk_create([ReturnLine(period=quarter(self.pot, 1), **line)])
            )
        if wrong == "stream":
            self.try_to(
                lambda: Forecast.objects.bulk_create([Forecast(cell=plan(self.streams[1], 4), **row)])
            )
        if wrong == "pot":
            new = Return(round=self.rounds[which], stream=self.other)
            self.try_to(lambda: Return.objects.bulk_create([new]))
        if wrong == "status":
            new = Return(
                round=self.rounds[which], stream=self.streams[0], project=None, status="sent_back",
                sent_back_at=timezone.now(), sent_back_by=self.officers[0], sent_back_reason="?",
            )  # fmt: skip
            scheme = operations.add_project(self.streams[0], name=f"{next(NUMBERS)}", by=self.officers[0])
            new.project = scheme
            self.try_to(lambda: Return.objects.bulk_create([new]))

    @rule(of=st.sampled_from([0, 1]), kind=st.sampled_from(["return", "hold", "vire"]))
    def recommend(self, of, kind):
        element = of_round(self.rounds[1]).element_of(self.streams[of].pk, None)
        if element is None or element.to_recommend <= 0:
            return
        where = (
            {"to_stream": self.streams[1 - of], "to_period": quarter(self.pot, 4)} if kind == "vire" else {}
        )
        advice = [Advice(kind, element.to_recommend, "Because.", **where)]
        self.try_to(
            lambda: operations.recommend_for_underspend(
                self.rounds[1], stream=self.streams[of], advice=advice, by=self.officers[0]
            )
        )

    @rule()
    def recommend_for_another_pot(self):
        row = UnderspendRecommendation(
            round=self.rounds[1], stream=self.other, kind="hold", amount=1, reason="?"
        )
        self.try_to(lambda: UnderspendRecommendation.objects.bulk_create([row]))

    @rule(right=st.booleans())
    def put(self, right):
        item = self.decision.item if right else self.elsewhere.item
        self.try_to(lambda: operations.put_recommendations(self.rounds[1], item=item, by=self.officers[0]))

    @rule(right=st.booleans())
    def answer(self, right):
        decision = self.decision if right else self.elsewhere
        self.try_to(
            lambda: operations.answer_recommendations(
                self.rounds[1],
                item=self.decision.item,
                answer="agreed",
                decision=decision,
                by=self.officers[0],
            )
        )

    @rule(
        which=st.sampled_from([0, 1]),
        number=st.sampled_from([1, 2, 3, 4]),
        kind=st.sampled_from(["actual", "forecast"]),
    )
    def answer_what_may_not_have_been_asked(self, which, number, kind):
        return_ = Return.objects.get(round=self.rounds[which], stream=self.blank)
        row = ReturnLine(of_return=return_, period=quarter(self.pot, number), kind=kind, amount=1)
        self.try_to(lambda: ReturnLine.objects.bulk_create([row]))

    @rule(of=st.sampled_from([0, 1]))
    def recommend_put_and_agree(self, of):
        self.recommend(of=of, kind="return")
        self.put(right=True)
        self.answer(right=True)

    @rule()
    def carry_out(self):
        self.try_to(
            lambda: operations.carry_out_recommendations(
                self.rounds[1], authority=self.authority, effective_on=DAY, by=self.officers[0]
            )
        )

    @rule(what=st.integers(0, 3))
    def change_advice_by_sql(self, what):
        self.sql(
            [
                "UPDATE funding_underspendrecommendation SET amount = amount + 1",
                "UPDATE funding_underspendrecommendation SET answer = 'noted', decision_id = NULL WHERE answer <> ''",
                f"UPDATE funding_underspendrecommendation SET stream_id = {self.other.pk}",
                f"UPDATE funding_underspendrecommendation SET decision_id = {self.elsewhere.pk}, answer = 'not_agreed'"
                " WHERE item_id IS NOT NULL",
            ][what]
        )

    @rule(data=st.data())
    def link_any_movement(self, data):
        advice = list(UnderspendRecommendation.objects.order_by("pk"))
        entries = list(LedgerEntry.objects.filter(pot=self.pot, recommended_movement=None).order_by("pk"))
        if advice:
            row = RecommendedMovement(
                recommendation=data.draw(st.sampled_from(advice)), entry=data.draw(st.sampled_from(entries))
            )
            self.try_to(lambda: RecommendedMovement.objects.bulk_create([row]))

    @invariant()
    def the_laws_hold(self):
        if hasattr(self, "rounds"):
            assert broken_laws(self.seen) == []

    @invariant()
    def books_say_what_was_accepted(self):
        if hasattr(self, "rounds"):
            assert accepted_and_in_the_books(), "the books do not say what was accepted"


@pytest.mark.django_db
def test_the_laws_of_returns_hold_whatever_is_tried():
    run_state_machine_as_test(
        Returns,
        settings=settings(
            max_examples=8,
            stateful_step_count=30,
            phases=[Phase.generate],
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )
