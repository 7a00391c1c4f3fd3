"""The append-only log of an index's rows: everything but words and vectors, replayed when an index opens.

A change is one record. What its offers have is laid out by column, as NumPy holds it, so that a million rows are read
back in a second; names (of brands, countries, currencies ...) are written once and referred to by number.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

import msgspec
import numpy as np

from dragoman.errors import IndexDamaged
from dragoman.order_terms import Goods, Lane
from dragoman.ports import FACET_FIELDS

_LENGTH = struct.Struct("<I")
_KEY_BYTES = 8

SCALARS: dict[str, str] = {
    "serial": "<i8",  # the row's number in Tantivy
    "hash": "<u8",  # of the offer's id
    "key": "<u8",  # the id's first bytes: orders ids as their text does
    "has_vector": "?",
    "moq": "<f8",
    "lead_time_days": "<f8",
    "updated_at": "<f8",
    "price_currency": "<i4",
    "price_unit": "<i4",
    "minimum": "<f8",
    "pack_holds": "<f8",
    "kg": "<f8",
    "currency": "<i4",
    "unit": "<i4",
    "pack": "<i4",
    "pack_unit": "<i4",
    "lane": "<i4",
    "goods": "<i4",
}
"""Column -> type of its one value a row; NaN and -1 where an offer has none."""
RAGGED: dict[str, tuple[str, int]] = {
    "id": ("u1", 0),  # UTF-8
    "steps": ("<f8", 2),  # of PriceCurve: from how many, price
    "rungs": ("<f8", 4),  # of OrderTerms
    **dict.fromkeys(FACET_FIELDS, ("<i4", 0)),
}
"""Column -> type and width of its values, of which a row may have any number."""
CODED: tuple[str, ...] = (
    "price_currency",
    "price_unit",
    "currency",
    "unit",
    "pack",
    "pack_unit",
    *FACET_FIELDS,
)
"""Columns whose codes stand for text."""


class Values(msgspec.Struct, frozen=True, array_like=True):
    """A ragged column of a change."""

    counts: memoryview
    """Of values, by row; unsigned 32 bits each."""
    values: memoryview


class Batch(msgspec.Struct, frozen=True, array_like=True):
    """One applied change. As it is read, its columns are views of the log's content."""

    gone: memoryview
    """Rows (64 bits each) of offers that were withdrawn or have a new row."""
    rows: int
    """That were added."""
    scalars: dict[str, memoryview]
    ragged: dict[str, Values]
    names: dict[str, tuple[str, ...]]
    """Column -> names that were not there before, in the order of their codes."""
    lanes: tuple[Lane, ...] = ()
    goods: tuple[Goods, ...] = ()


def hash_of(offer_id: str, /) -> int:
    """64 bits."""
    return int.from_bytes(blake2b(offer_id.encode(), digest_size=8).digest(), "little")


def key_of(encoded: bytes, /) -> int:
    """Of an id in UTF-8: two ids compare as their keys, where these differ."""
    return int.from_bytes(encoded[:_KEY_BYTES].ljust(_KEY_BYTES, b"\0"), "big")


def append(path: Path, batch: Batch, /, *, at: int, crc: int) -> tuple[int, int]:
    """Write a batch at byte `at`, cutting off what a crash left beyond it; returns the new length and CRC."""
    body = msgspec.msgpack.encode(batch)
    record = _LENGTH.pack(len(body)) + body
    with path.open("r+b" if path.exists() else "w+b") as file:
        file.truncate(at)
        file.seek(at)
        file.write(record)
        file.flush()
        os.fsync(file.fileno())
    return at + len(record), zlib.crc32(record, crc)


def read(path: Path, /, *, start: int, end: int, crc: int) -> tuple[list[Batch], int]:
    """The batches in bytes [start, end) and the running CRC after them.

    Raises IndexDamaged where the log is shorter than the manifest says or does not decode.
    """
    if end <= start:
        return [], crc
    try:
        with path.open("rb") as file:
            file.seek(start)
            content = file.read(end - start)
    except (FileNotFoundError, IsADirectoryError):
        content = b""
    if len(content) < end - start:
        raise IndexDamaged(
            f"{path}: expected {end} bytes, got {start + len(content)}; run `dragoman reindex`"
        )
    return list(_batches(path, content)), zlib.crc32(content, crc)


def _batches(path: Path, content: bytes) -> Iterator[Batch]:
    decoder = msgspec.msgpack.Decoder(Batch)
    whole = memoryview(content)
    position = 0
    while position < len(content):
        try:
            (length,) = _LENGTH.unpack_from(content, position)
            position += _LENGTH.size
            batch = decoder.decode(whole[position : position + length])
            _check(batch)
        except (struct.error, msgspec.DecodeError, ValueError, KeyError) as error:
            raise IndexDamaged(
                f"{path}: byte {position} does not decode ({error}); run `dragoman reindex`"
            ) from error
        yield batch
        position += length


def _check(batch: Batch) -> None:
    """Raises ValueError or KeyError where a column is not as long as it should be."""
    for name, dtype in SCALARS.items():
        if len(batch.scalars[name]) != batch.rows * np.dtype(dtype).itemsize:
            raise ValueError(f"column {name!r} is not {batch.rows} rows long")
    for name, (dtype, width) in RAGGED.items():
        counts = np.frombuffer(batch.ragged[name].counts, dtype="<u4")
        expected = int(counts.sum()) * np.dtype(dtype).itemsize * (width or 1)
        if len(counts) != batch.rows or len(batch.ragged[name].values) != expected:
            raise ValueError(f"column {name!r} is not as long as its rows say")
