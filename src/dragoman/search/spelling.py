"""Forgiving a slip of the finger: words that nobody uses become the words they most likely were meant to be.

A word is known that the catalogue carries, in any form, or that the lexicon names a kind with. For others the nearest
known words by edit distance are weighed by how common they are and whether they make up the name of a kind; words
written apart ("head set") or together ("usbstick") are tried too. What was changed is said; words in quotation marks
and identifiers stay as they are.
"""

from __future__ import annotations

import math
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from dragoman.model import LANGUAGES, Language
from dragoman.normalise.kinds import Named, find_concepts, name_stem, only_small_words, with_ancestors
from dragoman.normalise.text import CJK_LETTER, fold, stem
from dragoman.ports import IndexRequest, SearchIndex
from dragoman.search.neighbours import WordsOfLength
from dragoman.search.request import Correction
from dragoman.vocabulary.lexicon import Concept, concepts
from dragoman.vocabulary.synonyms import NO_SYNONYMS, Synonyms

_WORD = re.compile(r"[^\W_]+")
_QUOTED = re.compile(r'["“„«][^"”“»]*["”»]')
_SHORTEST = 3
"""Letters of a word that is corrected; of three only where two changed places or a kind's name comes out."""
_SHORT = 6
"""Letters below which the first must be right, but for two that changed places or one that is missing: "xbox" is no
slip for "box"."""
_TWO_EDITS = 8
"""Letters from which on two edits are forgiven."""
_RARE = 2
"""A word that so few offers carry may be a slip too, where a neighbour is far more common."""
_FAR_MORE = 40
_MORE = 5
"""The same where the neighbour makes up the name of a kind."""
_LEXICON_COUNT = 2
"""What a name of the lexicon counts where no offer carries it."""
_KIND_BONUS = 3.0
"""Worth of making up the name of a kind, in natural logarithms of offers."""
_CONTEXT_BONUS = 4.0
"""Of a longer name, with the words around."""
_EDIT_COST = 2.5
_FIRST_LETTER_COST = 0.5
_FOREIGN_COST = 3.0
"""Of a word that only names of another language are made of: "botles" is no slip for the French "bottes"."""
_PLURALS: Mapping[Language, tuple[str, ...]] = {
    "en": ("s",),
    "de": ("n", "en"),
    "fr": ("s",),
    "es": ("s", "es"),
    "pt": ("s",),
}
"""What a slip may end with where only its singular is known: "botles" is "bottle" and an "s"."""
_FAIR_SHARE = 0.01
_MOST_WORDS = 200_000
_REST_SECONDS = 2.0
_REST_OF_READING = 20
"""Times as long as reading the words took, until they are read again."""
_AT_ONCE = 0.25
"""Seconds of reading that a question may wait for."""
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_KEYS_ABOVE = "1234567890"


class Words:
    """The words that a catalogue and the lexicon know, with how many offers carry each."""

    def __init__(
        self,
        counts: Mapping[str, int],
        *,
        languages: tuple[Language, ...] = (),
        kinds: tuple[str, ...] = (),
        synonyms: Synonyms = NO_SYNONYMS,
    ) -> None:
        self.synonyms = synonyms
        """Of the user's own."""
        self.kinds = kinds
        """Of product, that there are offers of."""
        self.languages = languages
        """That a fair share of the offers is written in, the commonest first."""
        self._carried = {word: count for word, count in counts.items() if not word.startswith("~")}
        self._counts = dict.fromkeys(_every_name(), _LEXICON_COUNT) | self._carried
        self._stems = {word for word in counts if word.startswith("~")}
        self._near = lru_cache(maxsize=4096)(self._looked_up)
        by_length: dict[int, list[str]] = {}
        for word in self._counts:
            if len(word) >= (_SHORTEST if word not in _every_name() else 2) and _may_be_meant(word):
                by_length.setdefault(len(word), []).append(word)
        self._by_length = {length: WordsOfLength(listed) for length, listed in by_length.items()}
        self._offered = frozenset(general for kind in kinds for general in with_ancestors(kind))
        self._named_here = _names_of(self._offered) if kinds else _every_name()

    def carried(self, word: str, /) -> int:
        """How many offers carry a folded word."""
        return self._carried.get(word, 0)

    def count(self, word: str, /) -> int:
        """The same, where a word of the lexicon counts a little even if no offer carries it."""
        return self._counts.get(word, 0)

    def knows(self, word: str, language: Language, /) -> bool:
        """Whether the word, or another form of it, is in use."""
        if self.carried(word) > 0 or self.is_name(word) or word in self.synonyms.words:
            return True
        if any(self._is_form_of_a_name(word, one) for one in dict.fromkeys((language, "en"))):
            return True
        return any(f"~{stem(word, one)}" in self._stems for one in (language, "en"))

    def _is_form_of_a_name(self, word: str, language: Language) -> bool:
        """Whether it is a plural or a case of a word of a name that is known here."""
        forms = _forms_of_names(language).get(name_stem(word, language), ())
        return any(map(self.is_name, forms))

    def is_name(self, word: str, /) -> bool:
        """Whether it is part of a name of a kind that there are offers of, or of a modifier."""
        return word in self._named_here

    def offers(self, named: Named, /) -> bool:
        """Whether there are offers of a kind, or of a special case of it; so it is said of every modifier."""
        return named.modifier or not self.kinds or not self._offered.isdisjoint(named.codes)

    def near(self, word: str, /) -> tuple[str, ...]:
        """Known words one edit away, two for long words."""
        return self._near(word)

    def _looked_up(self, word: str) -> tuple[str, ...]:
        most = 2 if len(word) >= _TWO_EDITS else 1
        return tuple(
            known
            for length in range(len(word) - most, len(word) + most + 1)
            if length in self._by_length
            for known in self._by_length[length].near(word, most)
        )


