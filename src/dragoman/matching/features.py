"""A pair of offers as numbers: what agrees, what conflicts. Nothing here knows a catalogue, supplier or product.

NaN: one of the two does not say. Every feature is the same for (a, b) and (b, a).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from dragoman.matching.certainty import unrelated_kinds
from dragoman.matching.profile import Corpus, Profile
from dragoman.ports import Encoder, Vector
from dragoman.vocabulary.lexicon import concepts
from dragoman.vocabulary.materials import is_a

UNKNOWN = math.nan

FEATURES: tuple[str, ...] = (
    "gtin",
    "mpn",
    "mpn_alike",
    "mpn_in_text",
    "brand",
    "brand_in_title",
    "codes_shared",
    "codes_only_one",
    "codes_only_both",
    "codes_alike",
    "codes_text_shared",
    "numbers_shared",
    "numbers_least_own",
    "numbers_most_own",
    "numbers_equal",
    "measures_shared",
    "measures_conflicting",
    "measures_own",
    "names_shared",
    "names_least_own",
    "names_most_own",
    "names_counted_least",
    "names_counted_most",
    "words_overlap",
    "words_least_covered",
    "words_most_covered",
    "words_shared_weight",
    "words_rarest_own",
    "text_least_covered",
    "text_most_covered",
    "text_overlap",
    "title_sorted",
    "title_set",
    "title_partial",
    "first_words",
    "meaning",
    "kind",
    "kind_meaning",
    "modifiers_shared",
    "modifiers_own",
    "material",
    "colour",
    "hs_code",
    "weight",
    "category",
    "price",
    "attributes_equal",
    "attributes_conflicting",
    "same_language",
    "unsaid_least",
    "unsaid_most",
    "unsaid_shared",
    "facts_equal",
    "facts_conflicting",
    "shortest_title",
    "longest_title",
)
"""The columns that a `PairJudge` scores, in this order."""


def pair_features(
    a: Profile, b: Profile, /, *, corpus: Corpus, kinds: KindMeanings, meaning: float | None
) -> list[float]:
    """The pair's features, in the order of FEATURES.

    Args:
        kinds: how near two kinds of goods are in meaning.
        meaning: cosine of the two offers' vectors, -1 to 1.
    """
    values: dict[str, float] = {
        "gtin": _agreement(a.gtins, b.gtins),
        "brand": _same_text(a.brand, b.brand),
        "meaning": UNKNOWN if meaning is None else meaning,
        "kind": _kind(a, b),
        "kind_meaning": kinds.nearness(a.kinds, b.kinds),
        "material": _materials(a.materials, b.materials),
        "colour": _agreement(a.colours, b.colours),
        "category": _overlap(a.category, b.category),
        "price": _price(a, b),
        "modifiers_shared": float(len(a.modifiers & b.modifiers)),
        "modifiers_own": float(len(a.modifiers ^ b.modifiers)),
        "hs_code": _hs_code(a.hs_code, b.hs_code),
        "weight": _far(a.weight_kg, b.weight_kg),
        "same_language": float(a.language == b.language),
        **_mpn(a, b),
        **_codes(a, b),
        **_numbers(a, b),
        **_names(a, b, corpus),
        **_words(a, b, corpus),
        **_titles(a, b),
        **_attributes(a.attributes, b.attributes),
        **_unsaid(a, b),
    }
    values |= _facts(values)
    return [values[name] for name in FEATURES]


class KindMeanings:
    """How near kinds of goods are in meaning: a hex bolt is nearer to a screw than to a pan."""

    def __init__(self, encoder: Encoder, /) -> None:
        self._encoder = encoder
        self._vectors: dict[str, Vector] = {}
        self._known: dict[tuple[frozenset[str], frozenset[str]], float] = {}

    def nearness(self, a: frozenset[str], b: frozenset[str], /) -> float:
        """The highest cosine of the kinds' English names; NaN where one is unknown."""
        if not a or not b:
            return UNKNOWN
        if a & b:
            return 1.0
        found = self._known.get((a, b))
        if found is None:
            found = max(float(self._vector(one) @ self._vector(other)) for one in a for other in b)
            self._known[a, b] = self._known[b, a] = found
        return found

    def _vector(self, code: str) -> Vector:
        vector = self._vectors.get(code)
        if vector is None:
            known = concepts().get(code)
            names = ", ".join(known.names["en"]) if known is not None else code
            vector = self._vectors[code] = self._encoder.encode([names])[0]
        return vector


def _alike(one: str, other: str) -> float:
    """Jaro and Winkler's measure, the lesser text first: it may depend on the order."""
    return JaroWinkler.similarity(min(one, other), max(one, other))


