"""What rows of units, titles between rows and notes say of prices: their unit, currency, what they are for, thousands."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from reading import Reading, read_csv, read_table, read_xlsx

from dragoman.errors import MappingError
from dragoman.formats.pdf import PdfReader
from dragoman.model import Offer, Quantity
from dragoman.normalise.mapping.file import load_mapping, to_toml
from dragoman.normalise.mapping.header import basis_said
from dragoman.ports import ReadOptions
from dragoman.testing.format_reader import source_of
from dragoman.testing.pdf_files import PaperPage, paper

LEFTS = (40.0, 110.0, 300.0, 380.0, 460.0)


def prices(reading: Reading) -> list[tuple[str, str, str, str]]:
    """(amount, currency, how many, of what) of each offer's first price."""
    return [_price(offer) for offer in reading.offers]


def _price(offer: Offer) -> tuple[str, str, str, str]:
    price = offer.prices[0].value.price
    return f"{price.money.amount:f}", price.money.currency, str(price.per.value), price.per.unit


def read_pdf(*rows: tuple[str, ...]) -> Reading:
    page = PaperPage()
    for at, row in enumerate(rows):
        if len(row) == 1:
            page.text(LEFTS[0], 100 + 14 * at, row[0])
        else:
            page.row(LEFTS[: len(row)], 100 + 14 * at, row)
    return read_table(next(iter(PdfReader().read(source_of(paper([page]), "list.pdf"), ReadOptions()))))


# ------------------------------------------------------------------------------ rows of units

UNITS = (
    ("SKU", "Product", "Length", "Weight", "Price"),
    ("", "", "mm", "kg", "USD/100 pcs"),
    ("A-1", "Steel rod", "210", "0.35", "45.00"),
    ("A-2", "Steel bar", "110", "0.25", "35.50"),
    ("A-3", "Steel tube", "180", "0.40", "62.20"),
)


@pytest.mark.parametrize("kind", ["csv", "xlsx", "pdf"])
def test_a_row_of_units_below_the_names_belongs_to_them(kind: str) -> None:
    if kind == "csv":
        reading = read_csv(*(";".join(row) for row in UNITS))
    elif kind == "xlsx":
        typed = [
            [float(text) if at > 1 and row > 1 else text or None for at, text in enumerate(texts)]
            for row, texts in enumerate(UNITS)
        ]
        reading = read_xlsx(typed)
    else:
        reading = read_pdf(*UNITS)
    assert [offer.title.value for offer in reading.offers] == ["Steel rod", "Steel bar", "Steel tube"]
    assert [one[1:] for one in prices(reading)] == [("USD", "100", "piece")] * 3
    assert [offer.weight.value for offer in reading.offers if offer.weight] == [
        Quantity(value=Decimal(weight), unit="kg") for weight in ("0.35", "0.25", "0.40")
    ]
    assert not reading.problems


def test_a_first_offer_that_is_called_like_a_unit_is_no_row_of_units() -> None:
    reading = read_csv("SKU;Product;Unit;Price EUR", "A-1;Box;pcs;4.50", "A-2;Set;pcs;3.50")
    assert [offer.title.value for offer in reading.offers] == ["Box", "Set"]


# ------------------------------------------------------------------------------ titles between rows

HEADER = ("SKU", "Product", "MOQ", "Price")
TITLED = (
    HEADER,
    ("Prices in USD",),
    ("A-1", "Steel bottle", "100", "4.50"),
    ("A-2", "Steel mug", "100", "3.50"),
    ("Preise in EUR je 100 Stück",),
    ("A-3", "Lunch box", "100", "620.00"),
    ("A-4", "Storage jar", "100", "720.00"),
    ("Knives (GBP)",),
    ("A-5", "Bread knife", "100", "8.20"),
    ("Boards",),
    ("A-6", "Cutting board", "100", "930.00"),
)


@pytest.mark.parametrize("kind", ["csv", "pdf"])
def test_a_title_says_the_currency_and_what_the_prices_are_for_of_the_rows_below_it(kind: str) -> None:
    wide = [(*row, "", "", "")[:4] for row in TITLED]
    reading = read_csv(*(";".join(row) for row in wide)) if kind == "csv" else read_pdf(*TITLED)
    assert prices(reading) == [
        ("4.50", "USD", "1", "piece"),
        ("3.50", "USD", "1", "piece"),
        ("620.00", "EUR", "100", "piece"),
        ("720.00", "EUR", "100", "piece"),
        ("8.20", "GBP", "100", "piece"),
        ("930.00", "EUR", "100", "piece"),
    ]
    groups = [offer.category.value if offer.category else None for offer in reading.offers]
    assert groups == [None, None, None, None, "Knives (GBP)", "Boards"]


def test_the_currency_of_a_title_has_the_titles_place() -> None:
    (tier,) = read_pdf(*TITLED).offers[0].prices
    assert tier.confidence == 1.0


# ------------------------------------------------------------------------------ notes


