"""Whole numbers of more digits than Python reads, found before ijson meets them.

Its parser in C hands on what is no object where a number cannot be made and the text behind it is broken: the process
ends (ijson 3.6). A supplier's file must never be able to do that.
"""

from __future__ import annotations

import re

MOST_DIGITS = 4_300
"""Of a whole number: `sys.int_info.default_max_str_digits`."""
_DIGITS = b"0123456789"
_STEP = MOST_DIGITS // 2
"""A run beyond the most holds a whole piece of so many bytes, wherever pieces begin."""
_LONG = re.compile(rb"(?<=[\[,:\s-])[0-9]{%d}" % (MOST_DIGITS + 1))
"""Within a text's quotation marks digits may go on: there a quotation mark, or a letter, stands before them."""


class LongNumbers:
    """Looks through a JSON text that comes in pieces."""

    def __init__(self) -> None:
        self._tail = b"\n"
        """The digits that the last piece ended with, and the byte before them."""

    def find(self, piece: bytes, /) -> int | None:
        """Where in the piece the first number that is too long begins, 0 if before it; None for none."""
        seen = self._tail + piece
        if any(seen[at : at + _STEP].isdigit() for at in range(0, len(seen), _STEP)):
            found = _LONG.search(seen)
            if found is not None:
                return max(0, found.start() - len(self._tail))
        digits = len(seen) - len(seen.rstrip(_DIGITS))
        self._tail = seen[-digits - 1 :] if digits <= MOST_DIGITS else b'"'
        return None
