"""Numbers as they stand before units in running text: fractions are one number, and what stands before a size is not.

"Edelstahl 316 750 ml" holds a grade and 750 ml, "18/8 350 ml" another; "1 500 ml" and "10 000 mAh" are one number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import gcd
from unicodedata import normalize

from dragoman.normalise.quantities.numbers import DecimalMark, read_number
from dragoman.normalise.quantities.tokens import Token

_VULGAR = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_FRACTION = re.compile(
    r"(?<![\w./,])(?:(?P<whole>\d{1,2})(?: |-|\+))?(?P<top>\d{1,2})\s?[/\u2044]\s?(?P<bottom>2|3|4|5|6|8|10|12|16|32|64)(?![\w.,/]*\d)"
    rf"|(?:(?<![\w./,])(?P<before>\d{{1,3}})[ -]?)?(?P<vulgar>[{_VULGAR}])"
)
_MAY_BE = re.compile(rf"\d\s?[/\u2044]\s?\d|[{_VULGAR}]")
_WIDE = str.maketrans("０１２３４５６７８９／", "0123456789/")
_GLUED = re.compile(r"[A-Za-z\u00c0-\u024f\u0400-\u04ff/#№]$")
"""Right before digits that are no thousands: "A4 750 ml", "B10 230 V", "18/8 350 ml"."""
_TIMES = re.compile(r"\d\s?[xXх]$")
_STEEL = re.compile(r"(?<!\d)(?:18|17)-$")
""" "18-8 350 ml"."""
_NUMBERED = re.compile(
    r"(?<!\w)(?:no|nr|núm|num|n°|nº|номер|model|modell?o?|modèle|модель|mod|type|typ|tipo|тип|grade|grad|gr|class|klasse|clase|classe|класс"
    r"|size|größe|talla|taille|tamanho|размер|version|v|set of|pack of|lot de|juego de|jogo de|набор из|aisi|sus|en|din|iso|gb|型号|等级)\s?[.:°]?\s?$",
    re.IGNORECASE,
)
"""Words that a number of its own follows."""
_GRADES = frozenset(
    [
        "201",
        "202",
        "301",
        "303",
        "304",
        "310",
        "316",
        "317",
        "321",
        "347",
        "410",
        "416",
        "420",
        "430",
        "440",
        "904",
    ]
)
"""Steels by AISI."""
_USUAL: Mapping[str, frozenset[str]] = {
    "V": frozenset(["100", "110", "115", "120", "127", "220", "230", "240", "380", "400", "415"]),
    "Hz": frozenset(["100", "120", "144", "165", "240", "360"]),
    "GB": frozenset(["128", "256", "512"]),
}
"""What stands alone behind whatever number: "iPhone 15 128 GB", "lamp 12 230 V"."""
_IN_THOUSANDS = frozenset(["kg", "m", "km", "L", "mAh", "lm", "h", "[rpm]", "kWh", "Wh", "N"])
"""Units that goods have tens of thousands of: "12 500 kg"."""
_ROUND = re.compile(r"\d00(?!\d)")
_ONE_DIGIT = 1
_TWO_DIGITS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A number of a text, text[start:end]."""

    start: int
    end: int
    value: Decimal
    or_else: Decimal | None = None
    """The other number that it can be, where nothing tells which: "12 750 ml" may be 750 ml behind a 12."""


def fractions(text: str, /) -> list[Amount]:
    """Fractions in lowest terms with the whole number before them: "1 1/2", "½", not "6/8"; whether a unit follows is
    not looked at.

    >>> [str(one.value) for one in fractions('3/4" and 1½ l, 24/7')]
    ['0.75', '1.5']
    """
    text = text.translate(_WIDE)
    if _MAY_BE.search(text) is None:
        return []
    found: list[Amount] = []
    for one in _FRACTION.finditer(text):
        if one["vulgar"] is not None:
            top, bottom = map(int, normalize("NFKC", one["vulgar"]).split("\u2044"))
            whole = int(one["before"] or 0)
        else:
            top, bottom, whole = int(one["top"]), int(one["bottom"]), int(one["whole"] or 0)
        if 0 < top < bottom and gcd(top, bottom) == 1:
            value = whole + Decimal(top) / Decimal(bottom)
            found.append(Amount(start=one.start(), end=one.end(), value=value))
    return found


def amount(
    text: str, token: Token, following: Token, decimal: DecimalMark | None = None, /
) -> tuple[Amount, Amount | None]:
    """The number of a token right before a unit, and the number that only stands before it."""
    value = token.number if token.number is not None else Decimal(0)
    whole = Amount(start=token.start, end=token.end, value=value)
    written = text[token.start : token.end]
    parted = re.match(r"(\d{1,3})([ \u00a0\u202f])(?=\d)", written)
    if parted is None:
        return whole, None
    head, rest = parted[1], written[parted.end() :]
    size = read_number(rest, decimal)
    if size is None:
        return whole, None
    alone = Amount(start=token.start + parted.end(), end=token.end, value=size)
    first = Amount(start=token.start, end=token.start + len(head), value=Decimal(head))
    before = text[max(0, token.start - 24) : token.start]
    if (_GLUED.search(before) and not _TIMES.search(before)) or _STEEL.search(before):
        return alone, first
    if rest.startswith("0") or parted[2] != " ":
        return whole, None
    if head in _GRADES or _NUMBERED.search(before) or rest in _USUAL.get(following.unit or "", frozenset()):
        return alone, first
    if _ROUND.match(rest) and (
        len(head) == _ONE_DIGIT or (len(head) == _TWO_DIGITS and following.unit in _IN_THOUSANDS)
    ):
        return whole, None
    if len(head) == _ONE_DIGIT:
        return Amount(start=whole.start, end=whole.end, value=whole.value, or_else=size), None
    return Amount(start=alone.start, end=alone.end, value=size, or_else=whole.value), first


def without_fractions(items: Sequence[Token], found: Sequence[Amount], /) -> list[Token]:
    """Tokens with each fraction as one number."""
    kept = [item for item in items if not any(one.start < item.end and item.start < one.end for one in found)]
    made = [Token(start=one.start, end=one.end, text="", number=one.value) for one in found]
    return sorted([*kept, *made], key=lambda item: item.start)
