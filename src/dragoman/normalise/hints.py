"""What is known about a file besides its tables."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.model import Country


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """The user's word, or that of a mapping file; None where neither says."""

    file_name: str
    supplier: str | None = None
    country: Country | None = None
    sender: str | None = None
    """Of the e-mail that the file came in: "Nordwind Trading GmbH <sales@nordwind.example>"."""
