"""A small partnership with one of everything, built by the operations, for the tests that ask every page."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone

from core.access import Access
from meetings import operations as meetings
from meetings.models import AgendaItem, Meeting, Minutes, RepresentativeReport
from partnership import operations as partnership
from partnership.models import Group, Organisation, User
from tests.factories.agreements import agreements_of
from tests.factories.papers import pdf, word
from tests.factories.reports import afresh, begun, cleared, ready, written
from tests.world_of_files import files_of
from tests.world_of_learning import findings_of, programmes_of
from tests.world_of_listening import consultations_of, frameworks_of
from tests.world_of_localities import locality_of
from tests.world_of_money import pots_of
from tests.world_of_participation import participatory_rounds_of
from tests.world_of_reports import reports_made
from tests.world_of_returns import returns_of

ROLES = ["anonymous", "outsider", "member", "chair", "officer", "other_officer", "administrator"]
LONG_AGO = date(2020, 1, 1)


@dataclass
class World:
    """The logins by role (anonymous: None), their sessions, and what a page of each address needs to be asked."""

    users: dict[str, User | None] = field(default_factory=lambda: {"anonymous": None})
    things: dict[str, object] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)


def build() -> World:
    world = World()
    for role in ROLES[1:]:
        world.users[role] = User.objects.create_user(
            f"{role}@example.org",
            "a long enough password",
            display_name=role,
            is_staff=role == "administrator",
        )
    administrator = world.users["administrator"]
    body = partnership.add_organisation(
        name="Some Body", sector=Organisation.Sector.VOLUNTARY, by=administrator
    )
    people = {
        role: partnership.add_person(name=f"The {role}", organisation=body, by=administrator)
        for role in ("member", "chair")
    }
    for role, person in people.items():
        partnership.link_user(world.users[role], person=person, by=administrator)
    topic = partnership.add_topic(name="Some Topic", by=administrator)
    group = _group("Open Group", "OG", administrator, draft_minutes=Group.DraftMinutes.AS_DRAFT)
    closed = _group("Closed Group", "CG", administrator, is_public=False)
    other = _group("Other Group", "XG", administrator)
    for each in (group, closed):
        partnership.support_group(each, user=world.users["officer"], starts_on=LONG_AGO, by=administrator)
        for person in people.values():
            partnership.add_membership(
                each, person=person, starts_on=LONG_AGO, organisation=body, by=administrator
            )
    support = partnership.support_group(
        other, user=world.users["other_officer"], starts_on=LONG_AGO, by=administrator
    )
    term = partnership.appoint_to_office(
        group, "chair", person=people["chair"], starts_on=LONG_AGO, by=administrator
    )
    seat = partnership.add_seat(group, title="The seat of the body", nominated_by=body, by=administrator)
    holding = partnership.fill_seat(
        seat, person=people["member"], starts_on=LONG_AGO, mandate_ends_on=date(2021, 1, 1), by=administrator
    )
    world.things.update(
        topic=topic,
        group=group,
        closed=closed,
        body=body,
        person=people["member"],
        support=support,
        term=term,
    )
    world.things["interest"] = partnership.register_interest(
        people["member"], kind="body", body="Some Charity", words="Trustee", by=administrator
    )
    world.things.update(seat=seat, holding=holding, membership=group.memberships.first())
    world.things["vacant"] = partnership.add_seat(
        group, title="An empty seat", nominated_by=body, by=administrator
    )
    _meetings(world, group, closed)
    world.things.update(reports_of(group, world.users["officer"]))
    world.things.update(pots_of(world.things, world.users["officer"]))
    world.things.update(
        returns_of(world.things["pot"], body, world.users["officer"], writer=world.users["member"])
    )
    world.things.update(files_of(world.things, world.users["officer"]))
    world.things.update(agreements_of(world.things, world.users["officer"]))
    world.things.update(participatory_rounds_of(world.things, world.users["officer"], world.users["member"]))
    world.things.update(
        locality_of(lead=people["member"], in_team=people["chair"], body=body, administrator=administrator)
    )
    world.things.update(frameworks_of(world.things, world.users))
    world.things.update(consultations_of(world.things, world.users))
    world.things.update(programmes_of(world.things, world.users))
    world.things.update(findings_of(world.things, world.users))
    world.things.update(reports_made(world.things, world.users))
    return world


def _group(name: str, prefix: str, by: User, **values) -> Group:
    return partnership.add_group(name=name, prefix=prefix, kind=Group.Kind.BOARD, by=by, **values)


def _meetings(world: World, group: Group, closed: Group) -> None:
    officer, today = world.users["officer"], timezone.localdate()
    approved = held(group, today - timedelta(days=60), world)
    approving = run(meetings.plan_meeting(group, held_on=today - timedelta(days=30), by=officer), world)
    circulate(approving, officer, publish=True)
    under_way = meetings.plan_meeting(group, held_on=today, by=officer)
    under_way = meetings.publish_agenda(under_way, by=officer)
    under_way = meetings.start_meeting(under_way, by=officer)
    called = meetings.plan_meeting(group, held_on=today + timedelta(days=20), by=officer)
    called = meetings.publish_agenda(called, by=officer)
    planned = meetings.plan_meeting(group, held_on=today + timedelta(days=50), by=officer)
    cancelled = meetings.plan_meeting(group, held_on=today + timedelta(days=80), by=officer)
    cancelled = meetings.cancel_meeting(cancelled, reason="Nothing to decide.", by=officer)
    fresh = held(group, today - timedelta(days=2), world, circulated=False)
    secret = held(closed, today - timedelta(days=5), world)
    world.things.update(
        approved=approved,
        circulated=approving,
        under_way=under_way,
        called=called,
        planned=planned,
        cancelled=cancelled,
        fresh=fresh,
        secret=secret,
    )
    _papers(world)
    world.things["sector_report"] = reported(approving, world, role="member", publish=True)
    world.things["draft_sector_report"] = reported(approving, world, role="chair")
    world.things["decision"] = approving.items.get(title="A matter").decisions.get()
    world.things["draft_decision"] = fresh.items.get(title="A matter").decisions.get()
    world.things["secret_decision"] = secret.items.get(title="A matter").decisions.get()
    world.things["exempt_decision"] = approving.items.get(title="An exempt matter").decisions.get()
    world.things["action"] = approving.items.get(title="A matter").actions.get()
    world.things["draft_action"] = fresh.items.get(title="A matter").actions.get()
    world.things["reopening"] = meetings.ask_reopening(fresh, reason="A name was wrong.", by=officer)
    world.things["correction"] = meetings.propose_correction(
        secret.minutes,
        item=secret.items.get(title="A matter"),
        old_text="What was said",
        new_text="What was really said",
        why="I was there.",
        by=world.users["member"],
    )
    world.things["planned_item"] = planned.items.get(kind=AgendaItem.Kind.OTHER_BUSINESS)
    world.things["write_item"] = under_way.items.get(kind=AgendaItem.Kind.OTHER_BUSINESS)
    world.things["secret_item"] = secret.items.get(title="A matter")
    _declared_and_elected(world)


def _declared_and_elected(world: World) -> None:
    """At the meeting under way somebody declares an interest, one is elected and another nominated."""
    officer, item, person = world.users["officer"], world.things["write_item"], world.things["person"]
    world.things["declaration"] = meetings.declare_interest(
        item, person=person, nature="personal", words="A trustee of it.", action="stayed", by=officer
    )
    # Elected is somebody who may sign minutes already, and the office of secretary stays vacant.
    presiding = world.users["chair"].person
    elected = meetings.nominate(item, office="vice_chair", person=presiding, by=officer)
    meetings.declare_election(elected.election, winner=elected, method="unopposed", by=officer)
    meetings.nominate(item, office="secretary", person=person, by=officer)


def _papers(world: World) -> None:
    """An open, an exempt and a closed group's paper, published; and one that only officers have seen."""
    officer = world.users["officer"]
    places = {
        "paper": ("circulated", "A matter"),
        "exempt_paper": ("circulated", "An exempt matter"),
        "secret_paper": ("secret", "A matter"),
    }
    for name, (meeting, title) in places.items():
        item = world.things[meeting].items.get(title=title)
        world.things[name] = meetings.add_paper(
            item, title=f"The {name}", file=pdf(f"Of the {name}"), by=officer
        )
    for meeting in ("circulated", "secret"):
        meetings.publish_papers(world.things[meeting], by=officer)
    item = world.things["called"].items.get(kind=AgendaItem.Kind.OTHER_BUSINESS)
    world.things["draft_paper"] = meetings.add_paper(item, title="The draft paper", file=word(), by=officer)
    world.things["paper_item"] = item


