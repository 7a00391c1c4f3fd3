"""Rows -> offers: each value with its cell, each guess with its note, each misread cell a Problem."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from reading import Reading, read_csv, read_json, read_table, read_xlsx

from dragoman.formats.delimited import DelimitedReader
from dragoman.model import Money, PriceTier, Quantity, Sourced
from dragoman.normalise.mapping.misfits import misfits
from dragoman.ports import ReadOptions
from dragoman.testing.format_reader import source_of


def only_price(got: Reading) -> Sourced[PriceTier]:
    (offer,) = got.offers
    (price,) = offer.prices
    return price


def test_a_row_becomes_an_offer_whose_values_know_their_cells() -> None:
    got = read_csv(
        "Art.-Nr.;Bezeichnung;Preis EUR;MBM;VE;Lieferzeit;Lieferbedingung;Ursprung;EAN",
        "00123;Flasche;4,50;2 Krt;24 Stk/Krt;3-4 Wochen;FOB Ningbo;China;4006381333931",
    )
    (offer,) = got.offers
    assert not got.problems
    assert offer.external_id == "00123"
    values: list[Sourced[Any] | None] = [  # Any: values of many kinds, of which only the place is looked at
        offer.title,
        offer.prices[0],
        offer.moq,
        offer.pack,
        offer.lead_time,
        offer.delivery,
        offer.made_in,
        offer.gtin,
    ]
    assert [one.origin.cell for one in values if one is not None] == [
        "B2",
        "C2",
        "D2",
        "E2",
        "F2",
        "G2",
        "H2",
        "I2",
    ]
    assert [one.raw for one in values if one is not None][1:4] == ["4,50", "2 Krt", "24 Stk/Krt"]
    assert {one.confidence for one in values if one is not None} == {1.0}


def test_a_cell_that_cannot_be_read_is_a_problem_and_the_rest_of_the_row_goes_in() -> None:
    got = read_csv(
        "SKU;Name;Price EUR;MOQ;Lead time;Origin",
        "1;Cup;free?;many;soon;Narnia",
        "2;Mug;2,50;100;3 weeks;China",
    )
    assert [offer.external_id for offer in got.offers] == ["1", "2"]
    assert {(one.kind, one.origin.cell, one.value) for one in got.problems} == {
        ("bad_country", "F2", "Narnia"),
        ("bad_quantity", "D2", "many"),
        ("bad_lead_time", "E2", "soon"),
        ("bad_price", "C2", "free?"),
    }
    assert all(one.expected and one.advice for one in got.problems)


def test_a_row_without_a_title_is_a_problem_and_no_offer() -> None:
    got = read_csv("SKU;Name;Price EUR", "1;Cup;2,50", "2;;3,50")
    assert [offer.external_id for offer in got.offers] == ["1"]
    assert [(one.kind, one.origin.cell, one.severity) for one in got.problems] == [
        ("missing_title", "B3", "error")
    ]


def test_a_row_without_its_id_says_so_and_is_known_by_its_title() -> None:
    got = read_csv("SKU;Name;Price EUR", "1;Cup;2,50", ";Mug;3,50")
    assert [one.kind for one in got.problems] == ["missing_id"]
    assert got.offers[1].external_id == ""


def test_a_price_without_any_currency_is_a_problem_that_says_how_to_help() -> None:
    got = read_csv("SKU;Name;Price", "1;Cup;2.50")
    assert not got.offers[0].prices
    assert [(one.kind, one.origin.cell) for one in got.problems] == [("bad_currency", "C2")]
    assert "mapping file" in got.problems[0].advice


def test_the_country_s_own_currency_is_a_guess() -> None:
    price = only_price(read_csv("SKU;Name;Price", "1;Cup;2.50", country="CN"))
    assert price.value.price.money == Money(amount=Decimal("2.50"), currency="CNY")
    assert price.confidence == 0.5
    assert "supplier's country CN" in price.note


def test_a_doubtful_sign_in_the_columns_name_makes_every_price_doubtful() -> None:
    price = only_price(read_csv("SKU;Name;Price ($)", "1;Cup;2.50"))
    assert price.value.price.money.currency == "USD"
    assert price.confidence == 0.7
    assert "'$' read as USD" in price.note


def test_a_currency_column_says_which_dollar_a_sign_means() -> None:
    price = only_price(read_csv("SKU;Name;Price;Currency", "1;Cup;$2.50;CAD"))
    assert (price.value.price.money.currency, price.confidence) == ("CAD", 1.0)


def test_two_places_that_name_different_currencies_make_a_doubt() -> None:
    said = only_price(read_csv("SKU;Name;Price USD;Currency", "1;Cup;2.50;EUR"))
    assert said.value.price.money.currency == "EUR"
    assert said.confidence <= 0.6
    assert "USD" in said.note
    in_cell = only_price(read_csv("SKU;Name;Price USD", "1;Cup;£2.50"))
    assert in_cell.value.price.money.currency == "GBP"
    assert in_cell.confidence < 1


def test_a_currency_that_does_not_exist_is_a_problem_of_its_own_cell() -> None:
    got = read_csv(
        "SKU;Name;Price;Currency", "1;Cup;2.50;EUR", "2;Mug;2.50;XQZ", "3;Jar;2.50;EUR", "4;Jar 2;2.50;EUR"
    )
    assert [(one.kind, one.origin.cell, one.value) for one in got.problems] == [("bad_currency", "D3", "XQZ")]


def test_one_cell_in_another_currency_than_its_column_shows_is_not_read_in_the_columns() -> None:
    rows: list[list[object]] = [
        ["SKU", "Name", "Price"],
        *([str(n), f"Cup {n}", n + 0.5] for n in range(1, 6)),
    ]
    formats = {f"C{n}": '#,##0.00 "€"' for n in range(2, 7)} | {"C4": "[$$-409]#,##0.00"}
    got = read_xlsx(rows, formats)
    assert [one.prices[0].value.price.money.currency for one in got.offers] == [
        "EUR",
        "EUR",
        "USD",
        "EUR",
        "EUR",
    ]
    odd = got.offers[2].prices[0]
    assert odd.confidence <= 0.6
    assert "EUR" in odd.note


def test_most_cells_currency_is_a_guess_for_those_without() -> None:
    got = read_csv("SKU;Name;Price", "1;Cup;2.50 USD", "2;Mug;2.60 USD", "3;Jar;2.70")
    assert [
        (one.prices[0].value.price.money.currency, one.prices[0].confidence < 1) for one in got.offers
    ] == [
        ("USD", False),
        ("USD", False),
        ("USD", True),
    ]


@pytest.mark.parametrize(
    ("written", "value", "unit"),
    [("100", "100", "piece"), ("% Stk", "100", "piece"), ("kg", "1", "kg"), ("un", "1", "piece"), ("ctn/24", "1", "carton"), ("cento", "100", "piece"), ("千个", "1000", "piece")],
)  # fmt: skip
def test_a_column_of_its_own_says_what_a_price_is_for(written: str, value: str, unit: str) -> None:
    price = only_price(read_csv("SKU;Name;Price EUR;Price unit", f"1;Cup;2,50;{written}"))
    assert price.value.price.per == Quantity(value=Decimal(value), unit=unit)
    assert price.confidence == 1.0


def test_a_price_unit_that_is_not_understood_makes_the_price_doubtful() -> None:
    price = only_price(read_csv("SKU;Name;Price EUR;Price unit", "1;Cup;2,50;Muster"))
    assert price.confidence == 0.5
    assert "'Muster'" in price.note


def test_what_a_carton_holds_is_traced_to_the_cell_that_says_it() -> None:
    (offer,) = read_csv("SKU;Name;Price EUR;Price unit", "1;Cup;48;ctn of 24").offers
    assert offer.pack is not None
    assert (offer.pack.value.contains.value, offer.pack.origin.cell) == (Decimal(24), "D2")


def test_tiers_in_columns_rise_and_each_knows_its_cell() -> None:
    (offer,) = read_csv("SKU;Name;USD ≥500;USD 100-499;USD 1-99", "1;Cup;1.95;2.10;2.50").offers
    assert [(one.value.from_quantity.value, str(one.value.price.money.amount), one.origin.cell) for one in offer.prices] == [
        (Decimal(1), "2.50", "E2"),
        (Decimal(100), "2.10", "D2"),
        (Decimal(500), "1.95", "C2"),
    ]  # fmt: skip


def test_tiers_in_one_cell_all_point_to_it() -> None:
    (offer,) = read_csv("SKU;Name;Price USD", "1;Cup;100+: 2.10, 500+: 1.95").offers
    assert [(one.value.from_quantity.value, str(one.value.price.money.amount), one.origin.cell) for one in offer.prices] == [
        (Decimal(100), "2.10", "C2"),
        (Decimal(500), "1.95", "C2"),
    ]  # fmt: skip


def test_a_price_on_request_is_known_as_one() -> None:
    (offer,) = read_csv("货号;品名;单价", "1;杯子;面议").offers
    assert not offer.prices
    assert offer.price_on_request is not None
    assert (offer.price_on_request.value, offer.price_on_request.origin.cell) == (True, "C2")


def test_a_gtin_whose_check_digit_does_not_fit_is_a_problem_and_stays_an_attribute() -> None:
    got = read_csv("SKU;Name;EAN", "1;Cup;4006381333931", "2;Mug;4006381333932")
    assert got.offers[1].gtin is None
    assert [(one.kind, one.origin.cell) for one in got.problems] == [("bad_identifier", "C3")]
    assert [(one.name, one.value) for one in got.offers[1].attributes] == [("EAN", "4006381333932")]


def test_a_gtin_that_a_spreadsheet_cut_off_says_how_to_keep_its_digits() -> None:
    got = read_csv("SKU;Name;EAN", "1;Cup;4.00638E+12", "2;Mug;4006381333931")
    assert "format the column as text" in got.problems[0].advice


def test_leading_zeros_of_a_number_format_are_kept() -> None:
    got = read_xlsx([["Artikelnummer", "Name", "Preis EUR"], [123, "Cup", 4.5]], {"A2": "00000"})
    assert got.offers[0].external_id == "00123"


def test_numbers_of_a_spreadsheet_are_read_as_they_are() -> None:
    got = read_xlsx([["SKU", "Name", "Preis EUR", "MOQ", "EAN"], ["1", "Cup", 1.234, 500, 4006381333931]])
    (offer,) = got.offers
    assert (offer.prices[0].value.price.money.amount, offer.prices[0].confidence) == (Decimal("1.234"), 1.0)
    assert offer.moq is not None
    assert str(offer.moq.value.value) == "500"
    assert offer.gtin is not None
    assert offer.gtin.value == "4006381333931"


def test_a_thousand_or_a_decimal_is_told_by_the_other_numbers_of_the_table() -> None:
    got = read_csv("SKU;Name;Preis EUR", "1;Cup;1.234", "2;Mug;2,50", "3;Jar;3,75")
    assert (got.offers[0].prices[0].value.price.money.amount, got.offers[0].prices[0].confidence) == (
        Decimal(1234),
        1.0,
    )


def test_a_thousand_or_a_decimal_that_only_the_language_tells_is_a_guess() -> None:
    price = only_price(
        read_csv("Artikelnummer;Bezeichnung;Preis EUR", "1;Blaue Trinkflasche aus Edelstahl;1.234")
    )
    assert price.value.price.money.amount == Decimal(1234)
    assert price.confidence < 1
    assert "parts thousands" in price.note


def test_the_low_end_of_a_range_and_its_high_end_are_both_kept() -> None:
    price = only_price(read_csv("SKU;Name;Price USD", "1;Cup;2.10-2.40"))
    assert price.value.price_high is not None
    assert (price.value.price.money.amount, price.value.price_high.money.amount) == (
        Decimal("2.10"),
        Decimal("2.40"),
    )


def test_hundredths_are_whole_numbers_only_where_a_mapping_says_so() -> None:
    assert only_price(read_csv("SKU;Name;Price USD", "1;Cup;4995")).value.price.money.amount == Decimal(4995)


def test_every_value_below_full_confidence_has_a_note() -> None:
    got = read_csv(
        "SKU;Name;Price ($);MOQ;Packing;Lead time;Terms;Origin;Valid until;Weight",
        "1;Steel cup;1.234;500-600;12x6;in stock;FOB or CIF;Ningbo;03/04/2027;1.250 g",
    )
    (offer,) = got.offers
    values = [
        offer.prices[0],
        offer.moq,
        offer.pack,
        offer.lead_time,
        offer.delivery,
        offer.made_in,
        offer.valid_until,
        offer.weight,
        offer.material,
    ]
    assert [one is not None and one.confidence < 1 and bool(one.note) for one in values] == [True] * len(
        values
    )


def test_nested_prices_take_their_quantity_and_currency_from_their_own_item() -> None:
    got = read_json(
        {
            "sku": "A1",
            "name": "Cup",
            "prices": [
                {"from": 1, "amount": 2.5, "currency": "USD"},
                {"from": 100, "amount": 2.1, "currency": "EUR"},
            ],
        }
    )
    (offer,) = got.offers
    assert [(one.value.from_quantity.value, one.value.price.money.currency) for one in offer.prices] == [
        (Decimal(1), "USD"),
        (Decimal(100), "EUR"),
    ]
    assert [one.origin.path for one in offer.prices] == ["/prices/0/amount", "/prices/1/amount"]


def test_items_of_different_shape_are_each_read() -> None:
    got = read_json(
        {"sku": "A1", "name": "Cup", "price": "3.50", "currency": "EUR", "min_order_qty": 50},
        {
            "sku": "A2",
            "name": "Pot",
            "price": {"value": 4.5, "currency": "USD", "unit": "per 100"},
            "moq": {"value": 2, "unit": "ctn"},
        },
    )
    first, second = got.offers
    assert first.prices[0].value.price.money == Money(amount=Decimal("3.50"), currency="EUR")
    assert second.prices[0].value.price.money == Money(amount=Decimal("4.5"), currency="USD")
    assert second.prices[0].value.price.per == Quantity(value=Decimal(100))
    assert (first.moq and first.moq.value) == Quantity(value=Decimal(50))
    assert (second.moq and second.moq.value) == Quantity(value=Decimal(2), unit="carton")


def test_two_prices_from_the_same_quantity_on_doubt_each_other() -> None:
    got = read_json(
        {"sku": "A1", "name": "Cup", "prices": [{"amount": 2.5}, {"amount": 2.1}], "currency": "EUR"}
    )
    assert [one.confidence for one in got.offers[0].prices] == [0.5, 0.5]
    assert "same quantity" in got.offers[0].prices[0].note


@pytest.mark.parametrize("word", ["TOTAL", "Summe:", "合计", "Итого", "المجموع", "Sub-total"])
def test_a_row_of_sums_is_no_offer(word: str) -> None:
    got = read_csv("SKU;Name;Price EUR;MOQ", "1;Cup;2,50;5", f";{word};2,50;5")
    assert [offer.external_id for offer in got.offers] == ["1"]
    assert [(one.kind, one.origin.cell) for one in got.problems] == [("missing_title", "B3")]


@pytest.mark.parametrize("name", ["N.W. (kg)", "NW(KGS)", "N/W kg"])
def test_net_weight_beside_the_packing_is_that_of_the_carton(name: str) -> None:
    """500 bottles of a list with "Qty/CTN 24, N.W. 11.0" were sent as five and a half tonnes."""
    beside = read_csv(f"SKU;Name;Qty/CTN;G.W. (kg);{name}", "1;Cup;24;12.5;11.0", "2;Mug;48;13.5;12.0")
    assert [offer.weight for offer in beside.offers] == [None, None]
    kept = {one.name: one.quantity for one in beside.offers[0].attributes}
    assert kept[name] == Quantity(value=Decimal("11.0"), unit="kg")
    alone = read_csv(f"SKU;Name;{name}", "1;Cup;0.4", "2;Mug;0.5")
    assert [offer.weight is not None for offer in alone.offers] == [True, True]


def test_what_a_carton_weighs_is_not_taken_for_what_it_holds() -> None:
    got = read_csv("SKU;Name;Packing G.W. (kg);Packing pcs/ctn", "1;Cup;12,5;24", "2;Mug;13,5;48")
    assert got.offers[0].pack is not None
    assert (got.offers[0].pack.value.contains.value, got.offers[0].pack.origin.cell) == (Decimal(24), "D2")


@pytest.mark.parametrize(("unit", "days"), [("days", 15), ("weeks", 105), ("Wochen", 105), ("hours", 1)])
def test_the_unit_of_a_bare_lead_time_is_in_its_columns_name(unit: str, days: int) -> None:
    got = read_csv(f"SKU;Name;Lead time ({unit})", "1;Cup;15", "2;Mug;15")
    assert got.offers[0].lead_time is not None
    assert got.offers[0].lead_time.value.max_days == days


def test_the_values_of_a_row_with_more_cells_than_the_header_are_doubted() -> None:
    source = source_of(b"SKU,Product,Price EUR,MOQ\nA1,Nail,1,50,10 pcs\nA2,Bolt,4.00,20 pcs\n", "list.csv")
    read = read_table(next(DelimitedReader().read(source, ReadOptions())))
    offer = read.offers[0]
    assert [(one.value.price.money.amount, one.confidence) for one in offer.prices] == [
        (Decimal("1.50"), 0.6)
    ]
    assert "more cells than the header" in offer.prices[0].note
    assert offer.moq is not None
    assert offer.moq.confidence == 0.6
    assert [one.kind for one in read.problems] == ["doubtful_value"]


@pytest.mark.parametrize(
    ("name", "currency", "amount"),
    [
        ("Price (cents)", "USD", "2.38"),
        ("Price (pence)", "GBP", "2.38"),
        ("Price (p)", "GBP", "2.38"),
        ("Preis (ct)", "EUR", "2.38"),
        ("Preis in Cent", "EUR", "2.38"),
        ("Prix (centimes)", "CHF", "2.38"),
        ("Precio (céntimos)", "EUR", "2.38"),
        ("Preço em centavos", "BRL", "2.38"),
        ("单价（分）", "CNY", "2.38"),
        ("Цена, коп.", "RUB", "2.38"),
        ("السعر (هللة)", "SAR", "2.38"),
        ("price_cents", "JPY", "238"),
        ("Price (pcs)", "EUR", "238"),
        ("Price / ct", "EUR", "238"),
    ],
)
def test_a_column_of_cents_is_read_as_hundredths(name: str, currency: str, amount: str) -> None:
    got = read_csv(f"SKU;Product;{name};Currency", f"A1;Nail;238;{currency}", f"A2;Bolt;338;{currency}")
    assert got.offers[0].prices[0].value.price.money == Money(amount=Decimal(amount), currency=currency)


def test_cents_of_nested_items_are_hundredths_too() -> None:
    got = read_json({"sku": "A1", "name": "Cup", "price_cents": 1999, "currency": "EUR"})
    assert got.role("price_cents").minor_units
    assert only_price(got).value.price.money == Money(amount=Decimal("19.99"), currency="EUR")


@pytest.mark.parametrize(
    ("cell", "amount", "sure"),
    [
        ("238 ct", "2.38", False),
        ("2,38 €", "2.38", True),
        ("2,38", "0.0238", False),
        ("238,5", "2.385", True),
    ],
)
def test_a_cell_in_a_column_of_cents_may_say_its_own_unit(cell: str, amount: str, sure: bool) -> None:
    got = read_csv("SKU;Produkt;Preis (ct);Währung", f"A1;Nagel;{cell};EUR", "A2;Bolzen;338;EUR")
    price = got.offers[0].prices[0]
    assert price.value.price.money.amount == Decimal(amount)
    assert (price.confidence == 1.0) is sure


def test_a_metre_that_can_be_a_thousand_is_a_doubt_in_a_column_of_its_own_too() -> None:
    got = read_csv("SKU;Product;UOM;Price USD", "1;Wire;M;312.50", "2;Pipe;pcs;2.50")
    price = got.offers[0].prices[0]
    assert price.value.price.per == Quantity(value=Decimal(1), unit="m")
    assert (price.confidence, price.note) == (0.5, "'M' read as metre; it can mean 1,000")


@pytest.mark.parametrize("each", ["E", "EA"])
def test_m_is_a_thousand_beside_c_and_e_and_still_a_doubt(each: str) -> None:
    got = read_csv("SKU;Product;UOM;Price USD", "1;Wire;M;312.50", "2;Fitting;C;55.00", f"3;Box;{each};4.50")
    prices = [offer.prices[0] for offer in got.offers]
    assert [one.value.price.per for one in prices] == [
        Quantity(value=Decimal(many)) for many in (1000, 100, 1)
    ]
    assert [one.confidence < 1 for one in prices] == [True, True, each == "E"]
    assert "read as 1000" in prices[0].note


SUMS = """Total EUR|Grand total:|Sub-total|Net total|Total (excl. VAT)|VAT 20%|Shipping costs|Subtotal (3 items)|Gesamtbetrag|Nettosumme|
Gesamt netto|zzgl. 19% MwSt|Übertrag|Versandkosten|Total HT|Total général|TVA 20%|Frais de port|Suma total|IVA 21%|Gastos de envío|
Total geral|Frete|合计金额|含税总价|运费|合计：1200元|税込合計|消費税 (10%)|送料|المجموع الكلي|ضريبة القيمة المضافة 15%|الشحن|ИТОГО с НДС|
НДС 20%|Всего к оплате|Доставка"""


@pytest.mark.parametrize("name", [one.strip() for one in SUMS.split("|")])
def test_a_row_of_sums_taxes_or_charges_is_no_offer_and_is_told(name: str) -> None:
    got = read_csv("Pos;Bezeichnung;Preis EUR", "1;Nagel;2,50", "2;Bolzen;3,50", f";{name};6,00")
    assert [offer.title.value for offer in got.offers] == ["Nagel", "Bolzen"]
    assert [(one.kind, one.origin.cell, one.value) for one in got.problems] == [("missing_title", "B4", name)]


@pytest.mark.parametrize(
    "name",
    [
        "Total station",
        "Shipping box 40x30",
        "TVA cable",
        "Sum filter",
        "送料箱",
        "VAT 69 whisky",
        "Summer hat",
    ],
)
def test_goods_whose_names_begin_like_a_sum_are_offers(name: str) -> None:
    got = read_csv("Pos;Bezeichnung;Preis EUR", "1;Nagel;2,50", f"2;{name};6,00")
    assert [offer.title.value for offer in got.offers] == ["Nagel", name]


def test_a_charge_with_an_article_number_is_an_offer() -> None:
    got = read_csv("Art.-Nr.;Bezeichnung;Preis EUR", "A1;Nagel;2,50", "F1;Versandkosten;6,00")
    assert [offer.title.value for offer in got.offers] == ["Nagel", "Versandkosten"]


def test_a_transposed_table_gives_no_offers_and_says_why() -> None:
    got = read_xlsx(
        [
            ["Description", "Bottle", "Mug", "Cup"],
            ["Price USD", 4.5, 2.5, 1.5],
            ["MOQ", 100, 200, 300],
            ["Lead time", "15 days", "20 days", "30 days"],
        ]
    )
    assert got.offers == []
    assert [one.value for one in got.problems] == ["Price USD", "MOQ", "Lead time"]
    assert "looks transposed" in got.problems[0].message()


def test_goods_named_like_columns_are_offers_where_a_column_holds_their_prices() -> None:
    got = read_csv("Produkt;Preis EUR;MOQ", "Verpackung;2,50;10", "Marke;3,50;10", "Artikel;4,50;10")
    assert [offer.title.value for offer in got.offers] == ["Verpackung", "Marke", "Artikel"]


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("Artikel", "Bezeichnung"),
        ("Artículo", "Nombre"),
        ("Article", "Désignation"),
        ("Artigo", "Nome"),
        ("Товар", "Наименование"),
        ("产品", "名称"),
    ],
)
def test_codes_in_a_column_called_like_goods_are_article_numbers_beside_one_of_names(
    number: str, name: str
) -> None:
    got = read_csv(f"{number};{name};EUR", "4711;Nagel lang;2,50", "A-12;Bolzen;3,50")
    assert [(offer.external_id, offer.title.value) for offer in got.offers] == [
        ("4711", "Nagel lang"),
        ("A-12", "Bolzen"),
    ]


def test_a_tiers_name_that_a_spreadsheet_made_a_date_leaves_the_other_tiers_and_is_told() -> None:
    rows: list[list[object]] = [["SKU", "Product", date(2026, 1, 9), "10-99", "100-499", "Currency"]]
    rows += [[f"A{i}", f"Bolt {i}", 1.5 * i, 1.4 * i, 1.3 * i, "EUR"] for i in range(1, 6)]
    got = read_xlsx(rows)
    assert [one.value.from_quantity.value for one in got.offers[0].prices] == [10, 100]
    told = list(misfits(got.mapping, got.offers[0].origin))
    assert [(one.kind, one.origin.cell, one.value) for one in told] == [("bad_value", "C1", "2026-01-09")]


def test_what_a_spreadsheet_made_a_date_is_no_quantity_and_no_part_number() -> None:
    day = datetime(2026, 10, 20)  # noqa: DTZ001 (as a spreadsheet gives it)
    got = read_xlsx(
        [
            ["Part No", "Product", "Price USD", "MOQ", "Pack", "Lead time"],
            ["A-1", "Bolt", 1.5, 10, 24, "15 days"],
            [day, "Nut", 1.5, day, day, day],
            ["A-3", "Pin", 1.5, datetime(1900, 1, 10), 24, "15 days"],  # noqa: DTZ001 (as a spreadsheet gives it)
        ]
    )
    nut = got.offers[1]
    assert (nut.mpn, nut.moq, nut.pack, nut.lead_time) == (None, None, None, None)
    assert sorted(one.origin.cell or "" for one in got.problems) == ["A3", "D3", "D4", "E3", "F3"]
    assert all("made a date of what was typed" in one.advice for one in got.problems)


@pytest.mark.parametrize(
    "cell", ["2026-10-20", "20.10.2026", "10/20/2026", "20-Oct", "20-окт", "20. Okt", "10月20日"]
)
def test_a_date_as_text_is_no_minimum_order_quantity(cell: str) -> None:
    got = read_csv("SKU;Product;Price USD;MOQ", "1;Bolt;1.50;10", "2;Pin;1.50;20", f"3;Nut;1.50;{cell}")
    assert got.offers[2].moq is None
    assert [(one.kind, one.origin.cell) for one in got.problems] == [("bad_quantity", "D4")]


@pytest.mark.parametrize("cell", ["10-20", "12-set", "10 set", "500 Stk."])
def test_a_range_or_a_number_of_sets_is_no_date(cell: str) -> None:
    got = read_csv("SKU;Product;Price USD;MOQ", "1;Bolt;1.50;10", f"3;Nut;1.50;{cell}")
    assert got.offers[1].moq is not None


def test_a_part_number_written_like_a_date_is_a_doubt() -> None:
    got = read_csv("Part No;Product;Price USD", "3-May;Bolt;1.50", "A-12;Nut;2.50")
    (first, second) = [offer.mpn for offer in got.offers]
    assert first is not None
    assert (first.value, first.confidence) == ("3-May", 0.5)
    assert second is not None
    assert second.confidence == 1.0


def test_an_id_that_a_spreadsheet_made_a_date_is_kept_and_doubted() -> None:
    got = read_xlsx([["SKU", "Product", "Price USD"], [date(2026, 5, 3), "Bolt", 1.5], ["A-2", "Nut", 2.5]])
    assert [offer.external_id for offer in got.offers] == ["2026-05-03", "A-2"]
    assert [(one.kind, one.origin.cell) for one in got.problems] == [("doubtful_value", "A2")]


def test_a_title_does_not_say_a_material_that_it_denies() -> None:
    got = read_csv("SKU;Product;Price USD", "1;Glass bottle, plastic-free;1.50", "2;Faux leather bag;2.50")
    glass, bag = got.offers
    assert glass.material is not None
    assert glass.material.value == "glass"
    assert bag.material is None
