"""Checksums of an index's files: taken as they are written, compared when the index is opened.

The log of rows and the vectors only grow, so each has one running CRC-32 up to its valid end. Tantivy's files never
change once written, but come and go with each commit: each has its size and CRC-32. A kill between Tantivy's commit
and the manifest leaves Tantivy ahead, which is told from damage by its operation number, and healed by catching up.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

AT_OPEN_BYTES = 256 * 1024 * 1024
"""Read from end to end when an index is opened, 0.15 s a time; of a larger index only the sizes are compared then,
and a server reads the rest once it answers."""
_CHUNK = 1 << 22
_META = "meta.json"
_NEVER = frozenset({".managed.json"})
"""Tantivy's list of what it may delete, written anew at other times than commits; it does not open without it."""


class Sum(msgspec.Struct, frozen=True, array_like=True):
    """Of one file, as it was written."""

    size: int
    crc: int
    """CRC-32."""


class WordSums(msgspec.Struct, frozen=True, kw_only=True):
    """Of Tantivy's folder, after one commit."""

    opstamp: int = 0
    """Tantivy's operation number: a higher one on disk is of a commit that was cut off before the manifest."""
    files: dict[str, Sum] = msgspec.field(default_factory=dict)


def word_sums(folder: Path, before: WordSums, /) -> WordSums:
    """Sums of the folder as it is now; files that `before` knows under their size are not read again."""
    files = {}
    for path in _files(folder):
        size = path.stat().st_size
        known = before.files.get(path.name)
        old = known is not None and known.size == size and path.name != _META
        files[path.name] = known if old and known is not None else Sum(size=size, crc=_crc(path, size))
    return WordSums(opstamp=_opstamp(folder / _META) or 0, files=files)


def damaged_words(folder: Path, sums: WordSums, /, *, whole: bool) -> Iterator[str]:
    """What is not as it was written.

    Args:
        whole: Read every file; else compare sizes, and read only Tantivy's small table of contents.
    """
    if not sums.files:
        return
    meta, known = folder / _META, sums.files[_META]
    ahead = False
    if _differs(meta, known, whole=True):
        opstamp = _opstamp(meta)
        if opstamp is None or opstamp <= sums.opstamp:
            yield _told(meta, known)
            return
        ahead = True
    for name, expected in sums.files.items():
        path = folder / name
        if name == _META or (ahead and not path.exists()):
            continue
        if _differs(path, expected, whole=whole):
            yield _told(path, expected)


def sum_of(path: Path, /) -> Sum:
    """Of a file as it is, once it is on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
    size = path.stat().st_size
    return Sum(size=size, crc=_crc(path, size))


def damaged_prefix(path: Path, expected: Sum, /, *, whole: bool) -> Iterator[str]:
    """The same for a file that only grows: its first `expected.size` bytes count."""
    size = path.stat().st_size if path.is_file() else 0
    if size < expected.size:
        yield f"{path}: expected at least {expected.size} bytes, got {size}"
    elif whole and expected.size and (crc := _crc(path, expected.size)) != expected.crc:
        yield f"{path}: its first {expected.size} bytes have the checksum {crc:08x}, expected {expected.crc:08x}"


def _differs(path: Path, expected: Sum, *, whole: bool) -> bool:
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return True
    return size != expected.size or (whole and _crc(path, size) != expected.crc)


def _told(path: Path, expected: Sum) -> str:
    if not path.exists():
        return f"{path}: expected {expected.size} bytes, the file is gone"
    size = path.stat().st_size
    if size != expected.size:
        return f"{path}: expected {expected.size} bytes, got {size}"
    return f"{path}: its checksum is {_crc(path, size):08x}, expected {expected.crc:08x}"


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.suffix != ".lock" and path.name not in _NEVER:
            yield path


def _opstamp(meta: Path) -> int | None:
    """None where the table of contents cannot be read."""
    try:
        found = json.loads(meta.read_bytes())["opstamp"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if isinstance(found, int) else None


def _crc(path: Path, size: int) -> int:
    """0 where the file is gone, as another process' commit may have it."""
    crc, left = 0, size
    with suppress(FileNotFoundError, IsADirectoryError), path.open("rb") as file:
        while left > 0 and (piece := file.read(min(_CHUNK, left))):
            crc = zlib.crc32(piece, crc)
            left -= len(piece)
    return crc
