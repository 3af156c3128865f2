"""The digest of the sector: everything since the last one that concerns it, once, in the order that matters.

Nothing is told twice and nothing forgotten, whenever the clock comes; and no more than its reader may see.
"""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core import mail
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.access import Access
from engagement import operations as engagement
from funding import operations as funding
from meetings import operations as meetings
from meetings.models import Decision
from partnership import operations as partnership
from partnership.models import Group, Notice, Organisation, PeriodicReport
from partnership.sending import send
from portal import operations
from portal.sector import representatives
from tests.factories import engagement as asking
from tests.factories import funding as money
from tests.factories import meetings as make
from tests.factories.meetings import officer_of
from tests.factories.partnership import (
    GroupFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    SeatFactory,
    SeatHoldingFactory,
    TopicFactory,
    UserFactory,
)
from tests.factories.periodic_reports import a_digest
from tests.pdf import Pdf, drawn, heard, problems_of

pytestmark = pytest.mark.django_db

SECTOR = Organisation.Sector.VOLUNTARY
MONDAY = datetime(2007, 2, 19, tzinfo=UTC)
WEEK = timedelta(days=7)


def at(day, hour=12, minute=0):
    return time_machine.travel(datetime(2007, 2, day, hour, minute, tzinfo=UTC))


@pytest.fixture
def rep(representative):
    """A member of the group for the voluntary sector."""
    return representative


def decided(group, text, *, on=datetime(2007, 2, 14, 12, tzinfo=UTC), access=Access.OPEN, **item):
    """Decided and published at a moment."""
    with time_machine.travel(on):
        made = make.AgendaItemFactory(meeting__group=group, meeting__held_on=on.date(), access=access, **item)
        make.started(made.meeting)
        decision = make.DecisionFactory(item=made, text=text)
        return meetings.publish_decision(decision, by=officer_of(group))


def headings(digest):
    return [part.heading for part in digest.statement.parts]


def entries(digest, heading):
    return [entry for part in digest.statement.parts if part.heading == heading for entry in part.entries]


def everything(digest):
    return " ".join(f"{e.title} {e.text} {e.tag}" for part in digest.statement.parts for e in part.entries)


# --- What is in it ---


def test_decisions_of_the_groups_in_which_the_sector_sits(rep, group):
    decision = decided(group, "The hall is bought.")
    decided(GroupFactory(), "Something else is done.")
    digest = a_digest(rep, until=MONDAY)

    [entry] = entries(digest, "Decisions that concern the sector")
    assert entry.title.startswith(decision.ref)
    assert (entry.text, entry.tag) == ("The hall is bought.", "Agreed")
    assert "1 decision." in digest.lead


def test_decisions_elsewhere_where_an_officer_marked_them_or_the_reader_follows(rep, group):
    elsewhere, topic = GroupFactory(), TopicFactory(slug="laa", name="LAA")
    decided(elsewhere, "Marked for the sector.", of_interest_to=[SECTOR])
    decided(GroupFactory(), "On a topic.", topics=[topic])
    followed = GroupFactory()
    decided(followed, "Of a group that is followed.")
    decided(GroupFactory(), "Of no concern.")
    partnership.follow(topic, by=rep)
    partnership.follow(followed, by=rep)
    texts = {
        entry.text for entry in entries(a_digest(rep, until=MONDAY), "Decisions that concern the sector")
    }

    assert texts == {"Marked for the sector.", "On a topic.", "Of a group that is followed."}


def test_what_was_marked_for_the_sector_stands_first(rep, group):
    decided(group, "Marked.", of_interest_to=[SECTOR], on=datetime(2007, 2, 13, 12, tzinfo=UTC))
    decided(group, "Later.", on=datetime(2007, 2, 14, 12, tzinfo=UTC))

    found = entries(a_digest(rep, until=MONDAY), "Decisions that concern the sector")
    assert [entry.text for entry in found] == ["Marked.", "Later."]


def test_of_what_is_not_open_it_says_only_that_it_is_there(rep, group):
    decided(group, "A secret sum.", access=Access.EXEMPT)
    make.circulated(make.closed(Decision.objects.get().item.meeting))
    Decision.objects.update(given_out_at=datetime(2007, 2, 14, 13, tzinfo=UTC))
    digest = a_digest(rep, until=MONDAY)

    assert "A secret sum." not in digest.body
    assert "sign in to read it" in everything(digest)


