"""What the rate cards come to for many orders at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

import numpy as np

from dragoman.ports import FreightCard, FreightCharge, Leg
from dragoman.trade.bulk.ends import LIKELY, Codes, Ends, Mask, ceiled, exact, known, or_nothing
from dragoman.trade.bulk.lanes import LanePlan
from dragoman.trade.bulk.money_rates import MoneyRates
from dragoman.trade.bulk.rows import Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class LegsWanted:
    """Legs whose cost is summed up: those of a customs value, or of the base of a tax."""

    legs: frozenset[Leg]
    without: frozenset[Leg] = frozenset()
    """A card that covers any of these stays out."""

    def takes(self, card: FreightCard, /) -> bool:
        covered = set(card.legs)
        return bool(covered & self.legs) and not covered & self.without


@dataclass(frozen=True, slots=True, kw_only=True)
class Carriage:
    """What the buyer pays for the way; what is not known counts as nothing."""

    total: Ends
    sums: tuple[Ends, ...]
    """One for each LegsWanted."""
    complete: Mask
    unknown_in: tuple[Mask, ...]
    """For each LegsWanted, the rows in which a card that it takes cannot be reckoned."""


def carriage(
    rows: Rows, lanes: Sequence[LanePlan], lane_of: Codes, wanted: Sequence[LegsWanted], money: MoneyRates, /
) -> Carriage:
    """Args:
    lane_of: Position in `lanes` of each row.
    """
    many = len(rows)
    total = np.zeros((3, many))
    sums = tuple(np.zeros((3, many)) for _ in wanted)
    unknown_in = tuple(np.zeros(many, dtype=np.bool_) for _ in wanted)
    complete = np.array([not lane.open_legs for lane in lanes], dtype=np.bool_)[lane_of]
    for cards, some in _by_cards(lanes, lane_of):
        here = rows.take(some)
        so_far = np.zeros((3, len(some)))
        for card in cards:
            cost = card_cost(card, here, so_far, money)
            is_known = known(cost)
            complete[some[~is_known]] = False
            counted = or_nothing(cost)
            so_far = so_far + counted
            for one, summed, missing in zip(wanted, sums, unknown_in, strict=True):
                if one.takes(card):
                    summed[:, some] += counted
                    missing[some[~is_known]] = True
        total[:, some] = so_far
    return Carriage(total=total, sums=sums, complete=complete, unknown_in=unknown_in)


def _by_cards(lanes: Sequence[LanePlan], lane_of: Codes) -> list[tuple[tuple[FreightCard, ...], Codes]]:
    """The rows that the same cards in the same order are for."""
    groups: dict[tuple[int, ...], list[int]] = {}
    for position, lane in enumerate(lanes):
        if lane.cards:
            groups.setdefault(tuple(id(card) for card in lane.cards), []).append(position)
    found = []
    for positions in groups.values():
        some = np.flatnonzero(np.isin(lane_of, positions))
        if len(some):
            found.append((lanes[positions[0]].cards, some))
    return found


def card_cost(card: FreightCard, rows: Rows, so_far: Ends, money: MoneyRates, /) -> Ends:
    """As `trade.freight.card_cost`; NaN where weight, volume or a rate is missing."""
    groups: dict[tuple[str, str], list[FreightCharge]] = {}
    for charge in card.charges:
        groups.setdefault((charge.per, charge.name), []).append(charge)
    into, out_of = money.into(card.currency), money.out_of(card.currency)
    total = np.zeros((3, len(rows)))
    for group in groups.values():
        breaks = sorted(group, key=lambda charge: charge.from_quantity)
        if breaks[0].per == "percent":
            total = total + _percent(breaks[-1], rows.goods * out_of, so_far * out_of)
        else:
            total = total + _by_breaks(breaks, _measure(breaks[0], rows))
    return total * into


def _by_breaks(breaks: Sequence[FreightCharge], many: Ends) -> Ends:
    """The highest break that is reached holds, the first below all of them; more may cost less."""
    starts = np.array([float(one.from_quantity) for one in breaks])
    held = np.maximum(np.searchsorted(starts, np.nan_to_num(many), side="right") - 1, 0)
    amounts = np.array([float(one.amount) for one in breaks])
    least = np.array([-np.inf if one.minimum is None else float(one.minimum) for one in breaks])
    most = np.array([np.inf if one.maximum is None else float(one.maximum) for one in breaks])
    cost = np.minimum(np.maximum(amounts[held] * many, least[held]), most[held])
    return np.stack([cost.min(axis=0), cost[LIKELY], cost.max(axis=0)])


def _percent(charge: FreightCharge, goods: Ends, so_far: Ends) -> Ends:
    share = float(charge.amount / 100 * (1 + charge.uplift))
    if charge.of == "goods":
        amount = goods * share
    elif share >= 1:
        amount = goods * np.nan
    else:
        amount = (goods + so_far) * (share / (1 - share))
    least = -np.inf if charge.minimum is None else float(charge.minimum)
    most = np.inf if charge.maximum is None else float(charge.maximum)
    bounded: Ends = np.minimum(np.maximum(amount, least), most)
    return bounded


def _measure(charge: FreightCharge, rows: Rows) -> Ends:
    match charge.per:
        case "shipment":
            return np.ones((3, len(rows)))
        case "piece":
            return exact(np.where(rows.by_single, rows.quantity, np.nan))
        case "kg":
            return rows.gross_kg
        case "m3":
            return rows.m3
        case "chargeable_kg":
            return np.maximum(rows.gross_kg, rows.m3 * float(charge.kg_per_m3))
        case "freight_tonne":
            return np.maximum(rows.gross_kg * 0.001, rows.m3)
        case "container":
            full = np.ones((3, len(rows)))
            if charge.holds_kg is not None:
                full = np.maximum(full, rows.gross_kg / float(charge.holds_kg))
            if charge.holds_m3 is not None:
                full = np.maximum(full, rows.m3 / float(charge.holds_m3))
            return ceiled(full)
        case "percent":
            raise AssertionError("percent is reckoned before")
        case _:
            assert_never(charge.per)
