"""The landed unit cost of many offers at once, and the order that it puts them in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dragoman.errors import RateMissing
from dragoman.model import Currency, Quantity
from dragoman.order_terms import Goods, Lane, TermColumns
from dragoman.ports import ImportQuestion, ImportRules
from dragoman.trade.bulk.carriage import LegsWanted, carriage
from dragoman.trade.bulk.duties import DutyPlan, plan_duty
from dragoman.trade.bulk.ends import HIGH, LIKELY, Codes, Ends, Floats, Mask
from dragoman.trade.bulk.imports import legs_wanted, levies
from dragoman.trade.bulk.lanes import LanePlan, plan_lane
from dragoman.trade.bulk.money_rates import MoneyRates
from dragoman.trade.bulk.orders import orders
from dragoman.trade.bulk.rows import rows_of
from dragoman.trade.landed_cost import LandedRates, LandedTerms
from dragoman.trade.money import PACKING_UNITS, in_base_units

DIGITS = 12
"""Significant ones of a cost that orders: what differs behind them is the float's doing, not the trade's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """Of many offers, a column a row."""

    total: Ends
    """In `currency`, what is known of it; NaN without a price, or without a rate into the currency."""
    quantity: Floats
    """Ordered."""
    complete: Mask
    """False: the total is what it costs at least."""
    currency: Currency

    @property
    def per_unit(self) -> Ends:
        return self.total / self.quantity


class Reckoner:
    """Reckons landed costs by one set of tables into one destination on one day. What it looks up it keeps: each way
    and each code and origin once. Safe to share between threads."""

    def __init__(self, terms: LandedTerms, /, *, rates: LandedRates, currency: Currency) -> None:
        """Args:
            terms: Their quantity is not looked at; carriage shown apart, a claim of preference and a margin of the
                exchange rate are left to `trade.landed`.
            currency: Of the costs where the destination's rules are not known; else they are in its own.
        Raises:
            ValueError: terms that only `trade.landed` reckons with.
        """
        if terms.shown_apart is not None or terms.claim_preference or terms.exchange_margin:
            raise ValueError(
                f"expected terms without shown_apart, claim_preference and margin, got {terms!r}"
            )
        self.terms = terms
        self._rates = rates
        self._rules = _rules(terms, rates)
        self.currency = self._rules.currency if self._rules is not None else currency
        self._money = MoneyRates(rates.exchange, self.currency)
        self._wanted: list[LegsWanted] = legs_wanted(self._rules) if self._rules is not None else []
        self._lanes: dict[Lane, LanePlan] = {}
        self._duties: dict[Goods, DutyPlan] = {}

    def costs(self, terms: TermColumns, asked: Quantity | None, /, *, each: Floats | None = None) -> Costs:
        """What an order of each offer costs at the door.

        Args:
            asked: How many; None: the least that can be ordered.
            each: Instead of the value of `asked`, one for each row.
        """
        ordered = orders(terms, asked, each=each)
        factors = np.array([*(self._money.into(name) for name in terms.currency_names), np.nan])
        goods = ordered.goods * factors[terms.currencies]
        rows = rows_of(terms, ordered, goods, self.terms)
        lanes, lane_of = self._lanes_of(terms)
        way = carriage(rows, lanes, lane_of, self._wanted, self._money)
        if self._rules is None:
            paid = np.array([lane.duty_paid for lane in lanes], dtype=np.bool_)[lane_of]
            return Costs(
                total=goods + way.total,
                quantity=ordered.quantity,
                complete=way.complete & paid,
                currency=self.currency,
            )
        plans, plan_of = self._duties_of(terms)
        due = levies(self._rules, rows, lanes, lane_of, plans, plan_of, way, self._money)
        return Costs(
            total=goods + way.total + due.total,
            quantity=ordered.quantity,
            complete=way.complete & due.complete,
            currency=self.currency,
        )

    def order(self, asked: Quantity | None, terms: TermColumns, /) -> Floats:
        """Keys to order by, shape (3, rows): first the offers whose cost is known in full, by what one unit likely
        costs and of equal ones by what it costs at most; then those of which a part is not known, by what they cost
        at least; NaN, which is last, where nothing can be compared: no price, no exchange rate, sold by another
        unit."""
        costs, each = self._comparable(terms, asked)
        unknown = np.isnan(each[LIKELY])
        rank = np.where(costs.complete, 0.0, 1.0)
        return np.where(unknown, np.nan, np.stack([rank, each[LIKELY], each[HIGH]]))

    def unit_cost(self, asked: Quantity | None, terms: TermColumns, /) -> Floats:
        """To filter by, shape (1, rows): what one unit likely costs; NaN where that is not known in full."""
        costs, each = self._comparable(terms, asked)
        return np.where(costs.complete, each[LIKELY], np.nan)[None, :]

    def _comparable(self, terms: TermColumns, asked: Quantity | None) -> tuple[Costs, Ends]:
        costs = self.costs(terms, asked)
        unit = base_unit(asked)
        code = terms.unit_names.index(unit) if unit in terms.unit_names else -2
        each = np.where(terms.units == code, costs.per_unit, np.nan)
        return costs, _significant(each)

    def _lanes_of(self, terms: TermColumns) -> tuple[list[LanePlan], Codes]:
        present, lane_of = _present(terms.lanes)
        plans = [self._lane(terms.lane_names[code] if code >= 0 else Lane("", "", "")) for code in present]
        return plans, lane_of

    def _lane(self, lane: Lane) -> LanePlan:
        found = self._lanes.get(lane)
        if found is None:
            found = self._lanes[lane] = plan_lane(lane, self.terms, self._rules, self._rates)
        return found

    def _duties_of(self, terms: TermColumns) -> tuple[list[DutyPlan], Codes]:
        present, plan_of = _present(terms.goods)
        plans = [self._duty(terms.goods_names[code] if code >= 0 else Goods((), "", "")) for code in present]
        return plans, plan_of

    def _duty(self, goods: Goods) -> DutyPlan:
        found = self._duties.get(goods)
        if found is None:
            found = self._duties[goods] = plan_duty(goods, self.terms, self._rates.duties)
        return found


def base_unit(asked: Quantity | None, /) -> str:
    """That costs are compared per; pieces where none was asked or packing units were."""
    if asked is None or asked.unit in PACKING_UNITS:
        return "piece"
    return in_base_units(asked, None).unit


def _rules(terms: LandedTerms, rates: LandedRates) -> ImportRules | None:
    try:
        return rates.taxes.rules(
            ImportQuestion(destination=terms.destination, on=terms.on, category=terms.tax_category)
        )
    except RateMissing:
        return None


def _present(codes: Codes) -> tuple[list[int], Codes]:
    """The codes that occur, and the position of each row's among them."""
    found, position = np.unique(codes, return_inverse=True)
    return found.tolist(), position


def _significant(values: Ends) -> Ends:
    """To `DIGITS` significant digits."""
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = 10.0 ** (DIGITS - 1 - np.floor(np.log10(np.abs(values))))
        rounded: Ends = np.where(values == 0, 0.0, np.round(values * scale) / scale)
    return rounded
