"""BMEcat catalogues, 1.2 and 2005: what a product says becomes its offer, and what can hide in XML is refused."""

from __future__ import annotations

import gzip
import time
import tracemalloc
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import FileTooLarge, FileUnreadable
from dragoman.formats import READERS
from dragoman.formats.bmecat import BmecatReader
from dragoman.formats.limits import ReadLimits
from dragoman.ingest.load import IngestRequest, ingest
from dragoman.ingest.preview import preview
from dragoman.model import DayRange, Offer, Pack, Problem, Quantity
from dragoman.ports import Changing, FormatReader, ProblemFilter, ReadOptions, Row, Table
from dragoman.stores.memory import MemoryStore
from dragoman.testing.format_reader import FormatReaderContract, read_all, rows_of, source_of

READER = BmecatReader()
NEW = "http://www.bmecat.org/bmecat/2005"
OLD = '<!DOCTYPE BMECAT SYSTEM "bmecat_new_catalog_1_2.dtd">'
HEADER = """<HEADER><CATALOG><LANGUAGE>deu</LANGUAGE><CATALOG_ID>K1</CATALOG_ID><CATALOG_NAME>Preisliste</CATALOG_NAME>
<DATETIME type="generation_date"><DATE>2026-11-01</DATE></DATETIME><TERRITORY>DE</TERRITORY><CURRENCY>EUR</CURRENCY>
<MIME_ROOT>https://muster.example/pictures/</MIME_ROOT></CATALOG>
<SUPPLIER><SUPPLIER_NAME>Muster Werkzeuge GmbH</SUPPLIER_NAME><ADDRESS><COUNTRY>Deutschland</COUNTRY></ADDRESS></SUPPLIER>
</HEADER>"""


class OfBmecat(FormatReaderContract):
    def reader(self) -> FormatReader:
        return READER

    def others(self) -> Sequence[FormatReader]:
        return READERS


class TestContractOf2005(OfBmecat):
    keys = ("SUPPLIER_PID", "DESCRIPTION_SHORT", "PRODUCT_PRICE[0].PRICE_AMOUNT", "colour")

    def write(self, columns: Sequence[str], rows: Sequence[Sequence[str]], /) -> bytes:
        del columns
        body = "".join(
            f"<PRODUCT><SUPPLIER_PID>{sku}</SUPPLIER_PID><PRODUCT_DETAILS>"
            f"<DESCRIPTION_SHORT>{escape(title)}</DESCRIPTION_SHORT></PRODUCT_DETAILS><PRODUCT_FEATURES><FEATURE>"
            f"<FNAME>colour</FNAME><FVALUE>{colour}</FVALUE></FEATURE></PRODUCT_FEATURES><PRODUCT_PRICE_DETAILS>"
            f"<PRODUCT_PRICE price_type='net_list'><PRICE_AMOUNT>{price}</PRICE_AMOUNT></PRODUCT_PRICE>"
            "</PRODUCT_PRICE_DETAILS></PRODUCT>\n"
            for sku, title, price, colour in rows
        )
        return catalogue(body).encode()

    def place(self, row: int, column: int, /) -> tuple[str | None, int | None, str | None]:
        path = (
            "SUPPLIER_PID",
            "PRODUCT_DETAILS/DESCRIPTION_SHORT",
            "PRODUCT_PRICE_DETAILS/PRODUCT_PRICE/PRICE_AMOUNT",
            "PRODUCT_FEATURES/FEATURE/FVALUE",
        )[column]
        return None, None, f"/BMECAT/T_NEW_CATALOG/PRODUCT[{row + 1}]/{path}"


class TestContractOf12(OfBmecat):
    keys = ("SUPPLIER_AID", "DESCRIPTION_SHORT", "ARTICLE_PRICE[0].PRICE_AMOUNT", "colour")

    def write(self, columns: Sequence[str], rows: Sequence[Sequence[str]], /) -> bytes:
        del columns
        body = "".join(
            f"<ARTICLE><SUPPLIER_AID>{sku}</SUPPLIER_AID><ARTICLE_DETAILS>"
            f"<DESCRIPTION_SHORT>{escape(title)}</DESCRIPTION_SHORT></ARTICLE_DETAILS><ARTICLE_FEATURES><FEATURE>"
            f"<FNAME>colour</FNAME><FVALUE>{colour}</FVALUE></FEATURE></ARTICLE_FEATURES><ARTICLE_PRICE_DETAILS>"
            f"<ARTICLE_PRICE price_type='net_list'><PRICE_AMOUNT>{price}</PRICE_AMOUNT></ARTICLE_PRICE>"
            "</ARTICLE_PRICE_DETAILS></ARTICLE>\n"
            for sku, title, price, colour in rows
        )
        return f"{OLD}<BMECAT version='1.2'><T_NEW_CATALOG>{body}</T_NEW_CATALOG></BMECAT>".encode("utf-16")

    def place(self, row: int, column: int, /) -> tuple[str | None, int | None, str | None]:
        path = (
            "SUPPLIER_AID",
            "ARTICLE_DETAILS/DESCRIPTION_SHORT",
            "ARTICLE_PRICE_DETAILS/ARTICLE_PRICE/PRICE_AMOUNT",
            "ARTICLE_FEATURES/FEATURE/FVALUE",
        )[column]
        return None, None, f"/BMECAT/T_NEW_CATALOG/ARTICLE[{row + 1}]/{path}"


def catalogue(body: str, *, header: str = HEADER, before: str = "", namespace: str = NEW) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><BMECAT version="2005" xmlns="{namespace}">{header}'
        f"<T_NEW_CATALOG>{before}{body}</T_NEW_CATALOG></BMECAT>"
    )


