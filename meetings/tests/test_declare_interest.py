"""Interests are declared at a meeting, stand in its minutes on every door, and follow the access of their item."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from core.refusals import Refused
from meetings import operations
from meetings.models import AgendaItem, DeclarationOfInterest
from meetings.quorum import most_votes_on
from meetings.tests.doors import doors, found_behind, main_words, words_behind
from partnership.models import Group
from tests.factories.meetings import (
    AgendaItemFactory,
    MeetingFactory,
    approved,
    circulated,
    closed,
    officer_of,
    published,
    published_as_draft,
    started,
)
from tests.factories.partnership import MembershipFactory, PersonFactory

pytestmark = pytest.mark.django_db
WORDS = "Trustee of the food bank that asks for the grant"


@pytest.fixture
def ann(group):
    return MembershipFactory(group=group, person__name="Ann Member", person__slug="ann-member").person


@pytest.fixture
def meeting(group, officer):
    return MeetingFactory(group=group)


@pytest.fixture
def grants(meeting):
    return AgendaItemFactory(meeting=meeting, title="Grants")


@pytest.fixture
def exempt(meeting):
    return AgendaItemFactory(meeting=meeting, title="A contract", access="exempt")


@pytest.fixture
def under_way(meeting, grants, exempt):
    return started(meeting)


def declare(item, person, **values):
    values = {"nature": "personal", "words": WORDS, "action": "left"} | values
    return operations.declare_interest(item, person=person, by=officer_of(item.meeting.group), **values)


# The rule


def test_an_interest_is_declared_once_for_an_item(under_way, grants, ann):
    declare(grants, ann)

    with pytest.raises(Refused, match="declared an interest in this item already"):
        declare(grants, ann)


def test_nothing_is_declared_before_the_meeting(meeting, grants, ann):
    with pytest.raises(Refused, match="has not started"):
        declare(grants, ann)


def test_whoever_was_not_there_declared_nothing(under_way, grants, ann):
    operations.record_attendance(under_way, person=ann, status="apologies", by=officer_of(under_way.group))

    with pytest.raises(Refused, match="recorded as not there"):
        declare(grants, ann)


@pytest.mark.parametrize(
    ("action", "granted_by"), [("dispensation", ""), ("left", "The Standards Committee")]
)
def test_a_dispensation_goes_with_whoever_granted_it(under_way, grants, ann, action, granted_by):
    with pytest.raises(Refused, match="Say who granted the dispensation"):
        declare(grants, ann, action=action, dispensation_by=granted_by)


def test_leaving_for_an_item_is_leaving_for_what_stands_under_it(meeting, grants, exempt, ann):
    """Nobody is left to vote but whoever stayed for both."""
    under = AgendaItemFactory(meeting=meeting, parent=grants, title="The food bank")
    started(meeting)
    bob = MembershipFactory(group=meeting.group, person__name="Bob").person
    for person in (ann, bob):
        operations.record_attendance(meeting, person=person, status="present", by=officer_of(meeting.group))
    declare(grants, ann)
    declare(grants, bob, action="stayed")
    declare(under, bob, action="spoke_and_left")

    assert [most_votes_on(item) for item in (grants, under, exempt)] == [1, 0, 2]


def test_a_mistake_is_corrected_or_taken_out_until_the_minutes_are_approved(under_way, grants, ann):
    officer = officer_of(under_way.group)
    declaration = declare(grants, ann)
    operations.edit_declaration(declaration, action="stayed", by=officer)
    declaration.refresh_from_db()
    assert declaration.action == "stayed"

    closed(under_way)
    circulated(under_way)
    approved(under_way)

    for step in (
        lambda: operations.edit_declaration(declaration, action="left", by=officer),
        lambda: operations.remove_declaration(declaration, by=officer),
        lambda: declare(grants, PersonFactory()),
    ):
        with pytest.raises(Refused, match="approved and stay as they are"):
            step()
    for statement in (
        "UPDATE meetings_declarationofinterest SET words = 'nothing'",
        "DELETE FROM meetings_declarationofinterest",
        "INSERT INTO meetings_declarationofinterest (item_id, person_id, nature, words, action, dispensation_by) "
        f"VALUES ({grants.pk}, {ann.pk}, 'personal', 'x', 'left', '')",
        "TRUNCATE meetings_declarationofinterest",
    ):
        with (
            pytest.raises(DatabaseError, match=r"stay as approved|are kept"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; {statement}")


def test_taken_out_before_that_it_leaves_a_line_in_the_history(under_way, grants, ann, as_):
    declaration = declare(grants, ann)
    operations.remove_declaration(declaration, by=officer_of(under_way.group))

    page = as_("officer").get(f"{under_way.get_absolute_url()}history/").content.decode()
    assert "declaration removed" in page.lower()


# Where it is read


def test_it_stands_in_the_minutes_on_every_door_and_a_closed_items_declaration_on_none(
    under_way, group, grants, exempt, ann, as_, client
):
    group.draft_minutes = Group.DraftMinutes.AS_DRAFT
    group.save()
    declare(grants, ann)
    declare(exempt, ann, words="Shareholder of the bidder")
    closed(under_way)
    circulated(under_way)
    published_as_draft(under_way)

    address = under_way.get_absolute_url()
    for door in (address, f"{address}minutes.pdf", f"{address}minutes.docx"):
        words = " ".join(words_behind(client, door).split())
        assert WORDS in words, door
        assert "personal interest" in words, door
        assert "Left the room" in words, door
    assert found_behind(client, doors(under_way), "Shareholder") == []
    as_("member")
    assert set(found_behind(client, doors(under_way), "Shareholder")) >= {
        address,
        f"{address}minutes.docx",
    }


def test_the_item_for_declarations_names_them_all_with_their_items(under_way, group, grants, ann, as_):
    declare(grants, ann, action="dispensation", dispensation_by="the Standards Committee")

    page = main_words(as_("officer").get(under_way.get_absolute_url()).content.decode())

    sentence = (
        "Item 5, Grants . Ann Member , personal interest: Trustee of the food bank that asks for the grant."
    )
    assert sentence in page
    assert page.count("Stayed under a dispensation, granted by the Standards Committee.") == 2


def test_search_finds_it_where_the_reader_has_the_minutes(under_way, group, grants, ann, as_, client):
    group.draft_minutes = Group.DraftMinutes.AS_DRAFT
    group.save()
    declare(grants, ann)
    closed(under_way)
    circulated(under_way)
    assert "food bank" not in client.get("/search/?q=trustee").content.decode()

    published_as_draft(under_way)

    assert "food bank" in client.get("/search/?q=trustee").content.decode()


def test_a_version_without_declarations_says_nothing_of_them(under_way):
    closed(under_way)
    version = circulated(under_way).meeting.minutes_versions.get()

    assert all("declarations" not in item for item in version.content["items"])


def test_everybody_sees_it_once_it_stands_in_approved_and_published_minutes(
    under_way, grants, exempt, ann, reader, member, officer, outsider, other_officer, administrator
):
    for item in (grants, exempt):
        declare(item, ann)

    def seen():
        return [
            DeclarationOfInterest.objects.visible_to(user).count()
            for user in (reader, outsider, other_officer, administrator, member, officer)
        ]

    assert seen() == [0, 0, 0, 0, 0, 2]
    closed(under_way)
    circulated(under_way)
    assert seen() == [0, 0, 0, 0, 0, 2]
    approved(under_way)
    assert seen() == [0, 0, 0, 0, 2, 2]
    published(under_way)
    assert seen() == [1, 1, 1, 1, 2, 2]


# The pages


@pytest.fixture
def fill_in(grants, ann):
    def fill_in(**answers):
        return {
            "item": grants.pk,
            "person": ann.pk,
            "nature": "personal",
            "words": WORDS,
            "action": "left",
        } | answers

    return fill_in


def page_of(meeting, name="declarations", *more):
    return reverse(f"meetings:{name}", args=[*meeting.address, *more])


def test_an_officer_records_changes_and_removes_one(as_, under_way, grants, fill_in):
    browser = as_("officer")
    browser.post(page_of(under_way), fill_in())
    declaration = DeclarationOfInterest.objects.get()
    assert (declaration.item, declaration.words, declaration.action) == (grants, WORDS, "left")

    browser.post(page_of(under_way, "edit_declaration", declaration.pk), fill_in(action="stayed"))
    declaration.refresh_from_db()
    assert declaration.action == "stayed"

    browser.post(page_of(under_way, "remove_declaration", declaration.pk))
    assert not DeclarationOfInterest.objects.exists()


@pytest.mark.parametrize(
    ("answers", "question", "sentence"),
    [
        ({"item": ""}, "item", "Choose"),
        ({"item": "999999"}, "item", "Choose"),
        ({"person": "999999"}, "person", "Choose"),
        ({"nature": "odd"}, "nature", "Choose one of the answers"),
        ({"words": ""}, "words", "Fill in"),
        ({"words": "x" * 501}, "words", "must be 500 characters or fewer"),
        ({"words": "a\x00b"}, "words", "cannot be kept"),
        ({"action": ""}, "action", "Choose an answer"),
        ({"action": "dispensation"}, "dispensation_by", "Say who granted the dispensation."),
        ({"dispensation_by": "The chair"}, "action", "take away who granted it"),
    ],
)
def test_a_wrong_answer_is_told_beside_it(as_, under_way, fill_in, answers, question, sentence):
    answer = as_("officer").post(page_of(under_way), fill_in(**answers))

    assert answer.status_code == 200
    assert sentence in answer.context["form"].errors[question][0]
    assert not DeclarationOfInterest.objects.exists()


def test_somebody_recorded_as_away_is_not_offered(as_, under_way, ann, fill_in):
    operations.record_attendance(under_way, person=ann, status="absent", by=officer_of(under_way.group))

    answer = as_("officer").post(page_of(under_way), fill_in())

    assert "person" in answer.context["form"].errors


def test_before_the_meeting_and_after_the_approval_there_is_no_form(as_, meeting, grants):
    browser = as_("officer")
    assert "once it has started" in browser.get(page_of(meeting)).content.decode()
    closed(started(meeting))
    circulated(meeting)
    approved(meeting)

    page = browser.get(page_of(meeting)).content.decode()
    assert "stays as it is" in page
    assert "<form" not in main_form(page)


def main_form(page):
    return page[page.index("<main") : page.index("</main>")]


# The minuting page


def write(browser, meeting, **answers):
    return browser.post(reverse("meetings:write", args=meeting.address), answers)


def test_it_is_declared_on_the_minuting_page_under_its_item(as_, under_way, grants, ann):
    prefix = f"interest-{grants.pk}"
    answer = write(
        as_("officer"),
        under_way,
        do=prefix,
        **{
            f"{prefix}-person": ann.pk,
            f"{prefix}-nature": "disclosable_pecuniary",
            f"{prefix}-words": WORDS,
            f"{prefix}-action": "left",
        },
    )

    assert answer.status_code == 303
    assert DeclarationOfInterest.objects.get().item == grants
    page = as_("officer").get(answer["Location"]).content.decode()
    assert "The interest is recorded." in page
    assert WORDS in page


def test_under_the_item_for_declarations_the_officer_says_which_item_it_concerns(as_, under_way, grants, ann):
    declarations = under_way.items.get(kind=AgendaItem.Kind.DECLARATIONS)
    prefix = f"interest-{declarations.pk}"
    answers = {
        f"{prefix}-person": ann.pk,
        f"{prefix}-nature": "personal",
        f"{prefix}-words": WORDS,
        f"{prefix}-action": "left",
    }
    browser = as_("officer")
    assert write(browser, under_way, do=prefix, **answers).status_code == 422

    write(browser, under_way, do=prefix, **answers, **{f"{prefix}-concerns": grants.pk})

    assert DeclarationOfInterest.objects.get().item == grants


def test_a_decision_names_what_was_declared_unless_its_writer_says_otherwise(as_, under_way, grants, ann):
    declare(grants, ann)
    prefix = f"decide-{grants.pk}"
    browser = as_("officer")
    assert (
        "the decision names what was declared"
        in browser.get(reverse("meetings:write", args=under_way.address)).content.decode()
    )

    for text, interests in [("The grant is made.", ""), ("It is paid in May.", "None that matters.")]:
        write(
            browser,
            under_way,
            do=prefix,
            **{
                f"{prefix}-text": text,
                f"{prefix}-outcome": "agreed",
                f"{prefix}-voting": "consensus",
                f"{prefix}-interests": interests,
            },
        )

    assert list(grants.decisions.order_by("number").values_list("interests", flat=True)) == [
        f"Ann Member, personal interest: {WORDS}. Left the room.",
        "None that matters.",
    ]
