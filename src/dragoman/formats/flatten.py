"""Nested items as one flat row: {"price": {"amount": 3}} becomes price.amount, with its JSON pointer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from dragoman.formats.cells import is_empty
from dragoman.formats.limits import ReadLimits
from dragoman.formats.rows import unique
from dragoman.ports import CellValue

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class BeyondLimit(Exception):
    """An item is larger or deeper than the limits; the message says which."""


@dataclass(slots=True, kw_only=True)
class Flat:
    """A flattened item."""

    values: dict[str, CellValue] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    """Key -> JSON pointer within the item."""

    def put(self, key: str, path: str, value: CellValue) -> None:
        """Keep a value under a key that is made unique; empty ones are left out."""
        if is_empty(value):
            return
        key = unique(key or "value", self.values)
        self.values[key] = value
        self.paths[key] = path


def json_number(text: str, /) -> Decimal:
    """A number of JSON with a fraction or an exponent, exactly. Raises ValueError for one beyond any number's size, such
    as 1e999999999999999999999.
    """
    try:
        return Decimal(text)
    except ArithmeticError:
        raise ValueError(f"{text[:40]} is too large for a number") from None


def flatten(item: object, limits: ReadLimits, /) -> Flat:
    """A decoded JSON, XML or Parquet item as flat keys ("price.amount", "images[0]") and their pointers.

    Raises BeyondLimit.
    """
    flat = Flat()
    stack: list[tuple[object, str, str, int]] = [(item, "", "", 0)]
    seen = 0
    while stack:
        value, key, path, depth = stack.pop()
        if depth > limits.max_depth:
            raise BeyondLimit(f"nested at most {limits.max_depth} deep")
        children = _children(value, key, path)
        if children is None:
            seen += 1
            flat.put(key, path, scalar(value))
        else:
            seen += len(children)
            stack.extend((child, name, pointer, depth + 1) for child, name, pointer in reversed(children))
        if seen > limits.max_columns:
            raise BeyondLimit(f"with at most {limits.max_columns:,} values")
    return flat


def _children(value: object, key: str, path: str) -> list[tuple[object, str, str]] | None:
    """(value, key, pointer) of what a container holds; None for a plain value."""
    if isinstance(value, Mapping):
        return [
            (child, f"{key}.{clean(str(name))}" if key else clean(str(name)), f"{path}/{_token(str(name))}")
            for name, child in value.items()
        ]
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [(child, f"{key}[{index}]", f"{path}/{index}") for index, child in enumerate(value)]
    return None


def _token(name: str) -> str:
    return clean(name).replace("~", "~0").replace("/", "~1")


def clean(text: str, /) -> str:
    """Text without halves of characters, which no database takes."""
    return text if text.isascii() else _LONE_SURROGATE.sub("\ufffd", text)


def scalar(value: object, /) -> CellValue:
    """A plain value as a cell holds it."""
    if isinstance(value, str):
        return clean(value)
    if value is None or isinstance(value, bool | int | float | Decimal | datetime | date):
        return value
    if isinstance(value, bytes):
        return _bytes_text(value)
    return value.isoformat() if isinstance(value, time) else str(value)


def _bytes_text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.hex()


def duration(value: timedelta, /) -> str:
    """A span of time as hours and minutes."""
    minutes, seconds = divmod(int(value.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}"
