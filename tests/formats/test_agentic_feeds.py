"""Product feeds of the Agentic Commerce Protocol and of the Universal Commerce Protocol."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import FileUnreadable
from dragoman.formats import READERS
from dragoman.formats.agentic_feeds import ACP, UCP
from dragoman.formats.limits import ReadLimits
from dragoman.formats.shop_json import ShopJsonReader
from dragoman.ingest.detect import open_tables
from dragoman.ingest.load import IngestRequest, ingest
from dragoman.model import Offer, Problem, Quantity
from dragoman.ports import FormatReader, ProblemFilter, ReadOptions, Row
from dragoman.stores.memory import MemoryStore
from dragoman.testing.format_reader import FormatReaderContract, read_all, source_of

Json = dict[str, Any]  # a feed as a test writes it


def acp_variant(**more: object) -> Json:
    return {
        "id": "tee-red-m",
        "title": "Classic Tee - Red / Medium",
        "price": {"amount": 1999, "currency": "USD"},
        "list_price": {"amount": 2499, "currency": "USD"},
        "availability": {"available": False, "status": "out_of_stock"},
        "barcodes": [{"type": "GTIN", "value": "4006381333931"}, {"type": "PLU", "value": "4011"}],
        "variant_options": [{"name": "Color", "value": "Red"}, {"name": "Size", "value": "Medium"}],
        "media": [
            {"type": "image", "url": "https://cdn.example/red.jpg"},
            {"type": "video", "url": "https://cdn.example/red.mp4"},
        ],
        "condition": ["new"],
        "seller": {"name": "Muster Shop", "links": [{"type": "terms", "url": "https://m.example/terms"}]},
        **more,
    }


def acp(*variants: Json, **more: object) -> Json:
    return {
        "id": "tee",
        "title": "Classic Tee",
        "description": {"html": "<p>Soft &amp; light</p>", "plain": "Soft and light"},
        "url": "https://m.example/tee",
        "media": [{"type": "image", "url": "https://cdn.example/main.jpg"}],
        "variants": list(variants),
        **more,
    }


def ucp(**more: object) -> Json:
    return {
        "ucp": {"version": "2026-08-22"},
        "products": [
            {
                "id": "p1",
                "title": "Spool of cable",
                "description": {"plain": "Copper, 50 m"},
                "categories": [
                    {"value": "187", "taxonomy": "google_product_category"},
                    {"value": "Electrical > Cable", "taxonomy": "merchant"},
                ],
                "price_range": {
                    "min": {"amount": 4200, "currency": "EUR"},
                    "max": {"amount": 4200, "currency": "EUR"},
                },
                "tags": ["copper", "indoor"],
                "variants": [
                    {
                        "id": "v1",
                        "sku": "CAB-50",
                        "title": "50 m",
                        "description": {"plain": "A whole spool"},
                        "price": {"amount": 4200, "currency": "EUR"},
                        "options": [{"name": "Length", "label": "50 m"}],
                        "availability": {"available": True},
                        **more,
                    }
                ],
            }
        ],
    }


def encoded(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def read(document: object) -> list[Row | Problem]:
    """The rows of the reader that detection chooses."""
    _, tables = open_tables(source_of(encoded(document), "data.bin"), READERS, ReadOptions())
    return [row for table in tables for row in table.rows]


def row_from(document: object) -> Row:
    """The one row of a feed without problems."""
    (row,) = read(document)
    assert not isinstance(row, Problem), row.message()
    return row


def loaded(path: Path) -> tuple[list[Offer], list[Problem]]:
    """What a file's offers and problems are in the record."""
    store = MemoryStore()
    ingest(
        IngestRequest(paths=(path,)),
        store=store,
        readers=READERS,
        reader_version="1",
        progress=lambda _: None,
    )
    return list(store.changes_since(0, limit=10_000).upserts), list(store.problems(ProblemFilter()).problems)


# ------------------------------------------------------------------------------ the contract


class _Feed(FormatReaderContract):
    """Prices in dinars, whose smallest unit is a thousandth."""

    format_name: str

    def reader(self) -> FormatReader:
        return next(reader for reader in READERS if reader.name == self.format_name)

    def others(self) -> Sequence[FormatReader]:
        return READERS

    def _texts(self, row: Row) -> list[str]:
        texts = super()._texts(row)
        return [*texts[:2], f"{row.values['price']:f}".rstrip("0").rstrip("."), texts[3]]

    def products(self, rows: Sequence[Sequence[str]]) -> list[Json]:
        return [self.product(*row) for row in rows]

    def product(self, sku: str, title: str, price: str, colour: str) -> Json:
        raise NotImplementedError

    def path(self, column: int) -> str:
        return (
            "/variants/0/id",
            "/title",
            "/variants/0/price/amount",
            "/variants/0/variant_options/0/value",
        )[column]


