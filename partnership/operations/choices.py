"""Choosing how one is told: how often of what, when not, and what not at all."""

from collections.abc import Iterable, Mapping
from datetime import time

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from core import history
from core.refusals import Refused
from partnership import notices, stopping
from partnership.kinds import BY_KEY, Kind, kind_of
from partnership.models import (
    Everywhere,
    KindChoice,
    Notice,
    NoticeWishes,
    Pace,
    StoppedAddress,
    Subscription,
    User,
)
from partnership.pacing import STATES, settled
from partnership.quiet import may_be_told

BY_LINK = "by the link in an email"


@transaction.atomic
def choose_notices(
    login: User,
    *,
    kinds: Mapping[str, Pace],
    follows: Mapping[int, Pace],
    everywhere: Mapping[str, Pace],
    quiet_from: time | None,
    quiet_until: time | None,
    not_at_weekends: bool,
    wants_digests: bool,
    by: User,
) -> NoticeWishes:
    """Set what a login is told and when. What waits goes by the new choice; what it stops is not mailed any more."""
    wishes = _locked_wishes(login)

    for key, pace in kinds.items():
        if key not in BY_KEY or pace not in BY_KEY[key].paces:
            raise Refused("One of these notices cannot be told as you chose.")
    if (quiet_from is None) != (quiet_until is None):
        raise Refused("Give both hours of the quiet time, or neither.")

    _set_wishes(
        wishes,
        by=by,
        quiet_from=quiet_from,
        quiet_until=quiet_until,
        not_at_weekends=not_at_weekends,
        digests_stopped_at=None if wants_digests else wishes.digests_stopped_at or timezone.now(),
    )
    for key, pace in kinds.items():
        _set_kind(login, BY_KEY[key], pace, by=by)
    for subscription in Subscription.objects.select_for_update().visible_to(login).filter(pk__in=follows):
        _set_subscription(subscription, follows[subscription.pk], by=by)
    for key, pace in everywhere.items():
        _set_everywhere(login, Everywhere(key), pace, by=by)

    tell_as_chosen(login, wishes)
    return wishes


@transaction.atomic
def stop_notices(notice: Notice, *, by: User | None) -> Notice:
    """End what caused a notice, as its reader asked by the link in it. Asking twice changes nothing."""
    login = _reader_of(notice)
    wishes = _locked_wishes(login)

    if not stopping.can_be_stopped(notice):
        raise Refused("This cannot be stopped.")

    if notice.what == "digest":
        _set_wishes(
            wishes, by=by, reason=BY_LINK, digests_stopped_at=wishes.digests_stopped_at or timezone.now()
        )
    elif notice.because:
        for subscription in Subscription.objects.visible_to(login).marked(notice.because):
            _end(subscription, by=by, reason=BY_LINK)
    else:
        _set_kind(login, kind_of(notice.what), Pace.NEVER, by=by, reason=BY_LINK)

    tell_as_chosen(login, wishes)
    return notice


@transaction.atomic
def resume_notices(notice: Notice, *, by: User | None) -> Notice:
    """Take back what its link stopped: it is told again as often as it was."""
    login = _reader_of(notice)
    wishes = _locked_wishes(login)

    if notice.what == "digest":
        _set_wishes(wishes, by=by, reason=BY_LINK, digests_stopped_at=None)
    elif notice.because:
        _follow_again(login, notice, by=by)
    else:
        _set_kind(login, kind_of(notice.what), _pace_before(notice), by=by, reason=BY_LINK)
    return notice


@transaction.atomic
def make_digests_weekly(login: User, *, by: User | None) -> int:
    """Whatever is gathered daily and may wait comes once a week. Returns how many choices were changed."""
    wishes = _locked_wishes(login)

    changed = 0
    for choice in KindChoice.objects.visible_to(login).filter(pace=Pace.DAILY):
        kind = BY_KEY.get(choice.kind)
        if kind and Pace.WEEKLY in kind.paces:
            changed += _set_kind(login, kind, Pace.WEEKLY, by=by, reason=BY_LINK)
    for subscription in Subscription.objects.visible_to(login).filter(pace=Pace.DAILY):
        changed += _set_subscription(subscription, Pace.WEEKLY, by=by, reason=BY_LINK)

    tell_as_chosen(login, wishes)
    return changed


@transaction.atomic
def stop_address(address: stopping.Address, *, by: User | None) -> StoppedAddress:
    """Tell an address without a login no more about one thing. What waits for it is not sent either."""
    row, is_new = StoppedAddress.objects.get_or_create(
        content_type_id=address.content_type_id, object_id=address.object_id, key=address.key
    )
    if is_new:
        history.record(row, "stopped", by=by, reason=BY_LINK)
    waiting = Notice.objects.not_begun().filter(
        to=None, content_type=address.content_type_id, object_id=address.object_id
    )
    mine = [each.pk for each in waiting if stopping.key_of(each.address, each) == address.key]
    Notice.objects.not_begun().filter(pk__in=mine).update(state=Notice.State.MUTED)
    return row


