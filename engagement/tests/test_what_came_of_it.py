"""What people said is published, considered and answered; those who took part are told once; names go when promised."""

from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.refusals import Refused
from engagement import operations
from engagement.given import Said
from engagement.models import (
    Citation,
    Consultation,
    Consultee,
    EqualityTally,
    Respondent,
    Response,
    Theme,
    ThemeMark,
)
from engagement.schedule import erase_respondents
from meetings import leaning
from meetings import operations as meetings
from meetings.tests.doors import main_words
from partnership import operations as partnership
from partnership import sending
from partnership.models import Notice
from tests.factories.engagement import an_audience, closed, launched, responded
from tests.factories.meetings import (
    AgendaItemFactory,
    DecisionFactory,
    MeetingFactory,
    officer_of,
    started,
)
from tests.factories.partnership import GroupFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
WORDS = {"we_asked": "Where?", "you_said": "Here.", "we_did": "It is here."}


def published(**values) -> Consultation:
    """Over, with a named, an anonymous and a private response, and published."""
    consultation = closed(**values)
    officer = officer_of(consultation.group)
    for name, permission in (("Nora Named", "named"), ("Anna Anon", "anonymous"), ("Paul Private", "not")):
        operations.enter_response(
            consultation,
            said=Said(
                words={consultation.questions.get().pk: f"Words of {name}"},
                name=name,
                email=f"{name.split()[0].lower()}@example.org",
                may_be_published=permission,
            ),
            channel="paper",
            received_on=consultation.closes_on,
            late_reason="The letter came in time.",
            by=officer,
        )
    return operations.publish_responses(consultation, by=officer)


def doors(client, consultation: Consultation) -> str:
    """Everything that everyone can read of it."""
    address = consultation.get_absolute_url()
    parts = [
        client.get(address).content.decode(),
        client.get(f"{address}responses/").content.decode(),
        client.get(f"{address}responses.csv").getvalue().decode(),
        client.get("/search/?q=words+of+private").content.decode(),
        client.get("/consultations/feed.atom").content.decode(),
    ]
    return "".join(parts)


def test_responses_are_published_after_the_close_by_an_act_of_their_own(client):
    consultation = closed(answers=("On the square.",))
    officer = officer_of(consultation.group)
    address = f"{consultation.get_absolute_url()}responses/"
    assert client.get(address).status_code == 404
    assert client.get(f"{consultation.get_absolute_url()}responses.csv").status_code == 404
    assert not Response.objects.visible_to(AnonymousUser()).exists()

    client.force_login(officer)
    client.post(f"{address}publish/", {})
    client.logout()
    assert "On the square." in client.get(address).content.decode()

    still_open = launched(group=GroupFactory())
    with pytest.raises(Refused, match="after the close"):
        operations.publish_responses(still_open, by=officer)
    with pytest.raises(IntegrityError, match="before it has closed"), transaction.atomic():
        Consultation.objects.filter(pk=still_open.pk).update(
            responses_published_at=timezone.now(), responses_published_by=officer
        )


def test_what_its_sender_does_not_allow_shows_at_no_door(client):
    everything = doors(client, published())
    assert "Words of Nora Named" in everything
    assert "Words of Anna Anon" in everything
    for hidden in ("Words of Paul Private", "Paul Private", "example.org", 'title">Anna Anon'):
        assert hidden not in everything.replace("Words of Anna Anon", "")


def test_what_is_redacted_shows_at_no_door_and_stays_with_the_officers(client):
    consultation = published()
    officer = officer_of(consultation.group)
    answer = Response.objects.get(may_be_published="named").answers.get()
    with pytest.raises(Refused, match="Say why"):
        operations.redact_answer(answer, text="", reason="", by=officer)
    operations.redact_answer(answer, text="Words of [a name]", reason="It names a third person.", by=officer)

    everything = doors(client, consultation)
    assert "Words of Nora Named" not in everything
    assert "Words of [a name]" in everything
    assert "It names a third person." in everything
    client.force_login(officer)
    assert (
        "Words of Nora Named" in client.get(f"{consultation.get_absolute_url()}responses/").content.decode()
    )


