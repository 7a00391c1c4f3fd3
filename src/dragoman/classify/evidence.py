"""What speaks for each subheading: meaning, words and kinds, one number each, by one text about the goods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
import numpy.typing as npt

from dragoman.classify.by_material import Said as OfMaterial
from dragoman.classify.by_material import Weighted, materials_said, weighted
from dragoman.classify.goods import Goods, Part
from dragoman.classify.headings import Rows, Weights, headings, words_of_headings, words_of_subheadings
from dragoman.classify.meaning import Meanings
from dragoman.classify.words import Said, as_english, in_english, told_language
from dragoman.model import LANGUAGES, Language
from dragoman.normalise.kinds import Named, before_purpose, find_concepts, head, with_ancestors
from dragoman.vocabulary.hs import codes_of_kinds, nomenclature, vague_kinds

FEATURES = (
    "meaning",
    "meaning_heading",
    "words",
    "words_heading",
    "kind",
    "kind_heading",
    "other_kinds",
    "siblings",
)
"""Columns of `Evidence.rows`. `meaning*`: cosine of the text and the English text of the subheading or heading;
`words*`: share of the text's words, by their rarity; `kind*`: the kind that is sold is mostly in the subheading, or
the heading; `other_kinds`: another kind that is named is; `siblings`: logarithm of how many
subheadings the heading has, which says how little speaks for each. Where the encoder does not know the language, it reads the
glossary's English instead."""
READ: frozenset[Language] = frozenset(
    ["ar", "zh", "en", "fr", "de", "it", "ja", "ko", "nl", "pl", "pt", "es", "th", "tr", "ru"]
)
"""Languages that the default encoder was trained on."""
_KIND_IN = {"title": 1.0, "category": 0.8, "details": 0.4}
"""How much a kind that is named in a part counts."""
_CROWD = 0.25
"""The more other kinds a text names, the less surely the first is what is sold: lists of goods name many."""

_VAGUE = 0.3
"""How much a kind counts whose name tells little of what goods are."""

Matrix = npt.NDArray[np.float32]
Told = Literal["kind", "vague", "none"]
"""What the lexicon knows of the kind that is sold: what it is, little more than what it is for, nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What one text says, for telling why."""

    part: Part
    said: tuple[Said, ...]
    kind: Named | None
    """The kind that is sold."""

    @property
    def kinds(self) -> tuple[str, ...]:
        return self.kind.codes if self.kind is not None else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    rows: Matrix
    """Shape (subheadings, features)."""
    language: Language
    language_sure: float
    """1 where it was given; else how surely the texts tell it, in (0, 1]."""
    described: bool
    """As `Goods.described`."""
    told: Told
    spoken: tuple[Spoken, ...]
    materials: tuple[OfMaterial, ...]
    """What the goods are said to be of, the one that counts most first."""


def evidence(goods: Goods, meanings: Meanings, /, *, kinds: bool = True) -> Evidence:
    """Of all parts together: meaning and words of each by its weight, the kind of the first that names one.

    Args:
        kinds: False leaves the lexicon's kinds out, as for goods that it has no name for.
    """
    parts = goods.parts()
    language, language_sure = (
        (goods.language, 1.0)
        if goods.language is not None
        else told_language(" ".join(part.text for part in parts))
    )
    total = sum(part.weight for part in parts) or 1.0
    rows = np.zeros((len(headings().codes), len(FEATURES)), dtype=np.float32)
    rows[:, 7] = _siblings()
    spoken = []
    told: Told = "none"
    materials = tuple(OfMaterial(one, one, "material") for one in goods.materials)
    for part in parts:
        named = find_concepts(part.text, (language, "en")) if kinds and language in LANGUAGES else ()
        sold = head(named, part.text, language)
        text = before_purpose(named, part.text) if sold is None and part.name == "title" else part.text
        said = in_english(text or part.text, language)
        rows[:, :4] += _of_text(text or part.text, said, language, meanings) * np.float32(part.weight / total)
        if not materials and part.name == "title":
            materials = materials_said(part.text, part.name, named, sold)
        if sold is not None and not rows[:, 4].any():
            others = [one for one in named if not one.modifier and not _alike(one, sold)]
            vague = vague_kinds().issuperset(sold.codes)
            rows[:, 4:7] = _of_kinds(sold, others, materials) * np.float32(
                _KIND_IN[part.name] * (_VAGUE if vague else 1)
            )
            if rows[:, 4].any():
                told = "vague" if vague else "kind"
        spoken.append(Spoken(part=part, said=said, kind=sold))
    return Evidence(
        rows=rows,
        language=language,
        language_sure=language_sure,
        described=goods.described,
        told=told,
        spoken=tuple(spoken),
        materials=materials,
    )


