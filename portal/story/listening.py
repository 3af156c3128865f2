"""What people were asked on a topic, and what was said and done."""

from datetime import date

from django.db.models import F, QuerySet
from django.db.models.functions import TruncDate

from engagement.models import Consultation
from partnership.models import Topic, User
from portal.story.kinds import Entry, Kind, Step, excerpt, many

Stage = Consultation.Stage


def _asked(topic: Topic, user: User) -> QuerySet[Consultation]:
    seen = Consultation.objects.visible_to(user).filter(topics=topic)
    return seen.filter(launched_at__isnull=False).exclude(stage=Stage.WITHDRAWN)


def _concluded(topic: Topic, user: User) -> QuerySet[Consultation]:
    return _asked(topic, user).in_stage(Stage.CONCLUDED)


def _things() -> QuerySet[Consultation]:
    return Consultation.objects.select_related("group")


def _opened(day: date, consultation: Consultation) -> Entry:
    return Entry(
        day,
        consultation.title,
        consultation.get_absolute_url(),
        consultation.group.name,
        excerpt(consultation.summary),
    )


def _answered(day: date, consultation: Consultation) -> Entry:
    return Entry(
        day,
        consultation.title,
        consultation.get_absolute_url(),
        consultation.group.name,
        excerpt(consultation.we_did),
    )


def _in_short(topic: Topic, user: User) -> str:
    number = _asked(topic, user).count()
    return many(number, "consultation") if number else ""


CONSULTATIONS = Kind(
    "consultations",
    "Consultations",
    (
        Step("Consultation", _asked, _things, _opened, way=None, day=F("opens_on")),
        Step("What was done", _concluded, _things, _answered, way=None, day=TruncDate("concluded_at")),
    ),
    _in_short,
)
