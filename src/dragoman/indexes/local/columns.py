"""What filters, facets and orders need of every row, as NumPy columns whose rows never change once they are put."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
import numpy.typing as npt

from dragoman.indexes.local.growing import Array, Growing, Names
from dragoman.indexes.local.row_log import CODED, RAGGED, SCALARS, Batch, hash_of
from dragoman.model import Currency
from dragoman.order_terms import Goods, Lane, TermColumns
from dragoman.ports import (
    FACET_FIELDS,
    ByNumber,
    ByTerms,
    ByUnitPrice,
    FacetCount,
    FacetField,
    FacetFilter,
    Filter,
    NumberFilter,
    PriceFilter,
    TermsFilter,
)

Mask = npt.NDArray[np.bool_]
"""Shape (rows,)."""
Rows = npt.NDArray[np.int64]
"""Row numbers."""
Floats = npt.NDArray[np.float64]

Known = Callable[[Filter, Callable[[], Mask]], Mask]
"""Gives the mask of a filter, which it has reckoned where it does not know it."""

_FEW = 8
"""A set of rows is looked up value by value where it is less than one in so many of all."""
_MANY_VALUES = 200
"""Of a facet, from which on it is worth knowing the order of all names."""
_CLEARLY_MORE = 4
"""Of rows that are sorted, the first are found before they are put in order where so many times more are there."""
_SORTED_TAIL = 20_000
"""Rows behind the sorted hashes that are compared one by one."""


@dataclass(frozen=True, slots=True)
class Ragged:
    """A column of which a row has any number of values."""

    ends: npt.NDArray[np.uint32]
    """Shape (rows + 1,): row `r` has the values from `ends[r]` up to `ends[r + 1]`."""
    values: Array
    owners: npt.NDArray[np.uint32]
    """Shape (values,): the row of each, for facets; else empty."""

    def of(self, rows: Rows, /) -> tuple[Rows, Array]:
        """How many values each of the rows has, and all of them, row after row."""
        begins = self.ends[rows].astype(np.int64)
        counts = self.ends[rows + 1].astype(np.int64) - begins
        return counts, self.values[np.repeat(begins, counts) + _places(counts)]

    def padded(self, rows: Rows, /) -> Floats:
        """Of values with a width: shape (width, rows, most), NaN behind a row's last."""
        counts, values = self.of(rows)
        width = self.values.shape[1]
        result = np.full((width, len(rows), int(counts.max(initial=0))), np.nan)
        result[:, np.repeat(np.arange(len(rows)), counts), _places(counts)] = values.T
        return result


def _places(counts: Rows) -> Rows:
    """Of each value within its row, from 0, where rows have so many."""
    return np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)


class Memory:
    """The arrays behind the columns of an index, shared by its moments."""

    def __init__(self) -> None:
        self.scalars = {name: Growing(dtype) for name, dtype in SCALARS.items()}
        self.ends = {name: Growing("<u4") for name in RAGGED}
        self.values = {name: Growing(dtype, width) for name, (dtype, width) in RAGGED.items()}
        self.owners = {name: Growing("<u4") for name in FACET_FIELDS}
        self.names: dict[str, Names[str]] = {name: Names() for name in CODED}
        self.lanes: Names[Lane] = Names()
        self.goods: Names[Goods] = Names()


_NO_OWNERS = np.empty(0, dtype=np.uint32)


