"""Words a few edits away are found among many, and none is passed over that a comparison with each would find."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from dragoman.search.neighbours import WordsOfLength

LETTERS = st.text(alphabet="abeß水ن\U0001f600", min_size=5, max_size=5)


@given(st.lists(LETTERS, min_size=1, max_size=15, unique=True), st.text("abeß水نx", min_size=3, max_size=7))
def test_those_near_are_those_that_a_comparison_with_each_finds(words: list[str], word: str) -> None:
    for most in (1, 2):
        near = WordsOfLength(words).near(word, most)
        assert set(near) == {known for known in words if OSA.distance(word, known) <= most}


def test_the_nearest_come_first() -> None:
    assert WordsOfLength(["bottels", "bottles", "battled"]).near("bottle", 2) == [
        "bottles",
        "bottels",
        "battled",
    ]
