"""Outlook messages (.msg): an OLE file of properties and attachments, seen as any other e-mail.

Source: MS-OXMSG, MS-OXPROPS, public specifications of Microsoft.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import BinaryIO, Protocol

import olefile

from dragoman.ingest import mail, rtf_body
from dragoman.ingest.budget import Budget
from dragoman.ingest.mime import Head, Letter, Part
from dragoman.ingest.spool import Spool

_MAX_BYTES = 512 * 1024 * 1024
"""Largest message; its table of sectors is held in memory."""
_MAX_TEXT = 16 * 1024 * 1024
_CHUNK = 1_048_576
_PROPERTIES = "__properties_version1.0"
_BROKEN = (OSError, ValueError, LookupError, TypeError, RecursionError, MemoryError, OverflowError)
"""What olefile raises for files that are none, or damaged."""
_EMBEDDED, _HIDDEN, _RENDERED = 5, 0x7FFE, 0x3714

_Open = Callable[[], AbstractContextManager[BinaryIO]]


class _Storage(Protocol):
    """An entry of the directory of an OLE file, as olefile gives it: a stream, or a storage of others."""

    name: str
    size: int
    isectStart: int  # noqa: N815 - olefile's name
    kids: list[_Storage]


def is_message(opened: _Open, size: int, /) -> bool:
    """Whether an OLE file is an Outlook message, not an old Word or Excel file."""
    if size > _MAX_BYTES:
        return False
    with opened() as stream:
        try:
            with olefile.OleFileIO(stream) as ole:
                return bool(ole.exists(_PROPERTIES))
        except _BROKEN:
            return False


@contextmanager
def open_message(opened: _Open, name: str, sha256: str, budget: Budget, /) -> Iterator[Message]:
    """The message of a file. Raises EOFError where it is damaged, Refused beyond the limits."""
    with opened() as stream:
        try:
            ole = olefile.OleFileIO(stream)
        except _BROKEN as error:
            raise EOFError(str(error)) from error
        with ole:
            yield Message(
                reading=_Reading(ole=ole, stream=stream, budget=budget),
                root=ole.root,
                name=name,
                sha256=sha256,
            )


@dataclass(frozen=True, kw_only=True)
class _Reading:
    """An open OLE file."""

    ole: olefile.OleFileIO
    stream: BinaryIO
    budget: Budget

    def kids(self, storage: _Storage) -> dict[str, _Storage]:
        return {kid.name.lower(): kid for kid in storage.kids}

    def small(self, entry: _Storage) -> bytes:
        """A stream as a whole, cut at 16 MB."""
        return b"".join(self.pieces(entry, _MAX_TEXT))

    def pieces(self, entry: _Storage, most: int) -> Iterator[bytes]:
        """A stream piece by piece. Raises EOFError where its chain of sectors breaks."""
        if entry.size < self.ole.minisectorcutoff:
            try:
                yield self.ole._open(entry.isectStart, entry.size).read()
            except _BROKEN as error:
                raise EOFError(str(error)) from error
            return
        left, sector = min(entry.size, most), entry.isectStart
        size = self.ole.sectorsize
        while left > 0:
            if not 0 <= sector < len(self.ole.fat):
                raise EOFError("an attachment ends too early")
            self.stream.seek((sector + 1) * size)
            data = self.stream.read(min(size, left))
            if len(data) < min(size, left):
                raise EOFError("an attachment ends too early")
            yield data
            left -= len(data)
            sector = self.ole.fat[sector]


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message, the file's own or one attached to it."""

    reading: _Reading
    root: _Storage
    name: str
    sha256: str
    within: bool = False
    """Attached to another message of the file."""

    def opened(self) -> mail.Opened:
        """What the message says, its text and its attachments."""
        store = _Properties(self.reading, self.root, header=24 if self.within else 32)
        spool = Spool()
        letter = Letter(head=Head(fields=_headers(store)), spool=spool)
        for kind, text in _bodies(store):
            letter.parts.append(self._text(kind, text, spool))
        for attachment in self._attachments():
            if attachment.number(0x3705) != _EMBEDDED:
                part = self._file(attachment, spool)
                if part is not None:
                    letter.parts.append(part)
        return mail.open_letter(letter, self.name, self.sha256, self.reading.budget)

    def attached(self) -> list[tuple[str, Message]]:
        """Messages attached to this one, under names of their own."""
        found: list[tuple[str, Message]] = []
        taken: set[str] = set()
        for number, attachment in enumerate(self._attachments(), 1):
            inner = attachment.kids.get("__substg1.0_3701000d")
            if attachment.number(0x3705) != _EMBEDDED or inner is None:
                continue
            self.reading.budget.member()
            written = attachment.text(0x3001) or attachment.text(0x3707) or "message"
            name = mail.safe_name(f"{written.replace('/', ' ')[:80]}.msg", taken, number=number)
            found.append(
                (
                    name,
                    Message(
                        reading=self.reading,
                        root=inner,
                        name=f"{self.name}!/{name}",
                        sha256=self.sha256,
                        within=True,
                    ),
                )
            )
        return found

    def _attachments(self) -> Iterator[_Properties]:
        kids = self.reading.kids(self.root)
        for name in sorted(kids):
            if name.startswith("__attach_version1.0_"):
                yield _Properties(self.reading, kids[name], header=8)

    def _text(self, kind: str, text: str, spool: Spool) -> Part:
        self.reading.budget.member()
        start, end, sha256 = mail.append(spool, text.encode("utf-8", "replace"), self.reading.budget)
        head = Head(fields={"content-type": f"{kind}; charset=utf-8"})
        return Part(head=head, start=start, end=end, sha256=sha256, context=())

    def _file(self, attachment: _Properties, spool: Spool) -> Part | None:
        self.reading.budget.member()
        data = attachment.kids.get("__substg1.0_37010102")
        if data is None:
            return None
        start, digest = spool.size(), hashlib.sha256()
        for piece in self.reading.pieces(data, data.size):
            self.reading.budget.spend(len(piece), unpacked=spool.size() - start, packed=data.size)
            spool.write(piece)
            digest.update(piece)
        return Part(
            head=Head(fields=_attachment_headers(attachment)),
            start=start,
            end=spool.size(),
            sha256=digest.hexdigest(),
            context=("multipart/related",) if attachment.number(_RENDERED) & 4 else (),
        )


