"""The desk that costs are asked at: reckoners in use, kept until a table changes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import replace
from decimal import Decimal

from dragoman.errors import RateMissing
from dragoman.model import Country, Currency
from dragoman.ports import ImportQuestion
from dragoman.trade.bulk.reckon import Reckoner
from dragoman.trade.landed_cost import LandedRates, LandedTerms
from dragoman.trade.what_if import MovedRates

KEPT = 8
"""Destinations, days and what-ifs whose looked-up rates are held."""


class Desk:
    """Gives tables and reckoners for terms. Safe to share between threads."""

    def __init__(self, tables: Callable[[], LandedRates], stamp: Callable[[], Hashable], /) -> None:
        """Args:
        tables: In force now.
        stamp: Differs once one of them has changed.
        """
        self._tables = tables
        self._stamp = stamp
        self._held: OrderedDict[Hashable, Reckoner] = OrderedDict()
        self._lock = threading.Lock()

    def rates(self, terms: LandedTerms, moved: Decimal = Decimal(0), /) -> LandedRates:
        """The tables; other currencies `moved` of a hundred dearer in that of the destination."""
        tables = self._tables()
        if not moved:
            return tables
        home = _currency_of(terms.destination, terms, tables)
        return replace(tables, exchange=MovedRates(tables.exchange, home=home, percent=moved))

    def reckoner(self, terms: LandedTerms, currency: Currency, moved: Decimal = Decimal(0), /) -> Reckoner:
        """Args:
        currency: Of costs into destinations whose rules are not known.
        """
        asked = replace(terms, quantity=None)
        key = (asked, currency, moved, self._stamp())
        with self._lock:
            found = self._held.get(key)
            if found is not None:
                self._held.move_to_end(key)
                return found
        made = Reckoner(asked, rates=self.rates(terms, moved), currency=currency)
        with self._lock:
            self._held[key] = made
            while len(self._held) > KEPT:
                self._held.popitem(last=False)
        return made


def _currency_of(destination: Country, terms: LandedTerms, tables: LandedRates) -> Currency:
    """Of the destination's customs. Raises RateMissing where its rules are not known: nothing can be moved against."""
    try:
        return tables.taxes.rules(ImportQuestion(destination=destination, on=terms.on)).currency
    except RateMissing as missing:
        raise RateMissing(f"no currency to move exchange rates against: {missing}") from missing
