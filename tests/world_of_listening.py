"""The framework for the world of every page: a version out for comment, one being written, one of the closed group."""

from datetime import date

from engagement import operations as engagement
from engagement.models import FrameworkVersion
from partnership.models import Group, User


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
