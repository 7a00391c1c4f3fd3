"""Measures: "750 ml", "0,75 l", "25.4 oz", "1/2 inch"."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from dragoman.model import Quantity
from dragoman.normalise.quantities.found import Found
from dragoman.normalise.quantities.lone import lone_number
from dragoman.normalise.quantities.numbers import DecimalMark, mark_doubt
from dragoman.normalise.quantities.tokens import Token, tokens
from dragoman.remembered import remembered
from dragoman.vocabulary.folding import fold_keeping_places
from dragoman.vocabulary.units import PHYSICAL, PHYSICAL_NAMES, is_counting

_FRACTION = re.compile(r"^\s*(?:(\d{1,3})\s+)?(\d{1,2})\s*/\s*(\d{1,2})\s*(.*)$")
_WORDS_TOO = frozenset(
    {"in", "a", "h", "t", "go", "pie", "once", "в", "с", "т", "ч", "m", "gal", "to_", "pe", "u", "ud", "un"}
)
"""Unit names that are words as well: in running text only right behind the number."""

_NO_WORDS = frozenset({"m", "h", "t", "т", "ч", "В", "Go"})
"""Those of them that are no words as they are written here: "12 В" are volts, "12 в" may be "12 in"."""
_CATEGORY = re.compile(
    r"(?<!\w)(?:cat|category|kategorie|categor[ií]a|cat[ée]gorie|категори\w+|class|klasse|type|typ)\.?\s?$",
    re.IGNORECASE,
)
"""Before "6a" that is a cable's category and no current."""
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}")
"""A moment as ISO 8601 writes it, which holds no 30 tonnes."""


def physical_unit(text: str, /) -> str | None:
    """The UCUM code of a unit's name."""
    items = tokens(text)
    return _code(items[0]) if len(items) == 1 else None


def parse_physical(
    text: str, /, *, unit: str | None = None, decimal: DecimalMark | None = None
) -> Found[Quantity] | None:
    """The measure that a cell is; None for a range, several measures or anything else.

    Args:
        unit: UCUM code where the cell names none ("Weight (kg)").
    """
    lone = lone_number(text)
    made = _parse(text if lone is None else lone.form, unit, decimal)
    if lone is None or made is None:
        return made
    if made.value.value != lone.ones:  # "2 dozen"
        return _parse(text, unit, decimal)
    return replace(made, value=Quantity(value=lone.value, unit=made.value.unit))


@remembered(20_000)
def _parse(text: str, unit: str | None, decimal: DecimalMark | None) -> Found[Quantity] | None:
    """`parse_physical`, of the text as it stands."""
    fraction = _FRACTION.match(fold_keeping_places(_vulgar(text))[0].replace("\u2044", "/"))
    if fraction is not None and int(fraction[3]):
        code = physical_unit(fraction[4]) if fraction[4].strip() else unit
        if code is not None:
            value = Decimal(fraction[1] or 0) + Decimal(fraction[2]) / Decimal(fraction[3])
            return Found(value=Quantity(value=value, unit=code), start=0, end=len(text))
    items = tokens(text, decimal)
    if not items or items[0].number is None or text.strip().startswith("-"):
        return None
    if len(items) == 1:
        code = unit
    elif len(items) == 2:
        code = _code(items[1])
    else:
        return None
    if code is None or items[0].number <= 0:
        return None
    sure, note = mark_doubt(items[0].text) if decimal is None else (1.0, "")
    return Found(
        value=Quantity(value=items[0].number, unit=code),
        start=items[0].start,
        end=items[-1].end,
        confidence=sure,
        note=note,
    )


def _vulgar(text: str) -> str:
    """ "1½" as "1 1/2"."""
    return re.sub(r"(?<=\d)(?=[½¼¾⅓⅔⅛⅜⅝⅞])", " ", text) if not text.isascii() else text


def find_physical(text: str, /, *, decimal: DecimalMark | None = None) -> list[Found[Quantity]]:
    """Measures in running text, in order."""
    items = tokens(text, decimal)
    found: list[Found[Quantity]] = []
    moments = [moment.span() for moment in _MOMENT.finditer(text)]
    for one, following in pairwise(items):
        if one.number is None or one.number <= 0 or any(a <= one.start < b for a, b in moments):
            continue
        gap = following.start - one.end
        code = _code(following)
        if code is None or gap > 1:
            continue
        if (
            gap > 0
            and following.text in _WORDS_TOO
            and text[following.start : following.end] not in _NO_WORDS
        ):
            continue
        if code == "A" and _CATEGORY.search(text[: one.start]):
            continue
        found.append(Found(value=Quantity(value=one.number, unit=code), start=one.start, end=following.end))
    return found


def _code(token: Token) -> str | None:
    if token.unit in PHYSICAL:
        return token.unit
    if token.unit is not None and is_counting(token.unit):
        return None
    return PHYSICAL_NAMES.get(token.text.rstrip("."))