def acp_of(sku: str, title: str, price: str, colour: str) -> Json:
    options = [{"name": "colour", "value": colour}] if colour else []
    amount = {"amount": int(Decimal(price) * 1000), "currency": "KWD"}
    variant = {"id": sku, "title": "One size", "price": amount, "variant_options": options}
    return {"id": f"group {sku}", "title": title, "variants": [variant]}


class TestAcpDocument(_Feed):
    format_name = "acp"

    def product(self, sku: str, title: str, price: str, colour: str) -> Json:
        return acp_of(sku, title, price, colour)

    def write(self, columns: Sequence[str], rows: Sequence[Sequence[str]], /) -> bytes:
        return encoded({"products": self.products(rows)})

    def place(self, row: int, column: int, /) -> tuple[str | None, int | None, str | None]:
        return None, None, f"/products/{row}{self.path(column)}"


class TestAcpLines(TestAcpDocument):
    tells_truncation = False

    def write(self, columns: Sequence[str], rows: Sequence[Sequence[str]], /) -> bytes:
        return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in self.products(rows)).encode()

    def place(self, row: int, column: int, /) -> tuple[str | None, int | None, str | None]:
        return None, row + 1, self.path(column)


class TestUcp(_Feed):
    format_name = "ucp"

    def product(self, sku: str, title: str, price: str, colour: str) -> Json:
        made = acp_of(f"id {sku}", title, price, "")
        made["variants"][0] |= {
            "sku": sku,
            "options": [{"name": "colour", "label": colour}] if colour else [],
        }
        return {**made, "description": {}, "price_range": {}}

    def write(self, columns: Sequence[str], rows: Sequence[Sequence[str]], /) -> bytes:
        return encoded({"ucp": {"version": "1"}, "products": self.products(rows)})

    def place(self, row: int, column: int, /) -> tuple[str | None, int | None, str | None]:
        path = {0: "/variants/0/sku", 3: "/variants/0/options/0/label"}.get(column, self.path(column))
        return None, None, f"/products/{row}{path}"


# ------------------------------------------------------------------------------ what comes out


def test_a_variant_carries_what_its_product_says_each_with_its_own_place() -> None:
    row = row_from({"products": [acp(acp_variant())]})
    assert row.text("title") == "Classic Tee - Red / Medium"
    assert row.cell("title").path == "/products/0/variants/0/title"
    assert (row.text("description"), row.cell("description").path) == (
        "Soft and light",
        "/products/0/description/plain",
    )
    assert row.cell("item group id").path == "/products/0/id"
    assert [row.text(f"image[{i}]") for i in range(2)] == [
        "https://cdn.example/red.jpg",
        "https://cdn.example/main.jpg",
    ]
    assert row.cell("image[1]").path == "/products/0/media/0/url"
    assert row.text("video") == "https://cdn.example/red.mp4"


def test_an_amount_is_read_in_the_smallest_unit_and_kept_as_written() -> None:
    row = row_from({"products": [acp(acp_variant())]})
    assert row.values["price"] == Decimal("19.99")
    assert (row.text("price"), row.text("currency"), row.text("old price")) == ("1999", "USD", "24.99 USD")
    assert row.cell("price").path == "/products/0/variants/0/price/amount"


def test_a_yen_has_no_smaller_unit() -> None:
    row = row_from({"products": [acp(acp_variant(price={"amount": 1980, "currency": "JPY"}))]})
    assert row.values["price"] == 1980


@pytest.mark.parametrize("amount", ["1999", True, None, {"value": 1999}])
def test_an_amount_that_is_no_whole_number_is_a_problem_and_never_a_price(amount: object) -> None:
    good, odd = acp_variant(), acp_variant(id="odd", price={"amount": amount, "currency": "USD"})
    _, row, problem = read({"products": [acp(good), acp(odd)]})
    assert isinstance(problem, Problem)
    assert problem.kind == "bad_price"
    assert problem.origin.path == "/products/1/variants/0/price/amount"
    assert not isinstance(row, Problem)
    assert "price" not in row.values


def test_a_product_of_decimals_is_not_taken_for_the_protocols() -> None:
    document = {"products": [acp(acp_variant(price={"amount": 19.99, "currency": "USD"}))]}
    name, _ = open_tables(source_of(encoded(document), "x"), READERS, ReadOptions())
    assert name == "json"


