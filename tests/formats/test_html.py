"""Saved web pages: their tables, and the products that they say in JSON-LD, microdata and RDFa; files of JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from html import escape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import FileTooLarge, FileUnreadable
from dragoman.formats import READERS
from dragoman.formats.html_page import HtmlReader
from dragoman.formats.web_page import parse_page
from dragoman.ingest.detect import open_tables
from dragoman.ingest.load import IngestRequest, ingest
from dragoman.model import DayRange, Offer, Problem, Quantity
from dragoman.ports import FormatReader, ProblemFilter, ReadOptions, Row, Table
from dragoman.stores.memory import MemoryStore
from dragoman.testing.format_reader import FormatReaderContract, read_all, rows_of, source_of

Json = dict[str, Any]  # JSON-LD as a test writes it
Place = tuple[str | None, int | None, str | None]
READER = HtmlReader()


def tables(page: str | bytes, options: ReadOptions | None = None) -> list[tuple[Table, list[Row]]]:
    raw = page.encode() if isinstance(page, str) else page
    return [(one, rows_of(one)) for one in READER.read(source_of(raw, "page.html"), options or ReadOptions())]


def one_table(page: str | bytes) -> list[Row]:
    ((_, rows),) = tables(page)
    return rows


def loaded(path: Path) -> tuple[list[Offer], list[Problem]]:
    """What a file's offers and problems are in the record."""
    store = MemoryStore()
    request = IngestRequest(paths=(path,))
    ingest(request, store=store, readers=READERS, reader_version="1", progress=lambda _: None)
    return list(store.changes_since(0, limit=10_000).upserts), list(store.problems(ProblemFilter()).problems)


# ------------------------------------------------------------------------------ the contract


class _Of(FormatReaderContract):
    format_name = "html"
    streams = False
    tells_truncation = False

    def reader(self) -> FormatReader:
        return next(one for one in READERS if one.name == self.format_name)

    def others(self) -> Sequence[FormatReader]:
        return READERS


class TestTable(_Of):
    def write(self, columns: Sequence[str], rows: Sequence[Sequence[str]], /) -> bytes:
        lines = (
            "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in [columns, *rows]
        )
        return f"<!DOCTYPE html><meta charset=utf-8><table>{''.join(lines)}</table>".encode()

    def place(self, row: int, column: int, /) -> Place:
        return None, None, f"/html/body/table/tr[{row + 2}]/td[{column + 1}]"


class TestMicrodata(_Of):
    def write(self, columns: Sequence[str], rows: Sequence[Sequence[str]], /) -> bytes:
        return ("<!DOCTYPE html><meta charset=utf-8><body>" + "".join(map(self.product, rows))).encode()

    def product(self, row: Sequence[str]) -> str:
        sku, title, price, colour = map(escape, row)
        return (
            f'<div itemscope itemtype="http://schema.org/Product"><i itemprop="sku">{sku}</i><b itemprop="name">{title}'
            f'</b><p itemprop="offers" itemscope itemtype="https://schema.org/Offer"><i itemprop="price">{price}</i></p>'
            f'<meta itemprop="color" content="{colour}"></div>'
        )

    def place(self, row: int, column: int, /) -> Place:
        return None, None, f"/html/body/div[{row + 1}]/{('i', 'b', 'p/i', 'meta')[column]}"


class TestRdfa(TestMicrodata):
    def product(self, row: Sequence[str]) -> str:
        sku, title, price, colour = map(escape, row)
        return (
            f'<div vocab="https://schema.org/" typeof="Product"><i property="sku">{sku}</i><b property="name">{title}</b>'
            f'<p property="offers" typeof="Offer"><i property="schema:price">{price}</i></p>'
            f'<meta property="color" content="{colour}"></div>'
        )


def product(sku: str, title: str, price: str, colour: str) -> Json:
    offer = {"@type": "Offer", "price": price}
    return {"@type": "Product", "sku": sku, "name": title, "color": colour, "offers": offer}


