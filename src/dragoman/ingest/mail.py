"""E-mails and mailboxes: which of a message's parts are a supplier's files, and under which names.

Attachments are files; so is a table in the text, as "body.html" or "body.txt". Pictures shown within the text
(logos), signatures and calendars are left out and named. No name that a sender wrote is ever used as a path.
"""

from __future__ import annotations

import hashlib
import mimetypes
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from html import unescape
from typing import BinaryIO

from dragoman.ingest.budget import Budget
from dragoman.ingest.mime import Letter, Part, decoded
from dragoman.ingest.spool import Spool
from dragoman.model import Origin
from dragoman.ports import Sending

_HEADERS = frozenset(
    {
        *("from", "to", "subject", "date", "mime-version", "received", "message-id", "return-path"),
        *("content-type", "delivered-to", "reply-to", "sender", "cc", "x-mailer", "dkim-signature"),
        *(
            "arc-seal",
            "authentication-results",
            "received-spf",
            "list-id",
            "x-mozilla-status",
            "thread-topic",
        ),
    }
)
_OF_A_MAIL = frozenset({"from", "received", "mime-version", "return-path", "delivered-to"})
_HEADER_LINE = re.compile(rb"([!-9;-~]{1,100})[ \t]*:")
_LONGEST_NAME = 120
_LEFT_OUT = frozenset(
    {
        *("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"),
        *("application/pgp-keys", "text/calendar", "text/vcard", "text/x-vcard", "text/directory"),
        *("message/delivery-status", "message/disposition-notification", "text/rfc822-headers"),
        *("message/partial", "message/external-body", "text/x-amp-html", "text/css", "text/enriched"),
    }
)
"""Kinds of parts that hold no offers."""
_BODY_BYTES = 8 * 1024 * 1024
"""Most of a text that is looked at as a whole."""
_CID = re.compile(rb"cid:([^\"'\s>)]{1,200})", re.IGNORECASE)
_TABLE = re.compile(r"<table\b", re.IGNORECASE)
_TABLE_ROW = re.compile(r"<tr\b", re.IGNORECASE)
_TABLE_CELL = re.compile(r"<t[dh]\b", re.IGNORECASE)
_COLUMNS = re.compile(r"[^\t;|]*(?:[\t;|][^\t;|]*){2,}")
_FORWARDED = re.compile(
    r"^\s{0,9}(?:fwd?|wg|tr|rv|enc|i|vl|vs|doorst|转发|轉寄|転送|пересл\w{0,20})\s{0,3}[:：]"
    r"|-{2,9}\s{0,9}(?:forwarded|original|weitergeleitete|message transf|mensaje reenv|mensagem encam|转发|原始邮件|転送|пересыла)",
    re.IGNORECASE,
)
_WRITTEN_BY = re.compile(
    r"^[ \t>*|]{0,20}(?:from|von|de|da|发件人|寄件者|差出人|送信者|от|от кого|من)[ \t]{0,3}\*{0,2}[:：]\*{0,2}[ \t]{0,9}(\S.{2,200})$",
    re.IGNORECASE | re.MULTILINE,
)
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosed:
    """A file in a message, under a name that is safe to show and its own among the message's."""

    name: str
    spool: Spool
    start: int
    end: int
    sha256: str
    is_text: bool
    """The message's own text: where it holds no table, nothing is lost as long as there are attachments."""

    @property
    def size(self) -> int:
        return self.end - self.start

    def open(self) -> BinaryIO:
        return self.spool.open(self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A message: what it says about itself, and its files."""

    sending: Sending
    files: tuple[Enclosed, ...]


def is_mail(head: bytes, /) -> bool:
    """Whether a file that begins with `head` is an e-mail: headers, among them those of every e-mail."""
    lines = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n").split(b"\n")
    if len(head) >= 65_536:
        lines.pop()
    found: set[str] = set()
    for line in lines:
        if not line.strip():
            break
        if line[:1] in b" \t":
            continue
        match = _HEADER_LINE.match(line)
        if match is None:
            return False
        found.add(match[1].decode("ascii").lower())
    return bool(found & _OF_A_MAIL) and len(found & _HEADERS) >= 2


def is_mailbox(head: bytes, /) -> bool:
    """Whether a file is an mbox: "From " with an address and a date, then an e-mail."""
    first, _, rest = head.partition(b"\n")
    return first.startswith(b"From ") and len(first) < 1_000 and is_mail(rest)


def letters_of(stream: BinaryIO, /) -> Iterator[Spool]:
    """The messages of an mbox, each in a spool of its own; give each up before taking the next."""
    spool: Spool | None = None
    blank = line_start = True
    while line := stream.readline(65_536):
        if line_start and blank and line.startswith(b"From "):
            if spool is not None:
                yield spool
            spool = Spool()
        elif spool is not None:
            quoted = line_start and re.match(rb">+From ", line)
            spool.write(line[1:] if quoted else line)
        blank = line_start and not line.strip(b"\r\n")
        line_start = line.endswith(b"\n")
    if spool is not None:
        yield spool


def open_letter(letter: Letter, name: str, sha256: str, budget: Budget, /) -> Opened:
    """What a message holds.

    Args:
        name, sha256: Of the message, for the Origin of what it says about itself.
    """
    shown_inside = _content_ids(letter)
    kept: list[tuple[Part, str]] = []
    texts: list[Part] = []
    left_out: list[str] = []
    for part in letter.parts:
        kind, written = part.head.content_type, part.head.file_name
        if _is_text(part):
            texts.append(part)
        elif kind in _LEFT_OUT or _is_shown_inside(part, shown_inside):
            left_out.append(written or kind)
        elif part.size or written:
            kept.append((part, written or _unnamed(part, letter)))
    taken: set[str] = set()
    files = [_body(letter, texts, taken, budget)] if texts else []
    for number, (part, written) in enumerate(kept, 1):
        kind = part.head.content_type
        files.append(
            Enclosed(
                name=safe_name(written, taken, number=number, content_type=kind),
                spool=letter.spool,
                start=part.start,
                end=part.end,
                sha256=part.sha256,
                is_text=False,
            )
        )
    written_by = _forwarded_from(letter, texts)
    sending = Sending(
        sender=decoded(written_by) or letter.head.text("from"),
        date=_date(letter.head.text("date")),
        subject=letter.head.text("subject"),
        left_out=tuple(left_out[:20]),
        origin=Origin(file=name, sha256=sha256, path="headers"),
    )
    return Opened(sending=sending, files=tuple(file for file in files if file is not None))


# ------------------------------------------------------------------------------------ names


def safe_name(written: str, taken: set[str], /, *, number: int, content_type: str = "") -> str:
    """A name to show: the last part of what the sender wrote, without control signs, numbered where it is taken.

    >>> safe_name("../../etc/x\\u202ecsv.exe", set(), number=1)
    'xcsv.exe'
    >>> safe_name("", {"attachment-1.csv"}, number=1, content_type="text/csv")
    'attachment-1 (2).csv'
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", written))[-1]
    clean = " ".join(_UNSAFE.sub("", last).split()).strip(". ")
    clean = clean.encode("utf-8", "replace").decode("utf-8")
    stem, dot, suffix = clean.rpartition(".")
    if not dot or not 0 < len(suffix) <= 10:
        stem, suffix = clean, (mimetypes.guess_extension(content_type) or "").lstrip(".")
    stem = stem[: _LONGEST_NAME - len(suffix)] or f"attachment-{number}"
    ending = f".{suffix}" if suffix else ""
    name, count = f"{stem}{ending}", 1
    while name in taken:
        count += 1
        name = f"{stem} ({count}){ending}"
    taken.add(name)
    return name


def _unnamed(part: Part, letter: Letter) -> str:
    """A name for a part that has none; an e-mail within the e-mail is called by its subject."""
    if part.head.content_type != "message/rfc822":
        return ""
    head = letter.spool.read_at(part.start, min(part.size, 65_536))
    found = re.search(rb"^subject:[ \t]*([^\r\n]*)", head, re.IGNORECASE | re.MULTILINE)
    subject = decoded(found[1].decode("utf-8", "replace")) if found else ""
    subject = re.sub(r"[/\\:]", " ", subject)[:80].strip()
    return f"{subject or 'message'}.eml"


# ------------------------------------------------------------------------------------ texts and pictures


def _is_text(part: Part) -> bool:
    """Whether a part is the message's own text, not a file attached to it."""
    plain = part.head.content_type in {"text/plain", "text/html"}
    return plain and not part.head.file_name and part.head.disposition != "attachment"


def _content_ids(letter: Letter) -> set[str]:
    """Ids of what the texts show within themselves."""
    found: set[str] = set()
    for part in letter.parts:
        if part.head.content_type == "text/html" and _is_text(part):
            text = letter.spool.read_at(part.start, min(part.size, _BODY_BYTES))
            found |= {one.decode("utf-8", "replace") for one in _CID.findall(text)}
    return found


def _is_shown_inside(part: Part, ids: set[str]) -> bool:
    """Whether a part is a picture that belongs to the text (a logo), not one sent for itself (a photographed list)."""
    head = part.head
    if not head.content_type.startswith("image/"):
        return False
    if head.content_id and head.content_id in ids:
        return True
    return "multipart/related" in part.context and head.disposition != "attachment"


def _body(letter: Letter, texts: Sequence[Part], taken: set[str], budget: Budget) -> Enclosed | None:
    """The text that holds a table: HTML where it can, else plain text; None where neither does."""
    for kind, name, holds in (
        ("text/html", "body.html", _holds_table),
        ("text/plain", "body.txt", _holds_columns),
    ):
        for part in texts:
            if part.head.content_type == kind and part.size <= _BODY_BYTES:
                data = letter.spool.read_at(part.start, part.size)
                text = _strictly(data, part.head.charset)
                if holds(text if text is not None else data.decode("latin-1")):
                    return _as_utf8(part, text, safe_name(name, taken, number=1), letter, budget)
    return None


def _holds_table(text: str) -> bool:
    return (
        _TABLE.search(text) is not None
        and len(_TABLE_ROW.findall(text)) >= 2
        and len(_TABLE_CELL.findall(text)) >= 4
    )


def _holds_columns(text: str) -> bool:
    """Whether three lines in a row are cut into columns by tabs, semicolons or bars."""
    run = 0
    for line in text.splitlines():
        run = run + 1 if _COLUMNS.fullmatch(line) else 0
        if run == 3:
            return True
    return False


def _strictly(data: bytes, charset: str | None) -> str | None:
    """A text in the charset that it says it is in; None where it is not."""
    try:
        return data.decode(charset or "utf-8")
    except (LookupError, ValueError):
        return None


def _as_utf8(part: Part, text: str | None, name: str, letter: Letter, budget: Budget) -> Enclosed:
    """The text with its encoding said by itself (UTF-8 with its mark); as sent where the charset does not fit."""
    if text is None:
        start, end, sha256 = part.start, part.end, part.sha256
    else:
        encoded = text.removeprefix("\ufeff").encode("utf-8-sig", "replace")
        start, end, sha256 = append(letter.spool, encoded, budget)
    return Enclosed(name=name, spool=letter.spool, start=start, end=end, sha256=sha256, is_text=True)


def append(spool: Spool, data: bytes, budget: Budget, /) -> tuple[int, int, str]:
    """Write a piece behind the others: (start, end, SHA-256)."""
    start = spool.size()
    budget.spend(len(data), unpacked=len(data), packed=len(data))
    spool.write(data)
    return start, spool.size(), hashlib.sha256(data).hexdigest()


# ------------------------------------------------------------------------------------ who and when


def _forwarded_from(letter: Letter, texts: Sequence[Part]) -> str:
    """Who wrote the message that this one forwards in its text; "" where it forwards none."""
    subject = letter.head.text("subject")
    for part in sorted(texts, key=lambda one: one.head.content_type != "text/plain"):
        data = letter.spool.read_at(part.start, min(part.size, 65_536))
        text = _strictly(data, part.head.charset) or data.decode("utf-8", "replace")
        if found := written_by(text, subject, is_html=part.head.content_type == "text/html"):
            return found
    return ""


def written_by(text: str, subject: str, /, *, is_html: bool) -> str:
    """The "From:" of a forwarded message in a text: "Nordwind GmbH <sales@nordwind.example>"; "" without one."""
    if is_html:
        text = re.sub(r"(?i)<(?:br|/?p|/?div|/?tr|hr)\b[^>]{0,500}>", "\n", text)
        text = unescape(re.sub(r"<[^>@]{0,500}>", "", text)).replace("\xa0", " ")
    if not _FORWARDED.search(subject) and not _FORWARDED.search(text):
        return ""
    found = next((one for one in _WRITTEN_BY.finditer(text) if "@" in one[1]), None)
    return found[1].strip().replace("[mailto:", "<").replace("]", ">") if found else ""


_ISO = re.compile(r"\d{4}-\d\d-\d\dT")


def _date(text: str) -> str:
    """The day and time as ISO 8601; as written where it is none."""
    try:
        return parsedate_to_datetime(text).isoformat() if text and not _ISO.match(text) else text
    except (ValueError, TypeError, OverflowError, IndexError):
        return text[:100]
