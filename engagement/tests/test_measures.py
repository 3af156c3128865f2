"""The three aims: measures, figures that are never edited, and the localities' objectives under each."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from core.refusals import Refused
from engagement import operations
from engagement.models import Measure, MeasureResult
from localities import operations as localities
from localities.models import Locality

ON = date(2010, 4, 1)


@pytest.fixture
def measure(officer) -> Measure:
    return operations.add_measure(
        aim="better_engagement",
        title="People who feel heard",
        unit="per cent",
        source="Place survey",
        baseline=Decimal(28),
        baseline_on=date(2008, 10, 1),
        target=Decimal(35),
        target_on=date(2012, 4, 1),
        by=officer,
    )


def recorded(measure, officer, value, **more):
    values = {"on": ON, "source": "Place survey 2010", "by": officer} | more
    return operations.record_result(measure, value=Decimal(value), **values)


def test_a_second_figure_for_a_day_is_a_correction_and_says_why(measure, officer):
    first = recorded(measure, officer, 30)
    with pytest.raises(Refused, match="Say why it is corrected"):
        recorded(measure, officer, 31)
    second = recorded(measure, officer, 31, reason="Misprint.")
    assert second.corrects == first
    assert list(measure.results.in_force()) == [second]
    with pytest.raises(Refused, match="not come yet"):
        recorded(measure, officer, 31, on=timezone.localdate() + timedelta(days=1))


def test_figures_are_never_edited_by_raw_sql_neither(measure, officer):
    recorded(measure, officer, 30)
    for sql in ("UPDATE engagement_measureresult SET value = 99", "DELETE FROM engagement_measureresult"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    assert MeasureResult.objects.get().value == 30


def test_a_target_has_its_day(measure):
    with pytest.raises(IntegrityError, match="measure_target_has_its_day"), connection.cursor() as cursor:
        cursor.execute("UPDATE engagement_measure SET target_on = NULL")


def test_the_page_gathers_measures_and_the_localities_objectives(
    client, measure, officer, django_assert_max_num_queries
):
    recorded(measure, officer, 30)
    for number in range(4):
        place = Locality.objects.create(name=f"Place {number}", slug=f"place-{number}")
        localities.add_objective(
            place, aim="better_engagement", text=f"Ask once {number}", progress="under_way", by=officer
        )
    with django_assert_max_num_queries(8):
        page = client.get("/engagement/objectives/").content.decode()
    assert "<strong>30 per cent</strong>" in page
    assert "from 28 on 1 October 2008" in page
    assert "towards 35 by 1 April 2012" in page
    assert "4 under way." in page
    assert "Ask once 3" in page
    assert "No locality has an objective" in page


@pytest.mark.parametrize("bad", ["\x00", "NaN", "Infinity", "9" * 400])
def test_bad_figures_are_refused_in_a_sentence(bad, as_, measure):
    typed = {"on_0": "1", "on_1": "4", "on_2": "2010", "value": bad, "source": "Kept words"}
    answer = as_("officer").post(f"/engagement/objectives/measures/{measure.pk}/figure/", typed)
    assert answer.status_code == 200
    assert b"Kept words" in answer.content
    assert not MeasureResult.objects.exists()
