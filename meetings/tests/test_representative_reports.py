"""A representative reports a meeting: from its published minutes, in versions, to those who asked to be told."""

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction

from core import history
from core.access import Access
from core.refusals import Refused
from meetings import operations
from meetings.models import (
    ReportedPassage,
    RepresentativeReport,
    RepresentativeReportVersion,
)
from meetings.operations import ReportConflict
from meetings.permissions import can_start_representative_report, can_write_representative_report
from meetings.tests.reporting import entry, minuted_meeting, publish, start, write
from partnership import operations as partnership
from partnership import sending
from partnership.models import Notice, Organisation
from tests.cast import ROLES
from tests.factories.meetings import AgendaItemFactory, approved, officer_of, published
from tests.factories.partnership import GroupFactory, OrganisationFactory, SeatHoldingFactory, UserFactory

pytestmark = pytest.mark.django_db
Status = RepresentativeReport.Status


@pytest.fixture
def record(group):
    return minuted_meeting(group)


@pytest.fixture
def report(record, representative):
    return publish(record, representative)


def body_of(user):
    return user.person.memberships.get().organisation


# Starting


def test_what_is_of_interest_to_the_sector_is_ticked_with_what_was_decided(record, representative):
    report = start(record, representative)

    ticked = report.entries.get()
    assert ticked.item == record.matter
    assert ticked.is_chosen
    assert ticked.quoted_decisions == [record.decision.ref]
    assert ticked.quoted_actions == [record.action.pk]
    assert report.status == Status.DRAFT
    assert [each.verb for each in history.of(report)] == ["started"]


def test_what_stands_on_a_topic_that_the_body_follows_is_ticked(record, representative, officer):
    operations.edit_item(record.matter, of_interest_to=[], by=officer)
    colleague = UserFactory()
    partnership.add_person(name="A colleague", user=colleague, organisation=body_of(representative), by=None)
    partnership.follow(record.topic, by=colleague)

    assert start(record, representative).entries.get().item == record.matter


def test_nothing_closed_is_ticked_whatever_its_mark(record, representative, officer):
    operations.edit_item(record.exempt, of_interest_to=["voluntary"], by=officer)

    assert [each.item for each in start(record, representative).entries.all()] == [record.matter]


def test_minutes_that_are_only_circulated_cannot_be_reported(group, representative):
    record = minuted_meeting(group, published=False)

    with pytest.raises(Refused, match="with the members, but not published"):
        start(record, representative)


def test_a_closed_groups_meeting_cannot_be_reported(record, representative):
    record.meeting.group.is_public = False
    record.meeting.group.save()

    with pytest.raises(Refused, match="not open to the public"):
        start(record, representative)


def test_only_for_a_body_that_one_represented_on_that_day(record, representative):
    with pytest.raises(Refused, match="did not represent"):
        operations.start_representative_report(
            record.meeting, author=representative.person, body=OrganisationFactory(), by=representative
        )


def test_a_meeting_is_reported_once_by_each(record, representative):
    start(record, representative)

    with pytest.raises(Refused, match="has begun a report of this meeting already"):
        start(record, representative)


def test_who_held_a_seat_may_report_though_they_have_left_since(record, outsider):
    holding = SeatHoldingFactory(
        seat__group=record.meeting.group,
        person__user=outsider,
        ends_on=record.meeting.held_on.replace(month=3),
    )

    assert can_start_representative_report(outsider, record.meeting)
    assert start(record, outsider).body == holding.seat.nominated_by
    assert can_start_representative_report(outsider, record.meeting)


@pytest.mark.parametrize("role", ROLES)
def test_who_may_start_and_write(role, record, representative, request):
    user = request.getfixturevalue(role)
    report = start(record, representative)

    assert can_start_representative_report(user, record.meeting) is (role == "representative")
    assert can_write_representative_report(user, report) is (role == "representative")


# Writing


def test_what_is_written_is_kept_with_its_history(record, representative):
    report = start(record, representative)

    write(
        report, representative, title="News", entries={record.other.pk: entry("Better roads for our vans.")}
    )

    report.refresh_from_db()
    assert (report.title, report.revision) == ("News", 1)
    assert report.entries.get(item=record.other).meaning == "Better roads for our vans."
    assert next(iter(history.of(report))).verb == "written"


def test_saving_the_same_again_changes_nothing(record, representative):
    report = start(record, representative)
    said = {record.other.pk: entry("Better roads.")}
    write(report, representative, entries=said)

    operations.write_representative_report(report, revision=0, entries=said, by=representative)

    report.refresh_from_db()
    assert report.revision == 1


