"""A return's way: written, sent, accepted or sent back; what its acceptance writes, and what nobody may change then."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from core import history
from funding import operations, outturn
from funding.models import Actual, Forecast, Return, ReturnLine
from funding.returning import LineOfReturn, units_of
from funding.tests.test_move_money import refusal
from partnership.models import Notice
from partnership.tasks import send_notice
from tests.factories.funding import YEAR, ground, plan, quarter
from tests.factories.meetings import officer_of
from tests.factories.partnership import OrganisationFactory, PersonFactory, UserFactory
from tests.factories.returns import (
    a_round,
    accepted,
    another_officer_of,
    lines_of,
    return_of,
    sent,
    written,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def planned(young, award, authority):
    """A hundred pounds planned for each quarter."""
    for number in (1, 2, 3, 4):
        operations.profile(plan(young, number), amount=Decimal(100), **ground(authority))


@pytest.fixture
def round_(pot, planned):
    """After the second quarter."""
    return a_round(pot, up_to=2, name="Quarter 2 2006/07")


def sql(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


class TestRounds:
    def test_a_round_asks_every_project_and_every_stream_with_money_of_its_own(
        self, pot, young, safer, planned
    ):
        officer = officer_of(pot.group)
        scheme = operations.add_project(young, name="Play scheme", by=officer)
        wardens = operations.add_project(safer, name="Wardens", by=officer)

        round_ = a_round(pot)

        assert units_of(round_) == [(young, None), (young, scheme), (safer, wardens)]
        assert [(each.stream, each.project) for each in Return.objects.in_order()] == units_of(round_)

    def test_it_is_of_a_year_that_is_open(self, pot):
        assert refusal(a_round, pot, year=2031, up_to=None) == "That year is not open yet."

    def test_its_last_period_is_of_its_year(self, pot):
        said = refusal(
            operations.open_round, pot, year=YEAR + 1, name="Wrong", actuals_to=quarter(pot, 1),
            opens_on=date(2007, 1, 1), due_on=date(2007, 1, 2), by=officer_of(pot.group),
        )  # fmt: skip

        assert said == "The round must be of a year that is open, and end with a period of it."

    def test_it_is_not_due_before_it_opens(self, pot):
        said = refusal(a_round, pot, due_on=date(2006, 1, 1))

        assert said == "Returns cannot be due before the round opens."

    def test_what_counts_as_spent_stays(self, round_):
        with pytest.raises(Exception, match="annot update"):
            sql("UPDATE funding_round SET actuals_to_id = NULL")


class TestWriting:
    def test_a_part_may_be_saved_and_nothing_is_in_the_books(self, round_, young):
        return_ = written(return_of(round_, young), 90)

        assert [(line.period.number, line.kind, line.amount) for line in return_.lines.all()] == [
            (1, "actual", 90)
        ]
        assert not Actual.objects.exists()
        assert return_.revision == 1

    def test_who_writes_on_what_they_have_not_seen_is_told(self, round_, young):
        seen = return_of(round_, young)
        written(return_of(round_, young), 90)

        assert refusal(written, seen, 10) == (
            "Somebody else has changed the return since you opened it. Look at it again first."
        )

    @pytest.mark.parametrize(
        ("number", "kind", "amount", "sentence"),
        [
            (1, "forecast", 5, "For Quarter 1, April to June 2006 the round asks what was spent."),
            (3, "actual", 5, "For Quarter 3, October to December 2006 the round asks what is expected."),
            (
                3,
                "forecast",
                -1,
                "What is expected for Quarter 3, October to December 2006 cannot be less than nothing.",
            ),
        ],
    )
    def test_a_line_says_what_the_round_asks(self, round_, young, pot, number, kind, amount, sentence):
        line = LineOfReturn(quarter(pot, number), kind, Decimal(amount))

        said = refusal(
            operations.save_return, return_of(round_, young), lines=[line], comment="", revision=0,
            by=officer_of(pot.group),
        )  # fmt: skip

        assert said == sentence

    def test_no_period_twice_and_none_of_another_year(self, round_, young, pot):
        line = LineOfReturn(quarter(pot, 1), "actual", Decimal(1))
        other = LineOfReturn(quarter(pot, 1, YEAR + 1), "forecast", Decimal(1))
        save = {"comment": "", "revision": 0, "by": officer_of(pot.group)}

        assert "is there twice" in refusal(
            operations.save_return, return_of(round_, young), lines=[line, line], **save
        )
        assert "is not a period of 2006/07" in refusal(
            operations.save_return, return_of(round_, young), lines=[other], **save
        )

    def test_not_before_the_round_opens(self, pot, young, planned):
        round_ = a_round(pot, opens_on=date(2090, 1, 2), due_on=date(2090, 2, 2))

        assert refusal(written, return_of(round_, young), 1) == "The round opens on 2 January 2090."

    def test_sql_cannot_say_something_else_than_is_asked(self, round_, young, pot):
        return_ = return_of(round_, young)
        row = {"of_return": return_, "kind": "forecast", "amount": 1}

        with pytest.raises(IntegrityError, match="which periods are spent"), transaction.atomic():
            ReturnLine.objects.bulk_create([ReturnLine(period=quarter(pot, 1), **row)])


class TestSending:
    def test_every_period_is_answered(self, round_, young):
        assert refusal(sent, return_of(round_, young), 100, 100) == (
            "Nothing is said yet of Quarter 3, October to December 2006, Quarter 4, January to March 2007."
        )

    def test_nothing_expected_is_an_answer(self, round_, young):
        assert sent(return_of(round_, young), 100, 100, 0, 0).is_submitted

    def test_a_difference_beyond_the_tolerance_is_explained(self, pot, round_, young):
        operations.edit_pot(pot, tolerance_pounds=Decimal(20), by=officer_of(pot.group))
        said = refusal(sent, return_of(round_, young), 75, 100, 100, 100, comment=" ")

        assert said == (
            "Explain the difference from the plan in the comment: it is more than 10% and more than £20."
        )
        # Four tenths more than a tenth of the two hundred so far: twenty pounds and less pass without a word.
        assert sent(return_of(round_, young), 80, 100, 100, 100, comment="").is_submitted

    def test_the_officers_hear_of_it(self, round_, young, pot):
        colleague = another_officer_of(pot.group)
        sent(return_of(round_, young), 100, 100, 100, 100)

        assert [each.to for each in Notice.objects.filter(what="return_submitted")] == [colleague]

    def test_what_was_sent_is_not_changed_before_it_is_answered(self, round_, young):
        return_ = sent(return_of(round_, young), 100, 100, 100, 100)

        assert refusal(written, return_, 1) == "The return is sent already, so it is not changed."
        with pytest.raises(IntegrityError, match="is not changed before it is answered"):
            sql("UPDATE funding_returnline SET amount = 1")


class TestAccepting:
    def test_spending_and_forecasts_are_written_down_together(self, round_, young):
        return_ = accepted(return_of(round_, young), 90, 80, 0, 120)

        assert [(each.cell.period.number, each.kind, each.amount) for each in Actual.objects.all()] == [
            (1, "spend", 90), (2, "spend", 80),
        ]  # fmt: skip
        assert [(each.cell.period.number, each.amount) for each in Forecast.objects.all()] == [
            (3, 0),
            (4, 120),
        ]
        [line] = outturn.of_round(round_).lines
        assert (line.is_returned, line.spent_to_date, line.still_expected, line.outturn) == (
            True,
            170,
            120,
            290,
        )
        assert [line.actual for line in return_.lines.all()] == [*Actual.objects.all(), None, None]

    def test_what_was_recorded_already_is_not_recorded_again(self, round_, young):
        operations.record_actual(plan(young, 1), amount=Decimal(90), by=officer_of(round_.pot.group))
        accepted(return_of(round_, young), 90, 80, 0, 0)

        assert outturn.of_round(round_).lines[0].spent_to_date == 170

    def test_another_figure_for_a_period_is_a_correction_that_says_where_it_came_from(self, round_, young):
        operations.record_actual(plan(young, 1), amount=Decimal(90), by=officer_of(round_.pot.group))
        accepted(return_of(round_, young), 85, 80, 0, 0)

        correction = Actual.objects.get(kind="correction")
        assert (correction.amount, correction.reason) == (-5, "Return for Quarter 2 2006/07")

    def test_a_closed_period_gets_a_correction(self, round_, young, pot):
        operations.close_period(quarter(pot, 1), by=officer_of(pot.group))
        accepted(return_of(round_, young), 85, 80, 0, 0)

        assert list(Actual.objects.values_list("kind", "amount")) == [("correction", 85), ("spend", 80)]

    def test_money_that_came_back_is_a_refund(self, round_, young):
        accepted(return_of(round_, young), -5, 80, 0, 0)

        assert Actual.objects.get(kind="refund").amount == -5

    def test_what_changed_since_it_was_sent_is_looked_at_again(self, round_, young, pot):
        return_ = sent(return_of(round_, young), 90, 80, 0, 0)
        operations.record_actual(plan(young, 1), amount=Decimal(1), by=officer_of(pot.group))

        said = refusal(operations.accept_return, return_, revision=1, by=another_officer_of(pot.group))

        assert said.startswith("What is recorded as spent in Quarter 1, April to June 2006 has changed since")
        assert not Forecast.objects.exists()

    def test_whoever_sent_it_does_not_accept_it(self, round_, young, pot):
        return_ = sent(return_of(round_, young), 90, 80, 0, 0)
        own = officer_of(pot.group)

        assert refusal(operations.accept_return, return_, revision=1, by=own) == (
            "Whoever sent a return does not accept it: somebody else does."
        )
        with pytest.raises(IntegrityError, match="return_is_accepted_by_somebody_else"):
            sql(
                "UPDATE funding_return SET status = 'accepted', accepted_at = now(), accepted_by_id = %s",
                own.pk,
            )

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE funding_return SET comment = 'Otherwise'",
            "UPDATE funding_return SET status = 'draft', accepted_at = NULL, accepted_by_id = NULL",
            "DELETE FROM funding_returnline",
            "UPDATE funding_returnline SET amount = 1",
            "UPDATE funding_forecast SET amount = 1",
            "DELETE FROM funding_forecast",
        ],
    )
    def test_an_accepted_return_stays_even_by_sql(self, round_, young, statement):
        accepted(return_of(round_, young), 90, 80, 0, 0)

        with pytest.raises(Exception, match=r"stays as it is|annot update or delete"):
            sql(statement)

    def test_whoever_sent_it_hears_the_answer(self, round_, young, pot):
        accepted(return_of(round_, young), 90, 80, 0, 0)

        assert [each.to for each in Notice.objects.filter(what="return_answered")] == [officer_of(pot.group)]


def test_sent_back_it_says_why_and_is_written_again(round_, young, pot):
    return_ = sent(return_of(round_, young), 90, 80, 0, 0)
    other = another_officer_of(pot.group)
    assert refusal(operations.send_back_return, return_, revision=1, reason=" ", by=other) == (
        "Say why it is sent back."
    )

    return_ = operations.send_back_return(return_, revision=1, reason="A sum is wrong.", by=other)
    return_ = accepted(return_, 91, 80, 0, 0)

    assert return_.is_accepted
    assert Actual.objects.total() == 171


ILLEGAL = [(a, b) for a in Return.Status for b in Return.Status if a != b and b not in Return.NEXT.get(a, ())]


@pytest.mark.parametrize(("status", "to"), ILLEGAL)
def test_every_other_step_is_refused_by_the_database(round_, young, pot, status, to):
    return_ = return_of(round_, young)
    officer, other = officer_of(pot.group), another_officer_of(pot.group)
    if status != "draft":
        return_ = sent(return_, 100, 100, 100, 100)
    if status == "accepted":
        operations.accept_return(return_, revision=1, by=other)
    if status == "sent_back":
        operations.send_back_return(return_, revision=1, reason="Wrong.", by=other)
    moments = {"submitted": "submitted_", "accepted": "accepted_", "sent_back": "sent_back_"}
    values = "".join(
        f", {name}at = now(), {name}by_id = {by.pk}"
        for name, by in {"submitted_": officer, moments.get(to, "submitted_"): other}.items()
    )
    reason = ", sent_back_reason = 'Why'" if to == "sent_back" else ""

    with pytest.raises(IntegrityError, match=r"A return is sent before|A return that was accepted stays"):
        sql(f"UPDATE funding_return SET status = '{to}'{_once(values)}{reason}")


def _once(values):
    """Each column once: the last value of it."""
    pairs = dict(part.strip().split(" = ", 1) for part in values.split(", ") if part)
    return "".join(f", {name} = {value}" for name, value in pairs.items())


class TestForecasts:
    def test_sql_cannot_forecast_what_the_round_counts_as_spent(self, round_, young, pot):
        row = {"round": round_, "of_return": return_of(round_, young), "by": officer_of(pot.group)}

        with pytest.raises(IntegrityError, match="counts that period as spent"), transaction.atomic():
            Forecast.objects.bulk_create([Forecast(cell=plan(young, 2), amount=1, **row)])

    def test_once_for_a_period(self, round_, young, pot):
        accepted(return_of(round_, young), 90, 80, 0, 0)
        row = {"round": round_, "of_return": return_of(round_, young), "by": officer_of(pot.group)}

        with pytest.raises(IntegrityError, match="forecast_is_one_in_its_round"), transaction.atomic():
            Forecast.objects.bulk_create([Forecast(cell=plan(young, 3), amount=1, **row)])

    def test_for_what_its_return_is_about(self, round_, young, safer, pot):
        row = {"round": round_, "of_return": return_of(round_, young), "by": officer_of(pot.group)}

        with pytest.raises(IntegrityError, match="for what its return is about"), transaction.atomic():
            Forecast.objects.bulk_create([Forecast(cell=plan(safer, 3), amount=1, **row)])


class TestReminders:
    @pytest.fixture
    def doer(self, pot, young):
        """A login of the organisation that does a project."""
        body = OrganisationFactory()
        user = UserFactory()
        PersonFactory(user=user, organisation=body)
        operations.add_project(young, name="Play scheme", organisation=body, by=officer_of(pot.group))
        return user

    def remind_on(self, day, time_machine):
        time_machine.move_to(f"{day}Z", tick=False)
        return operations.remind_of_returns(by=None)

    def test_soon_on_the_day_and_late_once_each(self, pot, doer, time_machine):
        time_machine.move_to("2007-01-10 09:00Z", tick=False)
        a_round(pot, opens_on=date(2007, 1, 10), due_on=date(2007, 2, 1))

        assert self.remind_on("2007-01-20 07:00", time_machine) == 0
        self.remind_on("2007-01-28 07:00", time_machine)
        self.remind_on("2007-01-29 07:00", time_machine)
        self.remind_on("2007-02-01 07:00", time_machine)
        self.remind_on("2007-02-02 07:00", time_machine)
        self.remind_on("2007-02-09 07:00", time_machine)

        mine = Notice.objects.filter(to=doer).order_by("pk")
        assert list(mine.values_list("what", "occasion")) == [
            ("returns_due", "soon 2007-02-01"), ("returns_due", "due 2007-02-01"), ("returns_late", "late 2007-02-01"),
        ]  # fmt: skip
        assert Notice.objects.filter(to=officer_of(pot.group), what="returns_late").exists()

    def test_whoever_has_sent_theirs_hears_nothing(self, pot, young, planned, time_machine):
        time_machine.move_to("2007-01-10 09:00Z", tick=False)
        round_ = a_round(pot, opens_on=date(2007, 1, 10), due_on=date(2007, 2, 1))
        for return_ in round_.returns.all():
            sent(Return.objects.with_names().get(pk=return_.pk), 100, 100, 100, 100)

        assert self.remind_on("2007-02-02 07:00", time_machine) == 0


def test_a_saved_figure_stands_in_the_history(round_, young):
    written(return_of(round_, young), 90)
    told = history.readable(history.of(return_of(round_, young)))

    assert "Quarter 1, April to June 2006: spent £90.00" in str(told)


def test_lines_of_a_later_round_begin_with_what_is_recorded(pot, round_, young):
    accepted(return_of(round_, young), 90, 80, 100, 100)
    later = a_round(pot, up_to=3)
    accepted(return_of(later, young), 90, 80, 70, 100)

    [line] = outturn.of_round(later).lines
    assert line.outturn == 340
    assert outturn.of_round(round_).lines[0].outturn == 370
    assert lines_of(later, 1)[0].kind == "actual"


def test_the_outturn_as_it_was_known_at_a_moment(round_, young):
    before = timezone.now()
    accepted(return_of(round_, young), 90, 80, 0, 120)
    after = timezone.now()
    operations.record_actual(
        plan(young, 1), amount=Decimal(-5), kind="correction", reason="Late", by=officer_of(round_.pot.group)
    )

    def known(moment):
        line = outturn.of_round(round_, known_at=moment).lines[0]
        return line.is_returned, line.outturn

    assert (known(before), known(after), known(None)) == ((False, 0), (True, 290), (True, 285))


@pytest.mark.parametrize("state", ["sent", "accepted", "sent back"])
def test_every_notice_of_a_return_can_be_read(round_, young, pot, state, mailoutbox):
    other = another_officer_of(pot.group)
    return_ = sent(return_of(round_, young), 90, 80, 0, 120)
    if state == "accepted":
        operations.accept_return(return_, revision=1, by=other)
    if state == "sent back":
        operations.send_back_return(return_, revision=1, reason="A sum is wrong.", by=other)
    told = Notice.objects.order_by("-pk").first()
    send_notice(told.pk)

    [mail] = [each for each in mailoutbox if each.subject == told.subject]
    words = {"sent": "has sent the return", "accepted": "is accepted", "sent back": "A sum is wrong."}[state]
    assert words in mail.body
    assert return_.get_absolute_url() in mail.body
