"""Planning a consultation, launching it, changing its days, calling it off."""

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from core import history
from core.refusals import Refused
from core.slugs import free_slug
from core.templatetags.house import british_date
from engagement import overlaps, readiness
from engagement.given import OptionAnswer
from engagement.models import Consultation, Option, OverlapChoice
from engagement.models.asking import Stage
from partnership import notices
from partnership.models import Everywhere, Group, Notice, User

# Parts of the register have these addresses.
RESERVED = {"forward-plan", "plan", "rules", "named-in-minutes"}
MANY = ("localities", "audiences", "topics")
# What was launched is changed by operations of its own, which tell people.
FIXED_AT_LAUNCH = ("opens_on", "closes_on", "closes_at")


@transaction.atomic
def draft_consultation(group: Group, *, title: str, by: User, **values: Any) -> Consultation:
    """Begin to plan a consultation. Only the officers of its group see it until it is put on the forward plan."""
    many = {name: values.pop(name) for name in MANY if name in values}
    consultation = Consultation(group=group, title=title, slug=_slug(title), **values)
    history.add(consultation, by=by, verb="drafted")
    _set_many(consultation, many)
    return consultation


@transaction.atomic
def edit_consultation(consultation: Consultation, *, by: User, **values: Any) -> Consultation:
    """Change what is said of a consultation that is not over; its days too, until it is launched."""
    consultation = locked(consultation)

    if consultation.stage in (Stage.CONCLUDED, Stage.WITHDRAWN):
        raise Refused(f"It is {consultation.get_stage_display().lower()}, so it stays as it is.")
    if consultation.launched_at:
        for name in FIXED_AT_LAUNCH:
            if name in values and values[name] != getattr(consultation, name):
                raise Refused("It is launched: its days are changed on a page of their own, with the reason.")

    many = {name: values.pop(name) for name in MANY if name in values}
    before = {name: sorted(str(each) for each in getattr(consultation, name).all()) for name in many}
    _set_many(consultation, many)
    after = {name: sorted(str(each) for each in getattr(consultation, name).all()) for name in many}
    if changed := {name: [before[name], after[name]] for name in many if before[name] != after[name]}:
        history.record(consultation, "edited", by=by, changes=changed)
    history.edit(consultation, by=by, **values)
    return consultation


@transaction.atomic
def write_options(consultation: Consultation, *, options: Iterable[OptionAnswer], by: User) -> Consultation:
    """Name the options, in their order, those that were rejected with the reason."""
    consultation = locked(consultation)

    if consultation.launched_at:
        raise Refused("It is launched: the options stay as people have read them.")

    before = [str(each) for each in consultation.options.all()]
    consultation.options.all().delete()
    for position, option in enumerate(options, start=1):
        row = Option(
            consultation=consultation,
            position=position,
            text=option.text,
            is_rejected=option.is_rejected,
            why_rejected=option.why_rejected,
        )
        history.check(row)
        row.save()
    after = [str(each) for each in consultation.options.all()]
    history.record(consultation, "options written", by=by, changes={"options": [before, after]})
    return consultation


@transaction.atomic
def plan_consultation(consultation: Consultation, *, by: User) -> Consultation:
    """Put it on the forward plan, where every partner sees it."""
    consultation = locked(consultation)

    if not consultation.summary.strip():
        raise Refused("Say in a few sentences what it is about before partners see it.")
    if not consultation.is_countywide and not consultation.localities.exists():
        raise Refused("Say which places it concerns before partners see it.")
    if not consultation.audiences.exists():
        raise Refused("Say whom it is to reach before partners see it.")

    return move(consultation, Stage.PLANNED, by=by)


@transaction.atomic
def choose_about_overlap(
    consultation: Consultation, *, other: Consultation, choice: str, reason: str, by: User
) -> OverlapChoice:
    """Record what is done about two that would meet the same people at once, and why."""
    consultation = locked(consultation)

    if other.pk not in {each.pk for each in overlaps.of(consultation)}:
        raise Refused("The two do not overlap any more.")
    if not reason.strip():
        raise Refused("Say why.")

    made = OverlapChoice(
        consultation=consultation,
        other=other,
        choice=choice,
        reason=reason,
        mark=overlaps.mark_of(consultation, other),
        by=by,
        at=timezone.now(),
    )
    history.add(made, by=by, verb="chosen")
    return made


