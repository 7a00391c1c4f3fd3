"""The price cells of a row -> price tiers, each with its cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
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
from dragoman.normalise.cells import ITEM, Cell, Cells, own_item
from dragoman.normalise.fields import is_nothing
from dragoman.normalise.price_currency import currency_said, no_currency, says_no_currency
from dragoman.normalise.quantities.basis import Basis, parse_basis
from dragoman.normalise.quantities.counts import parse_count
from dragoman.normalise.quantities.found import Found
from dragoman.normalise.quantities.money import (
    MoneyRange,
    currency_of,
    is_below_zero,
    is_on_request,
    parse_money,
    says_hundredths,
)
from dragoman.normalise.quantities.numbers import parse_number, plain_number
from dragoman.normalise.quantities.tiers import parse_tiers
from dragoman.vocabulary.minor_units import minor_digits
from dragoman.vocabulary.money_scales import scale_in
from dragoman.vocabulary.unit_codes import comparable, unit_of_code
from dragoman.vocabulary.units import dimension_of, in_base

_ONE = Quantity(value=Decimal(1))
_MOST = Decimal(10) ** 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What the price cells of a row say."""

    tiers: tuple[Sourced[PriceTier], ...] = ()
    on_request: Sourced[bool] | None = None
    pack: Sourced[Pack] | None = None
    """Where a price names what its packing unit holds."""
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True, kw_only=True, eq=False)
class _Amount:
    """A price cell, read."""

    cell: Cell
    low: Decimal
    high: Decimal | None
    currency: Currency
    basis: Basis | None
    confidence: float
    note: str
    from_quantity: Quantity | None = None
    """Said by the cell itself."""

    def doubted(self, confidence: float, note: str, /) -> _Amount:
        """The amount, at most as sure as this, with the reason; unchanged without one."""
        if not note:
            return self
        return replace(
            self,
            confidence=min(self.confidence, confidence),
            note="; ".join(dict.fromkeys(filter(None, (self.note, note)))),
        )


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
        for amount in _amounts(cell, cells):
            if isinstance(amount, Problem):
                if cell.role.key not in cells.mapping.silent or not says_no_currency(amount):
                    problems.append(amount)
                continue
            basis, doubt, said_by = (
                (amount.basis, "", cell) if amount.basis is not None else _basis(cell, cells)
            )
            if basis is not None and basis.contains is not None and pack is None:
                pack = said_by.sourced(Pack(unit=basis.per.unit, contains=basis.contains))
            noted = cells.mapping.basis
            sure = amount.doubted(_UNKNOWN_BASIS, doubt)
            if noted is not None and basis is noted.value:
                sure = sure.doubted(noted.confidence, noted.note)
            tiers.append(_tier(sure, basis, cells))
    tiers.sort(key=lambda tier: _size(tier.value.from_quantity))
    tiers = list(_with_rivals(tiers))
    return Prices(tiers=tuple(tiers), on_request=on_request, pack=pack, problems=tuple(problems))


def _size(quantity: Quantity) -> tuple[bool, Decimal]:
    """By which tiers rise: counts, then weights and lengths by their base units ("500 kg" before "1 t")."""
    base = in_base(quantity)
    return (False, quantity.value) if base is None else (True, base)


def _with_rivals(tiers: list[Sourced[PriceTier]]) -> Iterator[Sourced[PriceTier]]:
    """Two prices from the same quantity on cannot both hold; each says so."""
    begins = [(one.value.from_quantity.value, one.value.from_quantity.unit) for one in tiers]
    if len(set(begins)) == len(begins):
        yield from tiers
        return
    starts = Counter(begins)
    for one, begin in zip(tiers, begins, strict=True):
        if starts[begin] == 1:
            yield one
            continue
        note = "; ".join(filter(None, (one.note, "another price of the row holds from the same quantity on")))
        yield replace(one, confidence=min(_RIVAL, one.confidence), note=note)


_RIVAL = 0.5


