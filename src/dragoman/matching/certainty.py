"""What goes before the model: identifiers that settle a pair, and what rules out that two offers are one product."""

from __future__ import annotations

from typing import Final

from rapidfuzz import fuzz

from dragoman.matching.fitting import fit_others, goes_in_place_of, is_made_for
from dragoman.matching.profile import Profile
from dragoman.matching.variants import Contradiction, contradictions

RULES: Final = 4
"""Raised when what is said here changes: pairs judged by earlier rules are looked at anew."""
SAME_GTIN = 0.995
"""Of a pair with one GTIN, at least: what GTIN means; the rest is for mistyped ones."""
SAME_MPN_AND_BRAND = 0.98
"""Of a pair with one manufacturer's number and brand, at least (docs/decisions/0016-same-product.md)."""
CONTRADICTED = 0.05
"""Of a pair that contradicts itself, at most: so many were one product among those judged by people."""
SAME_GTIN_CONTRADICTED = 0.5
"""Of a pair with one GTIN that contradicts itself: one of the two is a mistake, and which is not known."""
_LONG_CODE = 6
"""A code of so many characters says more than the suffix of a model's name."""
_OWN_NUMBER = 8
"""A code of so many characters is an article's own, and no model that others fit."""
_UNLIKE = 60
"""Titles of one supplier that have less than so much of 100 in common are of unlike articles."""


def may_be_one(a: Profile, b: Profile, /) -> bool:
    """What rules a pair out before anything is reckoned: different GTINs; two articles of one supplier."""
    if a.gtins & b.gtins:
        return True
    if not gtins_may_agree(a.gtins, b.gtins):
        return False
    return a.supplier_id != b.supplier_id or _same_number(a, b)


def gtins_may_agree(a: frozenset[str], b: frozenset[str], /) -> bool:
    return not a or not b or bool(a & b)


def sure_of(a: Profile, b: Profile, learned: float, /) -> float:
    """The confidence: what the model learned, at least what equal identifiers mean, at most what a contradiction leaves."""
    against, fits = variants_against(a, b), fits_against(a, b)
    if a.gtins & b.gtins:
        if not against and not fits:
            return max(learned, SAME_GTIN)
        decisive = fits or any(one.aspect == "condition" for one in against)
        return min(learned, CONTRADICTED) if decisive else SAME_GTIN_CONTRADICTED
    if against or fits:
        return min(learned, CONTRADICTED)
    return max(learned, SAME_MPN_AND_BRAND) if _same_number(a, b) else learned


def _same_number(a: Profile, b: Profile) -> bool:
    return bool(a.mpn and a.mpn == b.mpn and a.brand and a.brand == b.brand)


def variants_against(a: Profile, b: Profile, /) -> tuple[Contradiction, ...]:
    """In which aspects the two are variants of a thing and not the same one."""
    found = contradictions(a.variant, b.variant)
    if found and any(one.aspect == "model" for one in found) and _share_a_long_code(a, b):
        return tuple(one for one in found if one.aspect != "model")
    return found


def _share_a_long_code(a: Profile, b: Profile) -> bool:
    return any(len(code) >= _LONG_CODE for code in (a.codes | {a.mpn}) & (b.codes | {b.mpn}))


def fits_against(a: Profile, b: Profile, /) -> str:
    """What the things being for tells against them, in words; "" for nothing."""
    if not (a.fit.target or b.fit.target):
        return ""
    brands = frozenset(one for one in (a.brand, b.brand) if one)
    if goes_in_place_of(a.fit, b.fit, brands=brands) or goes_in_place_of(b.fit, a.fit, brands=brands):
        return "one is compatible with what the other is"
    if _share_a_number(a, b):
        return ""
    if (is_made_for(a.fit, b.fit) or is_made_for(b.fit, a.fit)) and _other_things(a, b):
        return "one is made for what the other is"
    if fit_others(a.fit, b.fit):
        mine, theirs = (", ".join(sorted(one.fit.models)) for one in (a, b))
        return f"made for other models: {mine} and {theirs}"
    return ""


def _share_a_number(a: Profile, b: Profile) -> bool:
    """Whether a number of the one is the other's, or inside it; short ones that name what a thing is for are none."""
    targets = a.fit.models | b.fit.models
    return any(
        min(len(code), len(other)) >= (_OWN_NUMBER if {code, other} & targets else _LONG_CODE - 1)
        and (code in other or other in code)
        for code in a.codes | {a.mpn}
        for other in b.codes | {b.mpn}
    )


def _other_things(a: Profile, b: Profile) -> bool:
    """Their kinds are unrelated, or, where one of these is not known, they have no word in common for what they are."""
    if a.kinds and b.kinds:
        return unrelated_kinds(a, b)
    return a.language == b.language and not a.fit.thing & b.fit.thing


def unrelated_kinds(a: Profile, b: Profile, /) -> bool:
    """Both kinds are known, and neither is a kind of the other."""
    return bool(a.kinds and b.kinds) and not (a.kinds & b.wider_kinds or b.kinds & a.wider_kinds)


def difference(a: Profile, b: Profile, /) -> str:
    """In what two bearers of one GTIN are not one product, in words; "" where they may be.

    Articles of one supplier are held to more: it names things alike, so that another colour, size or title is another thing.
    """
    against = variants_against(a, b)
    if against:
        return contradiction_words(against[0])
    if (fits := fits_against(a, b)) or unrelated_kinds(a, b):
        return fits or "another kind of thing"
    if a.supplier_id != b.supplier_id or a.language != b.language:
        return ""
    if a.mpn and b.mpn and a.mpn != b.mpn:
        return f"other manufacturer's numbers: {a.mpn} and {b.mpn}"
    if a.colours and b.colours and not a.colours & b.colours:
        return f"another colour: {min(a.colours)} and {min(b.colours)}"
    mine, theirs = set(a.numbers) - set(b.numbers), set(b.numbers) - set(a.numbers)
    if mine and theirs:
        return f"other sizes and numbers: {min(mine)} and {min(theirs)}"
    return "other titles" if fuzz.token_set_ratio(a.title, b.title) < _UNLIKE else ""


def contradiction_words(one: Contradiction, /) -> str:
    return f"another {one.aspect}: {one.values[0]} and {one.values[1]}"