PATHS = ("/sku", "/name", "/offers/price", "/color")


class TestJsonLdInAPage(_Of):
    tells_truncation = True

    def write(self, columns: Sequence[str], rows: Sequence[Sequence[str]], /) -> bytes:
        text = json.dumps([product(*row) for row in rows])
        return f'<html><head><script type="application/ld+json">{text}</script></head></html>'.encode()

    def place(self, row: int, column: int, /) -> Place:
        return None, None, f"/html/head/script#/{row}{PATHS[column]}"


class TestJsonLdFile(_Of):
    format_name = "json-ld"
    streams = True
    tells_truncation = True

    def write(self, columns: Sequence[str], rows: Sequence[Sequence[str]], /) -> bytes:
        return json.dumps([product(*row) for row in rows], ensure_ascii=False).encode()

    def place(self, row: int, column: int, /) -> Place:
        return None, None, f"/{row}{PATHS[column]}"


class TestJsonLdLines(TestJsonLdFile):
    tells_truncation = False

    def write(self, columns: Sequence[str], rows: Sequence[Sequence[str]], /) -> bytes:
        return "".join(json.dumps(product(*row), ensure_ascii=False) + "\n" for row in rows).encode()

    def place(self, row: int, column: int, /) -> Place:
        return None, row + 1, PATHS[column]


# ------------------------------------------------------------------------------ tables

LIST = """<html lang="de"><head><title>Preisliste Muster GmbH</title></head><body>
<table role="presentation"><tr><td>Start</td><td>Kontakt</td></tr><tr><td>x</td><td>
<h2>Flaschen</h2><p>Alle Preise netto, EXW Hamburg</p>
<table><caption>Stand 2026</caption>
<thead><tr><th rowspan=2>Art-Nr</th><th rowspan=2>Bezeichnung</th><th colspan=2>Preis EUR</th><th rowspan=2>Bild</th></tr>
<tr><th>ab 100</th><th>ab 500</th></tr></thead>
<tr><td>001</td><td rowspan=2>Flasche <script>alert(1)</script>aus Stahl</td><td>4,50</td><td><del>4,20</del> 4,10</td>
<td><img src="https://x.example/1.jpg"></td></tr>
<tr><td>002</td><td>5,50</td><td>5,10</td><td></td></tr></table></td></tr></table>
<table><tr><td>SKU</td><td>Product name</td><td>Price USD</td></tr><tr><td>9</td><td>Cup</td><td>1.20</td></tr>
<tr><td>10</td><td>Mug</td><td>1.50</td></tr></table></body></html>"""


def test_tables_are_read_with_their_spans_and_layout_tables_are_not() -> None:
    (first, rows), (second, others) = tables(LIST)
    assert (first.sheet, second.sheet) == ("table 1", "table 2")
    assert [column.key for column in first.columns] == [
        "Art-Nr",
        "Bezeichnung",
        "Preis EUR ab 100",
        "Preis EUR ab 500",
        "Bild",
    ]
    assert [row.text("Art-Nr") for row in rows] == ["001", "002"]
    assert [row.text("SKU") for row in others] == ["9", "10"]


def test_a_cell_over_several_rows_holds_for_each_and_says_where_it_stands() -> None:
    (_, rows), _ = tables(LIST)
    table = "/html/body/table[1]/tr[2]/td[2]/table"
    assert [row.text("Bezeichnung") for row in rows] == ["Flasche aus Stahl"] * 2
    assert [row.cell("Bezeichnung").path for row in rows] == [f"{table}/tr[1]/td[2]"] * 2
    assert rows[1].cell("Preis EUR ab 500").path == f"{table}/tr[2]/td[3]"


