"""Words a few edits away, among very many: most are ruled out by the letters they hold, the rest are compared."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

Letters = npt.NDArray[np.uint64]
"""One bit for each code point modulo 64 that a word holds."""
MOST = 20
"""Words that are given back of one length."""


class WordsOfLength:
    """Words that all have the same length."""

    def __init__(self, words: Sequence[str], /) -> None:
        self._words = words

    def near(self, word: str, most: int, /) -> list[str]:
        """At most `most` insertions, deletions, substitutions or swaps of neighbours away, nearest first, at most MOST.

        An edit puts at most one letter in and takes at most one out, so words that differ in more than 2 * `most`
        letters are passed over unread.
        """
        differing = np.bitwise_count(self._letters ^ letters_of([word])[0])
        left = [self._words[place] for place in np.flatnonzero(differing <= 2 * most).tolist()]
        found = process.extract(word, left, scorer=OSA.distance, score_cutoff=most, limit=MOST)
        return [known for known, _, _ in found]

    @cached_property
    def _letters(self) -> Letters:
        return letters_of(self._words)


def letters_of(words: Sequence[str], /) -> Letters:
    """Shape (len(words),), of words of one length that is not 0."""
    code_points = np.array(words, dtype=np.str_).view(np.uint32).reshape(len(words), -1).astype(np.uint64)
    bits: Letters = np.bitwise_or.reduce(np.uint64(1) << (code_points % np.uint64(64)), axis=1)
    return bits
