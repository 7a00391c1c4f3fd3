"""The codes that an offer without one is reckoned with where many are reckoned at once."""

from __future__ import annotations

from dragoman.classify.by_kind import by_kind
from dragoman.classify.by_material import material_of
from dragoman.model import Offer
from dragoman.trade.landed_cost import LikelyCode


def guessed_codes(offer: Offer, /) -> tuple[LikelyCode, ...]:
    """By the kind that is sold and what it is made of, likeliest first: the same for an index and for a hit that is shown. `Dragoman.landed`
    takes longer and reads all of the offer's texts."""
    category = offer.category.value if offer.category is not None else ""
    found = by_kind(offer.title.value, category, offer.language, materials=material_of(offer))
    return tuple(LikelyCode(code=one.code, probability=one.probability) for one in found)
