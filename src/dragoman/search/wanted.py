"""The product words of a question as terms for an index: its words, and the concepts they name in any language.

A concept is asked for in three ways at once: by the words that were typed, by its usual name in each language, and by
its code, which stands for all its names. The typed word counts most: an offer that says the same word is the safest.
Words that the user has synonyms for are asked for by those too.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from dragoman.model import Language
from dragoman.normalise.kinds import (
    MARK,
    Named,
    find_concepts,
    head,
    is_compound,
    languages_to_try,
    only_small_words,
)
from dragoman.normalise.text import CJK, query_terms, words_of
from dragoman.ports import Term
from dragoman.vocabulary.lexicon import concepts
from dragoman.vocabulary.synonyms import NO_SYNONYMS, OtherWords, Synonyms


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptWeights:
    """What the ways of saying a concept count, beside 1.0 for the words typed."""

    name: float = 0.9
    """Its usual name in another language than the question's."""
    second: float = 0.5
    """Times that, its next name, where that fits nearly as well."""
    code: float = 0.4
    """Any of its names."""
    guessed: float = 0.7
    """Times those, where the concept is only the one nearest in meaning."""


CONCEPT_WEIGHTS = ConceptWeights()
USE_COUNTS = 0.05
"""What the natural logarithm of the offers that carry a name counts, beside its closeness in meaning (a cosine)."""

SECOND_WITHIN = 0.15
"""How far behind the best name, by closeness and use, the next is asked for too."""

