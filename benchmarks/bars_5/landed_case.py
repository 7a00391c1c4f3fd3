"""A landed cost in a few words, for worked examples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from babel.numbers import get_currency_precision

from dragoman.model import Delivery, Incoterm, Money, Offer
from dragoman.ports import (
    LEGS,
    DutyKind,
    DutyMeasure,
    FreightCard,
    FreightCharge,
    ImportQuestion,
    Leg,
    Mode,
    Rate,
)
from dragoman.rates.duty import DutyTable, bare_code
from dragoman.rates.exchange import RateTable
from dragoman.rates.expression import read_rate
from dragoman.rates.freight import FreightTable
from dragoman.rates.tax import TaxTable
from dragoman.rates.territory import territory
from dragoman.testing.offers import offer, quantity, sourced, tier
from dragoman.trade.interval import Interval, Span
from dragoman.trade.journey import OPTIONAL
from dragoman.trade.landed import landed_cost
from dragoman.trade.landed_cost import LandedCost, LandedRates, LandedRequest

DAY = date(2026, 11, 26)
_TAXES = TaxTable()


def money(text: str) -> Money:
    """ "120.50 EUR"."""
    amount, currency = text.split()
    return Money(amount=Decimal(amount), currency=currency)


def duty(
    code: str,
    rate: str,
    *,
    into: str,
    kind: DutyKind = "mfn",
    origins: Sequence[str] = (),
    excluded: Sequence[str] = (),
    valid_from: date | None = None,
    valid_until: date | None = None,
    variant: str = "",
    condition: str = "",
    quota: str = "",
    label: str = "",
) -> DutyMeasure:
    """A measure as a tariff has it, the rate as it is written there."""
    return DutyMeasure(
        destination=territory(into),
        code=bare_code(code),
        kind=kind,
        rate=read_rate(rate),
        text=rate,
        source=f"tariff of {into}, {code}",
        as_of=DAY,
        origins=tuple(origins),
        excluded=tuple(excluded),
        valid_from=valid_from,
        valid_until=valid_until,
        variant=variant,
        condition=condition,
        quota=quota,
        label=label,
    )


def flat(amount: str, *legs: Leg, mode: Mode | None = None) -> FreightCard:
    """A sum for one or several legs: `flat("1200 EUR", "main_carriage")`."""
    return card(
        amount.split()[1], *legs, charges=[charge("shipment", amount.split(maxsplit=1)[0])], mode=mode
    )


def card(
    currency: str, *legs: Leg, charges: Sequence[FreightCharge], mode: Mode | None = None
) -> FreightCard:
    return FreightCard(
        name=" and ".join(legs),
        legs=legs,
        currency=currency,
        charges=tuple(charges),
        source="the example",
        as_of=DAY,
        modes=(mode,) if mode is not None else (),
    )


def charge(
    per: str,
    amount: str,
    **more: str,
) -> FreightCharge:
    """A line of a card; amounts as text."""
    numbers = {
        name: Decimal(value)
        for name, value in more.items()
        if name in ("minimum", "maximum", "from_quantity", "kg_per_m3", "holds_kg", "holds_m3", "uplift")
    }
    made = FreightCharge(per=per, amount=Decimal(amount), **numbers)  # type: ignore[arg-type] # the reader checks it
    return replace(made, name=more.get("name", ""), of="cif" if more.get("of") == "cif" else "goods")


def rate(base: str, quote: str, value: str) -> Rate:
    return Rate(base=base, quote=quote, value=Decimal(value), as_of=DAY, source="the example")


def priced(
    price: str, *, incoterm: Incoterm | None = None, made_in: str | None = "CN", **more: object
) -> Offer:
    """An offer of one piece at a price: `priced("10000 EUR", incoterm="EXW")`."""
    amount, currency = price.split()
    built = offer("Thing", tier(amount, currency), country="CN", made_in=made_in)
    if incoterm is not None:
        built = replace(built, delivery=sourced(Delivery(incoterm=incoterm), "G2"))
    if "hs" in more:
        built = replace(built, hs_code=sourced(str(more["hs"]), "N2"))
    if "weight" in more:
        built = replace(built, weight=sourced(quantity(str(more["weight"])), "W2"))
    return built


def landed(
    given: Offer | str,
    to: str,
    *,
    incoterm: Incoterm | None = None,
    many: str = "1 piece",
    hs: Sequence[str] = ("732393",),
    made_in: str | None = None,
    ship_from: str | None = None,
    mode: Mode | None = None,
    duties: Sequence[DutyMeasure] = (),
    cards: Sequence[FreightCard] = (),
    exchange: Sequence[Rate] = (),
    gross_kg: str | None = None,
    net_kg: str | None = None,
    m3: str | None = None,
    shown_apart: str | None = None,
    preference: bool = False,
    category: str = "standard",
    margin: str = "0",
    on: date = DAY,
    else_free: bool = True,
) -> LandedCost:
    """A landed cost by exactly these tables, and the shipped rules of the destination.

    `else_free`: legs that no card covers cost nothing in the example, which a card of 0 says for each.
    """
    request = LandedRequest(
        offer=priced(given) if isinstance(given, str) else given,
        destination=to,
        on=on,
        quantity=quantity(many),
        incoterm=incoterm,
        mode=mode,
        hs_codes=tuple(hs),
        made_in=made_in,
        ship_from=ship_from,
        gross_kg=_span(gross_kg),
        net_kg=_span(net_kg),
        m3=_span(m3),
        shown_apart=money(shown_apart) if shown_apart is not None else None,
        claim_preference=preference,
        tax_category=category,
        exchange_margin=Decimal(margin),
    )
    return landed_cost(
        request,
        rates=LandedRates(
            exchange=RateTable(exchange, name="rates of the example"),
            duties=DutyTable(duties),
            taxes=_TAXES,
            freight=FreightTable([*cards, *(_nothing(cards, to, on) if else_free else ())]),
        ),
    )


def _nothing(cards: Sequence[FreightCard], to: str, on: date) -> list[FreightCard]:
    covered = {leg for one in cards for leg in one.legs}
    currency = _TAXES.rules(ImportQuestion(destination=to, on=on)).currency
    return [flat(f"0 {currency}", leg) for leg in LEGS if leg not in {*covered, *OPTIONAL}]


def _span(text: str | None) -> Span | None:
    """ "2", or low, likely and high as "1.5 2 3"."""
    if text is None:
        return None
    numbers = [Decimal(part) for part in text.split()]
    if len(numbers) == 1:
        return Span.exact(numbers[0])
    low, likely, high = numbers
    return Span(low=low, likely=likely, high=high)


def shown(amount: Interval | None) -> str | None:
    """As text with the currency's decimals: "224.00", or "1.00 to 2.00" where it is not known to the cent."""
    if amount is None:
        return None
    places = get_currency_precision(amount.currency)
    low, likely, high = (f"{end.amount:.{places}f}" for end in (amount.low, amount.likely, amount.high))
    return likely if low == high else f"{low} / {likely} / {high}"


def amounts(cost: LandedCost) -> Mapping[str, str | None]:
    """Key of each line -> what it shows, and the total."""
    return {line.key: shown(line.shown()) for line in cost.lines} | {"total": shown(cost.total)}
