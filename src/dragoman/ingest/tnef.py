"""winmail.dat: the envelope in which Outlook and Exchange send attachments that other programs cannot open.

Source: MS-OXTNEF, a public specification of Microsoft.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

SIGN = b"\x78\x9f\x3e\x22"
_BEGINS, _TITLE, _DATA, _PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005
_LONG_NAME = 0x3707
_MAX_PROPERTIES = 16 * 1024 * 1024
_CHUNK = 1_048_576
_FIXED = {
    0x0002: 4,
    0x0003: 4,
    0x0004: 4,
    0x000B: 4,
    0x000A: 4,
    0x0005: 8,
    0x0006: 8,
    0x0007: 8,
    0x0014: 8,
    0x0040: 8,
}
"""Type of a property -> bytes of its value, filled up to four."""
_VARIABLE = frozenset({0x001E, 0x001F, 0x0102, 0x000D})


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """An attachment: where its bytes are in the envelope."""

    name: str
    start: int
    size: int


def attachments(stream: BinaryIO, size: int, /) -> Iterator[Packed]:
    """The attachments of an envelope of `size` bytes, in order. Raises EOFError where it is cut off."""
    stream.seek(6)
    name, place = "", None
    while head := stream.read(9):
        if len(head) < 9:
            raise EOFError("it ends too early")
        attribute, length = int.from_bytes(head[1:3], "little"), int.from_bytes(head[5:9], "little")
        start = stream.tell()
        if start + length > size:
            raise EOFError("an attachment ends too early")
        if attribute == _BEGINS:
            if place is not None:
                yield Packed(name=name, start=place[0], size=place[1])
            name, place = "", None
        elif attribute == _TITLE:
            name = name or stream.read(min(length, 1_000)).split(b"\x00")[0].decode("cp1252", "replace")
        elif attribute == _DATA:
            place = (start, length)
        elif attribute == _PROPERTIES and length <= _MAX_PROPERTIES:
            name = _long_name(stream.read(length)) or name
        stream.seek(start + length + 2)  # the checksum is left aside
    if place is not None:
        yield Packed(name=name, start=place[0], size=place[1])


def pieces(stream: BinaryIO, packed: Packed, /) -> Iterator[bytes]:
    """An attachment piece by piece."""
    stream.seek(packed.start)
    left = packed.size
    while left > 0 and (data := stream.read(min(_CHUNK, left))):
        left -= len(data)
        yield data


def _long_name(data: bytes) -> str:
    """The file name among the properties of an attachment; "" where there is none, or they cannot be understood."""
    at = 4
    for _property in range(min(int.from_bytes(data[:4], "little"), 1_000)):
        kind, tag = (
            int.from_bytes(data[at : at + 2], "little"),
            int.from_bytes(data[at + 2 : at + 4], "little"),
        )
        at += 4
        if tag >= 0x8000:
            at = _behind_name(data, at)
        if kind in _FIXED:
            at += _FIXED[kind]
            continue
        if kind not in _VARIABLE:
            return ""
        count = int.from_bytes(data[at : at + 4], "little")
        at += 4
        for _value in range(min(count, 100)):
            length = int.from_bytes(data[at : at + 4], "little")
            value = data[at + 4 : at + 4 + length]
            at += 4 + -(-length // 4) * 4
            if tag == _LONG_NAME and kind == 0x001F:
                return value.decode("utf-16-le", "replace").rstrip("\x00")
            if tag == _LONG_NAME and kind == 0x001E:
                return value.decode("cp1252", "replace").rstrip("\x00")
        if at > len(data):
            return ""
    return ""


def _behind_name(data: bytes, at: int) -> int:
    """Where a named property's value begins."""
    kind = int.from_bytes(data[at + 16 : at + 20], "little")
    if kind == 0:
        return at + 24
    length = int.from_bytes(data[at + 20 : at + 24], "little")
    return at + 24 + -(-length // 4) * 4
