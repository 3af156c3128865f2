"""Search finds what the reader may see, marks the words, and refuses nothing that anybody can type."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser

from meetings import operations as meetings
from meetings.models import AgendaItem, Decision
from portal import search
from portal.tests.conftest import browser_of
from portal.tests.long_record import WORD, lengthen

pytestmark = pytest.mark.django_db

SAID = '"said on a matter"'

EVERYONE = {"anonymous", "outsider", "member", "chair", "officer", "other_officer", "administrator"}
THE_GROUP = {"member", "chair", "officer"}

# Words that stand in one part of the record, and who may find them there.
WHO_FINDS = {
    SAID: EVERYONE,
    '"agreed on a matter"': EVERYONE,
    '"members matter"': THE_GROUP,
    '"said on a members matter"': THE_GROUP,
    '"exempt matter"': THE_GROUP,
    '"agreed on an exempt matter"': THE_GROUP,
    '"Closed Group"': THE_GROUP | {"administrator"},
    '"Open Group"': EVERYONE,
    "CG": THE_GROUP,
}


def test_what_is_found_is_what_may_be_read(ask):
    found = {
        words: {
            role for role in EVERYONE if "Nothing that you may read" not in ask(role, "/search/", q=words)
        }
        for words in WHO_FINDS
    }

    assert found == WHO_FINDS
    for words in ("matter", "said", "agreed", "group"):
        page = ask("anonymous", "/search/", q=words) + ask(
            "other_officer", "/search/", q=words, kind="minutes"
        )
        page = page.replace("<mark>", "").replace("</mark>", "")
        assert "exempt matter" not in page.lower()
        assert "Closed Group" not in page


def test_the_number_of_a_decision_is_the_first_hit_for_those_who_may_read_it(ask, world):
    published, draft = world.things["decision"], world.things["draft_decision"]

    for typed in (published.ref, published.ref.lower(), f' "{published.ref}" '):
        page = ask("anonymous", "/search/", q=typed)
        assert "The decision with this number" in page
        assert published.get_absolute_url() in page
    found = {
        role for role in EVERYONE if "The decision with this number" in ask(role, "/search/", q=draft.ref)
    }
    assert found == {"officer"}


def test_draft_minutes_are_marked_so_and_a_closed_item_is_found_no_more(ask, world):
    hits = re.findall(
        r'<li class="house-found__hit">.*?</li>', ask("member", "/search/", q=SAID, kind="minutes"), re.S
    )
    assert ["DRAFT</strong>" in hit for hit in hits if "Closed Group" in hit] == [True]
    page = ask("anonymous", "/search/", q=SAID, kind="minutes")
    assert page.count("DRAFT</strong>") == page.count("house-found__hit") == 1

    AgendaItem.objects.filter(meeting=world.things["circulated"], title="A matter").update(access="members")

    assert "house-found__hit" not in ask("anonymous", "/search/", q=SAID, kind="minutes")


def test_words_are_found_in_other_forms_and_marked(ask):
    page = ask("anonymous", "/search/", q="matters", kind="decisions")

    assert "<mark>matter</mark>" in page


def test_text_that_people_wrote_cannot_become_markup(ask, world):
    officer, meeting = world.users["officer"], world.things["under_way"]
    item = meeting.items.get(kind=AgendaItem.Kind.OTHER_BUSINESS)
    text = (
        "<script>alert('x')</script> <img src=x onerror=alert(1)> wolverine \ue000<b>\ue001 [w](javascript:1)"
    )
    decision = meetings.log_decision(item, text=text, outcome="agreed", by=officer)
    meetings.publish_decision(decision, by=officer)

    page = ask("anonymous", "/search/", q="wolverine")

    assert "<mark>wolverine</mark>" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "\ue000" not in page
    assert "<b>" not in page
    for typed in ("<script>alert(1)</script>", '"><svg onload=alert(1)>'):
        page = ask("anonymous", "/search/", q=typed)
        assert typed not in page


TYPED = [
    "", " ", "\0", "a\0b", "((", "))", '"', "'", '"""', "-", "--", "- -", "or", "or or", "!", "&|!():*", ":*", "\\",
        "%", "_", "the", "a" * 10_000, "word " * 3_000, "'; drop table x; --", "🙂", "\u202e", "日本語",
        "<->", "a <-> b", "-word", "https://example.org/?a=b&c=d", "CEG-", "-1", "1" * 500, "\ue000\ue001",
]  # fmt: skip
ADDRESSES = [
        "q=%00", "q=%ff%fe", "q=%ED%A0%80", "q=matter&page=99999", "q=matter&kind=minutes&page=0",
        "q=matter&kind=minutes&page=" + "9" * 5000, "q=matter&year=0", "q=matter&year=99999999999999999999",
        "q=matter&year=%00", "q=matter&group=%00", "q=matter&group=none-such", "q=matter&kind=none", "q=matter&q=x",
]  # fmt: skip


