"""Shops' exports as tables: Shopify, WooCommerce, Google Merchant."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import FileUnreadable
from dragoman.formats import READERS
from dragoman.ingest.detect import open_tables
from dragoman.ingest.load import IngestRequest, ingest
from dragoman.model import Offer, Problem, Quantity
from dragoman.ports import FormatReader, ProblemFilter, ReadOptions, Row
from dragoman.stores.memory import MemoryStore
from dragoman.testing.format_reader import COLUMNS, FormatReaderContract, read_all, rows_of, source_of

Place = tuple[str | None, int | None, str | None]


def reader(name: str) -> FormatReader:
    return next(one for one in READERS if one.name == name)


def table(columns: Sequence[str], *rows: Sequence[str], delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([columns, *rows])
    return out.getvalue().encode()


def of_dicts(columns: Sequence[str], *rows: dict[str, str], delimiter: str = ",") -> bytes:
    return table(columns, *([row.get(key, "") for key in columns] for row in rows), delimiter=delimiter)


def read(data: bytes, name: str = "export.bin") -> list[Row | Problem]:
    """The rows of the reader that detection chooses."""
    _, tables = open_tables(source_of(data, name), READERS, ReadOptions())
    return [row for one in tables for row in one.rows]


def good(data: bytes) -> list[Row]:
    rows = read(data)
    assert not any(isinstance(row, Problem) for row in rows)
    return [row for row in rows if not isinstance(row, Problem)]


def chosen(data: bytes) -> str:
    return open_tables(source_of(data, "export.bin"), READERS, ReadOptions())[0]


def loaded(path: Path, currency: str | None = None) -> tuple[list[Offer], list[Problem]]:
    """What a file's offers and problems are in the record."""
    mapping = None
    if currency is not None:
        mapping = path.with_name("said.toml")
        mapping.write_text(f'currency = "{currency}"\n')
    store = MemoryStore()
    request = IngestRequest(paths=(path,), mapping=mapping)
    ingest(request, store=store, readers=READERS, reader_version="1", progress=lambda _: None)
    return list(store.changes_since(0, limit=10_000).upserts), list(store.problems(ProblemFilter()).problems)


# ------------------------------------------------------------------------------ the contract


class _Export(FormatReaderContract):
    tells_truncation = False
    format_name: str
    columns: tuple[str, ...]
    """As the export calls the four, then what makes it one."""
    more: tuple[str, ...]

    def reader(self) -> FormatReader:
        return reader(self.format_name)

    def others(self) -> Sequence[FormatReader]:
        return READERS

    def write(self, columns: Sequence[str], rows: Sequence[Sequence[str]], /) -> bytes:
        assert tuple(columns) == COLUMNS
        return table(self.columns, *([*row, *self.filling(row)] for row in rows), delimiter=self.delimiter)

    delimiter = ","

    def filling(self, row: Sequence[str]) -> Sequence[str]:
        return self.more

    def place(self, row: int, column: int, /) -> Place:
        return f"{'ABCD'[column]}{row + 2}", None, None


class TestShopifyCsv(_Export):
    format_name = "shopify-csv"
    columns = (
        "Variant SKU",
        "Title",
        "Variant Price",
        "Option1 Value",
        "Option1 Name",
        "Handle",
        "Vendor",
        "Published",
    )

    def filling(self, row: Sequence[str]) -> Sequence[str]:
        return ("colour", f"handle-{row[0]}", "", "TRUE")


class TestShopifyCsvOfToday(TestShopifyCsv):
    columns = (
        "SKU",
        "Title",
        "Price",
        "Option1 value",
        "Option1 name",
        "URL handle",
        "Vendor",
        "Published on online store",
    )


class TestWooCommerce(_Export):
    format_name = "woocommerce-csv"
    columns = (
        "SKU",
        "Name",
        "Regular price",
        "Attribute 1 value(s)",
        "Attribute 1 name",
        "Type",
        "Published",
        "Tax status",
    )
    more = ("colour", "simple", "1", "taxable")


class TestGoogleTsv(_Export):
    format_name = "google-merchant-tsv"
    columns = ("id", "title", "price", "color", "availability", "image_link", "condition")
    more = ("in_stock", "https://x.example/1.jpg", "new")
    delimiter = "\t"


