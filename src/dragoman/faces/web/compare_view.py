"""A comparison in the visitor's words: columns by cost, rows with their evidence, questions as letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from urllib.parse import urlencode

from dragoman.compare.asks import letter
from dragoman.compare.break_even import BreakEven
from dragoman.compare.side_by_side import Cell, Comparison, Row, UnitCost
from dragoman.faces.compare_words import letters
from dragoman.faces.web.compare_labels import ASKS, COSTS, FACTS
from dragoman.faces.web.evidence import Evidence, evidence, offer_path
from dragoman.faces.web.interface import INTERFACE_LANGUAGES, Interface, interface
from dragoman.faces.web.words import ends, per, quantity, symbols, value
from dragoman.model import Country, Currency, Quantity
from dragoman.trade import landed_words
from dragoman.trade.interval import Interval
from dragoman.trade.landed_cost import Input, LandedCost, Line


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareForm:
    """What the URL says."""

    offers: tuple[str, ...]
    quantity: int | None = None
    destination: Country | None = None
    currency: Currency | None = None
    on: str = ""
    moved: str = ""
    back: str = ""
    """Address of the results that the offers were chosen from."""

    def fields(self) -> list[tuple[str, str]]:
        pairs = [("offer", one) for one in self.offers]
        if self.quantity is not None:
            pairs.append(("quantity", str(self.quantity)))
        named = (("to", self.destination), ("currency", self.currency), ("on", self.on), ("fx", self.moved))
        return [*pairs, *((name, text) for name, text in named if text)]

    def url(self) -> str:
        back = [("back", self.back)] if self.back else []
        return f"/compare?{urlencode([*self.fields(), *back])}"

    def without(self, offer_id: str, /) -> str:
        """Address without one of the offers."""
        return replace(self, offers=tuple(one for one in self.offers if one != offer_id)).url()

    def export(self, kind: str, /) -> str:
        return f"/api/compare/export?{urlencode([('format', kind), *self.fields()])}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCell:
    text: str
    """ "" where it is not known."""
    between: str
    """What `ends` says of an interval."""
    parts: tuple[tuple[str, Evidence | None], ...]
    """The text by where it stands."""
    at_least: bool
    best: bool
    ask: str
    own_words: bool
    """The supplier's own text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRow:
    name: str
    own_name: bool
    kind: str
    differs: bool
    strong: bool
    cells: tuple[ShownCell, ...]
    """In the order of the columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineShown:
    text: str
    formula: str
    amount: str
    counted: bool
    reason: str
    inputs: tuple[tuple[str, Evidence | None, str], ...]
    """(value, the supplier's cell, a rate's source and day)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One offer."""

    letter: str
    number: int
    """Style of its line in the chart."""
    offer_id: str
    path: str
    title: str
    language: str
    supplier: str
    country: str
    without: str
    place: int
    """1: the cheapest."""
    lines: tuple[LineShown, ...]
    letter_text: str
    letter_language: str
    questions: tuple[str, ...]
    """For the forwarder and the broker; English."""
    assumptions: tuple[str, ...]
    same_unit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StretchShown:
    from_quantity: str
    until: str
    letter: str
    title: str
    language: str


def columns(ui: Interface, found: Comparison, form: CompareForm, /) -> list[Column]:
    """By cost, the cheapest first."""
    shown = []
    for place, position in enumerate(found.order, start=1):
        one = found.offers[position]
        offer = one.offer
        said_in = interface(offer.language if offer.language in INTERFACE_LANGUAGES else "en")
        asked = found.terms.quantity
        shown.append(
            Column(
                letter=letters(position),
                number=position,
                offer_id=offer.offer_id,
                path=f"{offer_path(offer.offer_id)}?{urlencode(_carried(found))}",
                title=offer.title.value,
                language=offer.language,
                supplier=offer.supplier.name,
                country=ui.country(offer.supplier.country) if offer.supplier.country else "",
                without=form.without(offer.offer_id) if len(found.offers) > 2 else "",
                place=place,
                lines=tuple(_line(ui, line) for line in one.cost.lines) if one.cost is not None else (),
                letter_text=letter(
                    one.asks,
                    title=offer.title.value,
                    number=offer.external_id,
                    quantity=quantity(said_in, asked or Quantity(value=Decimal(1))),
                    country=said_in.country(found.terms.destination),
                    say=said_in.say,
                ),
                letter_language=said_in.language,
                questions=_questions(one.cost),
                assumptions=one.cost.assumptions if one.cost is not None else (),
                same_unit=one.same_unit,
            )
        )
    return shown


def _carried(found: Comparison) -> dict[str, str]:
    carried = {"currency": found.currency}
    if found.terms.quantity is not None:
        carried["quantity"] = f"{found.terms.quantity.value.normalize():f}"
    return carried


def _questions(cost: LandedCost | None) -> tuple[str, ...]:
    return tuple(one.text for one in cost.questions) if cost is not None else ()


def _line(ui: Interface, line: Line) -> LineShown:
    shown = line.shown()
    return LineShown(
        text=line.text,
        formula=line.formula,
        amount=_line_amount(ui, shown, line.complete) if shown is not None else "?",
        counted=line.counted,
        reason=line.reason,
        inputs=tuple(_input(ui, one) for one in line.inputs),
    )


def _line_amount(ui: Interface, amount: Interval, complete: bool) -> str:
    likely = ui.money(amount.likely)
    return likely if complete else landed_words.at_least(ui.money(amount.low), likely)


def _input(ui: Interface, one: Input) -> tuple[str, Evidence | None, str]:
    dated = f", {ui.day(one.as_of)}" if one.as_of is not None else ""
    return one.value, evidence(ui, one.origin) if one.origin is not None else None, f"{one.source}{dated}"


def rows(ui: Interface, found: Comparison, /) -> list[ShownRow]:
    return [
        ShownRow(
            name=row_name(ui, row),
            own_name=row.kind == "attribute",
            kind=row.kind,
            differs=row.differs and row.kind != "cost",
            strong=row.key in ("unit_cost", "total"),
            cells=tuple(_cell(ui, row, row.cells[position], found) for position in found.order),
        )
        for row in found.rows
    ]


def row_name(ui: Interface, row: Row, /) -> str:
    for key, name in (*COSTS.items(), *FACTS.items()):
        if key == row.key and row.kind != "attribute":
            return ui.say(name)
    return row.key


def _cell(ui: Interface, row: Row, cell: Cell, found: Comparison) -> ShownCell:
    text, between = _said(ui, row, cell.value, complete=cell.complete)
    asked = found.terms.quantity
    return ShownCell(
        text=text,
        between=between,
        parts=tuple(
            (_said(ui, row, part)[0], evidence(ui, origin) if origin is not None else None)
            for part, origin in cell.parts()
        ),
        at_least=not cell.complete and cell.value is not None,
        best=cell.best,
        ask=ui.say(ASKS[cell.ask], quantity=quantity(ui, asked or Quantity(value=Decimal(1))))
        if cell.ask is not None
        else "",
        own_words=row.kind == "attribute" and isinstance(cell.value, str),
    )


def _said(ui: Interface, row: Row, thing: object, *, complete: bool = True) -> tuple[str, str]:
    match thing:
        case None:
            return "", ""
        case Interval():
            span = (thing.low.amount, thing.high.amount)
            return ui.money(thing.likely), ends(ui, *span, thing.currency, complete=complete)
        case UnitCost(low=low, likely=likely, high=high):
            currency = likely.money.currency
            text = f"{ui.money(likely.money)} / {per(ui, likely.per)}"
            return text, ends(ui, low.money.amount, high.money.amount, currency, complete=complete)
        case tuple():
            return "; ".join(value(ui, row.key, one) for one in thing), ""
        case str() if row.kind == "attribute":
            return symbols(thing), ""
        case _:
            return value(ui, row.key, thing), ""


def stretches(ui: Interface, found: Comparison, breaks: BreakEven, /) -> list[StretchShown]:
    def many(number: int) -> str:
        return quantity(ui, Quantity(value=Decimal(number), unit=breaks.unit))

    last = len(breaks.stretches) - 1
    return [
        StretchShown(
            from_quantity=many(one.from_quantity),
            until="" if place == last else many(one.until),
            letter=letters(one.offer),
            title=found.offers[one.offer].offer.title.value,
            language=found.offers[one.offer].offer.language,
        )
        for place, one in enumerate(breaks.stretches)
    ]


def costs_by_quantity(
    ui: Interface, found: Comparison, breaks: BreakEven, factor: float, /, *, most: int = 9
) -> list[tuple[str, list[str]]]:
    """(quantity, unit cost of each offer in the order of the columns) at quantities spread over the chart."""
    known: list[dict[int, float]] = [
        {point.quantity: point.unit_cost for point in curve} for curve in breaks.curves
    ]
    every: Sequence[int] = sorted({many for curve in known for many in curve})
    if not every:
        return []
    step = max(1, -(-len(every) // most))
    chosen = sorted({*every[::step], every[-1]})
    return [
        (
            quantity(ui, Quantity(value=Decimal(many), unit=breaks.unit)),
            [
                ui.amount(Decimal(str(round(known[at][many] * factor, 6))), found.currency)
                if many in known[at]
                else "–"
                for at in found.order
            ],
        )
        for many in chosen
    ]
