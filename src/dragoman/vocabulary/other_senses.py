"""Kinds of product that are no special cases of a general one, though an English name of theirs ends as its name does.

`other_senses.tsv` beside this file: the general kind, then the codes of those that are none of it, parted by blanks. Written
by the project; a row is added without touching code.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def other_senses() -> Mapping[str, frozenset[str]]:
    """General kind -> those that are none of it: a dishwasher tablet is no tablet, a wheel nut nothing to eat."""
    with (files(__package__) / "other_senses.tsv").open(encoding="utf-8") as lines:
        next(lines)
        rows = (line.rstrip("\n").split("\t") for line in lines)
        return {general: frozenset(others.split()) for general, others in rows}