class TestShopifyJson(FormatReaderContract):
    def reader(self) -> FormatReader:
        return reader("shopify-json")

    def others(self) -> Sequence[FormatReader]:
        return READERS

    def write(self, columns: Sequence[str], rows: Sequence[Sequence[str]], /) -> bytes:
        return json.dumps({"products": [shopify(*row) for row in rows]}, ensure_ascii=False).encode()

    def place(self, row: int, column: int, /) -> Place:
        path = ("/variants/0/sku", "/title", "/variants/0/price", "/variants/0/option1")[column]
        return None, None, f"/products/{row}{path}"


def shopify(sku: str, title: str, price: str, colour: str) -> dict[str, Any]:  # as json.dumps takes it
    variant = {"id": 1, "sku": sku, "price": price, "option1": colour, "title": "Default Title"}
    options = [{"name": "colour"}]
    return {"title": title, "handle": "x", "vendor": "", "variants": [variant], "options": options}


# ------------------------------------------------------------------------------ Shopify

SHOPIFY = (
    *("Handle", "Title", "Body (HTML)", "Vendor", "Product Category", "Type", "Tags", "Published"),
    *("Option1 Name", "Option1 Value", "Option2 Name", "Option2 Value", "Variant SKU", "Variant Grams"),
    *("Variant Inventory Qty", "Variant Price", "Variant Compare At Price", "Variant Barcode", "Image Src"),
    *("Variant Image", "Price / International", "Status"),
)


def tee() -> list[dict[str, str]]:
    return [
        {
            "Handle": "tee",
            "Title": "Classic Tee",
            "Body (HTML)": "<p>Soft &amp; light,\nof cotton</p><script>alert(1)</script>",
            "Vendor": "Muster",
            "Product Category": "Apparel > Shirts",
            "Type": "Shirt",
            "Published": "TRUE",
            "Option1 Name": "Color",
            "Option1 Value": "Red",
            "Option2 Name": "Size",
            "Option2 Value": "M",
            "Variant SKU": "'T-R-M",
            "Variant Grams": "200",
            "Variant Price": "19.99",
            "Variant Compare At Price": "24.99",
            "Variant Barcode": "'4006381333931",
            "Image Src": "https://x.example/1.jpg",
            "Variant Image": "https://x.example/red.jpg",
            "Price / International": "21.00",
        },
        {
            "Handle": "tee",
            "Option1 Value": "Red",
            "Option2 Value": "L",
            "Variant SKU": "T-R-L",
            "Variant Grams": "0",
            "Variant Price": "19.99",
            "Image Src": "https://x.example/2.jpg",
        },
        {"Handle": "tee", "Image Src": "https://x.example/3.jpg"},
    ]


def test_each_variant_is_a_row_and_each_value_knows_its_own_cell() -> None:
    first, second = good(of_dicts(SHOPIFY, *tee()))
    assert (first.text("sku"), second.text("sku")) == ("T-R-M", "T-R-L")
    assert (second.text("title"), second.cell("title").cell) == ("Classic Tee", "B2")
    assert (second.text("Size"), second.cell("Size").cell) == ("L", "L3")
    assert (second.text("brand"), second.text("category"), second.text("Type")) == (
        "Muster",
        "Apparel > Shirts",
        "Shirt",
    )
    assert second.origin.cell == "A3"


def test_pictures_of_a_product_are_its_variants_and_a_variants_own_comes_first() -> None:
    first, second = good(of_dicts(SHOPIFY, *tee()))
    assert [first.text(f"image[{i}]").rsplit("/", 1)[1] for i in range(4)] == [
        "red.jpg",
        "1.jpg",
        "2.jpg",
        "3.jpg",
    ]
    assert "https://x.example/red.jpg" not in second.values.values()
    assert second.cell("image[2]").cell == "S4"


def test_more_pictures_than_a_product_can_have_are_told_and_cost_no_time() -> None:
    """Found by `benchmarks/fuzz_readers.py`: two thousand rows of one product each got the pictures of all."""
    rows = tee() + [
        {"Handle": "tee", "Option1 Value": f"C{n}", "Variant Price": "9.99", "Image Src": f"https://x.example/{n}.png"}
        for n in range(2_000)
    ]  # fmt: skip
    begun = time.monotonic()
    read_rows = read(of_dicts(SHOPIFY, *rows))
    told = [row for row in read_rows if isinstance(row, Problem)]
    assert [one.expected for one in told] == ["at most 250 pictures of a product, as Shopify keeps"]
    assert len(read_rows) == 2_003
    assert time.monotonic() - begun < 60