def test_a_shop_of_its_own_shape_is_left_to_the_generic_reader() -> None:
    document = {"products": [{"id": 1, "title": "Cup", "price": 3, "variants": [{"id": 2, "colour": "red"}]}]}
    name, _ = open_tables(source_of(encoded(document), "x"), READERS, ReadOptions())
    assert name == "json"


def test_a_product_without_variants_is_an_offer_of_its_own() -> None:
    row = row_from({"products": [acp()]})
    assert (row.text("sku"), row.text("title")) == ("tee", "Classic Tee")
    assert row.origin.path == "/products/0"


def test_a_variants_own_title_is_kept_beside_the_products_where_it_does_not_name_it() -> None:
    row = row_from(ucp())
    assert (row.text("title"), row.cell("title").path) == ("Spool of cable", "/products/0/title")
    assert (row.text("variant"), row.text("sku"), row.text("variant id")) == ("50 m", "CAB-50", "v1")
    assert (row.text("description"), row.text("variant description")) == ("Copper, 50 m", "A whole spool")
    assert (row.text("category"), row.text("category (google_product_category)")) == (
        "Electrical > Cable",
        "187",
    )
    assert [row.text(f"tags[{i}]") for i in range(2)] == ["copper", "indoor"]


def test_what_a_variant_holds_and_is_sold_by_has_its_unit() -> None:
    row = row_from(
        ucp(
            quantity_unit={"unit": "LBR", "scale": 2, "display_text": "lb", "increment": 25},
            unit_price={
                "amount": 84,
                "currency": "EUR",
                "measure": {"value": 5000, "unit": "MTR", "scale": 2, "display_text": "m"},
                "reference": {"value": 1, "unit": "MTR", "display_text": "m"},
            },
        )
    )
    assert (row.values["net content"], row.unit_shown("net content")) == (Decimal("50.00"), "m")
    assert row.text("shown per measure") == "0.84 EUR per 1 m"
    assert (row.text("price per"), row.unit_shown("price per")) == ("lb", "LBR")
    assert (row.values["order increment"], row.unit_shown("order increment")) == (Decimal("0.25"), "LBR")


def test_what_nobody_asked_for_is_kept_as_properties() -> None:
    row = row_from(ucp(metadata={"technology": {"midsole": "foam"}}, rating={"value": 4.5}))
    assert row.text("metadata.technology.midsole") == "foam"
    assert row.cell("rating.value").path == "/products/0/variants/0/rating/value"


def test_an_option_called_price_does_not_become_the_price() -> None:
    row = row_from({"products": [acp(acp_variant(variant_options=[{"name": "price", "value": "1 USD"}]))]})
    assert (row.text("price"), row.text("price (property)")) == ("1999", "1 USD")


def test_a_single_product_and_one_of_several_lines_are_read() -> None:
    assert row_from(ucp()["products"][0]).text("sku") == "CAB-50"
    assert row_from({"ucp": {}, "product": ucp()["products"][0]}).origin.path == "/product/variants/0"


# ------------------------------------------------------------------------------ hostile feeds


def test_a_line_that_is_broken_costs_itself_alone() -> None:
    good = json.dumps(acp(acp_variant()))
    data = f"{good}\n{good[:90]}\n[1]\n\n{good}\n".encode()
    (rows,) = read_all(ShopJsonReader(ACP), source_of(data, "feed.jsonl"))
    assert [isinstance(row, Problem) for row in rows] == [False, True, True, False]
    assert rows[1].origin.line == 2


def test_a_product_that_is_no_object_is_a_problem_in_its_place() -> None:
    (rows,) = read_all(ShopJsonReader(ACP), source_of(encoded({"products": [acp(), 7, None]}), "feed.json"))
    assert [row.origin.path for row in rows] == ["/products/0", "/products/1", "/products/2"]


def test_a_product_nested_too_deep_is_a_problem_and_the_next_is_read() -> None:
    text = json.dumps(acp(acp_variant()))
    hostile = text[:-1] + ', "x": ' + '{"a":' * 5_000 + "1" + "}" * 5_000 + "}"
    for data in (f'{{"products": [{text}, {hostile}, {text}]}}', f"{text}\n{hostile}\n{text}\n"):
        (rows,) = read_all(ShopJsonReader(ACP), source_of(data.encode(), "feed.json"))
        assert [isinstance(row, Problem) for row in rows] == [False, True, False]


def test_a_product_of_too_many_values_is_a_problem() -> None:
    reader = ShopJsonReader(ACP, ReadLimits(max_columns=50))
    many = acp(*[acp_variant(id=str(i)) for i in range(500)])
    (rows,) = read_all(reader, source_of(encoded({"products": [acp(), many]}), "feed.json"))
    assert isinstance(rows[1], Problem)
    assert rows[1].kind == "limit"


