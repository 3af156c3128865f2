"""The record of 2 February 2007 is all there, and it was entered as a person would have entered it."""

import re
from datetime import date
from html import unescape

import pytest
from django.core.management import CommandError, call_command
from django.utils.html import strip_tags

from core import history
from engagement.models import Consultation, Mention
from meetings.models import AgendaItem, Decision, Meeting, Minutes, MinutesVersion
from partnership.models import Group, OfficeTerm, Organisation, Person, Seat, User
from tests.once import kept_for_the_file

pytestmark = pytest.mark.django_db

PAGE = "/meetings/chief-executives-group/2007-02-02/"

# The facts of the record, each as words that the page must show.
FACTS = {
    1: ["Leads and manages the operational functions", "Community Strategy", "Local Area Agreement (LAA)"],
    2: ["second meeting", "2 February 2007"],
    3: ["next meeting", "30 March 2007"],
    4: [
        "A report of the meeting was filed by Richard Quallington",
        "representative of the Voluntary Sector Assembly",
    ],
    5: ["received an update on the Local Area Agreement"],
    6: ["recommendations for those elements of the funding of the current year, 2006/07, that were unspent"],
    7: ["between £2 million and £3 million", "single pot", "Government Office for the West Midlands (GOWM)"],
    8: ["refresh", "good in all categories", "only two others in the West Midlands region"],
    9: ["More was still to be done to engage the voluntary and community sector (VCS)"],
    10: ["more flexibility within and between the pooled funding streams"],
    11: [
        "existing spending profiles are kept for 2007/08",
        "Continuity, and delivery of what is already under way",
    ],
    12: ["Herefordshire Infrastructure Consortium (HIC)", "Magda Prail, gave an update"],
    13: ["coordinating and improving front-line support to voluntary organisations and community groups"],
    14: ["a part in advocacy", "voices of the sector count in strategy and policy"],
    15: ["helping to grow strong leadership in the sector"],
    16: ["welcomed its part in communication and in making roles and responsibilities clear"],
    17: ["programme of six days, tailored to the county", "delivering the Community Strategy"],
    18: ["leadership positions from all three sectors: public, private and voluntary"],
    19: ["Bursaries", "small training budgets"],
    20: ["Philippa Lydford of the Herefordshire Partnership"],
    21: ["Functions of the council and the Primary Care Trust are to come together"],
    22: ["change how the public sector works with voluntary organisations"],
    23: [
        "representatives of other sectors, the VCS among them, on some of the working groups of the next stage"
    ],
    24: ["running by March 2008"],
    25: [
        "Herefordshire Connects is the council's major change programme",
        "re-engineers how the council delivers",
    ],
    26: ["reviewing what accommodation it will need", "sharing with other organisations", "customer in mind"],
    27: [
        "West Midlands Economic Strategy",
        "South Wye forward strategy",
        "Regional Capacity Building programme",
        "the Compact",
        "European Union funding opportunities",
    ],
    28: ["chair moves round the partners regularly"],
    29: ["Neil Pringle stood down as Chair"],
    30: ["Sharon Gray was nominated as Chair and Mark Turner as Vice-Chair"],
    31: ["Both were elected unanimously"],
}


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker):
    with kept_for_the_file(django_db_blocker, lambda: call_command("load_demo", verbosity=0)):
        yield Meeting.objects.get(held_on=date(2007, 2, 2))


def words_of(response) -> str:
    text = unescape(strip_tags(response.content.decode()))
    return re.sub(r"\s+", " ", text).replace("’", "'").lower()


def test_the_page_shows_every_fact_to_everyone(client, demonstration):
    words = words_of(client.get(PAGE))

    missing = {number: fact for number, facts in FACTS.items() for fact in facts if fact.lower() not in words}
    assert missing == {}


def test_the_decisions_of_the_meeting_are_numbered_in_their_order(demonstration):
    assert [(each.ref, each.outcome, each.voting) for each in Decision.objects.of_meeting(demonstration)] == [
        ("CEG-2007-1", "agreed", "consensus"),
        ("CEG-2007-2", "elected", "unanimous"),
        ("CEG-2007-3", "elected", "unanimous"),
    ]


def test_the_chair_passed_from_one_to_the_other_on_that_day(demonstration):
    terms = OfficeTerm.objects.filter(group__prefix="CEG").order_by("office", "starts_on")

    assert [(term.person.name, term.office, term.ends_on) for term in terms] == [
        ("Neil Pringle", "chair", date(2007, 2, 2)),
        ("Sharon Gray", "chair", None),
        ("Mark Turner", "vice_chair", None),
    ]