class Columns:
    """The rows of one moment. Row numbers are positions; rows of replaced offers are not alive."""

    def __init__(self) -> None:
        """Of an index without offers."""
        self.memory = Memory()
        self.rows = 0
        self.scalars: dict[str, Array] = {name: np.empty(0, dtype) for name, dtype in SCALARS.items()}
        self.ragged = {
            name: Ragged(
                ends=self.memory.ends[name].put(np.zeros(1, np.uint32), behind=0).view(np.uint32),
                values=np.empty((0, width) if width else 0, dtype=dtype),
                owners=_NO_OWNERS,
            )
            for name, (dtype, width) in RAGGED.items()
        }
        self.counted: dict[str, int] = dict.fromkeys((*CODED, "lane", "goods"), 0)
        """Names in use, by column."""
        self.alive: Mask = np.empty(0, dtype=np.bool_)
        self._finder = _Finder()
        self._inverted = _Inverted()

    def __len__(self) -> int:
        return self.rows

    @property
    def names(self) -> Mapping[str, Names[str]]:
        return self.memory.names

    @property
    def lanes(self) -> Names[Lane]:
        return self.memory.lanes

    @property
    def goods(self) -> Names[Goods]:
        return self.memory.goods

    def extended(self, batches: Sequence[Batch], /) -> Columns:
        """These columns with later batches applied; these stay as they are."""
        after = Columns.__new__(Columns)
        after.memory = self.memory
        after.rows = self.rows + sum(batch.rows for batch in batches)
        after.scalars = {name: self._scalar(name, batches) for name in SCALARS}
        after.ragged = {name: self._ragged(name, batches) for name in RAGGED}
        after.counted = self._counted(batches)
        after.alive = np.ones(after.rows, dtype=np.bool_)
        after.alive[: self.rows] = self.alive
        for batch in batches:
            after.alive[np.frombuffer(batch.gone, dtype="<i8")] = False
        after._finder = self._finder
        after._inverted = self._inverted
        return after

    def _scalar(self, name: str, batches: Sequence[Batch]) -> Array:
        added = np.concatenate(
            [self.scalars[name][:0]]
            + [np.frombuffer(batch.scalars[name], dtype=SCALARS[name]) for batch in batches]
        )
        return self.memory.scalars[name].put(added, behind=self.rows)

    def _ragged(self, name: str, batches: Sequence[Batch]) -> Ragged:
        dtype, width = RAGGED[name]
        before, ends = self.ragged[name], self.memory.ends[name]
        counts = np.concatenate(
            [np.empty(0, "<u4")] + [np.frombuffer(one.ragged[name].counts, "<u4") for one in batches]
        )
        values = np.concatenate(
            [before.values[:0]]
            + [
                np.frombuffer(one.ragged[name].values, dtype).reshape((-1, width) if width else -1)
                for one in batches
            ]
        )
        behind = len(before.values)
        owners = before.owners
        if name in self.memory.owners:
            rows = np.repeat(np.arange(self.rows, self.rows + len(counts), dtype=np.uint32), counts)
            owners = self.memory.owners[name].put(rows, behind=behind).view(np.uint32)
        return Ragged(
            ends=ends.put(behind + np.cumsum(counts), behind=self.rows + 1).view(np.uint32),
            values=self.memory.values[name].put(values, behind=behind),
            owners=owners,
        )

    def _counted(self, batches: Sequence[Batch]) -> dict[str, int]:
        counted = dict(self.counted)
        for batch in batches:
            for name, added in batch.names.items():
                counted[name] = self.memory.names[name].put(added, behind=counted[name])
            counted["lane"] = self.memory.lanes.put(batch.lanes, behind=counted["lane"])
            counted["goods"] = self.memory.goods.put(batch.goods, behind=counted["goods"])
        return counted

    # ------------------------------------------------------------------------ offers

    @cached_property
    def living(self) -> int:
        """Offers."""
        return int(np.count_nonzero(self.alive))

    @property
    def has_vector(self) -> Mask:
        return self.scalars["has_vector"].view(np.bool_)

    def offer_id(self, row: int, /) -> str:
        ids = self.ragged["id"]
        return bytes(ids.values[ids.ends[row] : ids.ends[row + 1]]).decode()

    def offer_ids(self, rows: Rows | None = None, /) -> list[str]:
        """Of some rows, in their order; of all offers."""
        rows = np.flatnonzero(self.alive) if rows is None else rows
        ids = self.ragged["id"]
        text, begins, ends = ids.values.data, ids.ends[rows].tolist(), ids.ends[rows + 1].tolist()
        return [str(text[begin:end], "utf-8") for begin, end in zip(begins, ends, strict=True)]

    def rows_of(self, offer_ids: Sequence[str], /) -> Rows:
        """The living rows of those that are here, in any order."""
        return self._finder.find(self, offer_ids)

    def rows_at(self, serials: Rows, /) -> Rows:
        """Rows by their numbers in Tantivy; -1 for one that is not here."""
        known = self.scalars["serial"].view(np.int64)
        if not len(known):
            return np.full(len(serials), -1, dtype=np.int64)
        if int(known[-1]) == len(known) - 1:  # nothing was ever compacted
            return np.where(serials < len(known), serials, -1)
        at = np.minimum(np.searchsorted(known, serials), len(known) - 1)
        return np.where(known[at] == serials, at, -1)

    def facet_values(self, name: FacetField, rows: Rows, /) -> list[tuple[str, ...]]:
        """Of each of the rows."""
        counts, codes = self.ragged[name].of(rows)
        named = self.names[name].of(codes.tolist())
        ends = np.cumsum(counts).tolist()
        return [tuple(named[end - count : end]) for count, end in zip(counts.tolist(), ends, strict=True)]

    # ------------------------------------------------------------------------ filters

    def passing(self, filters: Sequence[Filter], known: Known, /) -> Mask:
        """Rows that are alive and pass every filter; what is dear to reckon is asked of the fewest.

        Args:
            known: Gives what was reckoned of a filter before, else has it reckoned.
        """
        mask = self.alive.copy()
        for one in filters:
            if isinstance(one, FacetFilter):
                mask &= known(one, partial(self._carrying, one))
            elif isinstance(one, NumberFilter):
                mask &= known(one, partial(_within, self.scalars[one.field].view(np.float64), one))
        for one in filters:
            if isinstance(one, PriceFilter | TermsFilter):
                rows = np.flatnonzero(mask)
                mask[rows[~_within(self._reckoned(one, rows), one)]] = False
        return mask

    def _carrying(self, one: FacetFilter) -> Mask:
        mask = np.zeros(self.rows, dtype=np.bool_)
        for value in dict.fromkeys(one.any_of):
            code = self.names[one.field].code(value)
            if code is not None:
                for rows in self._inverted.rows(self, one.field, code):
                    mask[rows] = True
        return mask

    def _reckoned(self, one: PriceFilter | TermsFilter, rows: Rows) -> Floats:
        if isinstance(one, PriceFilter):
            return self.prices(rows, one.quantity, one.factors)
        return one.reckon(self.terms(rows))[0] if len(rows) else np.empty(0)

    # ------------------------------------------------------------------------ prices

    def prices(self, rows: Rows, quantity: float, factors: Mapping[Currency, float], /) -> Floats:
        """Shape (rows,): price per base unit at `quantity`, in the currency of `factors`; NaN where unknown."""
        currencies = self.scalars["price_currency"][rows].view(np.int32)
        names = self.names["price_currency"].first(self.counted["price_currency"])
        factor = np.array([*(factors.get(name, np.nan) for name in names), np.nan])
        steps = self.ragged["steps"]
        begins = steps.ends[rows].astype(np.int64)
        counts = steps.ends[rows + 1].astype(np.int64) - begins
        result = np.full(len(rows), np.nan)
        for at in range(int(counts.max(initial=0))):
            there = np.flatnonzero(counts > at)
            values = steps.values[begins[there] + at].view(np.float64)
            reached = there if at == 0 else there[values[:, 0] <= quantity]
            result[reached] = values[:, 1] if at == 0 else values[values[:, 0] <= quantity, 1]
        priced: Floats = result * factor[currencies]
        return priced

    def terms(self, rows: Rows, /) -> TermColumns:
        """Of some rows, in their order."""
        starts, lows, highs, wholes = self.ragged["rungs"].padded(rows)
        number = {name: self.scalars[name][rows].view(np.float64) for name in ("minimum", "pack_holds", "kg")}
        coded = ("currency", "unit", "pack", "pack_unit", "lane", "goods")
        code = {name: self.scalars[name][rows].astype(np.int64) for name in coded}
        text = {name: self.names[name].first(self.counted[name]) for name in coded[:4]}
        return TermColumns(
            starts=starts,
            lows=lows,
            highs=highs,
            wholes=wholes,
            minimum=number["minimum"],
            pack_holds=number["pack_holds"],
            kg=number["kg"],
            currencies=code["currency"],
            currency_names=text["currency"],
            units=code["unit"],
            unit_names=text["unit"],
            packs=code["pack"],
            pack_names=text["pack"],
            pack_units=code["pack_unit"],
            pack_unit_names=text["pack_unit"],
            lanes=code["lane"],
            lane_names=self._lane_names,
            goods=code["goods"],
            goods_names=self._goods_names,
        )

    @cached_property
    def _lane_names(self) -> tuple[Lane, ...]:
        return self.lanes.first(self.counted["lane"])

    @cached_property
    def _goods_names(self) -> tuple[Goods, ...]:
        return self.goods.first(self.counted["goods"])

    # ------------------------------------------------------------------------ facets

    def counts(self, name: FacetField, matching: Mask, how_many: int, /) -> Rows:
        """Exact counts, by code, of a facet's values over the matching rows, of which there are `how_many`."""
        if how_many * _FEW < self.rows:
            codes = self.ragged[name].of(np.flatnonzero(matching))[1]
        else:
            codes = self.ragged[name].values[matching[self.ragged[name].owners]]
        return np.bincount(codes.view(np.int32), minlength=self.counted[name])

    def codes(self, name: FacetField, rows: Rows, /) -> Rows:
        """Of all the values that the rows have."""
        return self.ragged[name].of(rows)[1].astype(np.int64)

    def codes_of(self, name: FacetField, values: Collection[str], /) -> list[int]:
        """Of those of the values that are known here; a later moment may know more."""
        known, count = self.names[name], self.counted[name]
        return [code for value in values if (code := known.code(value)) is not None and code < count]

    def told(
        self, name: FacetField, counts: Rows, most: int | None, named: Collection[str], /
    ) -> tuple[FacetCount, ...]:
        """The commonest values with their counts, ties by value.

        Args:
            counts: By code.
            most: Values, beside those `named`; None for all.
        """
        names = self.names[name]
        codes = np.flatnonzero(counts)
        also: list[int] = []
        if most is not None and len(codes) > most:
            also = [code for code in self.codes_of(name, named) if counts[code]]
            least = np.partition(counts[codes], len(codes) - most)[len(codes) - most] if most else np.inf
            codes = codes[counts[codes] >= least]
        codes = self._commonest_first(name, codes, counts)[:most]
        if not set(also) <= set(codes.tolist()):
            codes = self._commonest_first(name, np.union1d(codes, also), counts)
        told = zip(names.of(codes.tolist()), counts[codes].tolist(), strict=True)
        return tuple([FacetCount(value=value, count=count) for value, count in told])

    def _commonest_first(self, name: FacetField, codes: Rows, counts: Rows) -> Rows:
        """Codes by falling count, then by name."""
        names = self.names[name]
        if len(codes) < _MANY_VALUES:
            listed = sorted(codes.tolist(), key=lambda code: (-counts[code], names.name(code)))
            return np.array(listed, dtype=np.int64)
        ordered: Rows = codes[np.lexsort((names.places(self.counted[name])[codes], -counts[codes]))]
        return ordered

    # ------------------------------------------------------------------------ order

    def by_id(self, rows: Rows, most: int, /) -> Rows:
        """The first `most` rows in order of their offers' ids."""
        if len(rows) > most * _CLEARLY_MORE and most > 0:
            heads = self.scalars["key"][rows].view(np.uint64)
            rows = rows[heads <= np.partition(heads, most - 1)[most - 1]]
        return self._in_order(rows, ())[:most]

    def best(self, rows: Rows, keys: Floats, most: int, /) -> Rows:
        """The `most` rows of the least keys, in order; ties by offer id."""
        if len(rows) > most * _CLEARLY_MORE and most > 0:
            bound = np.partition(keys, most - 1)[most - 1]
            rows, keys = rows[keys <= bound], keys[keys <= bound]
        return self._in_order(rows, (keys,))[:most]

    def ordered(self, sort: ByUnitPrice | ByNumber | ByTerms, rows: Rows, most: int, /) -> Rows:
        """The first `most` rows by a column; unknown values last, ties by offer id."""
        match sort:
            case ByTerms(reckon=reckon):
                keys = reckon(self.terms(rows)) if len(rows) else np.empty((1, 0))
                return self._in_order(rows, tuple(np.where(np.isnan(keys), np.inf, keys)))[:most]
            case ByNumber(field=number, descending=descending):
                values = self.scalars[number][rows].view(np.float64)
                values = -values if descending else values
            case ByUnitPrice(quantity=quantity, factors=factors, unit=unit):
                code = self.names["price_unit"].code(unit)
                sold_so = self.scalars["price_unit"][rows].view(np.int32) == (-2 if code is None else code)
                values = np.where(sold_so, self.prices(rows, quantity, factors), np.nan)
        return self.best(rows, np.where(np.isnan(values), np.inf, values), most)

    def _in_order(self, rows: Rows, keys: tuple[Floats, ...]) -> Rows:
        """By the first key, then the next, then the offer's id."""
        heads = self.scalars["key"][rows].view(np.uint64)
        order = np.lexsort((heads, *keys[::-1]))
        ordered: Rows = rows[order]
        heads = heads[order]
        same = heads[1:] == heads[:-1]
        for key in keys:
            same &= key[order][1:] == key[order][:-1]
        if not same.any():
            return ordered
        bounds = np.flatnonzero(np.concatenate([[True], ~same, [True]]))
        for start, end in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
            if end - start > 1:  # ids that begin alike
                ordered[start:end] = sorted(ordered[start:end].tolist(), key=self.offer_id)
        return ordered


