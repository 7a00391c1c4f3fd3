"""The requests as they are kept: one JSON object a line, `<language>.jsonl`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from dragoman.model import LANGUAGES, Language

FOLDER = Path(__file__).resolve().parent
TODAY = date(2026, 11, 24)
"""The day on which every request is read."""
SLOTS = (
    "quantity", "budget", "destination", "deadline", "incoterm", "certificate", "dimension", "material",
    "colour", "origin", "word", "must", "product",
)  # fmt: skip
_SEED = "dragoman requests, split 1"
"""Fixed for good: another seed would mix what was learned from with what is measured on."""
Half = Literal["dev", "test"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A buyer's request and its labels."""

    request_id: str
    language: Language
    text: str
    want: Mapping[str, tuple[str, ...]]
    """Slot -> values, in the notation of README.md."""
    keep: tuple[str, ...]
    """Words that the product's words must keep."""
    drop: tuple[str, ...]
    """Words that are no words of the product."""

    @property
    def half(self) -> Half:
        return half_of(self.request_id)


def half_of(request_id: str, /) -> Half:
    """dev: to learn from; test: to measure on, never to be looked at."""
    return "test" if hashlib.sha256(f"{_SEED}:{request_id}".encode()).digest()[0] % 2 else "dev"


def requests(half: Half | None = None, /, *, language: Language | None = None) -> Iterator[Request]:
    """All requests, by language and place in the file."""
    for one in LANGUAGES:
        if language is not None and one != language:
            continue
        for line in (FOLDER / f"{one}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            request = Request(
                request_id=row["id"],
                language=one,
                text=row["text"],
                want={slot: tuple(values) for slot, values in row["want"].items()},
                keep=tuple(row["keep"]),
                drop=tuple(row["drop"]),
            )
            if half is None or request.half == half:
                yield request