@transaction.atomic
def launch_consultation(consultation: Consultation, *, by: User) -> Consultation:
    """Let everyone read it. It opens and closes by itself on its days.

    Raises Refused with everything that is missing (row E6), overlaps that nobody has decided on among it.
    """
    consultation = locked(consultation)

    if consultation.stage == Stage.PLANNED and (missing := readiness.missing(consultation)):
        raise Refused(f"It cannot open yet. Still to do: {'; '.join(missing)}.")
    if consultation.stage == Stage.PLANNED and consultation.closes <= timezone.now():
        raise Refused("Its last day has passed already. Change its days first.")

    move(consultation, Stage.LAUNCHED, by=by, launched_at=timezone.now(), launched_by=by)

    tell_followers(consultation, "consultation_launched")
    return consultation


@transaction.atomic
def change_days(
    consultation: Consultation,
    *,
    opens_on: date,
    closes_on: date,
    closes_at: time,
    reason: str,
    by: User,
) -> Consultation:
    """Open or close a launched consultation on other days. The change is shown with its reason, and told."""
    consultation = locked(consultation)

    if consultation.stage != Stage.LAUNCHED:
        raise Refused("Only the days of a consultation that is launched are changed in this way.")
    if not reason.strip():
        raise Refused("Say why the days change: everyone reads it.")
    if opens_on != consultation.opens_on and timezone.localdate() >= consultation.opens_on:
        raise Refused(f"It opened on {british_date(consultation.opens_on)}, and that stays so.")
    if consultation.responses_published_at or consultation.citations.exists():
        raise Refused("It has closed, and what people said is used already: its days stay as they are.")
    if consultation.responses.exists() and closes_on < consultation.closes_on:
        raise Refused("People have begun to respond, so it cannot close sooner than they were told.")

    history.edit(
        consultation,
        by=by,
        verb="days changed",
        reason=reason,
        opens_on=opens_on,
        closes_on=closes_on,
        closes_at=closes_at,
    )
    if consultation.closes <= timezone.now():
        raise Refused("The new last day has passed already.")
    short = readiness.too_short_for(consultation)
    if short and not consultation.shorter_reason:
        raise Refused(
            f"That is shorter than {short[0].name} asks for. Say why it is, and who approved it, first."
        )
    if overlaps.unsettled(consultation):
        raise Refused("On those days it overlaps with another. Choose first what to do about it.")

    occasion = f"{opens_on:%Y-%m-%d} {closes_on:%Y-%m-%d} {closes_at:%H:%M}"
    tell_followers(consultation, "consultation_days_changed", occasion=occasion)
    return consultation


@transaction.atomic
def call_off_consultation(consultation: Consultation, *, reason: str, by: User) -> Consultation:
    """Say that it does not take place, or ends without a result. It keeps its address."""
    consultation = locked(consultation)

    if not reason.strip():
        raise Refused("Say why it is called off.")
    was_launched = consultation.launched_at is not None

    move(consultation, Stage.WITHDRAWN, by=by, reason=reason, withdrawal_reason=reason)

    if was_launched:
        tell_followers(consultation, "consultation_called_off")
    return consultation


def move(consultation: Consultation, to: Stage, *, by: User, reason: str = "", **values: Any) -> Consultation:
    if to not in Consultation.NEXT.get(Stage(consultation.stage), ()):
        now = consultation.get_stage_display().lower()
        raise Refused(f"A consultation that is {now} cannot become {to.label.lower()}.")
    history.edit(consultation, by=by, verb=to.label.lower(), reason=reason, stage=to, **values)
    return consultation


def locked(consultation: Consultation) -> Consultation:
    """The row as it is now, held until the transaction ends."""
    return Consultation.objects.select_for_update(of=("self",)).with_bodies().get(pk=consultation.pk)


def followers(consultation: Consultation) -> Iterable[User]:
    """Who follows it, its group, one of its topics or localities, or all consultations, and may see it."""
    group = consultation.group
    users = User.objects.following(*followed(consultation))
    if group.is_public:
        return users
    circle = {user.pk for user in (*User.objects.members_of(group), *User.objects.officers_of(group))}
    return [user for user in users if user.pk in circle]


def followed(consultation: Consultation) -> list[Any]:
    """What somebody would have to follow to be told of it."""
    places = [*consultation.topics.all(), *consultation.localities.all()]
    return [consultation, consultation.group, *places, Everywhere.CONSULTATIONS]


def tell_followers(consultation: Consultation, what: str, *, occasion: str = "") -> list[Notice]:
    """Tell whoever follows it what has happened."""
    return notices.tell(
        followers(consultation), what, about=consultation, occasion=occasion, followed=followed(consultation)
    )


def _slug(title: str) -> str:
    """An address of its own, and none that the register uses itself, such as that of the forward plan."""
    return free_slug(Consultation, f"{title} consultation" if slugify(title) in RESERVED else title)


def _set_many(consultation: Consultation, many: dict[str, Any]) -> None:
    for name, values in many.items():
        getattr(consultation, name).set(values)