def test_mark_up_of_a_description_goes_and_no_script_stays() -> None:
    first, _ = good(of_dicts(SHOPIFY, *tee()))
    assert first.text("description") == "Soft & light,\nof cotton"


def test_a_compared_price_above_the_price_is_the_old_price_and_another_markets_is_a_property() -> None:
    first, second = good(of_dicts(SHOPIFY, *tee()))
    assert (first.text("price"), first.text("old price"), first.text("Price / International")) == (
        "19.99",
        "24.99",
        "21.00",
    )
    assert not {"old price", "Price / International"} & set(second.values)


def test_a_weight_of_nothing_is_none() -> None:
    first, second = good(of_dicts(SHOPIFY, *tee()))
    assert (first.values["weight"], first.unit_shown("weight")) == (Decimal(200), "g")
    assert "weight" not in second.values


def test_variants_without_sku_are_known_by_handle_and_options() -> None:
    rows = [{**row, "Variant SKU": ""} for row in tee()]
    mug = {
        "Handle": "mug",
        "Title": "Mug",
        "Option1 Name": "Title",
        "Option1 Value": "Default Title",
        "Variant Price": "7",
    }
    assert [row.text("sku") for row in good(of_dicts(SHOPIFY, *rows, mug))] == [
        "tee/Red/M",
        "tee/Red/L",
        "mug",
    ]


def test_a_broken_record_costs_itself_alone() -> None:
    data = of_dicts(SHOPIFY, *tee()).replace(b"tee,,,,,,,,,Red", b'tee,"x,,,,,,,,Red')
    rows = read(data)
    assert [isinstance(row, Problem) for row in rows].count(True) == 1
    assert len(rows) == 2


def test_a_product_of_endless_rows_is_not_held_whole() -> None:
    row = {"Handle": "tee", "Option1 Value": "x", "Variant Price": "1"}
    data = of_dicts(SHOPIFY, tee()[0], *({**row, "Variant SKU": str(i)} for i in range(12_000)))
    rows = good(data)
    assert len(rows) == 12_001
    assert {one.text("title") for one in rows} == {"Classic Tee"}


def test_a_table_with_a_handle_but_no_options_is_a_plain_table() -> None:
    assert chosen(table(["handle", "title", "price"], ["steel", "Pan", "3"], ["wood", "Pot", "4"])) == "csv"


def test_a_shopify_export_says_that_its_currency_is_unknown(tmp_path: Path) -> None:
    path = tmp_path / "products_export_1.txt"
    path.write_bytes(of_dicts(SHOPIFY, *tee()))
    offers, problems = loaded(path)
    assert len(offers) == 2
    assert not any(offer.prices for offer in offers)
    assert [(one.kind, one.origin.cell) for one in problems] == [("bad_currency", "P2")]


def test_a_shopify_export_with_its_currency_said_arrives_whole(tmp_path: Path) -> None:
    path = tmp_path / "products_export_1.txt"
    path.write_bytes(of_dicts(SHOPIFY, *tee()))
    offers, problems = loaded(path, "EUR")
    assert not problems
    offer = next(one for one in offers if one.external_id == "T-R-M")
    assert offer.prices[0].value.price.money.amount == Decimal("19.99")
    assert offer.prices[0].value.price.money.currency == "EUR"
    assert offer.gtin is not None
    assert offer.gtin.value == "4006381333931"
    assert offer.weight is not None
    assert offer.weight.value == Quantity(value=Decimal(200), unit="g")
    assert offer.colour is not None
    assert (offer.colour.value, offer.colour.origin.cell) == ("red", "J2")


