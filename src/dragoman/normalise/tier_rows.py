"""Rows that are tiers of one offer -> that offer: "100 pcs 2.10" and below it "500 pcs 1.95"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dragoman.model import Offer, Origin, PriceTier, Problem, Sourced, Supplier
from dragoman.normalise.mapping.roles import TableMapping
from dragoman.normalise.mapping.tier_rows import OF_A_TIER, is_same_offer, tier_column
from dragoman.normalise.offers import to_offer
from dragoman.normalise.row_over import RowOver
from dragoman.ports import CellValue, Row

_NOTE = "a tier that stands in a row of its own"
_SURE = 1.0


class TierRow(RowOver):
    """A row below that of its offer: what it leaves empty stands above it; satisfies `ports.Row`."""

    __slots__ = ("_above", "_values")

    def __init__(self, row: Row, above: Row, mapping: TableMapping) -> None:
        super().__init__(row)
        self._above = above
        goods = {
            key: value for key, value in above.values.items() if mapping.role(key).field not in OF_A_TIER
        }
        self._values = {**goods, **row.values}

    @property
    def values(self) -> Mapping[str, CellValue]:
        """Of the row, and of the one above for what it leaves empty."""
        return self._values

    def cell(self, key: str, /) -> Origin:
        """Of a cell, where it stands."""
        return self._of(key).cell(key)

    def text(self, key: str, /) -> str:
        """A cell as written, where it stands."""
        return self._of(key).text(key)

    def currency_shown(self, key: str, /) -> str | None:
        """By the number format of the cell."""
        return self._of(key).currency_shown(key)

    def unit_shown(self, key: str, /) -> str | None:
        """Beside the cell."""
        return self._of(key).unit_shown(key)

    def _of(self, key: str) -> Row:
        return self._row if key in self._row.values or key not in self._values else self._above


def tier_row(row: Row, above: Row, mapping: TableMapping, /) -> Row | None:
    """A row that may be a further tier of the offer of the row above it, its empty cells filled from there; None where
    it is one of its own."""
    if tier_column(mapping) is None or not is_same_offer(above, row, mapping.columns):
        return None
    return TierRow(row, above, mapping)


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """An offer with the tiers of a further row."""

    offer: Offer
    problems: tuple[Problem, ...]
    """Of that row."""


def joined_offer(
    offer: Offer, above: Row, row: Row, mapping: TableMapping, supplier: Supplier, /
) -> Joined | None:
    """The offer of the row `above`, with the tiers of the row below it; None where that is no tier of it."""
    tier = tier_row(row, above, mapping)
    outcome = to_offer(tier, mapping, supplier) if tier is not None else None
    if outcome is None or outcome.offer is None:
        return None
    joined = _with_tiers_of(offer, outcome.offer, mapping)
    return Joined(offer=joined, problems=outcome.problems) if joined is not None else None


def _with_tiers_of(offer: Offer, further: Offer, mapping: TableMapping) -> Offer | None:
    """The offer with the tiers of the row below it; None where these are no further ones: they begin no higher, cost
    more, or are in another currency or for something else."""
    if not offer.prices or not further.prices or offer.offer_id != further.offer_id:
        return None
    last, first = offer.prices[-1].value, further.prices[0].value
    if (
        first.from_quantity.unit != last.from_quantity.unit
        or first.from_quantity.value <= last.from_quantity.value
        or first.price.per != last.price.per
        or first.price.money.currency != last.price.money.currency
        or first.price.money.amount > last.price.money.amount
    ):
        return None
    column = tier_column(mapping)
    sure = column.confidence if column is not None else _SURE
    own = [one if _NOTE in one.note else _told(one, sure) for one in offer.prices]
    return replace(offer, prices=(*own, *(_told(one, sure) for one in further.prices)))


def _told(tier: Sourced[PriceTier], sure: float) -> Sourced[PriceTier]:
    note = "; ".join(filter(None, (tier.note, _NOTE)))
    return replace(tier, confidence=min(tier.confidence, sure), note=note)
