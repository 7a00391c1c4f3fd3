"""Reading a tar archive that may be hostile: how it is recognised, and a stream that hands out no large piece."""

from __future__ import annotations

import io
from typing import BinaryIO

from dragoman.ingest.budget import Refused

_MOST_AT_ONCE = 1_048_576
_BLOCK = 512


def is_tar(head: bytes, /) -> bool:
    """Whether a file begins with a tar header: by its sign, or, of the oldest kind, by its checksum."""
    block = head[:_BLOCK]
    if len(block) < _BLOCK or not block[0]:
        return False
    if block[257:262] == b"ustar":
        return True
    try:
        told = int(block[148:156].strip(b" \x00") or b"-", 8)
    except ValueError:
        return False
    return told == sum(block) - sum(block[148:156]) + 8 * 0x20


class Cautious(io.RawIOBase):
    """A stream for `tarfile`, which reads a header's extension whole, however long it claims to be."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        self._stream = stream

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        """At most 1 MiB; more is refused."""
        if size < 0 or size > _MOST_AT_ONCE:
            raise Refused(
                f"a tar archive whose headers take at most {_MOST_AT_ONCE:,} bytes",
                f"{size:,}" if size >= 0 else "one without an end",
                "unpack it yourself and load the folder",
            )
        return self._stream.read(size)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()
