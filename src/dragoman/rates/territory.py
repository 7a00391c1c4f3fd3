"""Customs territories: the European Union is one, with its member states and Monaco.

Source: Regulation (EU) No 952/2013, article 4 (northern Cyprus, Büsingen, Livigno, Ceuta, Melilla and others
stand outside; those parts have no country code of their own and are not told apart here).
"""

from __future__ import annotations

from dragoman.model import Country

EU_MEMBERS: frozenset[Country] = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    ]
)
_IN_EU = EU_MEMBERS | {"MC"}


def territory(country: Country, /) -> str:
    """ "EU" for its member states (and Monaco), else the country itself; "IM" is with "GB"."""
    if country in _IN_EU:
        return "EU"
    return "GB" if country == "IM" else country
