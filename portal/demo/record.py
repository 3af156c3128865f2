"""Loading the demonstration record, day by day."""

from datetime import date

from django.db import transaction

from localities.models import Locality
from meetings import operations as meetings
from meetings.models import AgendaItem, Decision, Election, Meeting, Minutes
from partnership.models import Group, Organisation, Person, Topic, User
from portal.demo import (
    agreement_2006,
    bodies,
    cabinet_2011,
    framework_2011,
    money_2007,
    named_2007,
    objectives_2011,
    places,
    programme_2007,
    report_2007,
    reports_2007,
    returns_2006,
    sign_ins,
)
from portal.demo.days import clock, let_the_clock_travel, unwrapped
from portal.demo.meeting_2007 import ATTENDANCE_NOTE, ITEMS, NAMED, NEXT_MEETING, VCS

HELD_ON = date(2007, 2, 2)
NEXT_ON = date(2007, 3, 30)


def is_loaded() -> bool:
    """Whether this database holds the demonstration record."""
    # A record that was loaded when there were fewer sign-ins is the record all the same.
    emails = [email for email, *_ in sign_ins.SIGN_INS[:3]]
    ours = User.objects.filter(email__in=emails).count() == len(emails)
    return ours and Meeting.objects.at_address("chief-executives-group", HELD_ON).exists()


def is_empty() -> bool:
    """Whether this database holds nothing at all."""
    return not any(
        model.objects.exists() for model in (User, Organisation, Person, Group, Topic, Locality, Meeting)
    )


@transaction.atomic
def load() -> None:
    """Build the whole record; all of it or nothing. The days on which things were entered are illustrative."""
    let_the_clock_travel()
    with clock(2007, 1, 2):
        users = sign_ins.make()
        administrator = users["administrator"]
        organisations = bodies.make_organisations(by=administrator)
        people = bodies.make_people(organisations, by=administrator)
        topics = bodies.make_topics(by=administrator)
        localities = places.make_localities(by=administrator)
        groups = bodies.make_groups(by=administrator)
        bodies.make_places(groups, people, organisations, by=administrator)
        sign_ins.give_roles(users, groups, people)

    group, officer = groups["chief executives"], users["officer"]
    with clock(2007, 1, 22):
        meeting = _plan(group, people, topics, localities, officer)
    with clock(2007, 1, 25):
        meeting = meetings.publish_agenda(meeting, by=officer)
    with clock(HELD_ON.year, HELD_ON.month, HELD_ON.day):
        meeting = meetings.start_meeting(meeting, by=officer)
        _name_those_known(meeting, people, organisations, officer)
        _minute(meeting, people, officer)
        meetings.plan_meeting(group, held_on=NEXT_ON, by=officer)
        meeting = meetings.close_meeting(meeting, by=officer)
    with clock(2007, 2, 5):
        for item in meeting.items.prefetch_related("decisions").order_by("position"):
            for decision in item.decisions.all():
                meetings.publish_decision(decision, by=officer)
    with clock(2007, 2, 9):
        minutes = Minutes.objects.get(meeting=meeting)
        meetings.circulate_minutes(minutes, by=officer)
        meetings.publish_draft_minutes(minutes, by=officer)
    with clock(2007, 2, 9):
        named_2007.load(meeting, by=officer)
        programme_2007.load(meeting, by=officer)
    report_2007.load(meeting, organisations["Voluntary Sector Assembly"], by=users["representative"])
    with clock(2007, 2, 12):
        kept = Decision.objects.of_group(group).in_force().get(number=1)
        pot = money_2007.make_pot(group, organisations["Herefordshire Council"], kept, by=officer)
        returns_2006.load(pot, kept.item, officer=officer, accountant=users["accountant"])
        agreement_2006.complete(pot.agreement, pot, by=officer)
    reports_2007.load(group, pot, officer=officer, representative=users["representative"])
    cabinet_2011.load(users)
    with clock(2011, 3, 17):
        places.tell_of_localities(localities, by=administrator)
        objectives_2011.load(localities.values(), by=administrator)
    framework_2011.load(groups["board"], by=officer)
    with clock(2011, 3, 31):
        reports_2007.load_coverage(by=officer)


def _plan(
    group: Group,
    people: dict[str, Person],
    topics: dict[str, Topic],
    localities: dict[str, Locality],
    officer: User,
) -> Meeting:
    """The second meeting. Its agenda has the eight items of the record, and that of the next meeting, nothing else."""
    meeting = meetings.plan_meeting(group, held_on=HELD_ON, number=2, by=officer)
    for item in AgendaItem.objects.of_meeting(meeting).exclude(kind=AgendaItem.Kind.NEXT_MEETING):
        meetings.remove_item(item, by=officer)
    for item in ITEMS:
        meetings.add_item(
            meeting,
            title=item.title,
            presenter=people.get(item.presenter),
            topics=[topics[name] for name in item.topics],
            of_interest_to=[Organisation.Sector.VOLUNTARY] if VCS in item.topics else [],
            localities=[localities[name] for name in item.localities],
            by=officer,
        )
    return meetings.edit_meeting(meeting, attendance_note=ATTENDANCE_NOTE, by=officer)


def _name_those_known(
    meeting: Meeting, people: dict[str, Person], organisations: dict[str, Organisation], officer: User
) -> None:
    for name, organisation, status, note in NAMED:
        meetings.record_attendance(
            meeting,
            person=people[name],
            organisation=organisations.get(organisation),
            status=status,
            note=note,
            by=officer,
        )


def _minute(meeting: Meeting, people: dict[str, Person], officer: User) -> None:
    on_agenda = {item.title: item for item in AgendaItem.objects.of_meeting(meeting)}
    for item in ITEMS:
        row = meetings.write_minute(
            on_agenda[item.title], text=unwrapped(item.minute), revision=0, by=officer
        )
        for decision in item.decisions:
            meetings.log_decision(row, by=officer, **decision)
        for office, name in item.elections:
            _elect(row, office, people[name], officer)
        if not item.decisions and not item.elections:
            meetings.set_outcome(row, outcome=item.outcome, by=officer)
    last = on_agenda[AgendaItem.Kind.NEXT_MEETING.label]
    meetings.write_minute(last, text=NEXT_MEETING, revision=0, by=officer)
    meetings.set_outcome(last, outcome=AgendaItem.Outcome.NOTED, by=officer)


def _elect(item: AgendaItem, office: str, person: Person, officer: User) -> None:
    """Somebody is nominated and elected; the decision and the terms of office follow."""
    nomination = meetings.nominate(item, office=office, person=person, by=officer)
    meetings.declare_election(
        nomination.election,
        winner=nomination,
        method=Election.Method.NOT_RECORDED,
        is_unanimous=True,
        by=officer,
    )
