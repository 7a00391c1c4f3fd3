"""TOML tables: read whole, checked against their shape, amounts as text so that no float comes near them."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TypeVar

import msgspec

from dragoman.errors import InputError
from dragoman.model import Money

Shape = TypeVar("Shape")

_MONEY = re.compile(r"(-?\d+(?:\.\d+)?) ([A-Z]{3})")


def read_toml(path: Path, shape: type[Shape], what: str, /) -> Shape:
    """Raises InputError naming the file, the key, what was expected and what came."""
    try:
        loaded = tomllib.loads(path.read_text(encoding="utf-8-sig"), parse_float=str)
        return msgspec.convert(loaded, shape)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise InputError(f"{path}: expected {what} (TOML, see docs/how-to/rates.md), got: {error}") from error


def money(text: str, where: str, /) -> Money:
    """ "150 EUR"."""
    found = _MONEY.fullmatch(text.strip())
    if found is None:
        raise InputError(f"{where}: expected an amount such as '150 EUR', got {text!r}; mend it")
    return Money(amount=Decimal(found[1]), currency=found[2])


def number(value: str | int, where: str, /) -> Decimal:
    """0 or more, as text or whole."""
    try:
        result = Decimal(value)
    except InvalidOperation:
        result = Decimal(-1)
    if not result.is_finite() or result < 0:
        raise InputError(f"{where}: expected a number of 0 or more such as 1.25, got {value!r}; mend it")
    return result
