"""What of an offer decides the cost of ordering it, as an index holds it: floats in columns, to order and filter by.

What is shown is reckoned anew from the record in Decimal; `trade.bulk` reckons a thousand offers at once from these.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from dragoman.model import Country

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
"""Positions in a tuple of names; -1 where there is none."""
Name = TypeVar("Name", bound=Hashable)


class Lane(NamedTuple):
    """What the way of the goods depends on; "" where it is not given."""

    incoterm: str
    place: Country
    """Of the Incoterm's named place."""
    supplier: Country


class Goods(NamedTuple):
    """What the duty depends on; "" where it is not given."""

    codes: tuple[str, ...]
    """HS codes, likeliest first."""
    made_in: Country
    supplier: Country


class Rung(NamedTuple):
    """A price tier in base units (piece, kg, m, ...)."""

    start: float
    low: float
    """Per one base unit; the low end of a range."""
    high: float
    whole: float
    """Base units in the packing unit that the price is for; 0.0 where any number can be ordered."""


class OrderTerms(NamedTuple):
    """Of one offer that has a price."""

    currency: str
    unit: str
    """Base unit that it is sold by."""
    minimum: float
    """Least that can be ordered; 0.0 where nothing says."""
    rungs: tuple[Rung, ...]
    """By rising start; at least one."""
    pack: str
    """Packing unit whose contents are known, or ""."""
    pack_holds: float
    pack_unit: str
    """Base unit of what it holds."""
    kg: float
    """Net, of one base unit; NaN where not given."""
    lane: Lane
    goods: Goods


@dataclass(frozen=True, slots=True, kw_only=True)
class TermColumns:
    """The terms of many offers: shape (rows,) each, (rows, rungs) of a ladder, NaN behind its end."""

    starts: Floats
    lows: Floats
    highs: Floats
    wholes: Floats
    minimum: Floats
    pack_holds: Floats
    kg: Floats
    currencies: Codes
    currency_names: tuple[str, ...]
    units: Codes
    unit_names: tuple[str, ...]
    packs: Codes
    pack_names: tuple[str, ...]
    pack_units: Codes
    pack_unit_names: tuple[str, ...]
    lanes: Codes
    lane_names: tuple[Lane, ...]
    goods: Codes
    goods_names: tuple[Goods, ...]

    @classmethod
    def of(cls, offers: Sequence[OrderTerms | None], /) -> TermColumns:
        """None: an offer without a price."""
        width = max((len(one.rungs) for one in offers if one is not None), default=0)
        ladder = np.full((4, len(offers), width), np.nan)
        numbers = np.full((3, len(offers)), np.nan)
        for row, one in enumerate(offers):
            if one is not None:
                ladder[:, row, : len(one.rungs)] = np.array(one.rungs).T
                numbers[:, row] = (one.minimum, one.pack_holds, one.kg)
        currencies, currency_names = _coded(offers, lambda one: one.currency)
        units, unit_names = _coded(offers, lambda one: one.unit)
        packs, pack_names = _coded(offers, lambda one: one.pack)
        pack_units, pack_unit_names = _coded(offers, lambda one: one.pack_unit)
        lanes, lane_names = _coded(offers, lambda one: one.lane)
        goods, goods_names = _coded(offers, lambda one: one.goods)
        return cls(
            starts=ladder[0],
            lows=ladder[1],
            highs=ladder[2],
            wholes=ladder[3],
            minimum=numbers[0],
            pack_holds=numbers[1],
            kg=numbers[2],
            currencies=currencies,
            currency_names=currency_names,
            units=units,
            unit_names=unit_names,
            packs=packs,
            pack_names=pack_names,
            pack_units=pack_units,
            pack_unit_names=pack_unit_names,
            lanes=lanes,
            lane_names=lane_names,
            goods=goods,
            goods_names=goods_names,
        )

    def __len__(self) -> int:
        return len(self.minimum)

    def take(self, rows: Codes, /) -> TermColumns:
        """Of some rows, in their order."""
        return TermColumns(
            starts=self.starts[rows],
            lows=self.lows[rows],
            highs=self.highs[rows],
            wholes=self.wholes[rows],
            minimum=self.minimum[rows],
            pack_holds=self.pack_holds[rows],
            kg=self.kg[rows],
            currencies=self.currencies[rows],
            currency_names=self.currency_names,
            units=self.units[rows],
            unit_names=self.unit_names,
            packs=self.packs[rows],
            pack_names=self.pack_names,
            pack_units=self.pack_units[rows],
            pack_unit_names=self.pack_unit_names,
            lanes=self.lanes[rows],
            lane_names=self.lane_names,
            goods=self.goods[rows],
            goods_names=self.goods_names,
        )


def _coded(
    offers: Sequence[OrderTerms | None], of: Callable[[OrderTerms], Name], /
) -> tuple[Codes, tuple[Name, ...]]:
    names: dict[Name, int] = {}
    codes = [-1 if one is None else names.setdefault(of(one), len(names)) for one in offers]
    return np.array(codes, dtype=np.int64), tuple(names)


Reckoning = Callable[[TermColumns], Floats]
"""What offers come to by their terms: shape (keys, rows), NaN where it cannot be told. The same terms give the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ByTerms:
    """By what `reckon` makes of the offers' terms: the first key decides, of equal ones the next; NaN last. Ties by
    offer id."""

    reckon: Reckoning


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsFilter:
    """Offers of which the first key of `reckon` lies within the bounds, both inclusive."""

    reckon: Reckoning
    low: float | None = None
    high: float | None = None
    keep_unknown: bool = False


__all__ = ["ByTerms", "Goods", "Lane", "OrderTerms", "Reckoning", "Rung", "TermColumns", "TermsFilter"]