class _Properties:
    """The properties of a message or an attachment."""

    def __init__(self, reading: _Reading, storage: _Storage, *, header: int) -> None:
        self._reading = reading
        self.kids = reading.kids(storage)
        entry = self.kids.get(_PROPERTIES)
        table = reading.small(entry)[header:] if entry is not None else b""
        self._fixed = {
            int.from_bytes(table[at + 2 : at + 4], "little"): table[at + 8 : at + 16]
            for at in range(0, len(table) - 15, 16)
        }

    def number(self, tag: int) -> int:
        """A number or a flag; 0 where there is none."""
        return int.from_bytes(self._fixed.get(tag, b"")[:4], "little")

    def moment(self, tag: int) -> str:
        """A time as ISO 8601; "" where there is none."""
        ticks = int.from_bytes(self._fixed.get(tag, b""), "little")
        try:
            return (
                (datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=ticks // 10)).isoformat()
                if ticks
                else ""
            )
        except OverflowError:
            return ""

    def text(self, tag: int) -> str:
        """A text; "" where there is none."""
        wide = self.kids.get(f"__substg1.0_{tag:04x}001f")
        if wide is not None:
            return self._reading.small(wide).decode("utf-16-le", "replace").rstrip("\x00")
        narrow = self.kids.get(f"__substg1.0_{tag:04x}001e")
        return (
            _decoded(self._reading.small(narrow), self._page()).rstrip("\x00") if narrow is not None else ""
        )

    def data(self, tag: int) -> bytes:
        """Bytes; b"" where there are none."""
        entry = self.kids.get(f"__substg1.0_{tag:04x}0102")
        return self._reading.small(entry) if entry is not None else b""

    def _page(self) -> int:
        return self.number(0x3FFD) or self.number(0x3FDE) or 1252

    def decoded(self, data: bytes) -> str:
        """Text in the code page that the message says it is sent in."""
        return _decoded(data, self.number(0x3FDE) or self._page())


def _decoded(data: bytes, page: int) -> str:
    encoding = {65001: "utf-8", 936: "gb18030", 20127: "ascii", 28591: "latin-1", 1200: "utf-16-le"}.get(
        page, f"cp{page}"
    )
    try:
        return data.decode(encoding, "replace")
    except LookupError:
        return data.decode("utf-8", "replace")


def _headers(store: _Properties) -> dict[str, str]:
    address = store.text(0x5D01) or store.text(0x0C1F)
    name = store.text(0x0C1A) or store.text(0x0042)
    if "@" not in address:  # the path of a mailbox within an Exchange server: "/O=FIRST/OU=.../CN=SALES"
        sender = name or address
    else:
        sender = f'"{name.replace(chr(34), "")}" <{address}>' if name != address else address
    return {
        "subject": store.text(0x0037),
        "from": sender,
        "date": store.moment(0x0039) or store.moment(0x0E06),
    }


def _attachment_headers(attachment: _Properties) -> dict[str, str]:
    name = attachment.text(0x3707) or attachment.text(0x3704) or attachment.text(0x3001)
    kind = attachment.text(0x370E) or "application/octet-stream"
    if kind == "application/octet-stream" and name.lower().endswith((".png", ".jpg", ".jpeg", ".gif")):
        kind = "image/x-unknown"
    inside = attachment.number(_HIDDEN) or attachment.number(_RENDERED) & 4
    quoted = name.replace("\\", "/").replace('"', "'")
    return {
        "content-type": kind if "/" in kind else "application/octet-stream",
        "content-disposition": f'{"inline" if inside else "attachment"}; filename="{quoted}"',
        "content-id": attachment.text(0x3712),
    }


def _bodies(store: _Properties) -> Iterator[tuple[str, str]]:
    """(content type, text) of each form that the message has."""
    html = store.text(0x1013) or store.decoded(store.data(0x1013))
    plain = store.text(0x1000)
    if not html and (packed := store.data(0x1009)):
        try:
            unwrapped = rtf_body.unwrap(rtf_body.unpack(packed))
        except ValueError:
            unwrapped = None
        if unwrapped is not None and unwrapped.kind == "html":
            html = unwrapped.text
        elif unwrapped is not None:
            plain = plain or unwrapped.text
    if html:
        yield "text/html", html
    if plain:
        yield "text/plain", plain
