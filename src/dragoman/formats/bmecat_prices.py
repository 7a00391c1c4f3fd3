"""Prices of a BMEcat product: one kind, currency, territory and period becomes the offer's; the others stay to see.

Kinds, by the standard: net_customer (the customer's own, without tax), net_list (list, without tax), gros_list (list,
with tax), net_customer_exp (express delivery), nrp (recommended retail price: never what a buyer pays).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dragoman.formats.bmecat_header import Header
from dragoman.formats.xml_cells import ItemCells, child, children, day, number, text_in
from dragoman.formats.xml_stream import Element, local

_KINDS = ("net_customer", "net_list", "udp", "gros_list", "net_customer_exp")
"""What a buyer would pay, the likeliest first; "udp_..." are agreed between two companies."""
_NEVER = "nrp"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Price:
    """One price element."""

    element: Element
    amount: Element
    kind: str
    currency: str
    territories: tuple[str, ...]
    start: date | None
    end: date | None

    @property
    def series(self) -> tuple[object, ...]:
        """Equal for the tiers of one price."""
        return self.kind, self.currency, self.territories, self.start, self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderUnits:
    """What is ordered and what a price is for."""

    order_unit: str
    price_quantity: Decimal
    """In order units, or in the price's own unit."""


def put_prices(cells: ItemCells, header: Header, units: OrderUnits, /) -> None:
    """Put the prices of a product."""
    series: dict[tuple[object, ...], list[_Price]] = {}
    for price in _prices(cells.part.element, header):
        series.setdefault(price.series, []).append(price)
    ranked = sorted(series.values(), key=lambda prices: _rank(prices[0], header.generated))
    if ranked and ranked[0][0].kind != _NEVER:
        _put_main(cells, header, units, ranked.pop(0))
    for prices in ranked:
        _put_other(cells, units, prices)
    _put_daily(cells)


def _prices(product: Element, header: Header) -> Iterator[_Price]:
    for details in _details(product):
        start = end = None
        for moment in children(details, "DATETIME"):
            if moment.get("type") == "valid_start_date":
                start = day(text_in(child(moment, "DATE")))
            elif moment.get("type") == "valid_end_date":
                end = day(text_in(child(moment, "DATE")))
        for one in children(details, "ARTICLE_PRICE", "PRODUCT_PRICE"):
            amount = child(one, "PRICE_AMOUNT")
            if amount is not None and text_in(amount):
                yield _Price(
                    element=one,
                    amount=amount,
                    kind=str(one.get("price_type") or "price").strip(),
                    currency=text_in(child(one, "PRICE_CURRENCY")).upper() or header.currency,
                    territories=tuple(text_in(land) for land in children(one, "TERRITORY")),
                    start=start,
                    end=end,
                )


def _details(product: Element) -> Iterator[Element]:
    return children(product, "ARTICLE_PRICE_DETAILS", "PRODUCT_PRICE_DETAILS")


def _rank(price: _Price, generated: date | None) -> tuple[int, ...]:
    """The price that holds when the catalogue is made, of the likeliest kind, for every territory, first."""
    holds = generated is None or (
        (price.start is None or price.start <= generated) and (price.end is None or price.end >= generated)
    )
    kind = "udp" if price.kind.startswith("udp") else price.kind
    place = _KINDS.index(kind) if kind in _KINDS else len(_KINDS)
    return kind == _NEVER, not holds, place, bool(price.territories)


def _put_main(cells: ItemCells, header: Header, units: OrderUnits, prices: list[_Price]) -> None:
    for index, price in enumerate(prices):
        stem = f"{local(price.element)}[{index}]"
        _put_amount(cells, f"{stem}.PRICE_AMOUNT", price)
        currency = child(price.element, "PRICE_CURRENCY")
        if currency is not None and text_in(currency):
            cells.put(f"{stem}.PRICE_CURRENCY", currency)
        else:
            cells.put_found(f"{stem}.PRICE_CURRENCY", header.currency, header.currency_path)
        bound = child(price.element, "LOWER_BOUND")
        cells.put_number(f"{stem}.LOWER_BOUND", bound, unit=units.order_unit)
        own_unit = child(child(price.element, "PRICE_BASE"), "PRICE_UNIT")
        if own_unit is not None and (code := text_in(own_unit)):
            written = f"{units.price_quantity} {code}"
            cells.put(f"{stem}.PRICE_UNIT", own_unit, units.price_quantity, unit=code, written=written)
        cells.use(child(price.element, "PRICE_FACTOR"))
        _put_once(cells, price.element, first=index == 0)
    first = prices[0]
    cells.put("price_type", first.element, attribute="price_type")
    for details in _details(cells.part.element):
        if first.element.getparent() is details:
            _put_validity(cells, details)


def _put_once(cells: ItemCells, price: Element, *, first: bool) -> None:
    """What is the same for every tier."""
    lands = list(children(price, "TERRITORY"))
    if lands and first:
        cells.put("TERRITORY", lands[0], ", ".join(text_in(one) for one in lands))
    for tax in price.iter():
        if local(tax) == "TAX":
            if first:
                cells.put_number("TAX", tax)
            cells.use(tax)
    cells.use(*lands)


def _put_validity(cells: ItemCells, details: Element) -> None:
    for moment in children(details, "DATETIME"):
        written = child(moment, "DATE")
        if written is not None and moment.get("type") in {"valid_start_date", "valid_end_date"}:
            cells.put(str(moment.get("type")), written, day(text_in(written)))
        cells.use(moment)


def _put_amount(cells: ItemCells, key: str, price: _Price) -> None:
    """The amount; times the factor of a discount, where there is one."""
    amount = number(text_in(price.amount))
    factor = _factor(price)
    if amount is None or factor == 1:
        cells.put(key, price.amount, amount)
    else:
        written = f"{text_in(price.amount)} x {factor}"
        cells.put(key, price.amount, (amount * factor).normalize(), written=written)


def _factor(price: _Price) -> Decimal:
    factor = number(text_in(child(price.element, "PRICE_FACTOR")))
    return factor if factor is not None and factor > 0 else Decimal(1)


def _put_other(cells: ItemCells, units: OrderUnits, prices: list[_Price]) -> None:
    """A price of another kind, currency, territory or period, in words."""
    for price in prices:
        marks = [*price.territories]
        if price.start is not None or price.end is not None:
            marks.append(f"{price.start or ''} to {price.end or ''}".strip())
        key = f"{price.kind} price" + (f" ({', '.join(marks)})" if marks else "")
        amount = number(text_in(price.amount))
        told = f"{(amount * _factor(price)).normalize():f}" if amount is not None else text_in(price.amount)
        words = f"{told} {price.currency}".strip()
        bound = number(text_in(child(price.element, "LOWER_BOUND")))
        if bound is not None and bound != 1:
            words = f"{words} from {bound} {units.order_unit}".strip()
        cells.put(key, price.amount, words)
        cells.use(price.element)


def _put_daily(cells: ItemCells) -> None:
    """A price of the day has to be asked for."""
    for details in _details(cells.part.element):
        daily = child(details, "DAILY_PRICE")
        if daily is not None and text_in(daily).lower() not in {"false", "0", "no"}:
            cells.put("DAILY_PRICE", daily, "price on request", written="price on request")
        cells.use(daily)
