"""A text with one number in it, as a form: "US$ 12.50 / pc" is "US$ 11.11 / pc" with another number.

What such a text means does not hang on which digits it has: a reader of cells need understand the form once, and a
column of ten thousand prices has few forms.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from dragoman.remembered import remembered
from dragoman.vocabulary.folding import fold_keeping_places

_LONE = re.compile(r"\D*?([0-9]{1,3}(?:\.[0-9]{3})+,[0-9]{1,2}|[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]{1,2}|[0-9]{1,18}(?:[.,][0-9]{1,2})?)\D*")  # fmt: skip
"""Numbers whose marks can be read in one way only: "12.50", "1.234,5"; not "1.234"."""
_BESIDE = re.compile(r"[.,'’\s]?[.,'’]")
"""What next to a number may be a part of it."""
_ONES = str.maketrans("023456789", "1" * 9)
_LONGEST = 60


class Lone(NamedTuple):
    """A text with one number above zero."""

    form: str
    """The text with each digit a 1: as long as the text."""
    value: Decimal
    """The number."""
    ones: Decimal
    """The number of the form."""


def lone_number(text: str, /) -> Lone | None:
    """The form of a text; None where it has no number, zero, several, or one that can be read in two ways.

    >>> lone_number("€ 1.234,50 / pc")
    Lone(form='€ 1.111,11 / pc', value=Decimal('1234.50'), ones=Decimal('1111.11'))
    >>> lone_number("10 x 12 cm"), lone_number("1.234 €")
    (None, None)
    """
    if len(text) > _LONGEST:
        return None
    found = _LONE.fullmatch(text)
    if found is None:
        return None
    written = found.group(1)
    if found.end(1) < len(text) and _BESIDE.match(text, found.end(1)) is not None:
        return None
    if found.start(1) and text[found.start(1) - 1] in ".,":
        return None
    value = _value(written)
    form = text.translate(_ONES)
    return Lone(form, value, _value(written.translate(_ONES))) if value > 0 and _is_alone(form) else None


@remembered(20_000)
def _is_alone(form: str) -> bool:
    """Whether nothing else becomes a digit when it is folded: "²", "½"."""
    return sum(char.isdigit() for char in fold_keeping_places(form)[0]) == sum(
        char.isdigit() for char in form if char.isascii()
    )


def _value(written: str) -> Decimal:
    if "," in written:
        point = written.rfind(",") > written.rfind(".")
        written = written.replace(".", "").replace(",", ".") if point else written.replace(",", "")
    return Decimal(written)