def test_what_another_window_saved_is_not_overwritten(record, representative):
    report = start(record, representative)
    write(report, representative, introduction="First window")

    with pytest.raises(ReportConflict) as conflict:
        operations.write_representative_report(
            report, revision=0, introduction="Second window", entries={}, by=representative
        )

    assert conflict.value.report.introduction == "First window"


def test_an_item_of_another_meeting_is_refused(record, representative):
    report = start(record, representative)
    stranger = AgendaItemFactory()

    with pytest.raises(Refused, match="not of this meeting"):
        write(report, representative, entries={stranger.pk: entry("Mine")})


def test_a_report_needs_a_title(record, representative):
    with pytest.raises(Refused):
        write(start(record, representative), representative, title="")


# Publishing


def test_it_quotes_what_everyone_may_read_and_seals_it(report, record, representative):
    version = report.versions.get()

    assert version.is_intact
    assert version.minutes_version == record.meeting.minutes_versions.get()
    said = version.content["entries"][0]
    assert said["meaning"] == "More money for us."
    assert said["minute"] == "The grants of last year were looked at."
    assert [each["text"] for each in said["decisions"]] == ["The grants are paid as before."]
    assert [each["text"] for each in said["actions"]] == ["Write to those who get grants"]
    assert (report.status, report.published_at) == (Status.PUBLISHED, version.at)


@pytest.mark.parametrize("closed", ["inside", "exempt"])
def test_a_closed_item_cannot_be_reported_whatever_is_sent(closed, record, representative):
    report = start(record, representative)
    write(
        report,
        representative,
        entries={getattr(record, closed).pk: entry("Guess what", quotes_minute=True)},
    )

    version = operations.publish_representative_report(report, by=representative)

    assert [each["title"] for each in version.content["entries"]] == ["Grants to the sector"]
    assert "Guess what" not in version.body


def test_an_empty_report_is_refused(record, representative):
    report = start(record, representative)
    write(report, representative, entries={record.matter.pk: entry(is_chosen=False)})

    with pytest.raises(Refused, match="says nothing yet"):
        operations.publish_representative_report(report, by=representative)


def test_nothing_changed_is_not_published_again(report, representative):
    with pytest.raises(Refused, match="Nothing has changed since version 1"):
        operations.publish_representative_report(report, reason="Again", by=representative)


def test_a_correction_is_a_new_version_that_says_why(report, record, representative):
    first = report.versions.get()
    write(report, representative, introduction="I forgot something.")
    assert RepresentativeReport.objects.to_finish().get() == report

    with pytest.raises(Refused, match="Say what is corrected"):
        operations.publish_representative_report(report, by=representative)
    second = operations.publish_representative_report(report, reason="An introduction.", by=representative)

    report.refresh_from_db()
    assert (second.number, second.reason) == (2, "An introduction.")
    assert report.published_at == first.at
    assert not report.has_unpublished_changes
    assert RepresentativeReportVersion.objects.get(pk=first.pk).sha256 == first.sha256


def test_a_later_version_quotes_the_minutes_as_published_then(report, record, representative):
    approved(record.meeting)
    published(record.meeting)

    second = operations.publish_representative_report(report, reason="Approved since.", by=representative)

    assert second.content["minutes"] == {"version": 2, "stage": "approved"}


def test_a_withdrawn_report_can_come_back_corrected(report, representative):
    with pytest.raises(Refused, match="Say why"):
        operations.withdraw_representative_report(report, reason=" ", by=representative)
    operations.withdraw_representative_report(report, reason="It was wrong.", by=representative)
    with pytest.raises(Refused, match="withdrawn, so it cannot be withdrawn"):
        operations.withdraw_representative_report(report, reason="Again", by=representative)

    operations.publish_representative_report(report, reason="Put right.", by=representative)

    report.refresh_from_db()
    assert (report.status, report.withdrawn_because) == (Status.PUBLISHED, "")


def test_a_draft_cannot_be_withdrawn(record, representative):
    with pytest.raises(Refused, match="draft, so it cannot be withdrawn"):
        operations.withdraw_representative_report(
            start(record, representative), reason="No", by=representative
        )


# Telling


def told():
    return sorted(Notice.objects.filter(what__startswith="rep").values_list("to__email", "what", "occasion"))