@pytest.mark.parametrize(
    ("note", "many", "unit"),
    [
        ("All prices in EUR per 1000 pcs", "1000", "piece"),
        ("Preise in EUR je 100 Stück, zzgl. MwSt.", "100", "piece"),
        ("Prix en EUR par 100 pièces", "100", "piece"),
        ("Precios en EUR por 100 unidades", "100", "piece"),
        ("Цены в EUR за 1000 шт.", "1000", "piece"),
        ("Prices: EUR/kg", "1", "kg"),
        ("Prices in EUR. Freight 5 EUR per 100 kg", "1", "piece"),
        ("Prices in EUR per piece", "1", "piece"),
    ],
)
def test_a_note_says_what_all_prices_are_for(note: str, many: str, unit: str) -> None:
    reading = read_csv(f"{note};;;", ";".join(HEADER), "A-1;Hex bolt;100;45.00", "A-2;Hex nut;100;12.00")
    assert prices(reading) == [("45.00", "EUR", many, unit), ("12.00", "EUR", many, unit)]
    if (many, unit) != ("1", "piece"):
        assert "said above the table" in reading.offers[0].prices[0].note


@pytest.mark.parametrize(
    ("name", "cell", "per"),
    [
        ("Price", "45.00 / 100 pcs", Quantity(value=Decimal(100))),
        ("Price", "45.00 / pc", Quantity(value=Decimal(1))),
        ("Price per kg", "12.00", Quantity(value=Decimal(1), unit="kg")),
    ],
)
def test_what_a_cell_or_a_column_says_goes_before_the_note(name: str, cell: str, per: Quantity) -> None:
    note = "All prices in EUR per 1000 pcs;;"
    (offer,) = read_csv(note, f"SKU;Product;{name}", f"A-1;Hex bolt;{cell}").offers
    assert offer.prices[0].value.price.per == per


# ------------------------------------------------------------------------------ thousands


@pytest.mark.parametrize(
    ("name", "currency", "times"),
    [
        *(("Price (thousand EUR)", "EUR", 1_000), ("Preis in TEUR", "EUR", 1_000), ("Price, EUR '000", "EUR", 1_000)),
        *(("Preis (Tsd. €)", "EUR", 1_000), ("单价（万元）", "CNY", 10_000), ("Цена, тыс. руб.", "RUB", 1_000)),
        *(("Price kUSD", "USD", 1_000), ("Precio (miles de EUR)", "EUR", 1_000), ("Price in 1000 USD", "USD", 1_000)),
    ],
)  # fmt: skip
def test_a_column_of_thousands_is_read_in_thousands(name: str, currency: str, times: int) -> None:
    reading = read_csv(f"SKU;Product;MOQ;{name}", "M-1;Lathe;1;45.5", "M-2;Press;1;78.25")
    assert [(Decimal(one[0]), *one[1:]) for one in prices(reading)] == [
        (Decimal("45.5") * times, currency, "1", "piece"),
        (Decimal("78.25") * times, currency, "1", "piece"),
    ]
    assert f"times = {times}" in to_toml(reading.mapping)


@pytest.mark.parametrize("name", ["Price EUR per 1000", "Price per thousand EUR", "Price / t EUR"])
def test_a_price_for_a_thousand_is_not_one_in_thousands(name: str) -> None:
    (offer,) = read_csv(f"SKU;Product;MOQ;{name}", "M-1;Hex bolt;1;45.5").offers
    assert offer.prices[0].value.price.money.amount == Decimal("45.5")
    assert offer.prices[0].value.price.per != Quantity(value=Decimal(1))


def test_a_note_says_that_all_prices_are_in_thousands() -> None:
    reading = read_csv("Prices in thousand EUR, ex works;;;", ";".join(HEADER), "M-1;Lathe;1;45.5")
    assert prices(reading) == [("45500.0", "EUR", "1", "piece")]
    assert "multiplied by 1000" in reading.offers[0].prices[0].note


def test_a_mapping_file_says_thousands_and_refuses_other_factors(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_text('[columns]\n"Price EUR" = { field = "price", times = 1000 }\n')
    reading = read_csv("SKU;Product;Price EUR", "M-1;Lathe;45.5", mapping=load_mapping(path))
    assert prices(reading)[0][0] == "45500.0"
    path.write_text('[columns]\n"Price EUR" = { field = "price", times = 7 }\n')
    with pytest.raises(MappingError, match="times"):
        load_mapping(path)


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("Lista de precios 2026/2027 - precios en EUR, FCA Valencia", None),
        ("Prices (2027)", None),
        ("Preise 01/2027", None),
        ("Price / 2027", None),
        ("Prices as of 31/12/2026 per 1000", 1000),
        ("Prix 2026-27 / 100 pcs", 100),
        ("Price per 2050 pcs", 2050),
    ],
)
def test_a_year_or_a_day_is_nothing_that_a_price_is_for(said: str, count: int | None) -> None:
    found = basis_said(said)
    assert (found.per.value if found is not None else None) == count


@pytest.mark.parametrize(
    "title", ["Preise 2026/27 in EUR", "Precios 2026/2027 en EUR", "Prices in EUR, 01/2027"]
)
def test_the_year_in_a_title_between_rows_is_nothing_that_the_prices_below_are_for(title: str) -> None:
    reading = read_csv(
        ";".join(HEADER), f"{title};;;", *(f"A-{at};Steel mug {at};100;{at}.50" for at in range(1, 4))
    )
    assert [one[1:] for one in prices(reading)] == [("EUR", "1", "piece")] * 3
