"""Takes an e-mail apart as a stream: its parts' headers, and their contents decoded into one spool.

The standard library's parser holds a message in memory several times over; a price list of 100 MB in base64 must
not. A broken message gives what can be read of it, and says that it ended too early.
"""

from __future__ import annotations

import binascii
import contextlib
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from typing import BinaryIO, Protocol

from dragoman.ingest.budget import Budget, Refused
from dragoman.ingest.spool import Spool

_LINE = 65_536
"""Longest stretch that is looked at at once."""
_MAX_HEAD = 1_048_576
"""Most bytes of the headers of one part; those of the message itself hold the tracks of every server on its way."""
_MAX_DEPTH = 30
"""Multiparts within each other."""
_MAX_STRUCTURED = 2_048
"""Longest Content-Type and the like that is interpreted."""
_MAX_TEXT = 2_000
_NAME = re.compile(rb"[!-9;-~]{1,100}[ \t]*:")
_NOT_BASE64 = bytes(
    set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The headers of a message or of a part."""

    fields: Mapping[str, str]
    """Lower-case name -> the first value, unfolded, not yet decoded."""

    def text(self, name: str, /) -> str:
        """A header for people, its encoded words decoded; "" where there is none."""
        return decoded(self.fields.get(name, "")[: 2 * _MAX_TEXT])[:_MAX_TEXT]

    @property
    def content_type(self) -> str:
        """ "text/html"; "text/plain" where none is given."""
        return self._structured("content-type").get_content_type()

    @property
    def charset(self) -> str | None:
        return self._parameter("content-type", "charset")

    @property
    def boundary(self) -> str | None:
        return self._parameter("content-type", "boundary")

    @property
    def disposition(self) -> str:
        """ "attachment", "inline" or ""."""
        value = self.fields.get("content-disposition", "")[:100]
        return value.partition(";")[0].strip().lower()

    @property
    def file_name(self) -> str:
        """As the sender wrote it: never a path to trust. "" where none is given."""
        name = self._parameter("content-disposition", "filename") or self._parameter("content-type", "name")
        return decoded(name or "")[:_MAX_TEXT]

    @property
    def content_id(self) -> str:
        """Without its angle brackets."""
        return self.fields.get("content-id", "")[:1_000].strip().strip("<>")

    @property
    def encoding(self) -> str:
        """ "base64", "quoted-printable", "7bit" ..."""
        return self.fields.get("content-transfer-encoding", "")[:100].partition(";")[0].strip().lower()

    def _structured(self, name: str) -> Message:
        message = Message()
        message[name] = self.fields.get(name, "")[:_MAX_STRUCTURED] or "text/plain"
        return message

    def _parameter(self, header: str, name: str) -> str | None:
        if header not in self.fields:
            return None
        try:
            value = self._structured(header).get_param(name, header=header)
        except (ValueError, LookupError, TypeError):
            return None
        if isinstance(value, tuple):
            charset, _, raw = value
            try:
                return raw.encode("latin-1", "replace").decode(charset or "utf-8", "replace")
            except LookupError:
                return raw
        return value if isinstance(value, str) else None


def decoded(text: str, /) -> str:
    """A header's encoded words decoded, white space tidied; as it stands where they cannot be.

    >>> decoded("=?utf-8?Q?Preise_f=C3=BCr?= 2026"), decoded("=?no-such?B?eA==?=")
    ('Preise für 2026', 'x')
    """
    if "=?" in text:
        with contextlib.suppress(HeaderParseError, ValueError):
            text = "".join(
                part if isinstance(part, str) else _decoded_bytes(part, charset)
                for part, charset in decode_header(text)
            )
    return " ".join(text.split())


def _decoded_bytes(part: bytes, charset: str | None) -> str:
    try:
        return part.decode(charset or "utf-8", "replace")
    except LookupError:
        return part.decode("utf-8", "replace")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A leaf of a message: a text or a file, decoded, as a stretch of the message's spool."""

    head: Head
    start: int
    end: int
    sha256: str
    context: tuple[str, ...]
    """Content types of the multiparts around it, the outermost first."""

    @property
    def size(self) -> int:
        return self.end - self.start


@dataclass(slots=True, kw_only=True)
class Letter:
    """A message taken apart."""

    head: Head
    parts: list[Part] = field(default_factory=list)
    spool: Spool = field(default_factory=Spool)
    ends_early: bool = False
    """The last part's end is missing: the message is cut off, or its sender broke the rules."""


def take_apart(stream: BinaryIO, size: int, budget: Budget, /) -> Letter:
    """Read a message of `size` bytes.

    Raises:
        Refused: headers, depth or contents are beyond the limits.
    """
    return _Splitter(stream, size, budget).letter()


class _Sink(Protocol):
    def feed(self, line: bytes) -> None: ...

    def close(self) -> None: ...


class _Splitter:
    """One reading of one message."""

    def __init__(self, stream: BinaryIO, size: int, budget: Budget) -> None:
        self._stream = stream
        self._size = size
        self._budget = budget
        self._spool = Spool()
        self._marks: dict[bytes, tuple[int, bool]] = {}
        self._at: tuple[int, bool] | None = None
        """The boundary just read: depth of its multipart, whether it closes it."""
        self._ended = False
        self._line_start = True
        self._early = False

    def letter(self) -> Letter:
        head = self._head()
        letter = Letter(head=head, spool=self._spool)
        letter.parts.extend(self._entity(head, (), 0))
        letter.ends_early = self._early
        return letter

    # ------------------------------------------------------------------------------------ lines

    def _line(self) -> bytes | None:
        """The next line or stretch of one; None at a boundary (`_at` says which) or at the end (`_ended`)."""
        if self._at is not None or self._ended:
            return None
        line = self._stream.readline(_LINE)
        if not line:
            self._ended = True
            return None
        if self._line_start and line.startswith(b"--") and (at := self._marks.get(line.rstrip())) is not None:
            self._at = at
            return None
        self._line_start = line.endswith(b"\n")
        return line

    def _head(self) -> Head:
        """Headers up to the empty line."""
        fields: dict[str, str] = {}
        name, value, size = "", [b""], 0

        def keep() -> None:
            if name and name not in fields:
                fields[name] = _text(b" ".join(value))

        while (line := self._line()) is not None:
            size += len(line)
            if size > _MAX_HEAD:
                raise Refused(
                    f"an e-mail whose headers take at most {_MAX_HEAD:,} bytes",
                    "more",
                    "save the attachments from your mail program and load these",
                )
            if not line.strip(b"\r\n"):
                break
            if line[:1] in b" \t":
                value.append(line.strip())
                continue
            keep()
            found = _NAME.match(line)
            name = line[: found.end() - 1].strip().decode("ascii").lower() if found else ""
            value = [line[found.end() :].strip() if found else b""]
        keep()
        return Head(fields=fields)

    # ------------------------------------------------------------------------------------ parts

    def _entity(self, head: Head, context: tuple[str, ...], depth: int) -> Iterator[Part]:
        kind = head.content_type
        boundary = head.boundary if kind.startswith("multipart/") else None
        if not boundary:
            yield self._leaf(head, context)
            return
        if depth >= _MAX_DEPTH:
            raise Refused(
                f"an e-mail whose parts are nested at most {_MAX_DEPTH} deep",
                "deeper ones",
                "save the attachments from your mail program and load these",
            )
        mark = b"--" + boundary.encode("utf-8", "surrogateescape").rstrip()
        outer = {one: self._marks.get(one) for one in (mark, mark + b"--")}
        self._marks[mark], self._marks[mark + b"--"] = (depth, False), (depth, True)
        self._skip()
        while self._at == (depth, False):
            self._at, self._line_start = None, True
            yield from self._entity(self._head(), (*context, kind), depth + 1)
        self._early = self._early or self._ended
        for one, meaning in outer.items():
            if meaning is None:
                del self._marks[one]
            else:
                self._marks[one] = meaning
        if self._at == (depth, True):
            self._at, self._line_start = None, True
            self._skip()

    def _skip(self) -> None:
        while self._line() is not None:
            pass

    def _leaf(self, head: Head, context: tuple[str, ...]) -> Part:
        self._budget.member()
        target = _Target(self._spool, self._budget, self._size)
        sink = _sink(head.encoding, target)
        while (line := self._line()) is not None:
            sink.feed(line)
        sink.close()
        return Part(
            head=head,
            start=target.start,
            end=self._spool.size(),
            sha256=target.digest.hexdigest(),
            context=context,
        )


def _text(value: bytes) -> str:
    """A header's bytes as text: ASCII by the rules, UTF-8, GB18030 or Latin-1 in life."""
    encodings = ("utf-8", "gb18030") if _MANY_HIGH.search(value) else ("utf-8",)
    for encoding in encodings:
        try:
            return value.decode(encoding)
        except UnicodeDecodeError:
            continue
    return value.decode("latin-1")


_MANY_HIGH = re.compile(rb"[\x80-\xff]{4}")


class _Target:
    """Where the bytes of one part go, counted and hashed."""

    def __init__(self, spool: Spool, budget: Budget, packed: int) -> None:
        self._spool = spool
        self._budget = budget
        self._packed = packed
        self.start = spool.size()
        self.digest = hashlib.sha256()

    def write(self, data: bytes) -> None:
        if not data:
            return
        done = self._spool.size() - self.start + len(data)
        self._budget.spend(len(data), unpacked=done, packed=self._packed)
        self._spool.write(data)
        self.digest.update(data)


def _sink(encoding: str, target: _Target) -> _Sink:
    if encoding == "base64":
        return _Base64(target)
    if encoding == "quoted-printable":
        return _QuotedPrintable(target)
    if encoding in {"x-uuencode", "uuencode", "x-uue", "uue"}:
        return _Uuencoded(target)
    return _Plain(target)


class _Buffered:
    """Gathers small pieces, so that a spool is not written line by line."""

    def __init__(self, target: _Target) -> None:
        self._target = target
        self._held: list[bytes] = []
        self._size = 0

    def _put(self, data: bytes) -> None:
        self._held.append(data)
        self._size += len(data)
        if self._size >= _LINE:
            self._flush()

    def _flush(self) -> None:
        self._target.write(b"".join(self._held))
        self._held, self._size = [], 0


class _Plain(_Buffered):
    """As it stands; the line break before a boundary belongs to the boundary."""

    _break = b""

    def feed(self, line: bytes) -> None:
        text = line.rstrip(b"\r\n") if line.endswith(b"\n") else line
        self._put(self._break + text)
        self._break = line[len(text) :]

    def close(self) -> None:
        self._flush()


class _Base64(_Buffered):
    """Letters outside the alphabet are left out, as the rules say."""

    _rest = b""
    _waiting: list[bytes]

    def __init__(self, target: _Target) -> None:
        super().__init__(target)
        self._waiting, self._count = [], 0

    def feed(self, line: bytes) -> None:
        clean = line.translate(None, _NOT_BASE64)
        self._waiting.append(clean)
        self._count += len(clean)
        if self._count >= _LINE or b"=" in clean:
            self._decode()

    def close(self) -> None:
        self._decode()
        self._put(_unbased(self._rest))
        self._flush()

    def _decode(self) -> None:
        text = self._rest + b"".join(self._waiting)
        self._waiting, self._count = [], 0
        *whole, last = re.split(rb"=+", text)
        for piece in whole:
            self._put(_unbased(piece))
        cut = len(last) // 4 * 4
        self._put(binascii.a2b_base64(last[:cut]))
        self._rest = last[cut:]


def _unbased(letters: bytes) -> bytes:
    """Base64 without its padding; a single letter left over says nothing."""
    whole = letters[:-1] if len(letters) % 4 == 1 else letters
    return binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))


class _QuotedPrintable(_Buffered):
    """The line break before a boundary belongs to the boundary here too."""

    _rest = b""

    def feed(self, line: bytes) -> None:
        text = self._rest + line
        at = len(text)
        if text.endswith(b"\n"):
            soft = text.endswith((b"=\n", b"=\r\n"))
            at = at if soft else at - (2 if text.endswith(b"\r\n") else 1)
        elif b"=" in text[-2:]:
            at = text.rindex(b"=")
        self._put(binascii.a2b_qp(text[:at]))
        self._rest = text[at:]

    def close(self) -> None:
        if self._rest not in (b"\n", b"\r\n"):
            self._put(binascii.a2b_qp(self._rest))
        self._flush()


class _Uuencoded(_Buffered):
    _inside = False

    def feed(self, line: bytes) -> None:
        if not self._inside:
            self._inside = line.startswith(b"begin ")
        elif line.startswith(b"end"):
            self._inside = False
        else:
            try:
                self._put(binascii.a2b_uu(line.rstrip(b"\r\n")))
            except binascii.Error:
                return

    def close(self) -> None:
        self._flush()
