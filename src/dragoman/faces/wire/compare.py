"""JSON of comparisons."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from dragoman.compare.asks import ASKS
from dragoman.compare.break_even import BreakEven
from dragoman.compare.side_by_side import Cell, Comparison, Row, UnitCost
from dragoman.faces.compare_words import cell_text, letter_of, letters, row_name
from dragoman.faces.wire.convert import origin_wire
from dragoman.faces.wire.landed import LandedWire, QuestionWire, landed_wire
from dragoman.faces.wire.shapes import Amount, OriginWire, Wire
from dragoman.faces.wire.words import quantity_text
from dragoman.trade.interval import Interval


class CompareCellWire(Wire):
    value: str | None = Field(description="in words; null where it is not known")
    low: Amount | None = Field(description="of a cost")
    likely: Amount | None
    high: Amount | None
    currency: str | None
    complete: bool = Field(description="false: at least so much")
    best: bool = Field(description="the least of those known in full")
    ask: str | None = Field(description="the question to the supplier that would settle it")
    origin: OriginWire | None
    origins: list[OriginWire] = Field(description="of each of several values, the first as in `origin`")


class CompareRowWire(Wire):
    key: str
    name: str
    kind: str = Field(description="cost, fact or attribute")
    differs: bool
    cells: list[CompareCellWire] = Field(description="one for each offer, in their order")


class ComparedWire(Wire):
    name: str = Field(description="A to H")
    offer_id: str
    title: str
    supplier: str
    supplier_country: str | None
    language: str
    same_unit: bool = Field(description="false: sold by another unit, and not put in order with the others")
    landed: LandedWire | None = Field(description="null without a price")
    questions: list[QuestionWire] = Field(description="what the offer does not say")
    letter: str = Field(description="a text to the supplier; empty where nothing has to be asked")


class StretchWire(Wire):
    from_quantity: int
    until: int
    offer_id: str


class PointWire(Wire):
    quantity: int
    unit_cost: float


class CurveWire(Wire):
    offer_id: str
    points: list[PointWire]


class BreakEvenWire(Wire):
    currency: str
    unit: str
    cheapest: list[StretchWire] = Field(description="by rising quantity; of offers known in full")
    curves: list[CurveWire]


class CompareWire(Wire):
    destination: str
    on: date
    quantity: str | None
    currency: str
    exchange_moved: Amount = Field(description="what if: percent that other currencies cost more")
    order: list[str] = Field(description="offer ids, the cheapest at the door first")
    offers: list[ComparedWire]
    rows: list[CompareRowWire]
    break_even: BreakEvenWire


def compare_wire(found: Comparison, breaks: BreakEven, /) -> CompareWire:
    ids = [one.offer.offer_id for one in found.offers]
    return CompareWire(
        destination=found.terms.destination,
        on=found.terms.on,
        quantity=quantity_text(found.terms.quantity) if found.terms.quantity is not None else None,
        currency=found.currency,
        exchange_moved=found.moved,
        order=[ids[position] for position in found.order],
        offers=[
            ComparedWire(
                name=letters(position),
                offer_id=one.offer.offer_id,
                title=one.offer.title.value,
                supplier=one.offer.supplier.name,
                supplier_country=one.offer.supplier.country,
                language=one.offer.language,
                same_unit=one.same_unit,
                landed=landed_wire(one.cost) if one.cost is not None else None,
                questions=[QuestionWire(about=ask, text=ASKS[ask]) for ask in one.asks],
                letter=letter_of(found, position),
            )
            for position, one in enumerate(found.offers)
        ],
        rows=[_row(row) for row in found.rows],
        break_even=BreakEvenWire(
            currency=breaks.currency,
            unit=breaks.unit,
            cheapest=[
                StretchWire(from_quantity=one.from_quantity, until=one.until, offer_id=ids[one.offer])
                for one in breaks.stretches
            ],
            curves=[
                CurveWire(
                    offer_id=offer_id,
                    points=[PointWire(quantity=one.quantity, unit_cost=one.unit_cost) for one in curve],
                )
                for offer_id, curve in zip(ids, breaks.curves, strict=True)
            ],
        ),
    )


def _row(row: Row) -> CompareRowWire:
    return CompareRowWire(
        key=row.key,
        name=row_name(row),
        kind=row.kind,
        differs=row.differs,
        cells=[_cell(cell) for cell in row.cells],
    )


def _cell(cell: Cell) -> CompareCellWire:
    ends: tuple[Amount, Amount, Amount, str] | None = None
    match cell.value:
        case Interval(low=low, likely=likely, high=high):
            ends = (low.amount, likely.amount, high.amount, likely.currency)
        case UnitCost(low=least, likely=each, high=most):
            ends = (least.money.amount, each.money.amount, most.money.amount, each.money.currency)
        case _:
            pass
    return CompareCellWire(
        value=None if cell.value is None else cell_text(cell),
        low=ends[0] if ends else None,
        likely=ends[1] if ends else None,
        high=ends[2] if ends else None,
        currency=ends[3] if ends else None,
        complete=cell.complete and cell.value is not None,
        best=cell.best,
        ask=cell.ask,
        origin=origin_wire(cell.origin),
        origins=[wire for origin in cell.origins if (wire := origin_wire(origin)) is not None],
    )
