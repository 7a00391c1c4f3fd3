"""Columns of a file that keeps to a written standard: what the standard says, and properties of the goods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dragoman.normalise.mapping.header import read_header
from dragoman.normalise.mapping.roles import ColumnRole, declared
from dragoman.normalise.mapping.values import MOST_VALUES, share
from dragoman.normalise.quantities.physical import parse_physical
from dragoman.ports import Standard
from dragoman.vocabulary.field_names import Field

_OF_GOODS: frozenset[Field] = frozenset(
    {"material", "colour", "weight", "made_in", "hs_code", "certificates", "brand"}
)
"""Fields that a property may be by its name; a property called "price" or "name" is none of the offer's."""
_WHOLE_NAME = 0.97
_FITTING = 0.8


def roles_by(
    standard: Standard, texts: Mapping[str, Sequence[str]], filled: Mapping[str, set[int]], /
) -> list[ColumnRole]:
    """The roles of all columns of the first rows.

    A property whose name is wholly a known one ("Material", "Farbe") is the offer's, unless the standard's own place
    for it is filled in the same rows.

    Args:
        texts: Column -> its values as written, with the unit beside them.
        filled: Column -> numbers of the rows that fill it.
    """
    said = {key: role for key in texts if (role := declared(standard, key)) is not None}
    taken: dict[Field, set[int]] = {}
    for key, role in said.items():
        taken.setdefault(role.field, set()).update(filled.get(key, ()))
    return [
        said.get(key) or _property(key, values, filled.get(key, set()), taken)
        for key, values in texts.items()
    ]


def _property(key: str, texts: Sequence[str], rows: set[int], taken: dict[Field, set[int]]) -> ColumnRole:
    meaning = read_header(key)
    field = meaning.field
    if field not in _OF_GOODS or meaning.confidence < _WHOLE_NAME or not _fits(field, texts[:MOST_VALUES]):
        why = "a property of the goods"
        return ColumnRole(key=key, field="attribute", confidence=1.0, why=why, unit=meaning.unit)
    place = taken.setdefault(field, set())
    if field != "certificates" and not place.isdisjoint(rows):
        return ColumnRole(
            key=key, field="attribute", confidence=1.0, why=f"a property; {field} has a place of its own"
        )
    place.update(rows)
    return ColumnRole(key=key, field=field, confidence=0.9, why=f"a property of the goods; {meaning.why}")


def _fits(field: Field, texts: Sequence[str]) -> bool:
    """Whether the values are of the field; a weight must say its unit."""
    if field == "weight":
        return bool(texts) and all(parse_physical(text) is not None for text in texts)
    fitting = share(field, texts)
    return fitting is None or fitting >= _FITTING
