"""A feed is well made whatever people write, and tells a reader of each thing once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import feedparser
from django.test import RequestFactory
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from core.feeds import MOST, Entry, feed, feed_response, newest, paragraph, tag
from core.words import writable
from tests.calendars import read_feed

ENTRY = Entry(
    key="decision/CEG-2007-1",
    title="Decision CEG-2007-1",
    address="/decisions/CEG-2007-1/",
    published_at=datetime(2026, 6, 1, 8, tzinfo=UTC),
    text="<p>Agreed.</p>",
)
WORDS = st.text(max_size=300)


def made(*entries):
    return feed("Decisions", entries, page="/decisions/", own="/decisions/feed.atom").encode()


@given(title=WORDS, text=WORDS)
@example(title="<b>& “£5m” 😀", text="</summary><script>alert(1)</script>")
@example(title="\x00\x0b\x1f\ufffe\ud800", text="]]> &amp; \x85 \u2028")
def test_what_people_write_comes_out_as_they_wrote_it(title, text):
    content = made(replace(ENTRY, title=title, text=paragraph(text)))

    root = etree.fromstring(content)
    [entry] = root.iter("{*}entry")
    assert (entry.findtext("{*}title") or "").split() == writable(title).split()
    summary = entry.find("{*}summary")
    assert summary.get("type") == "html"
    assert "<script" not in summary.text
    if title.strip() and writable(title).strip():
        assert not feedparser.parse(content).bozo


def test_an_entry_has_all_that_a_reader_needs():
    changed = replace(ENTRY, updated_at=ENTRY.published_at + timedelta(days=2), category="Decision")

    read = read_feed(made(changed))

    [entry] = read.entries
    assert entry.id == "tag:localhost,2026-01-01:decision/CEG-2007-1"
    assert entry.link == "http://localhost:8000/decisions/CEG-2007-1/"
    assert (entry.published, entry.updated) == ("2026-06-01T08:00:00+00:00", "2026-06-03T08:00:00+00:00")
    assert [each.term for each in entry.tags] == ["Decision"]
    assert read.feed.id == "tag:localhost,2026-01-01:feed/decisions/feed.atom"
    assert read.feed.author == "Herefordshire Partnership"
    assert read.feed.updated == entry.updated


def test_an_id_stays_when_the_words_change():
    before, after = (read_feed(made(replace(ENTRY, title=title))).entries[0] for title in ("One", "Two"))

    assert before.id == after.id == tag(ENTRY.key)
    assert before.title != after.title


def test_an_empty_feed_is_the_same_tomorrow():
    assert made() == made()
    assert read_feed(made()).entries == []


def test_the_newest_change_comes_first_and_there_are_not_too_many():
    entries = [
        replace(ENTRY, key=f"x/{n}", published_at=ENTRY.published_at + timedelta(days=n)) for n in range(70)
    ]
    old_but_changed = replace(ENTRY, key="x/old", updated_at=ENTRY.published_at + timedelta(days=900))

    found = newest([*entries, old_but_changed])

    assert len(found) == MOST
    assert [entry.key for entry in found[:2]] == ["x/old", "x/69"]


def test_who_has_it_already_gets_a_few_bytes():
    def ask(entries, **headers):
        request = RequestFactory().get("/decisions/feed.atom", headers=headers)
        return feed_response(request, "Decisions", entries, page="/decisions/")

    first = ask([ENTRY])

    assert first["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert ask([ENTRY], if_none_match=first["ETag"]).status_code == 304
    assert ask([replace(ENTRY, title="Other")], if_none_match=first["ETag"]).status_code == 200
    assert ask([], if_none_match=first["ETag"]).status_code == 200
