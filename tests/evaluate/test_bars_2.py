"""What the bars of search quality draw is what they say: one edit a query, identifiers that stay the same."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from benchmarks.bars_2.identifiers import changed, drawn
from benchmarks.bars_2.typos import mistyped, neighbours
from hypothesis import given
from hypothesis import strategies as st

from dragoman.normalise.text import identifier_key

QUERY = st.text("abcxyz 07", min_size=2, max_size=20).map(str.strip).filter(lambda text: len(set(text)) > 1)


def one_edit_apart(query: str, typed: str) -> bool:
    at = next((place for place in range(min(len(query), len(typed))) if query[place] != typed[place]), None)
    if at is None:
        return abs(len(query) - len(typed)) == 1
    dropped = typed[at:] == query[at + 1 :]
    doubled = typed[at + 1 :] == query[at:] and typed[at] == query[at - 1]
    swapped = typed[at : at + 2] == query[at : at + 2][::-1] and typed[at + 2 :] == query[at + 2 :]
    beside = typed[at + 1 :] == query[at + 1 :] and typed[at] in neighbours(query[at])
    return dropped or doubled or swapped or beside


@given(query=QUERY, seed=st.integers(0, 1000))
def test_each_query_gets_one_slip_of_the_fingers(query: str, seed: int) -> None:
    (typed,) = mistyped([query], seed=seed)
    assert typed != query
    assert one_edit_apart(query, typed)


def test_the_same_seed_makes_the_same_typos_and_all_four_kinds_occur() -> None:
    queries = ["bluetooth speaker"] * 60
    typed = mistyped(queries, seed=1)
    assert typed == mistyped(queries, seed=1) != mistyped(queries, seed=2)
    lengths = {len(text) - len(queries[0]) for text in typed}
    assert lengths == {-1, 0, 1}


def test_a_query_without_a_letter_of_the_keyboard_stays() -> None:
    assert mistyped(["耳机"], seed=1) == ["耳机"]


@given(text=st.from_regex(r"[A-Z0-9]{2,5}(-[A-Z0-9]{1,4}){0,2}", fullmatch=True), seed=st.integers(0, 99))
def test_a_changed_identifier_is_written_otherwise_and_means_the_same(text: str, seed: int) -> None:
    other = changed(text, random.Random(seed))
    assert other != text
    assert identifier_key(other) == identifier_key(text)


@pytest.mark.shared
def test_five_hundred_identifiers_are_drawn_of_both_kinds_half_of_them_changed(shared_data: Path) -> None:
    asked = drawn(500, seed=7)
    assert {(one.kind, one.changed) for one in asked} == {
        (kind, other) for kind in ("EAN", "manufacturer number") for other in (False, True)
    }
    assert len(asked) == 500
    assert sum(one.changed for one in asked) == 250
    assert all(one.right for one in asked)