class WordsOfIndex:
    """Keeps the words of an index and of the user at hand, read anew when they have changed."""

    def __init__(self, index: SearchIndex, synonyms: Callable[[], Synonyms] = lambda: NO_SYNONYMS) -> None:
        self._index = index
        self._synonyms = synonyms
        self._generation: int | None = None
        self._read_at = -math.inf
        self._took = 0.0
        self._words: Words | None = None
        self._reading = threading.Lock()

    def now(self) -> Words:
        """Those of a moment ago. While offers are being loaded they are read anew every few seconds, and where that
        takes long, beside the searches that go on with the old ones."""
        rest = max(_REST_SECONDS, _REST_OF_READING * self._took)
        if self._index.generation() != self._generation and time.monotonic() - self._read_at >= rest:
            if self._took <= _AT_ONCE:
                with self._reading:
                    self._read()
            elif self._reading.acquire(blocking=False):
                threading.Thread(target=self._read_beside, name="words", daemon=True).start()
        words = self._words
        assert words is not None  # the first question of all waits until they are read
        words.synonyms = self._synonyms()
        return words

    def _read_beside(self) -> None:
        try:
            self._read()
        finally:
            self._reading.release()

    def _read(self) -> None:
        generation, begun = self._index.generation(), time.monotonic()
        if generation == self._generation:
            return  # another question read them meanwhile
        counts = dict(self._index.vocabulary("", limit=_MOST_WORDS, field="summary"))
        answer = self._index.search(IndexRequest(facets=("language", "kind"), limit=1))
        self._words = Words(
            counts,
            languages=tuple(
                one.value for one in answer.facets["language"] if one.count >= _FAIR_SHARE * answer.total
            ),
            kinds=tuple(one.value for one in answer.facets["kind"]),
        )
        self._generation, self._read_at = generation, time.monotonic()
        self._took = self._read_at - begun


@cache
def _every_name() -> frozenset[str]:
    """The words that names of the lexicon are made of in any language, folded."""
    return _words_of_names(concepts().values())


@cache
def _words_of_language(language: Language) -> frozenset[str]:
    """The words that names of one language are made of, folded."""
    return frozenset(
        word
        for concept in concepts().values()
        for name in concept.names[language]
        for word in _WORD.findall(fold(name))
    )


@cache
def _forms_of_names(language: Language) -> Mapping[str, tuple[str, ...]]:
    """Stem -> the words with it that names of a language are made of; nothing where words have no forms."""
    forms: dict[str, tuple[str, ...]] = {}
    if language in {"zh", "ja"}:
        return forms
    for word in sorted(_words_of_language(language)):
        key = name_stem(word, language)
        forms[key] = (*forms.get(key, ()), word)
    return forms


@lru_cache(maxsize=20_000)
def _are_forms_of_one(word: str, near: str, language: Language) -> bool:
    """Whether two words differ in number or case only: by their stem in the question's language or in English, by a
    plural's ending in that of a name."""
    if any(name_stem(word, one) == name_stem(near, one) for one in dict.fromkeys((language, "en"))):
        return True
    return any(
        near in _words_of_language(one) and word.removeprefix(near) in endings
        for one, endings in _PLURALS.items()
    )


def _words_of_names(some: Iterable[Concept]) -> frozenset[str]:
    return frozenset(
        word
        for concept in some
        for language in LANGUAGES
        for name in concept.names[language]
        for word in _WORD.findall(fold(name))
        if not CJK_LETTER.match(word)
    )


@lru_cache(maxsize=4)
def _names_of(kinds: frozenset[str]) -> frozenset[str]:
    """Those of these kinds and of the modifiers only."""
    return _words_of_names(one for one in concepts().values() if one.modifier or one.code in kinds)