def held(group: Group, day: date, world: World, *, circulated: bool = True) -> Meeting:
    """A meeting that was called, held and closed."""
    meeting = run(meetings.plan_meeting(group, held_on=day, by=world.users["officer"]), world)
    return circulate(meeting, world.users["officer"]) if circulated else meeting


def run(meeting: Meeting, world: World) -> Meeting:
    """Hold a planned meeting: an open, a members' and an exempt matter, each decided, and whatever is offered."""
    officer = world.users["officer"]
    topic, person = world.things["topic"], world.things["person"]
    meetings.add_item(meeting, title="A matter", topics=[topic], by=officer)
    meetings.add_item(meeting, title="A members' matter", access=Access.MEMBERS, by=officer)
    meetings.add_item(
        meeting,
        title="An exempt matter",
        access=Access.EXEMPT,
        exempt_paragraphs=[3],
        public_interest="A contract is being negotiated.",
        by=officer,
    )
    meeting = meetings.publish_agenda(meeting, by=officer)
    meeting = meetings.start_meeting(meeting, by=officer)
    meetings.record_attendance(meeting, person=person, status="present", by=officer)
    for item in AgendaItem.objects.of_meeting(meeting):
        item = meetings.write_minute(item, text=f"What was said on {item.title}.", revision=0, by=officer)
        if item.offers_minutes_of:
            meetings.approve_minutes(item, by=officer)
        elif item.title.endswith("matter"):
            meetings.log_decision(item, text=f"Agreed on {item.title}.", outcome="agreed", by=officer)
            meetings.add_action(item, text=f"Do what {item.title} asks.", owner=person, by=officer)
        else:
            meetings.set_outcome(item, outcome="noted", by=officer)
    return meetings.close_meeting(meeting, by=officer)


