"""Measures: "750 ml", "0,75 l", "25.4 oz", "1/2 inch"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from dragoman.model import Quantity
from dragoman.normalise.quantities.amounts import Amount, amount, fractions, without_fractions
from dragoman.normalise.quantities.found import Found
from dragoman.normalise.quantities.lone import lone_number
from dragoman.normalise.quantities.numbers import DecimalMark, mark_doubt
from dragoman.normalise.quantities.tokens import Token, tokens
from dragoman.remembered import remembered
from dragoman.vocabulary.units import PHYSICAL, PHYSICAL_NAMES, dimension_of, in_base, is_counting

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
    items = _items(text, decimal, unit)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What a text says of one property: a quantity, or a range up to it."""

    quantity: Quantity
    low: Quantity | None = None
    """The lower end of a range: "220-240 V"."""
    or_else: Quantity | None = None
    """The other quantity that the same words can be, where nothing tells which."""


def find_physical(text: str, /, *, decimal: DecimalMark | None = None) -> list[Found[Quantity]]:
    """Measures in running text, in order: both ends of a range, every side of a box.

    >>> [str(one.value.value) for one in find_physical("Edelstahl 18/8 350 ml, 20x30 cm, 1 1/2 inch")]
    ['350', '20', '30', '1.5']
    """
    found: list[Found[Quantity]] = []
    for one in find_measures(text, decimal=decimal):
        ends = (one.value.quantity,) if one.value.low is None else (one.value.low, one.value.quantity)
        found.extend(
            Found(value=end, start=one.start, end=one.end, confidence=one.confidence, note=one.note)
            for end in ends
        )
    return found


def find_measures(text: str, /, *, decimal: DecimalMark | None = None) -> tuple[Found[Measure], ...]:
    """Measures in running text, in order; a range is one."""
    return _measures(text, decimal)


@remembered(20_000)
def _measures(text: str, decimal: DecimalMark | None) -> tuple[Found[Measure], ...]:
    """`find_measures`; the same titles are judged again and again."""
    items = _items(text, decimal)
    found: list[Found[Measure]] = []
    moments = [moment.span() for moment in _MOMENT.finditer(text)]
    last: Token | None = None
    """The number before."""
    for one, following in pairwise(items):
        if one.number is None:
            continue
        before, last = last, one
        code = _unit_right_behind(text, one, following)
        if code is None or any(a <= one.start < b for a, b in moments):
            continue
        number, glued = amount(text, one, following, decimal)
        value = _signed(text, number, code)
        if value is None:
            continue
        if before is not None and glued is None and (ends := _range(text, before, number, value, code)):
            start, low, high = ends
            while found and found[-1].start >= start:
                found.pop()
        else:
            start, low, high = number.start - int(value < 0), None, Quantity(value=value, unit=code)
            if glued is None and (joint := _JOINTS.get(code)) is not None:
                found.extend(_listed_before(text, items, number.start, code, joint))
        doubt = Quantity(value=number.or_else, unit=code) if number.or_else is not None else None
        found.append(
            Found(
                value=Measure(quantity=high, low=low, or_else=doubt),
                start=start,
                end=following.end,
                confidence=1.0 if doubt is None else _OPEN,
                note=""
                if doubt is None
                else f"{text[one.start : following.end]!r} read as {value}; it can be {doubt.value}",
            )
        )
    return tuple(found)


_OPEN = 0.7
_FRACTIONS_OF = frozenset({"length", "volume", "mass", "area"})
""" "1/2 inch" and "1/4 kg"; "12/24 V" are two voltages."""
_NO_SLASHED = "mm"
"""A hose of "5/8 mm" is 5 mm wide inside and 8 mm outside."""
_SIGNED = "temperature_celsius"
_MINUS = re.compile(r"(?:^|[^\w)\]])[-\u2212\u2013\uff0d]$")
_NAMED = re.compile(r"\s?(?P<unit>[^\W\d_]{1,10}|\"|″|°\s?c|℃)", re.IGNORECASE)
_TO = re.compile(
    r"(?:\s?(?:[-\u2212\u2013\u2014~〜～…]|\.{2,3})\s?|\s?(?:至|到|から)\s?"
    r"|\s(?:to|up to|bis|bis zu|a|à|até|hasta|jusqu'à|до|إلى|الى|حتى)\s)[-+\u2212\u2013]?",
    re.IGNORECASE,
)
_AND = re.compile(r"(?:\s(?:and|und|et|y|e|и|و|to)\s|\s?[和与と]\s?|\sو)[-+\u2212]?", re.IGNORECASE)
_BETWEEN = re.compile(
    r"(?:(?<!\w)(?:between|from|zwischen|von|entre|de|между|от|بين|من)\s|介于|在|从)[-+\u2212]?$",
    re.IGNORECASE,
)
_BY = re.compile(r"\s?[x×хX✕*]\s?")
_SLASH = re.compile(r"\s?/\s?")
_JOINTS = dict.fromkeys(("mm", "cm", "m", "[in_i]", "[ft_i]"), _BY) | dict.fromkeys(("V", "Hz"), _SLASH)
"""What joins several numbers before one unit: sides of a box, "12/24 V"."""
_MOST_SIDES = 4
_PART_OF_A_WORD = re.compile(r"[\w./,-]$")
_BESIDE = 16
_WIDEST = 50
"""Times that a range's upper end is its lower one, where nothing but a dash tells that it is one."""


