"""The lists of meetings, decisions and actions, and the pages behind them."""

import csv
import io
from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from meetings import operations
from meetings.models import ActionItem
from meetings.tests.doors import main_words
from tests.factories import meetings as make
from tests.factories.localities import LocalityFactory
from tests.factories.partnership import GroupFactory, PersonFactory, TopicFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(group, officer):
    """On a topic, at a meeting under way."""
    meeting = make.MeetingFactory(group=group)
    item = make.AgendaItemFactory(
        meeting=meeting, title="Performance", topics=[TopicFactory(slug="laa", name="LAA")]
    )
    make.started(meeting)
    item.refresh_from_db()
    return item


def words(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return main_words(response.content.decode())


# Meetings


def test_meetings_to_come_stand_before_those_past(as_, group, officer):
    today = timezone.localdate()
    days = [today - timedelta(days=60), today - timedelta(days=30), today, today + timedelta(days=30)]
    meetings = [make.MeetingFactory(group=group, held_on=day) for day in days]

    page = as_("reader").get("/meetings/").content.decode()

    places = [page.index(f'href="{meeting.get_absolute_url()}"') for meeting in meetings]
    assert places[2] < places[3] < places[1] < places[0]


def test_meetings_are_found_by_group_year_and_state(as_, group, officer):
    wanted = make.MeetingFactory(group=group)
    other_group = make.MeetingFactory()
    other_year = make.MeetingFactory(group=group, held_on=date(2008, 2, 2))
    called_off = make.MeetingFactory(group=group, held_on=date(2007, 5, 2))
    operations.cancel_meeting(called_off, reason="No business.", by=officer)

    page = as_("reader").get(f"/meetings/?group={group.slug}&year=2007&state=planned").content.decode()

    assert wanted.get_absolute_url() in page
    assert not [
        each for each in (other_group, other_year, called_off) if f'"{each.get_absolute_url()}"' in page
    ]


@pytest.mark.parametrize("address", ["/meetings/", "/decisions/", "/actions/"])
@pytest.mark.parametrize(
    "query", ["group=x", "year=0", "year=%00", "state=x", "status=x", "owner=x", "topic=x", "page=x"]
)
def test_a_choice_that_makes_no_sense_gets_a_page(query, address, as_, item):
    assert as_("reader").get(f"{address}?{query}").status_code == 200


def test_an_unknown_answer_is_told_beside_its_question(as_, item):
    assert "is not one of the answers" in words(as_("reader"), "/meetings/?year=1066")


def test_the_lists_take_no_more_queries_for_more_rows(as_, item, officer, django_assert_max_num_queries):
    for number in range(25):
        decision = make.DecisionFactory(item=item)
        operations.publish_decision(decision, by=officer)
        make.ActionItemFactory(item=item)
        make.MeetingFactory(group=item.meeting.group, held_on=date(2010, 1, 1) + timedelta(days=number))
    client = as_("officer")

    for address, most in (("/meetings/", 7), ("/decisions/", 9), ("/actions/", 10)):
        with django_assert_max_num_queries(most):
            client.get(address)


# Decisions


def test_the_register_narrows_by_group_year_outcome_topic_and_weight(as_, item, officer):
    wanted = make.DecisionFactory(item=item, text="Wanted.", outcome="agreed", is_key=True)
    other = make.DecisionFactory(item=item, text="Unwanted.", outcome="deferred")
    elsewhere = make.DecisionFactory(text="Elsewhere.", is_key=True)
    for decision in (wanted, other, elsewhere):
        operations.publish_decision(decision, by=officer)
    client = as_("reader")

    found = words(
        client, f"/decisions/?group={item.meeting.group.slug}&year=2007&outcome=agreed&topic=laa&key=yes"
    )

    assert "Wanted." in found
    assert "Unwanted." not in found
    assert "Elsewhere." not in found
    assert "Elsewhere." in words(client, "/decisions/")


def test_the_spreadsheet_has_the_same_rows_and_no_formulas(as_, item, officer):
    decision = make.DecisionFactory(item=item, text='=HYPERLINK("http://example.org")')
    hidden = make.DecisionFactory(item=item, text="Not published.")
    operations.publish_decision(decision, by=officer)

    response = as_("reader").get("/decisions/decisions.csv?outcome=agreed")

    rows = list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    assert [row["Reference"] for row in rows] == [decision.ref]
    assert rows[0]["Decision"].startswith("'=")
    assert hidden.text not in response.getvalue().decode()


def test_the_page_of_a_decision_tells_all_that_is_known(as_, item, officer):
    voter = PersonFactory(name="Sharon Gray", slug="sharon-gray")
    old = make.DecisionFactory(item=item, text="The old way.")
    decision = make.DecisionFactory(
        item=item,
        text="Keep the **profiles**.",
        reasons="Continuity.",
        options_rejected="To begin anew.",
        interests="None declared.",
        effective_on=date(2007, 4, 1),
        voting="carried",
        votes_for=3,
        votes_against=3,
        casting_vote_by=voter,
        named_votes={voter: "for"},
    )
    action = make.ActionItemFactory(item=item, text="Tell the treasurer")
    operations.supersede_decision(old, successor=decision, by=officer)
    operations.publish_decision(old, by=officer)
    operations.publish_decision(decision, by=officer)

    page = words(as_("officer"), decision.get_absolute_url())

    for told in (
        "Carried on a vote: 3 for, 3 against; casting vote of Sharon Gray.",
        "Sharon Gray: for",
        "Continuity.",
        "To begin anew.",
        "None declared.",
        "1 April 2007",
        "meeting of 2 February 2007",
        "It takes the place of",
        old.ref,
        action.text,
        f"Published by {officer}",
    ):
        assert told in page, told
    assert f"Superseded by {decision.ref}" in words(as_("reader"), old.get_absolute_url())


def test_the_old_register_address_of_nothing_is_not_found(as_, item):
    assert as_("reader").get("/decisions/NO-1999-1/").status_code == 404


# Actions


@pytest.fixture
def released(item, officer):
    """An overdue action of the member, one without a date, one done: in published minutes."""
    owner = PersonFactory(name="Magda Prail", slug="magda-prail")
    late = make.ActionItemFactory(item=item, text="Late one", owner=owner, due_on=date(2007, 2, 9))
    undated = make.ActionItemFactory(item=item, text="Undated one")
    done = make.ActionItemFactory(item=item, text="Done one", due_on=date(2007, 2, 5))
    operations.close_action(done, note="The letter went out.", by=officer)
    make.closed(item.meeting)
    make.circulated(item.meeting)
    make.approved(item.meeting)
    make.published(item.meeting)
    return late, undated, done


@time_machine.travel("2007-02-12 12:00", tick=False)
def test_the_overdue_come_first_and_are_called_so(as_, released):
    page = words(as_("reader"), "/actions/")

    assert "3 actions, 1 of them overdue" in page
    assert page.index("Late one") < page.index("Undated one") < page.index("Done one")
    assert "Overdue by 3 days" in page
    assert "No date set" in page
    assert "The letter went out." in page


@time_machine.travel("2007-02-12 12:00", tick=False)
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("status=open", {"Late one", "Undated one"}),
        ("status=overdue", {"Late one"}),
        ("status=done", {"Done one"}),
        ("status=dropped", set()),
        ("owner=magda-prail", {"Late one"}),
        ("group=chief-executives-group", {"Late one", "Undated one", "Done one"}),
    ],
)
def test_actions_narrow_by_status_owner_and_group(query, expected, as_, released):
    page = words(as_("reader"), f"/actions/?{query}")

    assert {action.text for action in released if action.text in page} == expected


