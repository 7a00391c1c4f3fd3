"""The names of what is traded, in nine languages: kinds of product, and the words that tell one apart from another.

Each `<sector>.tsv` beside this file is a table: `kind` and one column a language, names parted by "|", the commonest
first. `modifiers.tsv` has the same columns for words that are no product by themselves ("wireless", "folding").
Written by the project; a row is added without touching code.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from dragoman.model import LANGUAGES, Language

_MODIFIERS = "modifiers.tsv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """A kind of product or a modifier, with what it is called."""

    code: str
    """ "laptop_bag", unique over all tables."""
    names: Mapping[Language, tuple[str, ...]]
    """The commonest first."""
    modifier: bool = False
    """ "wireless": no product by itself."""


@cache
def concepts() -> Mapping[str, Concept]:
    """All of them by code, in the order of their files and rows; a kind in two tables has the names of both.

    Raises ValueError for a table that is not as described, naming the file and line.
    """
    found: dict[str, Concept] = {}
    for table in sorted(_tables(), key=lambda one: one.name):
        with table.open(encoding="utf-8") as lines:
            rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
            header = next(rows, [])
            if header != ["kind", *LANGUAGES]:
                raise ValueError(
                    f"{table.name}: expected the columns kind, {', '.join(LANGUAGES)}; got {header}"
                )
            for number, row in enumerate(rows, start=2):
                if len(row) != len(header):
                    raise ValueError(
                        f"{table.name}, line {number}: expected {len(header)} cells, got {len(row)}: {row}"
                    )
                concept = _concept(row, modifier=table.name == _MODIFIERS)
                known = found.get(concept.code)
                found[concept.code] = concept if known is None else _joined(known, concept)
    return found


def _tables() -> list[Traversable]:
    return [one for one in files(__package__).iterdir() if one.name.endswith(".tsv")]


def _concept(row: list[str], *, modifier: bool) -> Concept:
    names = {
        language: tuple(name for part in cell.split("|") if (name := " ".join(part.split())))
        for language, cell in zip(LANGUAGES, row[1:], strict=True)
    }
    return Concept(code=row[0], names=names, modifier=modifier)


def _joined(one: Concept, other: Concept) -> Concept:
    names = {
        language: tuple(dict.fromkeys((*one.names[language], *other.names[language])))
        for language in LANGUAGES
    }
    return Concept(code=one.code, names=names, modifier=one.modifier)


def name_of(code: str, language: Language, /) -> str:
    """What a concept is called: in the language, else in English, else its code in plain letters.

    >>> name_of("no_such_kind", "de")
    'no such kind'
    """
    concept = concepts().get(code)
    names = () if concept is None else concept.names.get(language) or concept.names["en"]
    return names[0] if names else code.replace("_", " ")
