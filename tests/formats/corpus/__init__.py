"""Small nasty files, all written by us, each with the offers that it must give."""

from __future__ import annotations

from corpus import changes, delimited, documents, feeds, marked_sheets, sheets
from corpus.case import Case, Facts, facts

CASES: tuple[Case, ...] = (
    *delimited.CASES,
    *sheets.CASES,
    *documents.CASES,
    *feeds.CASES,
    *changes.CASES,
    *marked_sheets.CASES,
)

__all__ = ["CASES", "Case", "Facts", "facts"]