def test_my_actions_are_mine(as_, released, member):
    ActionItem.objects.filter(text="Late one").update(owner=member.person)
    client = as_("member")

    page = words(client, "/actions/?mine=1")

    assert "Late one" in page
    assert "Undated one" not in page
    assert "My actions" in page


def test_my_actions_without_any_says_so(as_, released, outsider):
    assert "Nothing is waiting on you." in words(as_("outsider"), "/actions/?mine=1")


def test_the_page_of_an_action_says_what_was_done_and_where_it_comes_from(as_, released):
    page = words(as_("reader"), released[2].get_absolute_url())

    assert "The letter went out." in page
    assert "meeting of the Chief Executives Group of 2 February 2007" in page
    assert "item 5, Performance" in page


def test_groups_without_anything_to_show_are_not_offered(as_, item):
    GroupFactory(name="Quiet Group")

    assert "Quiet Group" not in words(as_("reader"), "/meetings/")


# What was asked for, in a sentence; the spreadsheets


@pytest.fixture
def register(item, officer):
    """Two published decisions of the group, one of them key; one of another group; one that is not published."""
    hereford = LocalityFactory(name="Hereford", slug="hereford")
    item.localities.add(hereford)
    LocalityFactory(name="Quiet Place", slug="quiet")
    other = make.AgendaItemFactory()
    make.started(other.meeting)
    rows = {
        "key": make.DecisionFactory(item=item, text="Pool the budgets.", is_key=True),
        "plain": make.DecisionFactory(item=item, text="Repair the roof.", outcome="deferred"),
        "elsewhere": make.DecisionFactory(item=other, text="Elsewhere."),
    }
    for decision in rows.values():
        operations.publish_decision(decision, by=officer)
    rows["draft"] = make.DecisionFactory(item=item, text="Pool in secret.")
    return rows


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "3 decisions, the newest first."),
        (
            "group=chief-executives-group&year=2007",
            "2 decisions of the Chief Executives Group in 2007, the newest",
        ),
        ("key=yes", "1 key decision."),
        ("locality=hereford", "2 decisions that concern Hereford, the newest first."),
        ("locality=hereford&key=yes", "1 key decision that concerns Hereford."),
        ("topic=laa&outcome=deferred", "1 decision on LAA, outcome “deferred”."),
        ("q=pooling", "1 decision, with the words “pooling”."),
        ("year=2007&outcome=refused", "No decision in 2007, outcome “refused”."),
        ("locality=quiet", "No decision that concerns Quiet Place."),
        ("topic=unheard-of", "No decision can be shown for this choice."),
        ("group=nobody", "No decision can be shown for this choice."),
    ],
)
def test_the_sentence_above_the_register_says_what_was_asked_and_found(query, expected, as_, register):
    assert expected in words(as_("reader"), f"/decisions/?{query}")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=budget", {"key"}),
        ("q=budgets+roof", set()),
        ("q=budgets+or+roof", {"key", "plain"}),
        ("q=performance", {"key", "plain"}),
        ("q=pool+secret", set()),
        ("locality=hereford", {"key", "plain"}),
        ("q=%00%22%27%28%26%21", set()),
    ],
)
def test_page_and_spreadsheet_find_the_same_decisions_by_words_and_place(query, found, as_, register):
    client = as_("reader")
    expected = {register[name].ref for name in found}

    page = client.get(f"/decisions/?{query}").content.decode()
    sheet = client.get(f"/decisions/decisions.csv?{query}").getvalue().decode("utf-8-sig")

    assert {each.ref for each in register.values() if f"Decision {each.ref}" in page} == expected
    assert {row["Reference"] for row in csv.DictReader(io.StringIO(sheet))} == expected