def test_products_json_gives_a_variant_its_own_pictures_and_none_of_another() -> None:
    product = {
        "id": 7,
        "title": "Tee",
        "handle": "tee",
        "vendor": "Muster",
        "body_html": "<p>Soft</p>",
        "options": [{"name": "Color"}],
        "variants": [
            {
                "id": 1,
                "title": "Red",
                "option1": "Red",
                "price": "9.50",
                "compare_at_price": "9.50",
                "grams": 90,
            },
            {"id": 2, "title": "Blue", "option1": "Blue", "price": "9.50", "available": False},
        ],
        "images": [
            {"src": "https://x.example/red.jpg", "variant_ids": [1]},
            {"src": "https://x.example/all.jpg", "variant_ids": []},
        ],
        "created_at": "2026-01-01",
    }
    red, blue = good(json.dumps({"products": [product]}).encode())
    assert [red.text("image[0]"), red.text("image[1]")] == [
        "https://x.example/red.jpg",
        "https://x.example/all.jpg",
    ]
    assert blue.text("image[0]") == "https://x.example/all.jpg"
    assert (blue.text("availability"), blue.text("sku"), blue.cell("sku").path) == (
        "not available",
        "2",
        "/products/0/variants/1/id",
    )
    assert "old price" not in red.values
    assert "created_at" not in red.values


def test_products_json_with_its_currency_said_arrives_whole(tmp_path: Path) -> None:
    path = tmp_path / "answer"
    variant = {"id": 1, "sku": "M-1", "price": "1200", "grams": 310, "option1": "Blue", "title": "Blue"}
    product = {
        "title": "Mug",
        "handle": "mug",
        "vendor": "Muster",
        "product_type": "Cup",
        "variants": [variant],
    }
    path.write_text(json.dumps({"products": [{**product, "options": [{"name": "Colour"}]}]}))
    (offer,), problems = loaded(path, "JPY")
    assert not problems
    (tier,) = offer.prices
    assert (tier.value.price.money.amount, tier.origin.path) == (
        Decimal(1200),
        "/products/0/variants/0/price",
    )
    assert offer.weight is not None
    assert offer.weight.value == Quantity(value=Decimal(310), unit="g")
    assert offer.brand is not None
    assert offer.colour is not None
    assert (offer.brand.value, offer.colour.value) == ("Muster", "blue")


# ------------------------------------------------------------------------------ WooCommerce

WOO = (
    *(
        "ID",
        "Type",
        "SKU",
        "GTIN, UPC, EAN, or ISBN",
        "Name",
        "Published",
        "Short description",
        "Description",
    ),
    *("Date sale price starts", "Date sale price ends", "Tax status", "In stock?", "Stock", "Weight (kg)"),
    *("Length (cm)", "Sale price", "Regular price", "Categories", "Tags", "Images", "Parent"),
    *("Attribute 1 name", "Attribute 1 value(s)", "Meta: minimum_allowed_quantity"),
)


def hoodie() -> dict[str, str]:
    return {
        "ID": "10",
        "Type": "variable",
        "SKU": "HOOD",
        "Name": "Hoodie",
        "Description": "A hoodie\\nof <b>cotton</b>",
        "Weight (kg)": "1.2",
        "Length (cm)": "30",
        "Categories": "Clothing > Hoodies, Sale\\, all",
        "Images": "https://x.example/1.jpg, https://x.example/2.jpg",
        "Attribute 1 name": "Colour",
        "Attribute 1 value(s)": "Red, Blue",
        "Meta: minimum_allowed_quantity": "24",
    }


def red(**more: str) -> dict[str, str]:
    return {
        "ID": "11",
        "Type": "variation, virtual",
        "SKU": "HOOD-R",
        "Name": "Hoodie - Red",
        "Parent": "id:10",
        "Sale price": "40",
        "Regular price": "45",
        "In stock?": "backorder",
        "Attribute 1 name": "Colour",
        "Attribute 1 value(s)": "Red",
        **more,
    }


def test_a_variation_inherits_what_it_leaves_open_and_its_parent_is_no_offer() -> None:
    (row,) = good(of_dicts(WOO, hoodie(), red()))
    assert (row.text("sku"), row.text("title"), row.text("Colour")) == ("HOOD-R", "Hoodie - Red", "Red")
    assert (row.text("description"), row.cell("description").cell) == ("A hoodie\nof cotton", "H2")
    assert (row.text("weight"), row.unit_shown("weight"), row.cell("weight").cell) == ("1.2", "kg", "N2")
    assert (row.text("category"), row.text("other category")) == ("Clothing > Hoodies", "Sale, all")
    assert (row.text("moq"), row.text("item group id"), row.text("availability")) == (
        "24",
        "HOOD",
        "on backorder",
    )
    assert row.text("image[1]") == "https://x.example/2.jpg"