def test_a_struck_price_gives_way_to_the_new_one_and_a_picture_is_its_address() -> None:
    (_, rows), _ = tables(LIST)
    assert rows[0].text("Preis EUR ab 500") == "4,10"
    assert rows[0].text("Bild") == "https://x.example/1.jpg"


def test_what_stands_before_a_table_is_its_notes_with_their_places() -> None:
    (first, _), _ = tables(LIST)
    assert [text for text, _ in first.notes] == [
        "Preisliste Muster GmbH",
        "Flaschen",
        "Alle Preise netto, EXW Hamburg",
        "Stand 2026",
    ]
    assert first.notes[0][1].path == "/html/head/title"
    assert first.columns[0].header_origin is not None
    assert first.columns[0].header_origin.path == "/html/body/table[1]/tr[2]/td[2]/table/thead/tr[1]/th[1]"


def test_one_table_can_be_asked_for() -> None:
    ((table, _),) = tables(LIST, ReadOptions(sheet="table 2"))
    assert table.sheet == "table 2"


def test_a_foot_comes_last_wherever_it_is_written() -> None:
    rows = one_table(
        "<table><tfoot><tr><td>9</td><td>Last of all</td><td>3.00</td></tr></tfoot>"
        "<thead><tr><th>SKU</th><th>Name</th><th>Price EUR</th></tr></thead>"
        "<tbody><tr><td>1</td><td>First of all</td><td>4.00</td></tr></tbody></table>"
    )
    assert [row.text("SKU") for row in rows] == ["1", "9"]


def test_the_properties_of_one_thing_are_no_table_of_offers() -> None:
    with pytest.raises(FileUnreadable, match=r"page\.html.*tables of data: none"):
        tables("<table><tr><th>Material<td>Steel</tr><tr><th>Volume<td>750 ml</tr></table>")


def test_spans_without_measure_are_cut_and_nothing_hangs() -> None:
    rows = one_table(
        "<table><tr><th>SKU<th>Name<th>Price EUR</tr><tr><td rowspan=99999999 colspan=1>A<td>Cup of steel<td>1.00</tr>"
        "<tr><td>Mug of steel<td>2.00</tr><tr><td colspan=99999999>x</tr></table>"
    )
    assert [row.text("SKU") for row in rows[:2]] == ["A", "A"]


@pytest.mark.parametrize(
    ("declared", "encoding"), [("windows-1251", "cp1251"), ("gb2312", "gb18030"), ("utf-8", "utf-8")]
)
def test_a_page_is_read_in_the_encoding_it_declares(declared: str, encoding: str) -> None:
    name = {"cp1251": "Бутылка из стали", "gb18030": "不锈钢保温杯", "utf-8": "Größe"}[encoding]
    page = f'<html><meta charset="{declared}"><table><tr><td>SKU<td>Name<td>Price EUR<tr><td>1<td>{name}<td>2.50</table>'
    assert one_table(page.encode(encoding))[0].text("Name") == name


def test_a_page_under_the_name_of_a_spreadsheet_is_a_page() -> None:
    data = LIST.replace("<html", '<html xmlns:x="urn:schemas-microsoft-com:office:excel"', 1).encode()
    name, _ = open_tables(source_of(data, "Preisliste.xls"), READERS, ReadOptions())
    assert name == "html"


@pytest.mark.parametrize(
    "other",
    [
        '<?xml version="1.0"?><products><table>1</table></products>',
        '<rss version="2.0"><channel><item><description>&lt;table&gt;</description></item></channel></rss>',
        "<products><product><title>a</title></product></products>",
        "SKU;Name\n1;<html>\n",
    ],
)
def test_other_files_are_not_taken_for_pages(other: str) -> None:
    assert READER.sniff(other.encode(), name="x.html") == 0.0


# ------------------------------------------------------------------------------ products

