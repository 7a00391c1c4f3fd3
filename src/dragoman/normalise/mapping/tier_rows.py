"""Lists that give each price tier a row of its own: one article, again and again, with rising quantities and falling prices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from dragoman.normalise.mapping.ladders import says_quantity
from dragoman.normalise.mapping.roles import ColumnRole, TableMapping
from dragoman.normalise.quantities.counts import parse_count
from dragoman.normalise.quantities.marks import bare_number
from dragoman.normalise.quantities.money import parse_money
from dragoman.ports import Row
from dragoman.vocabulary.field_names import Field

OF_A_TIER: frozenset[Field] = frozenset({"tier_quantity", "price", "price_high"})
"""What may differ between rows that are tiers of one offer."""
_TOLD_APART: tuple[Field, ...] = ("external_id", "gtin", "mpn", "title")
_TIER_ROWS = 0.8
_MOST_STRANGE = 4
"""Pairs of rows that are tiers, for each that could be and is not."""
_Pair = Literal["tiers", "strange", "apart"]


def with_tier_rows(
    roles: Sequence[ColumnRole], names: Mapping[str, str], rows: Sequence[Row], /
) -> list[ColumnRole]:
    """The quantities of a list that gives each tier a row of its own are what its prices hold from; a minimum order
    that is named so is the least of them."""
    quantity = _quantity_of(roles, names)
    prices = [role.key for role in roles if role.field == "price"]
    if quantity is None or not prices or any(role.tier_from or role.beside for role in roles):
        return list(roles)
    tried = {role.key: replace(role, field="tier_quantity") if role is quantity else role for role in roles}
    pairs = [_pair(before, row, tried, quantity.key, prices) for before, row in pairwise(rows)]
    tiers, strange = pairs.count("tiers"), pairs.count("strange")
    if not tiers or tiers < _MOST_STRANGE * strange:
        return list(roles)
    why = (
        f"{quantity.why}; rows of one article follow each other with rising quantities and falling prices, so they are "
        "its price tiers; take the column for 'moq' if each is an offer of its own"
    )
    return [
        replace(
            role,
            field="tier_quantity",
            why=why.removeprefix("; "),
            confidence=_TIER_ROWS,
            is_least=role.field == "moq",
        )
        if role is quantity and role.field != "tier_quantity"
        else role
        for role in roles
    ]


def _quantity_of(roles: Sequence[ColumnRole], names: Mapping[str, str]) -> ColumnRole | None:
    """The one column that can hold the quantities of tiers."""
    for fields in (("tier_quantity",), ("moq",)):
        found = [role for role in roles if role.field in fields and "[]" not in role.key]
        if found:
            return found[0] if len(found) == 1 else None
    found = [role for role in roles if role.field == "attribute" and says_quantity(names[role.key])]
    return found[0] if len(found) == 1 else None


def tier_column(mapping: TableMapping, /) -> ColumnRole | None:
    """The column of the quantities that prices hold from, of a table whose rows may be tiers of one offer."""
    found = [role for role in mapping.columns.values() if role.field == "tier_quantity"]
    plain = len(found) == 1 and found[0].beside is None and "[]" not in found[0].key
    return found[0] if plain and mapping.standard is None else None


def is_same_offer(before: Row, row: Row, columns: Mapping[str, ColumnRole], /) -> bool:
    """Whether two rows differ in nothing but what a tier has; or the second leaves everything else empty, as below
    merged cells."""
    mine, theirs = _goods(row, columns), _goods(before, columns)
    named = {role.key for role in columns.values() if role.field in _TOLD_APART}
    if not any(key in theirs for key in named):
        return False
    if mine == theirs:
        return True
    return named.isdisjoint(mine) and all(theirs.get(key) == text for key, text in mine.items())


def names_goods(row: Row, columns: Mapping[str, ColumnRole], /) -> bool:
    """Whether a row says which goods it is of: not a further tier below merged cells."""
    return any(key in columns and columns[key].field in _TOLD_APART for key in row.values)


def _goods(row: Row, columns: Mapping[str, ColumnRole]) -> dict[str, str]:
    """The cells of a row that are no tier's."""
    found: dict[str, str] = {}
    for key in row.values:
        role = columns.get(key)
        if (role is None or role.field not in OF_A_TIER) and (text := row.text(key).strip()):
            found[key] = text
    return found


def _pair(
    before: Row, row: Row, columns: Mapping[str, ColumnRole], quantity: str, prices: Sequence[str]
) -> _Pair:
    if not is_same_offer(before, row, columns):
        return "apart"
    begins = [_count(one, quantity) for one in (before, row)]
    amounts = [[_amount(one, key) for one in (before, row)] for key in prices]
    if begins == [begins[0]] * 2 and all(one[0] == one[1] for one in amounts):
        return "apart"  # the same row twice
    rising = begins[0] is not None and begins[1] is not None and begins[0] < begins[1]
    both = [(one[0], one[1]) for one in amounts if one[0] is not None and one[1] is not None]
    falling = bool(both) and all(low <= high for high, low in both) and any(low < high for high, low in both)
    return "tiers" if rising and falling else "strange"


def _count(row: Row, key: str) -> Decimal | None:
    text = row.text(key) if key in row.values else ""
    found = parse_count(bare_number(text).text) if text else None
    return found.value.value if found is not None else None


def _amount(row: Row, key: str) -> Decimal | None:
    text = row.text(key) if key in row.values else ""
    found = parse_money(bare_number(text).text, currency="XXX") if text else None
    return found.value.low.amount if found is not None else None