def test_the_list_of_responses_asks_the_database_as_often_for_many_as_for_few(
    client, django_assert_max_num_queries
):
    consultation = closed(answers=tuple(f"Answer {n}" for n in range(30)))
    operations.publish_responses(consultation, by=officer_of(consultation.group))
    with django_assert_max_num_queries(14):
        page = client.get(f"{consultation.get_absolute_url()}responses/").content.decode()
    assert "30 responses may be published" in main_words(page)


def test_small_counts_on_equality_are_not_shown(client):
    consultation = closed(answers=("Yes.",), equality=("Under 25", "Over", "Old"))
    equality = consultation.questions.about_equality().get()
    for choice, count in ((0, 3), (1, 40), (2, 60)):
        EqualityTally.objects.create(question=equality, choice=choice, count=count)
    operations.publish_responses(consultation, by=officer_of(consultation.group))

    page = client.get(f"{consultation.get_absolute_url()}responses/").content.decode()
    words = " ".join(main_words(page).split())
    assert "Under 25not shownOvernot shownOld60" in words


def test_what_comes_late_adds_to_no_count_that_is_published(client):
    consultation = closed(equality=("Under 25", "Over"))
    officer = officer_of(consultation.group)
    question, equality = consultation.questions.all()

    def enter(**more):
        return operations.enter_response(
            consultation,
            said=Said(words={question.pk: "By letter."}, equality={equality.pk: 0}),
            channel="paper",
            received_on=consultation.closes_on,
            late_reason="The letter came in time.",
            by=officer,
        )

    enter()
    operations.publish_responses(consultation, by=officer)
    enter()
    assert Response.objects.count() == 2
    assert EqualityTally.objects.get().count == 1


def test_nobody_is_asked_without_a_day_on_which_names_go_and_none_goes_before_the_close():
    consultation = closed()
    officer = officer_of(consultation.group)
    for day, sentence in ((None, "on which day|erased"), (consultation.closes_on, "after the last day")):
        with pytest.raises(Refused, match=sentence):
            operations.edit_consultation(consultation, erase_on=day, by=officer)


def test_answers_are_marked_many_at_once_and_counted_by_response(client):
    consultation = closed(answers=("Square.", "Square too.", "Nowhere."))
    client.force_login(officer_of(consultation.group))
    address = f"{consultation.get_absolute_url()}themes/"
    client.post(f"{address}add/", {"title": "The square"})
    theme = Theme.objects.get()
    first, second, _ = [each.answers.get() for each in consultation.responses.order_by("pk")]

    page = client.post(
        address, {"theme": theme.pk, "answer": [first.pk, second.pk, 999_999], "do": "mark"}, follow=True
    )
    assert "2 answers marked with “The square”." in page.content.decode()
    client.post(address, {"theme": theme.pk, "answer": [first.pk], "do": "mark"})
    assert Theme.objects.with_counts().get().responses == 2
    client.post(address, {"theme": theme.pk, "answer": [first.pk], "do": "unmark"})
    assert ThemeMark.objects.count() == 1
    for wrong in ({"theme": "x"}, {"theme": theme.pk}, {"theme": theme.pk, "answer": ["x", "-1", "9" * 40]}):
        page = client.post(address, wrong, follow=True)
        assert "Choose a theme and tick at least one answer." in page.content.decode()
    assert "Nowhere." in client.get(f"{address}?show=unmarked&question=x&page=9").content.decode()


def test_a_theme_of_another_consultation_is_not_marked():
    here, there = (
        closed(answers=("Here.",)),
        closed(title="Another", answers=("There.",), audiences=[an_audience("Others")]),
    )
    theme = operations.add_theme(here, title="Here", by=officer_of(here.group))
    with pytest.raises(IntegrityError, match="one consultation"), transaction.atomic():
        operations.mark_answers(
            theme, answers=[there.responses.get().answers.get()], by=officer_of(here.group)
        )


