"""Office documents that share a container with spreadsheets and that no reader is for: what each is, and what to do."""

from __future__ import annotations

from typing import NamedTuple

import olefile

from dragoman.ports import SourceFile

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_BROKEN = (OSError, ValueError, IndexError, TypeError, AttributeError, RecursionError)
"""What olefile raises for files that are damaged; these are left to their readers."""


class Document(NamedTuple):
    """A document that is not read."""

    what: str
    advice: str


_IN_OLE = (
    (
        ("WordDocument",),
        Document("an old Word document (.doc)", "open it in Word or LibreOffice and save it as DOCX"),
    ),
    (
        ("PowerPoint Document",),
        Document(
            "an old PowerPoint presentation (.ppt)", "copy its tables into a spreadsheet, or save it as PDF"
        ),
    ),
    (
        ("EncryptedPackage",),
        Document(
            "an Office document with a password", "open it, save it without a password, and load it again"
        ),
    ),
    (
        ("WksSSWorkBook", "CONTENTS"),
        Document("a Microsoft Works document", "open it in LibreOffice and save it as XLSX or DOCX"),
    ),
)
"""Streams of an OLE file -> what it is."""
_WORKBOOKS = ("Workbook", "Book")
_OASIS = b"mimetypeapplication/vnd.oasis.opendocument."
_IN_ZIP = (
    (_OASIS + b"text", Document("an OpenDocument text (.odt)", "open it and save it as DOCX or PDF")),
    (
        _OASIS + b"presentation",
        Document(
            "an OpenDocument presentation (.odp)", "copy its tables into a spreadsheet, or save it as PDF"
        ),
    ),
    (_OASIS + b"graphics", Document("an OpenDocument drawing (.odg)", "save it as PDF")),
)
_POWERPOINT = Document(
    "a PowerPoint presentation (.pptx)", "copy its tables into a spreadsheet, or save it as PDF"
)
_APPLE = Document(
    "a document of Apple's Numbers, Pages or Keynote", "export it as XLSX (Numbers), DOCX (Pages) or PDF"
)


def unread_document(source: SourceFile, head: bytes, /) -> Document | None:
    """What a file is, where it is an office document that is not read; None for all others.

    Args:
        head: Its first bytes.
    """
    if head.startswith(OLE):
        return _ole_document(source)
    if not head.startswith(_ZIP):
        return None
    found = next((document for sign, document in _IN_ZIP if head[30:].startswith(sign)), None)
    if found is not None:
        return found
    if is_apple(head):
        return _APPLE
    return _POWERPOINT if b"ppt/presentation.xml" in head or b"ppt/slides/" in head else None


def is_apple(head: bytes, /) -> bool:
    """Whether a package is one of Apple's office programs."""
    return head.startswith(_ZIP) and b"Index/" in head and b".iwa" in head


def _ole_document(source: SourceFile) -> Document | None:
    try:
        with source.open() as stream, olefile.OleFileIO(stream) as package:
            if any(package.exists(name) for name in _WORKBOOKS):
                return None
            return next(
                (document for names, document in _IN_OLE if any(package.exists(name) for name in names)),
                None,
            )
    except _BROKEN:
        return None
