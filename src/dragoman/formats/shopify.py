"""Shopify's product exports: the CSV that its admin writes, and `products.json`.

CSV: several rows a product. The first says the product, each row with a price, SKU or option is a variant, any may hold
a picture. Neither file names the shop's currency, so none is given here: it is for the user, or the shop's country,
to say.

Sources: help.shopify.com, "Using CSV files to import and export products" (both sets of column names, that of before and
that of after 2025); shopify.dev, Product and ProductVariant resources.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from itertools import chain

from dragoman.formats.gathered import Gathering, Place, plain_text
from dragoman.formats.json_spot import Spot
from dragoman.formats.shop_csv import Line, Offered
from dragoman.formats.shop_json import Made, Making
from dragoman.model import Problem

_NO_CURRENCY = "none: a Shopify export does not say its shop's; name it in a mapping file"
_DEFAULT = "default title"
"""What Shopify calls the one variant of a product without variants."""
_OPTIONS = (1, 2, 3)

# ---------------------------------------------------------------------------------- products.json

_JSON_PRODUCT = frozenset({"handle", "body_html", "product_type", "vendor"})
_JSON_VARIANT = frozenset({"option1", "product_id", "grams", "inventory_item_id"})
_PRODUCT_READ = frozenset(
    {"id", "title", "body_html", "vendor", "product_type", "variants", "images", "image", "options"}
)
_VARIANT_READ = frozenset(
    {
        "id",
        "title",
        "sku",
        "barcode",
        "price",
        "compare_at_price",
        "grams",
        "weight",
        "weight_unit",
        "available",
    }
    | {"option1", "option2", "option3", "featured_image", "inventory_quantity", "unit_price"}
)
_OF_THE_SHOP = frozenset(
    {"created_at", "updated_at", "published_at", "published_scope", "position", "product_id", "image_id"}
    | {"admin_graphql_api_id", "requires_shipping", "taxable", "fulfillment_service", "inventory_management"}
    | {"inventory_policy", "inventory_item_id", "old_inventory_quantity", "template_suffix", "variant_gids"}
)
"""How the shop runs, and no property of the goods."""


class ShopifyJson:
    """Products of `products.json`; satisfies `shop_json.Shape`."""

    name = "shopify-json"
    standard = "Shopify products.json"
    arrays = frozenset({"products"})
    singles = frozenset({"product"})
    shown: Mapping[str, str] = {"currency": _NO_CURRENCY}

    def likeness(self, product: Spot, envelope: frozenset[str], /) -> float:
        """By the keys of a product and of its first variant."""
        del envelope
        variants = product.at("variants").each()
        if "title" not in product.keys or len(_JSON_PRODUCT & product.keys) < 2 or not variants:
            return 0.0
        return 0.97 if _JSON_VARIANT & variants[0].keys or not variants[0].keys else 0.0

    def rows(self, product: Spot, making: Making, /) -> Iterator[Made]:
        """A row a variant."""
        for variant in product.at("variants").each() or [product]:
            row = Gathering()
            _json_offer(row, product, variant, making)
            yield variant, row


def _json_offer(row: Gathering, product: Spot, variant: Spot, making: Making) -> None:
    if variant.at("sku").text:
        row.put("sku", variant.at("sku").text.removeprefix("'"), making.place(variant.at("sku")))
    making.put(row, "sku", variant.at("id"))
    making.put(row, "title", product.at("title"))
    body = product.at("body_html")
    row.put("description", plain_text(body.text), making.place(body))
    making.put(row, "brand", product.at("vendor"))
    making.put(row, "category", product.at("product_type"))
    row.put("gtin", variant.at("barcode").text.removeprefix("'"), making.place(variant.at("barcode")))
    _json_prices(row, variant, making)
    own = variant.at("title")
    if own.text.casefold() not in ("", _DEFAULT) and variant is not product:
        row.property("variant", own.plain, making.place(own))
    for number, option in zip(_OPTIONS, product.at("options").each(), strict=False):
        name = option.at("name").text or option.text or f"Option {number}"
        value = variant.at(f"option{number}")
        if value.text.casefold() != _DEFAULT:
            row.property(name, value.plain, making.place(value))
    _json_weight(row, variant, making)
    available = variant.at("available")
    if isinstance(available.value, bool):
        text = "available" if available.value else "not available"
        row.put("availability", text, making.place(available))
    making.put(row, "stock", variant.at("inventory_quantity"))
    _json_pictures(row, product, variant, making)
    if variant is not product:
        making.put(row, "item group id", product.at("id"))
        making.rest(row, variant, known=_VARIANT_READ | _OF_THE_SHOP)
    making.rest(row, product, known=_PRODUCT_READ | _OF_THE_SHOP)


def _json_prices(row: Gathering, variant: Spot, making: Making) -> None:
    """Decimals as text; a compared price of nothing, or no more than the price, is none."""
    price, before = variant.at("price"), variant.at("compare_at_price")
    making.put(row, "price", price)
    if (_number(before.text) or 0) > (_number(price.text) or 0):
        making.put(row, "old price", before)


def _json_weight(row: Gathering, variant: Spot, making: Making) -> None:
    """Grams where they are told, else the weight in the unit that is shown; 0 says that nobody weighed it."""
    for key, unit in (("grams", "g"), ("weight", variant.at("weight_unit").text)):
        spot = variant.at(key)
        number = _number(spot.text)
        if number and unit:
            row.first("weight", number, making.place(spot), unit=unit)


def _json_pictures(row: Gathering, product: Spot, variant: Spot, making: Making) -> None:
    """The variant's own picture, those of no variant, never another variant's."""
    wanted = variant.at("id").value
    sources = [variant.at("featured_image", "src")]
    for image in product.at("images").each():
        of = [one.value for one in image.at("variant_ids").each()]
        if not of or wanted in of or variant is product:
            sources.append(image.at("src"))
    seen: set[str] = set()
    for source in sources:
        if source.text and source.text not in seen:
            row.put(f"image[{len(seen)}]", source.plain, making.place(source))
            seen.add(source.text)


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and number > 0 else None


# -------------------------------------------------------------------------------------------- CSV

_HANDLE = ("handle", "url handle")
_TITLE = ("title",)
_BODY = ("body (html)", "body html", "description")
_SKU = ("variant sku", "sku")
_PRICE = ("variant price", "price")
_BEFORE = ("variant compare at price", "compare-at price", "compare at price")
_BARCODE = ("variant barcode", "barcode")
_GRAMS = ("variant grams", "weight value (grams)")
_MPN = "google shopping / mpn"
_STOCK = ("variant inventory qty", "inventory quantity")
_PICTURE = ("image src", "product image url")
_OWN_PICTURE = ("variant image", "variant image url")
_CATEGORY = ("product category", "standard product type", "custom product type", "type")
_TELLING = (
    "vendor",
    "published",
    "published on online store",
    "option1 name",
    "variant sku",
    "variant price",
)
_MEASURE = ("unit price total measure", "unit price total measure unit")
_VARIANT_COLUMNS = frozenset(
    {*_SKU, *_PRICE, *_BEFORE, *_BARCODE, *_GRAMS, *_STOCK, *_OWN_PICTURE, *_MEASURE, "cost per item"}
    | {
        "variant weight unit",
        "weight unit for display",
        "variant tax code",
        "tax code",
        "unit price base measure",
    }
    | {"unit price base measure unit"}
)
_OFFERING = (*_SKU, *_PRICE, *_BARCODE, *(f"option{number} value" for number in _OPTIONS))
"""A row with any of these filled is a variant; one without is for its picture."""
_SHOP_COLUMNS = frozenset(
    {"published", "published on online store", "image position", "image alt text", "gift card", "charge tax"}
    | {
        "variant inventory tracker",
        "inventory tracker",
        "variant inventory policy",
        "variant fulfillment service",
    }
    | {
        "continue selling when out of stock",
        "fulfillment service",
        "variant requires shipping",
        "requires shipping",
    }
    | {"variant taxable", "seo title", "seo description"}
)
_READ_COLUMNS = frozenset(
    {*_HANDLE, *_TITLE, *_BODY, *_PICTURE, "vendor", _MPN}
    | {f"option{number} {part}" for number in _OPTIONS for part in ("name", "value", "linked to")}
)
_MOST_ROWS = 5_000
"""Of one product that are held at once: Shopify allows 2,048 variants."""
_MOST_PICTURES = 250
"""Of a product, as Shopify allows."""


class ShopifyCsv:
    """Rows of the admin's export; satisfies `shop_csv.Columns`."""

    name = "shopify-csv"
    standard = "Shopify product CSV"
    shown: Mapping[str, str] = {"currency": _NO_CURRENCY}

    def likeness(self, names: frozenset[str], /) -> float:
        """A handle, a title, and options or a variant's price by Shopify's names."""
        if "title" not in names or not names.intersection(_HANDLE):
            return 0.0
        own = {"option1 name", "option1 value"} <= names or "variant price" in names
        return 0.97 if own and len(names.intersection(_TELLING)) >= 2 else 0.0

    def rows(self, records: Iterator[Line | Problem], names: Mapping[str, str], /) -> Iterator[Offered]:
        """A row a variant; the pictures of all of a product's rows are its own."""
        held: list[Line] = []
        first: Line | None = None
        for record in records:
            if isinstance(record, Problem):
                yield record
                continue
            begins = first is None or record.text(*_HANDLE) != first.text(*_HANDLE)
            if held and first is not None and (begins or len(held) >= _MOST_ROWS):
                yield from _csv_offers(first, held, names)
                held = []
            if begins:
                first = record
            held.append(record)
        if first is not None and held:
            yield from _csv_offers(first, held, names)


