"""Worked examples of landed cost: published by authorities, or derived in full beside their figures.

Duty rates that an example assumes are given to it as a tariff would give them; VAT, fees, reliefs and how a
destination values goods come from the table that is shipped. `working` is the derivation, to be followed with a pencil.
"""

from __future__ import annotations

from benchmarks.bars_5.examples import america, asia_pacific, british, european
from benchmarks.bars_5.examples.example import Example

EXAMPLES: tuple[Example, ...] = (
    *european.EXAMPLES,
    *british.EXAMPLES,
    *america.EXAMPLES,
    *asia_pacific.EXAMPLES,
)
