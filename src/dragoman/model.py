"""The nouns of the trade: what a supplier offers, at what price, and where each value was read.

Frozen, slotted, keyword-only. Nothing here reads a file, opens a store or knows an engine; every
other module may import this one and this one imports none of them but the errors it raises.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Generic, Literal, TypeVar, overload

from dragoman.errors import Incomparable

T = TypeVar("T")

Language = str
"""BCP 47 tag, lower-case language subtag: "en", "zh", "pt"."""
Country = str
"""ISO 3166-1 alpha-2, upper case: "DE", "CN"."""
Currency = str
"""ISO 4217 alphabetic code, upper case: "USD", "CNY"."""

LANGUAGES: tuple[Language, ...] = ("en", "zh", "es", "de", "fr", "pt", "ja", "ar", "ru")
"""The nine languages that Dragoman reads and answers in, in the order they are shown."""

# --------------------------------------------------------------------------- where a value was read


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The place in a supplier's file that a value was read from.

    Exactly one way of addressing is used per kind of file: `sheet` + `cell` for tables,
    `line` + `path` for JSON lines, `path` for XML and JSON, `page` + `box` for pages.
    """

    file: str
    """Name as the user knows it; a member of an archive is "offers.zip!/list.csv"."""
    sha256: str
    """Of the file's bytes (of the member's bytes inside an archive), hex."""
    sheet: str | None = None
    cell: str | None = None
    """A1 style, "C12"; for CSV the column letter and the row as a spreadsheet would show them."""
    line: int | None = None
    """1-based line of a text file."""
    path: str | None = None
    """JSON pointer or XPath."""
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    """x0, y0, x1, y1 in points from the page's top left."""

    def where(self) -> str:
        """The place in words a person can follow: "list.xlsx, sheet Prices, cell C12"."""
        parts = [self.file]
        if self.sheet is not None:
            parts.append(f"sheet {self.sheet}")
        if self.cell is not None:
            parts.append(f"cell {self.cell}")
        elif self.line is not None:
            parts.append(f"line {self.line}")
        if self.path is not None:
            parts.append(self.path)
        if self.page is not None:
            parts.append(f"page {self.page}")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourced(Generic[T]):
    """A value with the place it was read from; no value enters the record without one."""

    value: T
    origin: Origin
    raw: str
    """The cell's text as the supplier wrote it."""
    confidence: float = 1.0
    """1.0: written there; below: read with a guess, which `note` tells. In (0, 1]."""
    note: str = ""
    """How a guess was made: "'$' read as USD: the supplier is in US"."""


