"""Hits as cards: the price at my quantity with its arithmetic, and a verdict per requirement with its cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from dragoman.faces.web.evidence import Evidence, evidence, offer_path
from dragoman.faces.web.interface import Interface
from dragoman.faces.web.labels import VERDICTS, code_name
from dragoman.faces.web.products import GroupLine, group_line
from dragoman.faces.web.words import (
    asked,
    asked_name,
    delivery,
    ends,
    lead_time,
    per,
    quantity,
    symbols,
    unit_price,
)
from dragoman.matching.products import Folded
from dragoman.model import Offer, Origin, Quantity, Sourced
from dragoman.search.request import (
    Budget,
    CertificateWanted,
    ColourWanted,
    ComparablePrice,
    Deadline,
    Hit,
    IncotermWanted,
    MaterialWanted,
    OriginWanted,
    QuantityWanted,
    Requirement,
    SearchResult,
    Verdict,
    VerdictKind,
)
from dragoman.trade.landed_cost import LandedCost


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A term of the offer, and where it stands."""

    name: str
    value: str
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictLine:
    kind: VerdictKind
    word: str
    """ "met"."""
    name: str
    """ "Budget"."""
    refused: bool
    """It must not be."""
    asked: str
    value: str
    """The deciding value; "" where unknown."""
    reason: str
    evidence: Evidence | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    text: str
    evidence: Evidence | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceLines:
    """A comparable price, said."""

    amount: str
    currency: str
    per: str
    quantity: str
    total: str
    native: str
    """The supplier's own price where it was converted, else ""."""
    steps: tuple[StepLine, ...]
    warnings: tuple[str, ...]
    moq_above_quantity: bool
    converted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Landed:
    """What the order costs at the door, said."""

    amount: str
    """Of one unit; likely."""
    currency: str
    per: str
    between: str
    """What `ends` says of it."""
    total: str
    country: str
    complete: bool
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    place: int
    offer_id: str
    path: str
    """Of the offer's page; an anchor may follow."""
    title: str
    title_evidence: Evidence
    language: str
    supplier: str
    country: str
    external_id: str
    price: PriceLines | None
    landed: Landed | None
    on_request: Evidence | None
    facts: tuple[Fact, ...]
    verdicts: tuple[VerdictLine, ...]
    why: tuple[str, ...]
    same: GroupLine | None = None
    """Other offers of its product."""

    @property
    def met(self) -> int:
        """How many requirements are met."""
        return sum(line.kind == "met" for line in self.verdicts)


def cards(
    ui: Interface, result: SearchResult, folds: Mapping[str, Folded] | None = None, /, *, fold: bool = True
) -> list[Card]:
    """One card a hit, in order. Their links carry the asked quantity and the currency along.

    Args:
        folds: Offer id -> the group of one product that it is in.
        fold: Of a group only its first hit gets a card; the others are listed on it.
    """
    groups = folds or {}
    carried: dict[str, str] = {"currency": result.currency}
    if result.quantity is not None:
        carried["quantity"] = f"{result.quantity.normalize():f}"
    first = result.request.offset + 1
    return [
        _card(ui, hit, place, urlencode(carried), group)
        for place, hit in enumerate(result.hits, start=first)
        if (group := groups.get(hit.offer.offer_id)) is None
        or not fold
        or group.shown_by == hit.offer.offer_id
    ]


def price_lines(ui: Interface, price: ComparablePrice, /) -> PriceLines:
    """The price and its arithmetic in the visitor's words; the steps' text is English."""
    shown, native = price.unit_price, price.native
    same = shown.money.currency == native.money.currency
    return PriceLines(
        amount=ui.amount(shown.money.amount, shown.money.currency),
        currency=shown.money.currency,
        per=per(ui, shown.per),
        quantity=quantity(ui, price.quantity),
        total=ui.money(price.total),
        native="" if same else unit_price(ui, native, exact=False),
        steps=tuple(
            StepLine(
                text=step.text,
                evidence=evidence(ui, step.origin) if step.origin is not None else None,
                source=step.source,
            )
            for step in price.steps
        ),
        warnings=price.warnings,
        moq_above_quantity=price.moq_above_quantity,
        converted=price.converted,
    )


