"""The text of an Outlook message: RTF, packed, in which Outlook wraps the HTML or the plain text that was sent.

Source: MS-OXRTFCP (packing), MS-OXRTFEX (wrapping), both public specifications of Microsoft.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

_PREBUF = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans SerifSymbol"
    rb"ArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_PACKED, _PLAIN = 0x75465A4C, 0x414C454D
_MAX_BYTES = 16 * 1024 * 1024
_TOKEN = re.compile(
    rb"\\'([0-9a-fA-F]{2})|\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\([^a-zA-Z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)|\\"
)
_PAGES = {
    437: "cp437",
    932: "cp932",
    936: "gb18030",
    949: "cp949",
    950: "cp950",
    65001: "utf-8",
    10000: "mac-roman",
}
_CHARSETS = {
    0: 1252, 77: 10000, 128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258,
    177: 1255, 178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250,
}  # fmt: skip
"""\\fcharset of a font -> Windows code page. Source: RTF specification 1.9.1."""
_SIGNS = {
    "par": "\r\n", "line": "\r\n", "tab": "\t", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "bullet": "•", "endash": "–", "emdash": "—",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Unwrapped:
    """What was sent, taken out of its RTF."""

    kind: Literal["html", "text"]
    text: str


def unpack(data: bytes, /) -> bytes:
    """RTF out of its packing. Raises ValueError where it is damaged or larger than 16 MB."""
    if len(data) < 16:
        raise ValueError("packed RTF is too short")
    size, kind = int.from_bytes(data[4:8], "little"), int.from_bytes(data[8:12], "little")
    if kind == _PLAIN:
        return data[16 : 16 + min(size, _MAX_BYTES)]
    if kind != _PACKED or size > _MAX_BYTES:
        raise ValueError("packed RTF of an unknown kind, or too large")
    ring = bytearray(_PREBUF.ljust(4096, b"\x00"))
    at, out, place = len(_PREBUF), bytearray(), 16
    while place < len(data) and len(out) < size:
        control = data[place]
        place += 1
        for bit in range(8):
            if place >= len(data):
                return bytes(out)
            if not control >> bit & 1:
                out.append(data[place])
                ring[at] = data[place]
                at, place = (at + 1) % 4096, place + 1
                continue
            pair = int.from_bytes(data[place : place + 2], "big")
            place += 2
            start = pair >> 4
            if start == at:
                return bytes(out[:size])
            for step in range((pair & 15) + 2):
                byte = ring[(start + step) % 4096]
                out.append(byte)
                ring[at] = byte
                at = (at + 1) % 4096
    return bytes(out[:size])


def unwrap(rtf: bytes, /) -> Unwrapped | None:
    r"""The HTML or text in an RTF; None where it was written as RTF.

    >>> unwrap(rb"{\rtf1\ansi\ansicpg1252\fromhtml1 {\*\htmltag64 <b>}\htmlrtf {\b \htmlrtf0 M\'fcller{\*\htmltag72 </b>}}")
    Unwrapped(kind='html', text='<b>Müller</b>')
    """
    head = rtf[:2_000]
    if rb"\fromhtml" in head:
        return Unwrapped(kind="html", text=_Reading(html=True).text(rtf))
    if rb"\fromtext" in head:
        return Unwrapped(kind="text", text=_Reading(html=False).text(rtf))
    return None


@dataclass(slots=True)
class _Group:
    """What holds between two braces."""

    shown: bool = True
    tag: bool = False
    """Inside an HTML tag, which is shown as it stands."""
    hidden: bool = False
    """RTF that stands for HTML and is not part of it."""
    page: str = "cp1252"
    skip: int = 1
    """Bytes that stand for a Unicode sign and follow it."""


class _Reading:
    """One pass over an RTF."""

    def __init__(self, *, html: bool) -> None:
        self._html = html
        self._out: list[str] = []
        self._bytes = bytearray()
        self._groups = [_Group()]
        self._fonts: dict[int, str] = {}
        self._font = -1
        self._in_fonts = 0
        self._starred = False
        self._to_skip = 0

    def text(self, rtf: bytes) -> str:
        for found in _TOKEN.finditer(rtf):
            hexed, word, number, sign, brace, plain = found.groups()
            if brace:
                self._brace(brace)
            elif word:
                self._word(word.decode("ascii"), number)
            elif hexed:
                self._byte(bytes([int(hexed, 16)]))
            elif sign:
                self._sign(sign)
            elif plain:
                self._byte(plain)
        self._flush()
        return "".join(self._out).encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self._to_skip = 0
        if brace == b"{":
            now = self._groups[-1]
            if len(self._groups) < 1_000:
                self._groups.append(_Group(now.shown, now.tag, now.hidden, now.page, now.skip))
        elif len(self._groups) > 1:
            self._groups.pop()
            if len(self._groups) < self._in_fonts:
                self._in_fonts = 0
        self._starred = False

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._starred = True
        elif sign == b"~":
            self._put("\xa0")
        elif sign in b"{}\\":
            self._byte(sign)
        elif sign == b"_":
            self._put("-")

    def _word(self, word: str, number: bytes | None) -> None:
        self._flush()
        group = self._groups[-1]
        value = int(number) if number else None
        starred, self._starred = self._starred, False
        if word == "htmltag" and starred:
            group.tag, group.shown = True, self._html
        elif word == "htmlrtf":
            group.hidden = value != 0
        elif starred or word in {"fonttbl", "colortbl", "stylesheet", "info", "pict"}:
            group.shown = False
            self._in_fonts = len(self._groups) if word == "fonttbl" else self._in_fonts
        elif word == "ansicpg" and value:
            group.page = _page(value)
        elif word == "uc":
            group.skip = min(value or 0, 10)
        elif word == "u" and value is not None:
            self._put(chr(value % 65_536))
            self._to_skip = group.skip
        elif word == "f" and value is not None:
            self._font = value
            group.page = self._fonts.get(value, self._groups[0].page if not self._in_fonts else group.page)
        elif word == "fcharset" and self._in_fonts:
            self._fonts[self._font] = _page(_CHARSETS.get(value or 0, 1252))
        elif word in _SIGNS:
            self._put(_SIGNS[word])

    def _byte(self, data: bytes) -> None:
        while self._to_skip and data:
            data, self._to_skip = data[1:], self._to_skip - 1
        if self._visible():
            self._bytes += data

    def _put(self, text: str) -> None:
        self._flush()
        if self._visible():
            self._out.append(text)

    def _visible(self) -> bool:
        group = self._groups[-1]
        return group.shown and (group.tag or not group.hidden)

    def _flush(self) -> None:
        if self._bytes:
            self._out.append(self._bytes.decode(self._groups[-1].page, "replace"))
            self._bytes.clear()


def _page(number: int) -> str:
    if number in _PAGES:
        return _PAGES[number]
    name = f"cp{number}"
    try:
        "".encode(name)
    except LookupError:
        return "cp1252"
    return name
