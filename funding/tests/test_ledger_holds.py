"""Whatever is tried, in whatever order: the laws of the ledger hold.

Each step tries a movement straight at the table, most of them wrong in one way, so that only the guards of the
database stand between the attempt and the ledger. `make mutants` takes each guard away in turn and runs this again.
"""

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from itertools import count

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from core.refusals import Refused
from funding import operations
from funding.models import Actual, Cell, LedgerEntry
from funding.places import available, carried, funder_of, returned
from funding.tests.laws_of_figures import broken_partitions
from funding.tests.ledger_laws import broken_laws
from funding.tests.recording import the_clock_stands
from tests.factories.funding import (
    DAY,
    YEAR,
    a_decision,
    a_pot,
    a_stream,
    an_authority,
    another_officer_of,
    ground,
    plan,
    quarter,
)
from tests.factories.meetings import officer_of

PENNIES = st.integers(1, 40_000).map(lambda pence: Decimal(pence) / 100)
FEW = st.integers(1, 4_000).map(lambda pence: Decimal(pence) / 100)
NUMBERS = count()
HANDS = ["UPDATE {table} SET {name} = {name} + 1", "DELETE FROM {table}", "TRUNCATE {table}"]


class Ledger(RuleBasedStateMachine):
    """Two pots: in the first three streams, one ring-fenced, over two years; in the second one stream, in two steps."""

    def __init__(self):
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        the_clock_stands()

    def teardown(self):
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @initialize()
    def a_partnership_with_money(self):
        decision, cabinets = a_decision(), a_decision()
        self.pot = a_pot(decision, name=f"Pot {next(NUMBERS)}")
        self.officer = officer_of(self.pot.group)
        self.streams = [a_stream(self.pot), a_stream(self.pot)]
        self.fenced = a_stream(self.pot, ring_fence="purpose", ring_fenced_for="Play areas")
        everything = an_authority(self.pot, decision)
        self.authorities = {
            "everything": everything,
            "little": an_authority(self.pot, decision, ceiling=Decimal(120)),
            "plans only": an_authority(self.pot, decision, kinds=["profile"]),
            "delegated": an_authority(self.pot, decision, limit_each=Decimal(30)),
            "yearly": an_authority(self.pot, decision, limit_each=Decimal(30), limit_year=Decimal(50)),
            "exception": an_authority(
                self.pot, decision, lifts_ring_fence=True, exception_reason="The funder agreed"
            ),
        }
        self.other = a_pot(decision, name=f"Pot {next(NUMBERS)}", accountable_group=cabinets.group)
        self.one_step = an_authority(self.other, decision)
        self.two_steps = an_authority(self.other, decision, confirmed_by_decision=cabinets)
        self.others_stream = a_stream(self.other)
        for stream in [*self.streams, self.fenced]:
            operations.award(stream, year=YEAR, amount=Decimal(400), **ground(everything))
            operations.profile(plan(stream, 2), amount=Decimal(150), **ground(everything))
        self.colleague = another_officer_of(self.pot.group)
        self.adopted, self.submitted = self.proposes(1, 6), self.proposes(3, 5)
        operations.adopt_proposal(self.adopted, authority=everything, effective_on=DAY, by=self.colleague)

    def proposes(self, number, amount):
        """The first stream is to have so much in a quarter."""
        line = operations.Wanted(self.streams[0], None, quarter(self.pot, number), Decimal(amount))
        proposal = operations.draft_proposal(
            self.pot, year=YEAR, title="Tried", lines=[line], by=self.officer
        )
        return operations.submit_proposal(proposal, by=self.officer)

    def try_to(self, kind, source, to, amount, authority=None, **values):
        """Write a row as raw SQL would, and let the transaction's end be asked at once."""
        authority = authority or self.authorities["everything"]
        row = {
            "pot": source.pot,
            "decision": authority.decision,
            "reason": "Tried",
            "effective_on": DAY,
            "by": self.officer,
            "recorded_at": timezone.now(),
        } | values
        try:
            with transaction.atomic():
                LedgerEntry.objects.bulk_create(
                    [
                        LedgerEntry(
                            kind=kind,
                            source=source,
                            destination=to,
                            amount=amount,
                            authority=authority,
                            **row,
                        )
                    ]
                )
                with connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        except IntegrityError:
            pass

    @rule(amount=PENNIES, which=st.sampled_from([0, 1, 2]), to=st.sampled_from([1, 2, 3]), past=st.booleans())
    def plan_or_overdraw(self, amount, which, to, past):
        stream = [*self.streams, self.fenced][which]
        source = available(stream, YEAR)
        held = Cell.objects.with_balance().get(pk=source.pk).balance
        self.try_to(
            "profile", source, plan(stream, to), held + amount if past else min(amount, held or amount)
        )

    @rule(amount=PENNIES, start=st.sampled_from([1, 2, 3]), to=st.sampled_from([1, 2, 4]))
    def plan_again(self, amount, start, to):
        if start != to:
            self.try_to("reprofile", plan(self.streams[0], start), plan(self.streams[0], to), amount)

    @rule(
        amount=PENNIES,
        kind=st.sampled_from(["virement", "profile", "reprofile", "return", "award"]),
        start=st.sampled_from([0, 2]),
        named=st.sampled_from(["everything", "little", "plans only", "delegated", "exception"]),
    )
    def move_across_streams(self, amount, kind, start, named):
        source = available([*self.streams, self.fenced][start], YEAR)
        self.try_to(kind, source, plan(self.streams[1], 3), amount, self.authorities[named])

    @rule(amount=FEW, start=st.sampled_from([1, 2, None]))
    def leave_the_ring_fence(self, amount, start):
        source = plan(self.fenced, start) if start else available(self.fenced, YEAR)
        self.try_to("virement", source, plan(self.streams[1], 3), amount)

    @rule(share=st.integers(1, 100), past=st.booleans())
    def plan_again_what_may_be_spent(self, share, past):
        cell = plan(self.streams[0], 2)
        held = Cell.objects.with_balance().get(pk=cell.pk).balance
        spent = Actual.objects.filter(cell=cell).total()
        amount = held if past else round((held - spent) * share / 100, 2)
        if amount > 0:
            self.try_to("reprofile", cell, plan(self.streams[0], 3), amount)

    @rule(amount=PENNIES, named=st.sampled_from(["little", "plans only", "delegated"]))
    def plan_on_a_narrow_decision(self, amount, named):
        stream = self.streams[0]
        self.try_to("profile", available(stream, YEAR), plan(stream, 2), amount, self.authorities[named])

    @rule(amount=st.integers(2_000, 3_000).map(lambda pence: Decimal(pence) / 100))
    def plan_on_what_is_delegated_for_a_year(self, amount):
        """Twice, each within what may be moved at once: together often more than in a year."""
        stream = self.streams[0]
        for _ in range(2):
            self.try_to(
                "profile", available(stream, YEAR), plan(stream, 1), amount, self.authorities["yearly"]
            )

    @rule(amount=FEW, which=st.sampled_from(["adopted", "submitted"]))
    def move_in_the_name_of_a_proposal(self, amount, which):
        stream, asked = self.streams[0], getattr(self, which)
        number, amount = (1, amount) if which == "adopted" else (3, Decimal(5))
        to = plan(stream, number)
        self.try_to("profile", available(stream, YEAR), to, amount, proposal=asked, by=self.colleague)

    @rule(amount=PENNIES)
    def return_on_a_decision_about_plans(self, amount):
        stream = self.streams[0]
        self.try_to(
            "return", available(stream, YEAR), returned(stream, YEAR), amount, self.authorities["plans only"]
        )

    @rule(amount=PENNIES)
    def move_to_another_pot(self, amount):
        self.try_to("virement", available(self.streams[0], YEAR), plan(self.others_stream, 1), amount)

    @rule(amount=PENNIES, steps=st.sampled_from(["one", "two"]))
    def award_in_one_step_or_two(self, amount, steps):
        authority = self.one_step if steps == "one" else self.two_steps
        self.try_to("award", funder_of(self.other), available(self.others_stream, YEAR), amount, authority)

    @rule(data=st.data(), wrong=st.booleans())
    def reverse_something(self, data, wrong):
        entries = list(LedgerEntry.objects.filter(pot=self.pot).exclude(kind="reversal").order_by("pk"))
        entry = data.draw(st.sampled_from(entries))
        amount = entry.amount + Decimal("0.01") if wrong else entry.amount
        self.try_to("reversal", entry.destination, entry.source, amount, reverses=entry)

    @rule(amount=FEW)
    def spend(self, amount):
        cell = plan(self.streams[0], 2)
        try:
            operations.record_actual(cell, amount=amount, by=self.officer)
        except (Refused, IntegrityError):
            return

    @rule(number=st.sampled_from([1, 2]))
    def close(self, number):
        try:
            operations.close_period(quarter(self.pot, number), by=self.officer)
        except (Refused, IntegrityError):
            return

    @rule(
        # Twice fifteen, or once twenty-five, is more than five in a hundred of what was awarded.
        amount=st.one_of(FEW, st.sampled_from([Decimal(15), Decimal(25)])),
        asked=st.booleans(),
        wrong=st.sampled_from(["nothing", "nothing", "nothing", "half", "chain"]),
    )
    def carry_forward(self, amount, asked, wrong):
        stream = self.streams[1]
        award = LedgerEntry.objects.filter(
            kind="award", destination=available(self.streams[0] if wrong == "chain" else stream, YEAR)
        ).first()
        values = {"amount": amount, "external_reference": "GOWM/1" if asked else "", "came_by": award}
        source, between = available(stream, YEAR), carried(stream, YEAR)
        authority = self.authorities["everything"]
        try:
            with transaction.atomic():
                made = operations.move(source, to=between, kind="carry_out", **values, **ground(authority))
                if wrong != "half":
                    operations.move(
                        between,
                        to=available(stream, YEAR + 1),
                        kind="carry_in",
                        amount=amount,
                        pair=made,
                        **ground(authority),
                    )
                with connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        except (Refused, IntegrityError):
            return

    @rule(days=st.sampled_from([-400, -2, 2]), which=st.sampled_from(["movement", "spending"]))
    def record_on_another_day(self, days, which):
        """What is recorded now changes nothing that was known before."""
        moment = timezone.now() + timedelta(days=days)
        stream = self.streams[0]
        if which == "movement":
            self.try_to("profile", available(stream, YEAR), plan(stream, 1), Decimal(1), recorded_at=moment)
            return
        spent = Actual(cell=plan(stream, 2), amount=Decimal("0.01"), recorded_at=moment, by=self.officer)
        try:
            with transaction.atomic():
                Actual.objects.bulk_create([spent])
        except IntegrityError:
            return

    @rule(what=st.sampled_from(["cell", "stream", "authority", "pot"]), how=st.sampled_from(HANDS))
    def write_the_sums_by_hand(self, what, how):
        name = {"cell": "balance", "stream": "planned", "authority": "used", "pot": "movements"}[what]
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(how.format(table=f"funding_{what}standing", name=name))
        except DatabaseError:
            return

    @invariant()
    def a_step_is_counted(self):
        self.steps = getattr(self, "steps", 0) + 1

    @invariant()
    def every_figure_is_the_sum_of_what_it_leads_to(self):
        """Whatever is asked for, as known now and at an earlier reading: the lists add up to the figure."""
        if not hasattr(self, "pot") or self.steps % 7:
            return
        earlier = [moment for moment, _ in getattr(self, "readings", [])[:1]]
        for moment in [None, *earlier]:
            assert broken_partitions(self.pot, known_at=moment) == []

    @invariant()
    def the_laws_hold(self):
        if hasattr(self, "pot"):
            assert broken_laws() == []

    @invariant()
    def what_was_known_then_is_known_so_now(self):
        """Every earlier reading of the books comes out the same again."""
        if not hasattr(self, "pot"):
            return
        for moment, then in getattr(self, "readings", [])[-2:]:
            assert self.reading(moment) == then
        moment = timezone.now()
        self.readings = [*getattr(self, "readings", []), (moment, self.reading(moment))]

    def reading(self, moment):
        """Every balance as the page shows it, and the same added up from the rows themselves."""
        cells = Cell.objects.with_balance(known_at=moment).exclude(balance=0)
        looked_up = dict(cells.values_list("pk", "balance"))
        added_up = Counter()
        for source, destination, amount in LedgerEntry.objects.known_at(moment).values_list(
            "source", "destination", "amount"
        ):
            added_up[source] -= amount
            added_up[destination] += amount
        assert {cell: amount for cell, amount in added_up.items() if amount} == looked_up
        return looked_up


@pytest.mark.django_db
def test_the_laws_of_the_ledger_hold_whatever_is_tried():
    run_state_machine_as_test(
        Ledger,
        settings=settings(
            max_examples=8,
            stateful_step_count=30,
            # A failing run is short enough to read; making it shorter takes minutes.
            phases=[Phase.generate],
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )
