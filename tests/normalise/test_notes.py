"""What the notes around a table say of its prices' currency, in nine languages."""

from __future__ import annotations

import pytest
from reading import Reading, read_csv

from dragoman.model import Currency, Sourced

ROWS = ("SKU;Produkt;Preis;MOQ", "1;Nagel;2,50;10", "2;Bolzen;3,50;10")


def noted(*notes: str) -> Reading:
    """A list with notes below it."""
    return read_csv(*ROWS, *(f"{note};;;" for note in notes))


def currency(*notes: str) -> Sourced[Currency]:
    held = noted(*notes).mapping.currency
    assert held is not None
    return held


@pytest.mark.parametrize(
    ("aside", "prices"),
    [
        ("Freight 5 USD per shipment", "All prices in EUR"),
        ("Minimum order value USD 500", "Prices are quoted in EUR"),
        ("Versandkosten 5 USD pro Sendung", "Alle Preise in EUR"),
        ("Mindestbestellwert 200 USD", "Preise netto in EUR"),
        ("运费 5 美元", "价格单位：欧元"),
        ("Gastos de envío 5 USD", "Todos los precios en EUR"),
        ("Frais de port 5 USD", "Tous les prix en EUR"),
        ("Frete 5 USD", "Todos os preços em EUR"),
        ("送料 5 USD", "価格：EUR（税抜）"),
        ("رسوم الشحن 5 USD", "جميع الأسعار EUR"),
        ("Доставка 5 USD", "Все цены в EUR"),
        ("Bank account in USD", "EUR"),
        ("Sample kit 20 USD", "EUR"),
    ],
)
def test_a_note_about_prices_says_their_currency_before_one_about_freight(aside: str, prices: str) -> None:
    for notes in ((aside, prices), (prices, aside)):
        held = currency(*notes)
        assert (held.value, held.confidence, held.note) == ("EUR", 1.0, "said below the table")


def test_one_note_may_speak_of_prices_and_of_freight() -> None:
    for note in ("Preise in EUR. Versand 5 USD", "Freight 5 USD, all prices in EUR"):
        assert (currency(note).value, currency(note).confidence) == ("EUR", 1.0)


@pytest.mark.parametrize("note", ["Versandkosten 5 USD pro Sendung", "Freight 5 USD", "Доставка 5 USD"])
def test_a_currency_that_only_a_note_about_freight_names_is_a_doubt(note: str) -> None:
    held = currency(note)
    assert (held.value, held.confidence) == ("USD", 0.5)
    assert "other sums" in held.note


def test_two_notes_about_prices_that_name_two_currencies_are_a_doubt_that_names_both() -> None:
    held = currency("Alle Preise in EUR", "Prices in USD")
    assert (held.value, held.confidence) == ("EUR", 0.5)
    assert "EUR is said, and USD too" in held.note


def test_a_note_above_the_table_is_said_to_stand_above() -> None:
    held = read_csv("Alle Preise in EUR;;;", *ROWS).mapping.currency
    assert held is not None
    assert held.note == "said above the table"
