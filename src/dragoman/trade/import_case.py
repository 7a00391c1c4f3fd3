"""What an import is reckoned from, amounts that may be incomplete, and the reliefs of small consignments."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from typing import Literal

from dragoman.errors import RateMissing
from dragoman.model import Money
from dragoman.ports import ImportRules, Relief
from dragoman.trade import words
from dragoman.trade.interval import Interval
from dragoman.trade.journey import Journey
from dragoman.trade.landed_cost import LandedRates, LandedRequest
from dragoman.trade.measures import Measured
from dragoman.trade.money import convert
from dragoman.trade.sheet import Sheet

Levied = Literal["duty", "charge"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An amount, and what of it is missing."""

    amount: Interval
    missing: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        return f"without {', '.join(self.missing)}, which is not known" if self.missing else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One import, and the sheet that it is written on."""

    request: LandedRequest
    rules: ImportRules
    way: Journey
    parcel: Measured
    rates: LandedRates
    sheet: Sheet
    apart: Money | None = None
    """Carriage in the price that was taken off for the customs value."""

    @property
    def goods(self) -> Interval:
        """The price: the sheet's first line."""
        amount = self.sheet.lines[0].amount
        assert amount is not None  # an offer without a price is refused before
        return amount

    @property
    def zero(self) -> Interval:
        return Interval.zero(self.goods.currency)

    def in_currency(self, money: Money, /) -> Money:
        """In that of the reckoning. Raises RateMissing."""
        currency = self.goods.currency
        if money.currency == currency:
            return money
        return convert(money, self.rates.exchange.rate(money.currency, currency))

    def reliefs(self, levied: Levied, /) -> tuple[Relief, ...]:
        """Those that may hold for this way and what is levied."""
        return tuple(
            relief
            for relief in self.rules.reliefs
            if (levied == "duty" or relief.what == "all")
            and (not relief.modes or self.way.mode in relief.modes)
            and (not relief.origins or self.way.ship_from in relief.origins)
        )

    def relieved(self, amount: Interval, levied: Levied, value: Known, /) -> Interval:
        """Nothing where the consignment is small enough; down to nothing where it may be."""
        zero = self.zero.likely
        for relief in self.reliefs(levied):
            measured, limit = self._against(relief, value)
            if limit is None:
                amount = Interval(low=zero, likely=amount.likely, high=amount.high)
            elif measured.high <= limit:
                return self.zero
            elif measured.low <= limit:
                likely = zero if measured.likely <= limit else amount.likely
                amount = Interval(low=zero, likely=likely, high=amount.high)
        return amount

    def exempt(self, levied: Levied, value: Known, /) -> bool:
        """Whether the consignment is free for sure, whatever the rate would be."""
        held = (self._against(relief, value) for relief in self.reliefs(levied))
        return any(limit is not None and measured.high <= limit for measured, limit in held)

    def relief_words(self, levied: Levied, value: Known, /) -> str:
        """ "free: the price is at most 150.00 EUR (...)"; "" where none holds."""
        for relief in self.reliefs(levied):
            measured, limit = self._against(relief, value)
            if limit is None or measured.low <= limit:
                of = "price" if relief.of == "goods" else "customs value"
                free = "free" if limit is not None and measured.high <= limit else "may be free"
                return f"{free}: the {of} is at most {words.money(limit or relief.limit)} ({relief.source})"
        return ""

    def _against(self, relief: Relief, value: Known) -> tuple[Interval, Money | None]:
        """What is held against the limit, and the limit; None where no rate brings it into the currency."""
        try:
            limit: Money | None = self.in_currency(relief.limit)
        except RateMissing as missing:
            self.sheet.ask("duty", f"Is it at most {words.money(relief.limit)}, and so free? ({missing})")
            limit = None
        return self.goods if relief.of == "goods" else value.amount, limit


def down(amount: Interval, step: Decimal | None, /) -> Interval:
    """To a multiple of the step, as the law of the destination rounds on the way; not a rounding for showing."""
    if step is None:
        return amount
    return amount.map(lambda money: _down(money, step))


def _down(money: Money, step: Decimal) -> Money:
    steps = (money.amount / step).to_integral_value(rounding=ROUND_FLOOR)
    return Money(amount=steps * step, currency=money.currency)
