"""Stems of a question's words in a title, the short way and the long."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.model import LANGUAGES, Language
from dragoman.normalise.text import fold, stem, words_of
from dragoman.search.features import share_of_stems

WORDS = st.text(alphabet="abcdeghinorstuéãñüßйцукеншитьсаыхسماعاتال箱ケース", min_size=1, max_size=12)


@given(WORDS, st.sampled_from([one for one in LANGUAGES if one != "ar"]))
def test_a_stem_begins_as_its_folded_word_does_in_every_language_but_arabic(
    word: str, language: Language
) -> None:
    folded = fold(word)
    found = stem(folded, language)
    assert not found or not folded or found[0] == folded[0]


@given(st.lists(WORDS, min_size=1, max_size=4), st.lists(WORDS, max_size=6), st.sampled_from(LANGUAGES))
def test_the_share_of_stems_is_what_comparing_all_of_them_gives(
    asked: list[str], title: list[str], language: Language
) -> None:
    wanted, there = words_of(" ".join(asked)), words_of(" ".join([*title, asked[0]]))
    stems = {stem(word, language) or word for word in there}
    expected = sum((stem(word, language) or word) in stems for word in wanted) / max(1, len(wanted))
    assert wanted == () or share_of_stems(wanted, there, language) == expected


@pytest.mark.parametrize(
    ("asked", "title", "language"),
    [
        ("bottles", "steel bottle", "en"),
        ("سماعات", "السماعة اللاسلكية", "ar"),
        ("garrafas", "garrafa de vidro", "pt"),
    ],
)
def test_a_word_in_another_form_is_found_in_a_title(asked: str, title: str, language: Language) -> None:
    assert share_of_stems(words_of(asked), words_of(title), language) == 1.0
