"""What makes two readings of an offer the same: its values, wherever in the file they stood."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import msgspec

from dragoman.model import Attribute, Offer, Sourced

_ENCODER = msgspec.msgpack.Encoder()

COMPARED = tuple(name for name in Offer.__slots__ if name not in {"offer_id", "origin"})
"""Fields that a new version may differ in."""


def content(offer: Offer, name: str, /) -> object:
    """A field without its Origins, as something that can be compared and encoded."""
    value = getattr(offer, name)
    if isinstance(value, tuple):
        return [_bare(one) for one in value]
    return _bare(value)


def _bare(value: object) -> object:
    if isinstance(value, Sourced):
        return (value.value, value.raw, value.confidence, value.note)
    if isinstance(value, Attribute):
        return (value.name, value.value, value.quantity)
    return value


def digest(offer: Offer, /) -> bytes:
    """16 bytes that are equal for equal content."""
    encoded = _ENCODER.encode([content(offer, name) for name in COMPARED])
    return hashlib.blake2b(encoded, digest_size=16).digest()


def with_later_prices(held: Offer, read: Offer, /) -> Offer:
    """An offer read anew from the very bytes that the record's came from, with the prices that another file gave it since."""
    bytes_read = read.origin.sha256
    said = [one.origin for one in held.prices]
    said += [held.price_on_request.origin] if held.price_on_request is not None else []
    if held.origin.sha256 != bytes_read or all(one.sha256 == bytes_read for one in said):
        return read
    later = {one.name: one for one in held.attributes if one.origin.sha256 != bytes_read}
    attributes = (*(later.pop(one.name, one) for one in read.attributes), *later.values())
    return replace(
        read,
        prices=held.prices,
        price_on_request=held.price_on_request,
        valid_until=held.valid_until,
        attributes=attributes,
    )


def changed_fields(before: Offer, after: Offer, /) -> tuple[str, ...]:
    """Names of the fields whose content differs."""
    return tuple(name for name in COMPARED if content(before, name) != content(after, name))
