"""The codes that an offer is reckoned with: its own in the present edition, or guessed where many are reckoned at once."""

from __future__ import annotations

from dragoman.classify.by_kind import by_kind
from dragoman.classify.by_material import material_of
from dragoman.classify.given_code import present_codes
from dragoman.model import Offer
from dragoman.trade.landed_cost import LikelyCode
from dragoman.vocabulary.hs import codes_of_older


def guessed_codes(offer: Offer, /) -> tuple[LikelyCode, ...]:
    """By the kind that is sold and what it is made of, likeliest first: the same for an index and for a hit that is shown.
    `Dragoman.landed` takes longer and reads all of the offer's texts."""
    category = offer.category.value if offer.category is not None else ""
    found = by_kind(offer.title.value, category, offer.language, materials=material_of(offer))
    return tuple(LikelyCode(code=one.code, probability=one.probability) for one in found)


def codes_of_own(own: str, /) -> tuple[str, ...]:
    """Of the supplier's own code the six digits that all countries share; those that took its goods over where the present
    edition has it no more; as it is where no edition is known to have it."""
    digits = _digits(own)
    return present_codes(digits) or ((digits[:6],) if len(digits) >= 4 else ())


def own_is_older(own: str, /) -> bool:
    """Whether the supplier's own code is of an older edition."""
    return _digits(own)[:6] in codes_of_older()


def _digits(own: str) -> str:
    return "".join(filter(str.isdigit, own))
