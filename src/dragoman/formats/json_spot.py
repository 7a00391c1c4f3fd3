"""A JSON value with its pointer, and what the first bytes of a document hold."""

from __future__ import annotations

import io
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

import ijson

from dragoman.formats.cells import text_of
from dragoman.formats.encoding import detect
from dragoman.formats.flatten import BeyondLimit, scalar
from dragoman.formats.json_events import Json, pointer_token
from dragoman.formats.json_numbers import LongNumbers
from dragoman.formats.limits import DEFAULT_LIMITS, ReadLimits
from dragoman.formats.signs import PACKED, text_start
from dragoman.ports import CellValue

_MOST_EVENTS = 20_000
_DEEPEST = 32


_token = lru_cache(maxsize=4_096)(pointer_token)


class Spot(NamedTuple):
    """A value and where it stands; None for what is not there."""

    value: Json
    path: str
    """JSON pointer."""

    def at(self, *names: str) -> Spot:
        """What an object holds under a key, and under a key of that, ..."""
        spot = self
        for name in names:
            inner = spot.value.get(name) if isinstance(spot.value, dict) else None
            spot = Spot(inner, f"{spot.path}/{_token(name)}")
        return spot

    def each(self) -> list[Spot]:
        """The members of an array; a single value counts as an array of it, none as an empty one."""
        if isinstance(self.value, list):
            return [Spot(value, f"{self.path}/{index}") for index, value in enumerate(self.value)]
        return [self] if self.value is not None else []

    def items(self) -> list[tuple[str, Spot]]:
        """The members of an object."""
        if not isinstance(self.value, dict):
            return []
        return [
            (name, Spot(value, f"{self.path}/{pointer_token(name)}")) for name, value in self.value.items()
        ]

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(self.value) if isinstance(self.value, dict) else frozenset()

    @property
    def text(self) -> str:
        """A plain value as text; "" for anything else."""
        return text_of(self.plain).strip()

    @property
    def plain(self) -> CellValue:
        """A plain value; None for an object or an array."""
        return None if isinstance(self.value, dict | list) else scalar(self.value)

    def leaves(
        self, name: str = "", /, *, leave: frozenset[str] = frozenset(), limits: ReadLimits = DEFAULT_LIMITS
    ) -> Iterator[tuple[str, Spot]]:
        """Plain values within, as ("tags[0]", ...), those under the first level's keys in `leave` left out.

        Raises BeyondLimit.
        """
        stack: list[tuple[str, Spot, int]] = [(name, self, 0)]
        count = 0
        while stack:
            key, spot, depth = stack.pop()
            if depth > limits.max_depth:
                raise BeyondLimit(f"nested at most {limits.max_depth} deep")
            if isinstance(spot.value, dict):
                inner = [
                    (f"{key}.{name}" if key else name, child, depth + 1)
                    for name, child in spot.items()
                    if depth or name not in leave
                ]
                stack.extend(reversed(inner))
            elif isinstance(spot.value, list):
                stack.extend(reversed([(f"{key}[{i}]", one, depth + 1) for i, one in enumerate(spot.each())]))
            elif spot.value is not None:
                count += 1
                if count > limits.max_columns:
                    raise BeyondLimit(f"with at most {limits.max_columns:,} values")
                yield key, spot


class Glimpse(NamedTuple):
    """The beginning of a JSON text."""

    root: Json
    """Its first value, cut off where the bytes end."""
    whole: bool
    """That value ends within them."""


@lru_cache(maxsize=4)
def glimpse(head: bytes, /) -> Glimpse | None:
    """What the first bytes hold, read as far as they go; None where they are no JSON."""
    if head.startswith(PACKED) or not text_start(head).startswith(("{", "[")):
        return None
    found = detect(head)
    if found is None:
        return None
    text = head.decode(found.encoding, "ignore").lstrip("\ufeff")
    data = text.encode("utf-8", "ignore")
    return _parse(data[: LongNumbers().find(data)])


def _parse(data: bytes) -> Glimpse | None:
    stack: list[dict[str, Json] | list[Json]] = []
    keys: list[str] = []
    root: Json = None
    events = ijson.basic_parse(io.BytesIO(data), use_float=False, multiple_values=True, buf_size=4_096)
    try:
        for count, (kind, value) in enumerate(events):
            if kind == "map_key":
                keys[-1] = value
                continue
            if kind in ("end_map", "end_array"):
                stack.pop()
                keys.pop()
                if not stack:
                    return Glimpse(root, whole=True)
                continue
            if count > _MOST_EVENTS or len(stack) > _DEEPEST:
                break
            made: Json = {} if kind == "start_map" else [] if kind == "start_array" else _plain(value)
            if not stack:
                root = made
            elif isinstance(parent := stack[-1], dict):
                parent[keys[-1]] = made
            else:
                parent.append(made)
            if isinstance(made, dict | list):
                stack.append(made)
                keys.append("")
    except (ijson.JSONError, ValueError, ArithmeticError):
        pass  # cut off, or broken further on: what came before counts
    return Glimpse(root, whole=False) if isinstance(root, dict | list) and root else None


def _plain(value: object) -> Json:
    return value if isinstance(value, str | int | Decimal | bool) else None
