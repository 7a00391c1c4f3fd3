"""Product feeds that shops write for agents: the Agentic Commerce Protocol's and the Universal Commerce Protocol's.

Both say a product once and its variants within; both write money in the currency's smallest unit. ACP closes its
objects against other keys and names none as required but ids and titles; UCP requires a price range, and may come in an answer of its
catalogue, with "ucp" beside the products.

Sources: agentic-commerce-protocol, spec 2026-04-17, `schema.feed.json`; ucp.dev, `catalog_search.json`,
`product.json`, `variant.json` (2026-08).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from dragoman.formats.gathered import Gathering, plain_text
from dragoman.formats.json_spot import Spot
from dragoman.formats.shop_json import Made, Making
from dragoman.model import Problem
from dragoman.vocabulary.minor_units import major

_ACP_PRODUCT = frozenset({"id", "title", "description", "url", "media", "variants"})
_ACP_VARIANT = frozenset(
    {
        "id",
        "title",
        "description",
        "url",
        "barcodes",
        "price",
        "list_price",
        "unit_price",
        "availability",
        "categories",
        "condition",
        "variant_options",
        "media",
        "seller",
        "marketplace",
    }
)
_UCP_PRODUCT = frozenset({"id", "title", "description", "variants"})
_READ_OF_PRODUCT = frozenset(
    {
        "id",
        "title",
        "description",
        "url",
        "media",
        "variants",
        "categories",
        "options",
        "selected",
        "price_range",
        "list_price_range",
    }
)
"""`options` of a product list what its variants choose from, `selected` what was asked for; the ranges are those of its variants' prices."""
_READ_OF_VARIANT = frozenset(
    {
        "id",
        "sku",
        "title",
        "description",
        "url",
        "media",
        "categories",
        "barcodes",
        "price",
        "list_price",
        "unit_price",
        "quantity_unit",
        "availability",
        "condition",
        "variant_options",
        "options",
        "seller",
        "marketplace",
        "inputs",
    }
)
_SELLER = frozenset({"name"})
_GTINS = frozenset({"gtin", "upc", "ean", "isbn", "jan", "gtin8", "gtin12", "gtin13", "gtin14"})
_LONGEST_CODE = 3
_EACH = frozenset({"C62", "EA", "H87"})


class AgenticFeed:
    """Products of one of the two protocols; satisfies `shop_json.Shape`."""

    arrays = frozenset({"products"})
    singles = frozenset({"product"})

    def __init__(self, name: str, standard: str) -> None:
        self.name = name
        self.standard = standard
        self.shown: Mapping[str, str] = {
            "prices": "in the currency's smallest unit, as the protocol says: 1999 USD is 19.99"
        }

    def likeness(self, product: Spot, envelope: frozenset[str], /) -> float:
        """By the keys that each protocol has and the other lacks."""
        keys, variants = product.keys, product.at("variants")
        if not {"id", "variants"} <= keys or not isinstance(variants.value, list):
            return 0.0
        ucp = "ucp" in envelope or (keys >= _UCP_PRODUCT and _is_range(product.at("price_range")))
        if self.name == "ucp":
            return 0.97 if ucp and _all_priced(variants) else 0.0
        within = all(
            {"id"} <= one.keys <= _ACP_VARIANT and _is_money(one.at("price")) for one in variants.each()
        )
        return 0.96 if keys <= _ACP_PRODUCT and within and not ucp else 0.0

    def rows(self, product: Spot, making: Making, /) -> Iterator[Made]:
        """A row a variant, what the product says carried down; the product itself where it has none."""
        variants = [one for one in product.at("variants").each() if isinstance(one.value, dict)]
        for variant in variants or [product]:
            row = Gathering()
            problems = list(_offer(row, product, variant, making))
            yield variant, row
            yield from problems


def _all_priced(variants: Spot) -> bool:
    return all(_is_money(one.at("price")) for one in variants.each())


def _is_money(spot: Spot) -> bool:
    """Whole minor units with a currency, or nothing yet: the bytes may have been cut off here."""
    if not isinstance(spot.value, dict):
        return spot.value is None
    return spot.keys <= {"amount", "currency"} and isinstance(spot.value.get("amount", 0), int)


