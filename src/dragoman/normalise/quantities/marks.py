"""What stands beside a number and is no part of it: the marks of footnotes; and cents that are printed raised.

A folded "12⁵⁰" is 1250 and a folded "6.20¹" 6.201, so both are seen to before a number is read.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from dragoman.vocabulary.raised import LOWERED, RAISED

_MAY_HOLD = re.compile(rf"[{RAISED}*†‡§)）]")
_CENTS = re.compile(rf"(?<=\d)(?P<mark>[.,]?)(?P<cents>[{RAISED}]{{2}})(?![{RAISED}])")
_DECIMALS = re.compile(r"(?<!\d)\d+[.,]\d{1,2}$|[.,]\d{3}[.,]\d{1,2}$")
_LEADING = re.compile(r"\s*(?P<mark>\*{1,4}|[†‡§]{1,3})\s?(?=\S)")
_TRAILING = re.compile(
    rf"(?P<text>.*?[^\s*†‡§{RAISED}])\s?(?P<mark>\*{{1,4}}|[†‡§]{{1,3}}|[{RAISED}]{{1,2}})\s*", re.DOTALL
)
_CLOSED = re.compile(r"(?P<text>[^()（）]*\S)\s+(?P<mark>\d{1,2}|[a-e])[)）]\s*", re.DOTALL)
"""A bracket that nothing opens: "3.50 1)"."""
_BRACKETED = re.compile(r"(?P<text>.*\S)\s?[(（](?P<mark>\d{1,2}|[a-e]|\*{1,4})[)）]\s*", re.DOTALL)
_GLUED = re.compile(r"(?P<text>[^()（）]*\d[.,]\d{2})(?P<mark>[1-9])[)）]\s*")
""" "12.501)" is 12.50 with the mark 1)."""
_OF_A_UNIT = re.compile(r"(?<![^\W\d_])(?:[cdkm]?m|[скд]?м|мм|in|ft|yd)[²³]", re.IGNORECASE)
"""Square and cubic units, whose raised figure is no mark: "12.50 €/m²"."""
_GUARD = str.maketrans("²³", "\ue002\ue003")
_OPEN = str.maketrans("\ue002\ue003", "²³")
"""Private characters that stand for such a figure while marks are looked for."""
_NOTE = re.compile(
    rf"\s*(?P<mark>\*{{1,4}}|[†‡§]{{1,3}}|[{RAISED}]{{1,2}}|[(（]?(?:\d{{1,2}}|[a-e])[)）])[\s:.]*(?P<text>\S.*)",
    re.DOTALL,
)
_LONGEST_NOTE = 200


class Bare(NamedTuple):
    """A cell without what is no part of it."""

    text: str
    marks: tuple[str, ...] = ()
    """Of footnotes, as plain figures or signs: "1", "*"."""


def footnote_of(text: str, /) -> tuple[str, str] | None:
    """(mark, text) of a note that explains a mark; None where it begins with none.

    >>> footnote_of("1) from July on"), footnote_of("* net"), footnote_of("Prices in EUR")
    (('1', 'from July on'), ('*', 'net'), None)
    """
    found = _NOTE.fullmatch(text)
    if found is None:
        return None
    return _plain(found["mark"]), " ".join(found["text"].split())[:_LONGEST_NOTE]


def _plain(mark: str) -> str:
    return mark.strip("()（）").translate(LOWERED)


def bare_number(text: str, known: frozenset[str] = frozenset(), /) -> Bare:
    """A cell of numbers as one would type it: cents on the line, marks of footnotes taken off.

    Args:
        known: Marks that notes of the table explain. A figure in brackets is one only where a note has it: "4.20 (2)"
            may be a price for two.

    >>> bare_number("12⁵⁰ €").text, bare_number("6.20¹"), bare_number("3.50 1)")
    ('12.50 €', Bare(text='6.20', marks=('1',)), Bare(text='3.50', marks=('1',)))
    >>> bare_number("4.20 (2)").text, bare_number("4.20 (2)", frozenset("2")).text
    ('4.20 (2)', '4.20')
    """
    if _MAY_HOLD.search(text) is None:
        return Bare(text)
    text = _CENTS.sub(_on_the_line, _OF_A_UNIT.sub(_guarded, text))
    marks: list[str] = []
    leading = _LEADING.match(text)
    if leading is not None:
        marks.append(leading["mark"])
        text = text[leading.end() :]
    while (found := _mark_at_end(text, known)) is not None:
        marks.append(_plain(found["mark"]))
        text = found["text"]
    text = re.sub(rf"(?<=\d)[{RAISED}]{{1,2}}(?=\s*[^\W\d_]|\s*[€$£¥])", "", text)  # "6.20¹ €"
    return Bare(text.translate(_OPEN), tuple(reversed(marks)))


def _guarded(unit: re.Match[str]) -> str:
    return unit.group().translate(_GUARD)


def _mark_at_end(text: str, known: frozenset[str]) -> re.Match[str] | None:
    found = _TRAILING.fullmatch(text)
    if found is not None and any(char.isdigit() for char in found["text"]):
        return found
    found = _CLOSED.fullmatch(text) or _GLUED.fullmatch(text)
    if found is not None:
        return found
    found = _BRACKETED.fullmatch(text)
    return found if found is not None and (found["mark"] in known or found["mark"][0] == "*") else None


def _on_the_line(found: re.Match[str]) -> str:
    """Raised cents behind a whole number; behind decimals raised figures are marks."""
    before = found.string[: found.start()]
    if not found["mark"] and _DECIMALS.search(before):
        return found.group()
    cents = found["cents"].translate(LOWERED)
    whole = re.search(r"[\d.,]*$", before)
    mark = found["mark"] or ("," if whole is not None and "." in whole.group() else ".")
    return f"{mark}{cents}"


def bare_text(text: str, known: frozenset[str], /) -> Bare:
    """A name without the marks of footnotes that notes of the table explain.

    >>> bare_text("Steel bottle*", frozenset("*")), bare_text("Steel bottle*", frozenset())
    (Bare(text='Steel bottle', marks=('*',)), Bare(text='Steel bottle*', marks=()))
    """
    marks: list[str] = []
    text = _OF_A_UNIT.sub(_guarded, text)
    while (found := _TRAILING.fullmatch(text) or _CLOSED.fullmatch(text)) is not None:
        mark = _plain(found["mark"])
        if mark not in known:
            break
        marks.append(mark)
        text = found["text"]
    return Bare(text.translate(_OPEN), tuple(reversed(marks)))
