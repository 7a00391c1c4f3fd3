"""Unpacked files in memory or, when large, in an anonymous temporary file; opened as often as needed."""

from __future__ import annotations

import io
import tempfile
import threading
import weakref
from typing import BinaryIO

_IN_MEMORY_BYTES = 4 * 1024 * 1024


class Spool:
    """Bytes written once and then read; freed when nothing refers to the spool any more."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES)  # noqa: SIM115 - closed by finalize
        self._lock = threading.Lock()
        self._written = 0
        weakref.finalize(self, self._file.close)

    def write(self, data: bytes, /) -> None:
        """Append."""
        with self._lock:
            self._file.seek(self._written)
            self._file.write(data)
            self._written += len(data)

    def open(self, start: int = 0, end: int | None = None, /) -> BinaryIO:
        """The bytes from `start` to `end`, by default all written so far; each opening has a position of its own."""
        return io.BufferedReader(
            _View(self, start, self._written if end is None else end), buffer_size=65_536
        )

    def read_at(self, position: int, size: int, /) -> bytes:
        """At most `size` bytes from a position on."""
        with self._lock:
            self._file.seek(position)
            return self._file.read(size)

    def size(self) -> int:
        """Bytes written."""
        return self._written


class _View(io.RawIOBase):
    """One opening of a stretch of a spool."""

    def __init__(self, spool: Spool, start: int, end: int) -> None:
        super().__init__()
        self._spool = spool
        self._start = start
        self._end = end
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override] # typeshed: Buffer
        left = self._end - self._start - self._position
        data = self._spool.read_at(self._start + self._position, max(0, min(len(buffer), left)))
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position}.get(whence)
        self._position = max(0, (self._end - self._start if start is None else start) + offset)
        return self._position

    def tell(self) -> int:
        return self._position