@transaction.atomic
def resume_address(address: stopping.Address, *, by: User | None) -> bool:
    """Tell it again. False if it was not stopped."""
    row = stopping.stopped_addresses(address).select_for_update().first()
    if row is None:
        return False
    history.record(row, "begun again", by=by, reason=BY_LINK)
    row.delete()
    return True


def _reader_of(notice: Notice) -> User:
    assert notice.to is not None  # only what went to a login is stopped by its notice
    return notice.to


def _locked_wishes(login: User) -> NoticeWishes:
    """The login's row is held, so that a gatherer and a second press wait."""
    User.objects.select_for_update(no_key=True).get(pk=login.pk)
    return NoticeWishes.objects.filter(pk=login.pk).first() or NoticeWishes(user=login)


def _set_wishes(wishes: NoticeWishes, *, by: User | None, reason: str = "", **values: object) -> None:
    if wishes._state.adding:
        if all(getattr(wishes, name) == value for name, value in values.items()):
            return
        history.add(wishes, by=by, verb="begun to choose")
    history.edit(wishes, by=by, verb="chosen", reason=reason, **values)


def _set_kind(login: User, kind: Kind, pace: Pace, *, by: User | None, reason: str = "") -> bool:
    choice = KindChoice.objects.filter(user=login, kind=kind.key).first()
    if choice:
        return history.edit(choice, by=by, verb="chosen", reason=reason, pace=pace.value)
    if pace == kind.default:
        return False
    history.add(KindChoice(user=login, kind=kind.key, pace=pace.value), by=by, verb="chosen", reason=reason)
    return True


def _set_subscription(subscription: Subscription, pace: Pace, *, by: User | None, reason: str = "") -> bool:
    if pace == Pace.NEVER:
        _end(subscription, by=by, reason=reason or subscription.words)
        return True
    return history.edit(subscription, by=by, verb="chosen", reason=reason, pace=pace.value)


def _set_everywhere(login: User, everywhere: Everywhere, pace: Pace, *, by: User | None) -> None:
    found = Subscription.objects.visible_to(login).to(everywhere).first()
    if found:
        _set_subscription(found, pace, by=by)
    elif pace != Pace.NEVER:
        new = Subscription(user=login, everywhere=everywhere.value, pace=pace.value)
        history.add(new, by=by, verb="followed", reason=everywhere.label)


def _end(subscription: Subscription, *, by: User | None, reason: str) -> None:
    history.record(subscription, "stopped following", by=by, reason=reason)
    subscription.delete()


def _pace_before(notice: Notice) -> Pace:
    """As often as it was told; at once where it had not been sent when it was stopped."""
    return Pace.AT_ONCE if notice.pace == Pace.NEVER else Pace(notice.pace)


def _follow_again(login: User, notice: Notice, *, by: User | None) -> None:
    for mark in notice.because:
        if Subscription.objects.visible_to(login).marked([mark]).exists():
            continue
        kind, _, which = mark.partition(":")
        what = (
            {"everywhere": which}
            if kind == "everywhere"
            else {"content_type": ContentType.objects.get_for_id(int(kind)), "object_id": int(which)}
        )
        pace = _pace_before(notice).value
        history.add(Subscription(user=login, pace=pace, **what), by=by, verb="followed", reason=BY_LINK)


def tell_as_chosen(login: User, wishes: NoticeWishes) -> None:
    """Let what has not set out go by what holds now: released, held for another digest, or not mailed."""
    chosen = dict(KindChoice.objects.visible_to(login).values_list("kind", "pace"))
    paces = {each.mark: Pace(each.pace) for each in Subscription.objects.visible_to(login)}
    now, stopped = timezone.now(), bool(wishes.digests_stopped_at)
    changed, released = [], []
    for notice in _not_begun(login):
        pace = _pace_now(notice, chosen, paces, stopped=stopped)
        when = may_be_told(wishes, notice.what, notice.about, at=now) if pace == Pace.AT_ONCE else now
        if notice.failures:  # it is tried again, which has its own time
            when = max(when, notice.not_before)
        is_due = notice.not_before <= now and when <= now
        if pace == notice.pace and (pace != Pace.AT_ONCE or is_due):
            continue
        if pace == Pace.AT_ONCE and when <= now:
            released.append(notice.pk)
        notice.pace, notice.state, notice.not_before = pace, STATES[pace], when
        changed.append(notice)
    Notice.objects.bulk_update(changed, ["pace", "state", "not_before"], batch_size=500)
    notices.wake_sender(released)


def _not_begun(login: User) -> QuerySet[Notice]:
    waiting = Notice.objects.not_begun().filter(to=login).exclude(what="digest").order_by("pk")
    return waiting.select_for_update(of=("self",)).prefetch_related("about")


def _pace_now(notice: Notice, chosen: Mapping[str, str], paces: Mapping[str, Pace], *, stopped: bool) -> Pace:
    kind = kind_of(notice.what)
    if not notice.because:
        return settled(kind, Pace(chosen.get(kind.key, kind.default)), stopped=stopped)
    own: Iterable[Pace] = [paces[mark] for mark in notice.because if mark in paces]
    pace = min(own, key=list(Pace).index, default=Pace.NEVER)
    return settled(kind, pace, stopped=stopped, followed=True)