GROUP: Json = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "BreadcrumbList", "name": "Home"},
        {
            "@type": "ProductGroup",
            "@id": "#group",
            "name": "Wool coat",
            "description": "<p>Warm &amp; dry</p>",
            "brand": {"@type": "Brand", "name": "Good"},
            "productGroupID": "44E01",
            "hasVariant": [
                {
                    "@type": "Product",
                    "sku": "44E01-S",
                    "gtin13": "4006381333931",
                    "name": "Small wool coat",
                    "color": "Green",
                    "image": [
                        "/img/s.jpg",
                        {"@type": "ImageObject", "contentUrl": "https://cdn.example/2.jpg"},
                    ],
                    "weight": {"@type": "QuantitativeValue", "value": "1.2", "unitCode": "KGM"},
                    "additionalProperty": [
                        {"@type": "PropertyValue", "name": "Pile", "value": 12, "unitCode": "MMT"},
                        {"@type": "PropertyValue", "name": "price", "value": "high"},
                    ],
                    "offers": {
                        "@type": "Offer",
                        "price": 39.99,
                        "priceCurrency": "USD",
                        "availability": "https://schema.org/InStock",
                        "priceSpecification": [
                            {
                                "@type": "UnitPriceSpecification",
                                "priceType": "https://schema.org/ListPrice",
                                "price": 49.99,
                                "priceCurrency": "USD",
                            }
                        ],
                        "seller": {"@type": "Organization", "name": "Muster Shop"},
                    },
                },
                {"@id": "#large"},
            ],
        },
        {
            "@type": "Product",
            "@id": "#large",
            "sku": "44E01-L",
            "name": "Large wool coat",
            "isVariantOf": {"@id": "#group"},
            "offers": {
                "@type": "AggregateOffer",
                "lowPrice": "45.00",
                "highPrice": "60",
                "priceCurrency": "USD",
            },
        },
    ],
}


def page_of(*documents: object, more: str = "") -> str:
    scripts = "".join(f'<script type="application/ld+json">{json.dumps(one)}</script>' for one in documents)
    return f'<html lang="en-GB"><head><link rel="canonical" href="https://shop.example/p/coat">{scripts}</head><body>{more}'


def product_row(**more: object) -> Row:
    (row,) = one_table(page_of({"@type": "Product", "sku": "B1", "name": "Steel bolt", **more}))
    return row


def test_each_variant_of_a_group_is_a_row_once_with_what_the_group_says() -> None:
    small, large = one_table(page_of(GROUP))
    assert [small.text("title"), large.text("title")] == ["Small wool coat", "Large wool coat"]
    assert [small.text("description"), large.text("brand")] == ["Warm & dry", "Good"]
    script = "/html/head/script#/@graph"
    assert small.cell("description").path == f"{script}/1/description"
    assert small.cell("price").path == f"{script}/1/hasVariant/0/offers/price"
    assert large.cell("price").path == f"{script}/2/offers/lowPrice"
    assert (large.text("price"), large.text("max price")) == ("45.00", "60")
    assert (small.text("old price"), small.text("availability")) == ("49.99 USD", "InStock")


def test_an_address_is_whole_where_the_page_says_its_own() -> None:
    small, _ = one_table(page_of(GROUP))
    assert [small.text("image[0]"), small.text("image[1]")] == [
        "https://shop.example/img/s.jpg",
        "https://cdn.example/2.jpg",
    ]
    (row,) = one_table(
        TestMicrodata()
        .write([], [("1", "Cup", "2", "")])
        .decode()
        .replace("<i itemprop", '<img itemprop="image" src="a.jpg"><i itemprop', 1)
    )
    assert row.text("picture, address not whole") == "a.jpg"


def test_properties_have_their_units_and_never_take_a_fields_place() -> None:
    small, _ = one_table(page_of(GROUP))
    assert (small.values["weight"], small.unit_shown("weight")) == (Decimal("1.2"), "KGM")
    assert (small.values["Pile"], small.unit_shown("Pile")) == (Decimal(12), "MMT")
    assert (small.text("price (property)"), small.text("price")) == ("high", "39.99")