def _tier(amount: _Amount, basis: Basis | None, cells: Cells) -> Sourced[PriceTier]:
    per = basis.per if basis is not None else _ONE
    currency = amount.currency
    high = amount.high if amount.high is not None else _high(amount, cells)
    role = amount.cell.role
    said, unit_said, doubt = _begin(amount, cells)
    if said is not None and basis is not None and not unit_said and in_base(per) is not None:
        said = replace(said, unit=per.unit)  # "100+" of a price per kg
    if said is not None and role.tier_from is not None and dimension_of(said.unit) != dimension_of(per.unit):
        doubt = (
            f"it holds from {said.value} {said.unit} on, and the price is not said to be for such a quantity"
        )
    amount = amount.doubted(_UNKNOWN_BASIS, doubt).doubted(role.price_confidence, role.price_note)
    tier = PriceTier(
        from_quantity=said or _ONE,
        price=UnitPrice(money=Money(amount=amount.low, currency=currency), per=per),
        price_high=UnitPrice(money=Money(amount=high, currency=currency), per=per)
        if high is not None
        else None,
    )
    return amount.cell.sourced(tier, confidence=amount.confidence, note=amount.note)


def _begin(amount: _Amount, cells: Cells) -> tuple[Quantity | None, bool, str]:
    """(the quantity that a price holds from, whether its unit is said, a doubt): of the cell, the column's name, or the
    column of quantities beside it."""
    role = amount.cell.role
    if amount.from_quantity is not None:
        return amount.from_quantity, True, ""
    if role.tier_from is not None:
        return role.tier_from, role.tier_unit_said, ""
    if not cells.all("tier_quantity") and role.beside is None:
        return None, True, ""
    beside = _item_quantity(amount.cell, cells)
    if beside is None and role.beside is not None:
        return None, True, f"no quantity stands beside it in {role.beside!r}"
    return beside, _has_unit(amount.cell, cells), ""


def _has_unit(cell: Cell, cells: Cells) -> bool:
    """Whether the quantities beside a price say what they count."""
    return any(
        one.unit is not None
        or one.role.unit is not None
        or (one.number is None and parse_number(one.text) is None)
        for one in own_item(cell, cells.all("tier_quantity"))
    )


def _amounts(cell: Cell, cells: Cells) -> list[_Amount | Problem]:
    """The amount of a cell; several where it lists tiers."""
    usual, confidence, note = currency_said(cell, cells)
    number = cell.number
    if number is not None:
        if usual is None and 0 < number < _MOST:
            return [no_currency(cell, cells)]
        return [_number(cell, number, usual, confidence, note)]
    plain = plain_number(cell.text)
    if plain is not None:
        return [_plain(cell, cells, plain, usual, confidence, note)]
    mapping = cells.mapping
    listed: Sequence[tuple[Quantity | None, Found[MoneyRange] | None]]
    listed = parse_tiers(
        cell.text, currency=usual or "XXX", country=mapping.country, decimal=mapping.decimal
    ) or [
        (
            None,
            parse_money(cell.text, currency=usual or "XXX", country=mapping.country, decimal=mapping.decimal),
        )
    ]
    found: list[_Amount | Problem] = []
    for quantity, money in listed:
        if money is None or not 0 < money.value.low.amount < _MOST:
            return [_bad(cell)]
        if money.value.low.currency == "XXX":
            return [no_currency(cell, cells)]
        amount = _written(cell, money, quantity)
        if get_currency_precision(amount.currency) > 0:
            amount = amount.doubted(*cell.mark_doubt(mapping))
        found.append(_with_doubt(amount, cells, usual, confidence, note))
    return found


def _with_doubt(
    amount: _Amount, cells: Cells, usual: Currency | None, confidence: float, note: str
) -> _Amount:
    """The amount, as sure as what says its currency: the cell, or what is said around it."""
    own = currency_of(amount.cell.text, country=cells.mapping.country)
    if own is None or (own.confidence < 1 and amount.currency == usual):
        agreed = own is not None and own.currency == usual and own.confidence > confidence
        return (
            amount.doubted(own.confidence, own.note) if agreed and own else amount.doubted(confidence, note)
        )
    if usual is not None and usual != amount.currency and confidence == 1:
        return amount.doubted(0.7, f"the cell says {amount.currency}, its column or row {usual}")
    return amount


def _number(
    cell: Cell, value: Decimal, currency: Currency | None, confidence: float, note: str
) -> _Amount | Problem:
    if currency is None or not 0 < value < _MOST:
        return _bad(cell)
    return _Amount(
        cell=cell,
        low=_in_units(cell, value, currency),
        high=None,
        currency=currency,
        basis=None,
        confidence=confidence,
        note=note,
    ).doubted(*_minor_doubt(cell, value, currency))


