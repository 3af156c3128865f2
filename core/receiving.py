"""Taking in what a browser sends, and no more of it than anybody may hand in."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

MEGABYTE = 1024 * 1024
# More than the largest file that any question takes; what comes after it is read and thrown away.
MOST_IN_A_FILE = 25 * MEGABYTE
MOST_IN_A_REQUEST = 60 * MEGABYTE


class NoMoreThanCanBeKept(FileUploadHandler):
    """Stands before the handlers that keep files, and passes on to them only what is not too large to be taken.

    Of a file that is too large it gives the form the name and the true size, and nothing else: so the form can say
    in its own words why it cannot be taken, and neither memory nor disk has filled up with it.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.in_request = 0
        self.is_too_large = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """The next file begins."""
        super().new_file(*args, **kwargs)
        self.is_too_large = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Pass it on, as long as the file and the whole request are not too large."""
        self.in_request += len(raw_data)
        if start + len(raw_data) > MOST_IN_A_FILE or self.in_request > MOST_IN_A_REQUEST:
            self.is_too_large = True
        return None if self.is_too_large else raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """A file that is too large, as far as anybody needs to know of it; others are left to those who kept them."""
        if not self.is_too_large:
            return None
        # At least this large: a form that takes files at all must find it too large.
        size = max(file_size, MOST_IN_A_FILE + 1)
        return UploadedFile(BytesIO(), self.file_name, self.content_type, size, self.charset)
