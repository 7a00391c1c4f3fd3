"""What the user's rate cards make of a shipment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import assert_never

from dragoman.model import Money
from dragoman.ports import LEGS, FreightCard, FreightCharge, Leg
from dragoman.trade import words
from dragoman.trade.duty import AmountUnknown
from dragoman.trade.interval import Interval, Span, total
from dragoman.trade.money import SINGLE_UNITS


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """What is sent, as a rate card measures it."""

    ordered: Decimal
    unit: str
    """That is ordered: pieces, or kg, m, ... where the goods are sold so."""
    gross_kg: Span | None
    m3: Span | None
    goods: Interval
    """The price of the goods, in the card's currency."""
    carriage: Interval
    """Carriage so far, in the card's currency; what is insured besides the goods."""


def choose(
    cards: Sequence[FreightCard], needed: Iterable[Leg], /
) -> tuple[tuple[FreightCard, ...], tuple[Leg, ...]]:
    """Cards that cover the needed legs without covering others, and the legs that none covers.

    For each leg in the order of the way the card that covers the most of what is still open, and of equal
    ones the first: `ports.FreightRates.cards` gives the closest first.
    """
    wanted = set(needed)
    open_legs = set(wanted)
    taken: list[FreightCard] = []
    uncovered: list[Leg] = []
    for leg in LEGS:
        if leg not in open_legs:
            continue
        fitting = [card for card in cards if leg in card.legs and set(card.legs) <= open_legs]
        if not fitting:
            uncovered.append(leg)
            open_legs.discard(leg)
            continue
        best = max(fitting, key=lambda card: len(card.legs))
        taken.append(best)
        open_legs -= set(best.legs)
    return tuple(taken), tuple(uncovered)


def card_cost(card: FreightCard, shipment: Shipment, /) -> Interval:
    """Exact, in the card's currency. Raises AmountUnknown where weight or volume is missing."""
    groups: dict[tuple[str, str], list[FreightCharge]] = {}
    for charge in card.charges:
        groups.setdefault((charge.per, charge.name), []).append(charge)
    return total((_group_cost(card, group, shipment) for group in groups.values()), card.currency)


def _group_cost(card: FreightCard, group: Sequence[FreightCharge], shipment: Shipment) -> Interval:
    """Lines of one kind: weight breaks, of which the highest that is reached holds."""
    breaks = sorted(group, key=lambda charge: charge.from_quantity)
    if breaks[0].per == "percent":
        return _percent(breaks[-1], shipment).map(lambda money: _bounded(money, breaks[-1]))
    measured = _measure(card, breaks[0], shipment)

    def cost(many: Decimal) -> Money:
        held = [charge for charge in breaks if charge.from_quantity <= many] or breaks[:1]
        return _bounded(Money(amount=held[-1].amount * many, currency=card.currency), held[-1])

    return _spread(cost, measured)


def _spread(cost: Callable[[Decimal], Money], measured: Span) -> Interval:
    """A weight break may make more cost less: the ends are the least and the most of the three."""
    low, likely, high = cost(measured.low), cost(measured.likely), cost(measured.high)
    return Interval(low=min(low, likely, high), likely=likely, high=max(low, likely, high))


def _bounded(money: Money, charge: FreightCharge) -> Money:
    amount = money.amount
    if charge.minimum is not None:
        amount = max(amount, charge.minimum)
    if charge.maximum is not None:
        amount = min(amount, charge.maximum)
    return Money(amount=amount, currency=money.currency)


def _percent(charge: FreightCharge, shipment: Shipment) -> Interval:
    """Of the price, or of price, carriage and the insurance itself: I = r (P + C + I)."""
    share = charge.amount / 100 * (1 + charge.uplift)
    if charge.of == "goods":
        return shipment.goods.times(share)
    if share >= 1:
        raise AmountUnknown(f"Is {words.number(charge.amount)}% of the insured value right? It is all of it.")
    return (shipment.goods + shipment.carriage).times(share / (1 - share))


def _measure(card: FreightCard, charge: FreightCharge, shipment: Shipment) -> Span:
    match charge.per:
        case "shipment":
            return Span.exact(1)
        case "piece":
            return Span.exact(_pieces(card, shipment))
        case "kg":
            return _weight(card, shipment)
        case "m3":
            return _volume(card, shipment)
        case "chargeable_kg":
            by_volume = _volume(card, shipment).times(charge.kg_per_m3)
            return _weight(card, shipment).greatest(by_volume)
        case "freight_tonne":
            return _weight(card, shipment).times(Decimal("0.001")).greatest(_volume(card, shipment))
        case "container":
            return _containers(card, charge, shipment)
        case "percent":
            raise AssertionError("percent is reckoned before")
        case _:
            assert_never(charge.per)


def _containers(card: FreightCard, charge: FreightCharge, shipment: Shipment) -> Span:
    full = Span.exact(1)
    if charge.holds_kg is not None:
        by_weight = _weight(card, shipment)
        full = full.greatest(by_weight.map(lambda kg: kg / (charge.holds_kg or Decimal(1))))
    if charge.holds_m3 is not None:
        by_volume = _volume(card, shipment)
        full = full.greatest(by_volume.map(lambda m3: m3 / (charge.holds_m3 or Decimal(1))))
    return full.map(lambda many: many.to_integral_value(rounding=ROUND_CEILING))


def _pieces(card: FreightCard, shipment: Shipment) -> Decimal:
    if shipment.unit not in SINGLE_UNITS:
        raise AmountUnknown(f"How many pieces is the order? {card.name!r} is reckoned by the piece.")
    return shipment.ordered


def _weight(card: FreightCard, shipment: Shipment) -> Span:
    if shipment.gross_kg is None:
        raise AmountUnknown(
            f"What does one {words.unit_word(shipment.unit)} weigh, packed? {card.name!r} is reckoned by weight."
        )
    return shipment.gross_kg


def _volume(card: FreightCard, shipment: Shipment) -> Span:
    if shipment.m3 is None:
        raise AmountUnknown(
            f"What volume has one {words.unit_word(shipment.unit)}, packed? {card.name!r} is reckoned by volume."
        )
    return shipment.m3


def card_words(card: FreightCard, shipment: Shipment, /) -> str:
    """The formula: "62 USD per freight tonne x 2.4 + 45 USD per shipment"."""
    return " + ".join(_charge_words(card, charge, shipment) for charge in card.charges)


def _charge_words(card: FreightCard, charge: FreightCharge, shipment: Shipment) -> str:
    name = f"{charge.name}: " if charge.name else ""
    if charge.per == "percent":
        of = "price" if charge.of == "goods" else "price, carriage and insurance"
        more = f" x {words.number(1 + charge.uplift)}" if charge.uplift else ""
        text = f"{words.number(charge.amount)}% of {of}{more}"
    else:
        money = words.money(Money(amount=charge.amount, currency=card.currency))
        text = f"{money} per {charge.per.replace('_', ' ')}"
        if charge.from_quantity:
            text += f" from {words.number(charge.from_quantity)}"
        if charge.per != "shipment":
            text += f" x {span_words(_measure(card, charge, shipment))}"
    bounds = [
        f"{word} {words.number(bound)}"
        for word, bound in (("at least", charge.minimum), ("at most", charge.maximum))
        if bound is not None
    ]
    return name + ", ".join([text, *bounds])


def span_words(span: Span, /) -> str:
    """ "2.4", "2.1 to 3"."""
    if span.is_exact:
        return words.number(span.likely)
    return f"{words.number(span.low)} to {words.number(span.high)}"
