"""Each guard of returns and recommendations taken away in turn: their laws must be seen to break (`make mutants`)."""

import pytest
from hypothesis.stateful import run_state_machine_as_test

from funding.models import Forecast, RecommendedMovement, Return, ReturnLine, UnderspendRecommendation
from funding.tests.test_each_guard_is_needed import ENOUGH, take_away
from funding.tests.test_returns_hold import Returns

GUARDED = [Forecast, Return, ReturnLine, UnderspendRecommendation, RecommendedMovement]
# These refuse any change of a row, or of what it is about: funding/tests/test_returns.py tries them one by one.
OF_THE_HOUSE = {
    "forecast_stays",
    "forecast_is_kept",
    "recommended_movement_stays",
    "recommended_movement_is_kept",
    "return_keeps_its_round",
}
GUARDS = [
    (model, trigger)
    for model in GUARDED
    for trigger in model._meta.triggers
    if trigger.name not in OF_THE_HOUSE
]

pytestmark = pytest.mark.mutants


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "guard"), GUARDS, ids=lambda each: getattr(each, "name", ""))
def test_the_laws_break_without(model, guard, capsys):
    take_away(model, guard)

    with pytest.raises(AssertionError) as broken:
        run_state_machine_as_test(Returns, settings=ENOUGH)

    with capsys.disabled():
        print(f"\n  without {guard.name}: {str(broken.value).splitlines()[0]}")
