"""Why two offers may be one product, in words: what agrees first, then what speaks against it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping

from dragoman.matching.certainty import contradiction_words, fits_against, variants_against
from dragoman.matching.gtins import why_untrusted
from dragoman.matching.profile import Profile

_NEAR = 0.75
_FAR_PRICE = math.log(1.5)
_ALIKE = 0.8
_MOST = 4
"""Values named of each sort."""


def reasons(a: Profile, b: Profile, features: Mapping[str, float], /) -> tuple[str, ...]:
    """One short sentence each; never empty."""
    return (*_for(a, b, features), *_against(a, b, features)) or ("their texts are alike",)


def _for(a: Profile, b: Profile, features: Mapping[str, float]) -> list[str]:
    found: list[str] = []
    if a.gtins & b.gtins:
        found.append(f"same GTIN: {_listed(a.gtins & b.gtins)}")
    if a.untrusted_gtins & b.untrusted_gtins:
        gtins = a.untrusted_gtins & b.untrusted_gtins
        why = why_untrusted(min(gtins))
        found.append(
            f"both bear {_listed(gtins)}, which {f'is {why}' if why else 'unlike articles bear too'}: it counts for nothing"
        )
    if a.mpn and a.mpn == b.mpn:
        found.append(f"same manufacturer's number: {a.mpn}")
    if a.brand and a.brand == b.brand:
        found.append(f"same brand: {a.brand}")
    codes = (a.codes | a.more_codes) & (b.codes | b.more_codes)
    if codes:
        found.append(f"same model number in the text: {_listed(codes)}")
    for name, mine, theirs in _facts(a, b):
        if mine & theirs:
            found.append(f"same {name}: {_listed(mine & theirs)}")
    shared = Counter(a.numbers) & Counter(b.numbers)
    if shared:
        found.append(f"same sizes and numbers: {_listed(shared)}")
    if features["title_sorted"] >= _ALIKE:
        found.append(f"titles alike: {features['title_sorted']:.0%}")
    if features["meaning"] >= _NEAR:
        found.append(f"titles near in meaning: {features['meaning']:.2f}")
    return found


def _against(a: Profile, b: Profile, features: Mapping[str, float]) -> list[str]:
    found = [contradiction_words(one) for one in variants_against(a, b)]
    if fits := fits_against(a, b):
        found.append(fits)
    for name, mine, theirs in _facts(a, b):
        if mine and theirs and not mine & theirs:
            found.append(f"another {name}: {_listed(mine)} and {_listed(theirs)}")
    mine_only, theirs_only = Counter(a.numbers) - Counter(b.numbers), Counter(b.numbers) - Counter(a.numbers)
    if mine_only and theirs_only:
        found.append(f"other sizes and numbers: {_listed(mine_only)} and {_listed(theirs_only)}")
    elif mine_only or theirs_only:
        found.append(f"only one of them says {_listed(mine_only or theirs_only)}")
    if a.mpn and b.mpn and a.mpn != b.mpn:
        found.append(f"other manufacturer's numbers: {a.mpn} and {b.mpn}")
    if features["price"] >= _FAR_PRICE:
        found.append(f"one costs {math.exp(features['price']):.1f} times the other")
    return found


def _facts(a: Profile, b: Profile) -> list[tuple[str, frozenset[str], frozenset[str]]]:
    return [
        ("kind", a.kinds, b.kinds),
        ("material", a.materials, b.materials),
        ("colour", a.colours, b.colours),
    ]


def _listed(values: Collection[str]) -> str:
    return ", ".join(sorted(values)[:_MOST]).replace("_", " ")
