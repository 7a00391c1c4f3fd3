"""Price cells as suppliers of nine languages write them."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from dragoman.model import Country, Currency, Quantity
from dragoman.normalise.quantities.basis import parse_basis
from dragoman.normalise.quantities.money import find_money, is_on_request, parse_money
from dragoman.normalise.quantities.numbers import decimal_mark_of, parse_number
from dragoman.normalise.quantities.tiers import parse_tiers

AMOUNTS = [
    ("1.234,56 €", "1234.56", "EUR"),
    ("1,234.56 USD", "1234.56", "USD"),
    ("USD2.10", "2.10", "USD"),
    ("€3.20", "3.20", "EUR"),
    ("£2.10", "2.10", "GBP"),
    ("US$2.10", "2.10", "USD"),
    ("12,5 Kč", "12.5", "CZK"),
    ("R$ 4,90", "4.90", "BRL"),
    ("R$4,90", "4.90", "BRL"),
    ("4,90 reais", "4.90", "BRL"),
    ("1'250.00 CHF", "1250.00", "CHF"),
    ("Rs. 1,25,000", "125000", "INR"),
    ("٤٫٥٠ درهم", "4.50", "AED"),
    ("١٢٣٫٤٥ ر.س", "123.45", "SAR"),
    ("５.８元", "5.8", "CNY"),
    ("￥5.80元", "5.80", "CNY"),
    ("1.5万元", "15000", "CNY"),
    ("1,200円", "1200", "JPY"),
    ("1.200 円", "1200", "JPY"),
    ("税抜1,250円", "1250", "JPY"),
    ("1 234,56 ₽", "1234.56", "RUB"),
    ("2\u00a0100,50 €", "2100.50", "EUR"),
    ("12,-- €", "12", "EUR"),
    ("ca. 2,10 €", "2.10", "EUR"),
    ("2.10 USD + 19% VAT", "2.10", "USD"),
    ("含税2.10元", "2.10", "CNY"),
    ("FOB宁波 USD2.10", "2.10", "USD"),
    ("USD $3.50", "3.50", "USD"),
    ("$CAD 3", "3", "CAD"),
]


@pytest.mark.parametrize(("text", "amount", "currency"), AMOUNTS)
def test_an_amount_with_its_currency_is_read_without_doubt(text: str, amount: str, currency: str) -> None:
    found = parse_money(text)
    assert found is not None
    assert (found.value.low.amount, found.value.low.currency) == (Decimal(amount), currency)
    assert found.value.high is None
    assert (found.confidence, found.note) == (1.0, "")


@pytest.mark.parametrize(
    ("text", "country", "currency", "at_most"),
    [
        ("$3.5", None, "USD", 0.7),
        ("$3.5", "US", "USD", 0.99),
        ("$3.5", "DE", "USD", 0.9),
        ("$3.5", "MX", "MXN", 0.75),
        ("$3.5", "CA", "CAD", 0.75),
        ("¥15", "CN", "CNY", 0.95),
        ("¥15", "JP", "JPY", 0.95),
        ("¥15", None, "CNY", 0.6),
        ("45 pesos", "MX", "MXN", 0.9),
        ("kr12", "DK", "DKK", 0.95),
        ("120 kr", None, "SEK", 0.4),
    ],
)
def test_a_sign_of_several_currencies_is_read_by_the_suppliers_country_and_says_so(
    text: str, country: Country | None, currency: Currency, at_most: float
) -> None:
    found = parse_money(text, country=country)
    assert found is not None
    assert found.value.low.currency == currency
    assert found.confidence <= at_most
    assert f"read as {currency}" in found.note


@pytest.mark.parametrize(("text", "usual"), [("$4", "CAD"), ("¥15", "JPY"), ("12 kr", "NOK")])
def test_a_sign_means_the_columns_own_currency_where_that_is_known(text: str, usual: Currency) -> None:
    found = parse_money(text, currency=usual)
    assert found is not None
    assert (found.value.low.currency, found.confidence) == (usual, 1.0)


def test_a_sign_never_means_a_currency_that_is_not_written_so() -> None:
    found = parse_money("$4", currency="EUR")
    assert found is not None
    assert (found.value.low.currency, found.confidence) == ("USD", 0.7)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("2.10-2.40", "2.10", "2.40"),
        ("2,10 bis 2,40 EUR", "2.10", "2.40"),
        ("de 2,10 a 2,40 €", "2.10", "2.40"),
        ("$2.10~$2.40", "2.10", "2.40"),
        ("USD 2.10 - USD 2.40", "2.10", "2.40"),
        ("150–180 руб./шт", "150", "180"),
        ("2.10至2.40元", "2.10", "2.40"),
    ],
)
def test_a_range_keeps_both_ends(text: str, low: str, high: str) -> None:
    found = parse_money(text, currency="EUR")
    assert found is not None
    assert found.value.high is not None
    assert (found.value.low.amount, found.value.high.amount) == (Decimal(low), Decimal(high))


BASES = [
    ("USD 2.10/pc", "1", "piece", None),
    ("¥15 / 个", "1", "piece", None),
    ("5.8元/件", "1", "piece", None),
    ("1,200円/個", "1", "piece", None),
    ("3,20 EUR/Stk", "1", "piece", None),
    ("45,50 руб./шт", "1", "piece", None),
    ("2.10 USD each", "1", "piece", None),
    ("€ 3,20 je 100 Stück", "100", "piece", None),
    ("¥180/100个", "100", "piece", None),
    ("180元/百个", "100", "piece", None),
    ("2.10 EUR/% Stk", "100", "piece", None),
    ("¥35/千件", "1000", "piece", None),
    ("每千件 ¥35", "1000", "piece", None),
    ("2.10 USD (per 1000)", "1000", "piece", None),
    ("2.10 USD/kpcs", "1000", "piece", None),
    ("120 R$ / milheiro", "1000", "piece", None),
    ("12.50 USD/dz", "12", "piece", None),
    ("12,50 € je Dutzend", "12", "piece", None),
    ("45,50 руб./кг", "1", "kg", None),
    ("3.20 €/100g", "100", "g", None),
    ("1.25 €/m²", "1", "m2", None),
    ("2,5 € / Paar", "1", "pair", None),
    ("8.00 USD/ctn of 24", "1", "carton", "24"),
    ("8.00 USD per carton (24 pcs)", "1", "carton", "24"),
    ("48,00 € je Karton à 24 Stück", "1", "carton", "24"),
    ("48 USD/24 pcs/ctn", "1", "carton", "24"),
]


@pytest.mark.parametrize(("text", "value", "unit", "contains"), BASES)
def test_what_a_price_is_for_is_read_with_it(text: str, value: str, unit: str, contains: str | None) -> None:
    found = parse_money(text, currency="USD")
    assert found is not None
    assert found.value.basis is not None
    assert found.value.basis.per == Quantity(value=Decimal(value), unit=unit)
    inside = found.value.basis.contains
    assert (inside.value if inside is not None else None) == (Decimal(contains) if contains else None)


@pytest.mark.parametrize(
    "text",
    [
        "2.10 / sample",
        "2.10 USD / 2.00 EUR",
        "2.10 / 1.95 USD",
        "1-99: $2.50, 100+: $2.10",
        "2.10 2.20",
        "M8x40",
        "10% discount",
        "12/2026",
        "2.50/7",
        "2 . 50",
        "2.50 ab 100 Stk",
        "2.50 per piece MOQ 500",
        "-2.10 USD",
        "1e3",
        "4.5E+02 USD",
        "USD",
        "",
        "n/a",
    ],
)
def test_a_cell_that_says_more_than_is_understood_is_no_price(text: str) -> None:
    assert parse_money(text, currency="EUR") is None


@pytest.mark.parametrize(
    "text",
    [
        *(
            "1.2.3",
            "1,2,3",
            "12.05.2026",
            "12,05,2026",
            "1.234.56",
            "12,34,567.8.9",
            "2.4.1 EUR",
            "USD 1.2.3 / pc",
        ),
        *("O.50", "1O.50", "2.5O", "О,50", "l.50", "I,99"),
        *("12:30", "12:30:00", "10-5", "100 - 10 USD"),
    ],
)
def test_a_slip_of_the_keyboard_is_no_price(text: str) -> None:
    assert parse_money(text, currency="USD") is None
    assert parse_tiers(text, currency="USD") == ()


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1,00,000", "100000"),
        ("12,34,567.50", "1234567.50"),
        ("1.234.567,89", "1234567.89"),
        ("1,234,567", "1234567"),
        ("Rs.50", "50"),
        ("ca.2,50", "2.50"),
    ],
)
def test_marks_that_part_thousands_are_no_slip(text: str, amount: str) -> None:
    found = parse_money(text, currency="INR")
    assert found is not None
    assert (found.value.low.amount, found.value.high) == (Decimal(amount), None)


def test_a_range_of_amounts_that_falls_keeps_both_ends_and_says_so() -> None:
    found = parse_money("USD 2.40-2.10")
    assert found is not None
    assert found.value.high is not None
    assert (found.value.low.amount, found.value.high.amount) == (Decimal("2.10"), Decimal("2.40"))
    assert found.confidence < 0.7
    assert "falls" in found.note


def test_one_tier_with_its_currency_is_no_time() -> None:
    assert [(q.value, p.value.low.amount) for q, p in parse_tiers("12:30 USD")] == [
        (Decimal(12), Decimal(30))
    ]


def test_an_amount_without_any_currency_is_no_money() -> None:
    assert parse_money("2.10") is None


@pytest.mark.parametrize(
    ("text", "amount", "note"),
    [
        ("от 150 руб.", "150", "the lowest price"),
        ("ab 2,50 €", "2.50", "the lowest price"),
        ("desde 2,50 €", "2.50", "the lowest price"),
        ("50 ct EUR", "0.50", "hundredths"),
        ("19% off 2.10 USD", "2.10", "'off'"),
        ("SKU 4711", "4711", "'sku'"),
        ("210 € % Stk", "210", "what the price is for"),
        ("EUR 1.234", "1.234", "parts thousands"),
        ("1,234 USD", "1234", "parts thousands"),
        ("12 €/M", "12", "can mean 1,000"),
        ("2.50/100", "2.50", "read as per 100"),
    ],
)
def test_what_is_guessed_about_a_price_is_said(text: str, amount: str, note: str) -> None:
    found = parse_money(text, currency="EUR")
    assert found is not None
    assert found.value.low.amount == Decimal(amount)
    assert found.confidence < 1
    assert note in found.note


def test_the_tables_decimal_mark_takes_the_doubt_from_a_number() -> None:
    comma, point = parse_money("1.234 EUR", decimal=","), parse_money("1.234 EUR", decimal=".")
    assert comma is not None
    assert point is not None
    assert (comma.value.low.amount, comma.confidence) == (Decimal(1234), 1.0)
    assert (point.value.low.amount, point.confidence) == (Decimal("1.234"), 1.0)


@pytest.mark.parametrize(
    "text",
    ["面议", "询价", "auf Anfrage", "a.A.", "POA", "P.O.A.", "POR", "on request", "Price on application", "TBD", "a consultar", "sur devis", "à la demande", "sob consulta", "要見積", "要問い合わせ", "オープン価格", "عند الطلب", "по запросу", "договорная"],
)  # fmt: skip
def test_a_price_to_be_asked_for_is_told_in_nine_languages(text: str) -> None:
    assert is_on_request(text)


@pytest.mark.parametrize(
    "text", ["", "2.10", "por unidad", "porcelain", "callipers", "-", "合计", "a.A. 2,10 €"]
)
def test_other_cells_are_not_prices_to_be_asked_for(text: str) -> None:
    assert not is_on_request(text)


@pytest.mark.parametrize(
    ("text", "value", "unit", "contains"),
    [
        ("per 100", "100", "piece", None),
        ("/carton of 24", "1", "carton", "24"),
        ("24/ctn", "1", "carton", "24"),
        ("ctn/24", "1", "carton", "24"),
        ("每箱24个", "1", "carton", "24"),
        ("24個入/箱", "1", "carton", "24"),
        ("VPE 24", "1", "pack", "24"),
        ("box of 12 pairs", "1", "box", "12"),
        ("% Stk", "100", "piece", None),
        ("‰", "1000", "piece", None),
        ("千件", "1000", "piece", None),
        ("за 100 шт", "100", "piece", None),
        ("тыс. шт", "1000", "piece", None),
        ("cento", "100", "piece", None),
        ("für 100 Stück", "100", "piece", None),
        ("un", "1", "piece", None),
        ("قطعة", "1", "piece", None),
        ("1 roll (50m)", "1", "roll", "50"),
        ("kg", "1", "kg", None),
        ("dozen", "12", "piece", None),
    ],
)
def test_a_price_basis_stands_in_a_column_of_its_own(
    text: str, value: str, unit: str, contains: str | None
) -> None:
    found = parse_basis(text)
    assert found is not None
    assert found.value.per == Quantity(value=Decimal(value), unit=unit)
    inside = found.value.contains
    assert (inside.value if inside is not None else None) == (Decimal(contains) if contains else None)


@pytest.mark.parametrize("text", ["", "sample", "0", "2.50", "per 2.5 pcs", "1/100", "per colour", "C"])
def test_other_words_are_no_price_basis(text: str) -> None:
    assert parse_basis(text) is None


@pytest.mark.parametrize(
    ("text", "tiers"),
    [
        ("100+: 2.10; 500+: 1.95", [("100", "piece", "2.10"), ("500", "piece", "1.95")]),
        ("500+: 1.95; 100+: 2.10", [("100", "piece", "2.10"), ("500", "piece", "1.95")]),
        ("1-99: $2.50, 100+: $2.10", [("1", "piece", "2.50"), ("100", "piece", "2.10")]),
        ("100-499pcs: US$2.10 | >=500pcs: US$1.95", [("100", "piece", "2.10"), ("500", "piece", "1.95")]),
        ("≥100个: ¥3.5；≥500个: ¥3.2", [("100", "piece", "3.5"), ("500", "piece", "3.2")]),
        ("ab 100: 2,10 €; ab 500: 1,95 €", [("100", "piece", "2.10"), ("500", "piece", "1.95")]),
        ("от 100 шт: 150 руб.; от 500 шт: 140 руб.", [("100", "piece", "150"), ("500", "piece", "140")]),
        ("2.10 (100+); 1.95 (500+)", [("100", "piece", "2.10"), ("500", "piece", "1.95")]),
        ("$2.10 @ 100, $1.95 @ 500", [("100", "piece", "2.10"), ("500", "piece", "1.95")]),
        ("1-9 ctn: 48 USD; 10+ ctn: 45 USD", [("1", "carton", "48"), ("10", "carton", "45")]),
    ],
)
def test_a_cell_may_list_its_tiers(text: str, tiers: list[tuple[str, str, str]]) -> None:
    found = parse_tiers(text, currency="USD")
    assert [(q.value, q.unit, price.value.low.amount) for q, price in found] == [
        (Decimal(quantity), unit, Decimal(amount)) for quantity, unit, amount in tiers
    ]


def test_a_currency_that_one_tier_names_holds_for_all() -> None:
    found = parse_tiers("100+: 2.10; 500+: € 1.95")
    assert [price.value.low.currency for _, price in found] == ["EUR", "EUR"]


@pytest.mark.parametrize(
    "text",
    ["2.10", "Price: 12 USD", "2.10 / carton (24 pcs)", "USD 2.10 (500)", "2.50 pro VPE (10 Stück)", "100+: 2.10; on request", "100: 2; 100: 3", "10 ctn: 4; 100 pcs: 3"],
)  # fmt: skip
def test_a_cell_of_which_a_part_is_no_tier_lists_none(text: str) -> None:
    assert parse_tiers(text, currency="USD") == ()


@pytest.mark.parametrize(
    ("values", "mark"),
    [(["1,50", "2,75"], ","), (["1.50", "3.10"], "."), (["1.234", "2.500"], None), (["1.234,5"], ","), (["1,234.5"], "."), ([], None)],
)  # fmt: skip
def test_the_numbers_of_a_table_tell_its_decimal_mark(values: list[str], mark: str | None) -> None:
    assert decimal_mark_of(values) == mark


@pytest.mark.parametrize("text", ["", "abc", "1.2.3,4,5,6,7,8,9.0", "--", "1 2", "²", "௧"])
def test_what_is_no_number_gives_none_or_a_number_and_never_raises(text: str) -> None:
    found = parse_number(text)
    assert found is None or found.is_finite()


def test_amounts_in_running_text_keep_their_places() -> None:
    text = "under US$2.10 per carton of 24 or 3 EUR"
    found = find_money(text)
    assert [text[one.start : one.end] for one in found] == ["US$2.10 per carton of 24", "3 EUR"]


def test_a_long_text_in_a_price_column_is_no_price_and_costs_no_time() -> None:
    """Found by `benchmarks/fuzz_readers.py`: each of its words was tried as the end of a basis."""
    begun = time.monotonic()
    assert parse_money("per " + "piece and " * 2_000 + "4.50 EUR") is None
    assert time.monotonic() - begun < 5
