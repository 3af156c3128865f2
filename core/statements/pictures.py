"""The pictures of a statement on paper: the very drawing of the page, in the colours and letters of print."""

from django.template.loader import render_to_string

from core.statements.model import Chart

TEMPLATES = {"bars": "bar_chart", "curves": "line_chart", "marks": "marked_chart"}
# What the stylesheet of the site says of charts, for a printer that does not have it.
STYLE = """
text { font-family: "Libertinus Serif"; fill: #0b0c0c; }
.house-chart__label { font-size: 14px; font-weight: bold; }
.house-chart__words { font-size: 13px; }
.house-chart__words--middle { text-anchor: middle; }
.house-chart__words--end { text-anchor: end; }
.house-chart__part { stroke: #1d6b3f; stroke-width: 1.5; }
.house-chart__part--spent { fill: #1d6b3f; }
.house-chart__part--left { fill: #ffffff; }
.house-chart__rule { stroke: #5a625c; stroke-width: 0.5; }
.house-chart__curve { fill: none; stroke: #1d6b3f; stroke-width: 2; }
.house-chart__curve--planned { stroke-dasharray: 6 4; }
.house-chart__curve--spent { stroke-width: 3; }
.house-chart__point { stroke: #1d6b3f; stroke-width: 2; fill: #ffffff; }
.house-chart__point--spent { fill: #1d6b3f; }
.house-chart__mark { stroke: #0b0c0c; stroke-width: 3; stroke-dasharray: 4 2; }
"""
FORMS = {"bars": ("filled", "hollow"), "marks": ("bar", "line through it"), "curves": ("line", "line")}


def picture_of(chart: Chart) -> str:
    """The drawing as SVG that stands alone."""
    drawn = render_to_string(f"components/drawings/{TEMPLATES[chart.form]}.svg", {"chart": chart.drawn})
    return drawn.strip().replace(">", f"><style>{STYLE}</style>", 1)


def key_of(chart: Chart) -> str:
    """What is what in the picture, in words: "Filled: spent. Hollow: left." Curves have their names beside them."""
    if chart.form == "curves":
        return ""
    parts = zip(FORMS[chart.form], chart.key, strict=False)
    return " ".join(f"{form.capitalize()}: {label[:1].lower()}{label[1:]}." for form, (_, label) in parts)
