"""A report is written without losing a word, whoever else writes at the same time; its numbers come by themselves."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.refusals import Refused
from meetings import operations, report_text
from meetings.models import Paper, Report, ReportSection
from meetings.report_reading import as_read
from tests.factories.meetings import officer_of
from tests.factories.partnership import GroupFactory, UserFactory
from tests.factories.reports import afresh, begun, ready, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(group) -> Report:
    return begun(group)


def marks(report):
    return {
        f"shown-{n}": report_text.mark_of_part(v) for n, v in report_text.parts_of(afresh(report)).items()
    }


def page_of(report, client):
    client.force_login(report.author)
    return f"/papers/{report.paper_id}/report/write/"


def text_of(report, key):
    return ReportSection.objects.get(report=report, key=key).text


def numbers(report):
    page = as_read(afresh(report))
    return [each.number for section in [*page.lead, *page.sections] for each in section.parts]


def test_a_report_begins_with_the_usual_sections_where_its_body_has_none(report):
    assert [section.heading for section in report.sections.all()] == [
        "Purpose",
        "Key decision",
        "Recommendations",
        "Introduction and background",
        "Key considerations",
        "Community impact",
        "Financial implications",
        "Risk management",
        "Legal implications",
        "Alternative options",
        "Consultees",
        "Appendices",
        "Background papers",
    ]


def test_numbers_run_on_through_numbered_sections_and_lists_belong_to_their_paragraph(report):
    written(
        report,
        introduction="Not numbered.",
        key_considerations="One.\n\nTwo:\n\n- a\n- b\n\nThree.",
        financial="Four.",
        legal="## A heading\n\nFive.",
        consultees="Nobody.",
    )

    assert [number for number in numbers(report) if number] == [1, 2, 3, 4, 5]
    page = as_read(afresh(report))
    considerations = next(section for section in page.sections if section.key == "key-considerations")
    assert considerations.parts[1].part.plain == "Two:\na\nb"
    assert considerations.numbers == "1 to 3"


def test_what_is_typed_into_every_box_is_saved(report, client):
    address = page_of(report, client)
    sent = {"text-purpose": "Why.\r\nSo.", "text-risk": "Some.", "recommendation": ["First.", "", "Second."]}

    response = client.post(address, marks(report) | sent | {"is-key": "yes", "do": "save-risk"}, follow=True)

    assert "Everything is saved." in response.content.decode()
    assert text_of(report, "purpose") == "Why.\nSo."
    assert [each.text for each in report.recommendations.all()] == ["First.", "Second."]
    assert afresh(report).is_key is True


def test_two_who_write_different_parts_both_keep_theirs(report, client):
    began = marks(report)
    written(report, risk="Somebody else's risk.")

    client.post(page_of(report, client), began | {"text-introduction": "Mine.", "text-risk": ""})

    assert text_of(report, "introduction") == "Mine."
    assert text_of(report, "risk") == "Somebody else's risk."


def test_two_who_write_the_same_part_see_both_texts_and_lose_neither(report, client):
    began = marks(report)
    written(report, risk="Theirs.")

    response = client.post(
        page_of(report, client), began | {"text-risk": "Mine.", "text-introduction": "Saved."}
    )

    page = response.content.decode()
    assert "somebody else saved another text while you were writing" in page
    assert "Theirs.\nMine.</textarea>" in page
    assert text_of(report, "risk") == "Theirs."
    assert text_of(report, "introduction") == "Saved."
    shown = report_text.mark_of_part("Theirs.")
    assert f'name="shown-risk" value="{shown}"' in page


def test_after_a_conflict_the_text_that_stays_is_saved(report, client):
    written(report, risk="Theirs.")

    client.post(
        page_of(report, client), {"shown-risk": report_text.mark_of_part("Theirs."), "text-risk": "Both."}
    )

    assert text_of(report, "risk") == "Both."


def test_recommendations_changed_by_two_are_all_shown(report, client):
    began = marks(report)
    written(report, **{"recommendations-list": ["Theirs."]})

    page = client.post(page_of(report, client), began | {"recommendation": ["Mine."]}).content.decode()

    assert page.index("Theirs.</textarea>") < page.index("Mine.</textarea>")
    assert [each.text for each in report.recommendations.all()] == ["Theirs."]


@pytest.mark.parametrize(
    ("button", "left"),
    [
        ("up-2", ["B", "A", "C"]),
        ("down-2", ["A", "C", "B"]),
        ("remove-2", ["A", "C"]),
        ("up-1", ["A", "B", "C"]),
        ("down-3", ["A", "B", "C"]),
        ("up-99", ["A", "B", "C"]),
        ("remove-x", ["A", "B", "C"]),
        ("", ["A", "B", "C"]),
    ],
)
def test_recommendations_are_moved_and_taken_out_by_buttons(report, client, button, left):
    sent = {"recommendation": ["A", "B", "C", ""], "do": button}

    client.post(page_of(report, client), marks(report) | sent)

    assert [each.text for each in report.recommendations.order_by("position")] == left


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"text-risk": "x" * 100_001}, "100,000 characters at most; one has 100,001"),
        ({"recommendation": ["One."] * 27}, "26 recommendations at most"),
        ({"recommendation": ["x" * 100_001]}, "A recommendation can have 100,000"),
    ],
)
def test_too_much_is_refused_with_everything_kept(report, client, sent, sentence):
    page = client.post(
        page_of(report, client), marks(report) | {"text-purpose": "Kept."} | sent
    ).content.decode()

    assert sentence in page
    assert "Kept.</textarea>" in page
    assert text_of(report, "purpose") == ""


def test_a_character_that_cannot_be_kept_is_left_out(report, client):
    client.post(page_of(report, client), marks(report) | {"text-risk": "a\x00b"})

    assert text_of(report, "risk") == "ab"


def test_on_an_agenda_its_words_are_locked_until_it_is_taken_off(group):
    report = ready(group)
    officer = officer_of(group)
    meeting = operations.plan_meeting(group, held_on=_next_year(), by=officer)
    report = operations.place_report(report, meeting=meeting, by=officer)
    with pytest.raises(Refused, match="Take it off the agenda"):
        written(report, risk="Another.")

    operations.take_report_off(report, by=officer)

    written(afresh(report), risk="Another.")
    assert text_of(report, "risk") == "Another."
    assert meeting.items.filter(title=report.paper.title).exists()


@pytest.mark.parametrize("make", [begun, written])
def test_only_a_report_that_is_ready_goes_on_an_agenda(group, make):
    report = make(begun(group)) if make is written else make(group)
    officer = officer_of(group)
    meeting = operations.plan_meeting(group, held_on=_next_year(), by=officer)

    with pytest.raises(Refused, match="Nobody has approved it yet"):
        operations.place_report(report, meeting=meeting, by=officer)
    with pytest.raises(Refused, match="may not go on an agenda yet"):
        operations.edit_paper(report.paper, item=meeting.items.first(), by=officer)
    assert Paper.objects.get(pk=report.paper_id).item is None


def test_a_new_item_is_closed_as_far_as_the_report(group):
    report = ready(group, access="exempt", exempt_paragraphs=[3], public_interest="A contract.")
    officer = officer_of(group)
    meeting = operations.plan_meeting(group, held_on=_next_year(), by=officer)

    item = operations.place_report(report, meeting=meeting, by=officer).paper.item

    assert (item.access, item.exempt_paragraphs, item.public_interest) == ("exempt", [3], "A contract.")


def test_a_report_is_for_a_meeting_of_its_own_body_and_approved_by_another_than_its_author(group):
    other = operations.plan_meeting(
        elsewhere := GroupFactory(), held_on=_next_year(), by=officer_of(elsewhere)
    )
    author = UserFactory()
    with pytest.raises(Refused, match="must be one of the"):
        begun(group, meeting=other)
    with pytest.raises(Refused, match="somebody else than its author"):
        begun(group, author=author, approver=author)


def _next_year():
    return timezone.localdate() + timedelta(days=365)