def test_it_is_concluded_with_a_reply_to_every_theme_that_was_spoken_of(client):
    consultation = closed(answers=("On the square.",))
    officer = officer_of(consultation.group)
    theme = operations.add_theme(consultation, title="The square", by=officer)
    operations.add_theme(consultation, title="Spoken of by nobody", by=officer)
    operations.mark_answers(theme, answers=[consultation.responses.get().answers.get()], by=officer)

    with pytest.raises(Refused, match="Still without a reply: The square"):
        operations.conclude_consultation(consultation, by=officer, **WORDS)
    with pytest.raises(IntegrityError, match="has no reply yet"), transaction.atomic():
        Consultation.objects.filter(pk=consultation.pk).update(
            stage="concluded", concluded_at=timezone.now(), concluded_by=officer, **WORDS
        )
    operations.edit_theme(theme, title="The square", about="", reply="It will be there.", by=officer)
    with pytest.raises(Refused, match="Say what was asked"):
        operations.conclude_consultation(consultation, by=officer, **(WORDS | {"we_did": " "}))
    consultation = operations.conclude_consultation(consultation, by=officer, **WORDS)

    words = main_words(client.get(consultation.get_absolute_url()).content.decode())
    assert "We asked Where? You said Here. We did It is here." in " ".join(words.split())
    assert "It will be there." in words
    with pytest.raises(Refused, match="what comes now was not considered"):
        operations.enter_response(
            consultation,
            said=Said(words={consultation.questions.get().pk: "Too late."}),
            channel="paper",
            received_on=consultation.closes_on,
            late_reason="The letter came in time.",
            by=officer,
        )
    with pytest.raises(IntegrityError, match="is not open"), transaction.atomic():
        Response.objects.create(
            consultation=consultation, received_at=consultation.closes - timedelta(days=1)
        )
    with pytest.raises(Refused, match="its themes stay as they are"):
        operations.edit_theme(theme, title="Other", about="", reply="", by=officer)
    with pytest.raises(IntegrityError, match="stay as they are"), transaction.atomic():
        Theme.objects.filter(pk=theme.pk).update(title="Other")
    with pytest.raises(IntegrityError, match="stay as they are"), transaction.atomic():
        ThemeMark.objects.all().delete()


def test_it_is_not_concluded_while_it_is_open():
    consultation = launched()
    with pytest.raises(Refused, match="after the close"):
        operations.conclude_consultation(consultation, by=officer_of(consultation.group), **WORDS)


def test_everyone_who_took_part_is_told_once(mailoutbox):
    consultation = closed()
    officer, follower, signed_in = officer_of(consultation.group), UserFactory(), UserFactory()
    partnership.follow(consultation.group, by=follower)
    asked = GroupFactory()
    member = UserFactory()
    MembershipFactory(group=asked, person__user=member)
    with time_machine.travel(timezone.now().replace(hour=12) - timedelta(days=20), tick=False):
        responded(consultation, "Yes.", email="Resident@example.org")
        responded(consultation, "Yes again.", email="resident@example.org")
        responded(consultation, "By login.", by=signed_in)
        responded(consultation, "As the follower.", email=follower.email, by=follower)
    operations.add_consultee(consultation, name="A group", group=asked, by=officer)
    operations.conclude_consultation(consultation, by=officer, **WORDS)

    told = Notice.objects.filter(what="consultation_concluded")
    assert {notice.to or notice.address for notice in told} == {
        follower, signed_in, member, "resident@example.org",
    }  # fmt: skip
    notice = told.get(to=None)
    assert sending.send(notice.pk)
    message = mailoutbox[-1]
    assert message.to == ["resident@example.org"]
    assert consultation.get_absolute_url() in message.body
    assert "You hear nothing more." in message.body
    assert not sending.send(notice.pk), "it goes out once"