def _of_text(text: str, said: Sequence[Said], language: Language, meanings: Meanings) -> Matrix:
    """Shape (subheadings, 4): meaning and words."""
    table = headings()
    rows = np.zeros((len(table.codes), 4), dtype=np.float32)
    vectors = meanings.vectors()
    if vectors is not None:
        near = vectors @ meanings.encoder.encode([text if language in READ else as_english(said)])[0]
        rows[:, 0], rows[:, 1] = near[_subheading_rows()], near[_heading_rows()]
    english = [one.english for one in said]
    rows[:, 2] = words_of_subheadings().share(english)
    rows[:, 3] = words_of_headings().share(english)[table.heading_of]
    return rows


def _of_kinds(sold: Named, others: Sequence[Named], materials: Sequence[OfMaterial]) -> Matrix:
    """Shape (subheadings, 3): the kind that is sold, of what it is made; its heading, the headings of the others."""
    rows = np.zeros((len(headings().codes), 3), dtype=np.float32)
    rows[:, 0] = _by_kind(sold.codes, tuple(one.code for one in materials)) / np.float32(
        1 + _CROWD * len(others)
    )
    rows[:, 1] = _in_heading(rows[:, 0])
    for one in others:
        rows[:, 2] += _in_heading(_by_kind(one.codes)) / np.float32(len(others))
    return rows


def _alike(one: Named, other: Named) -> bool:
    """Whether two names mean goods of one heading: "laptop" and "notebook" do."""
    first, second = (
        {code[:4] for kind in named.codes for code in codes_of(kind)[:2]} for named in (one, other)
    )
    return not first.isdisjoint(second)


def _by_kind(meanings: Sequence[str], materials: tuple[str, ...] = ()) -> Weights:
    """By subheading, of a name that may have several meanings."""
    found = np.zeros(len(headings().codes), dtype=np.float32)
    for kind in meanings:
        for code, weight in weighted_codes(kind, materials):
            found[headings().places[code]] += np.float32(weight / len(meanings))
    return found


def weighted_codes(kind: str, materials: tuple[str, ...], /) -> tuple[Weighted, ...]:
    """The subheadings of a kind with what each counts, where it is made of these materials."""
    return weighted(codes_of(kind), materials)


def codes_of(kind: str, /) -> tuple[str, ...]:
    """The subheadings of a kind, or of the next more general kind that has any."""
    return next((codes for one in with_ancestors(kind) if (codes := codes_of_kinds().get(one))), ())


def _in_heading(found: Weights) -> Weights:
    table = headings()
    most = np.zeros(len(table.headings), dtype=np.float32)
    np.maximum.at(most, table.heading_of, found)
    weights: Weights = most[table.heading_of]
    return weights


@cache
def _siblings() -> Weights:
    """By subheading."""
    table = headings()
    found: Weights = np.log(np.bincount(table.heading_of)[table.heading_of]).astype(np.float32)
    return found


@cache
def _subheading_rows() -> Rows:
    """Places in the nomenclature of the subheadings."""
    return np.array([row for row, code in enumerate(nomenclature()) if len(code) == 6], dtype=np.int64)


@cache
def _heading_rows() -> Rows:
    """Places in the nomenclature of each subheading's heading."""
    place_of = {code: row for row, code in enumerate(nomenclature())}
    return np.array([place_of.get(code[:4], place_of[code[:2]]) for code in headings().codes], dtype=np.int64)