def _plain(
    cell: Cell, cells: Cells, value: Decimal, currency: Currency | None, confidence: float, note: str
) -> _Amount | Problem:
    """What the long way makes of a cell that is a plain number: an amount in the currency that is said around it."""
    if not 0 < value < _MOST:
        return _bad(cell)
    if currency is None:
        return no_currency(cell, cells)
    return _Amount(
        cell=cell,
        low=_in_units(cell, value, currency),
        high=None,
        currency=currency,
        basis=None,
        confidence=min(1.0, confidence) if note else 1.0,
        note=note,
    ).doubted(*_minor_doubt(cell, value, currency))


def _in_units(cell: Cell, value: Decimal, currency: Currency) -> Decimal:
    """A column's amount in the currency's own unit: of its smallest ones, or of thousands."""
    if cell.role.times > 1:
        return value * cell.role.times
    return value.scaleb(-_shift(cell, currency))


def _shift(cell: Cell, currency: Currency) -> int:
    """How many digits of a cell's amount are decimals, where its column is of the currency's smallest unit."""
    return minor_digits(currency) if cell.role.minor_units else 0


def _minor_doubt(cell: Cell, value: Decimal, currency: Currency) -> tuple[float, str]:
    """(confidence, note) of an amount with as many decimals as the currency has, in a column of its smallest unit."""
    digits = _shift(cell, currency)
    if not digits or value == value.to_integral_value() or value.as_tuple().exponent != -digits:
        return 1.0, ""
    return (
        _MINOR_DOUBT,
        f"{cell.text[:40]!r} has decimals, though its column is of the smallest unit of {currency}",
    )


_MINOR_DOUBT = 0.5


def _written(cell: Cell, money: Found[MoneyRange], quantity: Quantity | None) -> _Amount:
    """A cell's amount; in a column of smallest units too one that says its own unit stands as it is."""
    low, high = money.value.low, money.value.high
    own = says_hundredths(cell.text) or (
        low.amount != low.amount.to_integral_value() and currency_of(cell.text) is not None
    )
    shift = 0 if own else _shift(cell, low.currency)  # "2,38 €" and "238 ct" say their unit themselves
    times = 1 if "万" in cell.text or scale_in(cell.text) is not None else cell.role.times
    return _Amount(
        cell=cell,
        low=low.amount.scaleb(-shift) * times,
        high=high.amount.scaleb(-shift) * times if high is not None else None,
        currency=low.currency,
        basis=money.value.basis,
        confidence=money.confidence,
        note=money.note,
        from_quantity=quantity,
    )


def _bad(cell: Cell) -> Problem:
    return cell.problem(
        "bad_price",
        "a price above zero, such as 2.40, USD 2.10-2.40 or 48 EUR per carton",
        f"{_BELOW_ZERO if is_below_zero(cell.text) else ''}correct the cell in the file; the offer is in without this price",
    )


_BELOW_ZERO = "an amount in brackets or with a minus behind it is below zero, as accountants write it; "


_UNKNOWN_BASIS = 0.5


def _basis(cell: Cell, cells: Cells) -> tuple[Basis | None, str, Cell]:
    """What the price is for, a doubt about it, and the cell that says it: one of its own column, else the price's
    by its column's name."""
    column = cell.role.basis
    beside = [
        one for one in own_item(cell, cells.all("price_basis")) if one.key != cell.key and not is_nothing(one)
    ]
    if not beside:
        doubt = cell.role.basis_doubt if column is None else ""
        if column is None and not doubt and cells.mapping.basis is not None and _is_priced_alone(cell):
            return cells.mapping.basis.value, "", cell
        return column, f"{doubt!r} in the column's name is not understood" if doubt else "", cell
    said, doubt, by = _joined(beside)
    if said is None:
        return column, doubt, cell
    if column is None or column == said or column.per == _ONE:
        return said, doubt, by
    return column, f"{by.key!r} says {by.text[:40]!r}; the column's name says otherwise", cell


def _is_priced_alone(cell: Cell) -> bool:
    """Whether a cell says nothing of what its price is for: no "/", no "each"."""
    return _BASIS_WORDS.search(cell.text) is None


_BASIS_WORDS = re.compile(r"/|(?<!\w)(?:each|ea|apiece|p\.?\s?c|c/u|stk|st|pcs?)(?!\w)", re.IGNORECASE)


