"""One seeded slip of the fingers in each query."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Literal, assert_never, get_args

Edit = Literal["swap", "drop", "double", "neighbour"]
"""Two letters change places, one is left out, one is typed twice, one is the key beside it."""
EDITS: tuple[Edit, ...] = get_args(Edit)

_KEYS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_BESIDE = 1.5
"""Keys nearer than this, in widths of a key, are neighbours."""


def neighbours(char: str, /) -> str:
    """The keys around one of a US keyboard; "" for what is no letter or digit of it.

    >>> neighbours("s"), neighbours("Q"), neighbours("é")
    ('weadzx', '12wa', '')
    """
    places = {
        key: (column + row / 2, row) for row, keys in enumerate(_KEYS) for column, key in enumerate(keys)
    }
    if char.lower() not in places:
        return ""
    x, y = places[char.lower()]
    return "".join(
        key
        for key, (column, row) in places.items()
        if key != char.lower() and abs(row - y) <= 1 and abs(column - x) < _BESIDE - abs(row - y) / 2
    )


def mistyped(queries: Sequence[str], /, *, seed: int) -> list[str]:
    """Each query with one edit, at a letter or digit, that changes it."""
    draw = random.Random(seed)
    return [_one_edit(query, draw) for query in queries]


def _one_edit(query: str, draw: random.Random) -> str:
    places = [place for place, char in enumerate(query) if neighbours(char)]
    while places:
        edited = _edited(query, draw.choice(places), draw.choice(EDITS), draw)
        if edited.strip() and edited != query:
            return edited
    return query


def _edited(query: str, place: int, edit: Edit, draw: random.Random) -> str:
    before, char, behind = query[:place], query[place], query[place + 1 :]
    match edit:
        case "swap":
            return before + behind[:1] + char + behind[1:] if behind[:1].strip() else query
        case "drop":
            return before + behind
        case "double":
            return before + char + char + behind
        case "neighbour":
            return before + draw.choice(neighbours(char)) + behind
        case _:
            assert_never(edit)
