"""What is known of the orders before anything is reckoned of them: how many, weight, volume, price of the goods."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from dragoman.order_terms import TermColumns
from dragoman.trade.bulk.ends import Codes, Ends, Floats, Mask, exact
from dragoman.trade.bulk.orders import Orders
from dragoman.trade.interval import Span
from dragoman.trade.landed_cost import LandedTerms
from dragoman.trade.measures import DENSITY, PACKAGING
from dragoman.trade.money import SINGLE_UNITS


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Orders of some offers; every array has one column a row."""

    quantity: Floats
    goods: Ends
    """In the currency of the reckoning."""
    gross_kg: Ends
    net_kg: Ends
    m3: Ends
    by_kg: Mask
    by_pair: Mask
    by_single: Mask
    """By pieces, pairs or sets."""
    sold_by: Callable[[str], Mask]

    def __len__(self) -> int:
        return len(self.quantity)

    def take(self, rows: Codes, /) -> Rows:
        sold_by = self.sold_by
        return Rows(
            quantity=self.quantity[rows],
            goods=self.goods[:, rows],
            gross_kg=self.gross_kg[:, rows],
            net_kg=self.net_kg[:, rows],
            m3=self.m3[:, rows],
            by_kg=self.by_kg[rows],
            by_pair=self.by_pair[rows],
            by_single=self.by_single[rows],
            sold_by=lambda unit: sold_by(unit)[rows],
        )

    def measured(self, unit: str, weight: str, /) -> Ends:
        """How many of a base unit an order is, for specific rates; `weight` is "net" or "gross"."""
        ordered = exact(self.quantity)
        if unit == "kg":
            return np.where(self.by_kg, ordered, self.gross_kg if weight == "gross" else self.net_kg)
        amount = np.where(self.sold_by(unit), ordered, np.nan)
        return np.where(self.by_pair, ordered * 2, amount) if unit == "piece" else amount


def rows_of(terms: TermColumns, ordered: Orders, goods: Ends, given: LandedTerms, /) -> Rows:
    """As `trade.measures` has weight and volume: given, the offer's, or what follows from one of them."""
    many = len(terms)
    by_kg, by_m3 = ordered.sold_by("kg"), ordered.sold_by("m3")
    net = _given(given.net_kg, many) if given.net_kg is not None else exact(terms.kg)
    net = np.where(by_kg, 1.0, net)
    if given.gross_kg is not None:
        gross = _given(given.gross_kg, many)
        unpacked = gross / np.array([[float(PACKAGING.high)], [float(PACKAGING.likely)], [1.0]])
        net = np.where(np.isnan(net), unpacked, net)
    else:
        gross = net * _column(PACKAGING)
    of_weight = gross / np.array([[float(kg)] for kg in DENSITY])
    m3 = _given(given.m3, many) if given.m3 is not None else of_weight
    m3 = np.where(by_m3, 1.0, m3)
    return Rows(
        quantity=ordered.quantity,
        goods=goods,
        gross_kg=gross * ordered.quantity,
        net_kg=net * ordered.quantity,
        m3=m3 * ordered.quantity,
        by_kg=by_kg,
        by_pair=ordered.sold_by("pair"),
        by_single=np.logical_or.reduce([ordered.sold_by(unit) for unit in sorted(SINGLE_UNITS)]),
        sold_by=ordered.sold_by,
    )


def _given(span: Span, many: int) -> Ends:
    return np.repeat(_column(span), many, axis=1)


def _column(span: Span) -> Ends:
    return np.array([[float(span.low)], [float(span.likely)], [float(span.high)]])
