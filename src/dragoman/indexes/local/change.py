"""Documents -> one record of the log, their values laid out by column."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

import numpy as np

from dragoman.indexes.local.columns import Columns, Rows
from dragoman.indexes.local.row_log import CODED, RAGGED, SCALARS, Batch, Values, hash_of, key_of
from dragoman.order_terms import Goods, Lane
from dragoman.ports import FACET_FIELDS, FacetField, IndexDocument

Name = TypeVar("Name", bound=Hashable)


class _Coder(dict[Name, int]):
    """Codes of names: those the index has, then new ones in order."""

    def __init__(self, known: Callable[[Name], int | None], count: int) -> None:
        super().__init__()
        self._known = known
        self._count = count
        self.added: list[Name] = []

    def __missing__(self, name: Name) -> int:
        code = self._known(name)
        if code is None:
            code = self._count + len(self.added)
            self.added.append(name)
        self[name] = code
        return code


def batch_of(
    documents: Sequence[IndexDocument], gone: Rows, columns: Columns, /, *, first_serial: int
) -> tuple[Batch, list[dict[FacetField, list[int]]]]:
    """The change that puts documents behind the rows of `columns` and takes rows away, and the codes of each document's
    facets."""
    codes: list[dict[FacetField, list[int]]] = []
    coders = {name: _Coder(columns.names[name].code, columns.counted[name]) for name in CODED}
    lanes = _Coder(columns.lanes.code, columns.counted["lane"])
    goods = _Coder(columns.goods.code, columns.counted["goods"])
    scalars: dict[str, list[float]] = {name: [] for name in SCALARS}
    ragged = {name: _Filling(dtype) for name, (dtype, _) in RAGGED.items()}
    for serial, document in enumerate(documents, start=first_serial):
        encoded = document.offer_id.encode()
        scalars["serial"].append(serial)
        scalars["hash"].append(hash_of(document.offer_id))
        scalars["key"].append(key_of(encoded))
        scalars["has_vector"].append(document.vector is not None)
        ragged["id"].add(encoded, len(encoded))
        for number in ("moq", "lead_time_days", "updated_at"):
            scalars[number].append(document.numbers.get(number, math.nan))
        its_codes = {
            facet: [coders[facet][value] for value in dict.fromkeys(values)]
            for facet, values in document.facets.items()
            if values
        }
        for facet in FACET_FIELDS:
            values = its_codes.get(facet, ())
            ragged[facet].add(values, len(values))
        codes.append(its_codes)
        _add_price(document, scalars, ragged, coders)
        _add_terms(document, scalars, ragged, coders, lanes, goods)
    batch = Batch(
        gone=memoryview(gone.astype("<i8").tobytes()),
        rows=len(documents),
        scalars={
            name: memoryview(np.array(scalars[name], dtype=dtype).tobytes())
            for name, dtype in SCALARS.items()
        },
        ragged={name: one.values() for name, one in ragged.items()},
        names={name: tuple(coder.added) for name, coder in coders.items() if coder.added},
        lanes=tuple(lanes.added),
        goods=tuple(goods.added),
    )
    return batch, codes


class _Filling:
    """A ragged column while it is filled."""

    def __init__(self, dtype: str) -> None:
        self._dtype = dtype
        self._counts: list[int] = []
        self._values: list[float] = []

    def add(self, values: Sequence[float], rows: int) -> None:
        """Args:
        values: Of one row, flat.
        rows: How many they are, of the column's width.
        """
        self._counts.append(rows)
        self._values.extend(values)

    def values(self) -> Values:
        return Values(
            counts=memoryview(np.array(self._counts, dtype="<u4").tobytes()),
            values=memoryview(np.array(self._values, dtype=self._dtype).tobytes()),
        )


def _add_price(
    document: IndexDocument,
    scalars: dict[str, list[float]],
    ragged: dict[str, _Filling],
    coders: dict[str, _Coder[str]],
) -> None:
    price = document.price
    steps = price.steps if price is not None else ()
    scalars["price_currency"].append(coders["price_currency"][price.currency] if price is not None else -1)
    scalars["price_unit"].append(coders["price_unit"][price.unit] if price is not None else -1)
    ragged["steps"].add([value for step in steps for value in step], len(steps))


def _add_terms(
    document: IndexDocument,
    scalars: dict[str, list[float]],
    ragged: dict[str, _Filling],
    coders: dict[str, _Coder[str]],
    lanes: _Coder[Lane],
    goods: _Coder[Goods],
) -> None:
    terms = document.terms
    if terms is None:
        for number in ("minimum", "pack_holds", "kg"):
            scalars[number].append(math.nan)
        for coded in ("currency", "unit", "pack", "pack_unit", "lane", "goods"):
            scalars[coded].append(-1)
        ragged["rungs"].add((), 0)
        return
    scalars["minimum"].append(terms.minimum)
    scalars["pack_holds"].append(terms.pack_holds)
    scalars["kg"].append(terms.kg)
    scalars["currency"].append(coders["currency"][terms.currency])
    scalars["unit"].append(coders["unit"][terms.unit])
    scalars["pack"].append(coders["pack"][terms.pack])
    scalars["pack_unit"].append(coders["pack_unit"][terms.pack_unit])
    scalars["lane"].append(lanes[terms.lane])
    scalars["goods"].append(goods[terms.goods])
    ragged["rungs"].add([value for rung in terms.rungs for value in rung], len(terms.rungs))


def compacted(columns: Columns, /) -> tuple[Batch, Rows]:
    """One record with the living rows of `columns`, in their order, and which they are."""
    rows = np.flatnonzero(columns.alive)
    ragged: dict[str, Values] = {}
    for name in RAGGED:
        column = columns.ragged[name]
        counts, values = column.of(rows)
        ragged[name] = Values(
            counts=memoryview(counts.astype("<u4").tobytes()), values=memoryview(values.tobytes())
        )
    batch = Batch(
        gone=memoryview(b""),
        rows=len(rows),
        scalars={
            name: memoryview(np.ascontiguousarray(columns.scalars[name][rows]).tobytes()) for name in SCALARS
        },
        ragged=ragged,
        names={name: columns.names[name].first(columns.counted[name]) for name in CODED},
        lanes=columns.lanes.first(columns.counted["lane"]),
        goods=columns.goods.first(columns.counted["goods"]),
    )
    return batch, rows
