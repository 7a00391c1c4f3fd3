"""Of several columns of one field, the one that is read: prices that hold today and that a buyer pays, else the surest."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from dragoman.model import Quantity
from dragoman.normalise.mapping.header import read_header
from dragoman.normalise.mapping.period import Period
from dragoman.normalise.mapping.price_kind import price_kind
from dragoman.normalise.mapping.roles import ColumnRole
from dragoman.normalise.quantities.incoterm import find_incoterms
from dragoman.vocabulary.field_names import Field

_MANY: frozenset[Field] = frozenset(
    {"image", "certificates", "attribute", "ignore", "tier_quantity", "description"}
)
"""Fields that several columns may be."""
_ABBREVIATED = re.compile(r"\bn\W{0,2}w\b", re.IGNORECASE)
"""Net weight as a packing list has it: "N.W.", "NW (kg)", "N/W"."""
_ONE = Quantity(value=Decimal(1))
_PRICES: frozenset[Field] = frozenset({"price", "price_high"})
_NOT_YET = 0.5
_BY_ORDER = 0.8

_Rank = tuple[bool, bool, tuple[int, int], date, float]
_Place = tuple[Field, Quantity | None, str | None, bool]


def in_force(roles: Sequence[ColumnRole], names: Mapping[str, str], today: date, /) -> list[ColumnRole]:
    """Prices of days to come and of days gone by become attributes; today's say what follows them.

    Where every price is of a month or a year to come, the list is likely to be of that date: the first stays, in doubt.
    """
    periods = {
        role.key: held
        for role in roles
        if role.field in _PRICES and (held := read_header(names[role.key]).holds) is not None
    }
    off = {key for key, held in periods.items() if held.is_past(today) or held.is_to_come(today)}
    if not off:
        return list(roles)
    doubt = ""
    if all(role.key in off for role in roles if role.field == "price"):
        begins = [held.begins for held in periods.values() if held.edition and held.begins is not None]
        first = {
            key for key, held in periods.items() if begins and held.edition and held.begins == min(begins)
        }
        doubt = f"its column says {min(begins)}, which is to come" if begins and min(begins) > today else ""
        off = off - first if doubt else off
    later = [
        f"the column {key!r} holds {held.words()}"
        for key, held in periods.items()
        if held.is_to_come(today) and key in off
    ]
    note = "; ".join([doubt, *later] if doubt else later)
    confidence = _NOT_YET if doubt else 1.0
    return [
        _aside(role, periods[role.key])
        if role.key in off
        else replace(role, price_note=note, price_confidence=confidence)
        if role.field == "price"
        else role
        for role in roles
    ]


def _aside(role: ColumnRole, held: Period) -> ColumnRole:
    why = f"{role.why}; it holds {held.words()}, not on the day that the file was read"
    return replace(role, field="attribute", confidence=0.9, why=why, tier_from=None)


def without_rivals(
    roles: Sequence[ColumnRole],
    filled: Mapping[str, set[int]],
    names: Mapping[str, str],
    numeric: Collection[str],
    /,
) -> list[ColumnRole]:
    """One column per field; prices of different quantities or of nested items stay together, and so do columns that no
    row fills both of, as where items of one file are shaped differently. Prices name those that they went before.

    Args:
        filled: Column -> numbers of the sample's rows that fill it.
        names: Column -> its name as the supplier wrote it.
        numeric: Columns of plain numbers: a price's "100" stands beside its unit.
    """
    kept: dict[_Place, list[ColumnRole]] = {}
    lost: dict[str, ColumnRole] = {}
    ranks = {role.key: _rank(role, filled, names[role.key]) for role in roles}
    for role in sorted(roles, key=lambda role: ranks[role.key], reverse=True):
        place = kept.setdefault(_place(role, numeric), [])
        winner = next((one for one in place if _together(one, role, filled)), None)
        if winner is None or role.field in _MANY or _one_of_nested(winner, role):
            place.append(role)
        else:
            lost[role.key] = winner
    beaten: dict[str, list[ColumnRole]] = {}
    for role in roles:
        if role.key in lost and role.field == "price":
            beaten.setdefault(lost[role.key].key, []).append(role)
    return [
        _lost(role, lost[role.key])
        if role.key in lost
        else _with_beaten(role, beaten.get(role.key, ()), ranks, names)
        for role in roles
    ]


def without_carton_weights(roles: Sequence[ColumnRole], names: Mapping[str, str], /) -> list[ColumnRole]:
    """What "N.W." says beside the packing is what a carton weighs, as on a packing list, and not one piece."""
    if not any(role.field == "pack" for role in roles):
        return list(roles)
    return [
        replace(role, field="attribute", why=f"{role.why}; beside the packing, of the carton")
        if role.field == "weight" and _ABBREVIATED.search(names[role.key])
        else role
        for role in roles
    ]


def _lost(role: ColumnRole, winner: ColumnRole) -> ColumnRole:
    return replace(
        role,
        field="attribute",
        confidence=round(0.6 * role.confidence, 2),
        why=f"{role.why}; {winner.key!r} fits {role.field} better",
    )


def _with_beaten(
    role: ColumnRole, beaten: Sequence[ColumnRole], ranks: Mapping[str, _Rank], names: Mapping[str, str]
) -> ColumnRole:
    """The price with a note of those that it went before: one of another kind, or of the same by its place alone."""
    told: list[str] = []
    confidence = role.price_confidence
    for one in beaten:
        if not ranks[one.key][0] or one.basis_doubt:  # it holds nothing, or what it is for is not understood
            continue
        kinds = ranks[role.key][2], ranks[one.key][2]
        if kinds[0] == kinds[1] and _terms(names[role.key]) == _terms(names[one.key]):
            if (one.currency or role.currency) != role.currency or one.basis != role.basis:
                continue  # the same price in other words
            if ranks[role.key] == ranks[one.key]:
                confidence = min(confidence, _BY_ORDER)
        told.append(repr(one.key))
    if not told:
        return role
    note = f"the row has another price, kept as an attribute: {', '.join(told)}"
    return replace(
        role, price_note="; ".join(filter(None, (role.price_note, note))), price_confidence=confidence
    )


def _together(one: ColumnRole, other: ColumnRole, filled: Mapping[str, set[int]]) -> bool:
    """Whether some row fills both, or one of them is never filled."""
    first, second = filled.get(one.key, set()), filled.get(other.key, set())
    return not first or not second or not first.isdisjoint(second)


def _one_of_nested(winner: ColumnRole, role: ColumnRole) -> bool:
    """Prices of nested items, each with a quantity of its own."""
    return role.field == "price" and "[]" in role.key and "[]" in winner.key


def _rank(role: ColumnRole, filled: Mapping[str, set[int]], name: str) -> _Rank:
    """What decides between rivals: that it holds anything (old prices that are all struck through do not), a name that
    is wholly understood, what a buyer pays, the latest day that it holds from, then how sure it is."""
    kind, begins = (0, 0), date.min
    if role.field in _PRICES:
        kind = price_kind(name, exported=bool(_terms(name)))
        held = read_header(name).holds
        begins = held.begins if held is not None and held.begins is not None else date.min
    return bool(filled.get(role.key)), not role.basis_doubt, kind, begins, role.confidence


def _terms(name: str) -> list[str]:
    return [one.value.incoterm for one in find_incoterms(name)]


def _place(role: ColumnRole, numeric: Collection[str]) -> _Place:
    """What only one column can be: two prices from the same quantity on are different prices (retail, old)."""
    if role.field == "price":
        return role.field, role.tier_from or _ONE, role.beside, False
    return role.field, None, None, role.field == "price_basis" and role.key in numeric