@pytest.mark.parametrize("parent", ["id:10", "id: 10", "HOOD", "hood"])
def test_a_variation_may_come_before_its_parent_and_name_it_by_id_or_sku(parent: str) -> None:
    (row,) = good(of_dicts(WOO, red(Parent=parent), hoodie()))
    assert row.text("category") == "Clothing > Hoodies"


def test_a_variation_whose_parent_is_missing_is_an_offer_with_a_problem() -> None:
    row, problem = read(of_dicts(WOO, red()))
    assert not isinstance(row, Problem)
    assert row.text("sku") == "HOOD-R"
    assert isinstance(problem, Problem)
    assert problem.origin.cell == "U2"


def test_a_variable_product_without_variations_is_an_offer() -> None:
    assert [row.text("sku") for row in good(of_dicts(WOO, hoodie()))] == ["HOOD"]


@pytest.mark.parametrize(
    ("starts", "ends", "price"),
    [("", "", "40"), ("2020-01-01", "", "40"), ("", "2020-01-01", "45"), ("2999-01-01", "", "45")],
)
def test_a_sale_price_holds_while_its_sale_runs(starts: str, ends: str, price: str) -> None:
    line = red(**{"Date sale price starts": starts, "Date sale price ends": ends})
    (row,) = good(of_dicts(WOO, hoodie(), line))
    assert row.text("price") == price


def test_the_end_of_a_sale_is_the_day_its_price_is_valid_until(tmp_path: Path) -> None:
    path = tmp_path / "woo.csv"
    path.write_bytes(of_dicts(WOO, hoodie(), red(**{"Date sale price ends": "2999-12-31"})))
    (offer,), problems = loaded(path, "GBP")
    assert not problems
    assert offer.valid_until is not None
    assert offer.valid_until.value.isoformat() == "2999-12-31"
    assert offer.prices[0].value.price.money.amount == 40
    assert offer.moq is not None
    assert offer.moq.value.value == 24
    lengths = {one.name: one.quantity for one in offer.attributes}
    assert lengths["length"] == Quantity(value=Decimal(30), unit="cm")


def test_a_weight_that_begins_with_its_point_is_less_than_one(tmp_path: Path) -> None:
    path = tmp_path / "woo.csv"
    columns = [name.replace("(kg)", "(lbs)") for name in WOO]
    path.write_bytes(
        of_dicts(columns, {**hoodie(), "Type": "simple", "Weight (lbs)": ".5", "Regular price": ".95"})
    )
    (offer,), _ = loaded(path, "USD")
    assert offer.weight is not None
    assert offer.weight.value == Quantity(value=Decimal("0.5"), unit="[lb_av]")
    assert offer.prices[0].value.price.money.amount == Decimal("0.95")


def test_a_shopify_table_without_options_is_known_by_its_variants_price() -> None:
    header = [
        "Handle",
        "Title",
        "Body (HTML)",
        "Vendor",
        "Published",
        "Variant Price",
        "Google Shopping / MPN",
    ]
    (row,) = good(table(header, ["mug", "Mug", "<b>Big</b>", "Muster", "TRUE", "7.00", "M-1"]))
    assert (row.text("sku"), row.text("description"), row.text("mpn")) == ("mug", "Big", "M-1")


# ------------------------------------------------------------------------------ Google Merchant

GOOGLE = (
    *("id", "title", "description", "link", "image_link", "additional_image_link", "availability", "price"),
    *("sale_price", "sale_price_effective_date", "gtin", "google_product_category", "product_type"),
    *("item_group_id", "color", "size", "shipping_weight", "unit_pricing_measure", "minimum_order_quantity"),
)


def cup(**more: str) -> dict[str, str]:
    return {
        "id": "001",
        "title": "Cup",
        "link": "https://x.example/c",
        "image_link": "https://x.example/1.jpg",
        "additional_image_link": "https://x.example/2.jpg,https://x.example/3.jpg",
        "availability": "in_stock",
        "price": "15.00 USD",
        "gtin": "4006381333931",
        "google_product_category": "2169",
        "product_type": "Home > Cups",
        "item_group_id": "cups",
        "color": "red",
        "shipping_weight": "0.4 kg",
        "unit_pricing_measure": "250 ml",
        "minimum_order_quantity": "12",
        **more,
    }


