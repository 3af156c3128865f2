"""How tasks travel where there is no Redis: as files in `var/`, by Celery's own file-system transport."""

import os
import uuid
from pathlib import Path
from time import monotonic
from typing import Any

from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """Celery's own, except that it makes its folders, and that a message appears in one when it is whole."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for folder in (self.data_folder_out, self.control_folder):
            Path(folder).mkdir(parents=True, exist_ok=True)

    def _put(self, queue: str, message: dict[str, Any], **kwargs: Any) -> None:  # type: ignore[override]
        # The original writes into the file that the worker is already looking at; a worker that looked in between
        # read half a message and died of it. Renaming is one step to everybody who looks.
        name = f"{round(monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        writing = Path(self.data_folder_out, f".writing-{name}")
        writing.write_text(dumps(message))
        os.replace(writing, Path(self.data_folder_out, name))


class Transport(filesystem.Transport):
    Channel = Channel


def in_folder(folder: Path) -> dict[str, Any]:
    """Celery's settings for tasks that travel through one folder; both ends read and write the same one."""
    messages, control = folder / "messages", folder / "control"
    return {
        "broker_url": "filesystem://localhost",
        "broker_transport": "config.broker:Transport",
        "broker_transport_options": {
            "data_folder_in": str(messages),
            "data_folder_out": str(messages),
            "control_folder": str(control),
            # How soon an idle worker looks again: soon enough for a person who waits for a page to change.
            "polling_interval": 0.5,
        },
        # Remote control would send a file to every process that ever listened, and most of them are gone.
        "worker_enable_remote_control": False,
    }
