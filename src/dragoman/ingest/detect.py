"""Which reader a file is for: its content decides, its name only helps; else the error says what it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from dragoman.errors import FileUnreadable
from dragoman.ingest.documents import OLE, unread_document
from dragoman.ports import FormatReader, ReadOptions, SourceFile, Table

_HEAD_BYTES = 65_536
_UNSURE = 0.2
"""Below, a reader would only guess."""

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a zip archive, or a document made as one (Word, PowerPoint)"),
    (b"PK\x05\x06", "an empty zip archive"),
    (OLE, "an old Office document (Word, PowerPoint, Outlook)"),
    (b"\x1f\x8b", "a gzip file"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ\x00", "an xz file"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file"),
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a Linux program"),
    (b"\xcf\xfa\xed\xfe", "a macOS program"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"{\\rtf", "an RTF document"),
    (b"ORC", "an ORC file"),
    (b"Obj\x01", "an Avro file"),
    (b"ID3", "an MP3 recording"),
)
_COULD_BE_TEXT = (b"MZ", b"ID3", b"ORC", b"BZh", b"GIF8")
"""Signs that an article number could begin with; they count only where zero bytes follow."""
_SHARED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""Containers that spreadsheets share with other documents."""
_EBCDIC_TEXT = frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,;:-/\n\x85\t\"'()%&".encode("cp500")
)
_TEXT_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"<!doctype html", "a web page (HTML)"),
    (b"<html", "a web page (HTML)"),
    (b"<table", "a web page (HTML)"),
    (b"mime-version:", "a web archive or an e-mail"),
    (b"received:", "an e-mail"),
)


def open_tables(
    source: SourceFile, readers: Sequence[FormatReader], options: ReadOptions, /
) -> tuple[str, Iterator[Table]]:
    """(name of the format, its tables) by the reader that is surest of the file's first 64 kB.

    The first table is opened already, so that a file that cannot be read at all is told here.

    Raises:
        FileUnreadable: naming the file, what it looks like and what to do.
        FileTooLarge: beyond the limits of its reader.
    """
    head = _head(source)
    if not head.strip(b" \t\r\n\x0b\x0c\xef\xbb\xbf\xff\xfe\x00"):
        raise FileUnreadable(
            f"{source.name}: expected a table of offers, got an empty file ({source.size:,} bytes); "
            "ask the supplier to send it again"
        )
    if options.encoding is None and is_ebcdic(head):
        raise FileUnreadable(
            f"{source.name}: expected text in a usual encoding, got what looks like EBCDIC, the encoding of mainframes; "
            "read it with --encoding cp500 (or cp1141, cp037 ...), or ask the supplier for UTF-8"
        )
    reader = _surest(source, readers, head)
    tables = iter(reader.read(source, options))
    first = next(tables, None)
    if first is None:
        raise FileUnreadable(
            f"{source.name}: expected a table of offers, got a {reader.name} file without any; "
            "ask the supplier to send it again"
        )
    return reader.name, chain([first], tables)


def looks_like(head: bytes, /) -> str | None:
    """What the first bytes of a file are the sign of, in words; None where they tell nothing."""
    binary = b"\x00" in head[:1_024]
    for sign, words in _SIGNATURES:
        if head.startswith(sign) and (binary or sign not in _COULD_BE_TEXT):
            return words
    if head[257:262] == b"ustar":
        return "a tar archive"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "a WebP image"
    lowered = head[:2_000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for sign, words in _TEXT_SIGNATURES:
        if lowered.startswith(sign) or (
            sign.startswith(b"<") and b"<?xml" in lowered[:6] and sign in lowered
        ):
            return words
    if b"urn:schemas-microsoft-com:office:spreadsheet" in lowered:
        return "an XML spreadsheet of 2003"
    return None


def is_ebcdic(head: bytes, /) -> bool:
    """Whether bytes are text of a mainframe: letters and digits from 0x81 on, spaces 0x40, no line break of ASCII."""
    if len(head) < 100 or b"\n" in head or b"\r" in head:
        return False
    plain = sum(head.count(one) for one in _EBCDIC_TEXT)
    return plain > 0.9 * len(head) and any(end in head for end in (b"\x15", b"\x25"))


def _head(source: SourceFile) -> bytes:
    try:
        with source.open() as stream:
            return stream.read(_HEAD_BYTES)
    except OSError as error:
        raise FileUnreadable(
            f"{source.name}: expected to read the file, got: {error}; check that it still exists and may be read"
        ) from error


def _surest(source: SourceFile, readers: Sequence[FormatReader], head: bytes) -> FormatReader:
    document = unread_document(source, head)
    if document is not None:
        raise FileUnreadable(
            f"{source.name}: expected a table of offers ({_kinds(readers)}), got {document.what}; {document.advice}, or "
            "ask the supplier for the table as CSV or XLSX"
        )
    name = _plain_name(source.name)
    scored = [(reader.sniff(head, name=name), -index) for index, reader in enumerate(readers)]
    sureness, index = max(scored, default=(0.0, 0))
    sign = looks_like(head)
    enough = 0.5 if sign is None or head.startswith(_SHARED) else 0.9
    if sureness < _UNSURE or (sign is not None and sureness < enough):
        raise FileUnreadable(_what_it_is(source, readers, head, sign))
    return readers[-index]


def _plain_name(name: str) -> str:
    """The name without the ending of its compression, which has been undone."""
    return name[:-3] if name.lower().endswith(".gz") else name


def _kinds(readers: Sequence[FormatReader]) -> str:
    return ", ".join(reader.name for reader in readers)


def _what_it_is(source: SourceFile, readers: Sequence[FormatReader], head: bytes, sign: str | None) -> str:
    if sign is None:
        sign = "binary data" if b"\x00" in head else "text without a table"
    return (
        f"{source.name}: expected a table of offers ({_kinds(readers)}), got what looks like {sign}; "
        "open it and save the table as CSV or XLSX, or ask the supplier for such a file"
    )
