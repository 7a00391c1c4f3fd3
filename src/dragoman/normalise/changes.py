"""A row that is no offer of its own -> what it does to one that the record has: takes it back, or gives it other prices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from dragoman.model import Attribute, Offer, PriceTier, Problem, Quantity, Sourced, Supplier, UnitPrice
from dragoman.normalise import fields
from dragoman.normalise.cells import Cells, cells_of
from dragoman.normalise.mapping.roles import TableMapping
from dragoman.normalise.offers import identity
from dragoman.normalise.prices import read_prices
from dragoman.ports import Row, RowChange

_ONE = Quantity(value=Decimal(1))
_UNSURE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPrices:
    """What an article costs from now on, with all that belongs to the price."""

    tiers: tuple[Sourced[PriceTier], ...]
    on_request: Sourced[bool] | None
    valid_until: Sourced[date] | None
    attributes: tuple[Attribute, ...]
    """Prices of other kinds, taxes, territories."""
    says_basis: bool
    """Whether it says what a price is for; else each is for what the price before was for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a row does to the offer of an id."""

    kind: RowChange
    supplier: Supplier
    offer_id: str
    external_id: str
    row: Row
    prices: NewPrices | None = None
    """Of "amend"; None where the row has no price that can be read."""

    def unknown(self, why: Literal["never", "withdrawn"], /) -> Problem:
        """That the record does not offer the article."""
        does = "a new price" if self.kind == "amend" else "the withdrawal"
        known = "never came" if why == "never" else "is withdrawn"
        return Problem(
            kind="unknown_offer",
            origin=self.row.origin,
            value=_said(self)[:200],
            expected=f"{does} of an article that the record offers; this one {known} from {self.supplier.name}",
            advice=(
                "load the supplier's catalogue, then this file under another name; where the catalogue is loaded under "
                "another supplier's name, give that with --supplier"
                if self.kind == "amend"
                else "nothing is to be done unless the catalogue is loaded under another supplier's name: give that with --supplier"
            ),
            severity="error" if self.kind == "amend" else "warning",
            field_name="external_id",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOutcome:
    """What a row gave."""

    change: Change | None
    """None for a row without the supplier's number; a Problem says so."""
    problems: tuple[Problem, ...]


def to_change(row: Row, kind: RowChange, mapping: TableMapping, supplier: Supplier, /) -> ChangeOutcome:
    """What a row does to an offer.

    Args:
        supplier: Of the file; a column of suppliers wins over it.
    """
    cells = cells_of(row, mapping)
    problems: list[Problem] = []
    owner, external_id, offer_id = identity(cells, mapping, supplier, [])
    if not external_id:
        return ChangeOutcome(change=None, problems=(_no_number(row),))
    prices = _new_prices(cells, problems) if kind == "amend" else None
    made = Change(
        kind=kind, supplier=owner, offer_id=offer_id, external_id=external_id, row=row, prices=prices
    )
    return ChangeOutcome(change=made, problems=tuple(problems))


def _new_prices(cells: Cells, problems: list[Problem]) -> NewPrices | None:
    read = read_prices(cells)
    problems.extend(read.problems)
    if not read.tiers and read.on_request is None:
        if not read.problems:
            problems.append(_no_price(cells.row))
        return None
    until = fields.valid_until(cells.first("valid_until"))
    if isinstance(until, Problem):
        problems.append(until)
        until = None
    return NewPrices(
        tiers=read.tiers,
        on_request=read.on_request,
        valid_until=until,
        attributes=tuple(fields.attribute(cell, cells) for cell in cells.all("attribute")),
        says_basis=bool(cells.all("price_basis")),
    )


def amended(held: Offer, new: NewPrices, /) -> Offer:
    """An offer with other prices: these and all that belongs to them have the new file's Origins, every other value
    keeps its own. An attribute of the same name is replaced, others stay."""
    named = {one.name: one for one in new.attributes}
    kept = tuple(named.pop(one.name, one) for one in held.attributes)
    return replace(
        held,
        prices=tuple(new.tiers if new.says_basis else _as_before(new.tiers, held)),
        price_on_request=new.on_request,
        valid_until=new.valid_until,
        attributes=(*kept, *named.values()),
    )


def _as_before(tiers: Sequence[Sourced[PriceTier]], held: Offer) -> list[Sourced[PriceTier]]:
    """Prices for as much, and from quantities of the same unit, as the prices before: a file of new prices does not
    repeat what is ordered."""
    pers = list(dict.fromkeys((one.value.price.per, one.value.from_quantity.unit) for one in held.prices))
    per, unit = pers[0] if pers else (_ONE, _ONE.unit)
    if len(pers) == 1:
        file = held.prices[0].origin.file
        sure, note = 1.0, f"for {per.value.normalize():f} {per.unit}, as in {file}"
    else:
        sure, note = _UNSURE, f"taken as for {per.value.normalize():f} {per.unit}: neither file says it"
    return [
        replace(
            one,
            value=PriceTier(
                from_quantity=replace(one.value.from_quantity, unit=unit),
                price=replace(one.value.price, per=per),
                price_high=_per(one.value.price_high, per),
            ),
            confidence=min(one.confidence, sure),
            note="; ".join(filter(None, (one.note, note))),
        )
        for one in tiers
    ]


def _per(price: UnitPrice | None, per: Quantity) -> UnitPrice | None:
    return replace(price, per=per) if price is not None else None


def _said(change: Change) -> str:
    """The number with the prices."""
    if change.prices is None:
        return change.external_id
    amounts = ", ".join(one.raw for one in change.prices.tiers)
    return f"{change.external_id}: {amounts}" if amounts else change.external_id


def _no_number(row: Row) -> Problem:
    return Problem(
        kind="missing_id",
        origin=row.origin,
        value="",
        expected="the supplier's number of the article that changes",
        advice="ask the supplier for the file with its numbers; nothing was changed",
        severity="error",
        field_name="external_id",
    )


def _no_price(row: Row) -> Problem:
    return Problem(
        kind="bad_price",
        origin=row.origin,
        value=" | ".join(row.text(key) for key in list(row.values)[:6])[:200],
        expected="the new price of an article",
        advice="the article's present price stays; ask the supplier for the file with prices",
        severity="error",
        field_name="prices",
    )
