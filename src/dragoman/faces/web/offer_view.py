"""An offer as rows: every value with where it stands, what was written there and how surely it was read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from dragoman.faces.web.evidence import Evidence, evidence
from dragoman.faces.web.interface import Interface
from dragoman.faces.web.labels import CHANGES, field_name
from dragoman.faces.web.words import quantity, value
from dragoman.model import Attribute, Offer, OfferVersion, Origin, Sourced

_FIELDS = (
    "title",
    "prices",
    "price_on_request",
    "moq",
    "pack",
    "lead_time",
    "delivery",
    "certificates",
    "material",
    "colour",
    "weight",
    "made_in",
    "brand",
    "category",
    "gtin",
    "mpn",
    "hs_code",
    "valid_until",
    "description",
    "url",
    "images",
)
"""Fields of an Offer in the order a buyer reads them."""
_OWN_WORDS = frozenset(
    {"title", "description", "brand", "category", "url", "images", "gtin", "mpn", "hs_code"}
)
"""Fields whose value is the supplier's own text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueRow:
    name: str
    own_name: bool
    """The name is the supplier's, of the offer's language."""
    value: str
    own_words: bool
    raw: str
    """As written, where that differs from the value; else ""."""
    confidence: float
    note: str
    evidence: Evidence
    first_of_place: bool
    """Bears the anchor: several values may stand in one cell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    when: datetime
    change: str
    changes: tuple[Change, ...]


def value_rows(ui: Interface, offer: Offer, /) -> list[ValueRow]:
    """Fields in the buyer's order, then the supplier's own properties."""
    rows: list[ValueRow] = []
    anchors: set[str] = set()
    for row in (*_field_rows(ui, offer), *(_attribute_row(ui, attribute) for attribute in offer.attributes)):
        fresh = row.evidence.anchor not in anchors
        anchors.add(row.evidence.anchor)
        rows.append(row if fresh else _without_anchor(row))
    return rows


def places(offer: Offer, /) -> list[Origin]:
    """Where each of its values stands."""
    fields = [sourced.origin for field in _FIELDS for sourced in _sourced(offer, field)]
    return [*fields, *(attribute.origin for attribute in offer.attributes)]


def versions(ui: Interface, history: Sequence[OfferVersion], /) -> list[Version]:
    """Newest first, each with what changed, old value and new."""
    found: list[Version] = []
    for place, version in enumerate(history):
        before = history[place - 1].offer if place else None
        found.append(
            Version(
                when=version.valid_from,
                change=ui.say(CHANGES[version.change]),
                changes=tuple(
                    Change(
                        field=field_name(ui, field),
                        before=_field_text(ui, before, field) if before is not None else "",
                        after=_field_text(ui, version.offer, field),
                    )
                    for field in version.changed_fields
                ),
            )
        )
    return found[::-1]


def _sourced(offer: Offer, field: str) -> tuple[Sourced[object], ...]:
    held: object = getattr(offer, field)
    if isinstance(held, Sourced):
        return (held,)
    if isinstance(held, tuple):
        return tuple(one for one in held if isinstance(one, Sourced))
    return ()


def _field_rows(ui: Interface, offer: Offer) -> Iterator[ValueRow]:
    for field in _FIELDS:
        for sourced in _sourced(offer, field):
            text = value(ui, field, sourced.value)
            yield ValueRow(
                name=field_name(ui, field),
                own_name=False,
                value=text,
                own_words=field in _OWN_WORDS,
                raw="" if sourced.raw.strip() == text else sourced.raw,
                confidence=sourced.confidence,
                note=sourced.note,
                evidence=evidence(ui, sourced.origin),
                first_of_place=True,
            )


def _attribute_row(ui: Interface, attribute: Attribute) -> ValueRow:
    read = quantity(ui, attribute.quantity) if attribute.quantity is not None else attribute.value
    return ValueRow(
        name=attribute.name,
        own_name=True,
        value=read,
        own_words=attribute.quantity is None,
        raw="" if attribute.value == read else attribute.value,
        confidence=1.0,
        note="",
        evidence=evidence(ui, attribute.origin),
        first_of_place=True,
    )


def _without_anchor(row: ValueRow) -> ValueRow:
    return replace(row, first_of_place=False)


def _field_text(ui: Interface, offer: Offer, field: str) -> str:
    if field == "attributes":
        return "; ".join(f"{attribute.name}: {attribute.value}" for attribute in offer.attributes)
    if field in _FIELDS:
        return "; ".join(value(ui, field, sourced.value) for sourced in _sourced(offer, field))
    held: object = getattr(offer, field, "")
    return held if isinstance(held, str) else ""
