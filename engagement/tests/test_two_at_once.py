"""Two at once: questions and first responses, one form sent twice, many responses and the counts that they share."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from core.refusals import Refused
from engagement import asked, operations
from engagement.given import Said
from engagement.models import EqualityTally, Question, Response
from tests.factories.engagement import launched, planned, responded
from tests.factories.meetings import officer_of

pytestmark = pytest.mark.django_db(transaction=True)


def in_another_connection(work):
    def whole():
        try:
            return work()
        except (Refused, IntegrityError) as refusal:
            return refusal
        finally:
            connection.close()

    return ThreadPoolExecutor(1).submit(whole)


def test_raw_words_cannot_change_while_the_first_response_comes_in():
    consultation = launched()
    has_come = Event()

    def change():
        has_come.wait(10)
        Question.objects.filter(consultation=consultation).update(text="Other words?")

    with transaction.atomic():
        responded(consultation)
        changing = in_another_connection(change)
        has_come.set()
        # It must not get through while this response is on its way.
        with pytest.raises(TimeoutError):
            changing.result(timeout=1)
    assert "the questions stay as they are" in str(changing.result(timeout=10))
    assert consultation.questions.get().text == "Where should it be?"


def test_an_answer_to_words_that_change_at_this_moment_is_not_taken():
    consultation = launched()
    question = consultation.questions.get()
    mark = asked.mark_of([question])
    said = Said(words={question.pk: "On the square."})

    with transaction.atomic():
        operations.edit_question(question, text="Other words?", by=officer_of(consultation.group))
        sending = in_another_connection(
            lambda: operations.respond(consultation, said=said, token=uuid4(), mark=mark, by=None)
        )
        with pytest.raises(TimeoutError):
            sending.result(timeout=1)
    assert "The questions have changed" in str(sending.result(timeout=10))
    assert not Response.objects.exists()


def test_one_form_sent_by_six_connections_is_one_response():
    consultation = launched()
    question, token = consultation.questions.get(), uuid4()
    said = Said(words={question.pk: "On the square."})
    sent = [
        in_another_connection(
            lambda: operations.respond(consultation, said=said, token=token, mark="", by=None)
        )
        for _ in range(6)
    ]
    assert {each.result(timeout=20) for each in sent} == {Response.objects.get()}


def test_many_at_once_lose_no_response_and_no_count_and_wait_for_no_officer():
    consultation = planned()
    officer = officer_of(consultation.group)
    equality = operations.add_question(
        consultation, text="Your age?", kind="one", choices=["Under 25", "Over"], is_equality=True, by=officer
    )
    consultation = operations.launch_consultation(consultation, by=officer)
    question = consultation.questions.about_the_matter().get()

    def send(n):
        said = Said(words={question.pk: f"Answer {n}"}, equality={equality.pk: n % 2})
        return operations.respond(consultation, said=said, token=uuid4(), mark="", by=None)

    with ThreadPoolExecutor(4) as threads:

        def one(n):
            try:
                return send(n)
            finally:
                connection.close()

        assert len({response.pk for response in threads.map(one, range(40))}) == 40
    assert dict(EqualityTally.objects.values_list("choice", "count")) == {0: 20, 1: 20}