def test_consultees_are_invited_reminded_and_their_response_is_linked(client):
    consultation = closed()
    officer = officer_of(consultation.group)
    council, trust = [
        operations.add_consultee(consultation, name=name, invited_on=date(2026, 1, 5), by=officer)
        for name in ("A parish council", "A trust")
    ]
    with pytest.raises(Refused, match="on the list"):
        operations.add_consultee(consultation, name="A trust", by=officer)
    with pytest.raises(Refused, match="before the invitation"):
        operations.edit_consultee(
            council, invited_on=date(2026, 1, 5), reminded_on=date(2026, 1, 4), by=officer
        )
    response = operations.enter_response(
        consultation,
        said=Said(words={consultation.questions.get().pk: "By letter."}, body_name="A parish council"),
        channel="paper",
        received_on=consultation.closes_on,
        late_reason="The letter came in time.",
        consultee=council,
        by=officer,
    )
    operations.edit_consultee(trust, reply="declined", by=officer)

    council.refresh_from_db()
    assert (council.reply, council.response) == (Consultee.Reply.RESPONDED, response)
    words = main_words(client.get(consultation.get_absolute_url()).content.decode())
    assert "A parish council Responded; invited 5 January 2026" in " ".join(words.split())
    assert "A trust Declined" in " ".join(words.split())
    with pytest.raises(Refused, match="have responded"):
        operations.edit_consultee(council, reply="declined", by=officer)


def decided(consultation: Consultation, *, days: int):
    """A decision of a meeting so many days after the last day, published."""
    meeting = MeetingFactory(group=consultation.group, held_on=consultation.closes_on + timedelta(days=days))
    item = AgendaItemFactory(meeting=meeting)
    started(meeting)
    decision = DecisionFactory(item=item)
    return meetings.publish_decision(decision, by=officer_of(consultation.group))


def test_a_decision_after_the_close_cites_it_and_the_two_lead_to_each_other(client):
    consultation = closed(answers=("Yes.",))
    officer = officer_of(consultation.group)
    decision = decided(consultation, days=3)
    client.force_login(officer)
    address = f"{consultation.get_absolute_url()}decision/"
    unconfirmed = client.post(address, {"decision": decision.pk, "considered": "In section 4."})
    assert (
        "Tick “The responses were considered before this was decided” to go on."
        in unconfirmed.content.decode()
    )
    client.post(address, {"decision": decision.pk, "considered": "In section 4.", "confirm": "on"})
    client.logout()

    assert decision.ref in client.get(consultation.get_absolute_url()).content.decode()
    page = client.get(decision.get_absolute_url()).content.decode()
    assert consultation.title in page
    assert "How it was considered: In section 4." in page
    reasons = leaning.reasons_against_reopening(decision.item.meeting)
    assert any("cites the consultation" in reason for reason in reasons)
    with pytest.raises(Refused, match="days stay as they are"):
        operations.change_days(
            consultation,
            opens_on=consultation.opens_on,
            closes_on=timezone.localdate() + timedelta(days=9),
            closes_at=consultation.closes_at,
            reason="More time.",
            by=officer,
        )


def test_the_page_of_a_decision_leads_its_officers_to_citing_what_people_had_said(client):
    consultation = closed(title="Where the market should be", answers=("Yes.",))
    officer = officer_of(consultation.group)
    decision, before = decided(consultation, days=3), decided(consultation, days=-3)
    elsewhere = closed(title="Asked by others", audiences=[an_audience("Theirs")])
    cite = f"{consultation.get_absolute_url()}decision/?decision={decision.pk}"
    assert cite not in client.get(decision.get_absolute_url()).content.decode()

    client.force_login(officer)
    page = client.get(decision.get_absolute_url()).content.decode()
    assert f'href="{cite}"' in page
    assert elsewhere.title not in page, "another group decides on it, and runs it"
    assert consultation.title not in client.get(before.get_absolute_url()).content.decode()
    form = client.get(cite).content.decode()
    assert f'<option value="{decision.pk}" selected>' in form
    assert client.get(f"{consultation.get_absolute_url()}decision/?decision=%00").status_code == 200

    operations.cite_consultation(consultation, decision=decision, considered="In section 4.", by=officer)
    assert cite not in client.get(decision.get_absolute_url()).content.decode()


