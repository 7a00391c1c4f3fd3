"""What is known about a file besides its tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from dragoman.model import Country


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """The user's word, or that of a mapping file; None where neither says."""

    file_name: str
    supplier: str | None = None
    country: Country | None = None
    sender: str | None = None
    """Of the e-mail that the file came in: "Nordwind Trading GmbH <sales@nordwind.example>"."""
    today: date = field(default_factory=lambda: datetime.now(UTC).date())
    """On which the file is read: prices of a later day are not the offer's yet."""