def test_quantities_of_prices_are_tiers() -> None:
    row = product_row(
        offers={
            "@type": "Offer",
            "priceCurrency": "EUR",
            "deliveryLeadTime": {
                "@type": "QuantitativeValue",
                "minValue": 10,
                "maxValue": 15,
                "unitCode": "DAY",
            },
            "priceSpecification": [
                {"price": "2.10", "eligibleQuantity": {"minValue": 100, "unitCode": "C62"}},
                {"price": "1.90", "eligibleQuantity": {"minValue": 1000, "unitCode": "C62"}},
            ],
        }
    )
    assert [row.text(f"prices[{i}].amount") for i in range(2)] == ["2.10", "1.90"]
    assert [row.values[f"prices[{i}].from"] for i in range(2)] == [100, 1000]
    assert (row.text("moq"), row.text("lead time"), row.unit_shown("lead time")) == ("100", "10-15", "DAY")


def test_a_price_that_is_for_a_quantity_says_so() -> None:
    row = product_row(
        offers={
            "@type": "Offer",
            "price": "4.80",
            "priceCurrency": "EUR",
            "priceSpecification": {
                "@type": "UnitPriceSpecification",
                "price": "4.80",
                "referenceQuantity": {"value": "100", "unitCode": "C62"},
            },
        }
    )
    assert (row.text("price"), row.values["price per"], row.unit_shown("price per")) == ("4.80", 100, "C62")


def test_offers_with_ids_of_their_own_are_rows_of_their_own() -> None:
    offers = [
        {
            "@type": "Offer",
            "sku": "B1-10",
            "name": "Steel bolt, box of 10",
            "price": "3",
            "priceCurrency": "EUR",
        },
        {"@type": "Offer", "sku": "B1-50", "name": "Fifty", "price": "12", "priceCurrency": "EUR"},
    ]
    summary = {"@type": "AggregateOffer", "lowPrice": "3", "priceCurrency": "EUR"}
    document = {"@type": "Product", "sku": "B1", "name": "Steel bolt", "offers": [summary, *offers]}
    ten, fifty = one_table(page_of(document))
    assert [ten.text("sku"), fifty.text("sku")] == ["B1-10", "B1-50"]
    assert [ten.text("title"), fifty.text("title"), fifty.text("variant")] == [
        "Steel bolt, box of 10",
        "Steel bolt",
        "Fifty",
    ]


def test_products_are_found_in_lists_catalogues_and_offers() -> None:
    cup = {"@type": "Product", "name": "Cup"}
    for holder in (
        {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "position": 1, "item": cup}]},
        {"@type": "WebPage", "mainEntity": cup},
        {"@type": "Organization", "makesOffer": {"@type": "Offer", "price": "2", "itemOffered": cup}},
        {"@type": ["Thing", "http://schema.org/Product"], "http://schema.org/name": {"@value": "Cup"}},
    ):
        (row,) = one_table(page_of(holder))
        assert row.text("title") == "Cup"
    assert one_table(page_of({"@type": "Offer", "price": "2", "itemOffered": cup}))[0].text("price") == "2"


def test_a_product_said_twice_is_one_row_and_related_ones_are_none() -> None:
    more = (
        '<div itemscope itemtype="http://schema.org/Product"><b itemprop="name">Steel bolt</b></div>'
        '<div itemscope itemtype="http://schema.org/Product"><b itemprop="name">Nut</b></div>'
    )
    document = {
        "@type": "Product",
        "name": "Steel bolt",
        "isRelatedTo": {"@type": "Product", "name": "Washer"},
    }
    rows = one_table(page_of(document, more=more))
    assert [row.text("title") for row in rows] == ["Steel bolt", "Nut"]