def test_the_minutes_await_approval_on_30_march_2007(demonstration):
    following = Meeting.objects.get(held_on=date(2007, 3, 30))

    assert following.status == Meeting.Status.PLANNED
    offer = AgendaItem.objects.get(meeting=following, offers_minutes_of=demonstration)
    assert offer.title == "Minutes of the meeting of 2 February 2007"
    assert Minutes.objects.get(meeting=demonstration).status == Minutes.Status.CIRCULATED


def test_the_draft_was_given_out_once_and_sealed(demonstration):
    version = MinutesVersion.objects.get(meeting=demonstration)

    assert version.number == 1
    assert version.is_draft
    assert set(version.releases.values_list("audience", flat=True)) == {"members", "public"}


def test_it_was_entered_through_the_same_verbs_on_the_days_of_the_record(demonstration):
    entries = list(history.of(demonstration).order_by("at", "pk"))

    assert [entry.verb for entry in entries if entry.verb != "item removed"] == [
        "planned",
        "edited",
        "agenda published",
        "started",
        "closed",
    ]
    assert entries[-1].at.date() == date(2007, 2, 2)


def test_only_people_of_the_record_are_named(demonstration):
    assert set(Person.objects.values_list("name", flat=True)) == {
        "Richard Quallington",
        "Magda Prail",
        "Philippa Lydford",
        "Neil Pringle",
        "Sharon Gray",
        "Mark Turner",
    }


def test_what_is_not_known_is_marked(demonstration):
    assert "illustrative" in Group.objects.get(prefix="PST").terms_of_reference.lower()
    assert all("illustrative" in seat.title for seat in Seat.objects.filter(group__prefix="PST"))


def test_what_minutes_name_without_days_has_no_entry_that_guesses_them(demonstration, client):
    named = Mention.objects.with_item()
    assert {mention.title for mention in named} == {
        "West Midlands Economic Strategy",
        "South Wye forward strategy",
        "Regional Capacity Building programme",
        "The Compact",
        "European Union funding opportunities",
    }
    assert {(each.item.number, each.item.meeting.held_on.isoformat()) for each in named} == {
        ("7", "2007-02-02")
    }
    assert not Consultation.objects.exists()
    assert "is not known to this record" in client.get("/consultations/named-in-minutes/").content.decode()

    # They are entries of the register all the same, each with a page, and item 7 leads to each.
    register = client.get("/consultations/").content.decode()
    table = client.get("/consultations/register.csv").getvalue().decode()
    minutes = client.get("/meetings/chief-executives-group/2007-02-02/").content.decode()
    item = re.search(r'id="item-7".*?</section>', minutes, re.S)[0]
    for mention in named:
        page = client.get(mention.get_absolute_url()).content.decode()
        assert "Known from minutes only" in page
        assert mention.get_absolute_url() in register
        assert mention.get_absolute_url() in table
        assert mention.get_absolute_url() in item
        assert mention.title in client.get("/search/", {"q": mention.title}).content.decode()
    assert "5 consultations." in register
    assert "5 named on this day" in register


def test_the_programme_says_what_is_known_and_what_is_illustrative(demonstration, client):
    page = client.get("/programmes/common-purpose-delivering-the-community-strategy/").content.decode()
    for known in ("six days", "public, private and voluntary", "small training budgets", "Philippa Lydford"):
        assert known in page
    assert "6 days" in page
    assert "Their dates are not known." in page
    assert "the numbers here are illustrative" in page
    assert "item 3, Partnership working: programme with Common Purpose" in page
    minutes = client.get("/meetings/chief-executives-group/2007-02-02/").content.decode()
    item = re.search(r'id="item-3".*?</section>', minutes, re.S)[0]
    assert 'href="/programmes/common-purpose-delivering-the-community-strategy/"' in item


def test_loading_twice_changes_nothing(demonstration):
    before = (Organisation.objects.count(), Decision.objects.count(), MinutesVersion.objects.count())

    call_command("load_demo", verbosity=0)

    assert (Organisation.objects.count(), Decision.objects.count(), MinutesVersion.objects.count()) == before


def test_a_database_that_holds_anything_else_is_left_alone(demonstration):
    # Something else, because the record is not what it should be.
    User.objects.filter(email="officer@example.org").update(email="somebody-else@example.org")

    with pytest.raises(CommandError, match="left as it is"):
        call_command("load_demo")

    assert Meeting.objects.count() == 3
