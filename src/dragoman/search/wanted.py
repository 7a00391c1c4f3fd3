"""The product words of a question as terms for an index: its words, and the concepts they name in any language.

A concept is asked for in three ways at once: by the words that were typed, by its usual name in each language, and by
its code, which stands for all its names. The typed word counts most: an offer that says the same word is the safest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from dragoman.model import Language
from dragoman.normalise.kinds import MARK, Named, find_concepts, head, languages_to_try
from dragoman.normalise.text import query_terms, words_of
from dragoman.ports import Term
from dragoman.vocabulary.lexicon import concepts


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptWeights:
    """What the ways of saying a concept count, beside 1.0 for the words typed."""

    name: float = 0.9
    """Its usual name in another language than the question's."""
    code: float = 0.4
    """Any of its names."""


CONCEPT_WEIGHTS = ConceptWeights()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a question looks for."""

    terms: tuple[Term, ...]
    groups: int
    """Words asked for."""
    kinds: tuple[str, ...] = ()
    """Codes of the kind of thing, where the lexicon knows it; several for a name with several meanings."""
    modifiers: tuple[str, ...] = ()


def wanted(
    product: str,
    language: Language,
    /,
    *,
    catalogue: Sequence[Language] = (),
    count: Callable[[str], int] = lambda _: 0,
    weights: ConceptWeights = CONCEPT_WEIGHTS,
) -> Wanted:
    """The terms of a question's product words.

    Args:
        catalogue: Languages that offers are written in.
        count: How many offers carry a folded word: of a concept's names the one most in use is asked for.
    """
    found = find_concepts(product, languages_to_try(language))
    terms: list[Term] = []
    groups = 0
    for text, concept in _pieces(product, found):
        words = _words(text, language, 1.0)
        piece = _grouped(
            [words, *_names(concept, catalogue, count, weights)] if concept is not None else [words]
        )
        if concept is not None:
            piece = [
                (*group, *(Term(token=MARK + code, weight=weights.code) for code in concept.codes))
                for group in piece or [()]
            ]
        for group in piece:
            terms += [Term(token=term.token, weight=term.weight, group=groups) for term in _best(group)]
            groups += 1
    main = head(found, product, language)
    return Wanted(
        terms=tuple(terms),
        groups=groups,
        kinds=main.codes if main is not None else (),
        modifiers=tuple(one.codes[0] for one in found if one.modifier),
    )


_Word = tuple[Term, ...]
"""The forms of one word."""


def _pieces(text: str, found: tuple[Named, ...]) -> Iterator[tuple[str, Named | None]]:
    """The text in order: stretches without a concept, and those with one."""
    at = 0
    for one in found:
        if text[at : one.start].strip():
            yield text[at : one.start], None
        yield text[one.start : one.end], one
        at = one.end
    if text[at:].strip():
        yield text[at:], None


def _words(text: str, language: Language, weight: float) -> list[_Word]:
    words: dict[int, list[Term]] = {}
    for term in query_terms(text, language):
        words.setdefault(term.group, []).append(Term(token=term.token, weight=term.weight * weight))
    return [tuple(forms) for forms in words.values()]


def _names(
    concept: Named, languages: Sequence[Language], count: Callable[[str], int], weights: ConceptWeights
) -> list[list[_Word]]:
    """What the catalogue calls the concept, in the languages other than the one it was named in."""
    return [
        _words(_most_used(names, count), other, weights.name)
        for code in concept.codes
        for other in languages
        if other != concept.language and (names := concepts()[code].names.get(other))
    ]


def _most_used(names: Sequence[str], count: Callable[[str], int]) -> str:
    """The name whose rarest word is in most offers; on a tie the earlier one."""
    return max(names, key=lambda name: (min(map(count, words_of(name)), default=0), -names.index(name)))


def _grouped(readings: Sequence[Sequence[_Word]]) -> list[_Word]:
    """Several ways of saying one thing, word by word: as many groups as the longer of the first two has; the words
    of the others are spread over them."""
    count = max(len(reading) for reading in readings[:2])
    groups: list[list[Term]] = [[] for _ in range(count)]
    for reading in readings:
        for place in range(max(count, len(reading))):
            if reading:
                word = reading[place * len(reading) // max(count, len(reading))]
                groups[place * count // max(count, len(reading))] += word
    return [tuple(group) for group in groups]


def _best(forms: Sequence[Term]) -> list[Term]:
    """Each token once, with its greatest weight."""
    weights: dict[str, float] = {}
    for term in forms:
        weights[term.token] = max(weights.get(term.token, 0.0), term.weight)
    return [Term(token=token, weight=weight) for token, weight in weights.items()]
