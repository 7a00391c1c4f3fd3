"""What a reckoning of landed cost is asked and gives back: lines that add up, each with its sources."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision

from dragoman.model import Country, Currency, Incoterm, Money, Offer, Origin, Quantity, UnitPrice
from dragoman.ports import DutyRates, ExchangeRates, FreightRates, Mode, Rate, TaxRates
from dragoman.trade.interval import Interval, Span, total
from dragoman.trade.money import rounded

UNIT_DIGITS = 4
"""Decimals of a cost per unit as shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LandedRates:
    """The tables that a landed cost is reckoned by."""

    exchange: ExchangeRates
    duties: DutyRates
    taxes: TaxRates
    freight: FreightRates


@dataclass(frozen=True, slots=True, kw_only=True)
class LandedTerms:
    """What is known of an order beyond the offer. What is given here wins over the offer's."""

    destination: Country
    on: date
    quantity: Quantity | None = None
    incoterm: Incoterm | None = None
    mode: Mode | None = None
    hs_codes: tuple[str, ...] = ()
    """Codes of the destination's tariff, likeliest first; several where it is not sure which."""
    made_in: Country | None = None
    ship_from: Country | None = None
    gross_kg: Span | None = None
    """Of one piece, packed."""
    net_kg: Span | None = None
    m3: Span | None = None
    """Of one piece, packed."""
    shown_apart: Money | None = None
    """Carriage and insurance in the price that the invoice shows by themselves: where the customs value is without
    them, they are taken off."""
    claim_preference: bool = False
    """Proof of preferential origin will be there."""
    tax_category: str = "standard"
    exchange_margin: Decimal = Decimal(0)
    """How far the exchange rate may move until payment: 0.02 is two of a hundred either way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LikelyCode:
    """A subheading that the goods may be in, as their texts tell."""

    code: str
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LandedRequest(LandedTerms):
    """An offer, and what is known of the order beyond it."""

    offer: Offer
    likely_codes: tuple[LikelyCode, ...] = ()
    """Guessed, likeliest first: what is reckoned with where neither the terms nor the offer have a code."""
    code_doubt: str = ""
    """Why the offer's own code may be wrong, for the user to ask."""

    @classmethod
    def of(
        cls,
        offer: Offer,
        terms: LandedTerms,
        /,
        *,
        likely_codes: tuple[LikelyCode, ...] = (),
        code_doubt: str = "",
    ) -> LandedRequest:
        known: dict[str, Any] = {
            one.name: getattr(terms, one.name) for one in fields(LandedTerms)
        }  # Any: each is of its field
        return cls(offer=offer, likely_codes=likely_codes, code_doubt=code_doubt, **known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A value that a line was reckoned with."""

    name: str
    value: str
    origin: Origin | None = None
    """Of the supplier's value."""
    source: str = ""
    """Of a rate: table, line, publisher; or who said so."""
    as_of: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something that is not known, put so that it can be sent to whoever knows it."""

    about: str
    """The key of the line that it would settle."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a landed cost."""

    key: str
    """ "goods", a Leg or several joined by "+", "customs_value", "duty", "additional_duty", or a charge's name."""
    text: str
    formula: str
    amount: Interval | None
    """Exact; None where it is not known."""
    inputs: tuple[Input, ...] = ()
    counted: bool = True
    """False: shown because others are reckoned from it; not in the total."""
    complete: bool = True
    """False: at least this much; what is missing is among the questions."""
    recoverable: bool = False
    reason: str = ""
    """Why it is an interval, nothing, or incomplete."""

    def shown(self) -> Interval | None:
        """Rounded half-even to the currency's minor unit, the last thing done to it."""
        if self.amount is None:
            return None
        return self.amount.rounded(get_currency_precision(self.amount.currency))


@dataclass(frozen=True, slots=True, kw_only=True)
class LandedCost:
    """What an order costs at the door, line by line."""

    offer_id: str
    destination: Country
    currency: Currency
    quantity: Quantity
    """Ordered: the asked one, the minimum where that is higher, whole packing units."""
    lines: tuple[Line, ...]
    on: date
    incoterm: Incoterm
    mode: Mode | None
    made_in: Country | None
    ship_from: Country | None
    hs_codes: tuple[str, ...]
    questions: tuple[Question, ...] = ()
    assumptions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    presented_by: Rate | None = None
    """The rate that the lines were converted by, where they are not in the destination's currency."""
    complete: bool = field(init=False)
    """Whether every line is known; where not, the total is what it costs at least."""

    def __post_init__(self) -> None:
        known = all(line.complete and line.amount is not None for line in self.lines if line.counted)
        object.__setattr__(self, "complete", known)

    @property
    def exact(self) -> Interval:
        """The unrounded sum of the counted lines: to order by."""
        return total((line.amount for line in self.lines if line.counted and line.amount), self.currency)

    @property
    def total(self) -> Interval:
        """The sum of the lines as shown, so that they add up to the last cent."""
        shown = (line.shown() for line in self.lines if line.counted)
        return total((amount for amount in shown if amount is not None), self.currency)

    @property
    def recoverable(self) -> Interval:
        """What of the total a business that deducts input tax gets back."""
        shown = (line.shown() for line in self.lines if line.counted and line.recoverable)
        return total((amount for amount in shown if amount is not None), self.currency)

    @property
    def after_recovery(self) -> Interval:
        """The total without what is recoverable."""
        shown = (line.shown() for line in self.lines if line.counted and not line.recoverable)
        return total((amount for amount in shown if amount is not None), self.currency)

    def per_unit(self, amount: Interval, /) -> tuple[UnitPrice, UnitPrice, UnitPrice]:
        """Low, likely, high per one unit ordered, rounded to `UNIT_DIGITS`."""
        one = Quantity(value=Decimal(1), unit=self.quantity.unit)
        each = amount.map(lambda money: rounded(money / self.quantity.value, UNIT_DIGITS))
        return each.low / one, each.likely / one, each.high / one

    def line(self, key: str, /) -> Line:
        """Raises KeyError where there is no such line."""
        for one in self.lines:
            if one.key == key:
                return one
        raise KeyError(key)

    def presented(self, rate: Rate, /) -> LandedCost:
        """The same in another currency: every line by one and the same rate, so that no order changes."""
        if rate.quote == self.currency:
            return self
        lines = tuple(
            line if line.amount is None else replace(line, amount=line.amount.converted(rate))
            for line in self.lines
        )
        return replace(self, lines=lines, currency=rate.quote, presented_by=rate)
