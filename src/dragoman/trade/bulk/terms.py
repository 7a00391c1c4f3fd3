"""Offer -> OrderTerms: what an index keeps of it to reckon its cost by."""

from __future__ import annotations

import math
from decimal import Decimal

from dragoman.model import Offer
from dragoman.order_terms import Goods, Lane, OrderTerms, Rung
from dragoman.trade.guessed import codes_of_own, guessed_codes
from dragoman.trade.ladder import Rung as LadderRung
from dragoman.trade.ladder import ladder_of
from dragoman.trade.measures import kg_of_one
from dragoman.trade.money import in_base_units, price_per_base_unit


def order_terms(offer: Offer, /) -> OrderTerms | None:
    """None where the offer has no price."""
    ladder = ladder_of(offer)
    if ladder is None:
        return None
    pack = offer.pack.value if offer.pack is not None and offer.pack.value.contains.value > 0 else None
    holds = in_base_units(pack.contains, None) if pack is not None else None
    supplier = offer.supplier.country or ""
    delivery = offer.delivery.value if offer.delivery is not None else None
    return OrderTerms(
        currency=ladder.currency,
        unit=ladder.unit,
        minimum=float(ladder.minimum),
        rungs=tuple(_rung(offer, rung) for rung in ladder.rungs),
        pack=pack.unit if pack is not None else "",
        pack_holds=float(holds.value) if holds is not None else math.nan,
        pack_unit=holds.unit if holds is not None else "",
        kg=float(one) if (one := kg_of_one(offer, ladder.unit)) is not None else math.nan,
        lane=Lane(
            incoterm=delivery.incoterm if delivery is not None else "",
            place=(delivery.country or "") if delivery is not None else "",
            supplier=supplier,
        ),
        goods=Goods(
            codes=_codes(offer),
            made_in=offer.made_in.value if offer.made_in is not None else "",
            supplier=supplier,
        ),
    )


def _rung(offer: Offer, rung: LadderRung) -> Rung:
    tier = rung.tier.value
    pack = offer.pack.value if offer.pack is not None else None
    high = rung.price.money.amount
    low = price_per_base_unit(tier.price, pack).money.amount if tier.price_high is not None else high
    return Rung(
        start=float(rung.starts),
        low=float(min(low, high)),
        high=float(high),
        whole=float(rung.whole or Decimal(0)),
    )


def _codes(offer: Offer) -> tuple[str, ...]:
    """As `trade.import_duty` takes them: of the offer's own the six digits that all countries share, else the guessed
    ones."""
    own = codes_of_own(offer.hs_code.value) if offer.hs_code is not None else ()
    return own or tuple(one.code for one in guessed_codes(offer))