def _joined(beside: Sequence[Cell]) -> tuple[Basis | None, str, Cell]:
    """What the cells beside a price say that it is for: one of them, or a number ("100") and the unit that it counts
    ("kg"), as lists from SAP have them in two columns."""
    number = next((one for one in beside if _count(one) is not None), None)
    named = next((one for one in beside if one is not number and _said_by(one)[0] is not None), None)
    named = named or next((one for one in beside if one is not number), None)
    if number is None or named is None:
        by = named or beside[0]
        said, doubt = _said_by(by)
        return said, doubt, by
    count = _count(number) or Decimal(1)
    unit, doubt = _said_by(named)
    if unit is None:
        return Basis(per=Quantity(value=count)), doubt, number
    if unit.per.value in {Decimal(1), count}:
        return replace(unit, per=replace(unit.per, value=count)), doubt, number
    if count == 1:
        return unit, doubt, named
    return unit, f"{named.key!r} says {named.text[:40]!r}, {number.key!r} {number.text[:40]!r}", named


def _count(cell: Cell) -> Decimal | None:
    """A cell that is a number and no more."""
    if cell.row.unit_shown(cell.key) is not None:
        return None
    value = cell.number if cell.number is not None else plain_number(cell.text)
    if value is None and cell.text[:1].isdigit():  # "1.000"
        found = parse_count(cell.text)
        value = found.value.value if found is not None and parse_number(cell.text) is not None else None
    return value if value is not None and value > 0 and value == value.to_integral_value() else None


def _said_by(beside: Cell) -> tuple[Basis | None, str]:
    """(what a cell says that a price is for, a doubt)."""
    if (coded := beside.row.unit_shown(beside.key)) is not None:
        said = _coded(beside)
        return (
            said,
            "" if said is not None else f"{coded[:40]!r} beside {beside.key!r} is no unit that is known",
        )
    if beside.number is not None:
        said = Basis(per=Quantity(value=beside.number)) if beside.number > 0 else None
    elif (found := _by_letter(beside) or parse_basis(beside.text)) is not None:
        return found.value, found.note
    else:
        unit = unit_of_code(beside.text.strip())
        known = unit is not None and comparable(unit.unit)
        said = Basis(per=Quantity(value=unit.times, unit=unit.unit)) if unit is not None and known else None
    return said, "" if said is not None else f"{beside.text[:40]!r} in {beside.key!r} is not understood"


_LETTERS = {"E": Decimal(1), "C": Decimal(100), "M": Decimal(1000)}


def _by_letter(beside: Cell) -> Found[Basis] | None:
    """What a letter of American trade says, in a column that is written in them."""
    many = _LETTERS.get(beside.text) if beside.role.letters else None
    if many is None:
        return None
    note = f"{beside.text!r} in {beside.key!r} read as {many}, since the column holds E, C or M"
    return Found(
        value=Basis(per=Quantity(value=many)), end=len(beside.text), confidence=_UNKNOWN_BASIS, note=note
    )


def _coded(beside: Cell) -> Basis | None:
    """The basis of a number with a unit code beside it, or of the code alone."""
    number = beside.number if beside.number is not None else Decimal(1)
    if beside.unit is None or not comparable(beside.unit.unit) or number <= 0:
        return None
    return Basis(per=beside.counted(number))


def _high(amount: _Amount, cells: Cells) -> Decimal | None:
    cell = cells.first("price_high")
    if cell is None or is_nothing(cell):
        return None
    value = cell.number if cell.number is not None else parse_number(cell.text, decimal=cells.mapping.decimal)
    if value is not None:
        value = _in_units(cell, value, amount.currency)
    return value if value is not None and amount.low < value < _MOST else None


def _item_quantity(cell: Cell, cells: Cells) -> Quantity | None:
    """The quantity beside a nested price ("prices[1].amount" and "prices[1].from"), or of the row's own column."""
    quantities = cells.all("tier_quantity")
    if not quantities:
        return None
    item = ITEM.match(cell.key)
    own = cell.role.beside
    for one in quantities:
        if one.role.beside is not None and own != one.role.key:
            continue  # of another price
        if item is not None and not one.key.startswith(item.group(1)):
            continue
        if one.number is not None:
            return one.counted(one.number) if one.number > 0 else None
        found = parse_count(one.text)
        return found.value if found is not None else None
    return None