def _csv_offers(first: Line, held: list[Line], names: Mapping[str, str]) -> Iterator[Offered]:
    """Args: `first`: the product's first row, which says what holds for all."""
    variants = [line for line in held if line is first or line.text(*_OFFERING)]
    several = len(variants) > 1
    own = {line.text(*_OWN_PICTURE) for line in held} - {""}
    pictures = [line for line in held if line.text(*_PICTURE) and line.text(*_PICTURE) not in own]
    if len(pictures) > _MOST_PICTURES:
        name, _ = pictures[_MOST_PICTURES].get(*_PICTURE)
        yield pictures[_MOST_PICTURES].problem(
            name,
            kind="bad_value",
            expected=f"at most {_MOST_PICTURES} pictures of a product, as Shopify keeps",
            advice=f"the first {_MOST_PICTURES} are taken, not the {len(pictures) - _MOST_PICTURES:,} from here on",
        )
        pictures = pictures[:_MOST_PICTURES]
    for line in variants:
        yield line, _csv_offer(first, line, pictures, names, several=several)


def _csv_offer(
    first: Line, line: Line, pictures: list[Line], names: Mapping[str, str], *, several: bool
) -> Gathering:
    row = Gathering()
    options = list(_csv_options(first, line))
    _csv_id(row, first, line, [value for _, value, _ in options], several=several)
    first.put(row, "title", *_TITLE)
    name, body = first.get(*_BODY)
    if name:
        row.put("description", plain_text(body), first.place(name))
    first.put(row, "brand", "vendor")
    first.put(row, "category", *_CATEGORY)
    name, code = line.get(*_BARCODE)
    if name:
        row.put("gtin", code.removeprefix("'"), line.place(name))
    line.put(row, "mpn", _MPN)
    first.put(row, "mpn", _MPN)
    line.put(row, "price", *_PRICE)
    name, before = line.get(*_BEFORE)
    if (_number(before) or 0) > (_number(line.text(*_PRICE)) or 0):
        row.put("old price", before, line.place(name))
    for option, value, place in options:
        row.property(option, value, place)
    for key, columns, unit in (
        ("weight", _GRAMS, "g"),
        ("net content", _MEASURE[:1], line.text(_MEASURE[1])),
    ):
        name, text = line.get(*columns)
        if _number(text):
            row.put(key, _number(text), line.place(name), text=text, unit=unit)
    line.put(row, "stock", *_STOCK)
    _csv_pictures(row, line, pictures)
    first.put(row, "item group id", *_HANDLE)
    _csv_rest(row, first, line, names)
    return row