def _items(text: str, decimal: DecimalMark | None, usual: str | None = None) -> Sequence[Token]:
    """The tokens, each fraction of a unit as one number; `usual` is the unit of what none follows."""
    items = tokens(text, decimal)
    parts = fractions(text)
    if not parts:
        return items
    meant: list[Amount] = []
    for part in parts:
        unit = next((item for item in items if item.start >= part.end), None)
        code = (usual if unit is None else _code(unit)) or ""
        slashed = text[part.end - 1].isdigit()
        if dimension_of(code) in _FRACTIONS_OF and not (slashed and code == _NO_SLASHED):
            meant.append(part)
    return without_fractions(items, meant)


def _unit_right_behind(text: str, one: Token, following: Token) -> str | None:
    gap = following.start - one.end
    code = _code(following)
    if code is None or gap > 1:
        return None
    a_word = following.text in _WORDS_TOO and text[following.start : following.end] not in _NO_WORDS
    if gap > 0 and a_word and one.text:  # a fraction has no text of its own: "3/4 in" are inches
        return None
    if code == "A" and _CATEGORY.search(text[: one.start]):
        return None
    return code


def _signed(text: str, number: Amount, code: str) -> Decimal | None:
    """The value with its sign, which only temperatures have; None where nothing is measured."""
    if dimension_of(code) != _SIGNED:
        return number.value if number.value > 0 else None
    return -number.value if _MINUS.search(text[max(0, number.start - 2) : number.start]) else number.value


def _range(
    text: str, before: Token, number: Amount, value: Decimal, code: str
) -> tuple[int, Quantity, Quantity] | None:
    """Where a range begins, and its ends: of "500 - 750 ml", "between 1 and 2 m", "-40 °C ~ 85 °C"."""
    joint = text[before.end : number.start]
    if before.number is None or len(joint) > _BESIDE:
        return None
    named = _NAMED.match(joint)
    unit = physical_unit(named["unit"]) if named is not None else None
    if named is not None and unit is not None and dimension_of(unit) == dimension_of(code):
        joint = joint[named.end() :]
    else:
        unit = code
    if _TO.fullmatch(joint) is None and (
        _AND.fullmatch(joint) is None
        or _BETWEEN.search(text[max(0, before.start - _BESIDE) : before.start]) is None
    ):
        return None
    lead = text[max(0, before.start - 2) : before.start]
    negative = dimension_of(code) == _SIGNED and _MINUS.search(lead) is not None
    if _PART_OF_A_WORD.search(lead.rstrip("-\u2212\u2013") if negative else lead):
        return None
    low = Quantity(value=-before.number if negative else before.number, unit=unit)
    upper = Quantity(value=value, unit=code)
    least, most = in_base(low), in_base(upper)
    if least is None or most is None:
        return None
    if least > most and re.search(r"[^\W\d_]", joint) is not None:  # "-18 to -22 °C"
        low, upper, least, most = upper, low, most, least
    if least >= most:
        return None
    if joint == "-" and 0 < least * _WIDEST < most:  # "SKU 12-750 ml"
        return None
    return before.start - int(negative), low, upper


def _listed_before(
    text: str, items: Sequence[Token], start: int, code: str, joint: re.Pattern[str]
) -> list[Found[Measure]]:
    """The numbers before the one that has the unit: "20x30x40 cm", "12/24 V"."""
    listed: list[Found[Measure]] = []
    for one in reversed([item for item in items if item.number is not None and item.end <= start]):
        if len(listed) == _MOST_SIDES or joint.fullmatch(text[one.end : start]) is None or not one.number:
            break
        lead = text[max(0, one.start - 3) : one.start]
        if _PART_OF_A_WORD.search(lead) and re.search(rf"(?:{joint.pattern})$", lead) is None:
            break
        measure = Measure(quantity=Quantity(value=one.number, unit=code))
        listed.append(Found(value=measure, start=one.start, end=one.end))
        start = one.start
    return listed[::-1]


def _code(token: Token) -> str | None:
    if token.unit in PHYSICAL:
        return token.unit
    if token.unit is not None and is_counting(token.unit):
        return None
    return PHYSICAL_NAMES.get(token.text.rstrip("."))