def test_a_page_that_says_its_products_names_the_tables_it_leaves() -> None:
    page = page_of({"@type": "Product", "name": "Cup"}, more=LIST.partition("<body>")[2])
    ((table, _),) = tables(page)
    assert table.detected["tables, not read"].startswith("table 1, table 2")
    assert tables(page, ReadOptions(sheet="table 2"))[0][0].sheet == "table 2"
    assert table.standard is not None
    assert table.standard.language == "en"


def test_a_group_without_a_name_is_known_by_its_variants() -> None:
    variants = [
        {"@type": "Product", "sku": "R-17", "name": "Rim 17"},
        {"@type": "Product", "sku": "R-18", "model": "X"},
    ]
    seventeen, eighteen = one_table(page_of({"@type": "ProductGroup", "hasVariant": variants}))
    assert (seventeen.text("title"), eighteen.text("sku"), eighteen.text("model")) == ("Rim 17", "R-18", "X")


def test_microdata_may_stand_elsewhere_in_the_page() -> None:
    (row,) = one_table(
        '<div itemscope itemtype="http://schema.org/Product" itemref="a b"><b itemprop="name sku">Cup</b></div>'
        '<div id="a"><p itemprop="description">Of <b>steel</b><br>and cork</p></div>'
        '<p id="b" itemprop="offers" itemscope itemtype="http://schema.org/Offer">'
        '<data itemprop="price" value="2.50">two fifty</data><meta itemprop="priceCurrency" content="EUR">'
        '<link itemprop="availability" href="http://schema.org/InStock"></p>'
    )
    assert (row.text("description"), row.text("price"), row.text("currency"), row.text("sku")) == (
        "Of steel\nand cork",
        "2.50",
        "EUR",
        "Cup",
    )
    assert row.cell("price").path == "/html/body/p/data"


# ------------------------------------------------------------------------------ hostile pages


def test_a_script_that_is_broken_is_a_problem_and_the_rest_is_read() -> None:
    page = page_of({"@type": "Product", "name": "Cup"}).replace(
        "</head>", '<script type="application/ld+json">{"@type": "Product", </script></head>'
    )
    ((problem, row),) = read_all(READER, source_of(page.encode(), "page.html"))
    assert isinstance(problem, Problem)
    assert problem.origin.path == "/html/head/script[2]"
    assert not isinstance(row, Problem)


@pytest.mark.parametrize(
    "text",
    ['{"a":' * 50_000 + "1" + "}" * 50_000, "[" * 50_000, '{"@graph":' * 60 + "[]" + "}" * 60],
)
def test_deep_json_ld_is_refused_without_harm(text: str) -> None:
    page = f'<html><script type="application/ld+json">{text}</script>'
    with pytest.raises(FileUnreadable, match=r"page\.html"):
        tables(page)


def test_things_that_refer_to_each_other_without_end_are_read_once() -> None:
    page = (
        '<p id="a" itemprop="isRelatedTo" itemscope itemref="a b"><i itemprop="name">x</i></p>'
        '<p id="b" itemprop="offers" itemscope itemref="a b"></p>'
        '<div itemscope itemtype="http://schema.org/Product" itemref="a b"><b itemprop="name">Cup</b></div>'
    )
    assert [row.text("title") for row in one_table(page)] == ["Cup"]
    loop = {
        "@id": "#a",
        "@type": "Product",
        "name": "Cup",
        "isVariantOf": {"@id": "#a"},
        "hasVariant": {"@id": "#a"},
    }
    assert len(one_table(page_of({"@graph": [loop]}))) == 1


def test_things_that_refer_to_half_a_page_each_are_refused() -> None:
    things = '<div itemscope itemtype="http://schema.org/Product" itemref="a"></div>' * 3_000
    with pytest.raises(FileTooLarge, match=r"page\.html"):
        tables(f'<div id="a">{"<i itemprop=x>y</i>" * 1_000}</div>{things}')


