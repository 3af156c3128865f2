"""The link at the foot of a mail that ends mails like it, without signing in (RFC 8058).

The link carries no secret but its signature. It never lapses: mail is read years later, and all that it can do is to
stop mail, or to begin again what was stopped by it. Of an address without a login it carries a keyed hash, so that the
link outlives the erasing of the address.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.core.signing import BadSignature, Signer
from django.db import models
from django.urls import reverse
from django.utils.crypto import salted_hmac

from partnership.kinds import kind_of
from partnership.models import Everywhere, Group, Notice, StoppedAddress, Subscription, User

SALT = "partnership.stopping"


@dataclass(frozen=True)
class Address:
    """An address without a login, as far as a link knows it: about which thing it was told, and its keyed hash."""

    content_type_id: int
    object_id: int
    key: str

    @property
    def about(self) -> models.Model | None:
        """The thing, if anyone may know of it: who has the link may be anyone, and a place names who applied."""
        model = ContentType.objects.get_for_id(self.content_type_id).model_class()
        rule = getattr(model._default_manager, "visible_to", None) if model else None
        return rule(AnonymousUser()).filter(pk=self.object_id).first() if rule else None


def link_for(notice: Notice) -> str:
    """Where mails like this one are stopped; empty for what cannot be stopped."""
    if not can_be_stopped(notice):
        return ""
    if notice.to_id:
        said = f"n{notice.pk}"
    else:
        said = f"a{notice.content_type_id}.{notice.object_id}.{key_of(notice.address, notice)}"
    token = Signer(salt=SALT).sign(said)
    return settings.SITE_URL.rstrip("/") + reverse("partnership:stop_notices", args=[token])


def read(token: str) -> Notice | Address | None:
    """What a link was made for; None if it was not made here, or what it belongs to is gone."""
    try:
        said = Signer(salt=SALT).unsign(token)
    except BadSignature:
        return None
    if said.startswith("n"):
        notice = Notice.objects.select_related("to").filter(pk=int(said[1:]), to__isnull=False).first()
        return notice if notice and can_be_stopped(notice) else None
    kind, object_id, key = said[1:].split(".")
    return Address(int(kind), int(object_id), key)


def can_be_stopped(notice: Notice) -> bool:
    """Whatever came through a subscription, digests, what an address was told, and kinds that nobody depends on."""
    if notice.address and notice.to_id:  # what a former address hears of the login
        return False
    if not notice.to_id or notice.because or notice.what == "digest":
        return True
    return kind_of(notice.what).can_be_stopped


def what_stops(notice: Notice) -> str:
    """What its link ends, in words that follow "you get no more emails"."""
    if notice.what == "digest":
        return "that gather several notices into a digest"
    if notice.because:
        return f"because you follow {_list(followed_through(notice))}"
    return f"of the kind “{kind_of(notice.what).name}”"


def followed_through(notice: Notice) -> list[str]:
    """The names of what was followed; of a group that its reader may not see any more, no name."""
    return [_name_of(mark, notice.to) for mark in notice.because]


def _name_of(mark: str, reader: User | None) -> str:
    kind, _, which = mark.partition(":")
    if kind == "everywhere":
        label = Everywhere(which).label
        return label[0].lower() + label[1:]
    model = ContentType.objects.get_for_id(int(kind)).model_class()
    if model is None:
        return "something"
    see = getattr(model._default_manager, "visible_to", None)
    things: Any = see(reader) if see else model._base_manager
    thing = things.filter(pk=int(which)).first()
    if thing is None:
        return "a group" if model is Group else "something"
    return f"the {thing}" if model is Group else f"“{thing}”"


def is_stopped(found: Notice | Address) -> bool:
    """Whether the link has done its work already."""
    if isinstance(found, Address):
        return stopped_addresses(found).exists()
    user = found.to
    assert user is not None  # read() gives no other
    if found.what == "digest":
        wishes = getattr(user, "notice_wishes", None)
        return bool(wishes and wishes.digests_stopped_at)
    if found.because:
        return not Subscription.objects.visible_to(user).marked(found.because).exists()
    return user.kind_choices.filter(kind=kind_of(found.what).key, pace="never").exists()


def stopped_addresses(address: Address) -> models.QuerySet[StoppedAddress]:
    """The row that says so, if there is one."""
    return StoppedAddress.objects.filter(
        content_type=address.content_type_id, object_id=address.object_id, key=address.key
    )


def key_of(address: str, about: Notice | models.Model) -> str:
    """A hash that only this portal can make, another for each thing: two lists cannot be laid side by side."""
    if isinstance(about, Notice):
        kind, which = about.content_type_id, about.object_id
    else:
        kind, which = ContentType.objects.get_for_model(about).pk, about.pk
    said = f"{kind}.{which}.{address.strip().lower()}"
    return salted_hmac(SALT, said, algorithm="sha256").hexdigest()


def not_stopped(addresses: Sequence[str], *, about: models.Model) -> list[str]:
    """Those of the addresses that still wish to be told about this."""
    keys = {key_of(address, about): address for address in addresses}
    kind = ContentType.objects.get_for_model(about)
    stopped = StoppedAddress.objects.filter(content_type=kind, object_id=about.pk, key__in=keys)
    without = set(stopped.values_list("key", flat=True))
    return [address for key, address in keys.items() if key not in without]


def _list(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
