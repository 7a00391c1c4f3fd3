"""What the notes around a table say of all its prices: their currency, what they are for, thousands that they are in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from dragoman.model import Country, Currency, Origin, Quantity, Sourced
from dragoman.normalise.mapping.header import basis_said
from dragoman.normalise.quantities.basis import Basis
from dragoman.ports import Table
from dragoman.vocabulary.currencies import CurrencyFound, currency_in
from dragoman.vocabulary.money_scales import scale_in
from dragoman.vocabulary.note_topics import note_topics

_CLAUSE = re.compile(r"[;；。|\n]|[,，、](?!\d)|\.(?=\s)")
_ROW = re.compile(r"[A-Z]+(\d+)")
_LEAST = 0.6
"""Confidence above which a note's currency counts."""
_CONTRADICTED = 0.5
_ASIDE = 0.5
_NOTED = 0.9
_PIECE = Quantity(value=Decimal(1))
_SUM = re.compile(r"\d[.,]\d{2}(?!\d)")
"""An amount: the note tells one price, and not what all are for."""
_BESIDE_AMOUNT = 0.6
_PRICES, _NEUTRAL, _AMOUNT, _OTHER_SUMS = range(4)
"""What a note speaks of: the lower, the more its currency is that of the prices."""


class _Said(NamedTuple):
    rank: int
    found: CurrencyFound
    text: str
    origin: Origin


def currency_in_notes(table: Table, country: Country | None, /) -> Sourced[Currency] | None:
    """The currency that the notes above or below a table name. One that speaks of prices counts before one that names
    no more than an amount, or speaks of freight; where two that count alike disagree, the first holds, less surely."""
    said = sorted(_said(table, country), key=lambda one: one.rank)
    if not said:
        return None
    best = said[0]
    confidence, notes = best.found.confidence, [best.found.note or where_said(best.origin, table)]
    if best.rank >= _AMOUNT:
        confidence = min(confidence, _ASIDE if best.rank == _OTHER_SUMS else _BESIDE_AMOUNT)
        notes.append("in a note about other sums" if best.rank == _OTHER_SUMS else "beside an amount")
    other = next(
        (one for one in said if one.rank == best.rank and one.found.currency != best.found.currency), None
    )
    if other is not None:
        confidence = min(confidence, _CONTRADICTED)
        notes.append(f"{best.found.currency} is said, and {other.found.currency} too: {other.text[:80]!r}")
    return Sourced(
        value=best.found.currency,
        origin=best.origin,
        raw=best.text[:200],
        confidence=confidence,
        note="; ".join(notes),
    )


def _said(table: Table, country: Country | None) -> Iterator[_Said]:
    for text, origin in table.notes:
        found = currency_in(text, country=country)
        if found is not None:
            if found.confidence > _LEAST:
                yield _Said(_rank(text, found), found, text, origin)
            continue
        for clause in _CLAUSE.split(text):  # "Prices in EUR, freight 5 USD"
            one = currency_in(clause, country=country)
            if one is not None and one.confidence > _LEAST and "prices" in note_topics(clause):
                yield _Said(_rank(clause, one), one, text, origin)


def basis_in_notes(table: Table, /) -> Sourced[Basis] | None:
    """What the notes say that prices are for: "All prices per 1000 pcs". Where two disagree, the first holds, less surely."""
    said = [
        (basis, text, origin)
        for text, origin in table.notes
        for clause in _CLAUSE.split(text)
        if _speaks_of_prices(clause) and (basis := basis_said(clause)) is not None and basis.per != _PIECE
    ]
    if not said:
        return None
    basis, text, origin = said[0]
    other = next((one for one in said if one[0] != basis), None)
    notes = [f"what the price is for is {where_said(origin, table)}"]
    if other is not None:
        notes.append(f"another note says otherwise: {other[1][:80]!r}")
    confidence = _CONTRADICTED if other is not None else _NOTED
    return Sourced(value=basis, origin=origin, raw=text[:200], confidence=confidence, note="; ".join(notes))


def _speaks_of_prices(clause: str) -> bool:
    topics = note_topics(clause)
    return "prices" in topics and "other_sums" not in topics and not _SUM.search(clause)


def scale_in_notes(table: Table, /) -> tuple[int, str] | None:
    """(what prices are to be multiplied by, where it is said): "Prices in thousand EUR"."""
    for text, origin in table.notes:
        for clause in _CLAUSE.split(text):
            scale = scale_in(clause) if _speaks_of_prices(clause) else None
            if scale is not None:
                return scale.times, where_said(origin, table)
    return None


def _rank(text: str, found: CurrencyFound) -> int:
    start = max((cut.end() for cut in _CLAUSE.finditer(text, 0, found.start)), default=0)
    end = next((cut.start() for cut in _CLAUSE.finditer(text, found.end)), len(text))
    topics = note_topics(text[start:end]) or note_topics(text)
    counted = _is_counted(text, found)
    if "other_sums" in topics and ("prices" not in topics or counted):
        return _OTHER_SUMS
    if "prices" in topics:
        return _NEUTRAL if counted else _PRICES
    return _AMOUNT if counted else _NEUTRAL


def _is_counted(text: str, found: CurrencyFound) -> bool:
    """Whether a number stands beside the currency."""
    before, after = text[: found.start].rstrip(), text[found.end :].lstrip()
    return before[-1:].isdigit() or after[:1].isdigit()


def where_said(origin: Origin, table: Table, /) -> str:
    """For the user: "said below the table" of a note of its own sheet, else "said beside the table"."""
    header = next((one.header_origin for one in table.columns if one.header_origin is not None), None)
    rows = [
        int(row[1])
        for one in (header, origin)
        if one is not None and one.cell is not None and (row := _ROW.fullmatch(one.cell)) is not None
    ]
    if len(rows) < 2:
        return "said beside the table"
    return "said below the table" if rows[1] > rows[0] else "said above the table"
