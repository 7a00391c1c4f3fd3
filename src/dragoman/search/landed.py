"""Landed cost in a search: what all candidates are put in order by, filtered by, and what each hit shown costs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Protocol

from dragoman.errors import Incomparable, QueryError, RateMissing
from dragoman.model import Country, Currency, Offer
from dragoman.order_terms import Floats, TermColumns
from dragoman.ports import ByTerms
from dragoman.search.notice import Notice
from dragoman.search.notices import CODES_GUESSED, NO_PRICE, PARTS_UNKNOWN
from dragoman.search.options import Terms
from dragoman.search.request import Destination, Hit, Query, SearchRequest
from dragoman.trade.bulk.reckon import Reckoner
from dragoman.trade.guessed import guessed_codes
from dragoman.trade.landed import landed_cost
from dragoman.trade.landed_cost import LandedCost, LandedRates, LandedRequest, LandedTerms


class Desk(Protocol):
    """Where rates are looked up: `trade.bulk.desk`."""

    def rates(self, terms: LandedTerms, moved: Decimal, /) -> LandedRates: ...

    def reckoner(self, terms: LandedTerms, currency: Currency, moved: Decimal, /) -> Reckoner: ...


@dataclass(frozen=True, kw_only=True)
class Landing:
    """The landed costs of one search."""

    terms: LandedTerms
    currency: Currency
    """They are shown and filtered in it."""
    moved: Decimal
    desk: Desk

    @cached_property
    def reckoner(self) -> Reckoner:
        return self.desk.reckoner(self.terms, self.currency, self.moved)

    @cached_property
    def rates(self) -> LandedRates:
        return self.desk.rates(self.terms, self.moved)

    @property
    def sort(self) -> ByTerms:
        return ByTerms(reckon=self._order)

    def unit_cost(self, terms: TermColumns, /) -> Floats:
        """To filter by, in `currency`."""
        try:
            factor = float(self.rates.exchange.rate(self.reckoner.currency, self.currency).value)
        except RateMissing:
            factor = math.nan
        return self.reckoner.unit_cost(self.terms.quantity, terms) * factor

    def _order(self, terms: TermColumns) -> Floats:
        return self.reckoner.order(self.terms.quantity, terms)

    def cost(self, offer: Offer, /) -> LandedCost | None:
        """Exact, line by line; in `currency` where a rate leads there. None without a price."""
        try:
            likely = guessed_codes(offer)  # as the index has them, so that the order is that of what is shown
            cost = landed_cost(LandedRequest.of(offer, self.terms, likely_codes=likely), rates=self.rates)
        except Incomparable:
            return None
        try:
            return cost.presented(self.rates.exchange.rate(cost.currency, self.currency))
        except RateMissing:
            return cost

    def shown(self, hits: Sequence[Hit], /) -> tuple[Hit, ...]:
        """With their landed cost."""
        return tuple(replace(hit, landed=self.cost(hit.offer)) for hit in hits)

    def notices(self, hits: Sequence[Hit], /) -> tuple[Notice, ...]:
        """What cannot be compared is said."""
        parts = sum(hit.landed is not None and not hit.landed.complete for hit in hits)
        none = sum(hit.landed is None for hit in hits)
        guessed = sum(
            hit.landed is not None and bool(hit.landed.hs_codes) and not hit.offer.hs_code for hit in hits
        )
        said = (
            (CODES_GUESSED, guessed if not self.terms.hs_codes else 0),
            (PARTS_UNKNOWN, parts),
            (NO_PRICE, none),
        )
        return tuple(
            Notice(message, count=count, country=self.terms.destination) for message, count in said if count
        )


def landing_of(
    request: SearchRequest,
    query: Query,
    terms: Terms,
    /,
    *,
    desk: Desk | None,
    today: date,
    home_country: Country | None,
) -> Landing | None:
    """None where the request asks for no landed cost.

    Raises:
        QueryError: it does, and no destination is known.
    """
    by_filter = any(text.strip().startswith("landed") for text in request.filters)
    if desk is None or not (request.sort == "landed" or by_filter):
        return None
    named = (one.country for one in query.requirements if isinstance(one, Destination))
    destination = next(named, None) or home_country
    if destination is None:
        raise QueryError(
            "expected a destination to reckon landed costs into, got none; name one (--to DE, to=DE), "
            "write it (to Hamburg), or set DRAGOMAN_COUNTRY"
        )
    return Landing(
        terms=LandedTerms(destination=destination, on=request.on or today, quantity=terms.quantity),
        currency=terms.currency,
        moved=request.exchange_moved,
        desk=desk,
    )
