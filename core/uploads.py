"""What a file really is, whatever its name says."""

import re
import zipfile
from collections.abc import Callable
from typing import BinaryIO, NamedTuple


class Kind(NamedTuple):
    """A kind of file that people may hand in: its ending, what people call it, and how it is known."""

    ending: str
    words: str
    content_type: str
    is_really: Callable[[BinaryIO], bool]
    # A sentence about what makes a file of this kind useless here, or "".
    trouble: Callable[[BinaryIO], str] = lambda file: ""
    # A sentence about what a file is that only bears the ending of this kind, or "".
    rather: Callable[[BinaryIO], str] = lambda file: ""


def _starts_with(*signatures: bytes) -> Callable[[BinaryIO], bool]:
    return lambda file: file.read(16).startswith(signatures)


def _is_pdf(file: BinaryIO) -> bool:
    # Some scanners write a few bytes before the signature, and every reader of PDF allows for that.
    return b"%PDF-" in file.read(1024)


# An encrypted PDF says so in a dictionary that is not encrypted itself: its trailer, or its table of references.
ENCRYPTED = re.compile(rb"/Encrypt(?:\s+\d+\s+\d+\s+R|\s*<<)")
PIECE = 1024 * 1024
MOST_UNPACKED = 250 * 1024 * 1024


def _is_protected(file: BinaryIO) -> str:
    overlap = b""
    while piece := file.read(PIECE):
        if ENCRYPTED.search(overlap + piece):
            return (
                "This PDF is protected with a password or against copying, so that it cannot be read here. "
                "Save it without protection and choose it again."
            )
        overlap = piece[-64:]
    return ""


def _unpacks_to_too_much(file: BinaryIO) -> str:
    """Office files are zip files, and a small one can be made to fill a machine."""
    if sum(part.file_size for part in zipfile.ZipFile(file).infolist()) > MOST_UNPACKED:
        return (
            "This file is far larger inside than outside, so it is not opened here. Save it as a PDF instead."
        )
    return ""


def _office(folder: str) -> Callable[[BinaryIO], bool]:
    """Word and Excel files are zip files with a table of contents and a folder of their own."""

    def is_office(file: BinaryIO) -> bool:
        names = zipfile.ZipFile(file).namelist()
        return "[Content_Types].xml" in names and any(name.startswith(folder) for name in names)

    return is_office


def _open_document(content_type: bytes) -> Callable[[BinaryIO], bool]:
    def is_open_document(file: BinaryIO) -> bool:
        with zipfile.ZipFile(file).open("mimetype") as first:
            return first.read(200).strip() == content_type

    return is_open_document


# The cupboard in which the older Office keeps its files, and the newer one those that have a password.
COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED_PARCEL = "EncryptedPackage".encode("utf-16-le")


def _older_or_locked_workbook(file: BinaryIO) -> str:
    content = file.read(PIECE)
    if not content.startswith(COMPOUND_FILE):
        return ""
    # The table of contents may lie anywhere in it.
    while not (locked := LOCKED_PARCEL in content) and (piece := file.read(PIECE)):
        content = content[-64:] + piece
    if locked:
        return "This workbook is protected with a password. Save it without one and choose it again."
    return "This workbook is of an older Excel (.xls). Open it, save it as “Excel Workbook (.xlsx)” and choose that."


UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def _is_text(file: BinaryIO) -> bool:
    """Text has no NUL in it, except where each letter takes two bytes and the file says so at its beginning."""
    beginning = file.read(64 * 1024)
    if beginning.startswith(UTF_16):
        return "\x00" not in beginning[: len(beginning) // 2 * 2].decode("utf-16", errors="replace")
    return b"\x00" not in beginning


_ODT = "application/vnd.oasis.opendocument.text"
_OFFICE = "application/vnd.openxmlformats-officedocument."

KINDS = {
    kind.ending: kind
    for kind in [
        Kind("pdf", "a PDF", "application/pdf", _is_pdf, _is_protected),
        Kind(
            "docx",
            "a Word document",
            f"{_OFFICE}wordprocessingml.document",
            _office("word/"),
            _unpacks_to_too_much,
        ),
        Kind(
            "xlsx",
            "an Excel workbook",
            f"{_OFFICE}spreadsheetml.sheet",
            _office("xl/"),
            _unpacks_to_too_much,
            _older_or_locked_workbook,
        ),
        Kind("odt", "an OpenDocument text", _ODT, _open_document(_ODT.encode())),
        Kind("csv", "a CSV file", "text/csv", _is_text),
        Kind("png", "a PNG picture", "image/png", _starts_with(b"\x89PNG\r\n\x1a\n")),
        Kind("jpg", "a JPEG picture", "image/jpeg", _starts_with(b"\xff\xd8\xff")),
        Kind("jpeg", "a JPEG picture", "image/jpeg", _starts_with(b"\xff\xd8\xff")),
    ]
}
# What zipfile and its decompressors raise for files that are not what they seem: NotImplementedError, for one, for a
# way of packing that they do not know, RuntimeError for a password.
BROKEN = (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, OSError, ValueError, EOFError)
PAPERS = ("pdf", "docx")
DOCUMENTS = ("pdf", "docx", "odt", "xlsx", "png", "jpg", "jpeg")


def is_really(kind: Kind, file: BinaryIO) -> bool:
    """Whether the file's content is of the kind that its name claims."""
    file.seek(0)
    try:
        return kind.is_really(file)
    except BROKEN:
        return False
    finally:
        file.seek(0)


def trouble_with(kind: Kind, file: BinaryIO) -> str:
    """Why a file that is what its name says cannot be taken all the same, in a sentence; "" if it can."""
    file.seek(0)
    try:
        return kind.trouble(file)
    except BROKEN:
        return f"This file is damaged: it cannot be opened as {kind.words}."
    finally:
        file.seek(0)


def rather(kind: Kind, file: BinaryIO) -> str:
    """What a file is instead of what its name says, in a sentence, where that is known."""
    file.seek(0)
    try:
        return kind.rather(file)
    finally:
        file.seek(0)
