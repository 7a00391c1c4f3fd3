"""Files that keep to a written standard: declared columns, units that stand beside a value, coded units."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest

from dragoman.formats.rows import ItemRow
from dragoman.model import DayRange, Offer, Pack, Quantity, Supplier
from dragoman.normalise.hints import Hints
from dragoman.normalise.mapping import TableMapping, propose
from dragoman.normalise.offers import to_offer
from dragoman.ports import CellValue, Standard, Table
from dragoman.testing.format_reader import source_of
from dragoman.vocabulary.unit_codes import unit_of_code

FIELDS = {
    "ID": "external_id",
    "NAME": "title",
    "PRICE[].AMOUNT": "price",
    "PRICE[].CURRENCY": "currency",
    "PRICE[].FROM": "tier_quantity",
    "PRICE[].PER": "price_basis",
    "PER": "price_basis",
    "LEAST": "moq",
    "HOLDS": "pack",
    "MASS": "weight",
    "WAIT": "lead_time",
    "MAKER": "brand",
}
SUPPLIER = Supplier(supplier_id="muster", name="Muster")


def row(values: Mapping[str, CellValue], units: Mapping[str, str] | None = None, number: int = 1) -> ItemRow:
    return ItemRow(
        source=source_of(b"x", "list.xml"),
        number=number,
        values=values,
        paths={key: f"/{key}" for key in values},
        path=f"/LIST/ITEM[{number}]",
        line=None,
        units=units or {},
    )


def understood(*rows: ItemRow, language: str | None = None) -> TableMapping:
    standard = Standard(name="Test 1.0", fields=FIELDS, language=language)
    table = Table(source=source_of(b"x", "list.xml"), columns=(), rows=iter(rows), standard=standard)
    return propose(table, rows, Hints(file_name="list.xml"))


def offered(values: Mapping[str, CellValue], units: Mapping[str, str] | None = None) -> Offer:
    one = row({"ID": "1", "NAME": "Clamp", **values}, units)
    outcome = to_offer(one, understood(one), SUPPLIER)
    assert outcome.problems == ()
    assert outcome.offer is not None
    return outcome.offer


def test_a_declared_column_is_sure_whatever_its_name_and_values_look_like() -> None:
    mapping = understood(row({"ID": "4.50 EUR", "NAME": "12 kg"}))
    assert [(one.key, one.field, one.confidence, one.why) for one in mapping.columns.values()] == [
        ("ID", "external_id", 1.0, "Test 1.0 says so"),
        ("NAME", "title", 1.0, "Test 1.0 says so"),
    ]


def test_a_declared_column_that_the_first_rows_lack_is_known_when_it_comes() -> None:
    mapping = understood(row({"ID": "1", "NAME": "Clamp"}))
    assert mapping.role("PRICE[3].AMOUNT").field == "price"
    assert mapping.role("Anything").field == "attribute"


def test_any_other_column_is_a_property_even_where_its_name_is_a_price() -> None:
    mapping = understood(row({"ID": "1", "NAME": "Clamp", "Preis": "3 EUR", "Name": "x", "Typ": "y"}))
    assert {key: one.field for key, one in mapping.columns.items()} == {
        "ID": "external_id",
        "NAME": "title",
        "Preis": "attribute",
        "Name": "attribute",
        "Typ": "attribute",
    }


def test_a_property_with_a_known_whole_name_is_the_offers() -> None:
    offer = offered({"Farbe": "rot", "Werkstoff": "Edelstahl", "Farbe des Deckels": "blau"})
    assert offer.colour is not None
    assert offer.colour.value == "red"
    assert offer.material is not None
    assert offer.material.value == "stainless_steel"
    assert [one.name for one in offer.attributes] == ["Farbe des Deckels"]


def test_a_property_gives_way_to_the_standards_own_place() -> None:
    offer = offered({"MAKER": "Alfa", "Marke": "Beta"})
    assert offer.brand is not None
    assert offer.brand.value == "Alfa"
    assert [(one.name, one.value) for one in offer.attributes] == [("Marke", "Beta")]


def test_a_weight_without_a_unit_stays_a_property() -> None:
    assert offered({"Nettogewicht": "0.00013"}).weight is None
    weight = offered({"Nettogewicht": Decimal(130)}, {"Nettogewicht": "GRM"}).weight
    assert weight is not None
    assert weight.value == Quantity(value=Decimal(130), unit="g")


def test_a_unit_beside_a_property_types_it_and_joins_its_text() -> None:
    offer = offered(
        {
            "Spannung": Decimal(230),
            "Fl\u00e4che": "0,75",
            "T": Decimal(-25),
            "R": Decimal(5),
            "X": "1",
            "Y": "3...5",
        },
        {"Spannung": "VLT", "Fl\u00e4che": "MTK", "T": "CEL", "R": "Ohm", "X": "QQ", "Y": "MMT"},
    )
    assert [(one.value, one.quantity) for one in offer.attributes] == [
        ("230 V", Quantity(value=Decimal(230), unit="V")),
        ("0,75 m\u00b2", Quantity(value=Decimal("0.75"), unit="m2")),
        ("-25 \u00b0C", Quantity(value=Decimal(-25), unit="Cel")),
        ("5 \u03a9", Quantity(value=Decimal(5), unit="Ohm")),
        ("1 QQ", None),
        ("3...5 mm", None),
    ]


def test_coded_units_say_basis_tiers_minimum_pack_weight_and_wait() -> None:
    offer = offered(
        {
            "PER": Decimal(100),
            "PRICE[0].AMOUNT": Decimal("4.5"),
            "PRICE[0].CURRENCY": "EUR",
            "PRICE[0].FROM": Decimal(1),
            "PRICE[1].AMOUNT": Decimal(4),
            "PRICE[1].CURRENCY": "EUR",
            "PRICE[1].FROM": Decimal(5),
            "LEAST": Decimal(2),
            "HOLDS": Decimal(2),
            "MASS": Decimal("0.5"),
            "WAIT": Decimal(3),
        },
        {
            "PER": "BX",
            "PRICE[0].FROM": "BX",
            "PRICE[1].FROM": "BX",
            "LEAST": "BX",
            "HOLDS": "DZN/BX",
            "MASS": "KGM",
            "WAIT": "WEE",
        },
    )
    assert [
        (one.value.from_quantity, one.value.price.money.amount, one.value.price.per) for one in offer.prices
    ] == [
        (Quantity(value=Decimal(1), unit="box"), Decimal("4.5"), Quantity(value=Decimal(100), unit="box")),
        (Quantity(value=Decimal(5), unit="box"), Decimal(4), Quantity(value=Decimal(100), unit="box")),
    ]
    assert offer.moq is not None
    assert offer.moq.value == Quantity(value=Decimal(2), unit="box")
    assert offer.pack is not None
    assert offer.pack.value == Pack(unit="box", contains=Quantity(value=Decimal(24)))
    assert offer.weight is not None
    assert offer.weight.value == Quantity(value=Decimal("0.5"), unit="kg")
    assert offer.lead_time is not None
    assert offer.lead_time.value == DayRange(min_days=21, max_days=21)


def test_each_nested_price_has_its_own_basis() -> None:
    offer = offered(
        {
            "PRICE[0].AMOUNT": Decimal(4),
            "PRICE[0].CURRENCY": "EUR",
            "PRICE[0].PER": Decimal(1),
            "PRICE[1].AMOUNT": Decimal(30),
            "PRICE[1].CURRENCY": "EUR",
            "PRICE[1].PER": Decimal(10),
            "PRICE[1].FROM": Decimal(10),
        },
        {"PRICE[0].PER": "C62", "PRICE[1].PER": "C62"},
    )
    assert [one.value.price.per.value for one in offer.prices] == [1, 10]


def test_a_price_for_an_unknown_unit_says_so_and_is_less_sure() -> None:
    offer = offered({"PER": "QQ", "PRICE[0].AMOUNT": Decimal(4), "PRICE[0].CURRENCY": "EUR"}, {"PER": "QQ"})
    assert offer.prices[0].confidence == 0.5
    assert "'QQ' beside 'PER' is no unit that is known" in offer.prices[0].note


def test_the_language_that_the_file_states_holds() -> None:
    one = row({"ID": "1", "NAME": "Reset"})
    assert understood(one, language="de").language == "de"
    assert understood(one, language="xx").language == "en"


@pytest.mark.parametrize(
    ("written", "unit", "times"),
    [
        ("C62", "piece", 1),
        ("PCE", "piece", 1),
        ("ST", "piece", 1),
        ("BX", "box", 1),
        ("DZN", "piece", 12),
        ("MMT", "mm", 1),
        ("mm", "mm", 1),
        ("VLT", "V", 1),
        ("\u00b0C", "Cel", 1),
        ("m\u03a9", "mOhm", 1),
        ("M\u03a9", "MOhm", 1),
        ("Stk.", "piece", 1),
        ("Dutzend", "piece", 12),
    ],
)
def test_codes_and_names_of_units_are_understood(written: str, unit: str, times: int) -> None:
    found = unit_of_code(written)
    assert found is not None
    assert (found.unit, found.times) == (unit, Decimal(times))


@pytest.mark.parametrize("written", ["", "XYZ", "EU570048", "0173-1#05-AAA480#002"])
def test_what_is_no_unit_is_none(written: str) -> None:
    assert unit_of_code(written) is None
