"""JSON of landed costs and of the tables they are reckoned by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pydantic import Field

from dragoman.faces.wire.convert import origin_wire
from dragoman.faces.wire.shapes import Amount, OriginWire, Wire
from dragoman.faces.wire.words import quantity_text
from dragoman.ports import RateImport, RateSource
from dragoman.trade.gaps import Gap
from dragoman.trade.interval import Interval
from dragoman.trade.landed_cost import Input, LandedCost, Line


class IntervalWire(Wire):
    """Three times the same amount where it is known to the cent."""

    low: Amount
    likely: Amount
    high: Amount
    currency: str


class UnitCostWire(Wire):
    low: Amount
    likely: Amount
    high: Amount
    currency: str
    per: str


class InputWire(Wire):
    name: str
    value: str
    origin: OriginWire | None = Field(description="of a value of the supplier's")
    source: str = Field(description="of a rate: table, line, publisher")
    as_of: date | None


class LandedLineWire(Wire):
    key: str = Field(description="'goods', legs joined by '+', 'customs_value', 'duty', a charge's name")
    text: str
    formula: str
    amount: IntervalWire | None = Field(description="null where it is not known")
    counted: bool = Field(description="false: shown because others are reckoned from it; not in the total")
    complete: bool = Field(description="false: at least so much, or not known")
    recoverable: bool
    reason: str
    inputs: list[InputWire]


class QuestionWire(Wire):
    about: str
    text: str


class LandedWire(Wire):
    offer_id: str
    destination: str
    on: date
    quantity: str
    incoterm: str
    mode: str | None
    made_in: str | None
    ship_from: str | None
    hs_codes: list[str]
    currency: str
    complete: bool = Field(description="false: the total is what it costs at least")
    total: IntervalWire = Field(description="the sum of the counted lines, to the last cent")
    unit_cost: UnitCostWire
    recoverable: IntervalWire
    after_recovery: IntervalWire
    unit_cost_after_recovery: UnitCostWire
    lines: list[LandedLineWire]
    questions: list[QuestionWire]
    assumptions: list[str]
    warnings: list[str]
    presented_by: InputWire | None = Field(description="the rate into the currency asked for")


class RateSourceWire(Wire):
    kind: str = Field(description="exchange, duty, tax or freight")
    name: str
    covers: list[str]
    entries: int
    as_of: date | None
    source: str
    note: str


class RatesWire(Wire):
    sources: list[RateSourceWire]


class RateImportWire(Wire):
    file: str
    kind: str
    entries: int
    replaced: int
    covers: list[str]
    as_of: date
    kept_in: str
    note: str


class GapWire(Wire):
    kind: str
    what: str
    offers: int
    message: str


class GapsWire(Wire):
    destination: str
    gaps: list[GapWire]


def landed_wire(cost: LandedCost, /) -> LandedWire:
    by = cost.presented_by
    return LandedWire(
        offer_id=cost.offer_id,
        destination=cost.destination,
        on=cost.on,
        quantity=quantity_text(cost.quantity),
        incoterm=cost.incoterm,
        mode=cost.mode,
        made_in=cost.made_in,
        ship_from=cost.ship_from,
        hs_codes=list(cost.hs_codes),
        currency=cost.currency,
        complete=cost.complete,
        total=_interval(cost.total),
        unit_cost=_unit_cost(cost, cost.total),
        recoverable=_interval(cost.recoverable),
        after_recovery=_interval(cost.after_recovery),
        unit_cost_after_recovery=_unit_cost(cost, cost.after_recovery),
        lines=[_line(line) for line in cost.lines],
        questions=[QuestionWire(about=one.about, text=one.text) for one in cost.questions],
        assumptions=list(cost.assumptions),
        warnings=list(cost.warnings),
        presented_by=None
        if by is None
        else InputWire(
            name="exchange rate",
            value=f"{by.value} {by.quote} per {by.base}",
            origin=None,
            source=by.source,
            as_of=by.as_of,
        ),
    )


def _interval(amount: Interval) -> IntervalWire:
    return IntervalWire(
        low=amount.low.amount, likely=amount.likely.amount, high=amount.high.amount, currency=amount.currency
    )


def _unit_cost(cost: LandedCost, amount: Interval) -> UnitCostWire:
    low, likely, high = cost.per_unit(amount)
    return UnitCostWire(
        low=low.money.amount,
        likely=likely.money.amount,
        high=high.money.amount,
        currency=cost.currency,
        per=likely.per.unit,
    )


def _line(line: Line) -> LandedLineWire:
    shown = line.shown()
    return LandedLineWire(
        key=line.key,
        text=line.text,
        formula=line.formula,
        amount=_interval(shown) if shown is not None else None,
        counted=line.counted,
        complete=line.complete,
        recoverable=line.recoverable,
        reason=line.reason,
        inputs=[_input(one) for one in line.inputs],
    )


def _input(one: Input) -> InputWire:
    return InputWire(
        name=one.name, value=one.value, origin=origin_wire(one.origin), source=one.source, as_of=one.as_of
    )


def rates_wire(sources: Sequence[RateSource], /) -> RatesWire:
    return RatesWire(
        sources=[
            RateSourceWire(
                kind=one.kind,
                name=one.name,
                covers=list(one.covers),
                entries=one.entries,
                as_of=one.as_of,
                source=one.source,
                note=one.note,
            )
            for one in sources
        ]
    )


def import_wire(done: RateImport, /) -> RateImportWire:
    return RateImportWire(
        file=done.file,
        kind=done.kind,
        entries=done.entries,
        replaced=done.replaced,
        covers=list(done.covers),
        as_of=done.as_of,
        kept_in=done.kept_in,
        note=done.note,
    )


def gaps_wire(destination: str, found: Sequence[Gap], /) -> GapsWire:
    return GapsWire(
        destination=destination,
        gaps=[GapWire(kind=one.kind, what=one.what, offers=one.offers, message=one.message) for one in found],
    )
