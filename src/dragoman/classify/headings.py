"""The subheadings that goods can be in, laid out as arrays, and the words of their English texts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from dragoman.normalise.text import stem
from dragoman.vocabulary.hs import nomenclature

Rows = npt.NDArray[np.int64]
Weights = npt.NDArray[np.float32]

_WORD = re.compile(r"[a-z]+")
_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "but",
        "by",
        "for",
        "from",
        "has",
        "have",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "kind",
        "n",
        "no",
        "nor",
        "not",
        "of",
        "on",
        "or",
        "other",
        "otherwise",
        "s",
        "such",
        "than",
        "that",
        "the",
        "thereof",
        "these",
        "this",
        "those",
        "to",
        "used",
        "which",
        "with",
        "whether",
        "without",
        "e",
        "c",
        "than",
        "more",
        "less",
        "least",
        "including",
        "heading",
        "headings",
        "item",
        "items",
        "note",
        "chapter",
        "subheading",
        "nesoi",
        "nes",
        "excluding",
        "excluded",
        "excl",
        "except",
        "specified",
        "elsewhere",
        "included",
        "similar",
        "like",
    ]
)
"""English words that tell nothing of goods."""
_K1, _B = 1.2, 0.3
_UNKNOWN = 0.5
"""How rare a word without known English counts, beside one that stands in one text only: what is not understood may
say anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Headings:
    """Every subheading of six digits, by code."""

    codes: tuple[str, ...]
    places: Mapping[str, int]
    """Code of six digits -> its place in `codes`."""
    headings: tuple[str, ...]
    """Codes of four digits, by code."""
    heading_of: Rows
    """Shape (subheadings,): places in `headings`."""


@cache
def headings() -> Headings:
    codes = tuple(code for code in nomenclature() if len(code) == 6)
    four = tuple(sorted({code[:4] for code in codes}))
    place_of = {code: place for place, code in enumerate(four)}
    return Headings(
        codes=codes,
        places={code: place for place, code in enumerate(codes)},
        headings=four,
        heading_of=np.array([place_of[code[:4]] for code in codes], dtype=np.int64),
    )


def path_of(code: str, /) -> tuple[str, ...]:
    """The texts above a code and its own: chapter, heading, subheading, as far as it goes and is known."""
    known = nomenclature()
    return tuple(known[code[:size]] for size in (2, 4, 6) if len(code) >= size and code[:size] in known)


def english_stems(text: str, /) -> list[str]:
    """The stems of an English text's words that tell something, in order, repeats kept.

    >>> english_stems("Bottles, of a kind used for babies; made of glass")
    ['bottl', 'babi', 'made', 'glass']
    """
    return [stem(word, "en") or word for word in _WORD.findall(text.lower()) if word not in _SMALL]


@dataclass(frozen=True, slots=True, kw_only=True)
class WordIndex:
    """Which texts a word stands in, with its BM25 weight there."""

    postings: Mapping[str, tuple[Rows, Weights]]
    rarity: Mapping[str, float]
    """Inverse document frequency."""
    most_rare: float
    """Of a word that stands in one text."""
    count: int

    def share(self, said: Sequence[Mapping[str, float]], /) -> Weights:
        """How much of what is said each text says too: shape (texts,), mostly in [0, 1].

        Args:
            said: For each word of the goods' text the English stems that it may mean, with how surely, in (0, 1].
        """
        scores = np.zeros(self.count, dtype=np.float32)
        weight = 0.0
        for alternatives in said:
            known = {word: sure for word, sure in alternatives.items() if word in self.postings}
            if not known:
                weight += _UNKNOWN * self.most_rare
                continue
            weight += max(self.rarity[word] * sure for word, sure in known.items())
            best = np.zeros(self.count, dtype=np.float32)
            for word, sure in known.items():
                rows, weights = self.postings[word]
                best[rows] = np.maximum(best[rows], weights * np.float32(sure))
            scores += best
        return scores / np.float32(weight) if weight else scores


@cache
def words_of_subheadings() -> WordIndex:
    known, table = nomenclature(), headings()
    return _indexed([known[code] for code in table.codes])


@cache
def words_of_headings() -> WordIndex:
    """Over headings: the heading's text and, less, the words of its chapter and all its subheadings."""
    known, table = nomenclature(), headings()
    below: dict[str, list[str]] = {code: [] for code in table.headings}
    for code in table.codes:
        below[code[:4]].append(known[code])
    texts = [
        f"{known.get(code, '')} {known.get(code, '')} {known[code[:2]]} {' '.join(below[code])}"
        for code in table.headings
    ]
    return _indexed(texts)


def _indexed(texts: Sequence[str]) -> WordIndex:
    counted = [Counter(english_stems(text)) for text in texts]
    lengths = np.array([sum(one.values()) for one in counted], dtype=np.float32)
    mean = float(lengths.mean())
    where: dict[str, list[tuple[int, int]]] = {}
    for row, counts in enumerate(counted):
        for word, times in counts.items():
            where.setdefault(word, []).append((row, times))
    rarity = {
        word: float(np.log1p((len(texts) - len(rows) + 0.5) / (len(rows) + 0.5)))
        for word, rows in where.items()
    }
    postings = {}
    for word, found in where.items():
        texts_with = np.array([row for row, _ in found], dtype=np.int64)
        counts_there = np.array([count for _, count in found], dtype=np.float32)
        norm = _K1 * (1 - _B + _B * lengths[texts_with] / mean)
        weights = rarity[word] * counts_there * (_K1 + 1) / (counts_there + norm)
        postings[word] = (texts_with, weights.astype(np.float32))
    return WordIndex(
        postings=postings, rarity=rarity, most_rare=max(rarity.values(), default=1.0), count=len(texts)
    )
