"""Tasks travel as whole files through one folder."""

import pytest
from kombu import Connection, Queue

from config import broker


@pytest.fixture
def line(tmp_path):
    options = broker.in_folder(tmp_path)["broker_transport_options"]
    with Connection(
        "filesystem://localhost", transport=broker.Transport, transport_options=options
    ) as connection:
        Queue("jobs")(connection.default_channel).declare()
        yield connection


def test_what_is_put_in_comes_out_once_and_in_order(line):
    queue = line.SimpleQueue("jobs")
    for number in range(20):
        queue.put({"number": number})

    came = []
    for _ in range(20):
        message = queue.get(timeout=5)
        message.ack()
        came.append(message.payload["number"])

    assert sorted(came) == list(range(20))
    assert queue.qsize() == 0


def test_a_message_that_is_still_being_written_is_not_there_yet(line, tmp_path):
    (tmp_path / "messages" / ".writing-1_a.jobs.msg").write_text('{"half": ')

    assert line.SimpleQueue("jobs").qsize() == 0


def test_the_folders_are_made_by_whoever_comes_first(line, tmp_path):
    assert (tmp_path / "messages").is_dir()
    assert (tmp_path / "control").is_dir()
