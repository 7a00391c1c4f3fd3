"""What is valid of an index folder: written last, whole or not at all, so a crash never shows half a change."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_UN, flock
from pathlib import Path

import msgspec

from dragoman.errors import IndexDamaged
from dragoman.indexes.local.checks import Sum, WordSums

SCHEMA = 14
"""Rises when files of an older index can no longer be read, or offers would be put under other kinds."""
_CRC_MARK = b"\ncrc32 "
_SCHEMA_WITH_CRC = 5


class Codes(msgspec.Struct, frozen=True, kw_only=True):
    """The file of one-bit codes of the first rows."""

    file: str
    rows: int
    sum: Sum


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """The state that readers may see; bytes and rows beyond it are of a change that was cut off."""

    schema: int = SCHEMA
    encoder: str
    dimensions: int
    epoch: str = ""
    """Drawn anew each time the folder is emptied: rows of two epochs have nothing in common."""
    generation: int = 0
    """Of the record."""
    rows: int = 0
    """Rows of replaced and withdrawn offers included."""
    log_bytes: int = 0
    log_crc: int = 0
    """CRC-32 of the valid part of the row log."""
    vectors_crc: int = 0
    """The same of the vectors."""
    words: WordSums = WordSums()
    """Of Tantivy's files."""
    next_serial: int = 0
    """Number in Tantivy that the next row gets: as many as ever were written, rows that were compacted away included."""
    log_file: str = "rows.log"
    vectors_file: str = "vectors.f16"
    """Both under a new name once the rows were compacted."""
    codes: Codes | None = None
    """None while there are few rows."""


def read(path: Path, /) -> Manifest | None:
    """None where there is no manifest. Raises IndexDamaged where it does not open."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except IsADirectoryError as error:
        raise IndexDamaged(
            f"{path}: expected the manifest of a search index, got a folder; run `dragoman reindex`"
        ) from error
    try:
        return _parsed(content)
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError) as error:
        raise IndexDamaged(
            f"{path}: expected the manifest of a search index, got {len(content)} bytes that are not as they were "
            f"written ({error}); run `dragoman reindex`"
        ) from error


def _parsed(content: bytes) -> Manifest:
    """JSON, then a line with its CRC-32; before schema 5 there was none."""
    body, mark, crc = content.rpartition(_CRC_MARK)
    found = msgspec.json.decode(body if mark else content, type=Manifest)
    if mark and crc != _crc(body):
        raise ValueError(f"their checksum is {_crc(body)!r}, they say {crc!r}")
    if not mark and found.schema >= _SCHEMA_WITH_CRC:
        raise ValueError("without their checksum")
    return found


def _crc(body: bytes) -> bytes:
    return f"{zlib.crc32(body):08x}".encode()


def write(path: Path, manifest: Manifest, /) -> None:
    """Put `manifest` in force: temporary file, fsync, rename, fsync of the folder."""
    temporary = path.with_suffix(".new")
    with temporary.open("wb") as file:
        body = msgspec.json.encode(manifest)
        file.write(body + _CRC_MARK + _crc(body))
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def exclusive(path: Path, /) -> Iterator[None]:
    """Hold the folder's lock against other processes; the kernel frees it if this one dies."""
    with path.open("ab") as file:
        flock(file.fileno(), LOCK_EX)
        try:
            yield
        finally:
            flock(file.fileno(), LOCK_UN)