def product(inner: str = "", *, sku: str = "A-1", title: str = "Zange", details: str = "") -> str:
    return (
        f"<PRODUCT><SUPPLIER_PID>{sku}</SUPPLIER_PID><PRODUCT_DETAILS><DESCRIPTION_SHORT>{title}</DESCRIPTION_SHORT>"
        f"{details}</PRODUCT_DETAILS>{inner}</PRODUCT>"
    )


def price(
    amount: str, *, kind: str = "net_customer", bound: str = "1", more: str = "", currency: str = "EUR"
) -> str:
    return (
        f"<PRODUCT_PRICE price_type='{kind}'><PRICE_AMOUNT>{amount}</PRICE_AMOUNT><PRICE_CURRENCY>{currency}"
        f"</PRICE_CURRENCY><LOWER_BOUND>{bound}</LOWER_BOUND>{more}</PRODUCT_PRICE>"
    )


def prices(*each: str, period: str = "") -> str:
    return f"<PRODUCT_PRICE_DETAILS>{period}{''.join(each)}</PRODUCT_PRICE_DETAILS>"


def period(start: str, end: str) -> str:
    return "".join(
        f"<DATETIME type='valid_{name}_date'><DATE>{day}</DATE></DATETIME>"
        for name, day in (("start", start), ("end", end))
    )


def table(text: str | bytes, reader: BmecatReader = READER) -> tuple[Table, list[Row]]:
    raw = text.encode() if isinstance(text, str) else text
    found = next(reader.read(source_of(raw, "list.xml"), ReadOptions()))
    return found, rows_of(found)


def row(*inner: str, **details: str) -> Row:
    return table(catalogue(product("".join(inner), **details)))[1][0]


def loaded(tmp_path: Path, data: bytes, name: str = "list.xml") -> tuple[list[Offer], list[Problem]]:
    """From the file to the record."""
    path = tmp_path / name
    path.write_bytes(data)
    with_store = MemoryStore()
    ingest(
        IngestRequest(paths=(path,)),
        store=with_store,
        readers=READERS,
        reader_version="1",
        progress=lambda _event: None,
    )
    offers = list(with_store.changes_since(0, limit=10_000).upserts)
    found = list(with_store.problems(ProblemFilter()).problems)
    return offers, found


def offer(tmp_path: Path, text: str) -> Offer:
    offers, problems = loaded(tmp_path, text.encode())
    assert problems == []
    assert len(offers) == 1
    return offers[0]


# ------------------------------------------------------------------------------------- from file to offer

WHOLE = catalogue(
    before="<CATALOG_GROUP_SYSTEM><GROUP_SYSTEM_ID>S</GROUP_SYSTEM_ID>"
    "<CATALOG_STRUCTURE type='root'><GROUP_ID>1</GROUP_ID><GROUP_NAME>Katalog</GROUP_NAME><PARENT_ID>0</PARENT_ID>"
    "</CATALOG_STRUCTURE><CATALOG_STRUCTURE type='node'><GROUP_ID>2</GROUP_ID><GROUP_NAME>Werkzeug</GROUP_NAME>"
    "<PARENT_ID>1</PARENT_ID></CATALOG_STRUCTURE><CATALOG_STRUCTURE type='leaf'><GROUP_ID>3</GROUP_ID>"
    "<GROUP_NAME>Zangen</GROUP_NAME><PARENT_ID>2</PARENT_ID></CATALOG_STRUCTURE></CATALOG_GROUP_SYSTEM>",
    body=product(
        "<PRODUCT_FEATURES><REFERENCE_FEATURE_SYSTEM_NAME>ECLASS-9.0</REFERENCE_FEATURE_SYSTEM_NAME>"
        "<REFERENCE_FEATURE_GROUP_ID>21040301</REFERENCE_FEATURE_GROUP_ID>"
        "<FEATURE><FNAME>L\u00e4nge</FNAME><FVALUE>180</FVALUE><FUNIT>MMT</FUNIT></FEATURE>"
        "<FEATURE><FNAME>Werkstoff</FNAME><FVALUE>Edelstahl</FVALUE></FEATURE>"
        "<FEATURE><FNAME>Spannung</FNAME><FVALUE>110</FVALUE><FVALUE>230</FVALUE><FUNIT>VLT</FUNIT></FEATURE>"
        "</PRODUCT_FEATURES><PRODUCT_ORDER_DETAILS><ORDER_UNIT>BX</ORDER_UNIT><CONTENT_UNIT>C62</CONTENT_UNIT>"
        "<NO_CU_PER_OU>6</NO_CU_PER_OU><PRICE_QUANTITY>10</PRICE_QUANTITY><QUANTITY_MIN>2</QUANTITY_MIN>"
        "<QUANTITY_INTERVAL>2</QUANTITY_INTERVAL></PRODUCT_ORDER_DETAILS>"
        + prices(
            price("120", more="<TAX>0.19</TAX><PRICE_FACTOR>0.9</PRICE_FACTOR><TERRITORY>DE</TERRITORY>"),
            price(
                "100",
                bound="20",
                more="<TAX>0.19</TAX><PRICE_FACTOR>0.9</PRICE_FACTOR><TERRITORY>DE</TERRITORY>",
            ),
            price("190", kind="nrp"),
            price("150", kind="net_list"),
            period=period("2026-01-01", "2026-12-31"),
        )
        + "<MIME_INFO><MIME><MIME_TYPE>image/jpeg</MIME_TYPE><MIME_SOURCE>klein.jpg</MIME_SOURCE>"
        "<MIME_PURPOSE>thumbnail</MIME_PURPOSE></MIME><MIME><MIME_TYPE>image/jpeg</MIME_TYPE><MIME_SOURCE>gross 1.jpg"
        "</MIME_SOURCE><MIME_PURPOSE>normal</MIME_PURPOSE></MIME><MIME><MIME_TYPE>application/pdf</MIME_TYPE>"
        "<MIME_SOURCE>blatt.pdf</MIME_SOURCE><MIME_PURPOSE>data_sheet</MIME_PURPOSE></MIME></MIME_INFO>"
        "<PRODUCT_REFERENCE type='accessories'><PROD_ID_TO>A-2</PROD_ID_TO></PRODUCT_REFERENCE>"
        "<PRODUCT_LOGISTIC_DETAILS><CUSTOMS_TARIFF_NUMBER><CUSTOMS_NUMBER>82032000</CUSTOMS_NUMBER>"
        "</CUSTOMS_TARIFF_NUMBER><COUNTRY_OF_ORIGIN>CN</COUNTRY_OF_ORIGIN><PRODUCT_DIMENSIONS><WEIGHT>1.4</WEIGHT>"
        "</PRODUCT_DIMENSIONS></PRODUCT_LOGISTIC_DETAILS>",
        details="<DESCRIPTION_SHORT lang='eng'>Pliers</DESCRIPTION_SHORT><DESCRIPTION_LONG lang='deu'>Mit Griff"
        "</DESCRIPTION_LONG><INTERNATIONAL_PID type='gtin'>4006381333931</INTERNATIONAL_PID>"
        "<MANUFACTURER_PID>ZX-180</MANUFACTURER_PID><MANUFACTURER_NAME>Musterwerk</MANUFACTURER_NAME>"
        "<DELIVERY_TIME>5</DELIVERY_TIME><KEYWORD lang='deu'>Greifzange</KEYWORD><REMARKS>Neu</REMARKS>",
    )
    + "<PRODUCT_TO_CATALOGGROUP_MAP><PROD_ID>A-1</PROD_ID><CATALOG_GROUP_ID>3</CATALOG_GROUP_ID>"
    "</PRODUCT_TO_CATALOGGROUP_MAP>",
)