def reported(meeting: Meeting, world: World, *, role: str, publish: bool = False) -> RepresentativeReport:
    """A representative's report of a meeting with published minutes: one item in their own words."""
    user, body = world.users[role], world.things["body"]
    report = meetings.start_representative_report(meeting, author=user.person, body=body, by=user)
    item = meeting.items.get(title="A matter")
    report = meetings.write_representative_report(
        report,
        revision=report.revision,
        entries={
            item.pk: {
                "is_chosen": True,
                "meaning": "What it means for us.",
                "quotes_minute": True,
                "quoted_decisions": [],
                "quoted_actions": [],
            }
        },
        by=user,
    )
    if publish:
        meetings.publish_representative_report(report, by=user)
    return report


def circulate(meeting: Meeting, officer: User, *, publish: bool = False) -> Meeting:
    """Give the draft out twice, so that there is something to compare."""
    minutes = Minutes.objects.get(meeting=meeting)
    if publish:
        for item in meeting.items.all():
            for decision in item.decisions.all():
                meetings.publish_decision(decision, by=officer)
    for reason in ("", "Names were missing."):
        meetings.circulate_minutes(minutes, reason=reason, by=officer)
        if publish:
            meetings.publish_draft_minutes(minutes, by=officer)
    return meeting


def reports_of(group: Group, officer: User) -> dict[str, object]:
    """A report that was given out, corrected and waits to be decided on, and one whose officers have to look again."""
    author = User.objects.create_user("author@example.org", display_name="The author")
    day = timezone.localdate() + timedelta(days=25)
    meeting = meetings.plan_meeting(group, held_on=day, by=officer)
    report = ready(group, author=author, title="A published report", meeting=meeting)
    report = meetings.place_report(report, meeting=meeting, by=officer)
    meeting = meetings.publish_agenda(meeting, by=officer)
    meetings.publish_papers(meeting, by=officer)
    written(afresh(report), financial="It costs a little.")
    meetings.correct_report(report, reason="A sum was missing.", by=officer)
    draft = written(
        cleared(written(begun(group, author=author, title="A report being written"))), risk="Some."
    )
    finance = draft.clearances.get(area="finance")
    asked = meetings.ask_clearance(draft, area="finance", consulted=finance.consulted, due_on=day, by=author)
    report = afresh(report)
    return {
        "report": report.paper,
        "report_item": report.paper.item,
        "draft_report": draft.paper,
        "clearance": asked,
    }
