"""Filter strings of a search."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import QueryError
from dragoman.ports import FacetField, FacetFilter, NumberFilter, PriceFilter
from dragoman.search.filters import Filters, parse_filters

FACTORS = {"USD": 1.0, "EUR": 1.1}


def parse(*texts: str) -> Filters:
    return parse_filters(
        texts, quantity=500, factors=FACTORS, requirement_ids=("budget", "certificate:food_contact")
    )


def test_a_facet_named_twice_means_any_of_the_values() -> None:
    assert parse("country=DE", "country=CN", "brand=Acme").index == (
        FacetFilter(field="country", any_of=("DE", "CN")),
        FacetFilter(field="brand", any_of=("Acme",)),
    )


def test_a_facet_value_may_hold_signs_and_spaces() -> None:
    assert parse("category=Cups = mugs <= 1 L").index == (
        FacetFilter(field="category", any_of=("Cups = mugs <= 1 L",)),
    )


def test_number_filters_narrow_from_both_sides() -> None:
    assert parse("moq<=100", "moq>=10", "lead_time<=30").index == (
        NumberFilter(field="moq", low=10, high=100),
        NumberFilter(field="lead_time_days", high=30),
    )


def test_the_narrower_of_two_limits_holds() -> None:
    assert parse("moq<=100", "moq<=50", "moq<=70").index == (NumberFilter(field="moq", high=50),)


def test_a_price_filter_is_taken_at_the_quantity_and_in_the_currency_of_the_answer() -> None:
    assert parse("price<=4").index == (PriceFilter(quantity=500, factors=FACTORS, high=4),)
    assert parse("price>=1").index == (PriceFilter(quantity=500, factors=FACTORS, low=1, high=math.inf),)


def test_met_keeps_a_requirement_of_the_query() -> None:
    assert parse("met=certificate:food_contact") == Filters(met=("certificate:food_contact",))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("colur=red", "colour=VALUE"),
        ("country<=DE", "expected one of"),
        ("moq=100", "moq<=N"),
        ("moq<=many", "expected a number"),
        ("moq<=nan", "expected a number"),
        ("price<=inf", "expected a number"),
        ("country=", "expected one of"),
        ("", "expected one of"),
        ("met=deadline", "budget, certificate:food_contact"),
    ],
)
def test_a_filter_without_meaning_says_what_is_allowed(text: str, said: str) -> None:
    with pytest.raises(QueryError, match=said):
        parse(text)


@given(st.text())
def test_any_text_is_a_filter_or_a_query_error_that_shows_it(text: str) -> None:
    said = ""
    try:
        parse(text)
    except QueryError as error:
        said = str(error)
    assert not said or repr(text) in said


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("certificate=LFGB", "certificate", "lfgb"),
        ("certificate=ISO 9001", "certificate", "iso_9001"),
        ("material=Stainless steel", "material", "stainless_steel"),
        ("colour=Black", "colour", "black"),
        ("country=cn", "country", "CN"),
        ("incoterm=fob", "incoterm", "FOB"),
        ("language=DE", "language", "de"),
        ("certificate=Sello Propio", "certificate", "Sello Propio"),
        ("brand=ACME", "brand", "ACME"),
    ],
)
def test_a_code_is_the_same_however_its_letters_are_set(text: str, field: FacetField, value: str) -> None:
    assert parse(text).index == (FacetFilter(field=field, any_of=(value,)),)