def corrected(
    product: str, language: Language, words: Words, /, *, understood: Iterable[str] = ()
) -> tuple[str, tuple[Correction, ...]]:
    """The product words with slips mended, and what was changed.

    Args:
        understood: Phrases that something was read from: their words are no slips, whoever uses them.
    """
    right = frozenset(fold(word) for phrase in understood for word in _WORD.findall(phrase))
    quoted = [found.span() for found in _QUOTED.finditer(product)]
    parts: list[str] = []
    corrections: list[Correction] = []
    at = 0
    for start, end, read in _Reader(product, language, words, right).changes():
        if start < at or any(low <= start < high for low, high in quoted):
            continue
        parts += (product[at:start], read)
        corrections.append(Correction(written=product[start:end], read=read))
        at = end
    return "".join([*parts, product[at:]]), tuple(corrections)


class _Reader:
    """Looks at each word of one question."""

    def __init__(self, product: str, language: Language, words: Words, right: frozenset[str]) -> None:
        self._right = right
        self._product = product
        self._languages = (language, "en")
        self._language = language
        self._words = words
        self._named = find_concepts(product, self._languages)

    def changes(self) -> Iterator[tuple[int, int, str]]:
        """(start, end, what to read there), by place."""
        found = [one for one in _WORD.finditer(self._product) if not CJK_LETTER.match(one.group())]
        for number, one in enumerate(found):
            following = found[number + 1] if number + 1 < len(found) else None
            if following is not None and self._are_one(one, following):
                yield one.start(), following.end(), fold(one.group() + following.group())
                continue
            word = fold(one.group())
            if len(word) >= _SHORTEST - 1 and not self._within_a_longer_name(one.start(), one.end()):
                read = self._read(one.start(), one.end(), word)
                if read is not None:
                    yield one.start(), one.end(), read

    def _within_a_name(self, start: int, end: int) -> bool:
        return any(one.start <= start and end <= one.end for one in self._named)

    def _within_a_longer_name(self, start: int, end: int) -> bool:
        """Whether the words around bear a word out: "stick" in "usb stick"."""
        return any(
            one.start <= start and end <= one.end and one.end - one.start > end - start
            for one in self._named
            if not one.composed
        )

    def _are_one(self, one: re.Match[str], following: re.Match[str]) -> bool:
        """Whether two words are one that was written apart: it is known, and the pair is no name."""
        if self._product[one.end() : following.start()] not in {" ", "-"}:
            return False
        first, second = fold(one.group()), fold(following.group())
        if min(len(first), len(second)) < 2 or not (first + second).isalpha():
            return False
        if self._within_a_name(one.start(), following.end()):
            return False
        joined = first + second
        if not self._words.count(joined) and joined not in _every_name():
            return False
        names_a_kind = any(not named.modifier for named in find_concepts(joined, self._languages))
        both_known = self._words.knows(first, self._language) and self._words.knows(second, self._language)
        return names_a_kind or not both_known

    def _read(self, start: int, end: int, word: str) -> str | None:
        """What a word was most likely meant to be; None where it is right or nothing is near."""
        if not _could_be_a_word(word) or word in self._right or only_small_words(word, self._language):
            return None
        known = self._words.knows(word, self._language)
        common = self._words.is_name(word) or (known and self._words.count(word) > _RARE)
        if any(
            near != word
            and (self._words.carried(near) or self._words.is_name(near))
            and _are_forms_of_one(word, near, self._language)
            for near in self._words.near(word)
        ):
            return None
        candidates = [
            (worth, near)
            for near in self._words.near(word)
            if near != word
            and (worth := self._worth(start, end, word, near, known=known, common=common)) is not None
        ]
        if not known and word.isalpha():
            candidates += self._plurals(start, end, word)
            candidates += [
                (math.log1p(min(map(self._words.count, halves))) - _EDIT_COST, " ".join(halves))
                for halves in self._halves(word)
            ]
        return max(candidates)[1] if candidates else None

    def _plurals(self, start: int, end: int, word: str) -> Iterator[tuple[float, str]]:
        """Readings of a word as the plural of a known one that was mistyped, with their worth."""
        for ending in _PLURALS.get(self._language, ()):
            single = word.removesuffix(ending)
            if single == word or len(single) < _LEAST_SINGULAR:
                continue
            for near in self._words.near(single):
                if near.endswith(ending) or _is_foreign(near, self._language):
                    continue
                worth = self._worth(start, end, single, near, known=False, common=False)
                if worth is not None:
                    yield worth, near + ending

    def _worth(
        self, start: int, end: int, word: str, near: str, *, known: bool, common: bool
    ) -> float | None:
        """How likely `near` was meant; None where it was not. A word in common use is a slip only where its
        neighbour makes up a longer name with the words around it ("laptop sand")."""
        slip = _slip(word, near)
        named = self._would_name(start, end, near)
        names_kind, longer = named >= len(near), named > len(near)
        count = self._words.count(near)
        if common and not longer:
            return None
        if self._words.carried(near) < (_RARE if word in _every_name() else 1) and not (
            self._words.is_name(near) and word not in _every_name()
        ):
            return None
        if known and count < (_MORE if names_kind else _FAR_MORE) * max(self._words.count(word), 1):
            return None
        missing = len(near) == len(word) + 1 and not known
        if not _digits_may_differ(word, near, slip):
            return None
        if len(word) <= _SHORTEST and not (
            slip.swapped or longer or (missing and len(word) == _SHORTEST) or (names_kind and not known)
        ):
            return None
        if len(word) < _SHORT and near[0] != word[0] and not slip.may_begin:
            return None
        return (
            math.log1p(count)
            + (_KIND_BONUS if names_kind else 0.0)
            + (_CONTEXT_BONUS if longer else 0.0)
            - _EDIT_COST * slip.cost
            - (_FIRST_LETTER_COST if near[0] != word[0] and not slip.swapped else 0.0)
            - (_FOREIGN_COST if _is_foreign(near, self._language) else 0.0)
        )

    def _would_name(self, start: int, end: int, near: str) -> int:
        """Length of the name that `near` would be in, or be, where there are such offers; 0 for none."""
        text = self._product[:start] + near + self._product[end:]
        return max(
            (
                one.end - one.start
                for one in find_concepts(text, self._languages)
                if one.start <= start
                and start + len(near) <= one.end
                and (one.end - one.start > len(near) or self._words.offers(one))
            ),
            default=0,
        )

    def _halves(self, word: str) -> Iterator[tuple[str, str]]:
        for place in range(3, len(word) - 2):
            left, right = word[:place], word[place:]
            if self._words.count(left) > _RARE and self._words.count(right) > _RARE:
                yield left, right


