"""The clock starts only what exists."""

from config.celery import app


def test_everything_on_the_timetable_is_a_task():
    app.loader.import_default_modules()

    assert {row["task"] for row in app.conf.beat_schedule.values()} <= set(app.tasks)


def test_a_start_nobody_took_up_is_dropped_in_the_end():
    assert all(row["options"]["expires"] for row in app.conf.beat_schedule.values())
