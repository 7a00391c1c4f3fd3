"""What a budget is for: "per tonne", "le m²", "每卷", "1足", "للطن", beside the amount on either side."""

from __future__ import annotations

import re
from decimal import Decimal

from dragoman.model import Quantity
from dragoman.normalise.quantities.tokens import tokens
from dragoman.vocabulary.folding import fold_keeping_places
from dragoman.vocabulary.units import unit_named

_WORD = r"(?P<unit>[^\W\d_]+[23²³]?)\.?"
_BEHIND = re.compile(
    rf"\s*(?:/\s*|(?<!\w)(?:per|a|an|each|pro|je|das|der|die|den|le|la|les|el|los|por|par|cada|chaque|o|os|as|за|لكل|per each)\s|l['’]){_WORD}",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"(?<!\w)(?:per|pro|je|por|par|cada|chaque|за|لكل|prix (?:à la|à l['’]|au|du|de la)|precio (?:por )?(?:la|el|del|de la)|preço d[oa])\s?(?P<many>\d{{1,6}}\s)?{_WORD}(?P<between>[^\d,;，；]{{0,28}})$",
    re.IGNORECASE,
)
_ARABIC_BEHIND = re.compile(r"\s*ل(?:ل|ل\s)?(?P<unit>[\u0621-\u064a]+)")
_ARABIC_BEFORE = re.compile(r"(?<!\w)لل(?P<unit>[\u0621-\u064a]+)(?P<between>[^\d,;،]{0,28})$")
_CJK_BEHIND = re.compile(r"\s*[/每毎]\s?1?(?P<unit>[\u3040-\u30ff\u4e00-\u9fff]+)")
_CJK_ONE_BEHIND = re.compile(r"\s?(?:一|1)(?P<unit>[\u4e00-\u9fff]{1,2})(?![\u3040-\u30ff\u4e00-\u9fff])")
_CJK_BEFORE = re.compile(
    r"(?:[每毎]\s?1?|(?<![\d.,])1\s?|一)(?P<unit>(?:[a-zA-Z]{1,2}(?![a-zA-Z])|[\u30a0-\u30ff]+|[\u4e00-\u9fff]{1,4}))(?P<between>[^\d,，、;；。每毎]{0,14})$"
)

_CJK_PRICE = re.compile(
    r"(?P<unit>公斤|千克|吨|平方米|平米|米|双|卷|套|箱|kg)(?:单)?价(?P<between>[^\d,，、;；。]{0,8})$"
)
""" "公斤价低于6美元"."""


def per_what(text: str, start: int, end: int, /) -> tuple[Quantity, int, int] | None:
    """The unit said beside the amount text[start:end], and the stretch of both; None where none is said.

    >>> per_what("below 900 USD per tonne", 6, 13)
    (Quantity(value=Decimal('1'), unit='t'), 6, 23)
    """
    before, behind = text[:start], text[end:]
    for expression in (_BEHIND, _ARABIC_BEHIND, _CJK_BEHIND, _CJK_ONE_BEHIND):
        found = expression.match(behind)
        named = _unit(found["unit"]) if found is not None else None
        if found is not None and named is not None:
            unit, length = named
            return Quantity(value=Decimal(1), unit=unit), start, end + found.start("unit") + length
    for expression in (_BEFORE, _ARABIC_BEFORE, _CJK_BEFORE, _CJK_PRICE):
        found = expression.search(before)
        named = _unit(found["unit"]) if found is not None else None
        if found is not None and named is not None:
            many = found.groupdict().get("many") or 1
            return Quantity(value=Decimal(many), unit=named[0]), found.start(), end
    return None


def _unit(word: str) -> tuple[str, int] | None:
    """A unit and how many letters name it: all of them, or the first of Chinese and Japanese ones."""
    whole = unit_named(word)
    if whole is not None:
        return whole, len(word)
    first = tokens(word)[:1]
    if first and first[0].unit is not None and re.match(r"[\u3040-\u30ff\u4e00-\u9fff]", word):
        return first[0].unit, first[0].end
    return None


def is_the_product(text: str, per: Quantity, start: int, end: int, /) -> bool:
    """Whether the packing unit of a price is what is sold: boxes at 1.90 a box are pieces."""
    for one in tokens(text):
        if one.unit != per.unit or start <= one.start < end:
            continue
        if not re.search(r"\d\s?-?$", fold_keeping_places(text[: one.start])[0]):
            return True
    return False
