"""What the made-up offers are written with: names of materials and colours and phrases of advertising, in nine languages."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from dragoman.bench.draws import draws
from dragoman.model import LANGUAGES, Language

SPACELESS: frozenset[Language] = frozenset({"zh", "ja"})
"""Written without spaces between words."""

_LEXICON = "dragoman.vocabulary.lexicon"
_HS = "dragoman.vocabulary.hs"
_STARTS = [
    "b",
    "br",
    "c",
    "ch",
    "d",
    "dr",
    "f",
    "fl",
    "g",
    "gl",
    "gr",
    "h",
    "j",
    "k",
    "kl",
    "kr",
    "l",
    "m",
    "n",
    "p",
    "pl",
    "pr",
    "qu",
    "r",
    "s",
    "sch",
    "sl",
    "st",
    "t",
    "tr",
    "v",
    "w",
    "z",
]
_MIDDLES = ["a", "e", "i", "o", "u", "ai", "ei", "ia", "io", "ou"]
_ENDS = ["n", "r", "l", "s", "x", "m", "ra", "no", "la", "ta", "do", "ri", "ko"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of product as traded: names in every language, its sector, HS subheadings where known."""

    code: str
    sector: str
    """Name of the lexicon's table: "kitchen_and_tableware"."""
    names: dict[Language, tuple[str, ...]]
    hs: tuple[str, ...]


@cache
def kinds() -> tuple[Kind, ...]:
    """Those of the lexicon, by code; one that stands in two tables is of the first."""
    hs = {row[0]: tuple(row[1].split()) for row in _rows(files(_HS).joinpath("kinds.tsv"))}
    found: dict[str, Kind] = {}
    tables = [one for one in files(_LEXICON).iterdir() if one.name.endswith(".tsv")]
    for table in sorted(tables, key=lambda one: one.name):
        sector = table.name.removesuffix(".tsv")
        if sector == "modifiers":
            continue
        for row in _rows(table):
            names = _names(row)
            found.setdefault(row[0], Kind(code=row[0], sector=sector, names=names, hs=hs.get(row[0], ())))
    return tuple(found[code] for code in sorted(found))


@cache
def modifiers() -> tuple[dict[Language, str], ...]:
    """ "wireless", "foldable": the commonest name in each language."""
    rows = _rows(files(_LEXICON).joinpath("modifiers.tsv"))
    return tuple({language: names[0] for language, names in _names(row).items()} for row in rows)


@cache
def materials() -> dict[str, dict[Language, str]]:
    return _translated("materials.tsv")


@cache
def colours() -> dict[str, dict[Language, str]]:
    return _translated("colours.tsv")


@cache
def phrases() -> dict[Language, tuple[str, ...]]:
    """Advertising, the commonest first; {kind} and {word} stand for the name of a kind and a made-up word."""
    rows = list(_translated("phrases.tsv").values())
    return {language: tuple(row[language] for row in rows) for language in LANGUAGES}


@cache
def made_up(stream: str, count: int, /) -> tuple[str, ...]:
    """Words that no language has, no two alike: brands, series, companies. They belong to no seed."""
    found: dict[str, None] = {}
    block = 0
    while len(found) < count:
        for start, middle, second, third, end, long in draws(0, f"words {stream}", block, 6).T.tolist():
            word = _of(_STARTS, start) + _of(_MIDDLES, middle) + _of(_STARTS, second) + _of(_MIDDLES, third)
            word += _of(_ENDS, end) if long < 0.7 else ""
            found.setdefault(word.capitalize())
        block += 1
    return tuple(found)[:count]


def _of(parts: list[str], draw: float) -> str:
    return parts[int(draw * len(parts))]


def _translated(name: str) -> dict[str, dict[Language, str]]:
    rows = _rows(files(__package__).joinpath(name))
    return {row[0]: dict(zip(LANGUAGES, row[1:], strict=True)) for row in rows}


def _names(row: list[str]) -> dict[Language, tuple[str, ...]]:
    return {
        language: tuple(name for part in cell.split("|") if (name := part.strip()))
        for language, cell in zip(LANGUAGES, row[1:], strict=True)
    }


def _rows(table: Traversable) -> list[list[str]]:
    with table.open(encoding="utf-8") as lines:
        return list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
