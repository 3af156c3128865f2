"""Files that are handed out by a view, after it has asked who may see them, and never by an address of their own."""

from typing import Any, NoReturn

from django.core.files.storage import FileSystemStorage, Storage, storages
from django.http import FileResponse, Http404
from django.utils.http import content_disposition_header

# What a browser may show in its own window; everything else is saved.
SHOWN = {"application/pdf"}


class PrivateFiles(FileSystemStorage):
    """A folder that no web server hands out, and that no other login of the machine reads."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700} | options)

    def url(self, name: str | None) -> NoReturn:
        """There is none: a template that asks for one is wrong."""
        raise ValueError("Private files have no address. A view hands them out.")


def private_files() -> Storage:
    """Where private files are kept: `STORAGES["private"]`."""
    return storages["private"]


def file_response(file: Any, *, name: str, media_type: str, saved: bool = False) -> FileResponse:
    """A kept file, streamed; a 404 if it is no longer where it was put."""
    try:
        opened = file.open("rb")
    except FileNotFoundError:
        raise Http404("This file is missing from the store.") from None
    response = FileResponse(opened, content_type=media_type)
    as_attachment = saved or media_type not in SHOWN
    response["Content-Disposition"] = content_disposition_header(as_attachment, name) or ""
    response["X-Content-Type-Options"] = "nosniff"
    # What one reader may see must not stay with a proxy for the next.
    response["Cache-Control"] = "private, no-cache"
    return response
