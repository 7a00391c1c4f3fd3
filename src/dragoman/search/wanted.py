"""The product words of a question as terms for an index: its words, and the concepts they name in any language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from dragoman.model import Language
from dragoman.normalise.kinds import MARK, Named, find_concepts, head, languages_to_try
from dragoman.normalise.text import query_terms
from dragoman.ports import Term

CONCEPT_WEIGHT = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a question looks for."""

    terms: tuple[Term, ...]
    groups: int
    """Words asked for."""
    kinds: tuple[str, ...] = ()
    """Codes of the kind of thing, where the lexicon knows it; several for a name with several meanings."""
    modifiers: tuple[str, ...] = ()


def wanted(product: str, language: Language, /) -> Wanted:
    """Words of a concept's name are in groups of their own, each with the concept beside the word: an offer that
    names the concept otherwise, or in another language, carries them all."""
    found = find_concepts(product, languages_to_try(language))
    terms: list[Term] = []
    groups = 0
    for text, concept in _pieces(product, found):
        piece = query_terms(text, language)
        count = len({term.group for term in piece})
        if concept is not None:
            count = max(count, 1)
            marks = tuple(
                Term(token=MARK + code, weight=CONCEPT_WEIGHT, group=number)
                for number in range(count)
                for code in concept.codes
            )
            piece = (*piece, *marks)
        terms += [replace(term, group=term.group + groups) for term in piece]
        groups += count
    main = head(found, product, language)
    return Wanted(
        terms=tuple(terms),
        groups=groups,
        kinds=main.codes if main is not None else (),
        modifiers=tuple(one.codes[0] for one in found if one.modifier),
    )


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
