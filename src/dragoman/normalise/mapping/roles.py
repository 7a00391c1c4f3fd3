"""What the columns of a table mean: one role each, and what holds for the whole table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from dragoman.model import Country, Currency, Delivery, Language, Origin, Quantity, Sourced
from dragoman.normalise.quantities.basis import Basis
from dragoman.ports import Standard
from dragoman.vocabulary.field_names import FIELDS, Field

DecimalMark = Literal[".", ","]


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfit:
    """A field that a column's name says and its values do not fit."""

    field: Field
    value: str
    """The first that does not fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnRole:
    """What one column is taken for, how surely, and why."""

    key: str
    field: Field
    confidence: float
    why: str
    """For the user: "header 'Preis' is a name for price; 20 of 20 values are amounts"."""
    origin: Origin | None = None
    """Of the header; None for JSON and XML."""
    currency: Currency | None = None
    """Said by the header: "Price (USD)", or by what most cells show."""
    currency_confidence: float = 1.0
    currency_note: str = ""
    """How a currency was guessed: "'$' read as USD: no country is given"."""
    basis: Basis | None = None
    """Said by the header: "Price / 100 pcs"."""
    basis_doubt: str = ""
    """Words of the header that could say what the price is for and are not understood: "/ sample"."""
    unit: str | None = None
    """Said by the header: "Weight (kg)", "Lieferzeit (Wochen)" -> "week"."""
    tier_from: Quantity | None = None
    """The header names the quantity that the price holds from: "100-499"."""
    tier_unit_said: bool = True
    """False: the header says no unit of `tier_from`."""
    beside: str | None = None
    """Of a price, the column of the quantity that it holds from ("Qty 2" of "Price 2"); of that one, the price's."""
    price_note: str = ""
    """What is to be known of every price of the column: the other prices of a row that it went before."""
    price_confidence: float = 1.0
    """With that note, at most."""
    misfit: Misfit | None = None
    """Set where the column is kept as an attribute though its name says another field."""
    minor_units: bool = False
    """Prices are whole numbers of the currency's smallest unit: 4995 is 49.95."""
    times: int = 1
    """What prices are to be multiplied by: 1000 of "Price (thousand EUR)"."""
    is_least: bool = False
    """Of quantities that prices hold from: the least of an offer is the least that is sold."""
    letters: bool = False
    """What prices are for is written E, C and M, as in American trade: each, a hundred, a thousand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableMapping:
    """How a table is read."""

    columns: Mapping[str, ColumnRole]
    """By `general` key, in the table's order."""
    language: Language
    language_confidence: float
    decimal: DecimalMark | None = None
    """The decimal mark that the table's numbers are written with; None where none tells."""
    decimal_guessed: bool = False
    """The mark is the habit of the table's language; no number of the table tells."""
    country: Country | None = None
    """The supplier's; decides what "$" means."""
    currency: Sourced[Currency] | None = None
    """Of prices that name none."""
    basis: Sourced[Basis] | None = None
    """What prices are for whose column, cell and row do not say it."""
    delivery: Sourced[Delivery] | None = None
    """Of offers that name none."""
    flattened: bool = False
    """Keys of nested items carry positions ("images[0]")."""
    standard: Standard | None = None
    """What the file's own standard says of columns; those that the first rows lack are known by it too."""
    transposed: bool = False
    """Its rows are named like columns ("Price", "MOQ"): each offer is a column of it, and no row is one."""
    unpriced: tuple[str, ...] = ()
    """Of a table without a price column, those that hold numbers."""
    silent: Mapping[str, tuple[str, Origin]] = field(default_factory=dict)
    """Price column whose currency nothing says -> the first of its amounts, and where; told once, not of each cell."""
    footnotes: Mapping[str, str] = field(default_factory=dict)
    """Mark -> what a note beside the table says of it."""
    notes: tuple[str, ...] = field(default=())
    """Guesses about the whole table, in words."""

    def role(self, key: str, /) -> ColumnRole:
        """What a column means; an unknown one is an attribute."""
        general_key = general(key) if self.flattened else key
        known = self.columns.get(general_key)
        if known is not None:
            return known
        return declared(self.standard, general_key) or ColumnRole(
            key=general_key, field="attribute", confidence=1.0, why="not seen in the first rows"
        )

    def keys(self, wanted: Field, /) -> tuple[str, ...]:
        """Columns taken for a field."""
        return tuple(role.key for role in self.columns.values() if role.field == wanted)


def declared(standard: Standard | None, key: str, /) -> ColumnRole | None:
    """What a standard says that a column is; None where it leaves it open."""
    said = standard.fields.get(key) if standard is not None else None
    if standard is None or said is None:
        return None
    field = next(one for one in FIELDS if one == said)
    return ColumnRole(key=key, field=field, confidence=1.0, why=f"{standard.name} says so")


_POSITION = re.compile(r"\[\d+\]")


def general(key: str, /) -> str:
    """A nested key without its positions: "prices[0].amount" -> "prices[].amount", "images[3]" -> "images".

    >>> general("prices[0].amount"), general("images[3]")
    ('prices[].amount', 'images')
    """
    return _POSITION.sub("[]", key).removesuffix("[]") if "[" in key else key
