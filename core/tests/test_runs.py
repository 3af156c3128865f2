"""Long work: asked for, done once, told in sentences, and taken up again when its worker died."""

from datetime import timedelta

import pytest
from celery import shared_task
from django.db import IntegrityError, transaction
from django.utils import timezone

from core import runs
from core.models import Run
from core.models.runs import QUEUE_LASTS, SILENCE_LASTS
from core.refusals import Refused
from tests.factories.partnership import UserFactory

pytestmark = pytest.mark.django_db


@shared_task
def long_work(run_id):
    runs.work(run_id, lambda work: None)


@pytest.fixture
def asker():
    return UserFactory()


@pytest.fixture
def run(asker):
    return runs.ask(long_work, title="Some long work", by=asker, arguments={"year": 2007})


def hands_over(work):
    work.says(40, "Counting.")
    work.hands_over(b"what came of it", name="work.txt", media_type="text/plain")


def again(run):
    run.refresh_from_db()
    return run


def test_what_is_asked_for_waits_in_the_queue(run, asker):
    assert (run.state, run.progress, run.asked_by) == (Run.State.QUEUED, 0, asker)


def test_it_is_queued_when_the_transaction_is_committed(asker, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        run = runs.ask(long_work, title="Some long work", by=asker)
        assert again(run).state == Run.State.QUEUED

    assert again(run).is_done


def test_a_queue_that_is_down_does_not_fail_what_was_asked(
    asker, monkeypatch, django_capture_on_commit_callbacks
):
    def down(*args):
        raise ConnectionError

    monkeypatch.setattr(long_work, "delay", down)
    with django_capture_on_commit_callbacks(execute=True):
        run = runs.ask(long_work, title="Some long work", by=asker)

    assert again(run).state == Run.State.QUEUED


def test_it_is_done_with_its_file(run):
    runs.work(run.pk, hands_over)

    assert again(run).is_done
    assert run.progress == 100
    assert run.file.read() == b"what came of it"
    assert (run.file_name, run.media_type) == ("work.txt", "text/plain")


def test_it_is_done_once_however_often_the_task_is_started(run):
    times = []
    for _ in range(2):
        runs.work(run.pk, lambda work: times.append(1))

    assert len(times) == 1


def test_it_says_how_far_it_is_while_it_works(run):
    def look(work):
        work.says(40, "Counting.")
        assert (again(run).state, run.progress, run.sentence) == (Run.State.WORKING, 40, "Counting.")

    runs.work(run.pk, look)

    assert again(run).is_done


def test_a_refusal_is_told_to_who_waits(run):
    def refuse(work):
        raise Refused("There is nothing to count.")

    runs.work(run.pk, refuse)

    assert (again(run).state, run.problem) == (Run.State.FAILED, "There is nothing to count.")


def test_a_fault_of_ours_is_told_without_its_details_and_its_file_is_not_kept(run):
    kept = []

    def fail(work):
        hands_over(work)
        kept.append(work.file["file"])
        raise ZeroDivisionError("secret details")

    runs.work(run.pk, fail)

    assert again(run).problem == runs.OUR_FAULT
    assert not run.file
    assert not Run(file=kept[0]).file.storage.exists(kept[0])


def test_work_that_failed_can_be_asked_for_again(run):
    runs.work(run.pk, hands_over)
    lost = again(run).file.name
    runs.ask_again(run)

    assert (again(run).state, run.progress, run.file.name) == (Run.State.QUEUED, 0, "")
    assert lost


# --- A worker that died ---


def dies(run, *, silent_for):
    """A worker takes it up and is never heard of again."""
    claimed = runs._claim(run.pk)
    Run.objects.filter(pk=run.pk).update(heard_at=timezone.now() - silent_for)
    return claimed


def test_what_a_living_worker_does_is_left_to_it(run):
    dies(run, silent_for=timedelta(0))
    runs.work(run.pk, hands_over)

    assert again(run).state == Run.State.WORKING
    assert runs.sweep() == 0


def test_what_a_dead_worker_left_is_taken_up_again(run):
    dies(run, silent_for=SILENCE_LASTS)

    assert runs.sweep() == 1
    assert again(run).is_done


def test_what_lost_its_place_in_the_queue_is_taken_up_again(run):
    Run.objects.filter(pk=run.pk).update(queued_at=timezone.now() - QUEUE_LASTS)

    assert runs.sweep() == 1
    assert again(run).is_done


def test_what_killed_three_workers_is_given_up_with_a_sentence(run):
    for _ in range(3):
        assert dies(run, silent_for=SILENCE_LASTS)

    assert runs.sweep() == 0
    assert (again(run).state, run.problem) == (Run.State.FAILED, runs.GIVEN_UP)


def test_work_that_nobody_knows_any_more_is_given_up(run):
    Run.objects.filter(pk=run.pk).update(task="of.former.days", queued_at=timezone.now() - QUEUE_LASTS)

    runs.sweep()

    assert again(run).has_failed


def test_a_worker_that_was_silent_too_long_says_no_more(run):
    slow = dies(run, silent_for=SILENCE_LASTS)
    runs.work(run.pk, hands_over)
    kept = again(run).file.name

    with pytest.raises(runs.TakenOver):
        runs.Work(slow).says(50, "Still here.")
    with pytest.raises(runs.TakenOver):
        runs._finish(runs.Work(slow))
    runs._fail(slow, "It went wrong.")
    assert (again(run).is_done, run.file.name) == (True, kept)


# --- The page ---


def test_only_who_asked_sees_it(run, client, asker):
    assert client.get(run.get_absolute_url()).status_code == 302
    client.force_login(UserFactory(is_staff=True))
    assert client.get(run.get_absolute_url()).status_code == 404
    client.force_login(asker)
    assert client.get(run.get_absolute_url()).status_code == 200


def test_work_that_nobody_signed_in_asked_for_is_on_no_page(client, asker):
    run = runs.ask(long_work, title="Some long work", by=None)
    client.force_login(asker)

    assert client.get(run.get_absolute_url()).status_code == 404


def test_the_bar_moves_without_a_script_while_it_works_and_stops_when_it_is_done(run, client, asker):
    client.force_login(asker)
    working = client.get(run.get_absolute_url()).content.decode()
    runs.work(run.pk, hands_over)
    done = client.get(run.get_absolute_url()).content.decode()

    assert '<noscript><meta http-equiv="refresh"' in working
    assert "<progress" in working
    assert "http-equiv" not in done
    assert f'{run.get_absolute_url()}file/"' in done


def test_its_file_is_for_who_asked_and_only_when_there_is_one(run, client, asker):
    client.force_login(asker)
    address = f"{run.get_absolute_url()}file/"
    before = client.get(address)
    runs.work(run.pk, hands_over)
    after = client.get(address)
    client.force_login(UserFactory())

    assert before.status_code == 404
    assert after.getvalue() == b"what came of it"
    assert after["Content-Disposition"] == 'attachment; filename="work.txt"'
    assert client.get(address).status_code == 404


def test_a_file_that_is_lost_is_a_404_and_no_fault(run, client, asker):
    runs.work(run.pk, hands_over)
    again(run).file.storage.delete(run.file.name)
    client.force_login(asker)

    assert client.get(f"{run.get_absolute_url()}file/").status_code == 404


def test_a_private_file_has_no_address(run):
    runs.work(run.pk, hands_over)

    with pytest.raises(ValueError, match="no address"):
        _ = again(run).file.url


@pytest.mark.parametrize(
    "values",
    [
        {"state": "done"},
        {"state": "failed", "finished_at": timezone.now()},
        {"state": "working"},
        {"finished_at": timezone.now()},
        {"progress": 101},
    ],
)
def test_the_database_keeps_states_whole(run, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        Run.objects.filter(pk=run.pk).update(**values)
