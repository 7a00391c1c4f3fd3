"""Which GTINs name one product, and which do not: fillers, numbers for a house's own use, numbers copied to unlike articles.

Source:
    GS1 General Specifications, section 1.4 (prefixes): 02, 04 and 2 are for restricted circulation, 05 and 98 and 99 for
    coupons; a GTIN is given to one trade item, each size and colour its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from dragoman.model import Offer
from dragoman.normalise.quantities.identifiers import is_gtin
from dragoman.ports import DoubtedGtin

_DIGITS = 14
_DOUBTED_BY_READER = 0.5
"""The reader gives a number whose check digit does not fit less confidence than this."""
TRUSTED = 0.8
"""Share of alike pairs among the articles that bear a GTIN, from which on it is taken to name one product."""
_LOOKED_AT = 30
"""Articles of one GTIN that are compared."""
_RESTRICTED = ("02", "04", "2")
_COUPONS = ("05", "98", "99")
_MOST_EQUAL = 9
"""Of the twelve digits before the check digit; more of them alike, and it is a filler."""


def trusted_gtins(offer: Offer, doubted: Container[str] = (), /) -> frozenset[str]:
    """The offer's GTINs as 14 digits that name one product, further ones among its attributes too."""
    return frozenset(one for one in _given(offer) if one not in doubted and not why_untrusted(one))


def untrusted_gtins(offer: Offer, doubted: Container[str] = (), /) -> frozenset[str]:
    """Those that do not."""
    return frozenset(one for one in _given(offer) if one in doubted or why_untrusted(one))


def _given(offer: Offer) -> frozenset[str]:
    given = (
        [offer.gtin.value] if offer.gtin is not None and offer.gtin.confidence > _DOUBTED_BY_READER else []
    )
    given += [one.value for one in offer.attributes if is_gtin(one.value)]
    return frozenset(one.zfill(_DIGITS) for one in given)


def why_untrusted(gtin: str, /) -> str:
    """What its digits say against a GTIN of 14 digits; "" for nothing.

    >>> why_untrusted("01234567890128"), why_untrusted("02012345678900"), why_untrusted("04006381333931")
    ('a filler', 'a number for use inside one house', '')
    """
    body = gtin[1:-1]
    if _is_filler(body):
        return "a filler"
    if gtin.startswith("000000"):
        short = gtin[6:]  # GTIN-8 has prefixes of its own
        return "a number for use inside one house" if short[0] in "02" else ""
    if body.startswith(_RESTRICTED):
        return "a number for use inside one house"
    return "a coupon's number" if body.startswith(_COUPONS) else ""


def _is_filler(body: str) -> bool:
    """Of twelve digits: nearly all alike, or counted up or down."""
    if max(body.count(digit) for digit in set(body)) > _MOST_EQUAL and not body.startswith("00000"):
        return True
    digits = body.lstrip("0")
    if len(set(digits)) <= 1:
        return True
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(digits)}
    return len(digits) >= 7 and steps in ({1}, {9})


class GtinCensus:
    """Who bears which GTIN, counted while the catalogue passes by once."""

    def __init__(self) -> None:
        self._first: dict[int, tuple[str, str]] = {}
        self._more: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)

    def counting(self, offers: Iterable[Offer], /) -> Iterator[Offer]:
        """The offers as they come, each counted."""
        for one in offers:
            for gtin in trusted_gtins(one):
                key = int(gtin)
                if self._first.setdefault(key, (one.supplier.supplier_id, one.offer_id))[1] != one.offer_id:
                    self._more[key].append((one.supplier.supplier_id, one.offer_id))
            yield one

    def bearers(self, gtin: str, /) -> list[str]:
        """Offer ids."""
        key = int(gtin)
        first = [self._first[key]] if key in self._first else []
        return [offer_id for _, offer_id in (*first, *self._more.get(key, ()))]

    def twice_at_one_supplier(self) -> Mapping[str, Sequence[str]]:
        """GTIN -> ids of the offers that bear it, of each that one supplier gives to several articles."""
        found: dict[str, Sequence[str]] = {}
        for key in self._more:
            suppliers = [self._first[key][0], *(supplier for supplier, _ in self._more[key])]
            if len(set(suppliers)) < len(suppliers):
                gtin = str(key).zfill(_DIGITS)
                found[gtin] = self.bearers(gtin)
        return found


def doubted_gtins(
    census: GtinCensus, difference: Callable[[Sequence[str]], Callable[[str, str], str]], /
) -> tuple[DoubtedGtin, ...]:
    """GTINs that one supplier gives to articles which differ, by GTIN: what they name is less than one product.

    Args:
        difference: of some offers, by their ids, in what two of them differ; "" where they may be one product.
    """
    found: list[DoubtedGtin] = []
    for gtin, bearers in sorted(census.twice_at_one_supplier().items()):
        some = bearers[:_LOOKED_AT]
        differ = difference(some)
        pairs = [(one, other) for place, one in enumerate(some) for other in some[place + 1 :]]
        said = [words for one, other in pairs if (words := differ(one, other))]
        alike = 1 - len(said) / len(pairs)
        if alike < TRUSTED:
            reason = f"{len(bearers)} articles bear it, and they differ ({said[0]})"
            found.append(DoubtedGtin(gtin=gtin, confidence=round(alike, 4), reason=reason))
    return tuple(found)
