"""Article numbers of the world: GTIN with its check digit, HS codes."""

from __future__ import annotations

import re

from dragoman.normalise.quantities.found import Found
from dragoman.vocabulary.folding import fold_keeping_places

_GTIN_LENGTHS = frozenset({8, 12, 13, 14})
_HS = re.compile(r"\d{4}(?:[. ]?\d{2}){1,3}")


_LABEL = re.compile(
    r"^(?:gtin|ean|upc|jan|isbn|barcode|hs|hts|code|tariff|no|nr)[\s.:#-]*(?:code|no|nr|13|8)?[\s.:#]+(?=\d)",
    re.IGNORECASE,
)


def parse_gtin(text: str, /) -> Found[str] | None:
    """A GTIN-8, -12, -13 or -14, its leading zeros kept; None for anything else.

    A number whose check digit does not fit is given with little confidence, for the caller to complain about;
    one that a spreadsheet has robbed of a leading zero gets it back where the check digit then fits.
    """
    if text.isdecimal() and text.isascii():
        several = [text]
        digits = text
    else:
        folded = _LABEL.sub("", fold_keeping_places(text.strip().lstrip("'"))[0])
        several = re.split(r"\s*[,;/|]\s*", folded)
        digits = re.sub(r"[\s-]", "", several[0]).removesuffix(".0")
    if not digits.isdigit() or not digits.strip("0"):
        return None
    doubt, note = (0.9, "the first of several numbers") if len(several) > 1 else (1.0, "")
    if len(digits) in _GTIN_LENGTHS and _check_fits(digits):
        return Found(value=digits, start=0, end=len(text), confidence=doubt, note=note)
    if len(digits) in {10, 11} and _check_fits(digits.zfill(12)):
        return Found(
            value=digits.zfill(12),
            start=0,
            end=len(text),
            confidence=0.7,
            note=f"{digits} read with the leading zeros that a spreadsheet drops",
        )
    if len(digits) not in _GTIN_LENGTHS:
        return None
    return Found(value=digits, start=0, end=len(text), confidence=0.3, note="its check digit does not fit")


def is_gtin(text: str, /) -> bool:
    """Whether a text is a GTIN of 12 to 14 digits and nothing else, its check digit right. Shorter ones are too
    often another number."""
    return len(text) in {12, 13, 14} and text.isdecimal() and text.isascii() and _check_fits(text)


def _check_fits(digits: str) -> bool:
    """Whether 8, 12, 13 or 14 digits end in their check digit: weights 3 and 1 in turn from the right (GS1)."""
    if not digits.isascii():
        return False
    numbers = [int(digit) for digit in digits]
    return (sum(numbers[-1::-2]) + 3 * sum(numbers[-2::-2])) % 10 == 0


def parse_hs(text: str, /) -> Found[str] | None:
    """An HS code of 6, 8 or 10 digits, without its dots; a zero that a spreadsheet dropped is put back, less surely."""
    folded = _LABEL.sub("", fold_keeping_places(text.strip().lstrip("'"))[0])
    if _HS.fullmatch(folded) is not None:
        return Found(value=re.sub(r"\D", "", folded), start=0, end=len(text))
    if _HS.fullmatch(f"0{folded}") is not None:
        lost, code = "leading", f"0{folded}"
    elif re.fullmatch(r"\d{4}\.\d", folded):
        lost, code = "last", f"{folded}0"
    else:
        return None
    return Found(
        value=re.sub(r"\D", "", code),
        start=0,
        end=len(text),
        confidence=0.7,
        note=f"{folded} read with the {lost} zero that a spreadsheet drops",
    )