def test_a_product_arrives_whole(tmp_path: Path) -> None:
    one = offer(tmp_path, WHOLE)
    assert (one.external_id, one.title.value, one.language) == ("A-1", "Zange", "de")
    assert (one.supplier.name, one.supplier.country) == ("Muster Werkzeuge GmbH", "DE")
    assert one.description is not None
    assert one.description.value == "Mit Griff"
    assert one.brand is not None
    assert one.brand.value == "Musterwerk"
    assert one.mpn is not None
    assert one.mpn.value == "ZX-180"
    assert one.gtin is not None
    assert one.gtin.value == "4006381333931"
    assert one.category is not None
    assert one.category.value == "Werkzeug > Zangen"
    assert one.category.origin.path == "/BMECAT/T_NEW_CATALOG/CATALOG_GROUP_SYSTEM/CATALOG_STRUCTURE[3]"
    assert one.hs_code is not None
    assert one.hs_code.value == "82032000"
    assert one.made_in is not None
    assert one.made_in.value == "CN"
    assert one.material is not None
    assert one.material.value == "stainless_steel"
    assert one.pack is not None
    assert one.pack.value == Pack(unit="box", contains=Quantity(value=Decimal(6)))
    assert one.moq is not None
    assert one.moq.value == Quantity(value=Decimal(2), unit="box")
    assert one.lead_time is not None
    assert one.lead_time.value == DayRange(min_days=7, max_days=7)
    assert one.valid_until is not None
    assert one.valid_until.value == date(2026, 12, 31)
    assert [image.value for image in one.images] == [
        "https://muster.example/pictures/gross%201.jpg",
        "https://muster.example/pictures/klein.jpg",
    ]


def test_prices_are_tiers_per_price_quantity_of_order_units_times_their_factor(tmp_path: Path) -> None:
    tiers = offer(tmp_path, WHOLE).prices
    per = Quantity(value=Decimal(10), unit="box")
    assert [
        (one.value.from_quantity.value, one.value.price.money.amount, one.value.price.per) for one in tiers
    ] == [
        (Decimal(1), Decimal(108), per),
        (Decimal(20), Decimal(90), per),
    ]
    assert {one.value.from_quantity.unit for one in tiers} == {"box"}
    assert tiers[0].raw == "120 x 0.9"
    assert tiers[0].origin.path == (
        "/BMECAT/T_NEW_CATALOG/PRODUCT[1]/PRODUCT_PRICE_DETAILS/PRODUCT_PRICE/PRICE_AMOUNT"
    )


def test_all_else_is_kept_as_typed_properties(tmp_path: Path) -> None:
    kept = {one.name: (one.value, one.quantity) for one in offer(tmp_path, WHOLE).attributes}
    assert kept == {
        "DESCRIPTION_SHORT (en)": ("Pliers", None),
        "L\u00e4nge": ("180 mm", Quantity(value=Decimal(180), unit="mm")),
        "Spannung": ("110 V", Quantity(value=Decimal(110), unit="V")),
        "Spannung (2)": ("230 V", Quantity(value=Decimal(230), unit="V")),
        "ECLASS-9.0": ("21040301", None),
        "CONTENT_UNIT": ("C62", None),
        "QUANTITY_INTERVAL": ("2 box", Quantity(value=Decimal(2), unit="box")),
        "WEIGHT of an order unit": ("1.4 kg", Quantity(value=Decimal("1.4"), unit="kg")),
        "TERRITORY": ("DE", None),
        "TAX": ("0.19", None),
        "price_type": ("net_customer", None),
        "valid_start_date": ("2026-01-01", None),
        "nrp price (2026-01-01 to 2026-12-31)": ("190 EUR", None),
        "net_list price (2026-01-01 to 2026-12-31)": ("150 EUR", None),
        "data_sheet": ("https://muster.example/pictures/blatt.pdf", None),
        "accessories": ("A-2", None),
        "KEYWORD": ("Greifzange", None),
        "REMARKS": ("Neu", None),
    }


