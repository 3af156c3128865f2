"""A record with many rows of everything, put straight into the tables: only the number of rows matters."""

from datetime import timedelta

from django.utils import timezone

from core.models import sealed
from meetings.models import (
    ActionItem,
    AgendaItem,
    Attendance,
    Decision,
    Meeting,
    Minutes,
    MinutesRelease,
    MinutesVersion,
    Passage,
)
from partnership.models import Group, Topic, User
from tests.factories.partnership import (
    GroupFactory,
    MembershipFactory,
    OfficeTermFactory,
    OrganisationFactory,
    PersonFactory,
    SeatFactory,
    SeatHoldingFactory,
    TopicFactory,
)

WORD = "profiles"


def lengthen(group: Group, officer: User, topic: Topic, many: int, *, owner: User | None = None) -> None:
    """Add so many meetings, each with an item, minutes, a decision and an action; and as many people and bodies."""
    today, now = timezone.localdate(), timezone.now()
    person = owner.person if owner else PersonFactory()
    before = group.meetings.count()
    days = [today - timedelta(days=100 + before + n) for n in range(many)]
    meetings = Meeting.objects.bulk_create(
        Meeting(group=group, title=f"{WORD} meeting", held_on=day) for day in days
    )
    items = AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=each, position=1, number="1", title=f"The {WORD}", outcome="decided", presenter=person
        )
        for each in meetings
    )
    AgendaItem.topics.through.objects.bulk_create(
        AgendaItem.topics.through(agendaitem=item, topic=topic) for item in items
    )
    Meeting.objects.filter(pk__in=[each.pk for each in meetings]).update(
        status=Meeting.Status.CLOSED, agenda_published_at=now, agenda_published_by=officer
    )
    Minutes.objects.bulk_create(Minutes(meeting=each, status=Minutes.Status.CIRCULATED) for each in meetings)
    Attendance.objects.bulk_create(
        Attendance(meeting=each, person=person, status="present") for each in meetings
    )
    versions = MinutesVersion.objects.bulk_create(
        MinutesVersion(meeting=each, number=1, stage="draft", by=officer, **sealed({"id": each.pk}))
        for each in meetings
    )
    for audience in MinutesRelease.Audience:
        MinutesRelease.objects.bulk_create(
            MinutesRelease(version=version, audience=audience, by=officer) for version in versions
        )
    Passage.objects.bulk_create(
        Passage(version=version, item=item, title=item.title, text=f"We kept the {WORD}.", access="open")
        for version, item in zip(versions, items, strict=True)
    )
    _decisions(group, officer, items)
    ActionItem.objects.bulk_create(
        ActionItem(item=item, text=f"Keep the {WORD}", owner=person, due_on=today - timedelta(days=3))
        for item in items
    )
    _people(group, many)


def _decisions(group: Group, officer: User, items: list[AgendaItem]) -> None:
    last = group.decisions.filter(year=1999).count()
    decisions = [
        Decision(
            item=item,
            group=group,
            year=1999,
            number=last + n,
            ref=f"{group.prefix}-1999-{last + n}",
            text=f"Keep the {WORD}.",
            outcome="agreed",
            published_at=timezone.now() if n % 2 else None,
            published_by=officer if n % 2 else None,
        )
        for n, item in enumerate(items, start=1)
    ]
    Decision.objects.bulk_create(decisions)


def _people(group: Group, many: int) -> None:
    body = OrganisationFactory(name=f"The body of the {many} {WORD}")
    for n in range(many):
        person = PersonFactory(name=f"Person {n} of the {WORD}", organisation=body)
        MembershipFactory(group=group, person=person, organisation=body)
        OfficeTermFactory(group=GroupFactory(parent=group, name=f"{WORD} group {many}.{n}"), person=person)
        SeatHoldingFactory(seat=SeatFactory(group=group, nominated_by=body), person=person)
        OrganisationFactory(name=f"{WORD} body {many}.{n}", parent=body)
        TopicFactory(name=f"{WORD} topic {many}.{n}")
