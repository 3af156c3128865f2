"""Every address, for every role: the answer, the heading, the title, the way back, and how many questions it asks."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.models import Run
from engagement.models import (
    Consultation,
    Consultee,
    Finding,
    FrameworkVersion,
    Mention,
    Place,
    Programme,
    ProgrammeDay,
    Remark,
    Response,
    Theme,
)
from funding.models import Idea, ImportedFile, LedgerEntry, ParticipatoryRound, Pot, Proposal, Return, Round
from localities.models import Audience, CommunityPlan, Locality, ParishCouncil
from meetings import operations
from meetings.models import (
    ActionItem,
    AgendaItem,
    Clearance,
    Correction,
    Decision,
    DeclarationOfInterest,
    Meeting,
    Reopening,
    RepresentativeReport,
)
from partnership.models import CalendarAddress, Group, Notice, Organisation, Person, Topic, User
from partnership.operations import make_calendar_address, revoke_calendar_address
from partnership.stopping import link_for
from tests.every_page import PAGES
from tests.once import kept_for_the_file
from tests.urls import pages
from tests.world import ROLES, World, build

pytestmark = pytest.mark.django_db

# No page asks the database more often than this, whoever asks; lower budgets are tested beside their pages. The most
# has the first page of an officer, with some two dozen kinds of things that may be waiting.
MOST_QUERIES = 47
OF_ONE_YEAR = {
    "funding:year",
    "funding:grid_csv",
    "funding:grid_excel",
    "funding:outturn",
    "funding:underspend",
    "funding:put_recommendations",
    "funding:answer_recommendations",
    "funding:carry_out_recommendations",
}
# Things about localities that are known by a readable address.
WITH_SLUGS = (Audience, CommunityPlan, Finding, Locality, Mention, ParishCouncil, Programme)
COMPARISONS = ("meetings:compare", "meetings:compare_report", "engagement:compare_framework")
# Who belongs to the closed group in no way: nothing that they get names it.
OUTSIDE = ("anonymous", "outsider", "other_officer")


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """One world for all the questions; nothing here changes it."""
    with kept_for_the_file(django_db_blocker, lambda: signed_in(complete(build()))) as world:
        yield world


def complete(world: World) -> World:
    """What only these questions need."""
    member, officer = world.users["member"], world.users["officer"]
    done = ActionItem.objects.get(item__meeting=world.things["circulated"], item__title="A members' matter")
    world.things["done_action"] = operations.close_action(done, note="Done.", by=officer)
    world.things["run"] = done_run(by=member)
    outsider, chair = world.users["outsider"], world.users["chair"]
    world.things["private_calendar"] = make_calendar_address(outsider, by=outsider)
    world.things["shut_calendar"] = make_calendar_address(chair, by=chair)
    revoke_calendar_address(chair, by=chair)
    world.things["login"] = world.users["outsider"]
    world.things["former_login"] = User.objects.create_user("former@example.org", is_active=False)
    world.things["notice"] = Notice.objects.filter(to=member, what="minutes_circulated").first()
    entry = {"title": "A coming decision", "contact": "The office", "by": officer}
    period = {"expected_from": date(2090, 1, 1), "expected_to": date(2090, 2, 1)}
    world.things["draft_entry"] = operations.add_entry(world.things["group"], **entry, **period)
    for name, group in (("entry", "group"), ("secret_entry", "closed")):
        drafted = operations.add_entry(world.things[group], is_key=True, **entry, **period)
        world.things[name] = operations.publish_entry(drafted, by=officer)
    world.things["approval_item"] = AgendaItem.objects.get(
        meeting=world.things["planned"], offers_minutes_of=world.things["circulated"]
    )
    return world


def signed_in(world: World) -> World:
    """Each role signs in once. What a page does to its session is undone after the question, as everything is."""
    for role, user in world.users.items():
        if user:
            client = Client()
            client.force_login(user)
            world.sessions[role] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return world


def done_run(*, by: User) -> Run:
    """Long work that somebody asked for, with its file."""
    run = Run(task="some.task", title="Some long work", asked_by=by, state=Run.State.DONE, progress=100)
    run.finished_at, run.file_name, run.media_type = timezone.now(), "work.pdf", "application/pdf"
    run.file.save("work.pdf", ContentFile(b"%PDF-1.7 what came of it"))
    return run


def address(name: str, what: object, world: World) -> str:
    """The address of a page, with the thing of the world that it is about."""
    which = "?from=1&to=2" if name in COMPARISONS else ""
    return reverse(name, kwargs=_kwargs(name, what, world)) + which


def _kwargs(name: str, what: object, world: World) -> dict[str, object]:
    if isinstance(what, dict):
        return {key: world.things[value].pk if key == "pk" else value for key, value in what.items()}
    if what == "entry_group":
        return {"group": world.things["group"].slug}
    if what == "agenda_later":
        planned = world.things["planned"]
        return {"group": planned.group.slug, "day": planned.held_on, "act": "agenda"}
    if what in ("calendar_of_group", "calendar_of_closed"):
        return {"group": world.things[what.removeprefix("calendar_of_")].slug}
    thing = world.things[what]
    if isinstance(thing, CalendarAddress):
        return {"key": thing.key}
    if isinstance(thing, Meeting):
        return {"group": thing.group.slug, "day": thing.held_on}
    if isinstance(thing, Clearance):
        return {"pk": thing.report.paper_id, "clearance": thing.pk}
    if isinstance(thing, AgendaItem) and name == "meetings:write_item":
        return {"group": thing.meeting.group.slug, "day": thing.meeting.held_on, "item": thing.pk}
    if isinstance(thing, AgendaItem):
        return {"group": thing.meeting.group.slug, "day": thing.meeting.held_on, "number": thing.number}
    if isinstance(thing, DeclarationOfInterest):
        meeting = thing.item.meeting
        return {"group": meeting.group.slug, "day": meeting.held_on, "pk": thing.pk}
    if isinstance(thing, Reopening):
        return {"group": thing.meeting.group.slug, "day": thing.meeting.held_on, "pk": thing.pk}
    if isinstance(thing, Correction):
        meeting = thing.minutes.meeting
        return {"group": meeting.group.slug, "day": meeting.held_on, "pk": thing.pk}
    if isinstance(thing, RepresentativeReport):
        return dict(zip(("group", "day", "author"), thing.address, strict=True))
    if isinstance(thing, Notice) and name == "partnership:stop_notices":
        return {"token": link_for(thing).rstrip("/").rsplit("/", 1)[1]}
    if isinstance(thing, Decision):
        return {"ref": thing.ref}
    if what == "vacant":
        return {"slug": thing.group.slug, "pk": thing.pk}
    if isinstance(thing, Group) and name.startswith("meetings:minute_book"):
        year = thing.meetings.filter(held_on__lt=timezone.localdate()).first().held_on.year
        return {"group": thing.slug} | ({} if name.endswith("books") else {"year": year})
    if isinstance(thing, LedgerEntry):
        return {"slug": thing.pot.slug, "entry": thing.pk}
    if isinstance(thing, Pot) and name == "funding:stream_year":
        return {"slug": thing.slug, "year": 2020, "stream": thing.streams.get().slug}
    if isinstance(thing, Proposal):
        return {"slug": thing.pot.slug, "number": thing.number}
    if isinstance(thing, Pot) and name in OF_ONE_YEAR:
        return {"slug": thing.slug, "year": 2020}
    if isinstance(thing, FrameworkVersion):
        in_it = {"position": 1} if name.endswith("_section") and "add" not in name else {}
        return {"number": thing.number} | in_it
    if isinstance(thing, Remark):
        return {"number": thing.version.number, "pk": thing.pk}
    if isinstance(thing, Consultation):
        return {"slug": thing.slug} | ({"position": 1} if name.endswith("edit_question") else {})
    if isinstance(thing, Response):
        about = {"token": thing.token} if name.endswith("received") else {"pk": thing.answers.get().pk}
        return {"slug": thing.consultation.slug} | about
    if isinstance(thing, (Consultee, Theme)):
        return {"slug": thing.consultation.slug, "pk": thing.pk}
    if isinstance(thing, Place):
        return {"slug": thing.programme.slug, "pk": thing.pk}
    if isinstance(thing, ProgrammeDay):
        return {"slug": thing.programme.slug, "number": thing.number}
    if isinstance(thing, Return) and name == "funding:recommend_for_underspend":
        year = {"slug": thing.round.pot.slug, "year": thing.round.year}
        return year | {"stream": thing.stream.slug, "project": thing.project_id}
    if isinstance(thing, Return):
        return {"slug": thing.round.pot.slug, "pk": thing.pk}
    if isinstance(thing, Idea):
        return {"slug": thing.round.pot.slug, "pk": thing.round_id, "number": thing.number}
    if isinstance(thing, Round | ImportedFile | ParticipatoryRound):
        return {"slug": thing.pot.slug, "pk": thing.pk}
    if isinstance(thing, (Group, Person, Organisation, Topic, Pot, *WITH_SLUGS)):
        return {"slug": thing.slug}
    return {"pk": thing.pk}


def client_of(world: World, role: str) -> Client:
    """A browser of its own for each question; the sessions in which the roles are signed in are kept with the world."""
    client = Client()
    if world.users[role]:
        client.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[role]
    return client


def _id(row) -> str:
    name, what, _ = row
    return f"{name}-{what}" if isinstance(what, str) else name


def test_every_page_of_ours_stands_in_the_table():
    assert {name for name, _ in pages()} == {name for name, _, _ in PAGES}


@pytest.mark.parametrize("row", PAGES, ids=_id)
@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_the_answer_that_was_written_down(world, row, role):
    name, what, answers = row
    expected = int(answers.split()[ROLES.index(role)])
    client = client_of(world, role)

    with CaptureQueriesContext(connection) as queries:
        response = client.get(address(name, what, world))

    assert response.status_code == expected, f"{name} ({what}) for the {role}"
    assert len(queries) <= MOST_QUERIES, [query["sql"][:120] for query in queries]
    if role in OUTSIDE and response.status_code == 200:
        assert "Closed Group" not in response.getvalue().decode(errors="ignore"), "nobody outside hears of it"
    if response["Content-Type"].startswith("text/html") and response.status_code not in (302, 405):
        page = response.content.decode()
        assert len(re.findall(r"<h1[\s>]", page)) == 1, "one h1"
        title = re.search(r"<title>\s*(.+?) – Herefordshire Partnership\s*</title>", page, re.DOTALL)
        assert title, "a title that says where one is"
        if response.status_code == 200 and name != "portal:home":
            assert "govuk-breadcrumbs" in page, "a way back"