def _is_range(spot: Spot) -> bool:
    return isinstance(spot.value, dict) and spot.keys <= {"min", "max"}


def _offer(row: Gathering, product: Spot, variant: Spot, making: Making) -> Iterator[Problem]:
    own = variant is not product
    making.put(row, "sku", variant.at("sku"))
    making.put(row, "sku", variant.at("id"))
    _title(row, product, variant, making)
    _description(row, product.at("description"), "description", making)
    again = "description" in row.values
    _description(row, variant.at("description"), "variant description" if again else "description", making)
    for spot in (variant, product):
        _category(row, spot.at("categories"), making)
    _codes(row, variant.at("barcodes"), making)
    yield from _prices(row, variant, making)
    for choice in [*variant.at("variant_options").each(), *variant.at("options").each()]:
        value = choice.at("value") if choice.at("value").text else choice.at("label")
        if own and choice.at("name").text:
            row.property(choice.at("name").text, value.plain, making.place(value))
    _availability(row, variant, making)
    for spot in variant.at("condition").each():
        making.put(row, "condition", spot)
    for spot in (variant, product):
        making.put(row, "url", spot.at("url"))
    _pictures(row, [*variant.at("media").each(), *(product.at("media").each() if own else [])], making)
    making.put(row, "seller", variant.at("seller", "name"))
    making.rest(row, variant.at("seller"), known=_SELLER, under="seller")
    making.put(row, "marketplace", variant.at("marketplace", "name"))
    making.rest(row, variant.at("marketplace"), known=_SELLER, under="marketplace")
    if own:
        making.put(row, "item group id", product.at("id"))
    if "sku" in variant.keys:
        making.put(row, "variant id", variant.at("id"))
    making.rest(row, variant, known=_READ_OF_VARIANT | (_READ_OF_PRODUCT if not own else frozenset()))
    if own:
        making.rest(row, product, known=_READ_OF_PRODUCT)


def _title(row: Gathering, product: Spot, variant: Spot, making: Making) -> None:
    """The variant's own title where it names the product, else the product's, and the variant's as a property."""
    own, of_product = variant.at("title"), product.at("title")
    if not of_product.text or of_product.text.casefold() in own.text.casefold():
        making.put(row, "title", own)
    making.put(row, "title", of_product)
    if own.text and row.values.get("title") != own.text:
        row.property("variant", own.plain, making.place(own))


def _description(row: Gathering, spot: Spot, name: str, making: Making) -> None:
    """Plain text before mark-up; ACP and UCP give the same text in up to three forms."""
    if not isinstance(spot.value, dict):
        making.put(row, name, spot)
        return
    for form in ("plain", "markdown", "html"):
        text = spot.at(form)
        if text.text:
            row.first(name, plain_text(text.text) if form == "html" else text.plain, making.place(text))


def _category(row: Gathering, spot: Spot, making: Making) -> None:
    """The shop's own category in words; those of other taxonomies are properties."""
    given = [one for one in spot.each() if isinstance(one.value, dict)]
    given.sort(key=lambda one: (one.at("taxonomy").text != "merchant", not _in_words(one.at("value").text)))
    for one in given:
        value, taxonomy = one.at("value"), one.at("taxonomy").text
        if "category" not in row.values and _in_words(value.text):
            making.put(row, "category", value)
        else:
            row.property(
                f"category ({taxonomy})" if taxonomy else "other category", value.plain, making.place(value)
            )


def _in_words(text: str) -> bool:
    return any(char.isalpha() for char in text) and (" " in text or not any(char.isdigit() for char in text))


def _codes(row: Gathering, spot: Spot, making: Making) -> None:
    for one in spot.each():
        kind, value = one.at("type").text, one.at("value")
        if kind.casefold().replace("-", "").replace("_", "") in _GTINS:
            row.put(
                f"gtin[{count}]" if (count := _count(row, "gtin")) else "gtin",
                value.text,
                making.place(value),
            )
        elif value.text:
            row.property(kind or "barcode", value.plain, making.place(value))


def _count(row: Gathering, key: str) -> int:
    return sum(one == key or one.startswith(f"{key}[") for one in row.values)


