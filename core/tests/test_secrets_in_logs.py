"""What opens a door is not in the log."""

import logging
import logging.config

import pytest
from django.conf import settings

from core.secrets_in_logs import WithoutKeys, without_keys

KEY = "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4"


@pytest.mark.parametrize(
    "line",
    [
        f"Not Found: /calendar/{KEY}.ics",
        f'"GET /calendar/{KEY}.ics HTTP/1.1" 404',
        f"https://portal.example.org/calendar/{KEY}.ics?x=1",
        f"/calendar/{KEY}.ics and /calendar/{KEY}.ics",
    ],
)
def test_keys_are_dots(line):
    assert KEY not in without_keys(line)
    assert "/calendar/….ics" in without_keys(line)


@pytest.mark.parametrize(
    "line", ["Not Found: /calendar.ics", "/groups/a-group/calendar.ics", "/account/calendar/"]
)
def test_other_addresses_stay_as_they_are(line):
    assert without_keys(line) == line


def test_keys_in_arguments_and_in_what_went_wrong_are_dots_too():
    try:
        raise ValueError(f"/calendar/{KEY}.ics")
    except ValueError as error:
        record = logging.LogRecord(
            "x", logging.ERROR, "", 0, "Error: %s", (f"/calendar/{KEY}.ics",), (type(error), error, None)
        )

    assert WithoutKeys().filter(record) is True
    assert KEY not in logging.Formatter().format(record)


def test_whatever_is_written_to_the_console_goes_through_it():
    handlers = settings.LOGGING["handlers"].values()

    assert all("without_keys" in handler["filters"] for handler in handlers)
