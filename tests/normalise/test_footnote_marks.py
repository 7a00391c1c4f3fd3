"""Marks of footnotes beside values, cents printed raised, and amounts below zero as accountants write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from reading import read_csv

from dragoman.model import Offer
from dragoman.normalise.quantities.marks import bare_number, bare_text

HEADER = "SKU;Product;MOQ;Price EUR"
NOTES = (";;;", "* on full pallets only;;;", "1) delivery from July;;;", "(2) ex works;;;")


def offers_of(*rows: str) -> list[Offer]:
    plain = [f"P-{at};Plain cup {at};100;{at}.40" for at in range(1, 6)]
    return read_csv(HEADER, *plain, *rows, *NOTES).offers[5:]


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        *(("12⁵⁰", "12.50"), ("1.299⁰⁰", "1299.00"), ("12,⁵⁰", "12.50"), ("12⁵⁰ €", "12.50"), ("€ 12⁹⁹", "12.99")),
        *(("6.20¹", "6.20"), ("6,20¹²", "6.20"), ("6.20¹ €", "6.20"), ("6.20*", "6.20"), ("* 6.20", "6.20")),
        *(("6.20†", "6.20"), ("3.50 1)", "3.50"), ("3.501)", "3.50"), ("4.20 (2)", "4.20"), ("7¹", "7")),
        *(("9,–", "9"), ("12.-", "12")),
    ],
)  # fmt: skip
def test_a_mark_is_no_digit_of_a_price_and_raised_figures_are_its_cents(written: str, amount: str) -> None:
    (offer,) = offers_of(f"A-1;Steel mug;100;{written}")
    assert [tier.value.price.money.amount for tier in offer.prices] == [Decimal(amount)]
    assert offer.prices[0].value.price.per.value == 1
    assert offer.prices[0].raw == written.strip()


def test_what_the_footnote_says_stands_beside_the_value_that_bears_its_mark() -> None:
    (offer,) = offers_of("A-1*;Steel mug 1);200²;3.50*")
    assert (offer.external_id, offer.title.value) == ("A-1", "Steel mug")
    assert offer.title.note == "1 delivery from July"
    assert offer.prices[0].note == "* on full pallets only"
    assert offer.moq is not None
    assert offer.moq.value.value == 200
    assert offer.moq.note == "2 ex works"


def test_a_sign_that_no_note_explains_stays_in_a_name() -> None:
    (offer,) = offers_of("A-1;Steel mug 30°†;100;3.50")
    assert offer.title.value == "Steel mug 30°†"


def test_a_number_in_brackets_without_a_note_is_what_the_price_is_for() -> None:
    reading = read_csv(HEADER, *(f"A-{at};Steel mug {at};100;{at}.50 (2)" for at in range(1, 4)))
    assert [offer.prices[0].value.price.per.value for offer in reading.offers] == [2, 2, 2]


@pytest.mark.parametrize("written", ["(4.50)", "EUR (4.50)", "(4,50 €)", "4.50-", "4,50- €"])
def test_an_amount_below_zero_is_no_price_and_told(written: str) -> None:
    reading = read_csv(HEADER, "A-1;Steel mug;100;3.50", f"A-2;Steel cup;100;{written}")
    assert reading.offers[1].prices == ()
    (problem,) = reading.problems
    assert problem.kind == "bad_price"
    assert "below zero" in problem.advice


def test_squares_and_fractions_are_not_taken_for_marks_elsewhere() -> None:
    assert bare_number("12.50").marks == ()
    reading = read_csv("SKU;Description;Area;Price EUR", "A-1;Carpet;4 m²;12.50")
    (attribute,) = reading.offers[0].attributes
    assert attribute.value == "4 m²"


def test_the_figure_of_a_square_or_cubic_unit_is_no_mark() -> None:
    kept = ("12.50 €/m²", "12.50 EUR / m³", "4 м²", "3 ft²")
    assert [bare_number(text).text for text in kept] == list(kept)
    assert [bare_number(text) for text in ("12.50 €/m²¹", "12.50 €/m²*")] == [
        ("12.50 €/m²", ("1",)),
        ("12.50 €/m²", ("*",)),
    ]
    assert bare_text("Carpet 4 m²", frozenset("2")).text == "Carpet 4 m²"
    reading = read_csv(HEADER, *(f"A-{at};Carpet {at};10;{at}.50 €/m²" for at in range(1, 4)))
    assert {offer.prices[0].value.price.per.unit for offer in reading.offers} == {"m2"}


def test_a_mark_begins_with_no_nought() -> None:
    assert bare_number("1,250)").text == "1,250)"
