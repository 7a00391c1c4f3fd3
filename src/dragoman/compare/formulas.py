"""The lines of a landed cost as formulas of their inputs, for a spreadsheet that works them out anew.

What a line is worth is known from `trade.landed`. A formula is kept only where it comes to that very figure; where
one does not (a rate that is no percentage, a preference), the line is a fixed amount and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from dragoman.compare.expression import (
    Down,
    Expression,
    Greatest,
    IfAtLeast,
    Least,
    Named,
    Number,
    Product,
    Sum,
    Up,
)
from dragoman.errors import RateMissing
from dragoman.model import Money, UnitPrice
from dragoman.order_terms import Goods
from dragoman.ports import (
    LEGS,
    FreightCard,
    FreightCharge,
    FreightQuestion,
    ImportCharge,
    ImportQuestion,
    ImportRules,
    Percent,
    Relief,
)
from dragoman.trade.bulk.duties import plan_duty
from dragoman.trade.freight import choose
from dragoman.trade.interval import Interval
from dragoman.trade.journey import Journey, journey, needed_legs
from dragoman.trade.ladder import ladder_of
from dragoman.trade.landed_cost import LandedCost, LandedRates, LandedRequest, Line
from dragoman.trade.measures import measured
from dragoman.trade.money import in_base_units
from dragoman.trade.sheet import Sheet

ASKED = "asked"
"""The input that is the same for all offers: how many are asked for."""
NEAR = Decimal("1e-9")
"""Share that a formula may differ by from the line it stands for: what a division leaves at 28 digits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An input of the formulas."""

    name: str
    text: str
    value: Decimal
    unit: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """A line with its formula."""

    line: Line
    expression: Expression | None
    """None: the amount is fixed, or not known."""


@dataclass(slots=True, kw_only=True)
class Sheetful:
    """One offer's inputs and lines."""

    cost: LandedCost
    inputs: dict[str, Given] = field(default_factory=dict)
    ordered: Expression | None = None
    """How many are ordered of it."""
    lines: list[Worked] = field(default_factory=list)

    def give(self, name: str, text: str, value: Decimal, unit: str, source: str, /) -> Named:
        self.inputs.setdefault(name, Given(name=name, text=text, value=value, unit=unit, source=source))
        return Named(name)


def worked_lines(cost: LandedCost, request: LandedRequest, /, *, rates: LandedRates) -> Sheetful:
    """Args:
    cost: As it was reckoned of the request, in the destination's currency.
    """
    sheet = Sheetful(cost=cost)
    rules = _rules(request, rates)
    way = journey(request, rules, rates, Sheet())
    writer = _Writer(cost=cost, request=request, rates=rates, rules=rules, way=way, sheet=sheet)
    values = {ASKED: request.quantity.value if request.quantity is not None else Decimal(0)}
    for line in cost.lines:
        expression = writer.of(line)
        values.update((name, one.value) for name, one in sheet.inputs.items())
        amount = line.amount.likely.amount if line.amount is not None else None
        sheet.lines.append(Worked(line=line, expression=_kept(expression, amount, values)))
        values[line.key] = amount or Decimal(0)
    if rules is not None and not way.within and any(line.key == "customs_value" for line in cost.lines):
        _not_yet(writer, rules, values)
    return sheet


def _not_yet(writer: _Writer, rules: ImportRules, values: dict[str, Decimal]) -> None:
    """Charges that another customs value would bring: nothing now, with their formula."""
    sheet = writer.sheet
    there = {one.line.key for one in sheet.lines}
    for charge in rules.charges:
        if charge.name in there or not (charge.above or charge.up_to):
            continue
        there.add(charge.name)
        line = Line(
            key=charge.name,
            text=charge.name,
            formula="",
            amount=Interval.zero(sheet.cost.currency),
            recoverable=charge.recoverable,
            reason="nothing at this customs value",
        )
        expression = writer.of(line)
        values.update((name, one.value) for name, one in sheet.inputs.items())
        values[line.key] = Decimal(0)
        sheet.lines.append(Worked(line=line, expression=_kept(expression, Decimal(0), values)))


def _kept(
    expression: Expression | None, amount: Decimal | None, values: dict[str, Decimal]
) -> Expression | None:
    if expression is None or amount is None:
        return None
    worked = expression.worked_out(values)
    return expression if abs(worked - amount) <= NEAR * max(abs(amount), Decimal(1)) else None