# ------------------------------------------------------------------------------ money and quantities


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """An amount of one currency. Adds to, subtracts from, compares with and divides by money of the same
    currency only; is multiplied and divided by plain whole numbers and `Decimal`, never by a float.

    >>> Money(amount=Decimal("0.1"), currency="EUR") + Money(amount=Decimal("0.2"), currency="EUR")
    Money(amount=Decimal('0.3'), currency='EUR')
    """

    amount: Decimal
    currency: Currency

    def __add__(self, other: Money, /) -> Money:
        """Raises Incomparable for two currencies: convert one of them by a dated rate first."""
        if not isinstance(other, Money):
            return NotImplemented
        self._same(other)
        return Money(amount=self.amount + other.amount, currency=self.currency)

    def __sub__(self, other: Money, /) -> Money:
        """Raises Incomparable for two currencies."""
        if not isinstance(other, Money):
            return NotImplemented
        self._same(other)
        return Money(amount=self.amount - other.amount, currency=self.currency)

    def __neg__(self) -> Money:
        return Money(amount=-self.amount, currency=self.currency)

    def __mul__(self, factor: Decimal | int, /) -> Money:
        if not _is_plain(factor):
            return NotImplemented
        return Money(amount=self.amount * factor, currency=self.currency)

    __rmul__ = __mul__

    @overload
    def __truediv__(self, other: Money, /) -> Decimal: ...
    @overload
    def __truediv__(self, other: Quantity, /) -> UnitPrice: ...
    @overload
    def __truediv__(self, other: Decimal | int, /) -> Money: ...
    def __truediv__(self, other: Money | Quantity | Decimal | int, /) -> Decimal | UnitPrice | Money:
        """By money: a plain number; by a quantity: a price; by a number: money."""
        if isinstance(other, Money):
            self._same(other)
            return self.amount / other.amount
        if isinstance(other, Quantity):
            return UnitPrice(money=self, per=other)
        if not _is_plain(other):
            return NotImplemented
        return Money(amount=self.amount / other, currency=self.currency)

    def __lt__(self, other: Money, /) -> bool:
        return NotImplemented if not isinstance(other, Money) else self._compared(other) < 0

    def __le__(self, other: Money, /) -> bool:
        return NotImplemented if not isinstance(other, Money) else self._compared(other) <= 0

    def __gt__(self, other: Money, /) -> bool:
        return NotImplemented if not isinstance(other, Money) else self._compared(other) > 0

    def __ge__(self, other: Money, /) -> bool:
        return NotImplemented if not isinstance(other, Money) else self._compared(other) >= 0

    def _compared(self, other: Money) -> Decimal:
        self._same(other)
        return self.amount.compare(other.amount)

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise Incomparable(
                f"expected two amounts in one currency, got {self.currency} and {other.currency}; "
                "convert one by a dated rate"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """An amount of a unit. Counting units are "piece", "pair", "set", "carton", "box", "pack",
    "pallet", "roll", "bag", "container"; physical units are UCUM: "kg", "g", "mL", "L", "mm", "cm",
    "m", "m2", "m3", "W", "V", "[in_i]", ...

    Adds to, subtracts from, compares with and divides by a quantity of the same unit only; a Pack or
    `trade.money.in_base_units` joins others.
    """

    value: Decimal
    unit: str = "piece"

    def __add__(self, other: Quantity, /) -> Quantity:
        if not isinstance(other, Quantity):
            return NotImplemented
        self._same(other)
        return Quantity(value=self.value + other.value, unit=self.unit)

    def __sub__(self, other: Quantity, /) -> Quantity:
        if not isinstance(other, Quantity):
            return NotImplemented
        self._same(other)
        return Quantity(value=self.value - other.value, unit=self.unit)

    @overload
    def __mul__(self, factor: Decimal | int, /) -> Quantity: ...
    @overload
    def __mul__(self, factor: UnitPrice, /) -> Money: ...
    def __mul__(self, factor: Decimal | int | UnitPrice, /) -> Quantity | Money:
        """By a price: what it costs; by a number: that many times."""
        if isinstance(factor, UnitPrice):
            return factor * self
        if not _is_plain(factor):
            return NotImplemented
        return Quantity(value=self.value * factor, unit=self.unit)

    def __rmul__(self, factor: Decimal | int, /) -> Quantity:
        return NotImplemented if not _is_plain(factor) else self * factor

    @overload
    def __truediv__(self, other: Quantity, /) -> Decimal: ...
    @overload
    def __truediv__(self, other: Decimal | int, /) -> Quantity: ...
    def __truediv__(self, other: Quantity | Decimal | int, /) -> Decimal | Quantity:
        if isinstance(other, Quantity):
            self._same(other)
            return self.value / other.value
        if not _is_plain(other):
            return NotImplemented
        return Quantity(value=self.value / other, unit=self.unit)

    def __lt__(self, other: Quantity, /) -> bool:
        return NotImplemented if not isinstance(other, Quantity) else self._compared(other) < 0

    def __le__(self, other: Quantity, /) -> bool:
        return NotImplemented if not isinstance(other, Quantity) else self._compared(other) <= 0

    def __gt__(self, other: Quantity, /) -> bool:
        return NotImplemented if not isinstance(other, Quantity) else self._compared(other) > 0

    def __ge__(self, other: Quantity, /) -> bool:
        return NotImplemented if not isinstance(other, Quantity) else self._compared(other) >= 0

    def _compared(self, other: Quantity) -> Decimal:
        self._same(other)
        return self.value.compare(other.value)

    def _same(self, other: Quantity) -> None:
        if self.unit != other.unit:
            raise Incomparable(
                f"expected two quantities in one unit, got {self.unit} and {other.unit}; "
                "the pack's contents, or units of one kind, would join them"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPrice:
    """Money per quantity: 2.10 EUR per 1 piece, 180 CNY per 100 piece, 48 USD per 1 carton.

    Prices per 100 pieces and per piece add and compare exactly; per carton and per piece they raise.
    """

    money: Money
    per: Quantity

    def __add__(self, other: UnitPrice, /) -> UnitPrice:
        """Per this price's quantity. Raises Incomparable for two currencies or units."""
        if not isinstance(other, UnitPrice):
            return NotImplemented
        return UnitPrice(money=self.money + other * self.per, per=self.per)

    def __sub__(self, other: UnitPrice, /) -> UnitPrice:
        if not isinstance(other, UnitPrice):
            return NotImplemented
        return UnitPrice(money=self.money - other * self.per, per=self.per)

    @overload
    def __mul__(self, factor: Quantity, /) -> Money: ...
    @overload
    def __mul__(self, factor: Decimal | int, /) -> UnitPrice: ...
    def __mul__(self, factor: Quantity | Decimal | int, /) -> Money | UnitPrice:
        """By a quantity in its unit: what that costs; by a number: the price that many times."""
        if isinstance(factor, Quantity):
            self._of(factor.unit)
            if self.per.value <= 0:
                raise Incomparable(
                    f"expected a price per more than nothing, got per {self.per.value!r} {self.per.unit}"
                )
            return self.money * factor.value / self.per.value
        if not _is_plain(factor):
            return NotImplemented
        return UnitPrice(money=self.money * factor, per=self.per)

    def __rmul__(self, factor: Decimal | int, /) -> UnitPrice:
        return NotImplemented if not _is_plain(factor) else self * factor

    @overload
    def __truediv__(self, other: UnitPrice, /) -> Decimal: ...
    @overload
    def __truediv__(self, other: Decimal | int, /) -> UnitPrice: ...
    def __truediv__(self, other: UnitPrice | Decimal | int, /) -> Decimal | UnitPrice:
        if isinstance(other, UnitPrice):
            return self.money / (other * self.per)
        if not _is_plain(other):
            return NotImplemented
        return UnitPrice(money=self.money / other, per=self.per)

    def __lt__(self, other: UnitPrice, /) -> bool:
        return NotImplemented if not isinstance(other, UnitPrice) else self.money < other * self.per

    def __le__(self, other: UnitPrice, /) -> bool:
        return NotImplemented if not isinstance(other, UnitPrice) else self.money <= other * self.per

    def __gt__(self, other: UnitPrice, /) -> bool:
        return NotImplemented if not isinstance(other, UnitPrice) else self.money > other * self.per

    def __ge__(self, other: UnitPrice, /) -> bool:
        return NotImplemented if not isinstance(other, UnitPrice) else self.money >= other * self.per

    def _of(self, unit: str) -> None:
        if self.per.unit != unit:
            raise Incomparable(
                f"expected a quantity in {self.per.unit} for a price per {self.per.unit}, got {unit}; "
                "the pack's contents would join them"
            )


def _is_plain(number: object) -> bool:
    """A number that carries no unit and no rounding of its own: Decimal or int, not float, not bool."""
    return isinstance(number, Decimal | int) and not isinstance(number, bool)


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceTier:
    """The price that holds from a quantity on, until the next tier of the offer begins."""

    from_quantity: Quantity
    price: UnitPrice
    """The price, or the low end of a range "2.10-2.40"."""
    price_high: UnitPrice | None = None
    """The high end of a range; None where one price was given. Comparisons use the high end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """What one packing unit holds: one carton of 24 pieces."""

    unit: str
    contains: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRange:
    """A lead time, both ends inclusive, in calendar days."""

    min_days: int
    max_days: int


Incoterm = Literal["EXW", "FCA", "CPT", "CIP", "DAP", "DPU", "DDP", "FAS", "FOB", "CFR", "CIF"]
INCOTERMS: tuple[Incoterm, ...] = (
    "EXW",
    "FCA",
    "CPT",
    "CIP",
    "DAP",
    "DPU",
    "DDP",
    "FAS",
    "FOB",
    "CFR",
    "CIF",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """An Incoterm 2020 with its named place."""

    incoterm: Incoterm
    place: str | None = None
    country: Country | None = None
    """Of the place, where it is known."""


# ------------------------------------------------------------------------------------------- offers


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """A property of the offered product that has no field of its own, under the supplier's name for it."""

    name: str
    """The column or key as the supplier wrote it."""
    value: str
    """As text; numbers and booleans in their shortest form."""
    origin: Origin
    quantity: Quantity | None = None
    """The value as a physical quantity where it is one: 750 mL, 43.2 cm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplier:
    supplier_id: str
    """Stable slug of the name."""
    name: str
    country: Country | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One supplier's offer of one product, as one row of one file gave it."""

    offer_id: str
    """Ours: a hash of the supplier and `external_id` (or of the title where there is none)."""
    supplier: Supplier
    external_id: str
    """The supplier's own id of the row, every leading zero kept."""
    title: Sourced[str]
    language: Language
    origin: Origin
    """Of the row."""
    description: Sourced[str] | None = None
    brand: Sourced[str] | None = None
    category: Sourced[str] | None = None
    gtin: Sourced[str] | None = None
    mpn: Sourced[str] | None = None
    hs_code: Sourced[str] | None = None
    made_in: Sourced[Country] | None = None
    """Country of origin of the goods."""
    prices: tuple[Sourced[PriceTier], ...] = ()
    """By rising `from_quantity`. Empty where the supplier gave no price."""
    price_on_request: Sourced[bool] | None = None
    moq: Sourced[Quantity] | None = None
    """Minimum order quantity."""
    pack: Sourced[Pack] | None = None
    weight: Sourced[Quantity] | None = None
    """Of one piece."""
    lead_time: Sourced[DayRange] | None = None
    delivery: Sourced[Delivery] | None = None
    certificates: tuple[Sourced[str], ...] = ()
    """Codes of `vocabulary.certificates`, or the supplier's text where no code is known."""
    material: Sourced[str] | None = None
    """Code of `vocabulary.materials` or the supplier's text."""
    colour: Sourced[str] | None = None
    valid_until: Sourced[date] | None = None
    images: tuple[Sourced[str], ...] = ()
    """Addresses, or names of pictures inside the file: "list.xlsx!/xl/media/image1.png"."""
    url: Sourced[str] | None = None
    attributes: tuple[Attribute, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRow:
    """A row as the file gave it, kept whether or not it became an offer."""

    origin: Origin
    values: Mapping[str, str]
    """Column as the supplier named it -> cell text."""


# ----------------------------------------------------------------------------------------- problems

ProblemKind = Literal[
    "unreadable_file",
    "unreadable_row",
    "missing_title",
    "missing_id",
    "duplicate_id",
    "unknown_offer",
    "bad_price",
    "bad_currency",
    "bad_quantity",
    "bad_lead_time",
    "bad_delivery",
    "bad_identifier",
    "bad_country",
    "bad_date",
    "bad_value",
    "doubtful_value",
    "encoding",
    "limit",
    "withdrawn",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something in a supplier's file that could not be understood, said so that a person can mend it."""

    kind: ProblemKind
    origin: Origin
    value: str
    """What came, as written (long values cut at 200 characters)."""
    expected: str
    """What was expected there, in words."""
    advice: str
    """What to do about it."""
    severity: Literal["error", "warning"] = "warning"
    """error: the row gave no offer; warning: the offer is in, without this value, or with it where the kind is
    "doubtful_value"."""
    field_name: str | None = None
    """The Offer field concerned, where one is."""
    column: str | None = None
    """The cell's column as the supplier named it, where the Origin is of the whole row: an empty cell has no place."""

    def message(self) -> str:
        """One line: where, what came, what was expected, what to do."""
        return f"{self.origin.where()}: expected {self.expected}, got {self.value!r}; {self.advice}"


# ------------------------------------------------------------------------------------------ history


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferVersion:
    """An offer as it stood from `valid_from` until the next version or withdrawal."""

    offer: Offer
    valid_from: datetime
    """UTC, aware."""
    change: Literal["added", "updated", "withdrawn", "restored"]
    changed_fields: tuple[str, ...] = field(default=())
    """Names of Offer fields that differ from the version before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A statement's link to the value that bears it."""

    origin: Origin
    raw: str
    """The text as the supplier wrote it."""
