"""The record's nouns as JSON bytes and back, exactly: Decimal as text, dates as ISO 8601."""

from __future__ import annotations

import msgspec

from dragoman.model import Offer, Problem, RawRow


class _Named(msgspec.Struct, frozen=True):
    name: str


class _Sold(msgspec.Struct, frozen=True):
    supplier: _Named


_SELLERS = msgspec.json.Decoder(_Sold)
_ENCODER = msgspec.json.Encoder()
_OFFERS = msgspec.json.Decoder(Offer)
_ROWS = msgspec.json.Decoder(RawRow)
_PROBLEMS = msgspec.json.Decoder(Problem)


def encode(value: Offer | RawRow | Problem, /) -> bytes:
    """About 2 kB for an offer with fifteen attributes."""
    return _ENCODER.encode(value)


def offer(body: bytes, /) -> Offer:
    return _OFFERS.decode(body)


def raw_row(body: bytes, /) -> RawRow:
    return _ROWS.decode(body)


def supplier_name(body: bytes, /) -> str:
    """Of an offer, without decoding the rest of it."""
    return _SELLERS.decode(body).supplier.name


def problem(body: bytes, /) -> Problem:
    return _PROBLEMS.decode(body)
