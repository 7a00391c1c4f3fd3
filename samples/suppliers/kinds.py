"""What a supplier and one of its articles are, before anybody writes them into a file."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from catalogue.kinds import ProductType, Spec

Span = Literal["day", "working_day", "week"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplier:
    """An invented company."""

    key: str
    """Names its throws of the dice; a new key draws everything anew."""
    name: str
    language: str
    country: str
    currency: str
    per_eur: str
    """Units of `currency` that one euro is worth to it."""
    level: float
    """Its prices against the usual ones: 0.9 is cheap."""
    types: str
    """Keys of `catalogue.products.PRODUCTS`, parted by blanks."""
    per_type: int
    """Articles of each type, at most: fewer where the type has fewer."""
    terms: tuple[tuple[str, str, str], ...]
    """(Incoterm, place as it writes it, the place's country)."""
    ids: str
    """Format of its article numbers, of `number` and `type_number`: "HJ-{number:05d}"."""
    gtin_prefix: str
    """Company prefix; 11 digits in all make a UPC-12, 12 an EAN-13."""
    decimals: int = 2
    """Of its prices."""
    tiers: int = 1
    """How many prices an article has."""
    tier_starts: tuple[int, ...] = ()
    """Where they begin, units; empty: at each article's minimum order, 5 and 20 times it."""
    span: Span = "day"
    """Unit of its lead times."""
    origins: tuple[str, ...] = ()
    """Where its goods are made; its own country first. Empty: always its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """The price per unit from a quantity on."""

    start: int
    price: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadTime:
    low: int
    high: int
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One thing that a supplier offers, as it stands in the supplier's head."""

    supplier: Supplier
    kind: ProductType
    spec: Spec
    external_id: str
    title: str
    description: str
    material: str | None
    """In the supplier's language."""
    colour: str | None
    material_key: str | None
    """Key of `catalogue.materials.MATERIALS`."""
    colour_key: str | None
    """Key of `catalogue.colours.COLOURS`."""
    variant: str | None
    tiers: tuple[Tier, ...]
    """Per unit, by rising quantity; one of them where the price does not depend on it."""
    moq: int
    """Units."""
    lead_time: LeadTime
    incoterm: str
    place: str
    place_country: str
    certificates: tuple[str, ...]
    gtin: str
    mpn: str
    made_in: str
    on_request: bool

    @property
    def price(self) -> Decimal:
        """Per unit, at the smallest order."""
        return self.tiers[0].price


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """What a trading house buys of one maker."""

    maker: Supplier
    brand: str
    """The maker's name as it is known abroad."""
    types: str
    """Keys of product types, parted by blanks."""
    first: int
    last: int
    """Of each type, from which to which article in an order that is the maker's: ranges of two houses that overlap
    are articles that both resell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TradingHouse:
    """A company that resells what makers of the samples offer, under their barcodes and article numbers."""

    supplier: Supplier
    buys: tuple[Purchase, ...]
    margin: tuple[float, float]
    """Its price against the maker's, from and to."""