def _csv_id(row: Gathering, first: Line, line: Line, values: list[str], *, several: bool) -> None:
    """The SKU; where there is none the handle, with the variant's options where the product has several."""
    name, sku = line.get(*_SKU)
    if name:
        row.put("sku", sku.removeprefix("'"), line.place(name))
    name, handle = first.get(*_HANDLE)
    if name:
        row.first("sku", "/".join([handle, *(values if several else [])]), first.place(name))


def _csv_options(first: Line, line: Line) -> Iterator[tuple[str, str, Place]]:
    """(option, value, place) of what a variant is chosen by; only the product's first row names the options."""
    for number in _OPTIONS:
        column = f"option{number} value"
        value = line.text(column)
        if value and value.casefold() != _DEFAULT:
            yield first.text(f"option{number} name") or f"Option {number}", value, line.place(column)


def _csv_pictures(row: Gathering, line: Line, pictures: list[Line]) -> None:
    """The variant's own, then those of the product that are no variant's own."""
    name, own = line.get(*_OWN_PICTURE)
    shown = chain([(line, name, own)] if name else [], ((one, *one.get(*_PICTURE)) for one in pictures))
    for index, (where, column, address) in enumerate(shown):
        row.put(f"image[{index}]", address, where.place(column))


def _csv_rest(row: Gathering, first: Line, line: Line, names: Mapping[str, str]) -> None:
    """The other columns as properties: the variant's own, and the product's where the variant leaves them open."""
    taken = row.places.get("category")
    for source in dict.fromkeys((line, first)):
        for key, text in source.cells.items():
            of_variant = key in _VARIANT_COLUMNS or key.startswith(
                ("variant ", "price /", "compare at price /")
            )
            if key in _READ_COLUMNS | _SHOP_COLUMNS or (of_variant and source is not line):
                continue
            if key in _VARIANT_COLUMNS and key not in ("cost per item", "variant tax code", "tax code"):
                continue
            if source.place(key) != taken and names[key] not in row.values:
                row.property(names[key], text, source.place(key))
