"""The comparison that a command's options or a request's parameters ask for, and its workbook."""

from __future__ import annotations

import io

from dragoman.app import Dragoman
from dragoman.compare.side_by_side import Comparison
from dragoman.faces.compare_words import letter_of
from dragoman.faces.compare_xlsx import write_compare_xlsx
from dragoman.faces.landed_terms import TermsAsGiven, currency_of, landed_terms, moved_of


def compared(
    dragoman: Dragoman, offers: list[str], given: TermsAsGiven, currency: str | None, moved: str | None, /
) -> Comparison:
    """The comparison asked for; an offer named twice is taken once."""
    terms = landed_terms(given, home=dragoman.settings.country)
    ids = list(dict.fromkeys(offers))
    return dragoman.compare(ids, terms, currency=currency_of(currency), moved=moved_of(moved))


def workbook(dragoman: Dragoman, found: Comparison, /) -> bytes:
    """The comparison as XLSX."""
    book = io.BytesIO()
    write_compare_xlsx(found, dragoman.worked(found), book, lambda position: letter_of(found, position))
    return book.getvalue()
