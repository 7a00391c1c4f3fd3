"""Forgiving a slip of the finger: words that nobody uses become the words they most likely were meant to be.

A word is known that the catalogue carries, in any form, or that the lexicon names a kind with. For others the nearest
known words by edit distance are weighed by how common they are and whether they make up the name of a kind; words
written apart ("head set") or together ("usbstick") are tried too. What was changed is said; words in quotation marks
and identifiers stay as they are.
"""

from __future__ import annotations

import math
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from dragoman.model import LANGUAGES, Language
from dragoman.normalise.kinds import find_concepts
from dragoman.normalise.text import CJK, fold, looks_like_identifier, stem
from dragoman.ports import IndexRequest, SearchIndex
from dragoman.search.request import Correction
from dragoman.vocabulary.lexicon import concepts

_WORD = re.compile(r"[^\W\d_]+")
_QUOTED = re.compile(r'["“„«][^"”“»]*["”»]')
_SHORTEST = 4
"""Letters of a word that is corrected: of shorter ones too many are near."""
_SURE_LETTERS = 6
"""Letters below which the first must be right: "xbox" is no slip for "box"."""
_TWO_EDITS = 8
"""Letters from which on two edits are forgiven."""
_RARE = 2
"""A word that so few offers carry may be a slip too, where a neighbour is far more common."""
_FAR_MORE = 40
_LEXICON_COUNT = 2
"""What a name of the lexicon counts where no offer carries it."""
_KIND_BONUS = 3.0
"""Worth of making up the name of a kind, in natural logarithms of offers."""
_EDIT_COST = 2.5
_FIRST_LETTER_COST = 1.0
_MOST_WORDS = 200_000
_REST_SECONDS = 2.0
_FAIR_SHARE = 0.01


class Words:
    """The words that a catalogue and the lexicon know, with how many offers carry each."""

    def __init__(
        self,
        counts: Mapping[str, int],
        *,
        languages: tuple[Language, ...] = (),
        kinds: tuple[str, ...] = (),
    ) -> None:
        self.kinds = kinds
        """Of product, that there are offers of."""
        self.languages = languages
        """That a fair share of the offers is written in, the commonest first."""
        self._counts = {word: count for word, count in counts.items() if not word.startswith("~")}
        self._stems = {word for word in counts if word.startswith("~")}
        self._by_length: dict[int, list[str]] = {}
        for word in self._counts:
            if word.isalpha() and len(word) >= _SHORTEST - 1 and not re.match(f"[{CJK}]", word):
                self._by_length.setdefault(len(word), []).append(word)

    def count(self, word: str, /) -> int:
        return self._counts.get(word, 0)

    def knows(self, word: str, language: Language, /) -> bool:
        """Whether the word, or another form of it, is in use."""
        if self.count(word) > 0 or word in _every_name():
            return True
        return any(f"~{stem(word, one)}" in self._stems for one in (language, "en"))

    def near(self, word: str, /) -> Iterator[tuple[str, int]]:
        """(known word, edits), those of the least distance and the next."""
        most = 2 if len(word) >= _TWO_EDITS else 1
        for length in range(len(word) - most, len(word) + most + 1):
            for known, distance, _ in process.extract(
                word, self._by_length.get(length, ()), scorer=OSA.distance, score_cutoff=most, limit=20
            ):
                yield known, int(distance)


class WordsOfIndex:
    """Keeps the words of an index at hand, read anew when its generation has moved."""

    def __init__(self, index: SearchIndex) -> None:
        self._index = index
        self._generation = -1
        self._read_at = 0.0
        self._words = Words({})

    def now(self) -> Words:
        """At most _REST_SECONDS old while a load is going on."""
        generation = self._index.generation()
        if generation != self._generation and time.monotonic() - self._read_at >= _REST_SECONDS:
            counts = dict.fromkeys(_every_name(), _LEXICON_COUNT)
            counts |= dict(self._index.vocabulary("", limit=_MOST_WORDS))
            answer = self._index.search(IndexRequest(facets=("language", "kind"), limit=1))
            self._words = Words(
                counts,
                languages=tuple(
                    one.value for one in answer.facets["language"] if one.count >= _FAIR_SHARE * answer.total
                ),
                kinds=tuple(one.value for one in answer.facets["kind"]),
            )
            self._generation, self._read_at = generation, time.monotonic()
        return self._words


