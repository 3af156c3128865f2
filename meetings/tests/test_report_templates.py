"""Administrators say which sections a body's reports begin with; reports that have begun keep theirs."""

import pytest

from core import history
from core.refusals import Refused
from meetings import operations
from meetings.models import ReportTemplate, TemplateSection
from meetings.models.report_templates import USUAL_SECTIONS
from tests.factories.partnership import GroupFactory
from tests.factories.reports import begun

pytestmark = pytest.mark.django_db
THREE = [each for each in USUAL_SECTIONS if each["key"] in TemplateSection.OF_EVERY_REPORT]


def address(group):
    return f"/manage/report-templates/{group.slug}/"


def form(sections, **more):
    """What the page sends: every row, by its place."""
    sent = {}
    for n, each in enumerate(sections):
        for name, value in each.items():
            if value is not False:
                sent[f"s{n}-{name}"] = "on" if value is True else value
    return sent | more


def headings(group):
    return [
        each.heading for each in TemplateSection.objects.filter(template__group=group).order_by("position")
    ]


def test_reports_that_are_begun_afterwards_have_the_new_sections_and_others_keep_theirs(group, administrator):
    before = begun(group)
    extra = {
        "key": "equality",
        "heading": "Equality",
        "guidance": "",
        "is_numbered": True,
        "is_required": True,
    }

    operations.set_report_template(group, sections=[*THREE, extra], by=administrator)

    assert [each.heading for each in begun(group, title="Later").sections.all()][-1] == "Equality"
    assert before.sections.count() == len(USUAL_SECTIONS)
    assert begun(GroupFactory()).sections.count() == len(USUAL_SECTIONS)


def test_what_was_changed_is_in_the_history_in_words(group, administrator):
    template = operations.set_report_template(group, sections=THREE, by=administrator)

    old, new = history.of(template).get().changes["sections"]
    assert "Key considerations (numbered, required)" in old
    assert new == ["Purpose (required)", "Key decision", "Recommendations (required)"]


@pytest.mark.parametrize(
    ("sections", "sentence"),
    [
        (THREE[1:], "Every report has these sections: purpose"),
        ([*THREE, {**THREE[0], "key": "again"}], "same heading"),
        (
            [*THREE, *({**THREE[0], "key": f"k{n}", "heading": f"H{n}"} for n in range(40))],
            "40 sections at most",
        ),
    ],
)
def test_what_is_refused(group, administrator, sections, sentence):
    with pytest.raises(Refused, match=sentence):
        operations.set_report_template(group, sections=sections, by=administrator)
    assert not ReportTemplate.objects.exists()


def test_a_section_is_moved_by_a_button_and_nothing_typed_is_lost(group, administrator, client):
    client.force_login(administrator)
    typed = [{**THREE[0], "heading": "What it is about"}, *THREE[1:]]

    page = client.post(address(group), form(typed, do="down-0")).content.decode()

    assert page.index('value="Key decision"') < page.index('value="What it is about"')
    # The same button goes on being under the keyboard, at its new place.
    assert 'id="down-1" type="submit" name="do" value="down-1" autofocus' in page
    assert not ReportTemplate.objects.exists()


@pytest.mark.parametrize("button", ["up-0", "down-99", "remove-0", "up-x", "remove-", "²", "up-²"])
def test_a_button_that_can_do_nothing_changes_nothing(group, administrator, client, button):
    client.force_login(administrator)

    page = client.post(address(group), form(THREE, do=button))

    assert page.status_code == 200
    assert page.content.decode().count("Heading of section") == 3


def test_saved_from_the_page_with_a_new_section_that_gets_its_key(group, administrator, client):
    client.force_login(administrator)
    new = {"key": "", "heading": "Purpose of the visit!", "guidance": "Why.", "is_numbered": True}

    response = client.post(address(group), form([*THREE[::-1], new], do="save"), follow=True)

    assert "begin with these sections from now on" in response.content.decode()
    assert headings(group) == ["Recommendations", "Key decision", "Purpose", "Purpose of the visit!"]
    assert TemplateSection.objects.get(heading="Purpose of the visit!").key == "purpose-of-the-visit"


def test_what_is_wrong_is_said_beside_its_box_with_the_rest_kept(group, administrator, client):
    client.force_login(administrator)
    typed = [
        {**THREE[0], "heading": ""},
        {**THREE[1], "heading": "x" * 121},
        {**THREE[2], "guidance": "Kept."},
    ]

    page = client.post(address(group), form(typed, do="save")).content.decode()

    assert 'href="#id_s0-heading">Section 1: Fill in “Heading”' in page
    assert "Section 2: “Heading” must be 120 characters or fewer" in page
    assert "Kept." in page
    assert not ReportTemplate.objects.exists()


def test_a_refusal_stands_above_the_form(group, administrator, client):
    client.force_login(administrator)

    page = client.post(
        address(group), form([*THREE, {"key": "", "heading": "Purpose"}], do="save")
    ).content.decode()

    assert "Two sections have the same heading." in page