def test_a_decision_is_found_by_its_number_in_any_case(as_, register):
    ref = register["key"].ref

    assert f"1 decision, with the words “{ref.lower()}”." in words(
        as_("reader"), f"/decisions/?q={ref.lower()}"
    )


def test_words_longer_than_anybody_looks_for_get_a_page(as_, register):
    assert "No decision" in words(as_("reader"), f"/decisions/?q={'x' * 5000}")


def test_every_row_of_every_page_stands_once_and_filters_stay_in_the_links(as_, item, officer):
    decisions = [make.DecisionFactory(item=item) for _ in range(45)]
    for decision in decisions:
        operations.publish_decision(decision, by=officer)
    client = as_("reader")

    pages = [client.get(f"/decisions/?outcome=agreed&page={number}").context["page"] for number in (1, 2, 3)]
    shown = [decision.ref for page in pages for decision in page]

    assert shown == [decision.ref for decision in reversed(decisions)]
    assert "outcome=agreed&amp;page=2" in client.get("/decisions/?outcome=agreed").content.decode()


def test_the_spreadsheet_tells_topics_and_localities(as_, register):
    sheet = as_("reader").get("/decisions/decisions.csv?key=yes").getvalue().decode("utf-8-sig")

    [row] = csv.DictReader(io.StringIO(sheet))
    assert (row["Topics"], row["Localities"], row["Key decision"]) == ("LAA", "Hereford", "yes")


