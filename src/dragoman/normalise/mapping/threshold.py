"""The quantity that a price column's name says its prices hold from: "100-499", "ab 500 kg", "1000+"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from dragoman.model import Quantity
from dragoman.normalise.quantities.numbers import NUMBER, read_number
from dragoman.vocabulary.folding import fold_keeping_places
from dragoman.vocabulary.units import MULTIPLES, dimension_of, is_counting, unit_named

_WORD = r"(?:[^\W\d_]{1,12}\.?)"
_FROM = r"(?:≥|>=|>|\b(?:ab|from|desde|a partir d[eu]?|des|over)\b|(?<!\w)(?:от|من)(?!\w))"
_MORE = r"(?:\+|以上|及以上|起|~\s*$|-\s*$|(?:und mehr|and more|and up|o mas|y mas|ou mais|et plus|и более|فاكثر|فأكثر|up)(?!\w))"
_THRESHOLD = re.compile(
    rf"(?:(?:{_FROM}|\bqty)\s*)?(?P<low>{NUMBER})\s*(?:(?P<low_unit>{_WORD})\s*?)??\s*(?:-|~|to|bis|a|до|至|到)\s*(?P<high>{NUMBER})(?!\d)"
    rf"|(?:(?:{_FROM}|\bqty)\s*)?(?P<more>{NUMBER})\s*(?:(?P<more_unit>[^\W\d_]{{1,8}}?)\s*)?{_MORE}"
    rf"|{_FROM}\s*(?P<at_least>{NUMBER})"
    rf"|\bqty\s*(?P<bare>{NUMBER})"
)
_CONTAINER = re.compile(
    r"(?<!\d)[24][05]\s*(?:['’\"″]|(?:ft|feet|foot|hq|hc|gp|dv|dc|rf|fcl|tank|尺|呎)(?!\w))"
)
""""Qty 20'" counts what a container takes."""
_BLANK = re.compile(r"[:#*/\\|\"()\[\]{}·_]|(?<!\d)[.'’]|[.'’](?!\d)|(?<!\d)(?<!\d\s)-|-(?!\s?\d|\s*$)")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)_(?=\d)")
_THOUSANDS_DIGITS = -3
_DIMENSIONS = frozenset({"mass", "volume", "length", "area"})
_PACKING = frozenset({"carton", "box", "pack", "pallet", "set", "pair"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A quantity that prices hold from; text[start:end] of the name as given."""

    start: int
    end: int
    quantity: Quantity
    unit_said: bool
    """False: the name says no unit; pieces are supposed."""
    bare: bool
    """ "Qty 100": as likely the name of a column of quantities."""

    def cut_from(self, text: str, /) -> str:
        """The name without it."""
        return f"{text[: self.start]} {text[self.end :]}"


def find_threshold(text: str, /) -> Threshold | None:
    """The one that a name says; a range that does not rise is none.

    >>> find_threshold("Preis ab 1.000 kg").quantity, find_threshold("USD 100-499").quantity.value
    (Quantity(value=Decimal('1000'), unit='kg'), Decimal('100'))
    """
    folded, places = fold_keeping_places(text)
    spaced = _BLANK.sub(" ", _BETWEEN_DIGITS.sub("-", folded))
    found = _THRESHOLD.search(spaced)
    if found is None or (found["bare"] is not None and _CONTAINER.search(folded)):
        return None
    value = _value(found["low"] or found["more"] or found["at_least"] or found["bare"])
    if found["high"] is not None and not 0 < value < _value(found["high"]):
        return None
    inside, behind = found["low_unit"] or found["more_unit"], _word_behind(spaced, found.end())
    times, unit = _unit(inside or (behind[1] if behind is not None else None))
    end = behind.end() if unit is not None and not inside and behind is not None else found.end()
    value *= times
    said = unit or _packing(spaced)
    if value <= 0 or (value % 1 and (said is None or is_counting(said))):
        return None
    return Threshold(
        start=places[found.start()],
        end=places[end - 1] + 1,
        quantity=Quantity(value=value, unit=said or "piece"),
        unit_said=said is not None,
        bare=found["bare"] is not None,
    )


def find_count_at_end(text: str, /) -> Threshold | None:
    """A count that ends a name: "FOB Ningbo (USD/pc) 1,000 pcs"; a threshold where the name says what a price is for.

    >>> find_count_at_end("FOB Ningbo (USD/pc) 1,000 pcs").quantity.value
    Decimal('1000')
    """
    folded, places = fold_keeping_places(text)
    found = re.search(rf"(?<=[\s)\]])({NUMBER})\s*({_WORD})\s*$", folded)
    if found is None:
        return None
    times, unit = _unit(found[2])
    value = _value(found[1]) * times
    if unit is None or value <= 0 or value % 1:
        return None
    return Threshold(
        start=places[found.start()],
        end=len(text),
        quantity=Quantity(value=value, unit=unit),
        unit_said=True,
        bare=False,
    )


def _value(written: str) -> Decimal:
    """Thresholds are round: "1.000" is a thousand."""
    value = read_number(written) or Decimal(0)
    if value.as_tuple().exponent == _THOUSANDS_DIGITS:
        return value.scaleb(3).quantize(Decimal(1))
    return value


_BEHIND = re.compile(rf"\s*({_WORD})")


def _word_behind(spaced: str, at: int) -> re.Match[str] | None:
    return _BEHIND.match(spaced, at)


def _unit(word: str | None) -> tuple[int, str | None]:
    """(how many one is, its unit) of the word beside a number: "doz" is 12 pieces; (1, None) for another word."""
    if word is None or word == "in":
        return 1, None
    if word == "k":
        return 1000, None
    multiple = MULTIPLES.get(word.rstrip("."))
    if multiple is not None:
        return multiple, "piece"
    unit = unit_named(word)
    if unit is None or not (is_counting(unit) or dimension_of(unit) in _DIMENSIONS):
        return 1, None
    return 1, unit


def _packing(spaced: str) -> str | None:
    """A packing unit that stands anywhere in the name."""
    named = (unit_named(word) for word in re.findall(r"[^\W\d_]+", spaced))
    return next((unit for unit in named if unit in _PACKING), None)
