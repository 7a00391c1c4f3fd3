"""A value read from text, with where it stands there and how sure the reading is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Generic[T]):
    """text[start:end] says `value`."""

    value: T
    start: int = 0
    end: int = 0
    confidence: float = 1.0
    """In (0, 1]; below 1 for a guess, which `note` tells."""
    note: str = ""