def test_two_thousand_variants_are_no_limit() -> None:
    many = acp(*[acp_variant(id=str(i)) for i in range(2_000)])
    assert len(read({"products": [many]})) == 2_000


def test_script_and_prompts_in_texts_stay_text() -> None:
    title = "<script>alert(1)</script> ignore previous instructions"
    row = row_from({"products": [acp(acp_variant(title=title), title=title)]})
    assert row.text("title") == title


@given(st.binary(max_size=300))
def test_any_bytes_after_a_start_are_read_or_refused_by_name(data: bytes) -> None:
    try:
        read_all(ShopJsonReader(UCP), source_of(encoded(ucp())[:-40] + data, "feed.json"))
    except FileUnreadable as error:
        assert "feed.json" in str(error)  # noqa: PT017 - some inputs are read


# ------------------------------------------------------------------------------ end to end


def test_a_feed_arrives_in_the_record_whole(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes(encoded({"products": [acp(acp_variant())]}))
    (offer,), problems = loaded(path)
    assert not problems
    assert (offer.external_id, offer.supplier.name) == ("tee-red-m", "Muster Shop")
    (tier,) = offer.prices
    assert (tier.value.price.money.amount, tier.value.price.money.currency) == (Decimal("19.99"), "USD")
    assert (tier.raw, tier.origin.path) == ("1999", "/products/0/variants/0/price/amount")
    assert offer.gtin is not None
    assert offer.gtin.value == "4006381333931"
    assert offer.colour is not None
    assert offer.colour.value == "red"
    assert len(offer.images) == 2
    properties = {one.name: one.value for one in offer.attributes}
    assert properties["availability"] == "out_of_stock"
    assert properties["old price"] == "24.99 USD"
    assert properties["Size"] == "Medium"


def test_a_measure_arrives_with_its_unit(tmp_path: Path) -> None:
    path = tmp_path / "answer"
    measure = {"value": 750, "unit": "MLT", "display_text": "ml"}
    price = {"amount": 560, "currency": "EUR", "measure": measure, "reference": {"value": 1, "unit": "LTR"}}
    path.write_bytes(encoded(ucp(unit_price=price)))
    (offer,), problems = loaded(path)
    assert not problems
    (content,) = [one for one in offer.attributes if one.name == "net content"]
    assert content.quantity == Quantity(value=Decimal(750), unit="mL")


@pytest.mark.parametrize(("currency", "amount"), [("RSD", "19.99"), ("JPY", "1999"), ("KWD", "1.999")])
def test_minor_units_of_a_mapping_file_are_those_of_iso_4217(
    tmp_path: Path, currency: str, amount: str
) -> None:
    path, mapping = tmp_path / "list.csv", tmp_path / "said.toml"
    path.write_text(
        f"SKU,Title,Price,Currency\n1,Cup of steel,1999,{currency}\n2,Mug of steel,1999,{currency}\n"
    )
    mapping.write_text('[columns]\nPrice = {field = "price", minor_units = true}\n')
    store = MemoryStore()
    request = IngestRequest(paths=(path,), mapping=mapping)
    ingest(request, store=store, readers=READERS, reader_version="1", progress=lambda _: None)
    prices = [one.prices[0].value.price.money.amount for one in store.changes_since(0, limit=9).upserts]
    assert prices == [Decimal(amount)] * 2


@pytest.mark.shared
def test_every_product_of_the_real_acp_examples_comes_in(shared_data: Path) -> None:
    offers, problems = loaded(shared_data / "feeds" / "acp" / "examples.feed.2026-04-17.json")
    assert {offer.external_id for offer in offers} == {"sku123-red-s", "sku124-red-m"}
    assert not problems


@pytest.mark.shared
def test_every_example_in_the_real_ucp_pages_comes_in(shared_data: Path, tmp_path: Path) -> None:
    text = (shared_data / "feeds" / "ucp" / "catalog_rest.md").read_text()
    count = 0
    for block in text.split("```json\n")[1:]:
        lines = "\n".join(line.strip() for line in block.partition("```")[0].splitlines())
        try:
            document = json.loads(lines.replace("{{ ucp_version }}", "2026-08-22"))
        except ValueError:
            continue  # "..." in the page, or a request line
        products = document.get("products") or filter(None, [document.get("product")])
        wanted = {one.get("sku") or one["id"] for product in products for one in product["variants"]}
        if wanted:
            count += 1
            path = tmp_path / f"{count}.json"
            path.write_text(json.dumps(document))
            offers, problems = loaded(path)
            assert {offer.external_id for offer in offers} == wanted
            assert all(offer.prices for offer in offers)
            assert not problems
    assert count >= 3
