"""Charts of bars with a mark on each."""

from decimal import Decimal

from core.charts import WIDTH
from core.marked_charts import MARGIN, marked_chart


def test_all_are_drawn_to_one_scale_and_stay_within_the_picture():
    chart = marked_chart(
        "Some", [("One", "5", Decimal(5), Decimal(10)), ("Other", "2.5", Decimal("2.5"), Decimal(5))]
    )

    assert [bar.mark for bar in chart.bars] == [WIDTH - MARGIN, (WIDTH - MARGIN) // 2]
    assert [bar.width for bar in chart.bars] == [(WIDTH - MARGIN) // 2, (WIDTH - MARGIN) // 4]
    assert chart.height > chart.bars[-1].bar_y + chart.bar


def test_what_is_not_known_or_below_nothing_is_not_drawn():
    chart = marked_chart("Some", [("One", "", None, None), ("Other", "", Decimal(-3), Decimal(-1))])

    assert [(bar.width, bar.mark) for bar in chart.bars] == [(0, None), (0, 0)]


def test_a_chart_of_nothing():
    assert marked_chart("Some", []).bars == []
