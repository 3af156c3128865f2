"""Asking to be told, and asking for it to stop."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from core import history
from partnership.following import Followed
from partnership.models import Subscription, User


@transaction.atomic
def follow(thing: Followed, *, by: User) -> Subscription:
    """Tell this login from now on what is new about a group, a topic or a body. Asking twice changes nothing."""
    kind = ContentType.objects.get_for_model(thing)
    subscription, is_new = Subscription.objects.get_or_create(user=by, content_type=kind, object_id=thing.pk)
    if is_new:
        history.record(subscription, "followed", by=by, reason=str(thing))
    return subscription


@transaction.atomic
def stop_following(thing: Followed, *, by: User) -> bool:
    """Tell this login no more about it. False if it was not followed."""
    followed = Subscription.objects.select_for_update().visible_to(by).to(thing).first()
    if followed is None:
        return False
    history.record(followed, "stopped following", by=by, reason=str(thing))
    followed.delete()
    return True
