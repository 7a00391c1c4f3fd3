"""What a column's name says of its prices: what they are for, from which quantity and day on they hold, whose they are."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from reading import Reading, read_csv, read_json

from dragoman.model import PriceTier, Quantity, Sourced
from dragoman.normalise.mapping.header import read_header
from dragoman.normalise.mapping.misfits import misfits
from dragoman.normalise.mapping.price_kind import price_kind


def prices(got: Reading, row: int = 0) -> list[str]:
    """The prices of a row: "500+: 11.00 EUR per 100 piece"."""
    return [_said(one) for one in got.offers[row].prices]


def _said(one: Sourced[PriceTier]) -> str:
    begin, price = one.value.from_quantity, one.value.price
    unit = "" if begin.unit == "piece" else f" {begin.unit}"
    per = "" if price.per == Quantity(value=Decimal(1)) else f" per {price.per.value} {price.per.unit}"
    return f"{begin.value}{unit}+: {price.money.amount} {price.money.currency}{per}"


def attributes(got: Reading) -> list[str]:
    return [one.name for one in got.offers[0].attributes]


# ------------------------------------------------------------------------------ quantities are no prices


@pytest.mark.parametrize("header", ["Qty 20'", "Qty/20ft", "Qty 40HQ", "Qty 20 GP", "Qty/40' HC", "Qty 2025"])
def test_what_a_container_takes_is_no_price(header: str) -> None:
    got = read_csv(f"SKU;Product;Price USD;{header}", "A;Mug;2.50;28000", "B;Cup;3.50;14000")
    assert prices(got) == ["1+: 2.50 USD"]
    assert attributes(got) == [header]


@pytest.mark.parametrize(
    "header",
    [
        "Qty1;Price1;Qty2;Price2;Qty3;Price3",
        "Break 1;Price 1;Break 2;Price 2;Break 3;Price 3",
        "Price break 1 qty;Price break 1 price;Price break 2 qty;Price break 2 price;Price break 3 qty;Price break 3 price",
        "Menge 1;Preis 1;Menge 2;Preis 2;Menge 3;Preis 3",
        "Cantidad 1;Precio 1;Cantidad 2;Precio 2;Cantidad 3;Precio 3",
        "Quantité 1;Prix 1;Quantité 2;Prix 2;Quantité 3;Prix 3",
        "Quantidade 1;Preço 1;Quantidade 2;Preço 2;Quantidade 3;Preço 3",
        "数量1;单价1;数量2;单价2;数量3;单价3",
        "数量 1;単価 1;数量 2;単価 2;数量 3;単価 3",
        "الكمية 1;السعر 1;الكمية 2;السعر 2;الكمية 3;السعر 3",
        "Количество 1;Цена 1;Количество 2;Цена 2;Количество 3;Цена 3",
        "Qty;Price;Qty;Price;Qty;Price",
    ],
)
def test_numbered_columns_of_quantities_and_prices_are_pairs(header: str) -> None:
    got = read_csv(
        f"SKU;Product;{header};Currency", "1;Nail;1;2.5;10;2.4;100;2.2;EUR", "2;Nut;1;3.5;20;3.4;;;EUR"
    )
    assert prices(got) == ["1+: 2.5 EUR", "10+: 2.4 EUR", "100+: 2.2 EUR"]
    assert prices(got, 1) == ["1+: 3.5 EUR", "20+: 3.4 EUR"]
    assert got.problems == []


@pytest.mark.parametrize(
    "header",
    [
        "Prix unité HT",
        "PrixUnitéHT",
        "Prix (unité)",
        "Preço unidade",
        "Price (unit)",
        "Precio unidad",
        "Einheitspreis",
        "ЦенаЗаШт",
    ],
)
def test_a_price_that_names_its_unit_is_a_price_and_no_unit(header: str) -> None:
    got = read_csv(f"SKU;Product;{header};Currency", "1;Cup;2,50;EUR", "2;Mug;3,50;EUR")
    assert prices(got) == ["1+: 2.50 EUR"]


def test_amounts_in_a_column_of_units_are_told_as_no_units() -> None:
    got = read_csv("SKU;Product;Price unit;Currency", "1;Cup;2,50;EUR", "2;Mug;3,50;EUR")
    assert got.role("Price unit").field == "attribute"
    (told,) = misfits(got.mapping, got.offers[0].origin)
    assert (told.value, told.field_name) == ("2,50", "price_basis")


@pytest.mark.parametrize(
    ("header", "price"),
    [
        ("ЦенаРуб", "1+: 250 RUB"),
        ("PrixUnitéEUR", "1+: 250 EUR"),
        ("priceUSD", "1+: 250 USD"),
        ("ЦенаКопейкиRUB", "1+: 2.50 RUB"),
        ("prixUnitéCentimesEUR", "1+: 2.50 EUR"),
    ],
)
def test_words_that_stand_together_are_cut_apart_in_any_alphabet(header: str, price: str) -> None:
    assert prices(read_csv(f"SKU;Product;{header}", "1;Cup;250", "2;Mug;350")) == [price]


def test_quantities_of_nested_prices_are_known_by_words_that_stand_together() -> None:
    got = read_json(
        {"sku": "1", "name": "Cup", "prices": [{"количествоОт": 100, "цена": 2.1, "валюта": "EUR"}]}
    )
    assert prices(got) == ["100+: 2.1 EUR"]


def test_a_price_of_a_pair_without_its_quantity_is_doubtful() -> None:
    got = read_csv(
        "SKU;Product;Qty 1;Price 1 EUR;Qty 2;Price 2 EUR", "1;Nail;;2.5;10;2.4", "2;Nut;1;3.5;10;3.4"
    )
    first = got.offers[0].prices[0]
    assert first.confidence == 0.5
    assert "'Qty 1'" in first.note


def test_columns_named_by_bare_quantities_are_prices_only_where_none_is_named_so_and_they_fall() -> None:
    falling = read_csv(
        "SKU;Name;Qty 1;Qty 10;Qty 100;Currency", "1;Nut;2.5;2.4;2.2;EUR", "2;Nail;3.5;3.4;3.2;EUR"
    )
    assert prices(falling) == ["1+: 2.5 EUR", "10+: 2.4 EUR", "100+: 2.2 EUR"]
    assert all(one.confidence < 0.6 for one in falling.offers[0].prices)
    rising = read_csv("SKU;Name;Qty 1;Qty 10;Currency", "1;Nut;100;900;EUR")
    assert prices(rising) == []
    beside = read_csv("SKU;Name;Price EUR;Qty 1;Qty 10", "1;Nut;2.50;900;100")
    assert prices(beside) == ["1+: 2.50 EUR"]


def test_the_quantity_of_a_nested_price_is_none_though_its_list_is_named_after_prices() -> None:
    got = read_json(
        {"sku": "1", "name": "Nail", "currency": "EUR", "PriceBreaks": [{"Quantity": 1, "Price": 2.5}, {"Quantity": 10, "Price": 2.4}]}
    )  # fmt: skip
    assert prices(got) == ["1+: 2.5 EUR", "10+: 2.4 EUR"]


# ------------------------------------------------------------------------------ what prices are for


@pytest.mark.parametrize(
    ("header", "value", "unit"),
    [
        ("Price per carton", "1", "carton"),
        ("Price per kg", "1", "kg"),
        ("Price per 100 (EUR)", "100", "piece"),
        ("Price/unit", "1", "piece"),
        ("Preis pro Karton", "1", "carton"),
        ("Preis je Stück", "1", "piece"),
        ("Prix par unité", "1", "piece"),
        ("Prix par carton de 12", None, None),
        ("Precio por unidad", "1", "piece"),
        ("Precio por caja", "1", "carton"),
        ("Preço por kg", "1", "kg"),
        ("Цена за единицу", "1", "piece"),
        ("Цена за кг", "1", "kg"),
        ("单价/箱", "1", "carton"),
    ],
)
def test_a_price_per_carton_is_a_price_and_no_basis(header: str, value: str | None, unit: str | None) -> None:
    meaning = read_header(header)
    assert meaning.field == "price"
    if value is not None:
        assert meaning.basis is not None
        assert meaning.basis.per == Quantity(value=Decimal(value), unit=unit or "")


@pytest.mark.parametrize("header", ["Price per", "Price unit", "Preiseinheit", "Unidad de precio", "Unit"])
def test_a_column_of_what_prices_are_for_is_still_one(header: str) -> None:
    assert read_header(header).field == "price_basis"


def test_a_column_named_price_by_unit_that_holds_units_says_what_the_price_is_for() -> None:
    got = read_csv("SKU;Name;Price EUR;Price/Unit", "1;Nail;2.50;kg", "2;Nut;2.50;pcs")
    assert prices(got) == ["1+: 2.50 EUR per 1 kg"]


def test_a_price_per_carton_beside_a_unit_price_does_not_divide_it() -> None:
    got = read_csv(
        "Item;Product name;Unit price;Price per carton;Pcs per carton;Currency", "1;Nail;2.00;48.00;24;EUR"
    )
    assert prices(got) == ["1+: 2.00 EUR"]
    alone = read_csv("Item;Product name;Price per carton;Pcs per carton;Currency", "1;Nail;48.00;24;EUR")
    assert prices(alone) == ["1+: 48.00 EUR per 1 carton"]


def test_tiers_of_a_price_per_carton_begin_at_cartons() -> None:
    got = read_csv(
        "SKU;Name;Price per carton 1+;Price per carton 20+;Pcs/carton;Currency", "1;Clip;12.00;10.00;24;EUR"
    )
    assert prices(got) == ["1 carton+: 12.00 EUR per 1 carton", "20 carton+: 10.00 EUR per 1 carton"]
    assert got.offers[0].pack is not None
    assert got.offers[0].pack.value.contains == Quantity(value=Decimal(24))


@pytest.mark.parametrize(
    "header",
    [
        "Pcs/carton",
        "Stk/Karton",
        "pièces/carton",
        "uds/caja",
        "peças/caixa",
        "шт/кор",
        "个/箱",
        "個/箱",
        "قطعة/كرتون",
    ],
)
def test_pieces_by_the_carton_are_what_a_carton_holds(header: str) -> None:
    meaning = read_header(header)
    assert (meaning.field, meaning.unit) == ("pack", "carton")


def test_a_tier_without_a_basis_of_its_own_takes_that_of_the_price_before_it() -> None:
    got = read_csv(
        "Nr;Bezeichnung;Preis je 100 Stk EUR;ab 500 Stk;ab 1000 Stk", "1;Schraube;12,50;11,00;9,50"
    )
    assert prices(got) == [
        "1+: 12.50 EUR per 100 piece",
        "500+: 11.00 EUR per 100 piece",
        "1000+: 9.50 EUR per 100 piece",
    ]
    assert "'Preis je 100 Stk EUR'" in got.offers[0].prices[1].note


def test_a_tier_with_a_price_word_of_its_own_takes_it_in_doubt() -> None:
    got = read_csv("SKU;Name;Price per 100 EUR;Price EUR 500+", "1;Nut;12.50;11.00")
    assert prices(got)[1] == "500+: 11.00 EUR per 100 piece"
    assert got.offers[0].prices[1].confidence == 0.7


def test_a_number_and_a_unit_in_two_columns_are_what_the_price_is_for() -> None:
    rows = (
        "1;Kabel;55,00;100;m",
        "2;Draht;255,00;100;KG",
        "3;Karton;4,50;1;KAR",
        "4;Farbe;14,50;1;L",
        "5;Nagel;3,00;1.000;ST",
    )
    for header in ("PE;ME", "per;ME", "Preiseinheit;Mengeneinheit", "Price unit;UoM"):
        got = read_csv(f"Nr;Bezeichnung;Preis EUR;{header}", *rows)
        assert [prices(got, row)[0] for row in range(5)] == [
            "1+: 55.00 EUR per 100 m",
            "1+: 255.00 EUR per 100 kg",
            "1+: 4.50 EUR per 1 carton",
            "1+: 14.50 EUR per 1 L",
            "1+: 3.00 EUR per 1000 piece",
        ]


def test_a_unit_that_is_not_known_beside_a_number_is_doubtful() -> None:
    got = read_csv(
        "Nr;Name;Preis EUR;PE;ME", "1;Kabel;55,00;100;xyzzy", "2;Draht;5,00;100;kg", "3;Seil;5,00;1;m"
    )
    assert got.offers[0].prices[0].confidence == 0.5
    assert "'xyzzy'" in got.offers[0].prices[0].note


# ------------------------------------------------------------------------------ from which quantity on


@pytest.mark.parametrize(
    ("header", "value", "unit"),
    [
        ("Price USD ab 100-499 Stk", "100", "piece"),
        ("Price (USD) / Qty 100-499 pcs", "100", "piece"),
        ("Price from 500-999", "500", "piece"),
        ("price_100_499_usd", "100", "piece"),
        ("50 – 99 Stück", "50", "piece"),
        ("单价(100-499个)", "100", "piece"),
        ("Preis ab 1.000 Stk", "1000", "piece"),
        ("Price 1,000-4,999", "1000", "piece"),
        ("Preis ab 500 kg", "500", "kg"),
        ("Preis ab 2,5 t", "2.5", "t"),
        ("Prix à partir de 100 kg", "100", "kg"),
        ("Цена от 10 т", "10", "t"),
        ("Precio desde 100 m", "100", "m"),
        ("Price per kg 100+", "100", "kg"),
        ("Price ab 10 Karton", "10", "carton"),
        ("Price 10 doz+", "120", "piece"),
        ("Price 1k+", "1000", "piece"),
    ],
)
def test_a_threshold_is_read_with_its_unit_and_only_its_low_end(header: str, value: str, unit: str) -> None:
    meaning = read_header(header)
    assert meaning.field == "price"
    assert meaning.tier_from == Quantity(value=Decimal(value), unit=unit)


def test_tiers_by_weight_rise_by_weight_and_a_price_that_is_not_said_to_be_for_one_is_doubtful() -> None:
    got = read_csv(
        "SKU;Produkt;Preis EUR ab 10 Stk;Preis EUR ab 1 t;Preis EUR ab 500 kg", "1;Nagel;2,50;2,20;2,30"
    )
    assert prices(got) == ["10+: 2.50 EUR", "500 kg+: 2.30 EUR", "1 t+: 2.20 EUR"]
    assert [one.confidence for one in got.offers[0].prices] == [1.0, 0.5, 0.5]
    sure = read_csv("SKU;Name;Price EUR per kg;ab 500 kg", "1;Nagel;2,50;2,20")
    assert prices(sure) == ["1+: 2.50 EUR per 1 kg", "500 kg+: 2.20 EUR per 1 kg"]


def test_counts_behind_what_a_price_is_for_are_thresholds() -> None:
    got = read_csv("No;Name;FOB Ningbo (USD/pc) 500 pcs;FOB Ningbo (USD/pc) 1,000 pcs", "1;Nut;4.50;4.20")
    assert prices(got) == ["500+: 4.50 USD", "1000+: 4.20 USD"]


def test_counts_that_end_the_names_of_falling_prices_are_thresholds_in_doubt() -> None:
    got = read_csv("SKU;Name;Price EUR 500 pcs;Price EUR 1000 pcs", "1;Nut;4.50;4.20")
    assert prices(got) == ["500+: 4.50 EUR", "1000+: 4.20 EUR"]
    assert [one.confidence for one in got.offers[0].prices] == [0.7, 0.7]
    rising = read_csv("SKU;Name;Price EUR 500 pcs;Price EUR 1000 pcs", "1;Nut;4.50;8.20")
    assert len(rising.offers[0].prices) == 1
    assert rising.offers[0].prices[0].confidence == 0.8


# ------------------------------------------------------------------------------ from which day on


@pytest.mark.parametrize(
    ("header", "begins", "ends"),
    [
        ("Preis ab 15.04.2027", date(2027, 4, 15), None),
        ("Price USD from 15 Jan 2027", date(2027, 1, 15), None),
        ("Price as of 2027-03-01", date(2027, 3, 1), None),
        ("Prix à partir du 01/02/2027", date(2027, 2, 1), None),
        ("Precio desde 15 de enero de 2027", date(2027, 1, 15), None),
        ("Цена с 15.04.2027", date(2027, 4, 15), None),
        ("单价 2027年3月1日起", date(2027, 3, 1), None),
        ("Price 12/2026", date(2026, 12, 1), date(2026, 12, 31)),
        ("Price Q1 2027", date(2027, 1, 1), date(2027, 3, 31)),
        ("Preis bis 31.12.2026", None, date(2026, 12, 31)),
        ("Price (valid until 31.12.2026)", None, date(2026, 12, 31)),
        ("Price from 2027", date(2027, 1, 1), None),
    ],
)
def test_a_date_in_the_name_of_a_price_is_no_quantity(
    header: str, begins: date | None, ends: date | None
) -> None:
    meaning = read_header(header)
    assert (meaning.field, meaning.tier_from) == ("price", None)
    assert meaning.holds is not None
    assert meaning.holds.begins == begins
    if begins is None:
        assert meaning.holds.ends == ends


def test_round_quantities_are_no_years() -> None:
    assert read_header("Price from 2000").tier_from == Quantity(value=Decimal(2000))
    assert read_header("Price 2025+").tier_from == Quantity(value=Decimal(2025))
    assert read_header("Preis ab 2024 Stk").tier_from == Quantity(value=Decimal(2024))


@pytest.mark.parametrize("later", ["Price EUR from 15.04.2097", "Price EUR 01/2097"])
def test_a_price_that_holds_from_a_day_to_come_is_an_attribute_and_todays_says_so(later: str) -> None:
    for header in (f"SKU;Name;Price EUR;{later}", f"SKU;Name;{later};Price EUR"):
        row = "1;Nut;2.00;2.20" if header.endswith(later) else "1;Nut;2.20;2.00"
        got = read_csv(header, row)
        assert prices(got) == ["1+: 2.00 EUR"]
        assert attributes(got) == [later]
        assert "it holds from 2097" in got.role(later).why
        assert f"{later!r} holds from 2097" in got.offers[0].prices[0].note


def test_the_latest_price_that_holds_already_goes_before_older_ones() -> None:
    got = read_csv(
        "SKU;Name;Price EUR from 01.01.2020;Price EUR from 01.01.2021;Price EUR until 31.12.2019",
        "1;Nut;2;3;1",
    )
    assert prices(got) == ["1+: 3 EUR"]


def test_of_lists_to_come_the_first_is_the_price_in_doubt() -> None:
    got = read_csv("SKU;Name;Price 12/2096 EUR;Price 01/2097 EUR", "1;Nut;2.50;2.60")
    assert prices(got) == ["1+: 2.50 EUR"]
    assert got.offers[0].prices[0].confidence == 0.5
    assert "2096-12-01" in got.offers[0].prices[0].note


# ------------------------------------------------------------------------------ whose price


@pytest.mark.parametrize(
    ("paid", "other"),
    [
        ("Price EUR excl. VAT", "Price EUR incl. VAT"),
        ("Your price EUR", "List price EUR"),
        ("Nettopreis EUR", "Preis EUR"),
        ("Preis netto EUR", "Preis brutto EUR"),
        ("Preis EUR zzgl. MwSt", "Preis EUR inkl. MwSt"),
        ("Prix HT EUR", "Prix TTC EUR"),
        ("Precio sin IVA EUR", "Precio con IVA EUR"),
        ("Preço sem IVA EUR", "Preço com IVA EUR"),
        ("未税价 EUR", "含税价 EUR"),
        ("不含税单价 EUR", "含税单价 EUR"),
        ("税抜価格 EUR", "税込価格 EUR"),
        ("السعر بدون ضريبة EUR", "السعر شامل الضريبة EUR"),
        ("Цена без НДС EUR", "Цена с НДС EUR"),
        ("EK netto EUR", "EK brutto EUR"),
    ],
)
def test_what_a_buyer_pays_goes_before_lists_and_tax_wherever_it_stands(paid: str, other: str) -> None:
    assert price_kind(paid) > price_kind(other)
    for header, row in ((f"{paid};{other}", "2,00;2,38"), (f"{other};{paid}", "2,38;2,00")):
        got = read_csv(f"SKU;Title;{header}", f"1;Nail;{row}")
        assert prices(got) == ["1+: 2.00 EUR"]
        assert repr(other) in got.offers[0].prices[0].note


def test_of_two_prices_that_nothing_parts_the_first_is_taken_in_doubt() -> None:
    got = read_csv("SKU;Title;Price A EUR;Price B EUR", "1;Nail;2,00;2,38")
    assert prices(got) == ["1+: 2.00 EUR"]
    assert got.offers[0].prices[0].confidence == 0.8
    assert "'Price B EUR'" in got.offers[0].prices[0].note


@pytest.mark.parametrize(
    "header", ["FOB Ningbo (USD)", "FOB宁波(USD)", "CIF Hamburg USD", "EXW USD", "DDP Berlin (USD/pc)"]
)
def test_a_column_of_a_term_with_a_currency_is_a_price(header: str) -> None:
    got = read_csv(f"No;Name;{header}", "1;Nail;0.05", "2;Nut;0.10")
    assert prices(got) == ["1+: 0.05 USD"]
    delivery = got.offers[0].delivery
    assert delivery is not None
    assert delivery.value.incoterm == header[:3]


@pytest.mark.parametrize(
    ("header", "place"),
    [("FOB Price (USD)", "Ningbo"), ("FOB Shanghai (USD)", "Shanghai"), ("EXW USD", None)],
)
def test_the_place_of_a_term_is_that_of_the_letterhead_where_the_columns_say_none(
    header: str, place: str | None
) -> None:
    got = read_csv("Terms: FOB Ningbo;;", ";;", f"No;Name;{header}", "1;Nail;0.05", "2;Nut;0.10")
    delivery = got.offers[0].delivery
    assert delivery is not None
    assert delivery.value.incoterm == header[:3]
    assert delivery.value.place == place


def test_the_price_of_another_term_is_told_beside_the_first() -> None:
    got = read_csv("No;Name;FOB Ningbo (USD);CIF Hamburg (USD)", "1;Nail;0.05;0.06")
    assert prices(got) == ["1+: 0.05 USD"]
    assert "'CIF Hamburg (USD)'" in got.offers[0].prices[0].note


def test_a_table_of_numbers_without_a_price_column_is_told_once() -> None:
    got = read_csv("SKU;Name;Blah;Blub", "1;Nail;0.05;0.06", "2;Nut;0.07;0.08")
    (problem,) = misfits(got.mapping, got.offers[0].origin)
    assert (problem.kind, problem.value, problem.field_name) == ("bad_price", "Blah, Blub", "price")
    assert problem.origin.cell == "C1"
    assert "mapping file" in problem.advice


@pytest.mark.parametrize("header", ["SKU;Name;Price EUR;Blub", "SKU;Name;Weight (kg);Length (cm)"])
def test_a_table_with_prices_or_without_a_column_that_could_hold_them_is_not_told(header: str) -> None:
    got = read_csv(header, "1;Nail;0.05;0.06", "2;Nut;0.07;0.08")
    assert list(misfits(got.mapping, got.offers[0].origin)) == []


def test_a_number_of_a_quantity_column_counts_what_the_price_is_for() -> None:
    got = read_csv("SKU;Name;Qty from;Price EUR;Unit", "1;Tea;100;2.50;kg", "2;Nut;100;2.50;pcs")
    assert prices(got) == ["100 kg+: 2.50 EUR per 1 kg"]
    assert prices(got, 1) == ["100+: 2.50 EUR"]


def test_a_text_of_any_length_in_the_place_of_a_name_is_read_by_its_beginning() -> None:
    assert read_header("Price / " + "price / " * 20_000).field == "price"
