"""What a load tells while it runs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestEvent:
    """How far the file in hand is."""

    file: str
    rows: int
    """Rows of the file read so far."""
    offers: int = 0
    problems: int = 0
    finished: bool = False
    waiting: bool = False
    """Another load has its turn; `file` is empty."""
