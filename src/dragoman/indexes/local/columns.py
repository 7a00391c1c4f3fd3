"""What filters, facets and orders need of every row, as NumPy columns that never change once made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from dragoman.indexes.local.row_log import Batch, RowEntry, terms_of
from dragoman.model import Currency
from dragoman.order_terms import TermColumns
from dragoman.ports import (
    FACET_FIELDS,
    ByNumber,
    ByTerms,
    ByUnitPrice,
    FacetCount,
    FacetField,
    FacetFilter,
    Filter,
    NumberField,
    NumberFilter,
    PriceFilter,
    TermsFilter,
)

Mask = npt.NDArray[np.bool_]
"""Shape (rows,)."""
Rows = npt.NDArray[np.int64]
"""Row numbers."""
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FacetColumn:
    """Pairs (row, code): an offer may carry several values."""

    rows: Rows
    codes: Rows
    values: tuple[str, ...]
    """By code."""
    code_of: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PriceColumn:
    """Price steps, padded to the longest; NaN where a row has fewer."""

    starts: Floats
    """Shape (rows, steps)."""
    prices: Floats
    currencies: Rows
    """Codes; -1 without a price."""
    currency_names: tuple[str, ...]
    units: Rows
    unit_names: tuple[str, ...]

    def at(self, quantity: float, factors: Mapping[Currency, float], /) -> Floats:
        """Shape (rows,): price per base unit at `quantity`, in the currency of `factors`; NaN where unknown."""
        if not self.prices.size:
            return np.full(len(self.currencies), np.nan)
        reached = np.sum(self.starts <= quantity, axis=1)
        step = np.maximum(reached - 1, 0)
        prices = self.prices[np.arange(len(step)), step]
        factor = np.array([*(factors.get(name, np.nan) for name in self.currency_names), np.nan])
        result: Floats = prices * factor[self.currencies]
        return result


@dataclass(frozen=True)
class Columns:
    """The rows of one moment. Row numbers are positions; rows of replaced offers are not alive."""

    entries: tuple[RowEntry, ...] = ()
    row_of: Mapping[str, int] = field(default_factory=dict)
    """Offer id -> its living row."""

    def extended(self, batches: Sequence[Batch], /) -> Columns:
        """These columns with later batches applied."""
        entries = list(self.entries)
        row_of = dict(self.row_of)
        for batch in batches:
            for offer_id in batch.deletes:
                row_of.pop(offer_id, None)
            for row in batch.rows:
                row_of[row.offer_id] = len(entries)
                entries.append(row)
        return Columns(entries=tuple(entries), row_of=row_of)

    def __len__(self) -> int:
        return len(self.entries)

    @cached_property
    def alive(self) -> Mask:
        alive = np.zeros(len(self), dtype=np.bool_)
        alive[list(self.row_of.values())] = True
        return alive

    @cached_property
    def has_vector(self) -> Mask:
        return np.array([row.has_vector for row in self.entries], dtype=np.bool_)

    @cached_property
    def id_order(self) -> Rows:
        """Rank of each row's offer id among all, for ties."""
        order = sorted(range(len(self)), key=lambda row: self.entries[row].offer_id)
        ranks = np.empty(len(self), dtype=np.int64)
        ranks[order] = np.arange(len(self))
        return ranks

    @cached_property
    def facets(self) -> Mapping[FacetField, FacetColumn]:
        return {name: self._facet(name) for name in FACET_FIELDS}

    def _facet(self, name: FacetField) -> FacetColumn:
        codes: dict[str, int] = {}
        pairs = [
            (row, codes.setdefault(value, len(codes)))
            for row, one in enumerate(self.entries)
            for value in one.facets.get(name, ())
        ]
        both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        return FacetColumn(rows=both[:, 0], codes=both[:, 1], values=tuple(codes), code_of=codes)

    @cached_property
    def _numbers(self) -> dict[NumberField, Floats]:
        names: tuple[NumberField, ...] = ("moq", "lead_time_days", "updated_at")
        return {name: np.array([one.numbers.get(name, np.nan) for one in self.entries]) for name in names}

    @cached_property
    def price(self) -> PriceColumn:
        width = max((len(one.price_steps) for one in self.entries), default=0)
        starts = np.full((len(self), width), np.nan)
        prices = np.full((len(self), width), np.nan)
        currencies: dict[str, int] = {}
        units: dict[str, int] = {}
        currency_codes = np.full(len(self), -1, dtype=np.int64)
        unit_codes = np.full(len(self), -1, dtype=np.int64)
        for row, one in enumerate(self.entries):
            if one.price_steps:
                steps = np.array(one.price_steps)
                starts[row, : len(steps)] = steps[:, 0]
                prices[row, : len(steps)] = steps[:, 1]
                currency_codes[row] = currencies.setdefault(one.price_currency, len(currencies))
                unit_codes[row] = units.setdefault(one.price_unit, len(units))
        return PriceColumn(
            starts=starts,
            prices=prices,
            currencies=currency_codes,
            currency_names=tuple(currencies),
            units=unit_codes,
            unit_names=tuple(units),
        )

    @cached_property
    def terms(self) -> TermColumns:
        return TermColumns.of([terms_of(row) for row in self.entries])

    # ------------------------------------------------------------------------ questions

    def passing(self, filters: Sequence[Filter], /) -> Mask:
        """Rows that are alive and pass every filter."""
        mask = self.alive.copy()
        for one in filters:
            mask &= self._filter(one)
        return mask

    def _filter(self, one: Filter) -> Mask:
        match one:
            case FacetFilter(field=name, any_of=any_of):
                column = self.facets[name]
                wanted = [column.code_of[value] for value in any_of if value in column.code_of]
                mask = np.zeros(len(self), dtype=np.bool_)
                mask[column.rows[np.isin(column.codes, wanted)]] = True
                return mask
            case NumberFilter(field=number, low=low, high=high, keep_unknown=keep_unknown):
                values = self._numbers[number]
            case PriceFilter(
                quantity=quantity, factors=factors, low=low, high=high, keep_unknown=keep_unknown
            ):
                values = self.price.at(quantity, factors)
            case TermsFilter(reckon=reckon, low=low, high=high, keep_unknown=keep_unknown):
                values = reckon(self.terms)[0]
        mask = np.isnan(values) if keep_unknown else np.zeros(len(self), dtype=np.bool_)
        within = ~np.isnan(values)
        if low is not None:
            within &= values >= low
        if high is not None:
            within &= values <= high
        return mask | within

    def counts(self, name: FacetField, matching: Mask, /) -> tuple[FacetCount, ...]:
        """Exact counts of a facet's values over the matching rows."""
        column = self.facets[name]
        counts = np.bincount(column.codes[matching[column.rows]], minlength=len(column.values))
        found = [(int(counts[code]), column.values[code]) for code in np.flatnonzero(counts)]
        found.sort(key=lambda pair: (-pair[0], pair[1]))
        return tuple(FacetCount(value=value, count=count) for count, value in found)

    def ordered(self, sort: ByUnitPrice | ByNumber | ByTerms, rows: Rows, /) -> Rows:
        """Rows by a column; unknown values last, ties by offer id."""
        match sort:
            case ByTerms(reckon=reckon):
                keys = reckon(self.terms.take(rows))
                return rows[np.lexsort((self.id_order[rows], *np.where(np.isnan(keys), np.inf, keys)[::-1]))]
            case ByNumber(field=number, descending=descending):
                values = self._numbers[number][rows]
                values = -values if descending else values
            case ByUnitPrice(quantity=quantity, factors=factors, unit=unit):
                price = self.price
                values = price.at(quantity, factors)[rows]
                unit_code = price.unit_names.index(unit) if unit in price.unit_names else -2
                values = np.where(price.units[rows] == unit_code, values, np.nan)
        return rows[np.lexsort((self.id_order[rows], np.where(np.isnan(values), np.inf, values)))]
