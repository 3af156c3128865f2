"""Nothing that opens a door stands in the log, where others read it than those to whom the door belongs."""

import logging
import re

# The key of a private calendar is a part of its address, and addresses that fail are logged.
KEY = re.compile(r"(/calendar/)[^/\s?\"']+?(\.ics)")


class WithoutKeys(logging.Filter):
    """Writes dots in place of keys, in the message and in what is told of an error."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, without its keys."""
        record.msg, record.args = without_keys(record.getMessage()), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = without_keys(record.exc_text)
        return True


def without_keys(text: str) -> str:
    return KEY.sub(r"\1…\2", text)
