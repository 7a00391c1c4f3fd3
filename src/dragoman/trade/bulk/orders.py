"""What would be ordered of each offer, and the price of the goods in the supplier's currency."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dragoman.model import Quantity
from dragoman.order_terms import TermColumns
from dragoman.trade.bulk.ends import HAIR, Ends, Floats, Mask, ceiled, exact
from dragoman.trade.money import in_base_units

MEASURED = ("kg", "m3", "pair")
"""Units that tell more than a number: weight, volume, two pieces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """One order of each offer; NaN where it has no price."""

    quantity: Floats
    """Base units: the asked ones, the minimum where that is higher, whole packing units."""
    goods: Ends
    """In the supplier's currency."""
    of_unit: dict[str, Mask]
    """Unit -> the rows that are sold by it."""

    def sold_by(self, unit: str, /) -> Mask:
        found = self.of_unit.get(unit)
        return found if found is not None else np.zeros(len(self.quantity), dtype=np.bool_)


def orders(terms: TermColumns, asked: Quantity | None, /, *, each: Floats | None = None) -> Orders:
    """As `trade.unit_price.order_at` and `trade.ladder` have it.

    Args:
        asked: None: the least that can be ordered.
        each: Instead of the value of `asked`, one for each row.
    """
    rows = len(terms)
    minimum = np.nan_to_num(terms.minimum)
    least = np.maximum(minimum, _wanted(terms, asked, each))
    least = np.where(least > 0, least, 1.0)
    if not terms.starts.shape[1]:
        nothing = np.full(rows, np.nan)
        return Orders(quantity=nothing, goods=exact(nothing), of_unit={})
    wholes = terms.wholes
    with np.errstate(divide="ignore", invalid="ignore"):
        packed = ceiled(least[:, None] / wholes) * wholes
    orderable = np.where(wholes > 0, packed, least[:, None])
    holds = orderable >= terms.starts * (1 - HAIR)
    width = holds.shape[1]
    last = width - 1 - np.argmax(holds[:, ::-1], axis=1)
    chosen = np.where(holds.any(axis=1), last, 0)
    every = np.arange(rows)
    quantity = np.where(terms.currencies >= 0, orderable[every, chosen], np.nan)
    high = terms.highs[every, chosen] * quantity
    return Orders(
        quantity=quantity,
        goods=np.stack([terms.lows[every, chosen] * quantity, high, high]),
        of_unit={name: terms.units == code for code, name in enumerate(terms.unit_names)},
    )


def _wanted(terms: TermColumns, asked: Quantity | None, each: Floats | None) -> Floats:
    """In the base unit that each offer is sold by; 0 where it cannot be counted in that."""
    if asked is None:
        return np.zeros(len(terms))
    value = each if each is not None else np.full(len(terms), float(asked.value))
    one = in_base_units(Quantity(value=asked.value * 0 + 1, unit=asked.unit), None)
    code = terms.unit_names.index(one.unit) if one.unit in terms.unit_names else -2
    wanted = np.where(terms.units == code, value * float(one.value), 0.0)
    if asked.unit in terms.pack_names:
        in_packs = terms.packs == terms.pack_names.index(asked.unit)
        counted = np.array(
            [terms.unit_names.index(n) if n in terms.unit_names else -3 for n in terms.pack_unit_names]
        )
        same = in_packs & (counted[terms.pack_units] == terms.units)
        wanted = np.where(in_packs, np.where(same, value * terms.pack_holds, 0.0), wanted)
    return wanted