@pytest.mark.parametrize("delimiter", ["\t", ",", ";"])
def test_a_google_table_arrives_whole(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "feed"
    path.write_bytes(of_dicts(GOOGLE, cup(sale_price="12.00 USD"), delimiter=delimiter))
    (offer,), problems = loaded(path)
    assert not problems
    assert (offer.external_id, len(offer.images)) == ("001", 3)
    (tier,) = offer.prices
    assert (tier.raw, tier.value.price.money.currency, tier.origin.cell) == ("12.00 USD", "USD", "I2")
    assert offer.category is not None
    assert offer.category.value == "Home > Cups"
    assert offer.weight is not None
    assert offer.weight.value == Quantity(value=Decimal("0.4"), unit="kg")
    assert offer.moq is not None
    assert offer.moq.value.value == 12
    properties = {one.name: one for one in offer.attributes}
    assert properties["old price"].value == "15.00 USD"
    assert properties["item group id"].value == "cups"
    assert properties["net content"].quantity == Quantity(value=Decimal(250), unit="mL")


@pytest.mark.parametrize(
    "more",
    [
        ("currency",),
        ("MOQ", "Lead time", "Price 100+", "Price 500+", "Carton", "Port", "HS code", "Net weight"),
    ],
)
def test_a_suppliers_own_list_is_left_to_the_generic_reader(more: tuple[str, ...]) -> None:
    columns = ["id", "title", "price", "availability", "link", "condition", *more]
    rows = [
        [str(i), f"Cup {i}", "3.50", "stock", "https://x.example", "new", *["5"] * len(more)]
        for i in range(3)
    ]
    assert chosen(table(columns, *rows)) == "csv"


def test_a_sale_that_is_over_is_no_price() -> None:
    over = "2020-01-01T00:00-0800/2020-02-01T00:00-0800"
    (row,) = good(of_dicts(GOOGLE, cup(sale_price="12.00 USD", sale_price_effective_date=over)))
    assert (row.text("price"), row.text("sale price, not in force")) == ("15.00 USD", "12.00 USD")


@pytest.mark.parametrize(("ends", "price"), [("2999-01-01", "12 USD"), ("2020-01-01", "15 USD")])
def test_a_sale_price_of_an_xml_feed_is_the_price_while_it_holds(
    tmp_path: Path, ends: str, price: str
) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(
        '<rss xmlns:g="http://base.google.com/ns/1.0"><channel><item><g:id>1</g:id><title>Cup of steel</title>'
        "<g:price>15 USD</g:price><g:sale_price>12 USD</g:sale_price><g:item_group_id>cups</g:item_group_id>"
        f"<g:sale_price_effective_date>2019-01-01/{ends}</g:sale_price_effective_date></item></channel></rss>"
    )
    (offer,), _ = loaded(path)
    (tier,) = offer.prices
    assert (tier.raw, tier.confidence) == (price, 1.0)
    assert offer.category is None


# ------------------------------------------------------------------------------ hostile tables


@pytest.mark.parametrize("name", ["shopify-csv", "woocommerce-csv", "google-merchant-tsv"])
@given(data=st.binary(max_size=300))
def test_any_bytes_after_a_header_are_read_or_refused_by_name(name: str, data: bytes) -> None:
    header = {"shopify-csv": SHOPIFY, "woocommerce-csv": WOO, "google-merchant-tsv": GOOGLE}[name]
    try:
        read_all(reader(name), source_of(table(header) + data, "hostile.csv"))
    except FileUnreadable as error:
        assert "hostile.csv" in str(error)  # noqa: PT017 - some inputs are read


def test_repeated_and_nameless_columns_lose_no_cell() -> None:
    data = table([*GOOGLE, "size", ""], [*(cup().get(key, "") for key in GOOGLE), "XL", "left", "over"])
    (row,) = good(data)
    assert {"XL", "left", "over"} <= set(row.values.values())


def test_formulas_and_scripts_stay_text() -> None:
    (row,) = good(of_dicts(GOOGLE, cup(title="=cmd|' /C calc'!A0 <script>x</script>")))
    assert row.text("title") == "=cmd|' /C calc'!A0 <script>x</script>"


def test_a_header_alone_gives_a_table_without_rows() -> None:
    source = source_of(table(SHOPIFY), "empty.csv")
    assert rows_of(next(reader("shopify-csv").read(source, ReadOptions()))) == []