_LEAST_SINGULAR = 4


def _is_foreign(word: str, language: Language) -> bool:
    """Whether names of other languages are made of a word, and none of the question's or of English."""
    return word in _every_name() and not any(
        word in _words_of_language(one) for one in dict.fromkeys((language, "en"))
    )


def _digits_may_differ(word: str, near: str, slip: _Slip) -> bool:
    """A digit is never read as another; it is read as a letter only where its key is beside the letter's."""
    digits, meant = (re.sub(r"\D", "", one) for one in (word, near))
    return digits == meant or (not meant and (len(word) > 4 or slip.may_begin))


def _could_be_a_word(word: str) -> bool:
    """Letters, or letters with one digit ("c9ntroller", "pps4"); the rest are part numbers."""
    digits = sum(char.isdigit() for char in word)
    return digits == 0 or (digits == 1 and len(word) >= _SHORTEST)


def _may_be_meant(word: str) -> bool:
    """What a slip is read as: letters, or a short name with a digit at its end ("ps4")."""
    if CJK_LETTER.match(word):
        return False
    return word.isalpha() or (len(word) <= 4 and word[:-1].isalpha() and word[-1].isdecimal())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Slip:
    """How one word became another under the fingers."""

    cost: float
    """Edits, cheaper where fingers often slip: two letters swapped, one doubled, the key beside."""
    swapped: bool = False
    may_begin: bool = False
    """Likely even at the first letter."""


@lru_cache(maxsize=20_000)
def _slip(word: str, near: str) -> _Slip:
    edits = OSA.distance(word, near)
    if edits != 1:
        return _Slip(cost=float(edits))
    if len(word) == len(near):
        places = [place for place, (one, other) in enumerate(zip(word, near, strict=True)) if one != other]
        if len(places) == 2:
            return _Slip(cost=0.6, swapped=True, may_begin=True)
        beside = near[places[0]] in _beside(word[places[0]])
        digit = word[places[0]].isdigit()
        return _Slip(cost=0.6 if beside else (3.0 if digit else 1.2), may_begin=beside)
    if len(word) == len(near) + 1:
        doubled = any(
            word[place] == word[place - 1] and word[:place] + word[place + 1 :] == near
            for place in range(1, len(word))
        )
        return _Slip(cost=0.6 if doubled else 1.0)
    return _Slip(cost=0.8, may_begin=near[1:] == word)


@cache
def _beside(char: str) -> str:
    """The letters around a key, of a keyboard as most of the nine languages have it."""
    rows = (_KEYS_ABOVE, *_KEYS)
    for row, keys in enumerate(rows):
        column = keys.find(char)
        if column >= 0:
            return "".join(
                rows[other][place]
                for other in (row - 1, row, row + 1)
                if 0 <= other < len(rows)
                for place in (column - 1, column, column + 1)
                if 0 <= place < len(rows[other]) and (other, place) != (row, column)
            )
    return ""