def landed(ui: Interface, cost: LandedCost, /) -> Landed:
    """The landed cost in the visitor's words; the questions' text is English."""
    low, likely, high = (one.money.amount for one in cost.per_unit(cost.total))
    return Landed(
        amount=ui.amount(likely, cost.currency),
        currency=cost.currency,
        per=per(ui, Quantity(value=Decimal(1), unit=cost.quantity.unit)),
        between=ends(ui, low, high, cost.currency, complete=cost.complete),
        total=ui.money(cost.total.likely),
        country=ui.country(cost.destination),
        complete=cost.complete,
        questions=tuple(question.text for question in cost.questions),
    )


def facts(ui: Interface, offer: Offer, /) -> tuple[Fact, ...]:
    """The terms a buyer looks at first; those that are not given are left out."""
    found: list[Fact] = []
    if offer.moq is not None:
        found.append(
            Fact(
                name=ui.say("Minimum order"),
                value=quantity(ui, offer.moq.value),
                evidence=evidence(ui, offer.moq.origin),
            )
        )
    if offer.lead_time is not None:
        found.append(
            Fact(
                name=ui.say("Lead time"),
                value=lead_time(ui, offer.lead_time.value),
                evidence=evidence(ui, offer.lead_time.origin),
            )
        )
    if offer.delivery is not None:
        found.append(
            Fact(
                name=ui.say("Incoterm"),
                value=delivery(offer.delivery.value),
                evidence=evidence(ui, offer.delivery.origin),
            )
        )
    return tuple(found)


def _card(ui: Interface, hit: Hit, place: int, carried: str, group: Folded | None) -> Card:
    offer = hit.offer
    asked_price = offer.price_on_request
    return Card(
        place=place,
        offer_id=offer.offer_id,
        path=f"{offer_path(offer.offer_id)}?{carried}",
        title=offer.title.value,
        title_evidence=evidence(ui, offer.title.origin),
        language=offer.language,
        supplier=offer.supplier.name,
        country=ui.country(offer.supplier.country) if offer.supplier.country else "",
        external_id=offer.external_id,
        price=price_lines(ui, hit.price) if hit.price is not None else None,
        landed=landed(ui, hit.landed) if hit.landed is not None else None,
        on_request=evidence(ui, asked_price.origin)
        if asked_price is not None and asked_price.value
        else None,
        facts=facts(ui, offer),
        verdicts=tuple(_verdict_line(ui, hit, verdict) for verdict in hit.verdicts),
        why=hit.explanation.words,
        same=group_line(ui, group, offer.offer_id, carried) if group is not None else None,
    )


def _verdict_line(ui: Interface, hit: Hit, verdict: Verdict) -> VerdictLine:
    requirement = verdict.requirement
    return VerdictLine(
        kind=verdict.verdict,
        word=ui.say(VERDICTS[verdict.verdict]),
        name=asked_name(ui, requirement),
        refused=requirement.strength == "not",
        asked=asked(ui, requirement),
        value=_deciding_value(ui, hit, requirement, verdict.origin) or symbols(verdict.value),
        reason=verdict.reason,
        evidence=evidence(ui, verdict.origin) if verdict.origin is not None else None,
    )


def _deciding_value(ui: Interface, hit: Hit, requirement: Requirement, origin: Origin | None) -> str:  # noqa: PLR0911 - one line per kind
    """The deciding value in the visitor's language, where the deciding cell is that of a typed field."""
    offer = hit.offer
    match requirement:
        case Budget(total=total) if hit.price is not None and any(
            price.origin == origin for price in offer.prices
        ):
            return ui.money(hit.price.total) if total else unit_price(ui, hit.price.unit_price, exact=False)
        case QuantityWanted() if offer.moq is not None and offer.moq.origin == origin:
            return ui.say("minimum order %(quantity)s", quantity=quantity(ui, offer.moq.value))
        case Deadline() if offer.lead_time is not None and offer.lead_time.origin == origin:
            return lead_time(ui, offer.lead_time.value)
        case IncotermWanted() if offer.delivery is not None and offer.delivery.origin == origin:
            return delivery(offer.delivery.value)
        case OriginWanted() if offer.made_in is not None and offer.made_in.origin == origin:
            return ui.country(offer.made_in.value)
        case MaterialWanted() if _decided_by(offer.material, origin):
            return code_name(ui, offer.material.value) if offer.material else ""
        case ColourWanted() if _decided_by(offer.colour, origin):
            return code_name(ui, offer.colour.value) if offer.colour else ""
        case CertificateWanted():
            return ", ".join(code_name(ui, one.value) for one in offer.certificates if one.origin == origin)
        case _:
            return ""


def _decided_by(sourced: Sourced[str] | None, origin: Origin | None) -> bool:
    return sourced is not None and sourced.origin == origin
