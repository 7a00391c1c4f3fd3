"""What a buyer asks and what comes back: Query, its requirements, verdicts, hits.

Every face (CLI, REST, web) takes a SearchRequest and shows a SearchResult; nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from dragoman.model import Country, Currency, Incoterm, Language, Offer, Origin, Quantity, UnitPrice
from dragoman.ports import FACET_FIELDS, FacetCount, FacetField
from dragoman.trade.comparable import ComparablePrice, Step
from dragoman.trade.landed_cost import LandedCost, LandedTerms
from dragoman.vocabulary.axes import Axis

Strength = Literal["must", "should", "not"]
"""must: offers known to fail it are left out; should: it moves the order and gets a verdict; not: offers that have it are left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of the query's text: text[start:end]."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Requirement:
    """What all requirements share."""

    requirement_id: str
    """Stable within a query, for chips and URLs: "budget", "certificate:food_contact", "dimension:volume"."""
    spans: tuple[Span, ...]
    """Where in the text it was read; empty for one given by an option (`--to DE`)."""
    strength: Strength = "should"
    confidence: float = 1.0
    note: str = ""
    """How a guess was made: "'$' read as USD: no country was named"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantityWanted(_Requirement):
    """How much the buyer wants to order."""

    quantity: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget(_Requirement):
    """The most the buyer would pay: per base unit, or for the whole order where `total`."""

    limit: UnitPrice
    total: bool = False
    low: UnitPrice | None = None
    """Of a range "2 to 4 USD"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination(_Requirement):
    country: Country
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline(_Requirement):
    days: int
    """From today to delivery."""
    on: date | None = None
    """Where a date was named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncotermWanted(_Requirement):
    incoterm: Incoterm
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateWanted(_Requirement):
    code: str
    """Of `vocabulary.certificates`; a class such as "food_contact" is met by any of its members."""


Comparison = Literal["about", "at_least", "at_most"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionWanted(_Requirement):
    """A physical property of the product: 750 mL of volume, at least 20 W of power."""

    quantity: Quantity
    dimension: str
    """"volume", "length", "mass", "power", "voltage", ... as pint names them."""
    comparison: Comparison = "about"
    """about: within 5 %."""
    axis: Axis | None = None
    """Which way a length is measured, where it was said: "height 10 cm"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialWanted(_Requirement):
    code: str
    """Of `vocabulary.materials`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColourWanted(_Requirement):
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginWanted(_Requirement):
    """The goods' country of origin ("made in Italy", strength "not" for "not from ...")."""

    country: Country


@dataclass(frozen=True, slots=True, kw_only=True)
class WordWanted(_Requirement):
    """A product word that the buyer insists on ("must be dishwasher-safe") or rules out ("no plastic lids")."""

    word: str


Requirement = (
    QuantityWanted
    | Budget
    | Destination
    | Deadline
    | IncotermWanted
    | CertificateWanted
    | DimensionWanted
    | MaterialWanted
    | ColourWanted
    | OriginWanted
    | WordWanted
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A slip of the finger: a stretch of the product's words that was read as another."""

    written: str
    read: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A buyer's words, understood as far as they could be."""

    text: str
    language: Language
    language_confidence: float
    product: str
    """What is looked for: the text with trade terms (quantity, price, place, deadline) cut out;
    material, colour and dimension words stay in."""
    requirements: tuple[Requirement, ...] = ()
    identifiers: tuple[str, ...] = ()
    """Words that look like a GTIN, MPN or SKU, as written."""
    not_understood: tuple[Span, ...] = ()
    """Numbers and phrases that look like a requirement and fit none; said to the user."""
    corrections: tuple[Correction, ...] = ()
    """Already made in `product`; said to the user."""
    further_orders: tuple[Span, ...] = ()
    """Counts of further items, which no quantity was read of; said to the user."""
    left_unread: int = 0
    """Characters of a long question that were not read; said to the user."""


# --------------------------------------------------------------------------------------- the request

SortBy = Literal["relevance", "unit_price", "landed", "lead_time", "freshness"]
"""`landed`: by landed unit cost at the quantity into the destination; those known in full first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """`quantity`, `destination` and `currency` given here win over what the text says."""

    text: str
    quantity: int | None = None
    destination: Country | None = None
    currency: Currency | None = None
    """Prices are shown in it. Default: the budget's, else the setting's."""
    filters: tuple[str, ...] = ()
    """"field=value" (one of FACET_FIELDS, repeated for any-of), "moq<=100", "lead_time<=30", "price<=4",
    "landed<=5" (what one unit likely costs at the door; only offers whose cost is known in full),
    "met=certificate:food_contact" (only offers whose verdict is met)."""
    facets: tuple[FacetField, ...] = FACET_FIELDS
    """That are counted."""
    facet_values: int = 100
    """Of each facet, the commonest so many are told, and those that `filters` name."""
    sort: SortBy = "relevance"
    meaning: bool = True
    """Offers near in meaning are found too; False: only those that carry the words, or names of what they name."""
    limit: int = 10
    offset: int = 0
    language: Language | None = None
    """Of the answer's words; default the query's."""
    on: date | None = None
    """Day of import that landed costs are reckoned for; default today."""
    exchange_moved: Decimal = Decimal(0)
    """What if: percent that other currencies cost more in that of the destination, for landed costs alone."""


# ---------------------------------------------------------------------------------------- the answer

VerdictKind = Literal["met", "unmet", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether one offer meets one requirement, and the cell that decides it."""

    requirement: Requirement
    verdict: VerdictKind
    value: str
    """The deciding value in words: "MOQ 200 pieces"; "" where unknown."""
    reason: str
    """One sentence, of template words and the value only."""
    origin: Origin | None = None
    """None only where unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why the hit stands where it does, for an engineer (numbers) and a buyer (words)."""

    words: tuple[str, ...]
    features: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    offer: Offer
    score: float
    verdicts: tuple[Verdict, ...]
    price: ComparablePrice | None
    """None where the offer has no price (on request)."""
    explanation: Explanation
    landed: LandedCost | None = None
    """Where the search is sorted or filtered by it; None without a price."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timings:
    """Milliseconds by stage."""

    understand: float
    encode: float
    retrieve: float
    rank: float
    total: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    request: SearchRequest
    query: Query
    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[FacetField, tuple[FacetCount, ...]]
    took: Timings
    currency: Currency
    quantity: Decimal | None
    notices: tuple[str, ...] = field(default=())
    """Said to the user: a filter that was ignored, a rate that is missing, an index that is catching up."""
    rates_as_of: date | None = None
    rates_source: str = ""
    landed: LandedTerms | None = None
    """Where the search is sorted or filtered by landed cost: into which country, on which day."""


__all__ = [
    "Budget",
    "CertificateWanted",
    "ColourWanted",
    "ComparablePrice",
    "Comparison",
    "Correction",
    "Deadline",
    "Destination",
    "DimensionWanted",
    "Explanation",
    "Hit",
    "IncotermWanted",
    "MaterialWanted",
    "OriginWanted",
    "QuantityWanted",
    "Query",
    "Requirement",
    "SearchRequest",
    "SearchResult",
    "SortBy",
    "Span",
    "Step",
    "Strength",
    "Timings",
    "Verdict",
    "VerdictKind",
    "WordWanted",
]
