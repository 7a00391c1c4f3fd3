"""The kind of a question, told by its own shape and the catalogue's brand names; never by a list of questions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Literal

from dragoman.normalise.text import fold, looks_like_identifier
from dragoman.search.query import understand

QueryClass = Literal["identifier", "brand", "brand_and_product", "attributes", "one_word", "several_words"]
"""identifier: nothing but part numbers ("006R90321"); brand: nothing but a brand of the catalogue ("samsung");
brand_and_product: a brand and more ("samsung tv"); attributes: something is required of the product, or a number
or part number stands beside its words ("red shoes", "iphone 7", "usb cable 2 m"); one_word and several_words: the
name of a product type."""
QUERY_CLASSES: tuple[QueryClass, ...] = (
    "identifier",
    "brand",
    "brand_and_product",
    "attributes",
    "one_word",
    "several_words",
)

_ANY_DAY = date(2000, 1, 1)
"""Deadlines are counted from it; only whether there is one matters here."""


def brand_names(brands: Collection[str], /) -> frozenset[tuple[str, ...]]:
    """Brands as they are looked for: their folded words."""
    return frozenset(words for brand in brands if (words := _words(brand)))


def classify(query: str, /, *, brands: Collection[tuple[str, ...]]) -> QueryClass:
    """The first class of QUERY_CLASSES that fits.

    >>> kinds = ("006R-90321", "TP-Link", "tp-link router", "steel bottle 750 ml", "iphone 7", "mouse", "usb stick")
    >>> [classify(text, brands=brand_names(["TP-LINK"])) for text in kinds]
    ['identifier', 'brand', 'brand_and_product', 'attributes', 'attributes', 'one_word', 'several_words']
    """
    if all(looks_like_identifier(word) for word in query.split()):
        return "identifier"
    words = _words(query)
    if words in brands:
        return "brand"
    if _holds(words, brands):
        return "brand_and_product"
    if any(char.isdigit() for char in query) or understand(query, today=_ANY_DAY).requirements:
        return "attributes"
    return "one_word" if len(query.split()) == 1 else "several_words"


def _words(text: str) -> tuple[str, ...]:
    return tuple(fold(text).replace("-", " ").split())


def _holds(words: Sequence[str], brands: Collection[tuple[str, ...]]) -> bool:
    """Whether consecutive words are a brand."""
    return any(
        tuple(words[start:end]) in brands
        for start in range(len(words))
        for end in range(start + 1, len(words) + 1)
    )
