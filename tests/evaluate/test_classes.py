"""A question's kind is told by its shape and the catalogue's brands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.evaluate.classes import QUERY_CLASSES, brand_names, classify

BRANDS = brand_names(["TP-LINK", "Hewlett Packard", "Kärcher", ""])


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("0095205603217", "identifier"),
        ("006R90321", "identifier"),
        ("tp link", "brand"),
        ("karcher", "brand"),
        ("hewlett packard laptop", "brand_and_product"),
        ("packard laptop", "several_words"),
        ("006R90321 toner", "attributes"),
        ("red shoes", "attributes"),
        ("iphone 7", "attributes"),
        ("500 steel bottles under 4 USD", "attributes"),
        ("mouse", "one_word"),
        ("耳机", "one_word"),
        ("memory card", "several_words"),
    ],
)
def test_the_first_kind_that_fits(query: str, kind: str) -> None:
    assert classify(query, brands=BRANDS) == kind


@given(st.text(min_size=1, max_size=60).filter(str.strip))
def test_any_text_has_a_kind(query: str) -> None:
    assert classify(query, brands=BRANDS) in QUERY_CLASSES
