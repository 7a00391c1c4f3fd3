"""The price cells of a row -> price tiers, each with its cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import get_currency_precision

from dragoman.model import (
    Currency,
    Money,
    Pack,
    PriceTier,
    Problem,
    Quantity,
    Sourced,
    UnitPrice,
)
from dragoman.normalise.cells import Cell, Cells
from dragoman.normalise.fields import is_nothing
from dragoman.normalise.quantities.basis import Basis, parse_basis
from dragoman.normalise.quantities.counts import parse_count
from dragoman.normalise.quantities.money import is_on_request, parse_money
from dragoman.normalise.quantities.numbers import parse_number
from dragoman.vocabulary.currencies import currency_in

_ONE = Quantity(value=Decimal(1))
_ITEM = re.compile(r"^(.*\[\d+\])")
_MOST = Decimal(10) ** 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What the price cells of a row say."""

    tiers: tuple[Sourced[PriceTier], ...] = ()
    on_request: Sourced[bool] | None = None
    pack: Sourced[Pack] | None = None
    """Where a price names what its packing unit holds."""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Amount:
    """A price cell, read."""

    cell: Cell
    low: Decimal
    high: Decimal | None
    currency: Currency
    basis: Basis | None
    confidence: float
    note: str


def read_prices(cells: Cells, /) -> Prices:
    """All prices of a row, by rising quantity."""
    tiers: list[Sourced[PriceTier]] = []
    problems: list[Problem] = []
    on_request: Sourced[bool] | None = None
    pack: Sourced[Pack] | None = None
    for cell in cells.all("price"):
        if is_nothing(cell):
            continue
        if cell.number is None and is_on_request(cell.text):
            on_request = on_request or cell.sourced(True)
            continue
        amount = _amount(cell, cells)
        if isinstance(amount, Problem):
            problems.append(amount)
            continue
        basis = amount.basis or _basis(cell, cells)
        if basis is not None and basis.contains is not None and pack is None:
            pack = cell.sourced(Pack(unit=basis.per.unit, contains=basis.contains))
        tiers.append(_tier(amount, basis, cells))
    tiers.sort(key=lambda tier: tier.value.from_quantity.value)
    return Prices(tiers=tuple(tiers), on_request=on_request, pack=pack, problems=tuple(problems))


def _tier(amount: _Amount, basis: Basis | None, cells: Cells) -> Sourced[PriceTier]:
    per = basis.per if basis is not None else _ONE
    high = amount.high if amount.high is not None else _high(amount, cells)

    def price(value: Decimal) -> UnitPrice:
        return UnitPrice(money=Money(amount=value, currency=amount.currency), per=per)

    tier = PriceTier(
        from_quantity=amount.cell.role.tier_from or _item_quantity(amount.cell, cells) or _ONE,
        price=price(amount.low),
        price_high=price(high) if high is not None else None,
    )
    return amount.cell.sourced(tier, confidence=amount.confidence, note=amount.note)


def _amount(cell: Cell, cells: Cells) -> _Amount | Problem:
    bad = cell.problem(
        "bad_price",
        "a price above zero, such as 2.40, USD 2.10-2.40 or 48 EUR per carton",
        "correct the cell in the file; the offer is in without this price",
    )
    currency, confidence, note = _currency(cell, cells)
    if cell.number is not None:
        if not 0 < cell.number < _MOST:
            return bad
        if currency is None:
            return _no_currency(cell)
        value = cell.number
        if cell.role.minor_units:
            value = value.scaleb(-get_currency_precision(currency))
        return _Amount(
            cell=cell, low=value, high=None, currency=currency, basis=None, confidence=confidence, note=note
        )
    found = parse_money(
        cell.text, currency=currency or "XXX", country=cells.mapping.country, decimal=cells.mapping.decimal
    )
    if found is None or not 0 < found.value.low.amount < _MOST:
        return bad
    low, high = found.value.low, found.value.high
    if low.currency == "XXX":
        return _no_currency(cell)
    named = low.currency != currency or currency_in(cell.text, country=cells.mapping.country) is not None
    shift = get_currency_precision(low.currency) if cell.role.minor_units else 0
    return _Amount(
        cell=cell,
        low=low.amount.scaleb(-shift),
        high=high.amount.scaleb(-shift) if high is not None else None,
        currency=low.currency,
        basis=found.value.basis,
        confidence=found.confidence if named else confidence,
        note=found.note if named else note,
    )


def _no_currency(cell: Cell) -> Problem:
    return cell.problem(
        "bad_currency",
        "a price with its currency in the cell, the column's name, a currency column or above the table",
        'say the currency in a mapping file: currency = "EUR"',
    )


def _currency(cell: Cell, cells: Cells) -> tuple[Currency | None, float, str]:
    """The currency of a cell that may name none: of its column, its row, its table."""
    if cell.role.currency is not None:
        return cell.role.currency, 1.0, ""
    beside = cells.all("currency")
    item = _ITEM.match(cell.key)
    if item is not None:
        same = [one for one in beside if one.key.startswith(item.group(1))]
        beside = same or beside
    if beside:
        written = beside[0].text.strip()
        if re.fullmatch(r"[A-Za-z]{3}", written):
            return written.upper(), 1.0, ""
        found = currency_in(written, country=cells.mapping.country)
        if found is not None:
            return found.currency, found.confidence, found.note
    held = cells.mapping.currency
    if held is not None:
        return held.value, held.confidence, held.note if held.confidence < 1 else ""
    return None, 1.0, ""


def _basis(cell: Cell, cells: Cells) -> Basis | None:
    """What the price is for: said by the column's name, else by a column of its own."""
    if cell.role.basis is not None:
        return cell.role.basis
    beside = cells.first("price_basis")
    if beside is None or is_nothing(beside):
        return None
    if beside.number is not None:
        return Basis(per=Quantity(value=beside.number)) if beside.number > 0 else None
    found = parse_basis(beside.text)
    return found.value if found is not None else None


def _high(amount: _Amount, cells: Cells) -> Decimal | None:
    cell = cells.first("price_high")
    if cell is None or is_nothing(cell):
        return None
    value = cell.number if cell.number is not None else parse_number(cell.text, decimal=cells.mapping.decimal)
    return value if value is not None and amount.low < value < _MOST else None


def _item_quantity(cell: Cell, cells: Cells) -> Quantity | None:
    """The quantity beside a nested price ("prices[1].amount" and "prices[1].from"), or of the row's own column."""
    item = _ITEM.match(cell.key)
    for one in cells.all("tier_quantity"):
        if item is not None and not one.key.startswith(item.group(1)):
            continue
        if one.number is not None:
            return Quantity(value=one.number, unit=one.role.unit or "piece") if one.number > 0 else None
        found = parse_count(one.text)
        return found.value if found is not None else None
    return None