def test_what_the_reader_may_not_see_is_not_there_at_all(rep, group):
    closed = GroupFactory(is_public=False, name="Closed Group")
    decided(closed, "Behind doors.", of_interest_to=[SECTOR])
    SeatFactory(group=closed, nominated_by=OrganisationFactory(sector=SECTOR), title="A seat behind doors")
    unpublished = make.DecisionFactory(item=make.item_under_way(group), text="Not out yet.")
    decided(group, "Out.")
    digest = a_digest(rep, until=MONDAY)

    assert "Behind doors." not in digest.body
    assert "Closed Group" not in digest.body
    assert "A seat behind doors" not in digest.body
    assert unpublished.text not in digest.body


def test_consultations_to_answer_come_first_the_nearest_day_at_the_top(rep, group):
    alliance = Organisation.objects.get(slug="voluntary-sector-alliance")
    with at(14):
        later = asking.launched(title="Where to walk", closes_on=date(2007, 6, 1))
        named = asking.planned(group, title="Where to sit", opens_on=date(2007, 2, 14), closes_on=date(2007, 5, 10),
                               is_countywide=True, audiences=[asking.an_audience("Others")])  # fmt: skip
        engagement.add_consultee(named, name="The alliance", organisation=alliance, by=officer_of(group))
        engagement.launch_consultation(named, by=officer_of(group))
    with time_machine.travel(MONDAY + timedelta(hours=12)):
        digest = a_digest(rep, until=MONDAY)

    assert headings(digest)[0] == "What needs an answer from you"
    found = entries(digest, "What needs an answer from you")
    assert [entry.title for entry in found] == ["Respond: Where to sit", f"Respond: {later.title}"]
    assert [entry.tag for entry in found] == ["in 80 days", "in 102 days"]
    assert "Your body is asked by name." in found[0].text
    assert digest.lead.startswith("2 things need an answer from you.")
    assert {entry.tag for entry in entries(digest, "Consultations")} == {"Opened"}


def test_ones_own_overdue_action_is_told_with_its_days(rep, group):
    with at(14):
        item = make.item_under_way(group)
        make.ActionItemFactory(item=item, owner=rep.person, text="Ask the members", due_on=date(2007, 2, 16))
    decided(group, "Something.", on=datetime(2007, 2, 15, 12, tzinfo=UTC))
    with time_machine.travel(MONDAY + timedelta(hours=12)):
        [entry] = entries(a_digest(rep, until=MONDAY), "What needs an answer from you")

    assert entry.title == "Your action: Ask the members"
    assert entry.tag == "overdue, due 3 days ago"


def test_money_to_the_groups_pots_and_to_bodies_of_the_sector(rep, group):
    with at(14):
        decision = money.a_decision(item=make.item_under_way(group))
        pot = money.a_pot(decision)
        authority = money.an_authority(pot, decision)
        stream = money.a_stream(pot, name="Children")
        funding.award(stream, year=2006, amount=Decimal(600), **money.ground(authority))
        funding.award(stream, year=2006, amount=Decimal(400), **money.ground(authority))
        funding.profile(money.plan(stream, 4), amount=Decimal(100), **money.ground(authority))
        funding.publish_pot(pot, by=officer_of(group))
        hidden = money.a_pot(decision, name="Not published")
        hidden_authority = money.an_authority(hidden, decision)
        funding.award(money.a_stream(hidden), year=2006, amount=Decimal(77), **money.ground(hidden_authority))
    found = entries(a_digest(rep, until=MONDAY), "Money")

    # Awards are added up; what is planned for which quarter is not told of a pot.
    assert [entry.title for entry in found] == ["Award: £1,000"]
    assert found[0].text == f"{pot.name}, Children, 2006/07, in 2 movements"


