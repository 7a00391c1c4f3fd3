"""The options of a SearchRequest: checked, and joined with what the text says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import get_args

from dragoman.errors import QueryError, RateMissing
from dragoman.model import Currency, Quantity
from dragoman.ports import FACET_FIELDS, ByNumber, ByRelevance, ByUnitPrice, ExchangeRates, Sort
from dragoman.search.request import (
    Budget,
    Destination,
    QuantityWanted,
    Query,
    Requirement,
    SearchRequest,
    SortBy,
)
from dragoman.trade.money import PACKING_UNITS, in_base_units

MAX_LIMIT = 1000
"""Hits on one page."""
MAX_FACET_VALUES = 10_000
MAX_OFFSET = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What prices of one search are taken at."""

    quantity: Quantity | None
    currency: Currency
    factors: Mapping[Currency, float]
    """Currency -> factor to `currency`, for sorting and filtering; those without a rate are left out."""

    @property
    def base_quantity(self) -> float:
        """In base units; 1.0 where no quantity was asked."""
        return 1.0 if self.quantity is None else float(in_base_units(self.quantity, None).value)

    @property
    def base_unit(self) -> str:
        """That prices are compared per; pieces where none was asked or packing units were."""
        if self.quantity is None or self.quantity.unit in PACKING_UNITS:
            return "piece"
        return in_base_units(self.quantity, None).unit


def check(request: SearchRequest, /) -> None:
    """Raises QueryError for an option without meaning."""
    if not 0 <= request.limit <= MAX_LIMIT:
        raise QueryError(f"expected a limit of 0 to {MAX_LIMIT}, got {request.limit!r}; ask for fewer hits")
    if not 0 <= request.offset <= MAX_OFFSET:
        raise QueryError(
            f"expected an offset of 0 to {MAX_OFFSET}, got {request.offset!r}; narrow the search"
        )
    if not 0 <= request.facet_values <= MAX_FACET_VALUES:
        raise QueryError(
            f"expected 0 to {MAX_FACET_VALUES} values of each facet, got {request.facet_values!r}; ask for fewer"
        )
    for facet in request.facets:
        if facet not in FACET_FIELDS:
            raise QueryError(f"expected facets of {', '.join(FACET_FIELDS)}; got {facet!r}")
    if request.quantity is not None and request.quantity <= 0:
        raise QueryError(f"expected a quantity above 0, got {request.quantity!r}; leave it out for none")
    if request.currency is not None and not re.fullmatch(r"[A-Z]{3}", request.currency):
        raise QueryError(f"expected an ISO 4217 currency such as USD, got {request.currency!r}")
    if request.destination is not None and not re.fullmatch(r"[A-Z]{2}", request.destination):
        raise QueryError(f"expected an ISO 3166 country such as DE, got {request.destination!r}")
    if request.sort not in get_args(SortBy):
        raise QueryError(f"expected a sort of {', '.join(get_args(SortBy))}; got {request.sort!r}")


def with_options(query: Query, request: SearchRequest, /) -> Query:
    """The query with the request's quantity and destination in place of the text's."""
    requirements = list(query.requirements)
    if request.quantity is not None:
        unit = _unit_asked(query)
        wanted = QuantityWanted(
            requirement_id="quantity",
            spans=(),
            quantity=Quantity(value=Decimal(request.quantity), unit=unit),
        )
        requirements = _replaced(requirements, wanted)
    if request.destination is not None:
        there = Destination(requirement_id="destination", spans=(), country=request.destination)
        requirements = _replaced(requirements, there)
    return replace(query, requirements=tuple(requirements))


def terms_of(query: Query, request: SearchRequest, /, *, rates: ExchangeRates, default: Currency) -> Terms:
    """Quantity and currency of a search: the option's, else the text's, else the setting's."""
    quantities = (r.quantity for r in query.requirements if isinstance(r, QuantityWanted))
    budgets = (r.limit.money.currency for r in query.requirements if isinstance(r, Budget))
    currency = request.currency or next(budgets, default)
    return Terms(quantity=next(quantities, None), currency=currency, factors=_factors(currency, rates))


def sort_of(request: SearchRequest, terms: Terms, /, *, browsing: bool) -> Sort:
    """The index's sort; without words to be relevant to, what changed last comes first."""
    if request.sort == "unit_price":
        return ByUnitPrice(quantity=terms.base_quantity, factors=terms.factors, unit=terms.base_unit)
    if request.sort == "lead_time":
        return ByNumber(field="lead_time_days")
    if request.sort == "freshness" or browsing:
        return ByNumber(field="updated_at", descending=True)
    return ByRelevance()


def _unit_asked(query: Query) -> str:
    """The text's unit of quantity, so that "500 kg" stays in kg when its number is changed."""
    units = (r.quantity.unit for r in query.requirements if isinstance(r, QuantityWanted))
    unit = next(units, "piece")
    return "piece" if unit in PACKING_UNITS else unit


def _replaced(requirements: list[Requirement], new: Requirement) -> list[Requirement]:
    return [*(r for r in requirements if type(r) is not type(new)), new]


def _factors(currency: Currency, rates: ExchangeRates) -> dict[Currency, float]:
    factors = {currency: 1.0}
    for other in rates.currencies():
        try:
            factors[other] = float(rates.rate(other, currency).value)
        except RateMissing:
            continue
    return factors
