"""Google Merchant feeds as a table (TSV, CSV), and the flat feeds that follow them: OpenAI's product feed in CSV.

One row a product or variant; prices carry their currency. The XML form is `google_merchant`'s.

Sources: support.google.com/merchants, "Product data specification"; developers.openai.com/commerce, "Product feed
spec" (its own columns: enable_search, seller_name, inventory_quantity ...).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dragoman.formats.gathered import Gathering, plain_text
from dragoman.formats.sales import sale_holds
from dragoman.formats.shop_csv import Line, Offered
from dragoman.model import Problem

_NEEDED = frozenset({"id", "title", "price", "availability"})
_TELLING = frozenset(
    {
        "image link",
        "link",
        "condition",
        "google product category",
        "product type",
        "item group id",
        "identifier exists",
    }
    | {
        "additional image link",
        "sale price effective date",
        "shipping weight",
        "enable search",
        "enable checkout",
    }
    | {
        "is eligible search",
        "is eligible checkout",
        "custom label 0",
        "age group",
        "unit pricing measure",
        "gtin",
    }
)
_WINDOW = "sale price effective date"
_PLAIN: Mapping[str, tuple[str, ...]] = {
    "sku": ("id", "item id"),
    "title": ("title", "structured title"),
    "brand": ("brand",),
    "mpn": ("mpn",),
    "url": ("link", "url", "canonical link"),
    "seller": ("seller name", "external seller id"),
    "stock": ("inventory quantity", "quantity"),
    "material": ("material",),
    "colour": ("color", "colour"),
    "weight": ("product weight", "weight", "shipping weight", "item weight"),
    "net content": ("unit pricing measure",),
    "item group id": ("item group id", "group id"),
    "availability": ("availability",),
    "condition": ("condition",),
}
"""Name of the offer's value -> the columns that may hold it, the best first."""
_PICTURES = (
    "image link",
    "image url",
    "additional image link",
    "additional image urls",
    "additional image links",
)
_CATEGORIES = ("product type", "product category", "google product category")
_READ = frozenset(
    {"description", "gtin", "price", "sale price", _WINDOW, *_PICTURES, *_CATEGORIES, "sale price start date"}
    | {"sale price end date"}
)
_OF_THE_SHOP = frozenset(
    {"enable search", "enable checkout", "is eligible search", "is eligible checkout", "identifier exists"}
    | {f"custom label {number}" for number in range(5)}
    | {"ads redirect", "mobile link", "promotion id", "included destination", "excluded destination", "pause"}
)


_MORE = frozenset(
    {
        "age group",
        "gender",
        "size",
        "size type",
        "size system",
        "pattern",
        "multipack",
        "is bundle",
        "adult",
        "tax",
    }
    | {
        "energy efficiency class",
        "min handling time",
        "max handling time",
        "shipping",
        "shipping label",
        "tax category",
    }
    | {
        "certification",
        "product highlight",
        "product detail",
        "cost of goods sold",
        "expiration date",
        "identifier exists",
    }
    | {
        "availability date",
        "unit pricing base measure",
        "shipping length",
        "shipping width",
        "shipping height",
    }
    | {"transit time label", "installment", "product length", "product width", "product height", "video link"}
)
"""Other columns of the specification."""
_KNOWN = (
    _NEEDED | _TELLING | _READ | _OF_THE_SHOP | _MORE | {name for names in _PLAIN.values() for name in names}
)
_MOSTLY = 0.6


class GoogleColumns:
    """Rows of a feed; satisfies `shop_csv.Columns`."""

    name = "google-merchant-tsv"
    standard = "Google Merchant product feed"
    shown: Mapping[str, str] = {}

    def likeness(self, names: frozenset[str], /) -> float:
        """The columns that every feed must have, some that only such feeds have, and few others.

        A feed's prices hold their currency: a list with a column of currencies is another one.
        """
        bare = {name.partition("(")[0].strip() for name in names}
        mostly = len(bare & _KNOWN) >= _MOSTLY * len(bare)
        telling = names >= _NEEDED and len(names & _TELLING) >= 2
        return 0.96 if telling and mostly and "currency" not in names else 0.0

    def rows(self, records: Iterator[Line | Problem], names: Mapping[str, str], /) -> Iterator[Offered]:
        """A row a record."""
        for record in records:
            yield record if isinstance(record, Problem) else (record, _offer(record, names))


def _offer(line: Line, names: Mapping[str, str]) -> Gathering:
    row = Gathering()
    used: set[str] = set()
    for key, columns in _PLAIN.items():
        line.put(row, key, *columns)
        used.add(line.get(*columns)[0])
    name, text = line.get("description", "structured description")
    if name:
        row.put("description", plain_text(text), line.place(name))
    line.put(row, "gtin", "gtin")
    _category(row, line)
    _prices(row, line)
    _pictures(row, line)
    for key, text in line.cells.items():
        if key not in used | _READ | _OF_THE_SHOP:
            row.property(names[key], text, line.place(key))
    return row


def _category(row: Gathering, line: Line) -> None:
    """The shop's own category; Google's number says nothing to a reader and is a property."""
    for column in _CATEGORIES:
        text = line.text(column)
        if text and not text.isdecimal():
            row.first("category", text, line.place(column))
        if text and row.places.get("category") != line.place(column):
            row.property(column, text, line.place(column))


def _prices(row: Gathering, line: Line) -> None:
    """The sale price while the sale runs, the other as the old price."""
    starts, _, ends = line.text(_WINDOW).partition("/")
    holds, last = sale_holds(
        starts or line.text("sale price start date"), ends or line.text("sale price end date")
    )
    if line.text("sale price") and holds:
        line.put(row, "price", "sale price")
        line.put(row, "old price", "price")
        if last is not None:
            column = line.get(_WINDOW, "sale price end date")[0]
            row.put("valid until", last, line.place(column), text=line.text(column))
    else:
        line.put(row, "price", "price")
        line.put(row, "sale price, not in force", "sale price")


def _pictures(row: Gathering, line: Line) -> None:
    count = 0
    for column in _PICTURES:
        for address in _addresses(line.text(column)):
            row.put(f"image[{count}]", address, line.place(column))
            count += 1


def _addresses(text: str) -> list[str]:
    """Addresses that commas divide; a comma within one is written %2C."""
    return [part.strip() for part in text.split(",") if part.strip()]
