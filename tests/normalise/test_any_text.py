"""Whatever a cell holds: no reader raises, and what is written in full is read back."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import read_csv

from dragoman.normalise.mapping.header import read_header
from dragoman.normalise.quantities.basis import parse_basis
from dragoman.normalise.quantities.counts import find_counts, parse_count
from dragoman.normalise.quantities.dates import parse_date
from dragoman.normalise.quantities.identifiers import parse_gtin, parse_hs
from dragoman.normalise.quantities.incoterm import parse_incoterm
from dragoman.normalise.quantities.lead_time import parse_lead_time
from dragoman.normalise.quantities.money import find_money, is_on_request, parse_money
from dragoman.normalise.quantities.numbers import parse_number
from dragoman.normalise.quantities.packs import parse_pack
from dragoman.normalise.quantities.physical import find_physical, parse_physical
from dragoman.normalise.quantities.places import parse_country
from dragoman.normalise.quantities.terms import parse_certificates, parse_colour, parse_material
from dragoman.normalise.quantities.tiers import parse_tiers

READERS: list[Callable[[str], object]] = [
    parse_basis, parse_count, find_counts, parse_date, parse_gtin, parse_hs, parse_incoterm, parse_lead_time,
    lambda text: parse_money(text, currency="EUR"), find_money, is_on_request, parse_number, parse_pack, parse_physical,
    find_physical, parse_country, parse_certificates, parse_colour, parse_material,
    lambda text: parse_tiers(text, currency="EUR"), read_header,
]  # fmt: skip

NEAR_MISSES = st.lists(
    st.sampled_from(
        ["1", "2.5", "1.234", "1,5", "٣", "％", "%", "½", "$", "€", "元", "USD", "kr", "/", "per", "je", "每", "箱", "千", "百", "万", "十", "天", "-", "~", "x", "(", ")", "+", "≥", ":", ";", "@", "pcs", "ctn", "kg", "dz", "M", "e", "E+12", "FOB", "宁波", "weeks", "Werktage", "  ", "\n", "ß", "ﬁ", "İ", "\u0301", "\u202f", "0", "1e999", "9" * 30]
    ),
    max_size=8,
).map("".join)  # fmt: skip


@pytest.mark.parametrize("reader", READERS)
@settings(deadline=None, max_examples=60)  # the first call builds a vocabulary
@given(text=st.one_of(st.text(max_size=40), NEAR_MISSES))
def test_no_reader_raises_on_any_text(reader: Callable[[str], object], text: str) -> None:
    reader(text)


@settings(deadline=None, max_examples=30)
@given(
    st.lists(
        st.one_of(
            st.text(alphabet=st.characters(exclude_characters=';"\r\n\x00', codec="utf-8"), max_size=12),
            NEAR_MISSES.filter(lambda text: not set(text) & set(';"\r\n')),
        ),
        min_size=8,
        max_size=8,
    )
)
def test_no_row_raises_and_every_guess_has_a_note(cells: list[str]) -> None:
    got = read_csv(
        "SKU;Name;Price;Price unit;MOQ;Packing;Lead time;EAN",
        ";".join(cells),
        "1;Cup;2 EUR;pc;5;24;3 days;96385074",
    )
    for offer in got.offers:
        for value in (offer.title, *offer.prices, offer.moq, offer.pack, offer.lead_time, offer.gtin):
            assert value is None or value.confidence == 1.0 or value.note


AMOUNT = st.decimals(min_value="0.01", max_value="99999.99", places=2)


@settings(deadline=None)
@given(AMOUNT, st.sampled_from(["EUR", "USD", "CNY", "BRL", "RUB", "AED"]), st.booleans())
def test_money_written_in_full_is_read_back(amount: Decimal, currency: str, comma: bool) -> None:
    english = f"{amount:,.2f}"
    written = english.translate(str.maketrans(",.", ".,")) if comma else english
    found = parse_money(f"{written} {currency} / 100 pcs")
    assert found is not None
    assert (found.value.low.amount, found.value.low.currency, found.confidence) == (amount, currency, 1.0)
    assert found.value.basis is not None
    assert found.value.basis.per.value == 100


@settings(deadline=None)
@given(
    st.integers(1, 999_999),
    st.sampled_from(
        [
            ("pcs", "piece"),
            ("ctns", "carton"),
            ("Stk", "piece"),
            ("箱", "carton"),
            ("шт", "piece"),
            ("قطعة", "piece"),
            ("cajas", "carton"),
        ]
    ),
)
def test_counts_written_in_full_are_read_back(count: int, unit: tuple[str, str]) -> None:
    found = parse_count(f"{count} {unit[0]}")
    assert found is not None
    assert (found.value.value, found.value.unit, found.confidence) == (Decimal(count), unit[1], 1.0)


@settings(deadline=None)
@given(st.integers(1, 90), st.integers(0, 30))
def test_lead_times_written_in_full_are_read_back(low: int, more: int) -> None:
    found = parse_lead_time(f"{low}-{low + more} days")
    assert found is not None
    assert (found.value.min_days, found.value.max_days) == (low, low + more)
