"""Pictures that are worked out on the server."""

from decimal import Decimal

from core.charts import HEIGHT, LETTERS, TOP, WIDTH, bar_chart, line_chart


def amounts(*values):
    return [None if value is None else Decimal(value) for value in values]


def test_the_longest_bar_fills_the_width_and_nothing_reaches_beyond():
    rows = [("A", "", {"spent": Decimal(30), "left": Decimal(70)}), ("B", "", {"spent": Decimal(50)})]
    chart = bar_chart("Money", rows, series=["spent", "left"])

    assert [sum(part.width for part in bar.parts) for bar in chart.bars] == [WIDTH, WIDTH // 2]


def test_what_is_there_is_seen_and_what_is_below_nothing_is_not_drawn():
    rows = [("A", "", {"spent": Decimal(1_000_000)}), ("B", "", {"spent": Decimal(1), "left": Decimal(-5)})]
    chart = bar_chart("Money", rows, series=["spent", "left"])

    assert [(part.series, part.width) for part in chart.bars[1].parts] == [("spent", 2)]


def test_of_many_rows_the_greatest_are_drawn_in_their_order():
    rows = [(str(number), "", {"spent": Decimal(number % 7)}) for number in range(20)]
    chart = bar_chart("Money", rows, series=["spent"], most=2)

    assert [bar.label for bar in chart.bars] == ["6", "13"]
    assert chart.left_out == 18


def test_a_long_name_is_shortened_in_the_picture():
    [bar] = bar_chart("Money", [("x" * 99, "", {})], series=[]).bars

    assert len(bar.label) == LETTERS


def test_a_curve_ends_where_nothing_is_known_yet():
    chart = line_chart(
        "Money",
        ["Apr", "May", "Jun"],
        {"planned": ("Planned", amounts(10, 20, 40)), "spent": ("Spent", amounts(5, 10, None))},
    )
    planned, spent = chart.curves

    assert (len(planned.points), len(spent.points)) == (3, 2)
    assert [point.y for point in planned.points] == [TOP + HEIGHT - HEIGHT // 4, TOP + HEIGHT // 2, TOP]
    assert spent.ends_early
    assert not planned.ends_early


def test_a_curve_of_which_nothing_is_known_is_left_out():
    chart = line_chart("Money", ["Apr", "May"], {"spent": ("Spent", amounts(None, None))})

    assert chart.curves == []


def test_twelve_names_do_not_run_into_each_other():
    months = [str(number) for number in range(1, 13)]
    chart = line_chart("Money", months, {"planned": ("Planned", amounts(*range(12)))})

    assert [label for _, label in chart.marks] == ["1", "4", "7", "10"]
