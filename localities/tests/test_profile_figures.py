"""No figure about a locality stands without its source."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from core import history
from core.refusals import Refused
from localities import operations
from localities.models import ProfileFigure

pytestmark = pytest.mark.django_db

FIGURE = {
    "measure": "Population",
    "value": "14,200",
    "unit": "residents",
    "period": "2011",
    "source": "The census",
    "geography": "The locality",
}


def test_a_figure_is_shown_with_its_period_area_and_source(as_, client, valley):
    page = as_("administrator").post(
        "/localities/golden-valley/figures/add/", FIGURE | {"value": "14200"}, follow=True
    )

    words = " ".join(page.content.decode().split())
    for said in ("14,200 residents", "2011", "The locality", "The census"):
        assert said in words


@pytest.mark.parametrize("source", ["", "   ", "\n\t"])
def test_no_figure_stands_without_a_source(as_, valley, source):
    page = as_("administrator").post(
        "/localities/golden-valley/figures/add/", FIGURE | {"value": "1", "source": source}
    )
    assert "Fill in “Source”." in page.content.decode()
    with pytest.raises(IntegrityError, match="profile_figure_has_its_source"), transaction.atomic():
        ProfileFigure.objects.create(
            locality=valley, measure="x", value=1, unit="x", period="x", geography="x", source=source
        )


@pytest.mark.parametrize("value", ["", "many", "NaN", "Infinity", "1e400", "9" * 40, "1.234", "\x00"])
def test_a_value_that_is_no_number_gets_a_sentence_and_keeps_the_rest(as_, valley, value):
    page = as_("administrator").post("/localities/golden-valley/figures/add/", FIGURE | {"value": value})

    assert page.status_code == 200
    assert "There is a problem" in page.content.decode()
    assert 'value="The census"' in page.content.decode()
    assert not ProfileFigure.objects.exists()


def test_the_same_figure_is_not_recorded_twice_and_one_is_removed_with_a_reason(valley, administrator):
    values = FIGURE | {"value": Decimal("14200")}
    figure = operations.add_figure(valley, **values, by=administrator)
    with pytest.raises(Refused, match="There is a figure for this measure, period and area already"):
        operations.add_figure(valley, **values, by=administrator)

    operations.remove_figure(figure, reason="Of another place.", by=administrator)

    assert not ProfileFigure.objects.exists()
    assert history.of(valley)[0].reason == "Population: 14,200 residents: Of another place."


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [("8", "%", "8%"), ("2.50", "km", "2.5 km"), ("14200", "people", "14,200 people")],
)
def test_a_value_reads_as_a_person_would_write_it(value, unit, words):
    assert ProfileFigure(value=Decimal(value), unit=unit).in_words == words
