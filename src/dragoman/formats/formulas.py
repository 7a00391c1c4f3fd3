"""Computes the simple formulas that a workbook stores no result of: =C2*1.2, =ROUND(B4/$F$1,2), =SUM(C2:E2), =A2&"-"&B2.

Arithmetic on the same sheet's cells, as files have it that were written by a program and never opened in a
spreadsheet. Whatever is beyond (other sheets, lookups, conditions) is not guessed at.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence

from dragoman.formats.cells import text_of

Value = float | str
Lookup = Callable[[int, int], "Value | None"]
"""(row number, 0-based column) -> what the cell holds; None for an empty cell."""

_LONGEST = 500
_DEEPEST = 25
_MOST_CELLS = 2_000
_TOKEN = re.compile(
    r'\s*(?:(?P<number>\d+(?:\.\d*)?(?:[eE][-+]?\d{1,3})?|\.\d+)|"(?P<text>(?:[^"]|"")*)"'
    r"|(?P<cell>\$?[A-Z]{1,3}\$?\d{1,7})(?![\w(!.])|(?P<name>[A-Z][A-Z.]{1,20})(?=\()|(?P<sign>[-+*/^&%(),:]))"
)
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")


class Unknown(Exception):
    """A formula that is not computed here."""


def compute(formula: str, lookup: Lookup, /) -> Value:
    """The result of a formula ("=C2*2"), with the fifteen digits that a spreadsheet keeps.

    Raises Unknown where it needs more than arithmetic on cells that are known.

    >>> compute("=ROUND(C2*1.2,1)&\\" kg\\"", lambda row, column: 2.5 if (row, column) == (2, 2) else None)
    '3 kg'
    """
    if len(formula) > _LONGEST or not formula.startswith("="):
        raise Unknown
    reading = _Reading(formula[1:], lookup)
    try:
        value = reading.whole()
    except (ArithmeticError, ValueError) as error:
        raise Unknown from error
    if isinstance(value, str):
        return value
    if not math.isfinite(value):
        raise Unknown
    return float(f"{value:.15g}")


class _Reading:
    def __init__(self, text: str, lookup: Lookup) -> None:
        self._tokens = list(_tokens(text))
        self._at = 0
        self._lookup = lookup
        self._depth = 0
        self._cells = 0

    def whole(self) -> Value:
        value = self._joined()
        if self._at != len(self._tokens):
            raise Unknown
        return value

    def _peek(self) -> tuple[str, str]:
        return self._tokens[self._at] if self._at < len(self._tokens) else ("", "")

    def _take(self, *signs: str) -> str:
        """The sign that comes next where it is one of these; "" where it is not."""
        kind, text = self._peek()
        if kind == "sign" and text in signs:
            self._at += 1
            return text
        return ""

    def _joined(self) -> Value:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Unknown
        value = self._sum()
        while self._take("&"):
            value = _text(value) + _text(self._sum())
        self._depth -= 1
        return value

    def _sum(self) -> Value:
        value = self._product()
        while sign := self._take("+", "-"):
            left, right = _number(value), _number(self._product())
            value = left + right if sign == "+" else left - right
        return value

    def _product(self) -> Value:
        value = self._power()
        while sign := self._take("*", "/"):
            left, right = _number(value), _number(self._power())
            value = left * right if sign == "*" else left / right
        return value

    def _power(self) -> Value:
        value = self._signed()
        while self._take("^"):
            raised = _number(value) ** _number(self._signed())
            if not isinstance(raised, float):  # a root of a negative number is complex
                raise Unknown
            value = raised
        return value

    def _signed(self) -> Value:
        negative = False
        signed = False
        while sign := self._take("-", "+"):
            negative, signed = negative ^ (sign == "-"), True
        value = self._part()
        while self._take("%"):
            value = _number(value) / 100
        return value if not signed else (-_number(value) if negative else _number(value))

    def _part(self) -> Value:
        kind, text = self._peek()
        self._at += 1
        if kind == "number":
            return float(text)
        if kind == "text":
            return text.replace('""', '"')
        if kind == "cell":
            return self._cell(text)
        if kind == "name":
            return self._function(text)
        if (kind, text) == ("sign", "("):
            value = self._joined()
            self._expect(")")
            return value
        raise Unknown

    def _expect(self, sign: str) -> None:
        if not self._take(sign):
            raise Unknown

    def _cell(self, text: str) -> Value:
        row, column = _place(text)
        value = self._lookup(row, column)
        if value is None:
            raise Unknown  # an empty cell counts as 0 in a spreadsheet; of a price that is never meant
        return value

    def _function(self, name: str) -> Value:
        self._expect("(")
        values: list[Value] = []
        while not self._take(")"):
            values += self._argument()
            if self._peek() != ("sign", ")"):
                self._expect(",")
        made = _FUNCTIONS.get(name)
        if made is None or not values:
            raise Unknown
        return made(values)

    def _argument(self) -> list[Value]:
        kind, text = self._peek()
        after = self._tokens[self._at + 1 : self._at + 3]
        if kind == "cell" and len(after) == 2 and after[0] == ("sign", ":") and after[1][0] == "cell":
            self._at += 3
            return self._range(text, after[1][1])
        return [self._joined()]

    def _range(self, first: str, last: str) -> list[Value]:
        """The filled cells of a range."""
        (top, left), (bottom, right) = _place(first), _place(last)
        self._cells += max(0, bottom - top + 1) * max(0, right - left + 1)
        if self._cells > _MOST_CELLS or bottom < top or right < left:
            raise Unknown
        found = (
            self._lookup(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)
        )
        return [value for value in found if isinstance(value, float)]


def _tokens(text: str) -> Sequence[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    at = 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise Unknown
        found.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found


def _place(text: str) -> tuple[int, int]:
    found = _CELL.fullmatch(text)
    if found is None:
        raise Unknown
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column - 1


def _number(value: Value) -> float:
    if isinstance(value, str):
        raise Unknown
    return value


def _text(value: Value) -> str:
    return value if isinstance(value, str) else text_of(float(f"{value:.15g}"))


def _rounded(values: Sequence[Value], how: Callable[[float], float]) -> float:
    number, digits = _number(values[0]), int(_number(values[1])) if len(values) > 1 else 0
    if len(values) > 2 or abs(digits) > 15:
        raise Unknown
    scaled = float(f"{abs(number) * 10.0**digits:.15g}")
    return math.copysign(float(f"{how(scaled) / 10.0**digits:.15g}"), number)


def _numbers(values: Sequence[Value]) -> list[float]:
    return [_number(value) for value in values]


_FUNCTIONS: dict[str, Callable[[Sequence[Value]], Value]] = {
    "SUM": lambda values: math.fsum(_numbers(values)),
    "PRODUCT": lambda values: math.prod(_numbers(values)),
    "MIN": lambda values: min(_numbers(values)),
    "MAX": lambda values: max(_numbers(values)),
    "AVERAGE": lambda values: math.fsum(_numbers(values)) / len(values),
    "ABS": lambda values: abs(_number(values[0])),
    "ROUND": lambda values: _rounded(values, lambda number: math.floor(number + 0.5)),
    "ROUNDUP": lambda values: _rounded(values, math.ceil),
    "ROUNDDOWN": lambda values: _rounded(values, math.floor),
    "CONCATENATE": lambda values: "".join(map(_text, values)),
}
