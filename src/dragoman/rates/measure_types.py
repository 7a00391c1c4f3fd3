"""Measure types and origins as the EU's TARIC numbers them; the UK's tariff took the numbers over.

Source: TARIC measure types (DG TAXUD) and geographical areas.
"""

from __future__ import annotations

from dragoman.model import Country
from dragoman.ports import DutyKind
from dragoman.rates.territory import EU_MEMBERS

KINDS: dict[str, DutyKind] = {
    "103": "mfn",
    "105": "suspension",
    "106": "preferential",
    "112": "suspension",
    "115": "suspension",
    "117": "suspension",
    "119": "suspension",
    "122": "quota",
    "123": "quota",
    "141": "suspension",
    "142": "preferential",
    "143": "quota",
    "145": "preferential",
    "146": "quota",
    "147": "quota",
    "551": "additional",
    "552": "additional",
    "553": "additional",
    "554": "additional",
    "555": "additional",
    "556": "additional",
    "695": "additional",
    "696": "additional",
}
"""Measure type -> what it does; others (restrictions, surveillance, VAT, units) are no duties."""

CONDITIONS: dict[str, str] = {
    "105": "end use",
    "106": "proof of origin in the customs union",
    "112": "the description of the suspension fits the goods",
    "115": "end use, and the description of the suspension fits the goods",
    "117": "end use in ships or platforms",
    "119": "airworthiness certificate",
    "141": "the description of the suspension fits the goods",
    "142": "proof of preferential origin",
    "143": "proof of preferential origin, within the quota",
    "145": "proof of preferential origin, end use",
    "146": "proof of preferential origin, within the quota, end use",
    "122": "within the quota",
    "123": "within the quota, end use",
    "147": "proof of origin in the customs union, within the quota",
}

_EVERYWHERE = frozenset({"1011", "1008"})
GROUPS: dict[str, tuple[Country, ...]] = {"1013": tuple(sorted(EU_MEMBERS))}
"""Areas that are lists of countries; TARIC's and the UK's exports name others by number only."""


def origins_of(area: str, /) -> tuple[Country, ...] | None:
    """Countries of an area; empty for all of the world, None where the members are not known."""
    area = area.strip()
    if area in _EVERYWHERE:
        return ()
    if len(area) == 2 and area.isalpha():
        return (area.upper(),)
    return GROUPS.get(area)
