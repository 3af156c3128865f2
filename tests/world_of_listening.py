"""What people are asked in the world of every page: the framework in versions, and consultations in every state."""

from datetime import date

from engagement import operations as engagement
from engagement.models import FrameworkVersion, RuleSet
from meetings.models import AgendaItem
from partnership.models import Group, User
from tests.factories import engagement as made


def frameworks_of(things: dict, users: dict[str, User | None]) -> dict[str, object]:
    """The versions, and a comment that waits for an answer."""
    officer, member = users["officer"], users["member"]
    version = _issued(things["group"], officer)
    remark = engagement.send_remark(
        version, section=version.sections.get(), name="The member", text="Say it shorter.", by=member
    )
    engagement.ask_consultee(version, name="Everybody", asked_on=date(2020, 1, 1), by=officer)
    closed = _issued(things["closed"], officer, title="Framework of the Closed Group")
    draft = engagement.begin_framework(
        things["group"],
        title="The next framework",
        approving_group=things["group"],
        after=version,
        by=officer,
    )
    return {
        "framework": version,
        "remark": remark,
        "closed_framework": closed,
        "draft_framework": draft,
    }


def _issued(group: Group, officer: User, *, title: str = "Some framework") -> FrameworkVersion:
    version = engagement.begin_framework(group, title=title, approving_group=group, by=officer)
    engagement.add_section(version, heading="How we ask", text="We ask once.", by=officer)
    return engagement.issue_framework(version, comments_until=date(2099, 1, 1), by=officer)


def consultations_of(things: dict, users: dict[str, User | None]) -> dict[str, object]:
    """One in each state that has pages of its own, with what came of it; one of the closed group."""
    officer, group, closed = users["officer"], things["group"], things["closed"]
    alone = {"audiences": [made.an_audience("Those of the open group")]}
    over = made.closed(group, title="Over", answers=("On the square.", "Nowhere."), **alone)
    over = engagement.publish_responses(over, by=officer)
    theme = engagement.add_theme(over, title="The square", by=officer)
    engagement.mark_answers(theme, answers=[each.answers.get() for each in over.responses.all()], by=officer)
    open_now = made.launched(group, title="Open", audiences=[made.an_audience("Those asked now")])
    made.responded(open_now)
    secret = made.closed(
        closed, title="Asked by the Closed Group", answers=("Yes.",), audiences=[made.an_audience("Members")]
    )
    item = AgendaItem.objects.filter(meeting=things["circulated"]).first()
    secret_item = AgendaItem.objects.filter(meeting=things["secret"]).first()
    return {
        "over_consultation": over,
        "open_consultation": open_now,
        "secret_consultation": secret,
        "planned_consultation": made.planned(group, title="Planned"),
        "draft_consultation": made.drafted(group, title="Drafted"),
        "response": over.responses.first(),
        "secret_response": secret.responses.get(),
        "consultee": engagement.add_consultee(open_now, name="Everybody", by=officer),
        "theme": theme,
        "rules": RuleSet.objects.create(name="Some rules", source="A book", starts_on=date(1990, 1, 1)),
        "mention": engagement.note_mention(item, title="Something", by=officer),
        "secret_mention": engagement.note_mention(
            secret_item, title="Something of the Closed Group", by=officer
        ),
    }
