"""What a page asks to be loaded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dragoman.app import Dragoman, limits_of
from dragoman.ingest.load import IngestRequest
from dragoman.model import Country, Currency
from dragoman.ports import ReadOptions


def load_request(
    dragoman: Dragoman,
    paths: Sequence[Path],
    *,
    mapping: Path | None,
    supplier: str,
    country: Country,
    currency: Currency = "",
) -> IngestRequest:
    """What to load; an empty supplier, country or currency means: find it out from the file."""
    return IngestRequest(
        paths=tuple(paths),
        mapping=mapping,
        supplier=supplier.strip() or None,
        country=country or None,
        currency=currency or None,
        options=ReadOptions(),
        limits=limits_of(dragoman.settings),
    )
