"""Article numbers of the world: GTIN with its check digit, HS codes."""

from __future__ import annotations

import re

from stdnum import ean

from dragoman.normalise.quantities.found import Found
from dragoman.vocabulary.folding import fold_keeping_places

_GTIN_LENGTHS = frozenset({8, 12, 13, 14})
_HS = re.compile(r"\d{4}(?:[. ]?\d{2}){1,3}")


def parse_gtin(text: str, /) -> Found[str] | None:
    """A GTIN-8, -12, -13 or -14, its leading zeros kept; None for anything else.

    A wrong check digit leaves the number, with little confidence: suppliers mistype them.
    """
    digits = re.sub(r"[\s-]", "", fold_keeping_places(text.strip())[0])
    if not digits.isdigit() or len(digits) not in _GTIN_LENGTHS:
        return None
    if len(digits) != 8 and not digits.strip("0"):
        return None
    padded = digits.zfill(13) if len(digits) == 12 else digits
    if ean.is_valid(padded):
        return Found(value=digits, start=0, end=len(text))
    return Found(value=digits, start=0, end=len(text), confidence=0.3, note="its check digit does not fit")


def parse_hs(text: str, /) -> Found[str] | None:
    """An HS code of 6, 8 or 10 digits, without its dots."""
    folded = fold_keeping_places(text.strip())[0]
    if _HS.fullmatch(folded) is None:
        return None
    return Found(value=re.sub(r"\D", "", folded), start=0, end=len(text))
