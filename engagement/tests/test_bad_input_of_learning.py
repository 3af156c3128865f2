"""Whatever is sent to the forms of findings and savings gets a sentence, keeps what was typed, and changes nothing."""

from decimal import Decimal

import pytest
from django.utils import timezone

from engagement import operations
from engagement.models import Finding, OverlapChoice, Saving
from localities.models import Locality
from tests.factories.engagement import an_audience, closed, drafted, planned
from tests.factories.partnership import GroupFactory

HUGE = "9" * 400
MILLION = "x" * 1_000_000


def day(name: str, *parts: str) -> dict[str, str]:
    return {f"{name}_{place}": part for place, part in enumerate(parts)}


@pytest.fixture
def finding_answers(group) -> dict[str, object]:
    """A form that would be taken as it stands."""
    return {
        "title": "Kept words",
        "text": "More kept words",
        "source": "A survey",
        "group": str(group.pk),
        "is_countywide": "on",
        **day("found_on", "1", "2", "2007"),
        **day("expires_on", "1", "2", "2010"),
    }


BAD_FINDINGS = [
    ({"title": ""}, "title", "Fill in"),
    ({"title": "\x00"}, "title", "a character that cannot be kept"),
    ({"title": "x" * 301}, "title", "300 characters"),
    ({"text": MILLION}, "text", "5000 characters"),
    ({"source": ""}, "source", "Name either the consultation"),
    ({"source": "y" * 301}, "source", "300 characters"),
    ({"group": HUGE}, "group", "Choose one of the answers"),
    ({"group": "NaN"}, "group", "Choose one of the answers"),
    ({"group": ""}, "group", "Choose"),
    ({"localities": ["1", "2"]}, "localities", ""),
    ({"localities": ["NaN"], "is_countywide": ""}, "localities", ""),
    ({"audiences": [HUGE]}, "audiences", ""),
    (day("found_on", "30", "2", "2007"), "found_on", "only 28 days"),
    (day("found_on", "1", "2", "99999"), "found_on", "year between"),
    (day("found_on", "Infinity", "2", "2007"), "found_on", "between 1 and 31"),
    (day("found_on", "1\x00", "2", "2007"), "found_on", "between 1 and 31"),
    (day("expires_on", "", "", ""), "expires_on", ""),
    (day("expires_on", "1", "2", "2007"), "expires_on", "must expire after"),
    (day("expires_on", "1", "1", "2006"), "expires_on", "must expire after"),
]


@pytest.mark.parametrize(("wrong", "field", "sentence"), BAD_FINDINGS)
def test_a_finding_that_cannot_be_is_refused_beside_its_question(
    wrong, field, sentence, as_, finding_answers
):
    answer = as_("officer").post("/engagement/findings/add/", finding_answers | wrong)

    assert answer.status_code == 200
    errors = answer.context["form"].errors
    assert field in errors, errors
    assert sentence in (words := " ".join(errors[field]))
    assert words.endswith(".")
    page = answer.content.decode()
    assert "govuk-error-summary" in page
    assert "Kept words" in page or "title" in wrong
    assert "More kept words" in page or "text" in wrong
    assert not Finding.objects.exists()


def test_what_belongs_to_others_cannot_be_named_by_its_number(as_, group, finding_answers):
    elsewhere = GroupFactory(is_public=False)
    hidden = closed(elsewhere, audiences=[an_audience("Theirs")])
    for name, number in (("group", elsewhere.pk), ("consultation", hidden.pk)):
        answer = as_("officer").post("/engagement/findings/add/", finding_answers | {name: str(number)})
        assert answer.context["form"].errors[name]
        assert hidden.title not in answer.content.decode()
    assert not Finding.objects.exists()


def test_a_finding_sent_with_nothing_or_with_thousands_of_fields_is_no_error_of_ours(as_, finding_answers):
    assert as_("officer").post("/engagement/findings/add/", {}).status_code == 200
    flood = finding_answers | {f"field_{number}": "x" for number in range(3000)}
    assert as_("officer").post("/engagement/findings/add/", flood).status_code in (200, 302, 400)


def test_a_finding_edited_badly_keeps_what_was_there(as_, group, officer):
    place = Locality.objects.create(name="Golden Valley", slug="golden-valley")
    finding = operations.add_finding(
        title="Buses matter",
        group=group,
        source="A survey",
        localities=[place],
        found_on=timezone.localdate(),
        expires_on=timezone.localdate().replace(year=2090),
        by=officer,
    )
    wrong = {"title": "\x00", "is_countywide": "on", "localities": [str(place.pk)]}
    answer = as_("officer").post(f"{finding.get_absolute_url()}edit/", wrong)
    assert answer.status_code == 200
    assert {"title", "localities", "found_on"} <= set(answer.context["form"].errors)
    finding.refresh_from_db()
    assert finding.title == "Buses matter"


@pytest.mark.parametrize(
    "query",
    ["q=%00", "locality=nowhere", "audience=%00", f"page={HUGE}", "page=NaN", "state=x", f"q={'x' * 5000}"],
)
def test_questions_to_the_library_that_make_no_sense_are_answered(query, client, db):
    assert client.get(f"/engagement/findings/?{query}").status_code == 200


