"""Where a phrase may begin."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from dragoman.vocabulary.phrases import _begins, beginnings

LETTERS = st.characters(max_codepoint=0x5FF, exclude_categories=["Cs"]) | st.sampled_from("a1²½_ -ßж水ب")


@example("a²b ½x 3m")
@given(st.text(LETTERS, max_size=30))
def test_the_short_way_for_plain_letters_finds_the_same_places(text: str) -> None:
    assert beginnings(text) == tuple(at for at in range(len(text)) if _begins(text, at))