def test_nothing_that_can_be_typed_breaks_the_page(world, client):
    for typed in TYPED:
        for kind in ("", "minutes", "people", "topics"):
            response = client.get("/search/", {"q": typed, "kind": kind})
            assert response.status_code == 200, f"{typed[:50]!r} in {kind}"
    for query in ADDRESSES:
        assert client.get(f"/search/?{query}").status_code == 200, query


def test_a_wrong_filter_says_so_and_a_closed_group_is_no_answer_to_choose(ask):
    assert "Choose from the list." in ask("anonymous", "/search/", q="matter", year="1812")
    assert "Choose from the list." in ask("anonymous", "/search/", q="matter", group="closed-group")
    assert "Choose from the list." not in ask("member", "/search/", q="matter", group="closed-group")


def test_filters_leave_only_that_group_and_that_year(ask, world):
    year = world.things["approved"].held_on.year

    assert "Nothing that you may read was found" in ask("member", "/search/", q="exempt", group="other-group")
    assert "Closed Group" in ask("member", "/search/", q="exempt", group="closed-group", kind="minutes")
    assert "People (" not in ask("member", "/search/", q="member", group="open-group")
    assert "Decisions (" in ask("member", "/search/", q="agreed", year=year)


def test_the_page_says_what_was_looked_for(ask):
    title = re.search(r"<title>(.*?)</title>", ask("anonymous", "/search/", q="matter", kind="minutes"))[1]

    assert title == "matter in minutes – search – Herefordshire Partnership"
    assert 'value="matter"' in ask("anonymous", "/search/", q="matter")
    assert "That was very long" in ask("anonymous", "/search/", q="matter " * 100)


def test_one_kind_is_read_page_by_page(ask, world):
    lengthen(world.things["group"], world.users["officer"], world.things["topic"], 25)

    first = ask("anonymous", "/search/", q=WORD, kind="minutes")
    second = ask("anonymous", "/search/", q=WORD, kind="minutes", page=2)

    assert "Minutes (25)" in first
    assert first.count("house-found__hit") == 20
    assert second.count("house-found__hit") == 5
    assert "Not published" not in first


def test_ranking_reads_a_thousand_matches_at_most(world, monkeypatch):
    lengthen(world.things["group"], world.users["officer"], world.things["topic"], 12)
    monkeypatch.setattr(search, "MOST_RANKED", 10)
    minutes = next(kind for kind in search.KINDS if kind.name == "minutes")
    asked = search.Asked(WORD)
    found = minutes.found(asked, AnonymousUser())

    assert search.count(found) == 11
    assert len(minutes.best_first(found, asked)) == 10


def test_search_asks_the_database_as_often_for_many_matches_as_for_few(world, queries):
    pages = [
        (browser_of(world, role), f"/search/?q={WORD}&kind={kind}")
        for role in ("anonymous", "member")
        for kind in ("", "minutes", "decisions", "people")
    ]
    lengthen(world.things["group"], world.users["officer"], world.things["topic"], 3)
    few = {page: queries(*page) for page in pages}
    lengthen(world.things["group"], world.users["officer"], world.things["topic"], 27)

    assert {page: queries(*page) for page in pages} == few
    assert max(few.values()) <= 40


def test_unpublished_decisions_are_marked_for_those_who_find_them(ask, world):
    lengthen(world.things["group"], world.users["officer"], world.things["topic"], 4)

    assert "Not published" in ask("officer", "/search/", q=WORD, kind="decisions")
    assert "Not published" not in ask("anonymous", "/search/", q=WORD, kind="decisions")
    assert Decision.objects.visible_to(AnonymousUser()).filter(year=1999).count() == 2