def _within(values: Floats, one: NumberFilter | PriceFilter | TermsFilter) -> Mask:
    """NaN, the unknown, is within no bounds."""
    within: Mask = values <= (np.inf if one.high is None else one.high)
    if one.low is not None:
        within &= values >= one.low
    return within | np.isnan(values) if one.keep_unknown else within


class _Inverted:
    """A facet's rows by value: of the older rows sorted, of the latest looked through. Made where it is first asked for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made: dict[FacetField, tuple[Rows, npt.NDArray[np.uint32]]] = {}

    def rows(self, columns: Columns, facet: FacetField, code: int) -> list[npt.NDArray[np.uint32]]:
        """Of a value, in pieces."""
        column = columns.ragged[facet]
        with self._lock:
            starts, rows = self._made.get(facet, (np.zeros(1, dtype=np.int64), _NO_OWNERS))
            if len(column.values) - len(rows) > max(_SORTED_TAIL, len(rows) // 4):
                codes = column.values.view(np.int32)
                rows = column.owners[np.argsort(codes, kind="stable")]
                starts = np.concatenate([[0], np.cumsum(np.bincount(codes))])
                self._made[facet] = starts, rows
        found = [column.owners[len(rows) :][column.values[len(rows) :] == code]]
        if code + 1 < len(starts):
            older = rows[starts[code] : starts[code + 1]]
            found.append(older if len(rows) <= len(column.values) else older[older < columns.rows])
        return found


class _Finder:
    """Finds rows by their offers' ids: hashes of the older rows sorted, the latest compared one by one. Only a writer
    asks, one at a time."""

    def __init__(self) -> None:
        self._hashes = np.empty(0, dtype=np.uint64)
        self._rows = np.empty(0, dtype=np.int64)

    def find(self, columns: Columns, offer_ids: Sequence[str]) -> Rows:
        if not columns.rows or not offer_ids:
            return np.empty(0, dtype=np.int64)
        self._sort(columns)
        wanted = np.array([hash_of(one) for one in offer_ids], dtype=np.uint64)
        firsts = np.searchsorted(self._hashes, wanted, side="left")
        lasts = np.searchsorted(self._hashes, wanted, side="right")
        tail = columns.scalars["hash"][len(self._hashes) :].view(np.uint64)
        recent = np.flatnonzero(np.isin(tail, wanted)) + len(self._hashes)
        found = [
            row
            for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True)
            for row in self._rows[first:last].tolist()
        ]
        asked = set(offer_ids)
        rows = [
            row
            for row in dict.fromkeys([*found, *recent.tolist()])
            if row < columns.rows and columns.alive[row] and columns.offer_id(row) in asked
        ]
        return np.array(rows, dtype=np.int64)

    def _sort(self, columns: Columns) -> None:
        """Only rows that every later moment has: rows are never put anew below those of the moment in force."""
        if columns.rows - len(self._hashes) > max(_SORTED_TAIL, len(self._hashes) // 4):
            hashes = columns.scalars["hash"].view(np.uint64)
            self._rows = np.argsort(hashes, kind="stable")
            self._hashes = hashes[self._rows]


__all__ = ["Columns", "Floats", "Mask", "Rows"]