# ---------------------------------------------------------------------------------------------- prices


def test_the_customers_price_wins_over_list_prices_and_a_recommended_one_is_never_the_offers() -> None:
    values = row(
        prices(price("9", kind="nrp"), price("8", kind="gros_list"), price("7", kind="net_list"))
    ).values
    assert values["PRODUCT_PRICE[0].PRICE_AMOUNT"] == 7
    assert values["gros_list price"] == "8 EUR"
    only = row(prices(price("9", kind="nrp"))).values
    assert not any("PRICE_AMOUNT" in key for key in only)
    assert only["nrp price"] == "9 EUR"


def test_of_several_periods_the_one_that_holds_when_the_catalogue_is_made_is_the_offers() -> None:
    values = row(
        prices(price("9"), period=period("2027-01-01", "2027-12-31")),
        prices(price("7"), period=period("2026-01-01", "2026-12-31")),
    ).values
    assert values["PRODUCT_PRICE[0].PRICE_AMOUNT"] == 7
    assert values["valid_end_date"] == date(2026, 12, 31)
    assert values["net_customer price (2027-01-01 to 2027-12-31)"] == "9 EUR"


def test_prices_of_other_territories_and_currencies_are_kept_apart() -> None:
    values = row(
        prices(
            price("7", more="<TERRITORY>CH</TERRITORY>", currency="CHF"),
            price("6"),
            price("5", bound="50"),
        )
    ).values
    assert [values[f"PRODUCT_PRICE[{index}].PRICE_AMOUNT"] for index in (0, 1)] == [6, 5]
    assert values["net_customer price (CH)"] == "7 CHF"


def test_a_price_without_a_currency_is_in_the_catalogues() -> None:
    one = row(prices("<PRODUCT_PRICE><PRICE_AMOUNT>3</PRICE_AMOUNT></PRODUCT_PRICE>"))
    assert one.values["PRODUCT_PRICE[0].PRICE_CURRENCY"] == "EUR"
    assert one.cell("PRODUCT_PRICE[0].PRICE_CURRENCY").path == "/BMECAT/HEADER/CATALOG/CURRENCY"


def test_a_price_with_a_unit_of_its_own_is_for_that_unit(tmp_path: Path) -> None:
    base = "<PRICE_BASE><PRICE_UNIT>KGM</PRICE_UNIT><PRICE_UNIT_FACTOR>25</PRICE_UNIT_FACTOR></PRICE_BASE>"
    text = product(
        "<PRODUCT_ORDER_DETAILS><ORDER_UNIT>BG</ORDER_UNIT></PRODUCT_ORDER_DETAILS>"
        + prices(price("3", more=base))
    )
    one = offer(tmp_path, catalogue(text))
    assert one.prices[0].value.price.per == Quantity(value=Decimal(1), unit="kg")
    assert one.prices[0].value.from_quantity == Quantity(value=Decimal(1), unit="bag")


def test_a_price_of_the_day_has_to_be_asked_for(tmp_path: Path) -> None:
    one = offer(tmp_path, catalogue(product(prices("<DAILY_PRICE>true</DAILY_PRICE>"))))
    assert one.price_on_request is not None
    assert one.price_on_request.value


def test_an_amount_written_against_the_standard_is_still_read(tmp_path: Path) -> None:
    one = offer(tmp_path, catalogue(product(prices(price("1.499,50")))))
    assert one.prices[0].value.price.money.amount == Decimal("1499.50")


def test_a_content_unit_that_is_no_packing_stays_a_measure(tmp_path: Path) -> None:
    text = (
        "<PRODUCT_ORDER_DETAILS><ORDER_UNIT>C62</ORDER_UNIT><CONTENT_UNIT>MLT</CONTENT_UNIT><NO_CU_PER_OU>750"
        "</NO_CU_PER_OU></PRODUCT_ORDER_DETAILS>"
    )
    one = offer(tmp_path, catalogue(product(text)))
    assert one.pack is None
    held = next(attribute for attribute in one.attributes if attribute.name == "content of an order unit")
    assert held.quantity == Quantity(value=Decimal(750), unit="mL")


# ------------------------------------------------------------------------------------------ features, texts


def features(inner: str) -> str:
    return f"<PRODUCT_FEATURES>{inner}</PRODUCT_FEATURES>"


def test_a_feature_keeps_each_of_its_languages() -> None:
    values = row(
        features(
            "<FEATURE><FNAME lang='deu'>Farbe</FNAME><FNAME lang='eng'>Colour</FNAME><FVALUE lang='deu'>rot</FVALUE>"
            "<FVALUE lang='eng'>red</FVALUE></FEATURE><FEATURE><FNAME lang='deu'>Breite</FNAME>"
            "<FNAME lang='eng'>Width</FNAME><FVALUE>40</FVALUE><FUNIT>mm</FUNIT></FEATURE>"
            "<FEATURE><FNAME>Form</FNAME><FVALUE>rund</FVALUE><FVALUE lang='eng'>round</FVALUE></FEATURE>"
        )
    ).values
    assert {key: value for key, value in values.items() if "_" not in key} == {
        "Farbe": "rot",
        "Colour": "red",
        "Breite": 40,
        "Width": 40,
        "Form": "rund",
        "Form (en)": "round",
    }


