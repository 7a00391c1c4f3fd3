"""Bodies of the record come back exactly, whatever suppliers write; those of older versions too."""

from __future__ import annotations

import re
from typing import TypeVar

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import StoreError
from dragoman.model import (
    INCOTERMS,
    Attribute,
    DayRange,
    Delivery,
    Money,
    Offer,
    Origin,
    Pack,
    PriceTier,
    Problem,
    Quantity,
    RawRow,
    Sourced,
    Supplier,
    UnitPrice,
)
from dragoman.stores import codec
from dragoman.testing.offers import offer, origin, tier

T = TypeVar("T")

# What suppliers could write to be taken for the format itself.
_WORDS = st.sampled_from(
    [
        ',"sheet":null,"cell":null,"line":',
        ',"page":null,"box":null}',
        '","confidence":1.0,"note":""}',
        '"quantity":null}',
        "note",
        "sheet",
        "",
        "\x00\x01\x02",
        "\\",
        "保温杯",
    ]
)
_TEXTS = st.one_of(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), _WORDS)
_FLOATS = st.floats(allow_nan=False, allow_infinity=False)
_DECIMALS = st.decimals(allow_nan=False, allow_infinity=False)
_LINES = st.none() | st.integers(0, 9999)
_ORIGINS = st.builds(
    Origin,
    file=_TEXTS,
    sha256=_TEXTS,
    sheet=st.none() | _TEXTS,
    cell=st.none() | _TEXTS,
    line=_LINES,
    path=st.none() | _TEXTS,
    page=_LINES,
    box=st.none() | st.tuples(_FLOATS, _FLOATS, _FLOATS, _FLOATS),
)


def _sourced(values: st.SearchStrategy[T]) -> st.SearchStrategy[Sourced[T]]:
    return st.builds(
        Sourced,
        value=values,
        origin=_ORIGINS,
        raw=_TEXTS,
        confidence=st.just(1.0) | _FLOATS,
        note=st.just("") | _TEXTS,
    )


_MONEY = st.builds(Money, amount=_DECIMALS, currency=_TEXTS)
_QUANTITIES = st.builds(Quantity, value=_DECIMALS, unit=_TEXTS)
_PRICES = st.builds(UnitPrice, money=_MONEY, per=_QUANTITIES)
_TIERS = st.builds(PriceTier, from_quantity=_QUANTITIES, price=_PRICES, price_high=st.none() | _PRICES)
_MAYBE = st.none() | _sourced(_TEXTS)
_OFFERS = st.builds(
    Offer,
    offer_id=_TEXTS,
    supplier=st.builds(Supplier, supplier_id=_TEXTS, name=_TEXTS, country=st.none() | _TEXTS),
    external_id=_TEXTS,
    title=_sourced(_TEXTS),
    language=_TEXTS,
    origin=_ORIGINS,
    **dict.fromkeys(
        (
            "description",
            "brand",
            "category",
            "gtin",
            "mpn",
            "hs_code",
            "made_in",
            "material",
            "colour",
            "url",
        ),
        _MAYBE,
    ),
    prices=st.lists(_sourced(_TIERS), max_size=2).map(tuple),
    price_on_request=st.none() | _sourced(st.booleans()),
    moq=st.none() | _sourced(_QUANTITIES),
    pack=st.none() | _sourced(st.builds(Pack, unit=_TEXTS, contains=_QUANTITIES)),
    lead_time=st.none()
    | _sourced(st.builds(DayRange, min_days=st.integers(0, 99), max_days=st.integers(0, 99))),
    delivery=st.none()
    | _sourced(st.builds(Delivery, incoterm=st.sampled_from(INCOTERMS), place=st.none() | _TEXTS)),
    valid_until=st.none() | _sourced(st.dates()),
    certificates=st.lists(_sourced(_TEXTS), max_size=2).map(tuple),
    attributes=st.lists(
        st.builds(Attribute, name=_TEXTS, value=_TEXTS, origin=_ORIGINS, quantity=st.none() | _QUANTITIES),
        max_size=3,
    ).map(tuple),
)
_PROBLEMS = st.builds(
    Problem,
    kind=st.sampled_from(["bad_price", "missing_title"]),
    origin=_ORIGINS,
    value=_TEXTS,
    expected=_TEXTS,
    advice=_TEXTS,
    severity=st.sampled_from(["error", "warning"]),
    field_name=st.none() | _TEXTS,
)
_ROWS = st.builds(RawRow, origin=_ORIGINS, values=st.dictionaries(_TEXTS, _TEXTS, max_size=6))


@settings(max_examples=60, deadline=None)
@given(made=_OFFERS)
def test_any_offer_comes_back_exactly(made: Offer) -> None:
    body = codec.encode(made)
    assert repr(codec.offer(body)) == repr(made)
    seen = codec.glance(body)
    assert (seen.offer_id, seen.external_id, seen.language) == (
        made.offer_id,
        made.external_id,
        made.language,
    )
    assert seen.title == made.title.value
    for name in ("description", "brand", "category"):
        sourced = getattr(made, name)
        assert getattr(seen, name) == (sourced.value if sourced is not None else "")
    assert repr(seen.whole()) == repr(made)
    assert codec.supplier_name(body) == made.supplier.name


@settings(max_examples=60, deadline=None)
@given(row=_ROWS)
def test_any_row_comes_back_exactly(row: RawRow) -> None:
    assert repr(codec.raw_row(codec.encode(row))) == repr(row)


@settings(max_examples=60, deadline=None)
@given(problem=_PROBLEMS)
def test_any_problem_comes_back_exactly(problem: Problem) -> None:
    assert repr(codec.problem(codec.encode(problem))) == repr(problem)


def test_bodies_that_an_older_version_wrote_are_read_as_they_were() -> None:
    made = offer("Steel bottle", tier("2.10"))
    row = RawRow(origin=origin("A2"), values={"title": "Steel bottle"})
    problem = Problem(
        kind="bad_price", origin=origin("C7"), value="abc", expected="a price", advice="write a number"
    )
    assert codec.offer(msgspec.json.encode(made)) == made
    assert codec.glance(msgspec.json.encode(made)).title == "Steel bottle"
    assert codec.glance(msgspec.json.encode(made)).whole() == made
    assert codec.supplier_name(msgspec.json.encode(made)) == made.supplier.name
    assert codec.raw_row(msgspec.json.encode(row)) == row
    assert codec.problem(msgspec.json.encode(problem)) == problem


def test_a_body_written_by_this_format_stays_readable() -> None:
    """The words that both sides know are a part of the format: these bytes were written when it was made."""
    body = bytes.fromhex(_WRITTEN)
    assert codec.raw_row(body) == RawRow(
        origin=origin("A2"), values={"title": "Steel bottle", "price": "2.10"}
    )


_WRITTEN = "01783f559952cbc3121c3999c52518e5bd018500ec0248811e0049ab706738029d811cc4d0525329b8243535472129bf0452514353a892919ea101d0ef009f3331c6"


@pytest.mark.parametrize("cut", [0.5, 0.9, 0.99])
def test_a_damaged_body_is_told_and_not_guessed(cut: float) -> None:
    body = codec.encode(offer("Steel bottle", tier("2.10")))
    place = int(len(body) * cut)
    flipped = body[:place] + bytes((body[place] ^ 0x55,)) + body[place + 1 :]
    with pytest.raises(StoreError, match=re.escape("damaged bytes")):
        codec.offer(flipped)
    with pytest.raises(StoreError, match=re.escape("damaged bytes")):
        codec.offer(body[:place])