def _agreement(a: frozenset[str], b: frozenset[str]) -> float:
    """1 equal, 0.5 some shared, 0 none shared."""
    if not a or not b:
        return UNKNOWN
    if a == b:
        return 1.0
    return 0.5 if a & b else 0.0


def _same_text(a: str, b: str) -> float:
    if not a or not b:
        return UNKNOWN
    if a == b:
        return 1.0
    return 0.7 if a in b or b in a else _alike(a, b) / 2


def _mpn(a: Profile, b: Profile) -> dict[str, float]:
    both = bool(a.mpn and b.mpn)
    inside = [
        float(mpn in codes or (len(mpn) >= 4 and mpn in squeezed))
        for mpn, codes, squeezed in (
            (a.mpn, b.codes | b.more_codes, _squeezed(b.title)),
            (b.mpn, a.codes | a.more_codes, _squeezed(a.title)),
        )
        if mpn
    ]
    brand = [
        float(brand in squeezed)
        for brand, squeezed in ((a.brand, _squeezed(b.title)), (b.brand, _squeezed(a.title)))
        if brand
    ]
    return {
        "mpn": float(a.mpn == b.mpn) if both else UNKNOWN,
        "mpn_alike": _alike(a.mpn, b.mpn) if both else UNKNOWN,
        "mpn_in_text": max(inside) if inside else UNKNOWN,
        "brand_in_title": max(brand) if brand else UNKNOWN,
    }


def _squeezed(folded: str) -> str:
    return "".join(char for char in folded if char.isalnum())


def _codes(a: Profile, b: Profile) -> dict[str, float]:
    """Model numbers: shared, written on one side only, written on both and different."""
    mine = a.codes | ({a.mpn} if a.mpn else set())
    theirs = b.codes | ({b.mpn} if b.mpn else set())
    shared = _found_in(mine, theirs, _squeezed(b.title)) | _found_in(theirs, mine, _squeezed(a.title))
    own = (len(mine - shared), len(theirs - shared))
    alike = [_alike(one, other) for one in mine - shared for other in theirs - shared]
    everything = (mine | a.more_codes, theirs | b.more_codes)
    return {
        "codes_shared": float(len(shared)),
        "codes_only_one": float(max(own)),
        "codes_only_both": float(min(own)),
        "codes_alike": max(alike) if alike else UNKNOWN,
        "codes_text_shared": float(len(everything[0] & everything[1])),
    }


def _found_in(codes: Collection[str], others: Collection[str], text: str) -> set[str]:
    """A long code counts as found where it is written with blanks, or inside a longer one."""
    return {code for code in codes if code in others or (len(code) >= 5 and code in text)}


def _numbers(a: Profile, b: Profile) -> dict[str, float]:
    mine, theirs = Counter(a.numbers), Counter(b.numbers)
    shared = sum((mine & theirs).values())
    own = sorted((sum(mine.values()) - shared, sum(theirs.values()) - shared))
    units = a.measures.keys() & b.measures.keys()
    agreeing = sum(bool(a.measures[unit] & b.measures[unit]) for unit in units)
    return {
        "numbers_shared": float(shared),
        "numbers_least_own": float(own[0]),
        "numbers_most_own": float(own[1]),
        "numbers_equal": float(mine == theirs) if mine and theirs else UNKNOWN,
        "measures_shared": float(agreeing),
        "measures_conflicting": float(len(units) - agreeing),
        "measures_own": float(len(a.measures.keys() ^ b.measures.keys())),
    }


def _names(a: Profile, b: Profile, corpus: Corpus) -> dict[str, float]:
    """Words that several languages share: what tells products apart where the other words cannot."""
    mine, theirs = (
        Counter({name: count for name, count in one.names.items() if corpus.is_name(name)}) for one in (a, b)
    )
    only = (mine - theirs, theirs - mine)
    own = sorted(corpus.weight(one) for one in only)
    counted = sorted(len(one) for one in only)
    return {
        "names_shared": corpus.weight(mine & theirs),
        "names_least_own": own[0],
        "names_most_own": own[1],
        "names_counted_least": float(counted[0]),
        "names_counted_most": float(counted[1]),
    }