def test_a_feature_that_is_called_like_a_column_of_the_standard_stays_a_feature(tmp_path: Path) -> None:
    named = "".join(
        f"<FEATURE><FNAME>{name}</FNAME><FVALUE>x</FVALUE></FEATURE>"
        for name in ("EAN", "WEIGHT", "picture[0]", "DESCRIPTION_SHORT", "PRODUCT_PRICE[0].PRICE_AMOUNT")
    )
    one = offer(tmp_path, catalogue(product(features(named))))
    assert one.title.value == "Zange"
    assert [attribute.name for attribute in one.attributes] == [
        "EAN (property)",
        "WEIGHT (property)",
        "picture[0] (property)",
        "DESCRIPTION_SHORT (property)",
        "PRODUCT_PRICE[0].PRICE_AMOUNT (property)",
    ]


def test_names_of_templates_words_of_coded_values_and_parts_of_a_whole_are_understood() -> None:
    def part(key: str, parent: str, name: str, value: str) -> str:
        return (
            f"<FEATURE><FTEMPLATE><FT_ID>x</FT_ID><FT_NAME>{name}</FT_NAME></FTEMPLATE>{value}<FID>{key}</FID>"
            f"<FPARENT_ID>{parent}</FPARENT_ID></FEATURE>"
        )

    coded = "<VALUE_IDREF>0173-1#07-BAA194#001</VALUE_IDREF><FVALUE_DETAILS>Aufbau</FVALUE_DETAILS>"
    heading = "<VALUE_IDREF>0173-1#01-ADN1#001</VALUE_IDREF><FVALUE_DETAILS>{}</FVALUE_DETAILS>"
    values = row(
        features(
            part("1", "-1", "Geh\u00e4use", heading.format("Geh\u00e4use"))
            + part("2", "-1", "Deckel", heading.format("Deckel"))
            + part("3", "1", "Tiefe", "<FVALUE>4</FVALUE>")
            + part("4", "2", "Tiefe", "<FVALUE>1</FVALUE>")
            + part("5", "1", "Einbauform", coded)
            + "<FEATURE><FNAME>Schutzart</FNAME><FVALUE>EV000001</FVALUE><FVALUE_DETAILS>IP67</FVALUE_DETAILS></FEATURE>"
        )
    ).values
    assert {key: value for key, value in values.items() if "_" not in key} == {
        "Geh\u00e4use / Tiefe": "4",
        "Deckel / Tiefe": "1",
        "Einbauform": "Aufbau",
        "Schutzart": "IP67",
    }


def test_the_title_is_in_the_main_language_which_2005_marks() -> None:
    header = HEADER.replace(
        "<LANGUAGE>deu</LANGUAGE>", "<LANGUAGE>deu</LANGUAGE><LANGUAGE default='true'>eng</LANGUAGE>"
    )
    text = product(
        title="",
        details="<DESCRIPTION_SHORT lang='deu'>Zange</DESCRIPTION_SHORT>"
        "<DESCRIPTION_SHORT lang='eng'>Pliers</DESCRIPTION_SHORT>",
    )
    found, (one,) = table(catalogue(text, header=header))
    assert one.values["DESCRIPTION_SHORT"] == "Pliers"
    assert one.values["DESCRIPTION_SHORT (de)"] == "Zange"
    assert found.detected["languages"] == "en, de"
    assert found.standard is not None
    assert found.standard.language == "en"


def test_a_class_of_the_suppliers_own_system_is_the_category_and_a_standard_code_the_last_resort() -> None:
    system = (
        "<CLASSIFICATION_SYSTEM><CLASSIFICATION_SYSTEM_NAME>udf_M-1.0</CLASSIFICATION_SYSTEM_NAME><CLASSIFICATION_GROUPS>"
        "<CLASSIFICATION_GROUP><CLASSIFICATION_GROUP_ID>1</CLASSIFICATION_GROUP_ID><CLASSIFICATION_GROUP_NAME>Werkzeug"
        "</CLASSIFICATION_GROUP_NAME></CLASSIFICATION_GROUP><CLASSIFICATION_GROUP><CLASSIFICATION_GROUP_ID>2"
        "</CLASSIFICATION_GROUP_ID><CLASSIFICATION_GROUP_NAME>Zangen</CLASSIFICATION_GROUP_NAME>"
        "<CLASSIFICATION_GROUP_PARENT_ID>1</CLASSIFICATION_GROUP_PARENT_ID></CLASSIFICATION_GROUP></CLASSIFICATION_GROUPS>"
        "</CLASSIFICATION_SYSTEM>"
    )

    def classed(name: str, code: str) -> str:
        return features(
            f"<REFERENCE_FEATURE_SYSTEM_NAME>{name}</REFERENCE_FEATURE_SYSTEM_NAME>"
            f"<REFERENCE_FEATURE_GROUP_ID>{code}</REFERENCE_FEATURE_GROUP_ID>"
        )

    both = product(classed("UNSPSC-11", "27112106") + classed("udf_M-1.0", "2"))
    code = product(classed("UNSPSC-11", "27112106"), sku="A-2")
    _, (first, second) = table(catalogue(both + code, before=system))
    assert first.values["CATALOG_GROUP"] == "Werkzeug > Zangen"
    assert second.values["CATALOG_GROUP"] == "UNSPSC-11 27112106"
    assert first.values["UNSPSC-11"] == second.values["UNSPSC-11"] == "27112106"


