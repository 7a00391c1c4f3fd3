"""The layout of a supplier's table: whose it is, on which sheet, under which column names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from dragoman.normalise.suppliers import named
from dragoman.vocabulary.folding import fold_keeping_places

_PUNCTUATION = re.compile(r"[._:#*/\\|\-\"'’()\[\]{}·,;]")
"""What is left out of a column's name; signs of currencies, "%" and "+" stay: they change what it is."""


@dataclass(frozen=True, kw_only=True)
class Layout:
    """How a supplier's tables look. Not slotted: what it folds to is kept."""

    supplier: str
    """Name."""
    known_as: tuple[str, ...] = ()
    """Other names that files of this layout give the supplier: in the letterhead, by the file's name."""
    sheet: str | None = None
    """None: whichever."""
    columns: tuple[str, ...]
    """Names as the file writes them; those of nested items without positions."""

    @cached_property
    def supplier_ids(self) -> frozenset[str]:
        """Of every name of the supplier."""
        return frozenset(named(name, None).supplier_id for name in (self.supplier, *self.known_as))

    @cached_property
    def signature(self) -> tuple[str, ...]:
        """The folded column names, sorted: columns may change places, case, accents and punctuation."""
        return tuple(sorted(map(folded_header, self.columns)))

    @cached_property
    def names(self) -> frozenset[str]:
        """The folded column names."""
        return frozenset(self.signature)

    def of_same_supplier(self, other: Layout, /) -> bool:
        """Whether one of the names is the same."""
        return not self.supplier_ids.isdisjoint(other.supplier_ids)

    def is_of(self, other: Layout, /) -> bool:
        """Whether `other` is this supplier's table, with just these columns, on this sheet."""
        return (
            self.of_same_supplier(other)
            and self.signature == other.signature
            and (self.sheet is None or _folded_sheet(self.sheet) == _folded_sheet(other.sheet or ""))
        )

    def alike(self, other: Layout, /) -> float:
        """Jaccard similarity of the folded column names: shared ones / all of both, 0.0 to 1.0."""
        both = self.names | other.names
        return len(self.names & other.names) / len(both) if both else 0.0


def folded_header(name: str, /) -> str:
    """A column's name without case, accents, width and punctuation.

    >>> folded_header("Artikel-Nr."), folded_header("PREIS (€)")
    ('artikel nr', 'preis €')
    """
    folded = fold_keeping_places(name)[0]
    return " ".join(_PUNCTUATION.sub(" ", folded).split()) or " ".join(folded.split())


def merged(layouts: Iterable[Layout], /) -> list[Layout]:
    """One for each signature of one supplier; where several sheets share it, it holds for whichever sheet."""
    found: dict[tuple[str, tuple[str, ...]], Layout] = {}
    for layout in layouts:
        key = (layout.supplier, layout.signature)
        known = found.get(key)
        if known is None or known.sheet == layout.sheet:
            found.setdefault(key, layout)
            continue
        found[key] = Layout(supplier=known.supplier, known_as=known.known_as, columns=known.columns)
    return list(found.values())


def _folded_sheet(name: str) -> str:
    """ "Preise 2026" and "Preise 2027" are one sheet."""
    return re.sub(r"\d+", "0", folded_header(name))