@cache
def _every_name() -> frozenset[str]:
    """The words that names of the lexicon are made of in any language, folded."""
    return frozenset(
        word
        for concept in concepts().values()
        for language in LANGUAGES
        for name in concept.names[language]
        for word in _WORD.findall(fold(name))
        if not re.match(f"[{CJK}]", word)
    )


def corrected(product: str, language: Language, words: Words, /) -> tuple[str, tuple[Correction, ...]]:
    """The product words with slips mended, and what was changed."""
    quoted = [found.span() for found in _QUOTED.finditer(product)]
    parts: list[str] = []
    corrections: list[Correction] = []
    at = 0
    for start, end, read in _changes(product, language, words):
        if start < at or any(low <= start < high for low, high in quoted):
            continue
        parts += (product[at:start], read)
        corrections.append(Correction(written=product[start:end], read=read))
        at = end
    return "".join([*parts, product[at:]]), tuple(corrections)


def _changes(product: str, language: Language, words: Words) -> Iterator[tuple[int, int, str]]:
    """(start, end, what to read there), by place."""
    found = [one for one in _WORD.finditer(product) if not re.match(f"[{CJK}]", one.group())]
    whole = [
        (one.start(), one.end()) for one in re.finditer(r"\S+", product) if looks_like_identifier(one.group())
    ]
    named = find_concepts(product, (language, "en"))
    for number, one in enumerate(found):
        if any(low <= one.start() < high for low, high in whole):
            continue
        following = found[number + 1] if number + 1 < len(found) else None
        if following is not None and product[one.end() : following.start()] in {" ", "-"}:
            joined = fold(one.group() + following.group())
            if _better_joined(
                joined,
                fold(one.group()),
                fold(following.group()),
                language,
                words,
                covered=any(low.start <= one.start() and following.end() <= low.end for low in named),
            ):
                yield one.start(), following.end(), joined
                continue
        word = fold(one.group())
        if len(word) < _SHORTEST or any(low.start <= one.start() and one.end() <= low.end for low in named):
            continue
        read = _read(product, one, word, language, words)
        if read is not None:
            yield one.start(), one.end(), read


def _better_joined(
    joined: str, first: str, second: str, language: Language, words: Words, *, covered: bool
) -> bool:
    """Whether two words are one: it is known, the pair is no name, and it is no rarer than its parts."""
    if covered or len(joined) < _SHORTEST + 1 or min(len(first), len(second)) < 2:
        return False
    count = max(words.count(joined), _LEXICON_COUNT if joined in _every_name() else 0)
    names_a_kind = any(not one.modifier for one in find_concepts(joined, (language, "en")))
    return count > 0 and (
        names_a_kind or not (words.knows(first, language) and words.knows(second, language))
    )


def _read(product: str, one: re.Match[str], word: str, language: Language, words: Words) -> str | None:
    known = words.knows(word, language)
    if known and words.count(word) > _RARE:
        return None
    if word in _every_name():
        return None
    candidates = [
        (_worth(product, one, word, near, edits, language, words), near)
        for near, edits in words.near(word)
        if near != word
        and (not known or words.count(near) >= _FAR_MORE * max(words.count(word), 1))
        and (len(word) >= _SURE_LETTERS or near[0] == word[0])
    ]
    if not known:
        candidates += [
            (math.log1p(min(words.count(left), words.count(right))) - _EDIT_COST, f"{left} {right}")
            for left, right in _splits(word, words)
        ]
    return max(candidates)[1] if candidates else None


def _worth(
    product: str, one: re.Match[str], word: str, near: str, edits: int, language: Language, words: Words
) -> float:
    text = product[: one.start()] + near + product[one.end() :]
    names_kind = any(
        found.start <= one.start() and one.start() + len(near) <= found.end
        for found in find_concepts(text, (language, "en"))
    )
    return (
        math.log1p(words.count(near))
        + (_KIND_BONUS if names_kind else 0.0)
        - _EDIT_COST * edits
        - (_FIRST_LETTER_COST if near[0] != word[0] else 0.0)
    )


def _splits(word: str, words: Words) -> Iterable[tuple[str, str]]:
    for place in range(3, len(word) - 2):
        left, right = word[:place], word[place:]
        if words.count(left) > _RARE and words.count(right) > _RARE:
            yield left, right
