"""Asking people about a version of the framework, hearing them, and answering."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from core import history
from core.refusals import Refused
from core.templatetags.house import british_date
from engagement.models import FrameworkConsultee, FrameworkSection, FrameworkVersion, Remark
from partnership import notices
from partnership.models import Group, User


@transaction.atomic
def ask_consultee(
    version: FrameworkVersion,
    *,
    name: str,
    asked_on: date,
    by: User,
    group: Group | None = None,
    note: str = "",
) -> FrameworkConsultee:
    """Put somebody on the list of those who are asked by name."""
    consultee = FrameworkConsultee(version=version, name=name, asked_on=asked_on, group=group, note=note)
    history.add(consultee, by=by, verb="asked")
    return consultee


@transaction.atomic
def send_remark(
    version: FrameworkVersion,
    *,
    name: str,
    text: str,
    by: User,
    section: FrameworkSection | None = None,
    consultee: FrameworkConsultee | None = None,
    is_entered: bool = False,
) -> Remark:
    """Say something about a version or one of its sections.

    `is_entered`: an officer writes down what a consultee said, which may be after the last day for comments.
    Raises Refused when comments are closed, and for the same words sent twice.
    """
    version = FrameworkVersion.objects.select_for_update().get(pk=version.pk)

    if not version.is_issued:
        raise Refused("The version is not issued yet, so nobody can have read it.")
    if not is_entered and not version.takes_comments_on(timezone.localdate()):
        raise Refused(_closed(version))
    if version.is_approved:
        raise Refused("The version is approved: what is said about it now is for the next one.")
    if version.remarks.filter(by=by, section=section, name=name, text=text).exists():
        raise Refused("These words have arrived already.")

    remark = Remark(
        version=version,
        section=section,
        consultee=consultee,
        name=name,
        text=text,
        by=by,
        sent_at=timezone.now(),
    )
    history.add(remark, by=by, verb="sent")

    officers = User.objects.officers_of(version.group)
    notices.tell(officers.exclude(pk=by.pk), "remark_sent", about=remark)
    return remark


@transaction.atomic
def answer_remark(remark: Remark, *, disposition: str, answer: str, by: User) -> Remark:
    """Say what became of what somebody said, and why. From then on everyone reads both."""
    remark = Remark.objects.select_for_update(of=("self",)).select_related("version__group").get(pk=remark.pk)

    if remark.version.is_approved:
        raise Refused("The version is approved: its answers stay as they are.")

    again = remark.is_answered
    history.edit(
        remark,
        by=by,
        verb="answered again" if again else "answered",
        disposition=disposition,
        answer=answer,
        answered_at=timezone.now(),
        answered_by=by,
    )

    if remark.by_id != by.pk and not again:
        notices.tell([remark.by], "remark_answered", about=remark)
    return remark


def _closed(version: FrameworkVersion) -> str:
    if version.comments_until is None:
        return "No comments are asked for on this version."
    return f"Comments on this version closed at the end of {british_date(version.comments_until)}."
