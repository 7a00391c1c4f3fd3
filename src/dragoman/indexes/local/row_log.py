"""The append-only log of an index's rows: everything but words and vectors, replayed when an index opens."""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from dragoman.errors import IndexDamaged
from dragoman.ports import FacetField, IndexDocument, NumberField, OrderTerms

_LENGTH = struct.Struct("<I")


class RowEntry(msgspec.Struct, frozen=True, array_like=True):
    """One row: an offer as it was when it was indexed."""

    offer_id: str
    facets: dict[FacetField, tuple[str, ...]]
    numbers: dict[NumberField, float]
    price_currency: str
    """Empty where the offer has no price."""
    price_unit: str
    price_steps: tuple[tuple[float, float], ...]
    has_vector: bool
    terms: msgspec.Raw
    """Of the order, as OrderTerms; decoded where an order or a filter first asks for them."""


class Batch(msgspec.Struct, frozen=True, array_like=True):
    """One applied change: offers that went, then rows in order of their numbers."""

    deletes: tuple[str, ...]
    rows: tuple[RowEntry, ...]


def entry(document: IndexDocument, /) -> RowEntry:
    """The row of a document."""
    price = document.price
    return RowEntry(
        offer_id=document.offer_id,
        facets={field: tuple(dict.fromkeys(values)) for field, values in document.facets.items() if values},
        numbers=dict(document.numbers),
        price_currency=price.currency if price is not None else "",
        price_unit=price.unit if price is not None else "",
        price_steps=price.steps if price is not None else (),
        has_vector=document.vector is not None,
        terms=msgspec.Raw(msgspec.msgpack.encode(document.terms)),
    )


_TERMS: msgspec.msgpack.Decoder[OrderTerms | None] = msgspec.msgpack.Decoder(OrderTerms | None)


def terms_of(row: RowEntry, /) -> OrderTerms | None:
    """None where the offer has no price."""
    return _TERMS.decode(row.terms)


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
    except FileNotFoundError:
        content = b""
    if len(content) < end - start:
        raise IndexDamaged(
            f"{path}: expected {end} bytes, got {start + len(content)}; run `dragoman reindex`"
        )
    return list(_batches(path, content)), zlib.crc32(content, crc)


def _batches(path: Path, content: bytes) -> Iterator[Batch]:
    decoder = msgspec.msgpack.Decoder(Batch)
    position = 0
    while position < len(content):
        try:
            (length,) = _LENGTH.unpack_from(content, position)
            position += _LENGTH.size
            yield decoder.decode(content[position : position + length])
        except (struct.error, msgspec.DecodeError) as error:
            raise IndexDamaged(
                f"{path}: byte {position} does not decode ({error}); run `dragoman reindex`"
            ) from error
        position += length