def test_seats_that_were_filled_given_up_and_are_vacant(rep, group):
    alliance = OrganisationFactory(sector=SECTOR, name="Alliance of the Vale")
    with at(1):
        first, second, third = (
            SeatFactory(group=group, nominated_by=alliance, title=title)
            for title in ("First", "Second", "Third")
        )
        SeatFactory(group=group, nominated_by=OrganisationFactory(), title="Of the council")
        leaving = SeatHoldingFactory(seat=second, person=PersonFactory(name="Lea"))
    with at(14):
        partnership.fill_seat(first, person=PersonFactory(name="Ann"), starts_on=date(2007, 2, 1), by=None)
        partnership.end_seat_holding(leaving, on=date(2007, 2, 10), reason="Moved.", by=None)
    with time_machine.travel(MONDAY + timedelta(hours=12)):
        found = entries(a_digest(rep, until=MONDAY), "Seats")

    told = {(entry.title.split(",")[0], entry.tag) for entry in found}
    assert told == {("First", "Filled"), ("Second", "Ended"), ("Second", "Vacant"), ("Third", "Vacant")}
    assert third.title not in [entry.title for entry in found if entry.tag != "Vacant"]


def test_without_news_there_is_no_digest_however_much_waits(rep, group):
    SeatFactory(group=group, nominated_by=OrganisationFactory(sector=SECTOR))
    with at(14):
        make.ActionItemFactory(item=make.item_under_way(group), owner=rep.person)

    assert a_digest(rep, until=MONDAY) is None


# --- Once, and none forgotten ---


def test_each_thing_is_told_in_one_digest_also_what_happened_as_one_ended(rep, group):
    for text, moment in (
        ("Before.", MONDAY - timedelta(seconds=1)),
        ("At the very moment.", MONDAY),
        ("After.", MONDAY + timedelta(seconds=1)),
    ):
        decided(group, text, on=moment) if text == "Before." else decided(
            GroupFactory(), text, on=moment, of_interest_to=[SECTOR]
        )
    first = a_digest(rep, until=MONDAY)
    second = a_digest(rep, until=MONDAY + WEEK)

    def texts(digest):
        return sorted(entry.text for entry in entries(digest, "Decisions that concern the sector"))

    assert texts(first) == ["Before."]
    assert texts(second) == ["After.", "At the very moment."]


def test_weeks_without_a_worker_are_in_the_next_digest(rep, group):
    a = decided(group, "In the first week.")
    a_digest(rep, until=MONDAY)
    decided(GroupFactory(), "In the second.", on=MONDAY + timedelta(days=3), of_interest_to=[SECTOR])
    decided(GroupFactory(), "In the fourth.", on=MONDAY + timedelta(days=17), of_interest_to=[SECTOR])
    late = a_digest(rep, until=MONDAY + 3 * WEEK)

    assert (late.since, late.until) == (MONDAY, MONDAY + 3 * WEEK)
    texts = {entry.text for entry in entries(late, "Decisions that concern the sector")}
    assert texts == {"In the second.", "In the fourth."}
    assert a.text not in late.body


def test_a_week_in_which_nothing_happened_is_in_the_next_digest(rep, group):
    decided(group, "In the first week.")
    a_digest(rep, until=MONDAY)

    assert a_digest(rep, until=MONDAY + WEEK) is None
    decided(GroupFactory(), "Later.", on=MONDAY + WEEK + timedelta(days=1), of_interest_to=[SECTOR])
    assert a_digest(rep, until=MONDAY + 2 * WEEK).since == MONDAY


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    happened=st.lists(st.integers(0, 40 * 24), min_size=1, max_size=6, unique=True),
    # The first looks back four weeks, which is to the beginning here.
    first=st.integers(1, 28 * 24),
    asked=st.lists(st.integers(1, 41 * 24), max_size=5),
)
def test_whenever_it_is_asked_for_everything_is_told_exactly_once(
    happened, first, asked, rep, group, decisions
):
    """Hours since the beginning: when things happened, and when a digest was asked for, also out of order."""
    begin = datetime(2007, 3, 1, tzinfo=UTC)
    with transaction.atomic():
        chosen = decisions[: len(happened)]
        for decision, hour in zip(chosen, happened, strict=True):
            with time_machine.travel(begin + timedelta(hours=hour), tick=False):
                meetings.publish_decision(decision, by=officer_of(decision.group))
        made = [a_digest(rep, until=begin + timedelta(hours=hour)) for hour in [first, *asked, 41 * 24]]
        told = [
            entry.text
            for digest in made
            if digest
            for entry in entries(digest, "Decisions that concern the sector")
        ]
        transaction.set_rollback(True)

    assert sorted(told) == sorted(decision.text for decision in chosen)


