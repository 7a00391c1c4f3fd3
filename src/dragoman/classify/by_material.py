"""What goods are made of, and which codes that makes likely: customs part a mug of steel from a mug of glass.

A material chooses among the codes of articles that are parted so (`vocabulary/hs/by_material.tsv`). A watch of steel stays
a watch, and a sofa of leather a seat: nothing else is listed for them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from dragoman.model import Offer
from dragoman.normalise.kinds import Named
from dragoman.vocabulary.denials import denied, imitated
from dragoman.vocabulary.hs import articles_by_material
from dragoman.vocabulary.lexicon import concepts
from dragoman.vocabulary.materials import CODES, find_materials, is_a, with_general
from dragoman.vocabulary.phrases import Match

RANKS = (1.0, 0.5, 0.35, 0.25, 0.2)
"""What the first, second, ... code of a kind counts; later ones as the last."""
OF_ANOTHER = 0.25
"""What is left of the weight of a code for the same articles of another material than the one said."""
MOST = 3
"""Materials that are heard: what comes after is of parts."""

_WITH = r"with|w/|mit|avec|con|com|со|с|مع"
_FOR = r"for|für|pour|para|для"
_COVERED = (
    r"coated|plated|lined|beschichtet\w*|rev[eê]tu\w*|enduit\w*|recubiert\w*|revestid\w*|покрыт\w*|sole|sohle|semelle|"
    r"suela|sola|подошв\w*"
)
_PART_BEFORE = re.compile(
    rf"(?<!\w)(?:(?:{_WITH})\s(?:[^\W\d_]+[\s-]){{0,2}}|(?:{_FOR})\s|(?:{_COVERED})\s(?:\w+\s)?)$|[带帶配]\w{{0,2}}$",
    re.IGNORECASE,
)
"""Before a material that only a part is of, or a cover, or what the goods are for: "with bamboo lid", "for wood"."""
_PART_BEHIND = re.compile(
    r"[\s-]{0,2}(?:coat|dipped|plated|lined|lining|handle|lid|sole|beschicht|griff|deckel|sohle"
    r"|涂层|涂胶|浸|手柄|盖|底|コーティング|蓋|付き)",
    re.IGNORECASE,
)
_MAY_BE_PART = re.compile(
    rf"(?<!\w)(?:{_WITH}|{_FOR}|{_COVERED})\s|[带帶配]|{_PART_BEHIND.pattern}", re.IGNORECASE
)
_IMITATION = "pu_leather"
"""What is made to look like leather is a material of its own."""
_NEAR = 60
"""Letters before a material in which words say that it is a part's."""


class Weighted(NamedTuple):
    code: str
    """Six digits."""
    weight: float
    """Beside 1 of a kind's first code."""


class Said(NamedTuple):
    """A material where a text says it."""

    code: str
    """Of `vocabulary.materials`."""
    text: str
    """As written."""
    part: str
    """As `Part.name`."""


def materials_said(text: str, part: str, named: Sequence[Named], sold: Named | None, /) -> tuple[Said, ...]:
    """The materials that a text says goods to be of, in order.

    Args:
        named: Kinds in the text; a paper towel's name does not tell of what its holder is.
        sold: The one of them that the goods are.
    """
    every = find_materials(text)
    others = denied(text, every) | {one for one in imitated(text, every) if one.code != _IMITATION}
    said: dict[str, Said] = {}
    for one in every:
        if not (one in others or _of_a_part(text, one) or _in_name(one, named, sold)):
            said.setdefault(one.code, Said(one.code, text[one.start : one.end], part))
    return tuple(said.values())[:MOST]


def material_of(offer: Offer, /) -> tuple[str, ...]:
    """The material that an offer was read to have; none where its title names it of a part. Reads next to nothing anew,
    for what is reckoned of every offer."""
    if offer.material is None or offer.material.value not in _known():
        return ()
    title = offer.title.value
    if offer.material.origin == offer.title.origin and _MAY_BE_PART.search(title):
        return tuple(said.code for said in materials_said(title, "title", (), None))
    return (offer.material.value,)


@lru_cache(maxsize=20_000)
def weighted(codes: tuple[str, ...], materials: tuple[str, ...], /) -> tuple[Weighted, ...]:
    """A kind's codes with what each counts, heaviest first: those of its materials before those of others.

    Args:
        codes: Of the kind, likeliest first.
        materials: Codes of `vocabulary.materials`, the one that counts most first.

    >>> [code for code, _ in weighted(("691110", "392410"), ("stainless_steel",))]
    ['732393', '691110', '392410']
    """
    fitting: dict[str, None] = {}
    others: list[Weighted] = []
    for place, code in enumerate(codes):
        of_these = _made_of(_articles(code, codes), materials)
        if not of_these or code in of_these:
            fitting.setdefault(code)
        else:
            others.append(Weighted(code, OF_ANOTHER * _rank(place)))
        for one in of_these:
            fitting.setdefault(one)
    first = [Weighted(code, _rank(place)) for place, code in enumerate(fitting)]
    rest = [one for one in others if one.code not in fitting]
    return (*first, *sorted(rest, key=lambda one: -one.weight)) if rest else tuple(first)


def _rank(place: int) -> float:
    return RANKS[min(place, len(RANKS) - 1)]


def _made_of(articles: str | None, materials: tuple[str, ...]) -> tuple[str, ...]:
    """The codes of articles by what they are made of, those of the first material first."""
    if articles is None:
        return ()
    by_material = articles_by_material()[articles]
    found: dict[str, None] = {}
    for material in materials:
        listed = next((by_material[one] for one in with_general(material) if one in by_material), ())
        found.update(dict.fromkeys(listed))
    return tuple(found)


def _articles(code: str, codes: tuple[str, ...]) -> str | None:
    """Which articles a code is for: of several that list it, those that list most of the kind's other codes."""
    return max(
        _listing(code),
        key=lambda articles: sum(articles in _listing(other) for other in codes),
        default=None,
    )


def _listing(code: str) -> tuple[str, ...]:
    return _articles_of_codes().get(code, ())


@cache
def _articles_of_codes() -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for articles, by_material in articles_by_material().items():
        for listed in by_material.values():
            for code in listed:
                found.setdefault(code, {}).setdefault(articles)
    return {code: tuple(articles) for code, articles in found.items()}


@cache
def _known() -> frozenset[str]:
    return frozenset(CODES)


def _of_a_part(text: str, one: Match) -> bool:
    before = text[max(0, one.start - _NEAR) : one.start]
    return _PART_BEFORE.search(before) is not None or _PART_BEHIND.match(text, one.end) is not None


def _in_name(one: Match, named: Sequence[Named], sold: Named | None) -> bool:
    """Whether a material only stands in the name of another kind, or in that of the goods' own, whose usual name says the
    same."""
    within = next((kind for kind in named if not kind.modifier and _is_part_of(one, kind)), None)
    if within is None or within is not sold:
        return within is not None
    return any(is_a(one.code, own) or is_a(own, one.code) for own in _of_usual_names(within.codes))


def _is_part_of(one: Match, kind: Named) -> bool:
    """Whether a name says more than the material: leather alone is a kind of goods too."""
    return kind.start <= one.start and one.end <= kind.end and one.end - one.start < kind.end - kind.start


@lru_cache(maxsize=10_000)
def _of_usual_names(kinds: tuple[str, ...]) -> frozenset[str]:
    """Materials in the first English names: "paper towel", "wine glass"."""
    usual = [names[0] for kind in kinds if (names := concepts()[kind].names["en"])]
    return frozenset(one.code for name in usual for one in find_materials(name, running=False))