_Count = Callable[[str], int]
_Guess = Callable[[str], str | None]
_Closeness = Callable[[str, Sequence[str]], Sequence[float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a question looks for."""

    terms: tuple[Term, ...]
    groups: int
    """Words asked for."""
    kinds: tuple[str, ...] = ()
    """Codes of the kind of thing, where the lexicon knows it; several for a name with several meanings."""
    modifiers: tuple[str, ...] = ()
    said: str = ""
    """The words as most of the catalogue's offers would have them; "" where they are that already."""
    guessed: tuple[tuple[str, str], ...] = ()
    """(words that nobody here uses, code of the kind nearest to them in meaning)."""


def wanted(
    product: str,
    language: Language,
    /,
    *,
    catalogue: Sequence[Language] = (),
    count: _Count = lambda _: 0,
    synonyms: Synonyms = NO_SYNONYMS,
    guess: _Guess = lambda _: None,
    closeness: _Closeness = lambda _, names: [0.0] * len(names),
    weights: ConceptWeights = CONCEPT_WEIGHTS,
) -> Wanted:
    """The terms of a question's product words.

    Args:
        catalogue: Languages that offers are written in.
        count: How many offers carry a folded word.
        closeness: In meaning of a text with each of several names, as a cosine.
        synonyms: Of the user's own.
        guess: The kind nearest in meaning to words that no offer carries.
    """
    tried = languages_to_try(language)
    others = synonyms.found(product)
    found = _with_synonyms(find_concepts(product, tried), others, tried)
    found, guessed = _compounds_guessed(found, product, count, guess)
    terms: list[Term] = []
    groups = 0
    said: list[str] = []
    for piece in _pieces(product, found, {one.start: one.others for one in others}, weights):
        if found and only_small_words(piece.text, language):
            continue
        read = (
            _guessed(piece, guess)
            if not (piece.codes or piece.others) and _foreign(piece.text, count)
            else piece
        )
        if read is not piece:
            guessed += [(read.text.strip(), code) for code in read.codes]
        spoken = _forms(read, language, catalogue, count, closeness)
        said.append(_said(read, catalogue, count, closeness))
        for forms in spoken:
            terms += [Term(token=term.token, weight=term.weight, group=groups) for term in _best(forms)]
            groups += 1
    main = head(found, product, language)
    return Wanted(
        terms=tuple(terms),
        groups=groups,
        said="" if all(text in product for text in said) else " ".join(said),
        kinds=main.codes if main is not None else tuple(code for _, code in guessed),
        guessed=tuple(guessed),
        modifiers=tuple(one.codes[0] for one in found if one.modifier and one.codes),
    )


def names_compared(catalogue: Sequence[Language], count: _Count, /) -> Iterator[str]:
    """Names whose closeness a question may ask for: where offers in a language say it in several
    ways."""
    for concept in concepts().values():
        for language in catalogue:
            used = _used(concept.names.get(language, ()), count)
            yield from used if len(used) > 1 else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A stretch of the product's words, with the concept it names where it names one."""

    text: str
    codes: tuple[str, ...]
    language: Language
    """That the concept is named in; "" for none."""
    weights: ConceptWeights
    others: tuple[str, ...] = ()
    """What the user says it may also be called."""


def _with_synonyms(
    found: Sequence[Named], others: Sequence[OtherWords], languages: Sequence[Language]
) -> tuple[Named, ...]:
    """The concepts, and those that the user's words stand for: what the user says goes before the lexicon."""
    if not others:
        return tuple(found)
    kept = [
        one for one in found if not any(one.start < other.end and other.start < one.end for other in others)
    ]
    kept += [_stands_for(other, found, languages) for other in others]
    return tuple(sorted(kept, key=lambda one: one.start))


def _stands_for(other: OtherWords, found: Sequence[Named], languages: Sequence[Language]) -> Named:
    """The concept that a name is, or that one of its synonyms is; without codes where none is known."""
    named = [one for one in found if (one.start, one.end) == (other.start, other.end)]
    for text in other.others:
        named += [one for one in find_concepts(text, languages) if one.end - one.start == len(text)]
    codes, language = (named[0].codes, named[0].language) if named else ((), "")
    modifier = not named or named[0].modifier
    return Named(codes=codes, start=other.start, end=other.end, modifier=modifier, language=language)


def _pieces(
    text: str, found: Sequence[Named], others: Mapping[int, tuple[str, ...]], weights: ConceptWeights
) -> Iterator[_Piece]:
    """The text in order."""
    at = 0
    for one in found:
        if text[at : one.start].strip():
            yield _Piece(text=text[at : one.start], codes=(), language="", weights=weights)
        yield _Piece(
            text=text[one.start : one.end],
            codes=one.codes,
            language=one.language,
            weights=weights,
            others=others.get(one.start, ()),
        )
        at = one.end
    if text[at:].strip():
        yield _Piece(text=text[at:], codes=(), language="", weights=weights)


def _compounds_guessed(
    found: Sequence[Named], product: str, count: _Count, guess: _Guess
) -> tuple[tuple[Named, ...], list[tuple[str, str]]]:
    """Two kinds that name a third together, which no name is known for ("tapete de mouse": rug, mouse), become the
    kind nearest in meaning, where that is neither of the two."""
    kept: list[Named] = []
    guessed: list[tuple[str, str]] = []
    for one in found:
        front = kept[-1] if kept else None
        if front is not None and not front.modifier and not one.modifier and is_compound(front, one, product):
            text = product[front.start : one.end]
            code = guess(text) if _foreign(text, count) else None
            if code is not None and code not in {*front.codes, *one.codes}:
                kept[-1] = replace(front, codes=(code,), end=one.end)
                guessed.append((text, code))
                continue
        kept.append(one)
    return tuple(kept), guessed


def _foreign(text: str, count: _Count) -> bool:
    """Whether a word of a text is in no offer."""
    return any(count(word) == 0 for word in words_of(text) if not word.isdecimal() and len(word) > 1)


def _guessed(piece: _Piece, guess: _Guess) -> _Piece:
    """The piece with the kind nearest in meaning; as it is where none is near."""
    code = guess(piece.text.strip())
    if code is None:
        return piece
    share = piece.weights.guessed
    weights = replace(piece.weights, name=piece.weights.name * share, code=piece.weights.code * share)
    return replace(piece, codes=(code,), weights=weights)


def _forms(
    piece: _Piece,
    language: Language,
    catalogue: Sequence[Language],
    count: _Count,
    closeness: _Closeness,
) -> list[_Word]:
    """Word by word, the ways of saying it: as typed, as the catalogue says it, by its code."""
    words = _words(piece.text, language, 1.0)
    if piece.codes:
        words = _without_small_words(words, language)
    others = [_words(text, language, piece.weights.name) for text in piece.others]
    if not piece.codes and not others:
        return words
    codes = tuple(Term(token=MARK + code, weight=piece.weights.code) for code in piece.codes)
    groups = _grouped([words, *others, *_names(piece, catalogue, count, closeness)], count) or [()]
    return [(*group, *codes) for group in groups]


_Word = tuple[Term, ...]
"""The forms of one word."""


def _without_small_words(words: list[_Word], language: Language) -> list[_Word]:
    """All of them where there is nothing else."""
    return [word for word in words if not only_small_words(word[0].token, language)] or words


def _words(text: str, language: Language, weight: float) -> list[_Word]:
    words: dict[int, list[Term]] = {}
    for term in query_terms(text, language):
        words.setdefault(term.group, []).append(Term(token=term.token, weight=term.weight * weight))
    return [tuple(forms) for forms in words.values()]


def _names(
    piece: _Piece, languages: Sequence[Language], count: _Count, closeness: _Closeness
) -> list[list[_Word]]:
    """What the catalogue calls the concept, in the languages other than the one it was named in."""
    weights = (piece.weights.name, piece.weights.name * piece.weights.second)
    listed = [
        (other, names)
        for code in piece.codes
        for other in languages
        if other != piece.language and (names := concepts()[code].names.get(other))
    ]
    chosen = _chosen(piece.text, [names for _, names in listed], count, closeness)
    return [
        _words(name, other, weight)
        for (other, _), some in zip(listed, chosen, strict=True)
        for name, weight in zip(some, weights, strict=False)
    ]


def _said(piece: _Piece, catalogue: Sequence[Language], count: _Count, closeness: _Closeness) -> str:
    """A piece in the language of most offers."""
    names = concepts()[piece.codes[0]].names.get(catalogue[0], ()) if piece.codes and catalogue else ()
    if not names or piece.language == catalogue[0]:
        return piece.text.strip()
    return _chosen(piece.text, [names], count, closeness)[0][0]


def _chosen(
    text: str, listed: Sequence[Sequence[str]], count: _Count, closeness: _Closeness
) -> list[list[str]]:
    """Of each list of names those in use nearest in meaning to what was typed ("casque sans fil" is rather "wireless
    headphones" than "Bluetooth headphones"), more offers counting a little: the nearest, and the next where it is nearly
    as near; the most used where nothing is known."""
    used = [_used(names, count) for names in listed]
    compared = list(dict.fromkeys(name for one in used if len(one) > 1 for name in one))
    near = dict(zip(compared, closeness(text, compared), strict=True)) if compared else {}
    chosen: list[list[str]] = []
    for names, carried in zip(listed, used, strict=True):
        if len(carried) < 2:
            chosen.append([_most_used(names, count)])
            continue
        worth = {name: near[name] + USE_COUNTS * math.log1p(offers) for name, offers in carried.items()}
        best, *others = sorted(worth, key=worth.__getitem__, reverse=True)
        chosen.append([best, *(name for name in others[:1] if worth[name] >= worth[best] - SECOND_WITHIN)])
    return chosen


def _used(names: Sequence[str], count: _Count) -> dict[str, int]:
    """Those that offers carry, and how many."""
    return {name: many for name in names if (many := _carried(name, count)) > 0}


def _most_used(names: Sequence[str], count: _Count) -> str:
    """The name whose rarest word is in most offers; on a tie the earlier one."""
    return max(names, key=lambda name: (_carried(name, count), -names.index(name)))


def _carried(name: str, count: _Count) -> int:
    """How many offers carry the rarest word of a name."""
    return min(map(count, words_of(name)), default=0)


def _grouped(readings: Sequence[Sequence[_Word]], carried: _Count) -> list[_Word]:
    """Several ways of saying one thing, word by word: as many groups as the longer of the first two has. A word that
    is the same in both stands in one group, though the order is another ("altavoz Bluetooth", "Bluetooth speaker");
    the rest are spread over the groups that are left. Of pairs of characters that fall into one group only the rarest is
    asked for: "トル" of "ボトル" alone is a Torx screw ("トルクス") as well."""
    count = max(len(reading) for reading in readings[:2])
    groups: list[list[Term]] = [[] for _ in range(count)]
    for reading in readings:
        same = _same_words(groups, reading)
        left = [words for place, words in enumerate(reading) if place not in same]
        free = [place for place in range(count) if place not in same.values()]
        for word, place in same.items():
            groups[place] += reading[word]
        fallen: dict[int, list[_Word]] = {}
        for word, place in _spread(len(left or reading), len(free)):
            fallen.setdefault(free[place], []).append((left or reading)[word])
        for place, some in fallen.items():
            groups[place] += chain.from_iterable(_without_common_pairs(some, carried))
    return [tuple(group) for group in groups]


_PAIR = re.compile(f"[{CJK}]{{2}}")


def _without_common_pairs(words: Sequence[_Word], carried: _Count) -> list[_Word]:
    """Words and, of pairs of characters, the one in the fewest offers, but for those that are in none."""
    pairs = [word for word in words if _PAIR.fullmatch(word[0].token)]
    if len(pairs) < 2:
        return list(words)
    rarest = min(pairs, key=lambda pair: carried(pair[0].token) or math.inf)
    return [word for word in words if word is rarest or word not in pairs]


def _same_words(groups: Sequence[Sequence[Term]], reading: Sequence[_Word]) -> dict[int, int]:
    """Place of a word in a reading -> the group that has it already."""
    same: dict[int, int] = {}
    tokens = [{term.token for term in group} for group in groups]
    for place, word in enumerate(reading):
        for number, known in enumerate(tokens):
            if number not in same.values() and known.intersection(term.token for term in word):
                same[place] = number
                break
    return same


def _spread(words: int, groups: int) -> Iterator[tuple[int, int]]:
    """(word, group), each word and each group at least once, in order.

    >>> list(_spread(2, 3)), list(_spread(3, 2))
    ([(0, 0), (0, 1), (1, 2)], [(0, 0), (1, 0), (2, 1)])
    """
    most = max(words, groups) if words and groups else 0
    for place in range(most):
        yield place * words // most, place * groups // most


def _best(forms: Sequence[Term]) -> list[Term]:
    """Each token once, with its greatest weight."""
    weights: dict[str, float] = {}
    for term in forms:
        weights[term.token] = max(weights.get(term.token, 0.0), term.weight)
    return [Term(token=token, weight=weight) for token, weight in weights.items()]