def test_groups_that_are_above_each_other_in_a_circle_end() -> None:
    def group(key: str, parent: str) -> str:
        return (
            f"<CATALOG_STRUCTURE><GROUP_ID>{key}</GROUP_ID><GROUP_NAME>G{key}</GROUP_NAME><PARENT_ID>{parent}</PARENT_ID>"
            "</CATALOG_STRUCTURE>"
        )

    link = "<PRODUCT_TO_CATALOGGROUP_MAP><PROD_ID>A-1</PROD_ID><CATALOG_GROUP_ID>1</CATALOG_GROUP_ID>"
    text = catalogue(
        product() + link + "</PRODUCT_TO_CATALOGGROUP_MAP>", before=group("1", "2") + group("2", "1")
    )
    assert table(text)[1][0].values["CATALOG_GROUP"] == "G2 > G1"


def test_a_supplier_and_a_maker_named_by_reference_are_found() -> None:
    header = (
        "<HEADER><CATALOG><LANGUAGE>deu</LANGUAGE></CATALOG><SUPPLIER_IDREF>s</SUPPLIER_IDREF><PARTIES>"
        "<PARTY><PARTY_ID>m</PARTY_ID><PARTY_ROLE>manufacturer</PARTY_ROLE><ADDRESS><NAME>Werk AG</NAME></ADDRESS></PARTY>"
        "<PARTY><PARTY_ID>s</PARTY_ID><PARTY_ROLE>supplier</PARTY_ROLE><ADDRESS><NAME>Handel GmbH</NAME></ADDRESS></PARTY>"
        "</PARTIES></HEADER>"
    )
    found, (one,) = table(
        catalogue(product(details="<MANUFACTURER_IDREF>m</MANUFACTURER_IDREF>"), header=header)
    )
    assert [(text, origin.path) for text, origin in found.notes] == [
        ("supplier: Handel GmbH", "/BMECAT/HEADER/PARTIES/PARTY[2]/ADDRESS/NAME")
    ]
    assert one.values["MANUFACTURER_NAME"] == "Werk AG"


def test_the_files_of_an_etim_catalogue_are_told_by_their_codes() -> None:
    def mime(code: str, file: str) -> str:
        return (
            f"<UDX.EDXF.MIME><UDX.EDXF.MIME_SOURCE>{file}</UDX.EDXF.MIME_SOURCE><UDX.EDXF.MIME_CODE>{code}"
            "</UDX.EDXF.MIME_CODE></UDX.EDXF.MIME>"
        )

    files = (
        mime("MD22", "sheet.pdf")
        + mime("MD12", "draw.jpg")
        + mime("MD04", "https://x.example/p")
        + mime("MD01", "p.jpg")
    )
    extensions = (
        "<USER_DEFINED_EXTENSIONS><UDX.EDXF.MIME_INFO>{}</UDX.EDXF.MIME_INFO></USER_DEFINED_EXTENSIONS>"
    )
    values = row(extensions.format(files)).values
    assert {key: value for key, value in values.items() if not key.startswith(("SUPP", "DESC"))} == {
        "picture[0]": "https://muster.example/pictures/p.jpg",
        "MD22": "https://muster.example/pictures/sheet.pdf",
        "MD12": "https://muster.example/pictures/draw.jpg",
        "link": "https://x.example/p",
    }


def test_a_picture_whose_place_the_catalogue_does_not_say_is_kept_by_its_name() -> None:
    mime = "<MIME_INFO><MIME><MIME_SOURCE>a.jpg</MIME_SOURCE><MIME_PURPOSE>normal</MIME_PURPOSE></MIME></MIME_INFO>"
    _, (one,) = table(catalogue(product(mime), header="<HEADER><CATALOG/></HEADER>"))
    assert one.values["file (normal)"] == "a.jpg"


# --------------------------------------------------------------------------- what is no offer, and updates


def test_a_file_of_changes_gives_rows_that_take_back_and_that_have_prices_only() -> None:
    text = (
        "<BMECAT version='1.2'><T_UPDATE_PRODUCTS><ARTICLE mode='delete'><SUPPLIER_AID>1</SUPPLIER_AID></ARTICLE>"
        "<ARTICLE><SUPPLIER_AID>2</SUPPLIER_AID><ARTICLE_PRICE_DETAILS><ARTICLE_PRICE><PRICE_AMOUNT>3.5</PRICE_AMOUNT>"
        "</ARTICLE_PRICE></ARTICLE_PRICE_DETAILS></ARTICLE><ARTICLE><SUPPLIER_AID>3</SUPPLIER_AID><ARTICLE_DETAILS>"
        "<DESCRIPTION_SHORT>Zange</DESCRIPTION_SHORT></ARTICLE_DETAILS></ARTICLE></T_UPDATE_PRODUCTS></BMECAT>"
    )
    found, rows = table(text)
    assert found.changes_only
    assert [(one.change, one.text("SUPPLIER_AID")) for one in rows if isinstance(one, Changing)] == [
        ("withdraw", "1"),
        ("amend", "2"),
        (None, "3"),
    ]
    assert rows[1].cell("ARTICLE_PRICE[0].PRICE_AMOUNT").path == (
        "/BMECAT/T_UPDATE_PRODUCTS/ARTICLE[2]/ARTICLE_PRICE_DETAILS/ARTICLE_PRICE/PRICE_AMOUNT"
    )