@pytest.fixture
def decisions(group):
    """Six decisions for the sector; when each is published, the test says."""
    with at(2):
        items = [
            make.AgendaItemFactory(meeting__group=GroupFactory(), of_interest_to=[SECTOR]) for _ in range(6)
        ]
        for item in items:
            make.started(item.meeting)
        return [make.DecisionFactory(item=item, text=f"Decision {n}.") for n, item in enumerate(items)]


# --- Who has one, and how it comes ---


def test_representatives_are_who_holds_a_seat_or_sits_for_a_body_of_the_sector(rep, group, member, officer):
    in_seat = PersonFactory(user=UserFactory())
    SeatHoldingFactory(
        seat=SeatFactory(group=group, nominated_by=OrganisationFactory(sector=SECTOR)), person=in_seat
    )
    former = PersonFactory(user=UserFactory(is_active=False))
    MembershipFactory(group=group, person=former, organisation=OrganisationFactory(sector=SECTOR))

    assert set(representatives()) == {rep, in_seat.user}


def test_the_mail_has_everything_in_words_with_its_links(rep, group, django_capture_on_commit_callbacks):
    decision = decided(group, "The hall & the garden are bought.")
    with time_machine.travel(MONDAY + timedelta(hours=7)):
        digest = a_digest(rep, until=MONDAY)
        [notice] = Notice.objects.filter(what="sector_digest_made")
        send(notice.pk)
    [letter] = [each for each in mail.outbox if each.to == [rep.email]]
    html = letter.alternatives[0][0]

    assert letter.subject.startswith("For the voluntary and community sector")
    assert digest.lead in letter.body
    assert "The hall & the garden are bought." in letter.body
    assert decision.get_absolute_url() in letter.body
    assert digest.get_absolute_url() in letter.body
    assert "The hall &amp; the garden are bought." in html
    assert f'{decision.get_absolute_url()}">' in html


def test_the_pdf_can_be_heard_and_has_the_outline_of_the_page(rep, group, client):
    decided(group, "The hall is bought.")
    digest = a_digest(rep, until=MONDAY)
    client.force_login(rep)
    page = client.get(digest.get_absolute_url()).content.decode()
    file = client.get(f"{digest.get_absolute_url()}report.pdf").getvalue()
    outline = [re.sub(r"\s+", "", words) for _, words in Pdf(file).headings]

    assert problems_of(file) == []
    assert heard(file) == drawn(file)
    on_page = [re.sub(r"\s+", "", words) for words in re.findall(r"<h[12][^>]*>(.*?)</h[12]>", page)]
    assert [words for words in on_page if words in outline] == outline


@pytest.mark.parametrize("times", [1, 2, 3])
def test_the_clock_asks_for_it_once_a_week_however_often_it_strikes(
    times, rep, group, django_capture_on_commit_callbacks
):
    decided(group, "Something.")
    for hour in range(times):
        with (
            time_machine.travel(MONDAY + timedelta(hours=6 + 30 * hour)),
            django_capture_on_commit_callbacks(execute=True),
        ):
            operations.ask_for_due_digests(on=(MONDAY + timedelta(hours=6 + 30 * hour)).date(), by=None)

    [digest] = PeriodicReport.objects.all()
    assert (digest.reader, digest.until) == (rep, MONDAY)
    assert Notice.objects.filter(what="sector_digest_made").count() == 1


def test_it_asks_the_database_as_often_for_much_as_for_little(rep, group):
    decided(group, "One.")
    with CaptureQueriesContext(connection) as few:
        a_digest(rep, until=MONDAY)
    for n in range(8):
        decided(GroupFactory(), f"More {n}.", on=MONDAY + timedelta(days=2), of_interest_to=[SECTOR])
    with CaptureQueriesContext(connection) as many:
        a_digest(rep, until=MONDAY + WEEK)

    assert len(many) <= len(few) + 1


def test_a_group_that_closes_to_the_public_is_named_no_more(rep, group):
    other = GroupFactory()
    decided(other, "Marked.", of_interest_to=[SECTOR])
    Group.objects.filter(pk=other.pk).update(is_public=False)

    assert a_digest(rep, until=MONDAY) is None
