"""What was said, as a reader may read it: an officer sees what arrived, everyone else what is published of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engagement.models import Answer, Consultation, EqualityTally, Question, Response
from engagement.suppression import suppressed

ANONYMOUS = "Somebody, without a name"
REDACTED = "[Not published]"


@dataclass(frozen=True)
class AnswerAsRead:
    """One answer: its question, what may be read, and for officers what it was before it was redacted."""

    answer: Answer
    question: str
    words: str
    choices: list[str]
    reason: str = ""
    original: str = ""


@dataclass(frozen=True)
class ResponseAsRead:
    """One response, as far as this reader may read it."""

    response: Response
    sender: str
    answers: list[AnswerAsRead]


@dataclass(frozen=True)
class EqualityResult:
    """A question on equality with its counts; None where a count is hidden."""

    question: str
    rows: list[tuple[str, int | None]]

    @property
    def is_hidden(self) -> bool:
        """Whether so few answered that nothing can be shown."""
        return all(count is None for _, count in self.rows)

    @property
    def hides_some(self) -> bool:
        return any(count is None for _, count in self.rows)


def as_read(responses: Iterable[Response], *, by_officer: bool) -> list[ResponseAsRead]:
    """The responses, their answers fetched before (`with_senders().with_answers()`)."""
    return [
        ResponseAsRead(
            response,
            sender_of(response, by_officer=by_officer),
            [_answer(each, by_officer=by_officer) for each in response.answers.all()],
        )
        for response in responses
    ]


def sender_of(response: Response, *, by_officer: bool) -> str:
    """Who sent it, as far as may be said; nothing is left of it once names are erased."""
    named = by_officer or response.may_be_published == Response.Publication.NAMED
    if not named:
        return "An organisation, without its name" if response.speaks_for_a_body else ANONYMOUS
    if response.organisation:
        return response.organisation.name
    respondent = getattr(response, "respondent", None)
    if respondent is None:
        return "Name erased"
    return respondent.body_name or respondent.name or ANONYMOUS


def equality_of(consultation: Consultation) -> list[EqualityResult]:
    """The questions on equality with their counts, small ones hidden. Two queries."""
    questions = list(Question.objects.of_consultation(consultation).about_equality())
    counts = {
        (tally.question_id, tally.choice): tally.count
        for tally in EqualityTally.objects.filter(question__in=questions)
    }
    results = []
    for question in questions:
        own = [counts.get((question.pk, place), 0) for place in range(len(question.choices))]
        if any(own):
            results.append(
                EqualityResult(question.text, list(zip(question.choices, suppressed(own), strict=True)))
            )
    return results


def rows(
    responses: Iterable[Response], questions: list[Question], *, by_officer: bool
) -> Iterator[list[str]]:
    """Each response as a row of a spreadsheet, its answers under their questions."""
    for read in as_read(responses, by_officer=by_officer):
        said = {
            each.answer.question_id: "; ".join([*each.choices, each.words]).strip("; ")
            for each in read.answers
        }
        response = read.response
        yield [
            response.receipt,
            f"{response.received_at:%Y-%m-%d}",
            response.get_channel_display(),
            read.sender,
            str(response.locality or ""),
            *(said.get(question.pk, "") for question in questions),
        ]


def _answer(answer: Answer, *, by_officer: bool) -> AnswerAsRead:
    question, choices = answer.question, answer.choices_in_words
    redactions = list(answer.redactions.all())
    if not redactions:
        return AnswerAsRead(answer, question.text, answer.text, choices)
    last = redactions[-1]
    original = answer.text if by_officer else ""
    return AnswerAsRead(answer, question.text, last.text or REDACTED, choices, last.reason, original)