def test_a_whole_catalogue_that_holds_prices_without_a_product_tells_them_and_can_take_back() -> None:
    bare = f"<PRODUCT><SUPPLIER_PID>2</SUPPLIER_PID>{prices(price('3.5'))}</PRODUCT>"
    text = catalogue(f"<PRODUCT mode='delete'><SUPPLIER_PID>1</SUPPLIER_PID></PRODUCT>{bare}")
    found = next(READER.read(source_of(text.encode(), "list.xml"), ReadOptions()))
    gone, new_price = found.rows
    assert not found.changes_only
    assert isinstance(gone, Changing)
    assert gone.change == "withdraw"
    assert isinstance(new_price, Problem)
    assert new_price.value == "2: 3.5"
    assert "T_UPDATE_PRICES" in new_price.message()


@pytest.mark.parametrize(
    ("start", "version"),
    [
        ("<BMECAT version='1.2'>", "BMEcat 1.2"),
        ("<BMECAT version='2005' xmlns='http://www.bmecat.org/bmecat/2005fd'>", "BMEcat 2005fd"),
        ("<BMECAT version='2005.1' xmlns='http://www.bmecat.org/bmecat/2005.1'>", "BMEcat 2005.1"),
        ("<BMECAT version='2005' xmlns='http://www.bmecat.org/bmecat/2005+onto'>", "BMEcat 2005"),
        ("<!-- a --><b:BMECAT version='2005' xmlns:b='http://www.bmecat.org/bmecat/2005'>", "BMEcat 2005"),
    ],
)
def test_every_edition_is_known_by_its_root(start: str, version: str) -> None:
    end = "</b:BMECAT>" if "<b:" in start else "</BMECAT>"
    text = f"{start}<T_NEW_CATALOG>{product()}</T_NEW_CATALOG>{end}"
    assert READER.sniff(text.encode(), name="x.dat") > 0.9
    found, rows = table(text)
    assert found.detected["standard"] == version
    assert [one.text("DESCRIPTION_SHORT") for one in rows] == ["Zange"]


def test_a_preview_shows_values_of_nested_columns_too(tmp_path: Path) -> None:
    path = tmp_path / "list.xml"
    path.write_text(WHOLE, encoding="utf-8")
    (file,) = preview(IngestRequest(paths=(path,)), readers=READERS)
    shown = {one.role.key: one.examples for one in file.tables[0].columns}
    assert shown["PRODUCT_PRICE[].PRICE_AMOUNT"] == ("120 x 0.9", "100 x 0.9")
    assert shown["SUPPLIER_PID"] == ("A-1",)


# ----------------------------------------------------------------------------------------- what can hide


def test_a_dtd_elsewhere_is_passed_over_and_never_fetched() -> None:
    text = catalogue(product(title="M&uuml;ller &amp; S&ouml;hne")).replace(
        "?><BMECAT", '?><!DOCTYPE BMECAT SYSTEM "http://127.0.0.1:9/bmecat_new_catalog_1_2.dtd"><BMECAT'
    )
    assert table(text)[1][0].text("DESCRIPTION_SHORT") == "M\u00fcller & S\u00f6hne"


LAUGHS = "".join(f'<!ENTITY l{i + 1} "{f"&l{i};" * 10}">' for i in range(9))


@pytest.mark.parametrize(
    "declared",
    [
        f'[<!ENTITY l0 "lol">{LAUGHS}]',
        'SYSTEM "bmecat.dtd" [<!ENTITY x SYSTEM "file:///etc/passwd">]',
        '[<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]',
        f'SYSTEM "{"a" * 70_000}" [<!ENTITY x "y">]',
    ],
)
@pytest.mark.parametrize("place", ["<BMECAT a='&l9;&x;'>", "<BMECAT>"])
def test_entities_that_a_file_declares_are_refused_with_bounded_memory(declared: str, place: str) -> None:
    text = f"<!DOCTYPE BMECAT {declared}>{place}<T_NEW_CATALOG>{product(title='&l9;&x;')}</T_NEW_CATALOG></BMECAT>"
    tracemalloc.start()
    with pytest.raises(FileUnreadable, match=r"list\.xml: expected"):
        table(text)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000


def test_an_internal_subset_without_entities_is_harmless() -> None:
    text = f"<!DOCTYPE BMECAT [<!ELEMENT BMECAT ANY>]><BMECAT><T_NEW_CATALOG>{product()}</T_NEW_CATALOG></BMECAT>"
    assert len(table(text)[1]) == 1


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.95])
def test_a_truncated_catalogue_names_the_file(cut: float) -> None:
    text = catalogue(product() * 20)
    with pytest.raises(FileUnreadable, match=r"list\.xml: expected well-formed XML"):
        table(text[: int(len(text) * cut)])


def test_deep_nesting_and_too_many_elements_are_refused() -> None:
    with pytest.raises(FileUnreadable, match=r"list\.xml"):
        table(catalogue(product("<A>" * 200 + "</A>" * 200)))
    with pytest.raises(FileUnreadable, match=r"list\.xml: expected products of at most 16,384 elements"):
        table(catalogue(product("<A/>" * 20_000)))


def test_a_product_of_thousands_of_like_elements_is_read_in_linear_time() -> None:
    def steps(count: int) -> float:
        pictures = "<MIME><MIME_SOURCE>https://x.example/a.jpg</MIME_SOURCE></MIME>" * count
        text = product(f"<MIME_INFO>{pictures}</MIME_INFO>", details="<KEYWORD>a</KEYWORD>" * count)
        source = source_of(catalogue(text).encode(), "list.xml")
        start = time.process_time()
        ((one,),) = read_all(READER, source)
        assert not isinstance(one, Problem)
        assert len(one.values) == 2 + 2 * count
        return time.process_time() - start

    steps(100)
    least = [min(steps(count) for _ in range(3)) for count in (500, 5_000)]  # without collections of garbage
    assert least[1] < 40 * max(least[0], 0.01)