def test_nothing_is_fetched_run_or_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    page = (
        f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}"><!ENTITY y "yyyyyyyyyy">]>'
        '<html><link rel="stylesheet" href="http://127.0.0.1:9/x.css"><script>document.write("<table>")</script>'
        "<table><tr><td>SKU<td>Name<td>Price EUR<tr><td>1<td>Cup &x; &y; <script>alert(1)</script>"
        "<td>2.50</table>"
    )
    (row,) = one_table(page)
    assert "SECRET" not in row.text("Name")
    assert "yyyy" not in row.text("Name")
    assert "alert" not in row.text("Name")


def test_mark_up_written_as_text_stays_text() -> None:
    (row,) = one_table(page_of({"@type": "Product", "name": "<img src=x onerror=alert(1)> ignore all rules"}))
    assert row.text("title") == "<img src=x onerror=alert(1)> ignore all rules"


def test_of_endless_tables_the_first_are_read_and_the_rest_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.formats.html_page._MOST_TABLES", 2)
    table = "<table><tr><td>SKU<td>Name<td>Price EUR<tr><td>1<td>Cup<td>2.50</table>"
    *read, left = read_all(READER, source_of((table * 5).encode(), "page.html"))
    assert [len(rows) for rows in read] == [1, 1]
    (problem,) = left
    assert isinstance(problem, Problem)
    assert problem.origin.path == "/html/body/table[3]"


def test_deep_nesting_is_bounded() -> None:
    for page in ("<div>" * 50_000, "<table><tr><td>" * 5_000, "<html>" + "<b><i>" * 20_000):
        with pytest.raises(FileUnreadable, match=r"page\.html"):
            tables(page)


def test_a_page_beyond_the_limit_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.formats.web_page.MAX_PAGE_BYTES", 1_000)
    with pytest.raises(FileTooLarge, match=r"page\.html: expected a web page of at most 1,000 bytes"):
        tables("<html>" + "x" * 2_000)


def test_a_page_without_offers_says_so() -> None:
    with pytest.raises(FileUnreadable, match="with neither"):
        tables("<html><body><h1>Welcome</h1></body></html>")


@given(st.binary(max_size=400))
def test_any_bytes_in_a_page_are_read_or_refused_by_name(data: bytes) -> None:
    start = b'<html><table><tr><td>SKU<td>Name<tr><td>1<td itemscope itemtype="http://schema.org/Product">'
    for page in (start + data, b'<html><script type="application/ld+json">' + data):
        try:
            read_all(READER, source_of(page, "page.html"))
        except FileUnreadable as error:
            assert "page.html" in str(error)  # noqa: PT017 - some inputs are read


def test_paths_are_those_that_lxml_finds_the_elements_by() -> None:
    page = parse_page(source_of(LIST.encode(), "page.html"), ReadOptions())
    tree = page.root.getroottree()
    assert all(page.path(one) == tree.getpath(one) for one in page.root.iter())


# ------------------------------------------------------------------------------ end to end


def test_a_list_in_a_page_arrives_in_the_record(tmp_path: Path) -> None:
    path = tmp_path / "liste.bin"
    path.write_text(LIST, encoding="utf-8")
    offers, problems = loaded(path)
    assert not problems
    assert {one.external_id for one in offers} == {"001", "002", "9", "10"}
    offer = next(one for one in offers if one.external_id == "001")
    assert [(one.value.from_quantity.value, one.value.price.money.amount) for one in offer.prices] == [
        (Decimal(100), Decimal("4.50")),
        (Decimal(500), Decimal("4.10")),
    ]
    assert offer.prices[1].origin.path == "/html/body/table[1]/tr[2]/td[2]/table/tr[1]/td[4]"
    assert offer.delivery is not None
    assert offer.delivery.value.incoterm == "EXW"
    assert [image.value for image in offer.images] == ["https://x.example/1.jpg"]


