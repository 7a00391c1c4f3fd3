"""Numbers and units in the order they stand: the common ground of packs, counts and price bases."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from dragoman.normalise.quantities.numbers import NUMBER, DecimalMark, read_number
from dragoman.remembered import remembered
from dragoman.vocabulary.folding import fold_keeping_places
from dragoman.vocabulary.units import MULTIPLES, unit_named

_CJK = "\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_TOKEN = re.compile(
    rf"(?P<number>{NUMBER})\s*(?P<scale>[万千百](?=\D|$)|тыс\.?)?"
    rf"|(?P<cjk>[{_CJK}]+)"
    r"|(?P<word>(?:fl\.?\s?oz|sq\.?\s?(?:ft|m)|pc\(s\)|g/m2|u/min|об/мин|°c|[^\W\d_"
    + _CJK
    + r"]+(?:[23](?!\d))?)\.?|\"|″)"
)
_SCALES = {"万": 10_000, "千": 1000, "百": 100, "тыс": 1000, "тыс.": 1000}
_EVERY = "每毎"
_LONGEST_CJK_UNIT = 6


class Token(NamedTuple):
    """A number, a unit or a word that is neither; text[start:end] of the text as given."""

    start: int
    end: int
    text: str
    """Folded."""
    number: Decimal | None = None
    unit: str | None = None


@remembered(50_000)
def tokens(text: str, decimal: DecimalMark | None = None, /) -> tuple[Token, ...]:
    """The tokens of a text, punctuation left out."""
    folded, places = fold_keeping_places(text)
    found: list[Token] = []
    for one in _TOKEN.finditer(folded):
        last = one.end("number") if one["number"] is not None and one["scale"] is None else one.end()
        start, end = places[one.start()], places[last - 1] + 1
        if one["number"] is not None:
            value = read_number(one["number"], decimal)
            scale = one["scale"]
            if value is not None and scale is not None:
                value *= _SCALES[scale]
            found.append(Token(start=start, end=end, text=one.group(), number=value))
        elif one["cjk"] is not None:
            found.extend(_cjk(one["cjk"], [places[at] for at in range(one.start(), one.end())]))
        else:
            _add_word(found, Token(start=start, end=end, text=one["word"], unit=unit_named(one["word"])))
    return tuple(found)


def _add_word(found: list[Token], word: Token) -> None:
    """A word, or how many it stands for: "dozen" is 12, "2 doz" 24."""
    multiple = MULTIPLES.get(word.text.rstrip("."))
    last = found[-1] if found else None
    if multiple is None:
        found.append(word)
    elif last is not None and last.number is not None and word.start - last.end <= 1:
        found[-1] = last._replace(end=word.end, number=last.number * multiple)
    else:
        found.append(word._replace(number=Decimal(multiple), unit=None))


def _cjk(run: str, places: list[int]) -> list[Token]:
    """Units within a run of Chinese or Japanese, the longest first; what lies between are words."""
    found: list[Token] = []
    at, word = 0, 0
    while at < len(run):
        length, unit = next(
            (
                (size, name)
                for size in range(min(_LONGEST_CJK_UNIT, len(run) - at), 0, -1)
                if (name := unit_named(run[at : at + size])) is not None
            ),
            (0, None),
        )
        multiple = MULTIPLES.get(run[at]) if unit is None and (at == 0 or run[at - 1] in _EVERY) else None
        if multiple is not None and (at + 1 == len(run) or unit_named(run[at + 1]) is not None):
            if word < at:
                found.append(_word(run, word, at, places))
            number = Decimal(multiple)
            found.append(Token(start=places[at], end=places[at] + 1, text=run[at], number=number))
            at += 1
            word = at
            continue
        if unit is None:
            at += 1
            continue
        if word < at:
            found.append(_word(run, word, at, places))
        found.append(
            Token(start=places[at], end=places[at + length - 1] + 1, text=run[at : at + length], unit=unit)
        )
        at += length
        word = at
    if word < len(run):
        found.append(_word(run, word, len(run), places))
    return found


def _word(run: str, start: int, end: int, places: list[int]) -> Token:
    return Token(start=places[start], end=places[end - 1] + 1, text=run[start:end])