AMOUNTS = [
    ("", "Fill in"),
    ("NaN", "number"),
    ("Infinity", "number"),
    ("-Infinity", "number"),
    ("-1", "0"),
    ("0", "more than nothing"),
    ("0.001", "decimal places"),
    ("1e400", "digits"),
    (HUGE, "digits"),
    ("\x00", ""),
    ("twelve", "number"),
]


@pytest.fixture
def choice(group, officer) -> OverlapChoice:
    one, other = planned(group, title="One"), planned(GroupFactory(), title="Other")
    return operations.choose_about_overlap(one, other=other, choice="merge", reason="Better so.", by=officer)


@pytest.mark.parametrize(("amount", "sentence"), AMOUNTS)
@pytest.mark.parametrize("page", ["together", "avoided"])
def test_an_amount_that_cannot_be_is_refused_beside_it(page, amount, sentence, as_, choice):
    typed = {"choice": str(choice.pk), "consultation": str(choice.consultation_id)}
    answer = as_("officer").post(
        f"/engagement/savings/{page}/", typed | {"amount": amount, "basis": "Kept words"}
    )
    assert answer.status_code == 200
    assert sentence in " ".join(answer.context["form"].errors["amount"])
    assert "Kept words" in answer.content.decode()
    assert "govuk-error-summary" in answer.content.decode()
    assert not Saving.objects.exists()


@pytest.mark.parametrize("basis", ["", "\x00", "x" * 501])
def test_how_it_is_worked_out_is_asked_for(basis, as_, choice):
    answer = as_("officer").post(
        "/engagement/savings/together/", {"choice": str(choice.pk), "amount": "12.50", "basis": basis}
    )
    assert answer.context["form"].errors["basis"]
    assert "12.50" in answer.content.decode()
    assert not Saving.objects.exists()


def test_only_what_saves_and_what_one_runs_and_may_see_can_be_counted(as_, group, officer, choice):
    """Merged or joint, about one's own, both seen: the rule of `OverlapChoice.to_count_by`, tried by number."""
    staggered = operations.choose_about_overlap(
        choice.consultation, other=choice.other, choice="stagger", reason="Later.", by=officer
    )
    foreign = operations.choose_about_overlap(
        planned(GroupFactory(), title="Third", audiences=[an_audience("A")]),
        other=planned(GroupFactory(), title="Fourth", audiences=[an_audience("A")]),
        choice="merge",
        reason="Theirs.",
        by=officer,
    )
    half_seen = operations.choose_about_overlap(
        planned(group, title="Fifth", audiences=[an_audience("B")]),
        other=planned(GroupFactory(is_public=False), title="Behind doors", audiences=[an_audience("B")]),
        choice="joint",
        reason="Together.",
        by=officer,
    )
    assert list(OverlapChoice.objects.to_count_by(officer)) == [choice]
    for each in (staggered.pk, foreign.pk, half_seen.pk, HUGE, "NaN", "\x00", ""):
        answer = as_("officer").post(
            "/engagement/savings/together/", {"choice": str(each), "amount": "10", "basis": "Kept words"}
        )
        assert answer.status_code == 200
        assert answer.context["form"].errors["choice"]
        assert "Behind doors" not in answer.content.decode()
    assert not Saving.objects.exists()


def test_the_same_form_sent_twice_counts_once(as_, choice):
    typed = {"choice": str(choice.pk), "amount": "1200", "basis": "One leaflet."}
    assert as_("officer").post("/engagement/savings/together/", typed).status_code == 302
    again = as_("officer").post("/engagement/savings/together/", typed)
    assert again.context["form"].errors["amount"] == ["This saving is counted already."]
    assert Saving.objects.get().amount == Decimal(1200)


def test_a_finding_of_others_answers_nothing_here(as_, group, officer):
    hidden = operations.add_finding(
        title="Known elsewhere",
        group=GroupFactory(is_public=False),
        source="X",
        found_on=timezone.localdate(),
        expires_on=timezone.localdate().replace(year=2090),
        by=officer,
    )
    typed = {"consultation": str(drafted(group).pk), "amount": "10", "basis": "Kept words"}
    answer = as_("officer").post("/engagement/savings/avoided/", typed | {"finding": str(hidden.pk)})
    assert answer.context["form"].errors["finding"]
    assert "Known elsewhere" not in answer.content.decode()


@pytest.mark.parametrize("reason", ["", "\x00", "x" * 301])
def test_a_saving_is_struck_out_with_a_reason_only(reason, as_, choice, officer):
    saving = operations.record_saving(choice, amount=Decimal(5), basis="One leaflet.", by=officer)
    answer = as_("officer").post(f"/engagement/savings/{saving.pk}/strike/", {"reason": reason})
    assert answer.context["form"].errors["reason"]
    saving.refresh_from_db()
    assert saving.struck_reason == ""


def test_struck_out_twice_is_said(as_, choice, officer):
    saving = operations.record_saving(choice, amount=Decimal(5), basis="One leaflet.", by=officer)
    address = f"/engagement/savings/{saving.pk}/strike/"
    assert as_("officer").post(address, {"reason": "Counted elsewhere."}).status_code == 302
    assert "struck out already" in as_("officer").post(address, {"reason": "Again."}).content.decode()


@pytest.mark.parametrize("number", ["0", "999999", HUGE])
def test_savings_that_are_not_there_are_not_there(number, as_):
    assert as_("officer").get(f"/engagement/savings/{number}/strike/").status_code == 404