def _rules(request: LandedRequest, rates: LandedRates) -> ImportRules | None:
    try:
        return rates.taxes.rules(
            ImportQuestion(destination=request.destination, on=request.on, category=request.tax_category)
        )
    except RateMissing:
        return None


@dataclass(slots=True, kw_only=True)
class _Writer:
    cost: LandedCost
    request: LandedRequest
    rates: LandedRates
    rules: ImportRules | None
    way: Journey
    sheet: Sheetful

    def of(self, line: Line) -> Expression | None:
        """The formula of a line by its inputs and by the lines before it."""
        try:
            if line.key == "goods":
                return self._goods()
            if line.key.split("+")[0] in LEGS:
                return self._carriage(line.key)
            if self.rules is None:
                return None
            if line.key == "customs_value":
                return Sum((Named("goods"), *(Named(key) for key in self._legs_of(self.rules.added_legs))))
            if line.key in ("duty", "additional_duty"):
                return self._duty(line.key, self.rules)
            charges = [one for one in self.rules.charges if one.name == line.key]
            written = [
                self._charge(one, self.rules)
                for one in charges
                if not one.modes or self.way.mode is None or self.way.mode in one.modes
            ]
            return Sum(tuple(one for one in written if one is not None)) if written and all(written) else None
        except RateMissing:
            return None

    # ------------------------------------------------------------------------------ goods

    def _goods(self) -> Expression | None:
        ladder = ladder_of(self.request.offer)
        if ladder is None:
            return None
        source = self.request.offer.prices[0].origin.where()
        asked = self._asked(ladder.unit)
        minimum = self.sheet.give("minimum", "Least order", ladder.minimum, ladder.unit, source)
        most = Greatest((asked, minimum))
        least: Expression = IfAtLeast(Number(Decimal(0)), most, Number(Decimal(1)), most)
        price: Expression | None = None
        ordered: Expression | None = None
        for place, rung in enumerate(ladder.rungs, start=1):
            where = rung.tier.origin.where()
            one = self.sheet.give(
                f"price_{place}",
                f"Price, tier {place}",
                rung.price.money.amount,
                f"{ladder.currency} / {ladder.unit}",
                where,
            )
            many = Up(least, rung.whole) if rung.whole is not None else least
            if price is None or ordered is None:
                price, ordered = one, many
            else:
                start = self.sheet.give(
                    f"start_{place}", f"Tier {place} from", rung.starts, ladder.unit, where
                )
                price, ordered = IfAtLeast(many, start, one, price), IfAtLeast(many, start, many, ordered)
        if price is None or ordered is None:
            return None
        self.sheet.ordered = ordered
        self.sheet.inputs[_ORDERED] = Given(
            name=_ORDERED,
            text="Ordered",
            value=self.cost.quantity.value,
            unit=ladder.unit,
            source="worked out",
        )
        return Product((price, Named(_ORDERED), *self._rate(ladder.currency, self.cost.currency)))

    def _asked(self, unit: str) -> Expression:
        """The quantity asked for, in the unit that the offer is sold by; 0 where it cannot be counted so."""
        quantity = self.request.quantity
        pack = self.request.offer.pack.value if self.request.offer.pack is not None else None
        if quantity is None or quantity.value == 0:
            return Number(Decimal(0))
        wanted = in_base_units(quantity, pack)
        if wanted.unit != unit:
            return Number(Decimal(0))
        return Product((Named(ASKED), Number(wanted.value / quantity.value)))

    def _rate(self, base: str, quote: str) -> tuple[Expression, ...]:
        if base == quote:
            return ()
        rate = self.rates.exchange.rate(base, quote)
        source = f"{rate.source}, {rate.as_of.isoformat()}"
        return (self.sheet.give(f"{base}_{quote}", f"1 {base}", rate.value, quote, source),)

    # ------------------------------------------------------------------------------ carriage

    def _cards(self) -> dict[str, FreightCard]:
        asked = FreightQuestion(
            origin=self.way.ship_from,
            destination=self.request.destination,
            on=self.request.on,
            mode=self.way.mode,
        )
        cards, _ = choose(self.rates.freight.cards(asked), needed_legs(self.way))
        return {"+".join(card.legs): card for card in cards}

    def _carriage(self, key: str) -> Expression | None:
        cards = self._cards()
        card = cards.get(key)
        if card is None:
            return None
        before = list(cards)[: list(cards).index(key)]
        groups: dict[tuple[str, str], list[FreightCharge]] = {}
        for charge in card.charges:
            groups.setdefault((charge.per, charge.name), []).append(charge)
        parts = [
            self._group(card, number, sorted(group, key=lambda one: one.from_quantity), before)
            for number, group in enumerate(groups.values(), start=1)
        ]
        return Product((Sum(tuple(parts)), *self._rate(card.currency, self.cost.currency)))

    def _group(
        self, card: FreightCard, number: int, breaks: Sequence[FreightCharge], before: Sequence[str]
    ) -> Expression:
        name = f"{'+'.join(card.legs)} {number}"
        source = f"{card.source}, {card.as_of.isoformat()}"
        if breaks[0].per == "percent":
            return self._percent(name, breaks[-1], card, source, before)
        many = self._measure(breaks[0])
        chosen: Expression | None = None
        for place, charge in enumerate(breaks):
            unit = f"{card.currency} / {charge.per}"
            amount = self.sheet.give(
                f"{name}.{place}", f"{card.name}, {charge.name or charge.per}", charge.amount, unit, source
            )
            cost = _bounded(Product((amount, many)), charge.minimum, charge.maximum)
            chosen = cost if chosen is None else IfAtLeast(many, Number(charge.from_quantity), cost, chosen)
        assert chosen is not None  # a group has at least one charge
        return chosen

    def _percent(
        self, name: str, charge: FreightCharge, card: FreightCard, source: str, before: Sequence[str]
    ) -> Expression:
        share = charge.amount / 100 * (1 + charge.uplift)
        parts: tuple[Expression, ...] = (Named("goods"),)
        if charge.of == "cif":
            share = share / (1 - share)
            parts = (*parts, *(Named(key) for key in before))
        rate = self.sheet.give(name, f"{card.name}, share", share, "of the value", source)
        amount = Product((Sum(parts), rate, *self._rate(self.cost.currency, card.currency)))
        return _bounded(amount, charge.minimum, charge.maximum)

    def _measure(self, charge: FreightCharge) -> Expression:
        ordered = Named(_ORDERED)
        match charge.per:
            case "piece":
                return ordered
            case "kg":
                return self._weight()
            case "m3":
                return self._volume()
            case "chargeable_kg":
                return Greatest((self._weight(), Product((self._volume(), Number(charge.kg_per_m3)))))
            case "freight_tonne":
                return Greatest((Product((self._weight(), Number(Decimal("0.001")))), self._volume()))
            case "container":
                full: list[Expression] = [Number(Decimal(1))]
                if charge.holds_kg is not None:
                    full.append(Product((self._weight(), Number(1 / charge.holds_kg))))
                if charge.holds_m3 is not None:
                    full.append(Product((self._volume(), Number(1 / charge.holds_m3))))
                return Up(Greatest(tuple(full)), Decimal(1))
            case _:
                return Number(Decimal(1))

    def _weight(self) -> Expression:
        return self._of_one("kg", "Packed weight of one")

    def _volume(self) -> Expression:
        return self._of_one("m3", "Packed volume of one")

    def _of_one(self, unit: str, text: str) -> Expression:
        parcel = measured(self.request, self.cost.quantity)
        span = parcel.gross_kg if unit == "kg" else parcel.m3
        if span is None:
            return Number(Decimal(0))
        where = parcel.weight_origin.where() if parcel.weight_origin is not None else ""
        source = "; ".join(part for part in (where, *parcel.reasons) if part)
        one = self.sheet.give(unit, text, span.likely / self.cost.quantity.value, unit, source)
        return Product((one, Named(_ORDERED)))

    def _legs_of(self, wanted: Iterable[str], without: Iterable[str] = ()) -> list[str]:
        """Keys of the lines of carriage that cover any of the legs and none of the others."""
        keys = []
        for line in self.cost.lines:
            covered = set(line.key.split("+"))
            if covered <= set(LEGS) and covered & set(wanted) and not covered & set(without):
                keys.append(line.key)
        return keys

    # ------------------------------------------------------------------------------ import

    def _duty(self, key: str, rules: ImportRules) -> Expression | None:
        goods = Goods(self.cost.hs_codes, self.cost.made_in or "", self.cost.ship_from or "")
        shares = plan_duty(goods, self.request, self.rates.duties).shares
        if shares is None:
            return None
        likely = Decimal(str(round(shares[0 if key == "duty" else 1][1], 12)))
        line = self.cost.line(key)
        source = "; ".join(f"{one.value}: {one.source}" for one in line.inputs)
        rate = self.sheet.give(f"{key}_rate", f"{line.text}, rate", likely, "of the customs value", source)
        value: Expression = Named("customs_value")
        if rules.value_step is not None:
            value = Down(value, rules.value_step)
        amount: Expression = Product((value, rate))
        if rules.duty_step is not None:
            amount = Down(amount, rules.duty_step)
        return self._relieved(amount, rules.reliefs)

    def _charge(self, charge: ImportCharge, rules: ImportRules) -> Expression | None:
        if isinstance(charge.rate, UnitPrice):
            return self._flat(charge, charge.rate, rules)
        if not isinstance(charge.rate, Percent):
            return None
        keys = {line.key for line in self.cost.lines}
        if self.way.within:
            parts: list[Expression] = [
                Named("goods"),
                *(Named(key) for key in self._legs_of(set(LEGS) - {"payment"})),
            ]
        else:
            wanted = {
                leg for leg in LEGS if leg in charge.base or ("carriage" in charge.base and leg != "payment")
            }
            parts = [Named(one) for one in charge.base if one in keys and one not in LEGS]
            parts += [Named(key) for key in self._legs_of(wanted, rules.added_legs)]
            if charge.uplift:
                parts.append(Product((Named("customs_value"), Number(charge.uplift))))
        base: Expression = Sum(tuple(parts))
        if charge.base_step is not None and not self.way.within:
            base = Down(base, charge.base_step)
        source = f"{charge.source}, {charge.as_of.isoformat()}"
        named = f"{charge.name}_rate_{rules.charges.index(charge)}"
        rate = self.sheet.give(named, f"{charge.name}, rate", charge.rate.value / 100, "of its base", source)
        amount = _bounded(
            Product((base, rate)), self._in_currency(charge.minimum), self._in_currency(charge.maximum)
        )
        if charge.amount_step is not None:
            amount = Down(amount, charge.amount_step)
        if (waived := self._in_currency(charge.waived_up_to)) is not None:
            amount = IfAtLeast(Number(waived), amount, Number(Decimal(0)), amount)
        if self.way.within:
            return amount
        relieved = self._relieved(amount, [one for one in rules.reliefs if one.what == "all"])
        return self._within_bounds(relieved, charge)

    def _within_bounds(self, amount: Expression, charge: ImportCharge) -> Expression:
        """Nothing outside of the customs values that the charge is for."""
        nothing, value = Number(Decimal(0)), Named("customs_value")
        if (above := self._in_currency(charge.above)) is not None:
            amount = IfAtLeast(Number(above), value, nothing, amount)
        if (up_to := self._in_currency(charge.up_to)) is not None:
            amount = IfAtLeast(Number(up_to), value, amount, nothing)
        return amount

    def _flat(self, charge: ImportCharge, rate: UnitPrice, rules: ImportRules) -> Expression | None:
        """So much for each unit ordered, and nothing else that a rate may be for."""
        if rate.per.unit != self.cost.quantity.unit:
            return None
        source = f"{charge.source}, {charge.as_of.isoformat()}"
        each = self.sheet.give(
            f"{charge.name}_rate_{rules.charges.index(charge)}",
            charge.name,
            rate.money.amount / rate.per.value,
            f"{rate.money.currency} / {rate.per.unit}",
            source,
        )
        amount = Product((Named(_ORDERED), each, *self._rate(rate.money.currency, self.cost.currency)))
        return self._within_bounds(
            self._relieved(amount, [one for one in rules.reliefs if one.what == "all"]), charge
        )

    def _relieved(self, amount: Expression, reliefs: Iterable[Relief]) -> Expression:
        for relief in reliefs:
            if relief.modes and self.way.mode not in relief.modes:
                continue
            if relief.origins and self.way.ship_from not in relief.origins:
                continue
            limit = self._in_currency(relief.limit)
            assert limit is not None  # a relief has a limit
            below = self.sheet.give(
                f"relief {relief.source}",
                "Free up to",
                limit,
                self.cost.currency,
                f"{relief.source}, {relief.as_of.isoformat()}",
            )
            held = Named("goods") if relief.of == "goods" else Named("customs_value")
            amount = IfAtLeast(below, held, Number(Decimal(0)), amount)
        return amount

    def _in_currency(self, money: Money | None) -> Decimal | None:
        if money is None or money.currency == self.cost.currency:
            return None if money is None else money.amount
        return money.amount * self.rates.exchange.rate(money.currency, self.cost.currency).value


_ORDERED = "ordered"


def _bounded(amount: Expression, minimum: Decimal | None, maximum: Decimal | None) -> Expression:
    if minimum is not None:
        amount = Greatest((amount, Number(minimum)))
    if maximum is not None:
        amount = Least((amount, Number(maximum)))
    return amount
