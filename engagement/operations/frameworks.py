"""Writing a version of the framework, issuing it for comment, and putting it in force by a decision."""

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from core import history
from core.models import sealed
from core.refusals import Refused
from core.templatetags.house import british_date
from core.turns import take_turn
from engagement import framework_text
from engagement.models import FrameworkSection, FrameworkText, FrameworkVersion
from meetings.models import Decision
from partnership.models import Group, User

State = FrameworkVersion.State


@transaction.atomic
def begin_framework(
    group: Group,
    *,
    title: str,
    approving_group: Group,
    by: User,
    after: FrameworkVersion | None = None,
    **values,
) -> FrameworkVersion:
    """Begin the next version; with `after`, from the words of that one."""
    # Two who begin a version at once get two numbers: the second waits for the first.
    take_turn("versions of the framework are numbered")

    if FrameworkVersion.objects.filter(state=State.WRITING, group=group).exists():
        raise Refused(f"The {group} is writing a version already. Go on with that one.")

    number = (FrameworkVersion.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    version = FrameworkVersion(
        number=number, title=title, group=group, approving_group=approving_group, **values
    )
    history.add(version, by=by, verb="begun")
    if after is not None:
        FrameworkSection.objects.bulk_create(
            FrameworkSection(version=version, **section)
            for section in framework_text.as_issued(after)["sections"]
        )
    return version


@transaction.atomic
def edit_framework(version: FrameworkVersion, *, by: User, **values) -> FrameworkVersion:
    """Change what stands at the head of a version that is not issued yet."""
    version = _being_written(version)
    history.edit(version, by=by, **values)
    return version


@transaction.atomic
def add_section(version: FrameworkVersion, *, heading: str, by: User, text: str = "") -> FrameworkSection:
    """Give a version another section, after those it has."""
    version = _being_written(version)
    last = version.sections.aggregate(last=Max("position"))["last"] or 0
    section = FrameworkSection(version=version, position=last + 1, heading=heading, text=text)
    history.add(section, by=by)
    _count(version)
    return section


@transaction.atomic
def write_section(
    section: FrameworkSection, *, heading: str, text: str, shown: str, by: User
) -> FrameworkSection:
    """Save the words of a section. `shown` is the text that the writer began from.

    Raises Refused when somebody else has saved other words since: nothing is written over unseen.
    """
    version = _being_written(section.version)
    section = FrameworkSection.objects.select_for_update().get(pk=section.pk)

    if section.text != shown and section.text != text:
        raise Refused("Somebody else has changed this section since you opened it. Both texts are below.")

    if history.edit(section, by=by, verb="written", heading=heading, text=text):
        _count(version)
    return section


@transaction.atomic
def remove_section(section: FrameworkSection, *, by: User) -> FrameworkVersion:
    """Take a section out of a version that is not issued yet; the others close up."""
    version = _being_written(section.version)
    place, words = section.position, section.text
    section.delete()
    for later in version.sections.filter(position__gt=place).order_by("position"):
        later.position -= 1
        later.save(update_fields=["position"])
    history.record(
        version,
        "section taken out",
        by=by,
        changes={"section": [section.heading, None], "text": [words, None]},
    )
    _count(version)
    return version


@transaction.atomic
def issue_framework(version: FrameworkVersion, *, comments_until: date | None, by: User) -> FrameworkVersion:
    """Give a version out: its words are sealed, and comments are open until the end of a day, if one is given."""
    version = _being_written(version)

    empty = [section.heading for section in version.sections.all() if not section.text.strip()]
    if not version.sections.exists():
        raise Refused("A version without a section says nothing yet.")
    if empty:
        raise Refused(f"These sections have no text yet: {', '.join(empty)}.")
    _refuse_past(comments_until)

    FrameworkText.objects.create(
        version=version, number=version.number, by=by, at=timezone.now(), **sealed(framework_text.of(version))
    )
    return _move(
        version, State.ISSUED, by=by, issued_at=timezone.now(), issued_by=by, comments_until=comments_until
    )


@transaction.atomic
def extend_comments(version: FrameworkVersion, *, until: date, reason: str, by: User) -> FrameworkVersion:
    """Take comments until another day, with the reason, which everybody can read in the history."""
    version = _locked(version)

    if version.state != State.ISSUED:
        raise Refused("Comments are taken only on a version that is issued and not decided on.")
    if not reason.strip():
        raise Refused("Say why the day changes.")
    _refuse_past(until)

    history.edit(version, by=by, reason=reason, verb="comments extended", comments_until=until)
    return version


@transaction.atomic
def approve_framework(
    version: FrameworkVersion, *, decision: Decision, in_force_on: date, by: User
) -> FrameworkVersion:
    """Put a version in force on the word of the decision that approved it.

    Raises Refused while somebody who was asked has no answer: what was said is to be considered before.
    """
    version = _locked(version)

    if waiting := version.remarks.unanswered().count():
        remarks = "1 remark has" if waiting == 1 else f"{waiting} remarks have"
        raise Refused(f"{remarks} no answer yet. Answer what was said before the version is approved.")
    if decision.group_id != version.approving_group_id:
        raise Refused(f"The {version.approving_group} approves this version; {decision} is not its decision.")
    if not decision.is_in_force:
        raise Refused(f"{decision} was not agreed, so it approves nothing.")
    if in_force_on < decision.item.meeting.held_on:
        raise Refused(
            f"It cannot be in force before the decision of {british_date(decision.item.meeting.held_on)}."
        )

    return _move(version, State.APPROVED, by=by, approved_by_decision=decision, in_force_on=in_force_on)


@transaction.atomic
def drop_framework(version: FrameworkVersion, *, reason: str, by: User) -> FrameworkVersion:
    """Say that an issued version is not taken further, as when a revised one takes its place."""
    version = _locked(version)

    if not reason.strip():
        raise Refused("Say why the version is not taken further.")

    return _move(version, State.NOT_APPROVED, by=by, reason=reason)


def _move(
    version: FrameworkVersion, to: FrameworkVersion.State, *, by: User, reason: str = "", **values
) -> FrameworkVersion:
    if to not in FrameworkVersion.NEXT.get(State(version.state), ()):
        now = version.get_state_display().lower()
        raise Refused(f"A version that is {now} cannot become {to.label.lower()}.")
    history.edit(version, by=by, verb=to.label.lower(), reason=reason, state=to, **values)
    return version


def _locked(version: FrameworkVersion) -> FrameworkVersion:
    return FrameworkVersion.objects.select_for_update(of=("self",)).with_bodies().get(pk=version.pk)


def _being_written(version: FrameworkVersion) -> FrameworkVersion:
    version = _locked(version)
    if version.is_issued:
        raise Refused("The version is issued: its words stay as they are. Begin the next one to change them.")
    return version


def _count(version: FrameworkVersion) -> None:
    version.revision += 1
    version.save(update_fields=["revision"])


def _refuse_past(day: date | None) -> None:
    if day is not None and day < timezone.localdate():
        raise Refused("The last day for comments has passed already.")
