"""Same products as JSON."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import Field

from dragoman.faces.wire.shapes import FoldedWire, UnitPriceWire, Wire
from dragoman.faces.wire.words import per_text
from dragoman.matching.match import MatchReport
from dragoman.matching.products import Folded, Member, SameProduct
from dragoman.trade.comparable import ComparablePrice


class MemberWire(Wire):
    offer_id: str
    title: str
    supplier: str
    confidence: float
    reasons: list[str]
    decided: bool = Field(description="the user said so")


class SameProductWire(Wire):
    offer_id: str
    group: str | None
    confidence: float | None
    members: list[MemberWire] = Field(description="the other offers of the product")
    suggestions: list[MemberWire] = Field(description="alike, not grouped with it")
    parted: list[MemberWire] = Field(description="which the user said are other products")


class MatchWire(Wire):
    offers: int = Field(description="looked at: new or changed")
    pairs: int
    groups: int
    grouped_offers: int


def unit_price_wire(price: ComparablePrice) -> UnitPriceWire:
    return UnitPriceWire(
        amount=price.unit_price.money.amount,
        currency=price.unit_price.money.currency,
        per=per_text(price.unit_price.per),
    )


def folded_wire(offer_id: str, folded: Folded | None) -> FoldedWire | None:
    if folded is None:
        return None
    return FoldedWire(
        group=folded.group.group_id,
        offers=list(folded.group.offer_ids),
        suppliers=folded.suppliers,
        lowest=unit_price_wire(folded.lowest) if folded.lowest is not None else None,
        confidence=folded.group.confidence,
        folded_under=folded.shown_by if folded.shown_by != offer_id else None,
    )


def same_product_wire(found: SameProduct) -> SameProductWire:
    return SameProductWire(
        offer_id=found.offer.offer_id,
        group=found.group.group_id if found.group is not None else None,
        confidence=found.group.confidence if found.group is not None else None,
        members=_members(found.members),
        suggestions=_members(found.suggestions),
        parted=_members(found.parted),
    )


def _members(members: Iterable[Member]) -> list[MemberWire]:
    return [
        MemberWire(
            offer_id=one.offer.offer_id,
            title=one.offer.title.value,
            supplier=one.offer.supplier.name,
            confidence=one.confidence,
            reasons=list(one.reasons),
            decided=one.decided,
        )
        for one in members
    ]


def match_wire(report: MatchReport) -> MatchWire:
    return MatchWire(
        offers=report.offers, pairs=report.pairs, groups=report.groups, grouped_offers=report.grouped_offers
    )