@pytest.mark.parametrize("days", [0, -3])
def test_a_decision_before_the_close_cannot_cite_it(days, client):
    consultation = closed()
    officer = officer_of(consultation.group)
    decision = decided(consultation, days=days)
    with pytest.raises(Refused, match="had closed before it was taken"):
        operations.cite_consultation(consultation, decision=decision, considered="Yes.", by=officer)
    for considered, sentence in (("Yes.", "had closed before"), ("", "responses_were_considered|had closed")):
        with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
            Citation.objects.create(
                consultation=consultation,
                decision=decision,
                considered=considered,
                by=officer,
                at=timezone.now(),
            )
    client.force_login(officer)
    page = client.post(
        f"{consultation.get_absolute_url()}decision/",
        {"decision": decision.pk, "considered": "Yes.", "confirm": "on"},
    )
    assert "Choose" in page.content.decode()
    with pytest.raises(Refused, match="how the responses were considered"):
        operations.cite_consultation(
            consultation, decision=decided(consultation, days=2), considered=" ", by=officer
        )


def test_feedback_that_is_overdue_is_flagged_and_its_officers_are_reminded_once(client):
    consultation = closed(answers=("Yes.",))
    officer = officer_of(consultation.group)
    Consultation.objects.filter(pk=consultation.pk).update(
        feedback_due_on=timezone.localdate() - timedelta(days=1)
    )
    for _ in range(2):
        operations.remind_of_promised_feedback(on=timezone.localdate(), by=None)
    assert Notice.objects.filter(what="consultation_feedback_overdue", to=officer).count() == 1
    assert "Feedback overdue" in client.get(consultation.get_absolute_url()).content.decode()
    client.force_login(officer)
    assert "Consultations to conclude" in client.get("/my-work/").content.decode()


def test_on_the_promised_day_names_and_addresses_are_erased_and_the_page_says_so(client):
    consultation = published(erase_on=timezone.localdate() + timedelta(days=30))
    officer = officer_of(consultation.group)
    operations.conclude_consultation(consultation, by=officer, **WORDS)
    assert Notice.objects.filter(to=None).exists()
    assert operations.erase_respondents(on=timezone.localdate(), by=None) == 0
    assert Respondent.objects.count() == 3

    with time_machine.travel(timezone.now() + timedelta(days=31), tick=False):
        assert erase_respondents() == 1
        assert erase_respondents() == 0

    assert not Respondent.objects.exists()
    assert not Notice.objects.filter(to=None).exists()
    page = client.get(consultation.get_absolute_url()).content.decode()
    assert "Names and addresses were erased on" in page
    words = client.get(f"{consultation.get_absolute_url()}responses/").content.decode()
    assert "Name erased" in words
    assert "Words of Nora Named" in words, "what was said stays"
    client.force_login(officer)
    assert (
        "Names and addresses erased"
        in client.get(f"{consultation.get_absolute_url()}history/").content.decode()
    )


def test_feed_and_calendar_have_what_everyone_may_see(client):
    public, secret = (
        launched(title="Seen by all"),
        launched(group=GroupFactory(is_public=False), title="Secret", audiences=[an_audience("Members")]),
    )
    feed = client.get("/consultations/feed.atom")
    calendar = client.get("/consultations/calendar.ics")
    assert feed["Content-Type"].startswith("application/atom+xml")
    for body in (feed.content.decode(), calendar.content.decode()):
        assert "Seen by all" in body
        assert "Secret" not in body
    assert f"DTSTART;VALUE=DATE:{public.opens_on:%Y%m%d}" in calendar.content.decode()
    assert secret.pk
