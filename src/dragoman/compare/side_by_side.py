"""Offers side by side, on one basis: the same unit, currency and place, and duties paid."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, get_args

from dragoman.compare.asks import Ask, open_questions
from dragoman.errors import Incomparable, QueryError, RateMissing
from dragoman.model import Attribute, Currency, Offer, Origin, Sourced, UnitPrice
from dragoman.ports import LEGS
from dragoman.trade.bulk.reckon import base_unit
from dragoman.trade.comparable import ComparablePrice
from dragoman.trade.interval import Interval, total
from dragoman.trade.landed import landed_cost
from dragoman.trade.landed_cost import LandedCost, LandedRates, LandedRequest, LandedTerms, Line
from dragoman.trade.unit_price import comparable_price

LEAST, MOST = 2, 8
"""Offers that can be compared at once."""

CostKey = Literal[
    "unit_cost", "unit_cost_after_recovery", "total", "goods", "carriage", "duties", "taxes", "unit_price"
]
FactKey = Literal[
    "prices",
    "ordered",
    "moq",
    "pack",
    "delivery",
    "lead_time",
    "valid_until",
    "made_in",
    "hs_code",
    "weight",
    "certificates",
    "material",
    "colour",
    "brand",
    "gtin",
    "mpn",
]
COST_KEYS: tuple[CostKey, ...] = get_args(CostKey)
FACT_KEYS: tuple[FactKey, ...] = get_args(FactKey)
_ASKED: Mapping[str, Ask] = {
    "prices": "price",
    "delivery": "incoterm",
    "moq": "moq",
    "lead_time": "lead_time",
    "weight": "weight",
    "hs_code": "hs_code",
    "made_in": "made_in",
    "valid_until": "valid_until",
    "certificates": "certificates",
    "material": "material",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCost:
    """Of one unit: three times the same where it is known to the cent."""

    low: UnitPrice
    likely: UnitPrice
    high: UnitPrice


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One value of one offer."""

    value: object | None
    """An Interval or UnitCost of a cost; the value of an Offer's field; None where it is not known."""
    origin: Origin | None = None
    origins: tuple[Origin, ...] = ()
    """Of each of several values, in their order; the first is `origin`."""
    raw: str = ""
    complete: bool = True
    """False: at least so much."""
    best: bool = False
    ask: Ask | None = None
    """The question that would settle it."""

    def parts(self) -> list[tuple[object, Origin | None]]:
        """Its values, each with where it stands; those of one place together, in a tuple."""
        if not isinstance(self.value, tuple) or len(self.origins) != len(self.value):
            return [(self.value, self.origin)]
        together: dict[Origin, list[object]] = {}
        for value, origin in zip(self.value, self.origins, strict=True):
            together.setdefault(origin, []).append(value)
        return [(values[0] if len(values) == 1 else tuple(values), at) for at, values in together.items()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    key: str
    """A CostKey or FactKey; of an attribute the name that the suppliers gave it."""
    kind: Literal["cost", "fact", "attribute"]
    cells: tuple[Cell, ...]
    """By offer."""
    differs: bool
    """Among what is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One offer of a comparison."""

    offer: Offer
    cost: LandedCost | None
    """None without a price."""
    reckoned: LandedCost | None
    """The same in the destination's currency, in which it was reckoned."""
    price: ComparablePrice | None
    asks: tuple[Ask, ...]
    same_unit: bool
    """False: sold by another unit than was asked for, and not to be put in order with the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    terms: LandedTerms
    currency: Currency
    offers: tuple[Compared, ...]
    """As they were given."""
    order: tuple[int, ...]
    """Positions in `offers`, the cheapest at the door first, by the rule of a search."""
    rows: tuple[Row, ...]
    moved: Decimal = Decimal(0)
    """What if: percent that other currencies cost more in the destination's."""


def side_by_side(
    offers: Sequence[Offer],
    terms: LandedTerms,
    /,
    *,
    rates: LandedRates,
    currency: Currency | None,
    moved: Decimal = Decimal(0),
    asked: Callable[[Offer, LandedTerms], LandedRequest] = LandedRequest.of,
) -> Comparison:
    """Args:
        asked: What is reckoned of an offer; the codes that its texts make likely may be put in here.
        rates: With exchange rates that are moved already.
        currency: To show all in; None: the destination's, where its rules are known, else that of the first price.
    Raises:
        QueryError: not two to eight different offers. RateMissing: a currency was asked for and no rate leads there
            from any of the offers.
    """
    check_offers([offer.offer_id for offer in offers])
    costs = [_cost(asked(offer, terms), rates) for offer in offers]
    shown_in = currency or next((cost.currency for cost in costs if cost is not None), "EUR")
    compared = tuple(
        _compared(offer, cost, terms, rates, shown_in, others=offers)
        for offer, cost in zip(offers, costs, strict=True)
    )
    if currency and all(one.cost is None or one.cost.currency != currency for one in compared):
        raise RateMissing(
            f"no exchange rate into {currency} from any of the offers; import one, or choose another"
        )
    order = sorted(range(len(compared)), key=lambda position: (_place(compared[position]), position))
    return Comparison(
        terms=terms,
        currency=shown_in,
        offers=compared,
        order=tuple(order),
        moved=moved,
        rows=(*_cost_rows(compared), *_fact_rows(compared), *_attribute_rows(compared)),
    )


def check_offers(offer_ids: Sequence[str], /) -> None:
    """Raises QueryError: not two to eight different offers."""
    differ = len(set(offer_ids))
    if not LEAST <= differ <= MOST or differ != len(offer_ids):
        raise QueryError(
            f"expected {LEAST} to {MOST} different offers to compare, got {len(offer_ids)} of which {differ} differ; "
            "tick others"
        )


def _cost(request: LandedRequest, rates: LandedRates) -> LandedCost | None:
    try:
        return landed_cost(request, rates=rates)
    except Incomparable:
        return None


def _compared(
    offer: Offer,
    cost: LandedCost | None,
    terms: LandedTerms,
    rates: LandedRates,
    currency: Currency,
    *,
    others: Sequence[Offer],
) -> Compared:
    reckoned = cost
    if cost is not None:
        try:
            cost = cost.presented(rates.exchange.rate(cost.currency, currency))
        except RateMissing:
            cost = replace(cost, warnings=(*cost.warnings, f"No exchange rate into {currency}."))
    have: set[Ask] = set()
    if any(other.certificates for other in others):
        have.add("certificates")
    if any(other.material is not None for other in others):
        have.add("material")
    return Compared(
        offer=offer,
        cost=cost,
        reckoned=reckoned,
        price=comparable_price(offer, quantity=terms.quantity, currency=currency, rates=rates.exchange),
        asks=open_questions(offer, others_have=frozenset(have)),
        same_unit=cost is None or cost.quantity.unit == base_unit(terms.quantity),
    )


def _place(one: Compared) -> tuple[int, Decimal, Decimal]:
    cost = one.cost
    if cost is None or not one.same_unit:
        return (2, Decimal(0), Decimal(0))
    likely, high = (end.amount / cost.quantity.value for end in (cost.exact.likely, cost.exact.high))
    return (0 if cost.complete else 1, likely, high)


# ----------------------------------------------------------------------------------------- costs


def _cost_rows(offers: Sequence[Compared]) -> Iterable[Row]:
    for key in COST_KEYS:
        cells = [_cost_cell(key, one) for one in offers]
        yield Row(key=key, kind="cost", cells=tuple(_best_marked(cells, offers)), differs=_differ(cells))


def _cost_cell(key: CostKey, one: Compared) -> Cell:
    cost = one.cost
    if cost is None:
        return Cell(value=None, ask="price")
    match key:
        case "unit_cost":
            return Cell(value=_unit_cost(cost, cost.total), complete=cost.complete)
        case "unit_cost_after_recovery":
            return Cell(value=_unit_cost(cost, cost.after_recovery), complete=cost.complete)
        case "total":
            return Cell(value=cost.total, complete=cost.complete)
        case "unit_price":
            assert one.price is not None  # it has a cost, so it has a price
            price = one.price.unit_price
            origin = next((step.origin for step in one.price.steps if step.origin is not None), None)
            return Cell(value=UnitCost(low=price, likely=price, high=price), origin=origin)
        case _:
            return _summed(cost, [line for line in cost.lines if line.counted and part_of(line) == key])


def part_of(line: Line, /) -> CostKey:
    """Which of the parts of a cost a counted line belongs to."""
    if line.key == "goods":
        return "goods"
    if line.key.split("+")[0] in LEGS:
        return "carriage"
    return "duties" if line.key in ("duty", "additional_duty", "import") else "taxes"


def _summed(cost: LandedCost, lines: Sequence[Line]) -> Cell:
    shown = [amount for line in lines if (amount := line.shown()) is not None]
    complete = all(line.complete and line.amount is not None for line in lines)
    if lines and not shown:
        return Cell(value=None, complete=False)
    origin = next((one.origin for line in lines for one in line.inputs if one.origin is not None), None)
    return Cell(value=total(shown, cost.currency), complete=complete, origin=origin)


def _unit_cost(cost: LandedCost, amount: Interval) -> UnitCost:
    low, likely, high = cost.per_unit(amount)
    return UnitCost(low=low, likely=likely, high=high)


def _best_marked(cells: Sequence[Cell], offers: Sequence[Compared]) -> list[Cell]:
    """The least of those that are known in full, in one currency and one unit; nothing where there are not two."""
    amounts = {
        position: amount
        for position, (cell, one) in enumerate(zip(cells, offers, strict=True))
        if cell.complete and one.same_unit and (amount := _likely(cell)) is not None
    }
    currencies = {currency for currency, _ in amounts.values()}
    if len(amounts) < 2 or len(currencies) > 1:
        return list(cells)
    least = min(amount for _, amount in amounts.values())
    if all(amount == least for _, amount in amounts.values()):
        return list(cells)
    return [
        replace(cell, best=position in amounts and amounts[position][1] == least)
        for position, cell in enumerate(cells)
    ]


def _likely(cell: Cell) -> tuple[Currency, Decimal] | None:
    match cell.value:
        case Interval(likely=likely):
            return likely.currency, likely.amount
        case UnitCost(likely=price):
            return price.money.currency, price.money.amount
        case _:
            return None


# ----------------------------------------------------------------------------------------- facts


def _fact_rows(offers: Sequence[Compared]) -> Iterable[Row]:
    for key in FACT_KEYS:
        cells = tuple(_fact_cell(key, one) for one in offers)
        if any(cell.value is not None for cell in cells) or key in _ASKED:
            yield Row(key=key, kind="fact", cells=cells, differs=_differ(cells))


def _fact_cell(key: FactKey, one: Compared) -> Cell:
    if key == "ordered":
        return Cell(value=one.cost.quantity if one.cost is not None else None)
    asked = _ASKED.get(key)
    ask = asked if asked in one.asks else None
    held = getattr(one.offer, key)
    found: tuple[Sourced[object], ...] = (
        held if isinstance(held, tuple) else (held,) if held is not None else ()
    )
    if not found:
        return Cell(value=None, ask=ask)
    if len(found) == 1:
        return Cell(value=found[0].value, origin=found[0].origin, raw=found[0].raw)
    return Cell(
        value=tuple(each.value for each in found),
        origin=found[0].origin,
        origins=tuple(each.origin for each in found),
        raw=found[0].raw,
    )


def _attribute_rows(offers: Sequence[Compared]) -> Iterable[Row]:
    """Properties that at least two of the offers name alike."""
    named: dict[str, dict[int, Attribute]] = {}
    for position, one in enumerate(offers):
        for attribute in one.offer.attributes:
            named.setdefault(attribute.name.strip().casefold(), {}).setdefault(position, attribute)
    for held in named.values():
        if len(held) < 2:
            continue
        cells = tuple(
            Cell(value=held[at].quantity or held[at].value, origin=held[at].origin, raw=held[at].value)
            if at in held
            else Cell(value=None)
            for at in range(len(offers))
        )
        name = next(iter(held.values())).name.strip()
        yield Row(key=name, kind="attribute", cells=cells, differs=_differ(cells))


def _differ(cells: Sequence[Cell]) -> bool:
    known = [cell.value for cell in cells if cell.value is not None]
    return any(value != known[0] for value in known[1:])
