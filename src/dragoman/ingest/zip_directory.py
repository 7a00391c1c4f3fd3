"""What a zip's first and last bytes say: its first members' names, and the size of its directory, read before anything
holds it in memory: a few bytes can claim gigabytes."""

from __future__ import annotations

import struct
from typing import BinaryIO

_LOCAL = struct.Struct("<4sHHH8sLLHH")
"""Sign, version, flags, method, time and checksum, packed size, size, lengths of the name and of what follows it."""
_MEMBER = b"PK\x03\x04"
_SIZE_FOLLOWS = 8
_END = b"PK\x05\x06"
_END_SIZE = 22
_LOCATOR = b"PK\x06\x07"
_LOCATOR_SIZE = 20
_END_64 = b"PK\x06\x06"
_END_64_SIZE = 56
_LONGEST_COMMENT = 65_535
_SEE_64 = 0xFFFFFFFF


def directory_size(stream: BinaryIO, size: int, /) -> int:
    """Bytes of the central directory that a zip of `size` bytes claims; 0 where none is found.

    Source: PKWARE APPNOTE 6.3.10, sections 4.3.14 to 4.3.16.
    """
    start = max(0, size - _END_SIZE - _LONGEST_COMMENT)
    stream.seek(start)
    tail = stream.read()
    at = tail.rfind(_END)
    stream.seek(0)
    if at < 0 or len(tail) < at + _END_SIZE:
        return 0
    claimed = int(struct.unpack_from("<L", tail, at + 12)[0])
    return _claimed_64(stream, start + at) if claimed == _SEE_64 else claimed


def _claimed_64(stream: BinaryIO, end: int) -> int:
    if end < _LOCATOR_SIZE:
        return _SEE_64
    stream.seek(end - _LOCATOR_SIZE)
    locator = stream.read(_LOCATOR_SIZE)
    if not locator.startswith(_LOCATOR):
        stream.seek(0)
        return _SEE_64
    stream.seek(int(struct.unpack_from("<Q", locator, 8)[0]))
    record = stream.read(_END_64_SIZE)
    stream.seek(0)
    if len(record) < _END_64_SIZE or not record.startswith(_END_64):
        return _SEE_64
    return int(struct.unpack_from("<Q", record, 40)[0])


def own_names(head: bytes, /) -> bytes:
    """The names of the members whose headers stand in the first bytes, and not those within a member: a workbook that
    an archive holds as it is has names too. Where the size of a packed member follows it, the rest of the bytes.

    Source: PKWARE APPNOTE 6.3.10, section 4.3.7.
    """
    names: list[bytes] = []
    at = 0
    while head.startswith(_MEMBER, at) and at + _LOCAL.size <= len(head):
        _, _, flags, method, _, packed, _, name, extra = _LOCAL.unpack_from(head, at)
        begins = at + _LOCAL.size
        names.append(head[begins : begins + name])
        begins += name + extra
        if flags & _SIZE_FOLLOWS and not packed:
            return b"\n".join([*names, head[begins:] if method else b""])
        at = begins + packed
    return b"\n".join(names)