def _pictures(row: Gathering, media: list[Spot], making: Making) -> None:
    seen: set[str] = set()
    for one in media:
        kind, url = one.at("type").text.casefold() or "image", one.at("url")
        if url.text and url.text not in seen:
            seen.add(url.text)
            if kind.startswith("image"):
                row.put(f"image[{_count(row, 'image')}]", url.plain, making.place(url))
            else:
                row.property(kind, url.plain, making.place(url))


def _availability(row: Gathering, variant: Spot, making: Making) -> None:
    given = variant.at("availability")
    status, available = given.at("status"), given.at("available")
    making.put(row, "availability", status)
    if not status.text and isinstance(available.value, bool):
        text = "available" if available.value else "not available"
        row.put("availability", text, making.place(available))
    making.rest(row, given, known=frozenset({"status", "available"}), under="availability")


# ------------------------------------------------------------------------------------------ money


def _prices(row: Gathering, variant: Spot, making: Making) -> Iterator[Problem]:
    for key, name in (("price", "price"), ("list_price", "old price")):
        spot = variant.at(key)
        if spot.value is None:
            continue
        amount, currency = _amount(spot)
        if amount is None:
            yield making.problem(
                spot.at("amount"),
                kind="bad_price",
                expected="a whole number of the currency's smallest unit, with the currency's three letters beside it",
                advice="correct the amount in the feed: 19.99 USD is 1999",
                field="prices" if key == "price" else None,
            )
        elif key == "price":
            row.put("price", amount, making.place(spot.at("amount")), text=spot.at("amount").text)
            making.put(row, "currency", spot.at("currency"))
        else:
            place = making.place(spot.at("amount"))
            row.put(name, amount, place, text=f"{amount} {currency}")
    _sale_basis(row, variant.at("quantity_unit"), making)
    yield from _content(row, variant.at("unit_price"), making)


def _amount(spot: Spot) -> tuple[Decimal | None, str]:
    amount, currency = spot.at("amount").value, spot.at("currency").text.upper()
    if isinstance(amount, bool) or not isinstance(amount, int) or len(currency) != _LONGEST_CODE:
        return None, currency
    return major(amount, currency), currency


def _sale_basis(row: Gathering, spot: Spot, making: Making) -> None:
    """UCP: the price is for one whole unit of this; without it, for one piece."""
    unit = spot.at("unit")
    if unit.text and unit.text.upper() not in _EACH:
        shown = spot.at("display_text")
        row.put("price per", 1, making.place(unit), text=shown.text or unit.text, unit=unit.text)
    step = (
        _measured(Spot({**spot.value, "value": spot.at("increment").value}, spot.path))
        if isinstance(spot.value, dict)
        else None
    )
    if step is not None:
        row.put("order increment", step, making.place(spot.at("increment")), unit=unit.text)


def _content(row: Gathering, spot: Spot, making: Making) -> Iterator[Problem]:
    """What one piece holds, and the price per standard measure that a shop shows beside the price."""
    measure, reference = spot.at("measure"), spot.at("reference")
    held, per = _measured(measure), _measured(reference)
    if held is not None:
        value = measure.at("value")
        row.put("net content", held, making.place(value), text=f"{held:f}", unit=_unit(measure))
    amount, currency = _amount(spot)
    if amount is not None and per is not None:
        text = f"{amount} {currency} per {per:f} {_unit(reference)}"
        row.put("shown per measure", text, making.place(spot.at("amount")))
    elif spot.value is not None and amount is None:
        yield making.problem(
            spot.at("amount"),
            kind="bad_price",
            expected="a whole number of the currency's smallest unit, with the currency's three letters beside it",
            advice="correct the price per measure in the feed; the price itself is not touched",
        )


def _measured(spot: Spot) -> Decimal | None:
    """A measure's value; UCP counts it in steps of 10^-scale."""
    value, scale = spot.at("value").value, spot.at("scale").value
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    steps = scale if isinstance(scale, int) and 0 <= scale <= 12 else 0
    return Decimal(value).scaleb(-steps)


def _unit(spot: Spot) -> str:
    return spot.at("display_text").text or spot.at("unit").text


ACP = AgenticFeed("acp", "Agentic Commerce Protocol product feed")
UCP = AgenticFeed("ucp", "Universal Commerce Protocol catalogue")
