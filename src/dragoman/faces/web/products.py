"""Offers of one product, in the visitor's words: under a hit of a search, and on an offer's page."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dragoman.faces.web.evidence import offer_path
from dragoman.faces.web.interface import Interface
from dragoman.faces.web.words import unit_price
from dragoman.matching.products import Folded, Member, PriceOf, SameProduct
from dragoman.matching.rulings import Overruled
from dragoman.model import Offer
from dragoman.trade.comparable import ComparablePrice


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLine:
    """Another offer of the product, or one that may be."""

    offer_id: str
    path: str
    title: str
    language: str
    supplier: str
    price: str
    """ "" where it has none."""
    sure: str
    """ "93%"; "" where that says nothing."""
    reasons: tuple[str, ...]
    """English."""
    decided: bool
    """The user said so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLine:
    """ "3 suppliers, from 2.10 USD / piece", and who they are."""

    said: str
    sure: str
    members: tuple[MemberLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OverruledLine:
    """What the user said of two offers and later said otherwise."""

    left: str
    """Offer id."""
    right: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductView:
    """The section of an offer's page."""

    sure: str
    members: tuple[MemberLine, ...]
    suggestions: tuple[MemberLine, ...]
    parted: tuple[MemberLine, ...]
    overruled: tuple[OverruledLine, ...]

    @property
    def empty(self) -> bool:
        return not (self.members or self.suggestions or self.parted or self.overruled)


MOST_SUGGESTED = 8
"""Suggestions shown, the surest."""


def group_line(ui: Interface, folded: Folded, offer_id: str, carried: str, /) -> GroupLine:
    """What stands under a hit.

    Args:
        offer_id: Of the hit, that is not listed again.
        carried: Query of the links: quantity and currency asked for.
    """
    suppliers = ui.count("%(num)s supplier", "%(num)s suppliers", folded.suppliers)
    if folded.lowest is not None:
        lowest = unit_price(ui, folded.lowest.unit_price, exact=False)
        said = ui.say("%(suppliers)s, from %(price)s", suppliers=suppliers, price=lowest)
    else:
        said = suppliers
    return GroupLine(
        said=said,
        sure=_sure(ui, folded.group.confidence),
        members=tuple(
            _line(ui, offer, price, carried=carried)
            for offer, price in folded.offers
            if offer.offer_id != offer_id
        ),
    )


def product_view(ui: Interface, found: SameProduct, price_of: PriceOf, carried: str, /) -> ProductView:
    def lines(members: Iterable[Member]) -> tuple[MemberLine, ...]:
        return tuple(
            _line(ui, one.offer, price_of(one.offer), carried=carried, member=one) for one in members
        )

    return ProductView(
        sure=_sure(ui, found.group.confidence) if found.group is not None else "",
        members=lines(found.members),
        suggestions=lines(found.suggestions[:MOST_SUGGESTED]),
        parted=lines(found.parted),
        overruled=tuple(_overruled_line(ui, one, found.overruled_offers) for one in found.overruled),
    )


def _overruled_line(ui: Interface, one: Overruled, offers: Mapping[str, Offer]) -> OverruledLine:
    left, right = (
        f"{offers[id_].title.value} ({offers[id_].supplier.name})" if id_ in offers else id_
        for id_ in (one.ruling.left, one.ruling.right)
    )
    if one.ruling.same:
        said = ui.say(
            "You said that %(one)s and %(other)s are the same product. What you said later is against it, and holds.",
            one=left,
            other=right,
        )
    else:
        said = ui.say(
            "You said that %(one)s and %(other)s are different products. What you said later is against it, and holds.",
            one=left,
            other=right,
        )
    return OverruledLine(left=one.ruling.left, right=one.ruling.right, said=said)


def _sure(ui: Interface, confidence: float) -> str:
    """In whole percent, rounded down: only what the user said is 100 % sure."""
    return ui.percent(math.floor(confidence * 100 + 1e-9) / 100)


def _line(
    ui: Interface,
    offer: Offer,
    price: ComparablePrice | None,
    /,
    *,
    carried: str,
    member: Member | None = None,
) -> MemberLine:
    return MemberLine(
        offer_id=offer.offer_id,
        path=f"{offer_path(offer.offer_id)}{'?' if carried else ''}{carried}",
        title=offer.title.value,
        language=offer.language,
        supplier=offer.supplier.name,
        price=unit_price(ui, price.unit_price, exact=False) if price is not None else "",
        sure=_sure(ui, member.confidence) if member is not None and member.confidence > 0 else "",
        reasons=member.reasons if member is not None else (),
        decided=member is not None and member.decided,
    )
