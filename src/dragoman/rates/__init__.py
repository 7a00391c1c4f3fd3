"""Rates: dated, sourced tables of exchange rates, duties, taxes and freight, and readers of what others publish.

Each module stands by itself; import from it: `rates.exchange`, `rates.duty`, `rates.tax`, `rates.freight`.
"""

from dragoman.rates.exchange import RateTable as RateTable