@pytest.mark.parametrize("form", ["page", "file"])
def test_products_of_schema_org_arrive_in_the_record(tmp_path: Path, form: str) -> None:
    path = tmp_path / "coat"
    path.write_text(page_of(GROUP) if form == "page" else json.dumps(GROUP, indent=1))
    offers, problems = loaded(path)
    assert not problems
    assert {one.external_id for one in offers} == {"44E01-S", "44E01-L"}
    small = next(one for one in offers if one.external_id == "44E01-S")
    assert small.supplier.name == "Muster Shop"
    assert (small.prices[0].value.price.money.amount, small.prices[0].value.price.money.currency) == (
        Decimal("39.99"),
        "USD",
    )
    assert small.weight is not None
    assert small.weight.value == Quantity(value=Decimal("1.2"), unit="kg")
    properties = {one.name: one.quantity for one in small.attributes}
    assert properties["Pile"] == Quantity(value=Decimal(12), unit="mm")
    large = next(one for one in offers if one.external_id == "44E01-L")
    assert large.prices[0].value.price_high is not None
    assert large.prices[0].value.price_high.money.amount == 60


def test_terms_of_trade_of_schema_org_arrive_typed(tmp_path: Path) -> None:
    path = tmp_path / "bolt.jsonld"
    quantity = {"@type": "QuantitativeValue", "minValue": 2, "unitCode": "DZN"}
    time = {"@type": "QuantitativeValue", "minValue": 1, "maxValue": 2, "unitCode": "WEE"}
    offer = {"@type": "Offer", "price": "9.50", "priceCurrency": "EUR", "deliveryLeadTime": time}
    document = {
        "@type": "Product",
        "sku": "B1",
        "name": "Bolt",
        "offers": {**offer, "eligibleQuantity": quantity},
    }
    path.write_text(json.dumps(document))
    (bolt,), problems = loaded(path)
    assert not problems
    assert bolt.moq is not None
    assert bolt.moq.value == Quantity(value=Decimal(24))
    assert bolt.lead_time is not None
    assert bolt.lead_time.value == DayRange(min_days=7, max_days=14)


# ------------------------------------------------------------------------------ real pages


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("product.html", {"Executive Anvil": "119.99 USD"}),
        ("product-ref.html", {"Executive Anvil": "119.99 USD"}),
        ("product_microdata.html", {"Executive Anvil": "119.99 USD"}),
        (
            "microdata-with-description.html",
            {
                "Johnsons 4 Fleas Cats & Kittens Tablets 6 Treatment Pack": "9.56 GBP",
                "Johnsons 4 Fleas Cats & Kittens Tablets 3 Treatment Pack": "5.29 GBP",
            },
        ),
    ],
)
def test_every_product_of_the_real_pages_comes_in(
    shared_data: Path, name: str, wanted: dict[str, str]
) -> None:
    offers, problems = loaded(shared_data / "feeds" / "schema_org" / name)
    prices = {one.title.value: one.prices[0].value.price.money for one in offers}
    assert {title: f"{money.amount} {money.currency}" for title, money in prices.items()} == wanted
    assert not problems
    assert all(one.brand is not None and one.description is not None for one in offers)


@pytest.mark.shared
def test_every_invented_product_of_dummyjson_comes_in(shared_data: Path) -> None:
    path = shared_data / "feeds" / "dummyjson" / "products.json"
    wanted = json.loads(path.read_text())
    offers, problems = loaded(path)
    assert len(offers) == len(wanted) == 194
    assert {one.external_id for one in offers} == {str(one["id"]) for one in wanted}
    assert {one.title.value for one in offers} == {one["title"] for one in wanted}
    assert all(one.moq is not None and one.images for one in offers)
    assert all(
        "meta.barcode" in {kept.name for kept in one.attributes} for one in offers
    )  # no check digit fits
    assert {one.kind for one in problems} == {
        "bad_currency",
        "bad_identifier",
    }  # of the barcodes once, for the column
