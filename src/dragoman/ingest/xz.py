"""Unpacks xz as a stream in bounded memory: a few bytes of it can ask for a dictionary of 4 GB."""

from __future__ import annotations

import io
import lzma
from typing import BinaryIO

_MEMORY = 128 * 1024 * 1024
_CHUNK = 65_536


class Xz(io.BufferedIOBase):
    """What an xz file unpacks to. Raises lzma.LZMAError where it is damaged or needs more memory, EOFError where cut off."""

    def __init__(self, raw: BinaryIO) -> None:
        super().__init__()
        self._raw: BinaryIO | _Joined = raw
        self._unpack = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MEMORY)

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        """At most `size` bytes; b"" at the end."""
        most = _CHUNK if size is None or size < 0 else size
        while True:
            if self._unpack.eof and not self._next():
                return b""
            data = b"" if not self._unpack.needs_input else self._raw.read(_CHUNK)
            if not data and self._unpack.needs_input:
                raise EOFError("it ends too early")
            out = self._unpack.decompress(data, max_length=most)
            if out:
                return out

    def _next(self) -> bool:
        """Go on with the stream behind the one that ended; False where none follows."""
        rest = (self._unpack.unused_data or self._raw.read(_CHUNK)).lstrip(b"\x00")
        if not rest:
            return False
        self._unpack = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MEMORY)
        self._raw = _Joined(rest, self._raw)
        return True


class _Joined:
    """Bytes read already, then the rest of their stream."""

    def __init__(self, first: bytes, rest: BinaryIO | _Joined) -> None:
        self._first = first
        self._rest = rest

    def read(self, size: int = -1, /) -> bytes:
        """The first bytes at once, then what the stream gives."""
        if self._first:
            data, self._first = self._first, b""
            return data
        return self._rest.read(size)
