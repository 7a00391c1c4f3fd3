"""Same products as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from pydantic import Field

from dragoman.faces.wire.shapes import FoldedWire, UnitPriceWire, Wire
from dragoman.faces.wire.words import per_text
from dragoman.matching.match import MatchReport
from dragoman.matching.products import Folded, Member, SameProduct
from dragoman.matching.rulings import Overruled
from dragoman.ports import ProductDecision
from dragoman.trade.comparable import ComparablePrice


class MemberWire(Wire):
    offer_id: str
    title: str
    supplier: str
    confidence: float
    reasons: list[str]
    decided: bool = Field(description="the user said so")


class RulingWire(Wire):
    left: str = Field(description="offer id")
    right: str = Field(description="offer id")
    same: bool = Field(description="that they are one product; false: that they are not")
    made_at: datetime


class OverruledWire(RulingWire):
    by: list[RulingWire] = Field(description="later ones that together say otherwise, the last said first")


class SameProductWire(Wire):
    offer_id: str
    group: str | None
    confidence: float | None
    members: list[MemberWire] = Field(description="the other offers of the product")
    suggestions: list[MemberWire] = Field(description="alike, not grouped with it")
    parted: list[MemberWire] = Field(description="which the user said are other products")
    overruled: list[OverruledWire] = Field(
        description="what the user said of the product and later said otherwise; it does not hold"
    )


class DoubtedGtinWire(Wire):
    gtin: str = Field(description="14 digits")
    confidence: float = Field(description="that two offers which bear it are one product")
    reason: str


class MatchWire(Wire):
    offers: int = Field(description="looked at: new or changed")
    pairs: int
    groups: int
    grouped_offers: int
    overruled: list[OverruledWire] = Field(description="what the user said and later said otherwise")
    doubts: list[DoubtedGtinWire] = Field(description="GTINs that are not taken to name one product")


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
        overruled=_overruled(found.overruled),
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
        offers=report.offers,
        pairs=report.pairs,
        groups=report.groups,
        grouped_offers=report.grouped_offers,
        overruled=_overruled(report.overruled),
        doubts=[
            DoubtedGtinWire(gtin=one.gtin, confidence=one.confidence, reason=one.reason)
            for one in report.doubts
        ],
    )


def _overruled(found: Iterable[Overruled]) -> list[OverruledWire]:
    return [
        OverruledWire(**_ruling(one.ruling).model_dump(), by=[_ruling(later) for later in one.by])
        for one in found
    ]


def _ruling(one: ProductDecision) -> RulingWire:
    return RulingWire(left=one.left, right=one.right, same=one.same, made_at=one.made_at)
