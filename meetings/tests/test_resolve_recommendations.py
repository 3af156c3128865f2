"""What a report recommends becomes the decision: as it was put, or in other words with the difference shown."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from core.refusals import Refused
from meetings import operations, report_text
from meetings.models import Decision, Recommendation, Resolution
from meetings.tests.doors import main_words, words_of_pdf, words_of_word
from tests.factories.meetings import AgendaItemFactory, DecisionFactory, MeetingFactory, officer_of, started
from tests.factories.reports import afresh, approved, begun, cleared, ready, written

PUT = "That the framework is approved."
pytestmark = pytest.mark.django_db


def put_to_a_meeting(group, **values):
    """A report under way at a meeting, given out with its papers."""
    officer = officer_of(group)
    meeting = MeetingFactory(group=group)
    report = operations.place_report(ready(group, **values), meeting=meeting, by=officer)
    meeting = operations.publish_agenda(meeting, by=officer)
    operations.publish_papers(meeting, by=officer)
    operations.start_meeting(meeting, by=officer)
    return afresh(report)


@pytest.fixture
def report(group):
    return put_to_a_meeting(group)


def resolve(report, outcome="agreed", text="", **values):
    return operations.resolve_recommendation(
        report.recommendations.get(),
        item=report.paper.item,
        outcome=outcome,
        text=text,
        by=officer_of(report.group),
        **values,
    )


def address(report):
    return f"{report.paper.item.meeting.get_absolute_url()}items/{report.paper.item.number}/recommendations/"


def test_accepted_as_it_stands_it_is_the_decision(report):
    decision = resolve(report)

    assert (decision.text, decision.outcome) == (PUT, "agreed")
    assert Resolution.objects.get(decision=decision).text == PUT
    assert not Recommendation.objects.undecided().exists()


def test_amended_it_keeps_both_texts(report):
    decision = resolve(report, "agreed_as_amended", "That the framework is approved for one year.")

    assert decision.text == "That the framework is approved for one year."
    assert Resolution.objects.get(decision=decision).text == PUT


@pytest.mark.parametrize(
    ("outcome", "text", "sentence"),
    [
        ("agreed", "Other words.", "You changed the words"),
        ("agreed_as_amended", PUT, "The words are those of the recommendation"),
        ("agreed_as_amended", f" {PUT}\r\n", "The words are those of the recommendation"),
        ("elected", PUT, "Choose what came of"),
        ("", PUT, "Choose what came of"),
    ],
)
def test_what_does_not_fit_is_refused(report, outcome, text, sentence):
    with pytest.raises(Refused, match=sentence):
        resolve(report, outcome, text)
    assert not Decision.objects.exists()


def test_it_is_decided_once_unless_it_was_put_off_or_logged_in_error(report):
    put_off = resolve(report, "deferred")
    decided = resolve(report)
    with pytest.raises(Refused, match=f"decided on this already: {decided}"):
        resolve(report)

    operations.withdraw_decision(decided, reason="Wrong item.", by=officer_of(report.group))

    assert resolve(report).number == 3
    assert put_off.outcome == "deferred"


def test_it_is_decided_only_under_its_own_item(report):
    other = report.paper.item.meeting.items.exclude(pk=report.paper.item_id).first()

    with pytest.raises(Refused, match="not put to the body under this item"):
        operations.resolve_recommendation(
            report.recommendations.get(), item=other, outcome="agreed", by=officer_of(report.group)
        )


def test_a_correction_in_the_making_does_not_change_what_was_put(report):
    written(report, **{"recommendations-list": ["Something else entirely."]})

    assert resolve(report).text == PUT


def test_a_key_decision_stays_one(group):
    report = begun(group)
    operations.write_report(
        report, texts={"is-key": True}, shown={"is-key": report_text.mark_of_part(False)}, by=report.author
    )

    report = approved(cleared(written(report)))
    officer = officer_of(group)
    meeting = MeetingFactory(group=group)
    report = operations.place_report(report, meeting=meeting, by=officer)
    started(meeting)

    assert resolve(report).is_key is True


def test_the_button_accepts_and_leads_back_to_the_minutes(report, client):
    client.force_login(officer_of(report.group))
    pk = report.recommendations.get().pk

    response = client.post(address(report), {"do": f"accept-{pk}", f"r{pk}-voting": "unanimous"})

    assert response.status_code == 302
    meeting = report.paper.item.meeting
    assert response["Location"] == f"{meeting.get_absolute_url()}write/#item-{report.paper.item.number}"
    assert Decision.objects.get().voting == "unanimous"


def test_the_form_keeps_what_was_typed_when_it_is_refused(report, client):
    client.force_login(officer_of(report.group))
    pk = report.recommendations.get().pk
    sent = {
        "do": f"decide-{pk}",
        f"r{pk}-outcome": "agreed_as_amended",
        f"r{pk}-text": "In other words.",
        f"r{pk}-voting": "carried",
        f"r{pk}-votes_for": "3",
    }

    page = client.post(address(report), sent).content.decode()

    assert "Count the votes on both sides" in page
    assert "In other words.</textarea>" in page
    client.post(address(report), sent | {f"r{pk}-votes_against": "1"})
    assert (Decision.objects.get().text, Decision.objects.get().votes_for) == ("In other words.", 3)


def test_decision_and_minutes_show_the_difference_in_words_on_every_door(report, client):
    decision = resolve(report, "agreed_as_amended", "That the framework is approved for one year.")
    officer = officer_of(report.group)
    operations.publish_decision(decision, by=officer)

    page = main_words(client.get(decision.get_absolute_url()).content.decode())
    assert "Recommended in other words in the report" in page
    assert "added: for one year" in page
    client.force_login(officer)
    meeting = report.paper.item.meeting.get_absolute_url()
    assert "added: for one year" in main_words(client.get(meeting).content.decode())
    for words in (
        words_of_pdf(client.get(f"{meeting}minutes.pdf").content),
        words_of_word(client.get(f"{meeting}minutes.docx").content),
    ):
        assert "[added: for one year]" in " ".join(words.split())


def test_where_nothing_was_changed_it_says_so(report, client):
    decision = resolve(report)
    operations.publish_decision(decision, by=officer_of(report.group))

    page = main_words(client.get(decision.get_absolute_url()).content.decode())

    assert "As recommended in the report" in page
    assert "added:" not in page


def test_who_may_not_read_the_report_does_not_learn_its_words_from_the_decision(group, client, member):
    officer = officer_of(group)
    meeting = MeetingFactory(group=group)
    item = AgendaItemFactory(meeting=meeting)
    report = operations.place_report(ready(group, access="members"), item=item, by=officer)
    meeting = operations.publish_agenda(meeting, by=officer)
    operations.publish_papers(meeting, by=officer)
    operations.start_meeting(meeting, by=officer)
    decision = resolve(afresh(report), "agreed_as_amended", "It is approved.")
    operations.publish_decision(decision, by=officer)

    public = client.get(decision.get_absolute_url()).content.decode()
    client.force_login(member)
    told = client.get(decision.get_absolute_url()).content.decode()

    assert "Recommended" not in public
    assert report.paper.title not in public
    assert "Recommended in other words" in told


def test_the_report_shows_what_became_of_it_once_that_is_public(report, client):
    decision = resolve(report)
    assert decision.ref not in client.get(report.get_absolute_url()).content.decode()

    operations.publish_decision(decision, by=officer_of(report.group))

    assert decision.ref in client.get(report.get_absolute_url()).content.decode()


def test_the_database_keeps_what_was_put(report):
    resolve(report)
    row = Resolution.objects.get()
    for sql in ("UPDATE meetings_resolution SET text = 'x'", "DELETE FROM meetings_resolution"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    with pytest.raises(Refused):
        row.delete()


def test_the_database_knows_whose_recommendation_it_is(report):
    elsewhere = DecisionFactory()

    with pytest.raises(IntegrityError, match="decided by the body it was made to"), transaction.atomic():
        Resolution(recommendation=report.recommendations.get(), decision=elsewhere, text="x").save()


@pytest.mark.django_db(transaction=True)
def test_two_officers_who_press_at_once_make_one_decision(group):
    report = put_to_a_meeting(group)

    def press(_):
        try:
            return resolve(report)
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(press, range(4)))

    assert Decision.objects.count() == 1
    assert sum(isinstance(each, Refused) for each in answers) == 3
