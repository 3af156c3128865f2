"""What people write is shown as they meant it, and can do nobody harm."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import markdown
from core.documents import Bullets, Heading, Notice, Numbered, Paragraph, Run, Table

HARMFUL = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "[a](vbscript:x)",
    "<a href='javascript:alert(1)'>a</a>",
    '[a](https://example.org "onmouseover=alert(1)")',
    "![a](https://example.org/spy.png)",
    "<https://example.org/?<script>>",
    "`<script>`\n\n```\n<script>alert(1)</script>\n```",
    "|<script>|b|\n|-|-|\n|<img src=x onerror=y>|[c](javascript:d)|",
    "<style>body{display:none}</style>",
    "<!-- --><svg/onload=alert(1)>",
]
PIECES = st.sampled_from(
    [*HARMFUL, "# ", "* ", "1. ", "\n", "\n\n", "    ", "**", "_", "[", "](", ")", "|", "> ", "&", "\x00"]
)
PEOPLES_TEXT = st.lists(st.one_of(st.text(max_size=20), PIECES), max_size=25).map("".join)


@given(PEOPLES_TEXT)
def test_no_text_is_too_strange_and_none_can_act(text):
    html = markdown.render(text)

    tags = re.findall(r"<([a-z0-9]+)([^>]*)>", html)
    assert {tag for tag, _ in tags} <= markdown.TAGS
    for _, attributes in tags:
        names = re.findall(r'\s([a-z]+)="', attributes)
        assert set(names) <= {"class", "href", "title", "scope", "start", "rel"}
    for href in re.findall(r'href="([^"]*)"', html):
        assert not re.match(r"\s*(javascript|data|vbscript|file):", href, re.IGNORECASE)


@given(PEOPLES_TEXT)
def test_plain_words_and_document_blocks_come_from_any_text(text):
    assert isinstance(markdown.plain(text), str)
    assert isinstance(markdown.blocks(text), list)


@pytest.mark.parametrize("text", HARMFUL)
def test_what_could_do_harm_makes_no_element(text):
    html = markdown.render(text)

    assert not re.search(r"<(script|img|svg|style|iframe)", html)
    assert 'href="javascript' not in html.lower()


def test_html_shows_as_the_characters_that_were_typed():
    assert (
        markdown.render("a <b>bold</b> claim")
        == '<p class="govuk-body">a &lt;b&gt;bold&lt;/b&gt; claim</p>\n'
    )


def test_paragraphs_lists_and_emphasis_look_like_the_rest_of_the_site():
    html = markdown.render("Some *thoughts* and **facts**.\n\n- one\n- two\n\n3. three\n4. four")

    assert "<em>thoughts</em>" in html
    assert "<strong>facts</strong>" in html
    assert '<ul class="govuk-list govuk-list--bullet">' in html
    assert '<ol class="govuk-list govuk-list--number" start="3">' in html or 'start="3"' in html


def test_links_lead_to_pages_and_mail_and_vouch_for_nobody():
    html = markdown.render("[here](/groups/) [there](https://example.org) [us](mailto:clerk@example.org)")

    assert html.count('rel="noopener nofollow"') == 3
    assert 'href="/groups/"' in html


def test_addresses_are_not_made_links_unasked():
    assert "<a" not in markdown.render("see www.example.org and https://example.org")


@pytest.mark.parametrize(
    ("heading_level", "text", "levels"),
    [
        (3, "# A\n\n## B\n\n# C", ["h3", "h4", "h3"]),
        (3, "#### A\n\n## B", ["h3", "h3"]),
        (3, "# A\n\n#### B\n\n#### C\n\n## D", ["h3", "h4", "h4", "h4"]),
        (4, "# A\n\n## B\n\n### C\n\n#### D", ["h4", "h5", "h6", "h6"]),
        (1, "# A", ["h3"]),
    ],
)
def test_headings_take_their_place_under_the_pages_own_without_a_gap(heading_level, text, levels):
    assert re.findall(r"<(h\d)", markdown.render(text, heading_level=heading_level)) == levels


def test_a_table_has_header_cells_and_its_figures_to_the_right_without_a_style():
    html = markdown.render("|Stream|Amount|\n|-|-:|\n|Roads|£10|")

    assert '<th class="govuk-table__header" scope="col">Stream</th>' in html
    assert '<td class="govuk-table__cell govuk-table__cell--numeric">£10</td>' in html
    assert "style" not in html


def test_plain_words_have_no_markup():
    assert (
        markdown.plain("# Roads *now*\n\n- [one](/x/)\n- two\nstill two") == "Roads now\none\ntwo still two"
    )


def test_no_text_at_all_is_nothing():
    assert (markdown.render(""), markdown.plain(""), markdown.blocks("")) == ("", "", [])


def test_a_text_becomes_blocks_of_a_document():
    text = "#### Roads\n\nSome **bold** [link](/x/)\n\n2. two\n   - inner\n\n> quoted\n\n|a|b|\n|-|-:|\n|1|2|"

    heading, paragraph, numbered, notice, table = markdown.blocks(text, heading_level=3)

    assert heading == Heading(3, "Roads")
    assert paragraph == Paragraph((Run("Some "), Run("bold", bold=True), Run(" "), Run("link", href="/x/")))
    assert isinstance(numbered, Numbered)
    assert numbered.start == 2
    assert isinstance(numbered.items[0][1], Bullets)
    assert notice == Notice((Run("quoted"),))
    assert table == Table("", ((Run("a"),), (Run("b"),)), (((Run("1"),), (Run("2"),)),), numeric=(1,))
