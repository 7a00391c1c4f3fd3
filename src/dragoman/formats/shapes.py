"""What kind of thing a cell holds, told from its form alone: a value, a code, a range, words, prose."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Literal

from dragoman.formats.cells import is_empty
from dragoman.ports import CellValue

Shape = Literal["empty", "number", "range", "code", "words", "mixed", "prose"]

_PROSE_CHARS = 80
_CURRENCY = r"(?:[$€£¥₽₹₩]|US\$|RMB|[A-Z]{3}|元|円|руб\.?|р\.)"
_NUMBER = re.compile(rf"\s*{_CURRENCY}?\s*[-+]?\d[\d.,'\u00a0\u202f ]*\s*(?:{_CURRENCY}|%)?\s*")
_DATE = re.compile(r"\s*\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ]\d{1,2}:\d{2}.*)?\s*")
_RANGE = re.compile(
    r"\s*(?:[<>≤≥~+]|>=|<=|from|ab|desde|dès|от|从|以上)?\s*\d[\d.,]*\s*"
    r"(?:(?:[-–—~～至]|to|bis|a|à|до)\s*\d[\d.,]*|\+|以上|up)?\s*"
    r"(?:pcs?|pieces?|stk|stück|units?|unidades|pièces|шт|个|件|台|個|ctns?|cartons?|قطعة)?\.?\s*",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"[^\W\d_⁰¹²³⁴-⁹]")
"""Raised figures are cents or marks of footnotes."""


def shape(value: CellValue, /) -> Shape:
    """The kind of a cell.

    >>> shape(4.5), shape("1.234,50 €"), shape("100-499 pcs"), shape("AB-1203"), shape("Preis EUR")
    ('number', 'number', 'range', 'code', 'words')
    """
    if is_empty(value):
        return "empty"
    if isinstance(value, bool | int | float | Decimal | date):
        return "number"
    return _text_shape(str(value))


def _text_shape(text: str) -> Shape:
    if len(text) > _PROSE_CHARS:
        return "prose"
    if not _DIGIT.search(text):
        return "words"
    if _NUMBER.fullmatch(text) or _DATE.fullmatch(text):
        return "number"
    if _RANGE.fullmatch(text):
        return "range"
    if not _LETTER.search(text):
        return "number"
    return "mixed" if " " in text.strip() or not text.isascii() else "code"