def test_followers_of_group_body_and_topics_are_told_once_each(record, representative):
    everything, group_only, body_only, topic_only = (UserFactory(email=f"{n}@example.org") for n in "abcd")
    body = body_of(representative)
    for user, things in [
        (everything, [record.meeting.group, body, record.topic]),
        (group_only, [record.meeting.group]),
        (body_only, [body]),
        (topic_only, [record.topic]),
        (representative, [record.meeting.group]),
        (UserFactory(), [GroupFactory()]),
    ]:
        for thing in things:
            partnership.follow(thing, by=user)

    report = publish(record, representative)

    what = "representative_report_published"
    assert told() == [(f"{n}@example.org", what, "version 1") for n in "abcd"]
    write(report, representative, introduction="More.")
    operations.publish_representative_report(report, reason="More.", by=representative)
    operations.withdraw_representative_report(report, reason="Wrong.", by=representative)
    assert len(told()) == 12


def test_the_mail_leads_to_the_report_and_to_the_list_of_what_one_follows(record, representative, outsider):
    partnership.follow(record.topic, by=outsider)
    report = publish(record, representative)
    write(report, representative, introduction="More.")
    operations.publish_representative_report(report, reason="More.", by=representative)
    operations.withdraw_representative_report(report, reason="Wrong.", by=representative)

    for notice in Notice.objects.filter(to=outsider).order_by("pk"):
        assert sending.send(notice.pk)

    assert [message.subject.split(":")[0] for message in mail.outbox] == [
        "New report",
        "Corrected",
        "Withdrawn",
    ]
    for message in mail.outbox:
        for text in (message.body, message.alternatives[0][0]):
            assert report.get_absolute_url() in text
            assert "/account/following/" in text
            assert "The grants" not in text


def test_followers_of_topics_that_are_not_reported_are_not_told(record, representative, outsider):
    partnership.follow(record.topic, by=outsider)
    report = start(record, representative)
    write(
        report,
        representative,
        entries={record.matter.pk: entry(is_chosen=False), record.other.pk: entry("Roads.")},
    )

    operations.publish_representative_report(report, by=representative)

    assert told() == []


# Seeing


def test_who_sees_what(record, representative, officer, member, reader):
    draft = start(record, representative)
    seen = RepresentativeReport.objects.visible_to
    assert list(seen(representative)) == [draft]
    for user in (officer, member, reader):
        assert not seen(user).exists()

    operations.publish_representative_report(draft, by=representative)
    for user in (officer, member, reader, representative):
        assert list(seen(user)) == [draft]
    assert ReportedPassage.objects.visible_to(reader).count() == 2

    operations.withdraw_representative_report(draft, reason="Wrong.", by=representative)
    assert not ReportedPassage.objects.visible_to(reader).exists()
    assert not RepresentativeReportVersion.objects.visible_to(reader).exists()
    assert RepresentativeReportVersion.objects.visible_to(representative).exists()

    record.meeting.group.is_public = False
    record.meeting.group.save()
    assert not seen(reader).exists()
    assert list(seen(member)) == [draft]


def test_words_on_an_item_that_was_closed_since_are_not_found(report, record, reader):
    operations.edit_item(record.matter, access=Access.MEMBERS, by=officer_of(record.meeting.group))

    assert [each.item for each in ReportedPassage.objects.visible_to(reader)] == [None]


# Below the ORM


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE meetings_representativereport SET status = 'draft', published_at = NULL, published_revision = NULL",
        "UPDATE meetings_representativereport SET status = 'withdrawn', withdrawn_at = now()",
        "UPDATE meetings_representativereport SET published_at = now()",
        "UPDATE meetings_representativereport SET author_id = author_id + 1",
        "DELETE FROM meetings_reporteditem; DELETE FROM meetings_representativereport",
        "TRUNCATE meetings_representativereport CASCADE",
        "UPDATE meetings_representativereportversion SET body = '{}'",
        "DELETE FROM meetings_representativereportversion",
        "TRUNCATE meetings_representativereportversion CASCADE",
        "UPDATE meetings_reportedpassage SET text = ''",
        "DELETE FROM meetings_reportedpassage",
    ],
)
def test_what_was_published_stays_whatever_is_typed_by_hand(sql, report):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(sql)


def test_the_body_stays_that_of_the_report(report):
    other = OrganisationFactory(sector=Organisation.Sector.PUBLIC)

    with pytest.raises(DatabaseError, match="stays on the record"), transaction.atomic():
        RepresentativeReport.objects.update(body=other)
