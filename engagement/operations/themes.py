"""Finding out what people said: answers marked with themes, and the official reply to each theme."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from core import history
from core.refusals import Refused
from engagement.models import Answer, Consultation, Theme, ThemeMark
from engagement.operations.consultations import locked
from partnership.models import User


@transaction.atomic
def add_theme(consultation: Consultation, *, title: str, about: str = "", by: User) -> Theme:
    """Name something that several people say."""
    consultation = locked(consultation)
    if not consultation.launched_at or consultation.stage != Consultation.Stage.LAUNCHED:
        raise Refused("Themes are found while a consultation is open or being considered.")
    theme = Theme(consultation=consultation, title=title, about=about)
    history.add(theme, by=by)
    return theme


@transaction.atomic
def edit_theme(theme: Theme, *, title: str, about: str, reply: str, by: User) -> Theme:
    """Say what was said on it, and the official reply."""
    theme = _held(theme)
    values: dict = {"title": title, "about": about, "reply": reply}
    if reply != theme.reply:
        is_reply = bool(reply.strip())
        values |= {"replied_at": timezone.now() if is_reply else None, "replied_by": by if is_reply else None}
    history.edit(theme, by=by, **values)
    return theme


@transaction.atomic
def mark_answers(theme: Theme, *, answers: Iterable[Answer], by: User) -> int:
    """Mark that these answers speak of a theme; those that are marked already stay so. How many are new."""
    theme = _held(theme)
    known = set(theme.marks.values_list("answer", flat=True))
    now = timezone.now()
    new = [ThemeMark(theme=theme, answer=each, by=by, at=now) for each in answers if each.pk not in known]
    ThemeMark.objects.bulk_create(new, ignore_conflicts=True)
    if new:
        history.record(theme, "answers marked", by=by, changes={"answers": [None, len(new)]})
    return len(new)


@transaction.atomic
def unmark_answers(theme: Theme, *, answers: Iterable[Answer], by: User) -> int:
    """Say that these answers do not speak of it after all. How many were marked."""
    theme = _held(theme)
    gone, _ = theme.marks.filter(answer__in=[each.pk for each in answers]).delete()
    if gone:
        history.record(theme, "marks taken off", by=by, changes={"answers": [gone, None]})
    return gone


def _held(theme: Theme) -> Theme:
    theme = Theme.objects.select_for_update(of=("self",)).select_related("consultation").get(pk=theme.pk)
    if theme.consultation.stage == Consultation.Stage.CONCLUDED:
        raise Refused("The consultation is concluded: its themes stay as they are.")
    return theme
