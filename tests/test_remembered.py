"""What is remembered of texts stays small, whatever texts there are."""

from __future__ import annotations

from collections import Counter

import pytest

from dragoman.remembered import LONGEST, remembered
from dragoman.vocabulary.folding import fold_keeping_places


@pytest.fixture
def read() -> Counter[str]:
    return Counter()


def test_a_short_text_is_read_once_and_a_long_one_only_while_it_is_looked_at(read: Counter[str]) -> None:
    @remembered(1_000)
    def length(text: str, *, times: int = 1) -> int:
        read[text] += 1
        return len(text) * times

    long = [letter * (LONGEST + 1) for letter in "abcdefgh"]
    for text in ("ab", "ab", *long, *long, long[-1], "ab"):
        assert length(text) == len(text)
    assert (read["ab"], read[long[0]], read[long[-1]]) == (1, 2, 2)
    assert length("ab", times=2) == 4


def test_a_function_keeps_its_name_and_what_it_says() -> None:
    assert fold_keeping_places.__name__ == "fold_keeping_places"
    assert fold_keeping_places.__doc__


def test_places_of_a_plain_text_cost_nothing() -> None:
    assert fold_keeping_places("Steel bottle" * 1_000)[1] == range(12_000)
    assert list(fold_keeping_places("Größe")[1]) == [0, 1, 2, 3, 3, 4]
