"""The Harmonized System's texts, and what links the words of nine languages and more to them.

- `nomenclature.tsv.gz`: code and English text of every chapter, heading and subheading (HS 2022), by UN Comtrade,
  PDDL 1.0; see SOURCES.md.
- `kinds.tsv`: kind of the lexicon -> subheadings that goods of that kind are mostly in, likeliest first.
- `vague.tsv`: kinds whose name says how goods serve ("accessory", "kit"), not what they are: what they belong to or are
  made of decides, so the codes that `kinds.tsv` has for them are a few of many.
- `by_material.tsv`: articles that the nomenclature parts by what they are made of -> subheadings by material.
- `older.tsv`: subheadings of HS 2017 that this edition has no more -> those that took their goods over.
- `glossary.tsv`: English words of the nomenclature, and the stems that say them in other languages.

The last five are written by the project; a row is added without touching code.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dragoman.model import Language
from dragoman.vocabulary.folding import fold_keeping_places
from dragoman.vocabulary.materials import CODES

EDITION = "HS 2022"
OLDER_EDITION = "HS 2017"
SOURCE = "UN Comtrade, Harmonized System 2022, PDDL 1.0 (github.com/datasets/harmonized-system, 905e5a0)"


def dotted(code: str, /) -> str:
    """As codes are written.

    >>> dotted("732393"), dotted("85171300"), dotted("8517")
    ('7323.93', '8517.13.00', '8517')
    """
    return ".".join([code[:4], *(code[at : at + 2] for at in range(4, len(code), 2))])


@cache
def nomenclature() -> Mapping[str, str]:
    """Code of 2, 4 or 6 digits -> its English text, by code."""
    packed = (files(__package__) / "nomenclature.tsv.gz").read_bytes()
    lines = gzip.decompress(packed).decode().splitlines()
    return dict(line.split("\t", 1) for line in lines)


@cache
def codes_of_kinds() -> Mapping[str, tuple[str, ...]]:
    """Kind of the lexicon -> codes of six digits, likeliest first. Raises ValueError, naming the line."""
    found: dict[str, tuple[str, ...]] = {}
    known = nomenclature()
    for number, row in _rows("kinds.tsv", ["kind", "codes"]):
        codes = tuple(row[1].split())
        unknown = [code for code in codes if len(code) != 6 or code not in known]
        if unknown or not codes or row[0] in found:
            raise ValueError(
                f"kinds.tsv, line {number}: expected a kind once, with codes of {EDITION}; got {row}"
            )
        found[row[0]] = codes
    return found


@cache
def vague_kinds() -> frozenset[str]:
    """Raises ValueError for one that has no codes: there is nothing to be vague about."""
    found = frozenset(row[0] for _, row in _rows("vague.tsv", ["kind"]))
    unknown = sorted(found - codes_of_kinds().keys())
    if unknown:
        raise ValueError(f"vague.tsv: expected kinds that kinds.tsv has codes of; got {', '.join(unknown)}")
    return found


@cache
def articles_by_material() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Articles -> material of `vocabulary.materials` -> codes of six digits, likeliest first. Raises ValueError, naming
    the line."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    known = nomenclature()
    for number, (articles, materials, listed) in _rows("by_material.tsv", ["articles", "materials", "codes"]):
        codes, of_articles = tuple(listed.split()), found.setdefault(articles, {})
        for material in materials.split():
            if material not in CODES or material in of_articles or not set(codes) <= known.keys():
                raise ValueError(
                    f"by_material.tsv, line {number}: expected materials that are known, each once for the same articles, "
                    f"with codes of {EDITION}; got {material}: {listed}"
                )
            of_articles[material] = codes
    return found


@cache
def codes_of_older() -> Mapping[str, tuple[str, ...]]:
    """Subheading of OLDER_EDITION that is in use no more -> those of EDITION with its goods. Raises ValueError, naming the
    line."""
    found: dict[str, tuple[str, ...]] = {}
    known = nomenclature()
    for number, (older, listed) in _rows("older.tsv", ["older", "codes"]):
        codes = tuple(listed.split())
        if older in known or older in found or not codes or not set(codes) <= known.keys():
            raise ValueError(
                f"older.tsv, line {number}: expected a code that {EDITION} has no more, once, with codes that it has; "
                f"got {older}: {listed}"
            )
        found[older] = codes
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryLine:
    """English words, and the beginnings of the words that say them elsewhere."""

    english: tuple[str, ...]
    """Words of one field: "apple", "pear", "quince"."""
    stems: Mapping[Language, tuple[str, ...]]
    """Folded; what a word begins with, or what stands within a compound. Where there are as many as English words,
    each says the word at its place."""


@cache
def glossary() -> tuple[GlossaryLine, ...]:
    """Raises ValueError for a line that is not as described."""
    path = files(__package__) / "glossary.tsv"
    header = path.read_text(encoding="utf-8").split("\n", 1)[0].split("\t")
    found = []
    for _, row in _rows("glossary.tsv", header):
        stems = {
            language: tuple(fold_keeping_places(stem.strip())[0] for stem in cell.split("|") if stem.strip())
            for language, cell in zip(header[1:], row[1:], strict=True)
        }
        found.append(GlossaryLine(english=tuple(row[0].split()), stems=stems))
    return tuple(found)


def _rows(name: str, header: list[str]) -> Iterator[tuple[int, list[str]]]:
    with (files(__package__) / name).open(encoding="utf-8") as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        got = next(rows, [])
        if got != header:
            raise ValueError(f"{name}: expected the columns {', '.join(header)}; got {got}")
        for number, row in enumerate(rows, start=2):
            if len(row) != len(header):
                raise ValueError(
                    f"{name}, line {number}: expected {len(header)} cells, got {len(row)}: {row}"
                )
            yield number, row