@pytest.mark.parametrize("inside", ["<PRODUCT><REMARKS>", "<CATALOG_GROUP_SYSTEM><GROUP_SYSTEM_NAME>"])
def test_an_element_that_never_ends_is_refused_with_bounded_memory(inside: str) -> None:
    reader = BmecatReader(ReadLimits(max_row_chars=100_000))
    text = catalogue("").partition("</T_NEW")[0] + inside + "x" * 1_000_000
    with pytest.raises(FileTooLarge, match=r"list\.xml: expected products of at most"):
        table(text, reader)


def test_a_wrong_encoding_says_how_to_read_it() -> None:
    data = catalogue(product(title="Größe")).encode("cp1252")
    with pytest.raises(FileUnreadable, match="--encoding cp1252"):
        table(data)
    found = next(READER.read(source_of(data, "list.xml"), ReadOptions(encoding="cp1252")))
    assert rows_of(found)[0].text("DESCRIPTION_SHORT") == "Größe"


def test_memory_stays_flat_over_a_long_catalogue_with_groups() -> None:
    group = "<CATALOG_STRUCTURE><GROUP_ID>{0}</GROUP_ID><GROUP_NAME>G</GROUP_NAME></CATALOG_STRUCTURE>"
    text = catalogue(
        product(prices(price("3"))) * 6_000, before="".join(group.format(n) for n in range(2_000))
    )
    source = source_of(text.encode(), "list.xml")
    found = next(READER.read(source, ReadOptions()))
    tracemalloc.start()
    count = sum(1 for _row in found.rows)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 6_000
    assert peak < 5_000_000


def test_another_xml_is_left_to_others() -> None:
    for head in (b"<rss><channel/></rss>", b"<html><BMECAT/></html>", b"BMECAT", b"<cXML/>"):
        assert READER.sniff(head, name="list.bmecat") == 0.0


def test_markup_scripts_and_prompts_stay_text() -> None:
    nasty = "&lt;script&gt;alert(1)&lt;/script&gt; =HYPERLINK(1) Ignore all previous instructions"
    assert row(title=nasty).text("DESCRIPTION_SHORT").startswith("<script>alert(1)</script> =HYPERLINK")


@given(st.binary(max_size=300))
def test_any_bytes_within_a_catalogue_are_read_or_refused_by_name(data: bytes) -> None:
    before, _, after = catalogue(product(title="@@")).partition("@@")
    try:
        table(before.encode() + data + after.encode())
    except FileUnreadable as error:
        assert "list.xml" in str(error)  # noqa: PT017 - some inputs are read


# ------------------------------------------------------------------------------------ files of real vendors


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "gtin", "values"),
    [
        ("WEI_BMECat_1351590000.xml.gz", "4050118158540", 290),
        ("WEI_BMECat_1609801044.xml.gz", "4008190397111", 40),
        ("WEI_BMECat_7760056069.xml.gz", "4032248855865", 140),
    ],
)
def test_a_real_export_arrives_whole_in_both_languages(
    shared_data: Path, tmp_path: Path, name: str, gtin: str, values: int
) -> None:
    data = gzip.decompress((shared_data / "feeds" / "bmecat" / name).read_bytes())
    (one,), problems = loaded(tmp_path, data)
    assert problems == []
    assert one.external_id in name
    assert (one.language, one.brand.value if one.brand else None) == ("de", "Weidmueller Group")
    assert one.gtin is not None
    assert one.gtin.value == gtin
    assert one.category is not None
    assert one.category.value.startswith("ECLASS-9.0 27")
    assert one.prices == ()
    names = [attribute.name for attribute in one.attributes]
    assert "DESCRIPTION_SHORT (en)" in names
    assert (
        len([attribute for attribute in one.attributes if "/FEATURE[" in str(attribute.origin.path)])
        >= values
    )


@pytest.mark.shared
@pytest.mark.parametrize(
    "name", ["bmecat12_new_catalog", "bmecat2005_new_catalog", "bmecat12_update_products"]
)
def test_a_golden_file_gives_its_product_with_tiers_pack_and_typed_features(
    shared_data: Path, tmp_path: Path, name: str
) -> None:
    data = (shared_data / "feeds" / "bmecat" / f"{name}.golden.xml").read_bytes()
    (one,), problems = loaded(tmp_path, data)
    assert {problem.kind for problem in problems} <= {"bad_identifier", "unknown_offer"}
    assert one.supplier.name == "SupplyCo Ltd."
    assert [(tier.value.from_quantity.value, tier.value.price.money.amount) for tier in one.prices] == [
        (Decimal(1), Decimal("1499.5")),
        (Decimal(100), Decimal("1300.9")),
    ]
    assert one.pack is not None
    assert one.pack.value == Pack(unit="box", contains=Quantity(value=Decimal(6)))
    volts = [attribute.quantity for attribute in one.attributes if attribute.name.startswith("Netzspannung")]
    assert volts == [Quantity(value=Decimal(110), unit="V"), Quantity(value=Decimal(220), unit="V")]
    assert [image.value for image in one.images] == ["https://example.com/images/55-K-31.jpg"]


@pytest.mark.shared
def test_a_golden_file_of_new_prices_is_told_product_by_product(shared_data: Path, tmp_path: Path) -> None:
    data = (shared_data / "feeds" / "bmecat" / "bmecat12_update_prices.golden.xml").read_bytes()
    offers, problems = loaded(tmp_path, data)
    assert offers == []
    assert ("unknown_offer", "1000: 1499.5, 1300.9") in [(one.kind, one.value) for one in problems]
