"""Rows gathered from several places of a file: a product's own values carried down to each of its variants.

Shop exports say a product once and its variants below it. Their readers give one row a variant under the names of
`OFFER_FIELDS`; every value keeps the place that it was read from.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import NamedTuple

from dragoman.formats.cells import is_empty, text_of
from dragoman.formats.flatten import clean
from dragoman.formats.rows import unique
from dragoman.model import Language, Origin
from dragoman.ports import CellValue, SourceFile, Standard

OFFER_FIELDS: Mapping[str, str] = {
    "sku": "external_id",
    "title": "title",
    "description": "description",
    "brand": "brand",
    "category": "category",
    "gtin": "gtin",
    "mpn": "mpn",
    "hs code": "hs_code",
    "made in": "made_in",
    "price": "price",
    "max price": "price_high",
    "currency": "currency",
    "price per": "price_basis",
    "prices[].amount": "price",
    "prices[].currency": "currency",
    "prices[].from": "tier_quantity",
    "moq": "moq",
    "weight": "weight",
    "lead time": "lead_time",
    "delivery": "delivery",
    "certificates": "certificates",
    "material": "material",
    "colour": "colour",
    "valid until": "valid_until",
    "image": "image",
    "url": "url",
    "seller": "supplier",
}
"""Name that a shop reader gives a value -> `vocabulary.field_names.Field`. All others ("old price", "availability",
"stock", the shop's own) are properties."""


def shop_standard(name: str, /, language: Language | None = None) -> Standard:
    """What the columns of a shop's rows are."""
    return Standard(name=name, fields=OFFER_FIELDS, language=language)


class Place(NamedTuple):
    """Where in the file a value stands: a path, a line with a path, or a cell."""

    path: str | None = None
    line: int | None = None
    cell: str | None = None


class GatheredRow:
    """A row whose values stand in several places; satisfies `ports.Row`."""

    __slots__ = ("_gathering", "_place", "_source", "number")

    def __init__(self, source: SourceFile, number: int, place: Place, gathering: Gathering) -> None:
        self.number = number
        self._source = source
        self._place = place
        self._gathering = gathering

    @property
    def values(self) -> Mapping[str, CellValue]:
        """Name -> value, empty ones left out."""
        return self._gathering.values

    @property
    def origin(self) -> Origin:
        """Of the variant, or of the product that has none."""
        return origin_of(self._source, self._place)

    def cell(self, key: str, /) -> Origin:
        """Of one value. Raises KeyError for a name that this row does not have."""
        return origin_of(self._source, self._gathering.places[key])

    def text(self, key: str, /) -> str:
        """The value as the supplier wrote it, "" where there is none."""
        written = self._gathering.texts.get(key)
        return written if written is not None else text_of(self._gathering.values.get(key))

    def currency_shown(self, key: str, /) -> str | None:
        """None: shop exports have no number formats."""
        del key
        return None

    def unit_shown(self, key: str, /) -> str | None:
        """The unit beside a value, where the export has a place for it."""
        return self._gathering.units.get(key)


def origin_of(source: SourceFile, place: Place, /) -> Origin:
    """The Origin of a place."""
    return Origin(file=source.name, sha256=source.sha256, cell=place.cell, line=place.line, path=place.path)


class Gathering:
    """A row being put together."""

    __slots__ = ("places", "texts", "units", "values")

    def __init__(self) -> None:
        self.values: dict[str, CellValue] = {}
        self.places: dict[str, Place] = {}
        self.texts: dict[str, str] = {}
        """As written, where the value is made of it: 1999 minor units are 19.99."""
        self.units: dict[str, str] = {}

    def put(
        self, key: str, value: CellValue, place: Place, /, *, text: str | None = None, unit: str | None = None
    ) -> None:
        """Keep a value under a name that is made unique; empty ones are left out."""
        if isinstance(value, str):
            value = clean(value).strip()
        if is_empty(value):
            return
        key = unique(clean(key).strip()[:200] or "value", self.values)
        self.values[key] = value
        self.places[key] = place
        if text is not None:
            self.texts[key] = clean(text)
        if unit is not None and unit.strip():
            self.units[key] = clean(unit).strip()

    def first(self, key: str, value: CellValue, place: Place, /, *, unit: str | None = None) -> None:
        """Keep a value unless the name is taken: the variant's own comes before the product's."""
        if key not in self.values:
            self.put(key, value, place, unit=unit)

    def property(self, name: str, value: CellValue, place: Place, /, *, unit: str | None = None) -> None:
        """Keep a property under the shop's own name for it, which never takes the place of an offer's field.

        Terms of trade, for which shop exports have no place of their own, are known by their usual names.
        """
        term = _TERMS.get(" ".join(re.sub(r"[\W_]+", " ", name.removeprefix("Meta:")).casefold().split()))
        if term is not None and term not in self.values:
            self.put(term, value, place, unit=unit)
            return
        reserved = name in OFFER_FIELDS and name not in _MAY_BE_PROPERTIES
        self.put(f"{name} (property)" if reserved else name, value, place, unit=unit)

    def row(self, source: SourceFile, number: int, place: Place, /) -> GatheredRow:
        """The row; nothing is put into it afterwards."""
        return GatheredRow(source, number, place, self)


_TERMS: Mapping[str, str] = {
    "moq": "moq",
    "minimum order": "moq",
    "minimum order quantity": "moq",
    "min order quantity": "moq",
    "minimum quantity": "moq",
    "minimum allowed quantity": "moq",
    "lead time": "lead time",
    "incoterm": "delivery",
    "incoterms": "delivery",
}
_MAY_BE_PROPERTIES = frozenset(
    {"colour", "material", "weight", "brand", "certificates", "made in", "hs code"}
)

# --------------------------------------------------------------------------------- text in mark-up

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>")
_KNOWN_TAG = re.compile(
    r"</?(?:p|br|div|ul|ol|li|span|b|i|u|em|strong|h[1-6]|table|t[rdh]|a|img|font|hr|section)[\s/>]",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"<(script|style)\b.{0,100000}?</\1\s*>", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(r"<(?:/?(?:p|div|ul|ol|table|tr|h[1-6]|section)|br|hr|li)\b[^<>]{0,2000}>", re.IGNORECASE)


def plain_text(text: str, /) -> str:
    """A description without its mark-up, a line a paragraph; text without any known tag is left as it is.

    >>> plain_text("<p>Steel &amp; cork</p><ul><li>750 ml</li></ul>"), plain_text("5 < 7 & <lid>")
    ('Steel & cork\\n750 ml', '5 < 7 & <lid>')
    """
    if "<" not in text or _KNOWN_TAG.search(text) is None:
        return text
    words = _TAG.sub("", _BREAK.sub("\n", _HIDDEN.sub(" ", text)))
    lines = (" ".join(line.split()) for line in unescape(words).split("\n"))
    return "\n".join(line for line in lines if line)