def test_a_spreadsheet_takes_no_more_queries_for_more_rows(as_, item, officer, django_assert_max_num_queries):
    for _ in range(30):
        operations.publish_decision(make.DecisionFactory(item=item), by=officer)
        make.ActionItemFactory(item=item)
    client = as_("officer")

    for register, most in (("decisions", 10), ("actions", 9), ("meetings", 6)):
        with django_assert_max_num_queries(most):
            client.get(f"/{register}/{register}.csv").getvalue()


@time_machine.travel("2007-02-12 12:00", tick=False)
@pytest.mark.parametrize(
    "query", ["", "status=overdue", "owner=magda-prail", "topic=laa", "q=late", "q=performance"]
)
def test_actions_in_the_spreadsheet_are_those_on_the_page(query, as_, released):
    client = as_("reader")
    page = words(client, f"/actions/?{query}")

    sheet = client.get(f"/actions/actions.csv?{query}").getvalue().decode("utf-8-sig")

    rows = list(csv.DictReader(io.StringIO(sheet)))
    assert rows
    assert {row["Action"] for row in rows} == {action.text for action in released if action.text in page}


@time_machine.travel("2007-02-12 12:00", tick=False)
def test_actions_are_told_in_a_sentence(as_, released):
    client = as_("reader")

    assert "1 action of Magda Prail on LAA, overdue. The longest overdue come first." in words(
        client, "/actions/?owner=magda-prail&topic=laa&status=overdue"
    )
    assert "1 action of Magda Prail, 1 of them overdue" in words(client, "/actions/?owner=magda-prail")


def test_an_owner_from_outside_learns_nothing_of_where_the_action_comes_from(as_, item, outsider):
    item.meeting.group.is_public = False
    item.meeting.group.save()
    person = PersonFactory(user=outsider)
    make.ActionItemFactory(item=item, text="Write a letter", owner=person)
    client = as_("outsider")

    page = words(client, "/actions/")
    sheet = client.get("/actions/actions.csv").getvalue().decode()

    assert "Write a letter" in page
    assert "Write a letter" in sheet
    for told in ("Performance", "Chief Executives", "LAA"):
        assert told not in page
        assert told not in sheet
    for query in ("q=performance", "topic=laa", "group=chief-executives-group"):
        assert "Write a letter" not in words(client, f"/actions/?{query}")


def test_meetings_in_the_spreadsheet_are_those_on_the_page(as_, group, officer):
    meeting = make.MeetingFactory(group=group, place="=Hereford")
    make.MeetingFactory(group=group, held_on=date(2008, 2, 2))
    client = as_("reader")

    [row] = csv.DictReader(
        io.StringIO(client.get("/meetings/meetings.csv?year=2007").getvalue().decode("utf-8-sig"))
    )

    assert (row["Date"], row["Place"], row["State"]) == ("2007-02-02", "'=Hereford", "Planned, not recorded")
    assert row["Address"].endswith(meeting.get_absolute_url())
    assert "1 meeting of the Chief Executives Group in 2007" in words(
        client, "/meetings/?year=2007&group=chief-executives-group"
    )
