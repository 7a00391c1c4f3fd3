"""The filter strings of a SearchRequest -> typed filters.

supplier=nordwind        one of FACET_FIELDS; the same field again means "or"; codes in any case
moq<=100  lead_time<=30  a number field, at most or at least
price>=1  price<=4       per base unit, at the asked quantity, in the currency of the answer
landed<=5                the same at the buyer's door; a destination has to be known
met=certificate:ce       only offers whose verdict on that requirement is "met"
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from dragoman.errors import QueryError
from dragoman.model import Currency
from dragoman.order_terms import Reckoning
from dragoman.ports import (
    FACET_FIELDS,
    FacetField,
    FacetFilter,
    Filter,
    NumberField,
    NumberFilter,
    PriceFilter,
    TermsFilter,
)
from dragoman.vocabulary import certificates, colours, materials

NUMBER_NAMES: Mapping[str, NumberField] = {"moq": "moq", "lead_time": "lead_time_days"}
"""Name in a filter string -> field of the index. Pieces; days."""

_FORM = re.compile(r"\s*(?P<name>[a-z_]+)\s*(?P<sign><=|>=|=)\s*(?P<value>.*?)\s*", re.DOTALL)
_FACETS: Mapping[str, FacetField] = {name: name for name in FACET_FIELDS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a request's filter strings ask for."""

    index: tuple[Filter, ...] = ()
    """Applied by the index, to hits, total and facets alike."""
    met: tuple[str, ...] = ()
    """Requirement ids whose verdict must be "met"."""


def parse_filters(
    texts: Sequence[str],
    /,
    *,
    quantity: float,
    factors: Mapping[Currency, float],
    requirement_ids: Sequence[str],
    landed: Reckoning | None = None,
) -> Filters:
    """Read filter strings.

    Args:
        quantity: Base units that prices are taken at.
        factors: Currency -> factor to the currency that price filters are in.
        requirement_ids: Of the query; "met=" must name one of them.
        landed: Gives the landed unit cost in that currency; None where a "landed" filter has no meaning.
    Raises:
        QueryError: a string has no meaning; the message says what is allowed.
    """
    facets: dict[FacetField, list[str]] = {}
    ranges: dict[str, tuple[float | None, float | None]] = {}
    met: list[str] = []
    for text in texts:
        name, sign, value = _parts(text)
        if name in _FACETS and sign == "=":
            facets.setdefault(_FACETS[name], []).append(_as_coded(_FACETS[name], value))
        elif name == "met" and sign == "=":
            met.append(_requirement(value, text, requirement_ids))
        elif (name in NUMBER_NAMES or name == "price" or (name == "landed" and landed)) and sign != "=":
            ranges[name] = _narrowed(ranges.get(name, (None, None)), sign, _number(value, text))
        else:
            raise QueryError(_not_allowed(text))
    chosen = (FacetFilter(field=field, any_of=tuple(values)) for field, values in facets.items())
    bounds = (
        TermsFilter(reckon=landed, low=low, high=high)
        if name == "landed" and landed is not None
        else _range(name, low, high, quantity, factors)
        for name, (low, high) in ranges.items()
    )
    return Filters(index=(*chosen, *bounds), met=tuple(met))


def _as_coded(field: FacetField, value: str) -> str:
    """A code however its letters are set: "LFGB" is lfgb, "cn" is CN; the names of suppliers stay as they are.

    >>> _as_coded("certificate", "ISO 9001"), _as_coded("country", "cn"), _as_coded("brand", "Nordwind")
    ('iso_9001', 'CN', 'Nordwind')
    """
    if field in {"country", "incoterm"}:
        return value.upper()
    if field in {"kind", "language"}:
        return value.lower()
    codes = _CODES.get(field, frozenset())
    code = re.sub(r"[\s-]+", "_", value.lower())
    return code if code in codes else value


_CODES: Mapping[FacetField, frozenset[str]] = {
    "certificate": frozenset(certificates.CODES),
    "material": frozenset(materials.CODES),
    "colour": frozenset(colours.CODES),
}


def _parts(text: str) -> tuple[str, str, str]:
    found = _FORM.fullmatch(text)
    if found is None or not found["value"]:
        raise QueryError(_not_allowed(text))
    return found["name"], found["sign"], found["value"]


def _requirement(value: str, text: str, known: Sequence[str]) -> str:
    if value not in known:
        listed = ", ".join(known) if known else "none was understood in this query"
        raise QueryError(f"expected met= with a requirement of the query ({listed}), got {text!r}")
    return value


def _number(value: str, text: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise QueryError(
            f'expected a number such as 100 or 2.5 after the sign, got {text!r}; write "moq<=100"'
        )
    return number


def _narrowed(
    bounds: tuple[float | None, float | None], sign: str, number: float
) -> tuple[float | None, float | None]:
    low, high = bounds
    if sign == ">=":
        return (number if low is None else max(low, number)), high
    return low, (number if high is None else min(high, number))


def _range(
    name: str, low: float | None, high: float | None, quantity: float, factors: Mapping[Currency, float]
) -> Filter:
    if name == "price":
        return PriceFilter(
            quantity=quantity, factors=factors, low=low, high=math.inf if high is None else high
        )
    return NumberFilter(field=NUMBER_NAMES[name], low=low, high=high)


def _not_allowed(text: str) -> str:
    names = ", ".join(f"{name}=VALUE" for name in get_args(FacetField))
    return (
        f"expected one of {names}, moq<=N, moq>=N, lead_time<=N, lead_time>=N, price<=N, price>=N, "
        f"landed<=N, landed>=N (where a destination is known), met=REQUIREMENT; got {text!r}"
    )
