"""Taking in what people say, through this site or written down for them. Nothing of it changes afterwards."""

from collections.abc import Mapping
from datetime import date, datetime, time
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from core import history
from core.refusals import Refused
from core.templatetags.house import british_date, british_time
from engagement import asked
from engagement.given import Said
from engagement.models import Answer, Consultation, Consultee, EqualityTally, Question, Respondent, Response
from partnership.models import Organisation, User

NOON = time(12, 0)


def respond(consultation: Consultation, *, said: Said, token: UUID, mark: str, by: User | None) -> Response:
    """Take in a response that somebody sends through the site, signed in or not.

    The same form sent twice (`token`) is one response. `mark` is that of the questions as they were read: an answer to
    other words is not taken. No row that two senders share is held while it is taken in, so that hundreds may come in a
    minute; only the counts of answers on equality are, for the blink of the commit.
    """
    if already := _of_token(consultation, token):
        return already
    if not consultation.is_open:
        raise Refused(_why_not_open(consultation))
    response = _response(consultation, said, token=token, received_at=timezone.now())
    try:
        return _take_in(response, said, mark=mark, by=None, login=by)
    except Refused:
        # The same form, sent twice in the same instant.
        if already := _of_token(consultation, token):
            return already
        raise


def enter_response(
    consultation: Consultation,
    *,
    said: Said,
    channel: str,
    received_on: date,
    by: User,
    late_reason: str = "",
    consultee: Consultee | None = None,
    token: UUID | None = None,
) -> Response:
    """Write down what came on paper, by email, at an event or by telephone; after the close only with a reason."""
    if token and (already := _of_token(consultation, token)):
        return already
    if consultation.launched_at is None or consultation.stage == Consultation.Stage.WITHDRAWN:
        raise Refused("Only to a consultation that is launched can a response be written down.")
    if consultation.stage == Consultation.Stage.CONCLUDED:
        raise Refused("It is concluded: what comes now was not considered.")
    if received_on > timezone.localdate():
        raise Refused("It cannot have come on a day that is still to come.")
    if received_on < consultation.opens_on:
        raise Refused(f"It opened on {british_date(consultation.opens_on)}: nothing can have come before.")
    received_at = _moment_on(received_on, consultation)
    # What is written down once it is closed says why it counts, whatever day is given: other officers read it.
    is_late = timezone.now() >= consultation.closes
    if is_late and not late_reason.strip():
        raise Refused(
            "It came after the close. Say why it is accepted."
            if received_at >= consultation.closes
            else "It is written down after the close. Say why it counts, for example that the letter came in time."
        )

    response = _response(
        consultation,
        said,
        token=token or uuid4(),
        received_at=received_at,
        channel=channel,
        is_entered=True,
        by=by,
        late_reason=late_reason if is_late else "",
    )
    return _take_in(response, said, mark="", by=by, login=None, consultee=consultee)


@transaction.atomic
def _take_in(
    response: Response,
    said: Said,
    *,
    mark: str,
    by: User | None,
    login: User | None,
    consultee: Consultee | None = None,
) -> Response:
    # From here on the database holds a key share of the consultation: its questions stay until this is kept.
    history.add(response, by=by, verb="received")
    questions = {each.pk: each for each in Question.objects.of_consultation(response.consultation)}
    if mark and mark != asked.mark_of(questions.values()):
        raise Refused(
            "The questions have changed since you opened this page. Look your answers over and send again."
        )

    answers = _answers(response, said, questions)
    if not answers:
        raise Refused("Answer at least one of the questions.")
    Answer.objects.bulk_create(answers)
    Respondent.objects.create(
        response=response, name=said.name, body_name=said.body_name, email=said.email.lower(), login=login
    )
    if consultee is not None:
        _has_responded(consultee, response, by)
    _count(response.consultation, said.equality, questions)
    return response


def _response(consultation: Consultation, said: Said, **values) -> Response:
    body = said.body_name.strip()
    known = Organisation.objects.filter(name__iexact=body).first() if body else None
    return Response(
        consultation=consultation,
        organisation=known,
        speaks_for_a_body=bool(body),
        locality=said.locality,
        may_be_published=said.may_be_published,
        **values,
    )


def _answers(response: Response, said: Said, questions: Mapping[int, Question]) -> list[Answer]:
    answers = []
    for question in questions.values():
        if question.is_equality:
            continue
        text = said.words.get(question.pk, "").strip()
        chosen = sorted(set(said.choices.get(question.pk, ())))
        if any(not 0 <= place < len(question.choices) for place in chosen):
            raise Refused(f"Choose from the answers offered for “{question.text}”.")
        if question.is_required and not response.is_entered and not (text or chosen):
            raise Refused(f"“{question.text}” must be answered.")
        if text or chosen:
            answers.append(Answer(response=response, question=question, text=text, chosen=chosen))
    return answers


def _count(
    consultation: Consultation, equality: Mapping[int, int], questions: Mapping[int, Question]
) -> None:
    """Add to the counts, always in the same order, so that no two wait for each other."""
    if not equality:
        return
    if Consultation.objects.filter(pk=consultation.pk, responses_published_at__isnull=False).exists():
        # One answer more would show in the difference of two published counts what this one person said.
        return
    pairs = sorted(
        (pk, choice)
        for pk, choice in equality.items()
        if pk in questions and questions[pk].is_equality and 0 <= choice < len(questions[pk].choices)
    )
    for pk, choice in pairs:
        EqualityTally.objects.bulk_create(
            [EqualityTally(question_id=pk, choice=choice)], ignore_conflicts=True
        )
        EqualityTally.objects.filter(question_id=pk, choice=choice).update(count=F("count") + 1)


def _has_responded(consultee: Consultee, response: Response, by: User | None) -> None:
    consultee = Consultee.objects.select_for_update().get(pk=consultee.pk)
    if consultee.consultation_id != response.consultation_id:
        raise Refused("They were asked about something else.")
    if consultee.response_id:
        raise Refused(f"The response of {consultee.name} is written down already.")
    history.edit(consultee, by=by, verb="responded", reply=Consultee.Reply.RESPONDED, response=response)


def _of_token(consultation: Consultation, token: UUID) -> Response | None:
    return Response.objects.of_consultation(consultation).filter(token=token).first()


def _moment_on(day: date, consultation: Consultation) -> datetime:
    """Nobody writes down the minute of a letter: on the last day it came in time, on another at noon."""
    clock = min(NOON, consultation.closes_at) if day == consultation.closes_on else NOON
    moment = datetime.combine(day, clock, tzinfo=timezone.get_default_timezone())
    return min(moment, timezone.now())


def _why_not_open(consultation: Consultation) -> str:
    status = Consultation.Status
    if consultation.status == status.COMING:
        return f"It opens on {british_date(consultation.opens_on)}."
    if consultation.status in (status.CLOSED, status.CONCLUDED):
        closed = f"{british_date(consultation.closes_on)}, {british_time(consultation.closes_at)}"
        return f"It closed on {closed}, so nothing more can be sent. Below is what you wrote, to be copied."
    return "It is not open."
