"""WooCommerce's product CSV: a row a product or a variation, which inherits what it leaves open from its parent.

A variable product with variations is no offer itself: they are. The export does not name the shop's currency, so none
is given here.

Source: woocommerce.com, "Product CSV Importer and Exporter", column mapping schema.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from dragoman.formats.gathered import Gathering, plain_text
from dragoman.formats.sales import sale_holds
from dragoman.formats.shop_csv import Line, Offered
from dragoman.model import Problem

_NEEDED = frozenset({"type", "sku", "name", "regular price"})
_TELLING = frozenset(
    {"id", "published", "categories", "images", "parent", "tax status", "sale price", "in stock?"}
)
_GTIN = ("gtin, upc, ean, or isbn", "global unique id", "meta: global unique id", "gtin", "ean")
_BRAND = ("brands", "brand", "meta: brand")
_STARTS, _ENDS = "date sale price starts", "date sale price ends"
_MEASURED = re.compile(r"(weight|length|width|height)(?: \(([^()]{1,10})\))?")
_ATTRIBUTE = re.compile(r"attribute (\d{1,3}) (name|value\(s\)|visible|global|default)")
_READ = frozenset(
    {
        "id",
        "type",
        "sku",
        "name",
        "description",
        "short description",
        "regular price",
        "sale price",
        "categories",
    }
    | {"images", "parent", "stock", "in stock?", _STARTS, _ENDS, *_GTIN, *_BRAND, "tags"}
)
_OF_THE_SHOP = frozenset(
    {
        "published",
        "is featured?",
        "visibility in catalog",
        "tax status",
        "tax class",
        "position",
        "button text",
    }
    | {
        "backorders allowed?",
        "sold individually?",
        "allow customer reviews?",
        "purchase note",
        "download limit",
    }
    | {
        "download expiry days",
        "upsells",
        "cross-sells",
        "grouped products",
        "low stock amount",
        "swatches attributes",
    }
)
"""How the shop runs, and no property of the goods."""
_HELD_CHARS = 200_000_000
"""Of parents and of variations that come before theirs; beyond it a variation inherits nothing and says so."""


class WooCommerce:
    """Rows of the export; satisfies `shop_csv.Columns`."""

    name = "woocommerce-csv"
    standard = "WooCommerce product CSV"
    shown: Mapping[str, str] = {
        "currency": "none: a WooCommerce export does not say its shop's; name it in a mapping file"
    }

    def likeness(self, names: frozenset[str], /) -> float:
        """The columns that the importer needs, and some of its own."""
        return 0.97 if names >= _NEEDED and len(names & _TELLING) >= 2 else 0.0

    def rows(self, records: Iterator[Line | Problem], names: Mapping[str, str], /) -> Iterator[Offered]:
        """A row a simple product, a variation, or a variable product that has none."""
        family = _Family()
        for record in records:
            if isinstance(record, Problem):
                yield record
            elif _kind(record) == "variation":
                parent = family.parent(record)
                if parent is not None:
                    yield record, _offer(record, parent, names)
                elif not family.wait(record):
                    yield from _orphan(record, names)
            elif _kind(record) != "variable" or not family.hold(record):
                yield record, _offer(record, None, names)
        for record in family.waiting:
            parent = family.parent(record)
            if parent is not None:
                yield record, _offer(record, parent, names)
            else:
                yield from _orphan(record, names)
        for record in family.childless():
            yield record, _offer(record, None, names)


def _kind(line: Line) -> str:
    """ "variation" of "variation, virtual, downloadable"."""
    return line.text("type").partition(",")[0].strip().casefold()


def _orphan(line: Line, names: Mapping[str, str]) -> Iterator[Offered]:
    yield line, _offer(line, None, names)
    yield line.problem(
        "parent" if line.text("parent") else "type",
        kind="bad_identifier",
        expected="the id or SKU of a variable product in the file, which the variation inherits from",
        advice="export the variable products with their variations; the offer is in with its own values alone",
    )


class _Family:
    """The variable products seen so far, and the variations that came before theirs."""

    def __init__(self) -> None:
        self._by_reference: dict[str, Line] = {}
        self._parents: list[Line] = []
        self._with_children: set[int] = set()
        self._chars = 0
        self.waiting: list[Line] = []

    def hold(self, line: Line, /) -> bool:
        """Keep a variable product; False where too much is held."""
        if not self._has_room(line):
            return False
        self._parents.append(line)
        for reference in (line.text("id") and f"id:{line.text('id')}", line.text("sku")):
            if reference:
                self._by_reference.setdefault(reference.casefold(), line)
        return True

    def wait(self, line: Line, /) -> bool:
        """Keep a variation until its parent comes; False where it names none, or too much is held."""
        if not line.text("parent") or not self._has_room(line):
            return False
        self.waiting.append(line)
        return True

    def parent(self, line: Line, /) -> Line | None:
        found = self._by_reference.get(line.text("parent").replace(" ", "").casefold())
        found = found or self._by_reference.get(line.text("parent").casefold())
        if found is not None:
            self._with_children.add(found.number)
        return found

    def childless(self) -> Iterator[Line]:
        """Variable products of which no variation is in the file."""
        return (line for line in self._parents if line.number not in self._with_children)

    def _has_room(self, line: Line) -> bool:
        self._chars += sum(map(len, line.cells.values()))
        return self._chars <= _HELD_CHARS


def _offer(line: Line, parent: Line | None, names: Mapping[str, str]) -> Gathering:
    row = Gathering()
    lines = (line,) if parent is None else (line, parent)
    line.put(row, "sku", "sku", "id")
    _texts(row, lines)
    for one in lines:
        one.put(row, "gtin", *_GTIN)
        one.put(row, "brand", *_BRAND)
        _category(row, one)
        _attributes(row, one)
        _measures(row, one)
    _prices(row, line)
    _availability(row, line)
    _pictures(row, lines)
    if parent is not None:
        parent.put(row, "item group id", "sku", "id")
    _rest(row, lines, names)
    for one in lines:
        for index, tag in enumerate(_listed(one.text("tags"))):
            row.first(f"tags[{index}]", tag, one.place("tags"))
    return row


def _rest(row: Gathering, lines: tuple[Line, ...], names: Mapping[str, str]) -> None:
    """The other columns as properties, the variation's own before its parent's."""
    done: set[str] = set()
    for line in lines:
        for key, text in line.cells.items():
            known = (
                key in _READ or key in _OF_THE_SHOP or _ATTRIBUTE.fullmatch(key) or _MEASURED.fullmatch(key)
            )
            if not known and key not in done:
                done.add(key)
                row.property(names[key], text, line.place(key))


def _texts(row: Gathering, lines: tuple[Line, ...]) -> None:
    """The variation's own name where it holds the product's ("Mug - Red"), else the product's, and its own beside."""
    own, of_product = lines[0].text("name"), lines[-1].text("name")
    if of_product.casefold() in own.casefold():
        lines[0].put(row, "title", "name")
    lines[-1].put(row, "title", "name")
    lines[0].put(row, "title", "name")
    if own and row.values["title"] != own:
        row.property("variant", own, lines[0].place("name"))
    for one in lines:
        for column in ("description", "short description"):
            text = plain_text(one.text(column).replace("\\n", "\n"))
            taken = row.values.get("description")
            if text and text != taken:
                row.first("description" if taken is None else "short description", text, one.place(column))