def _words(a: Profile, b: Profile, corpus: Corpus) -> dict[str, float]:
    mine, theirs = a.words | a.codes, b.words | b.codes
    shared = mine & theirs
    weight = corpus.weight(shared)
    weights = (corpus.weight(mine), corpus.weight(theirs))
    covered = sorted(weight / one if one else 0.0 for one in weights)
    rarest = sorted(
        max((corpus.rarity(word) for word in own), default=0.0) for own in (mine - shared, theirs - shared)
    )
    all_mine, all_theirs = mine | a.more_words | a.more_codes, theirs | b.more_words | b.more_codes
    reached = sorted(
        corpus.weight(own & everything) / one if one else 0.0
        for own, everything, one in ((mine, all_theirs, weights[0]), (theirs, all_mine, weights[1]))
    )
    union = sum(weights) - weight
    both = corpus.weight(all_mine & all_theirs)
    all_union = corpus.weight(all_mine | all_theirs)
    return {
        "words_overlap": weight / union if union > 0 else 0.0,
        "words_least_covered": covered[0],
        "words_most_covered": covered[1],
        "words_shared_weight": weight,
        "words_rarest_own": rarest[0],
        "text_least_covered": reached[0],
        "text_most_covered": reached[1],
        "text_overlap": both / all_union if all_union > 0 else 0.0,
    }


def _titles(a: Profile, b: Profile) -> dict[str, float]:
    lengths = sorted((len(a.words) + len(a.codes), len(b.words) + len(b.codes)))
    firsts = [" ".join(one.title.split()[:2]) for one in (a, b)]
    return {
        "title_sorted": fuzz.token_sort_ratio(a.title, b.title) / 100,
        "title_set": fuzz.token_set_ratio(a.title, b.title) / 100,
        "title_partial": fuzz.partial_ratio(min(a.title, b.title), max(a.title, b.title)) / 100,
        "first_words": _alike(firsts[0], firsts[1]),
        "shortest_title": float(lengths[0]),
        "longest_title": float(lengths[1]),
    }


def _unsaid(a: Profile, b: Profile) -> dict[str, float]:
    counted = sorted((len(a.unsaid), len(b.unsaid)))
    return {
        "unsaid_least": float(counted[0]),
        "unsaid_most": float(counted[1]),
        "unsaid_shared": float(len(a.unsaid & b.unsaid)),
    }


_FACTS = ("material", "colour", "kind")


def _facts(values: Mapping[str, float]) -> dict[str, float]:
    """How many things that both say agree, and how many conflict."""
    conflicts = [values[name] <= _HARDLY for name in _FACTS if not math.isnan(values[name])]
    conflicting = sum(conflicts) + (values["numbers_least_own"] > 0) + (values["names_counted_least"] > 0)
    equal = sum(values[name] >= _LARGELY for name in _FACTS if not math.isnan(values[name]))
    return {
        "facts_equal": float(equal + (values["numbers_equal"] == 1)),
        "facts_conflicting": float(conflicting),
    }


_LARGELY = 0.75
_HARDLY = 0.25


def _kind(a: Profile, b: Profile) -> float:
    """1 the same, 0.5 one more general than the other, 0 another."""
    if not a.kinds or not b.kinds:
        return UNKNOWN
    if a.kinds & b.kinds:
        return 1.0
    return 0.0 if unrelated_kinds(a, b) else 0.5


def _materials(a: frozenset[str], b: frozenset[str]) -> float:
    """1 equal, 0.75 one a kind of the other, 0.5 some shared, 0.25 organic or recycled and the other not so, 0 none."""
    if not a or not b:
        return UNKNOWN
    if a == b:
        return 1.0
    if a & b:
        return 0.5
    kinds = [(one, other) for one in a for other in b if is_a(one, other) or is_a(other, one)]
    if not kinds:
        return 0.0
    return 0.25 if any(_graded(one) or _graded(other) for one, other in kinds) else 0.75


def _graded(material: str) -> bool:
    return material.startswith(("organic_", "recycled_"))


def _overlap(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / len(a | b) if a and b else UNKNOWN


def _price(a: Profile, b: Profile) -> float:
    return _far(a.price, b.price) if a.price_unit == b.price_unit else UNKNOWN


def _far(a: float | None, b: float | None) -> float:
    """The natural logarithm of the greater by the lesser."""
    return abs(math.log(a / b)) if a is not None and b is not None else UNKNOWN


def _hs_code(a: str, b: str) -> float:
    """How many of the first six digits agree, as a share."""
    if not a or not b:
        return UNKNOWN
    return next((n for n in range(6) if a[n : n + 1] != b[n : n + 1]), 6) / 6


def _attributes(a: Mapping[str, str], b: Mapping[str, str]) -> dict[str, float]:
    both = a.keys() & b.keys()
    equal = sum(a[name] == b[name] for name in both)
    return {"attributes_equal": float(equal), "attributes_conflicting": float(len(both) - equal)}