def _listed(text: str) -> list[str]:
    r"""The parts of a list, a comma within one written "\,"."""
    return [part.replace("\\,", ",").strip() for part in re.split(r"(?<!\\),", text) if part.strip()]


def _category(row: Gathering, line: Line) -> None:
    """The first of the categories, as written; the others are properties."""
    for index, path in enumerate(_listed(line.text("categories"))):
        if index == 0:
            row.first("category", path, line.place("categories"))
        elif row.places.get("category") == line.place("categories"):
            row.put("other category", path, line.place("categories"))


def _attributes(row: Gathering, line: Line) -> None:
    """ "Attribute 1 name" and "Attribute 1 value(s)"; a variation's single value comes before its parent's list."""
    for key in list(line.cells):
        found = _ATTRIBUTE.fullmatch(key)
        if found is not None and found[2] == "name":
            column = f"attribute {found[1]} value(s)"
            value, name = line.text(column), line.text(key)
            if value and name not in row.values and f"{name} (property)" not in row.values:
                row.property(name, value, line.place(column))


def _measures(row: Gathering, line: Line) -> None:
    """ "Weight (kg)", "Length (cm)": the unit is the shop's own, in the column's name."""
    for key, text in line.cells.items():
        found = _MEASURED.fullmatch(key)
        if found is not None and text.strip("0.,"):
            row.first(found[1], text, line.place(key), unit=found[2])


def _prices(row: Gathering, line: Line) -> None:
    """The sale price while the sale runs, the regular one as the old price; else the regular one."""
    holds, ends = sale_holds(line.text(_STARTS), line.text(_ENDS))
    if line.text("sale price") and holds:
        line.put(row, "price", "sale price")
        line.put(row, "old price", "regular price")
        if ends is not None:
            row.put("valid until", ends, line.place(_ENDS), text=line.text(_ENDS))
    else:
        line.put(row, "price", "regular price")
        line.put(row, "sale price, not in force", "sale price")


def _availability(row: Gathering, line: Line) -> None:
    line.put(row, "stock", "stock")
    given = line.text("in stock?").casefold()
    if given:
        words = {"1": "in stock", "0": "out of stock", "backorder": "on backorder"}
        row.put("availability", words.get(given, given), line.place("in stock?"))


def _pictures(row: Gathering, lines: tuple[Line, ...]) -> None:
    seen: set[str] = set()
    for line in lines:
        for address in _listed(line.text("images")):
            if address not in seen:
                row.put(f"image[{len(seen)}]", address, line.place("images"))
                seen.add(address)
