"""Columns that are read together: quantities beside prices, tiers that continue a price, a number beside its unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from statistics import median

from dragoman.model import Quantity
from dragoman.normalise.mapping.header import read_header
from dragoman.normalise.mapping.roles import ColumnRole
from dragoman.normalise.mapping.threshold import find_count_at_end
from dragoman.normalise.mapping.values import share
from dragoman.normalise.quantities.numbers import parse_number
from dragoman.vocabulary.camel_case import words_apart
from dragoman.vocabulary.field_names import whole_names
from dragoman.vocabulary.folding import fold_keeping_places

_QUANTITY_WORDS = frozenset(
    [
        "qty",
        "quantity",
        "quantities",
        "break",
        "breaks",
        "from",
        "start",
        "min",
        "moq",
        "minqty",
        "minquantity",
        "fromqty",
        "fromquantity",
        "menge",
        "mengen",
        "ab",
        "anzahl",
        "staffel",
        "staffelmenge",
        "mindestmenge",
        "cantidad",
        "cant",
        "desde",
        "quantite",
        "qte",
        "quantidade",
        "qtd",
        "qtde",
        "количество",
        "колво",
        "от",
        "数量",
        "起批量",
        "起订量",
        "最小数量",
        "件数",
        "الكميه",
        "كميه",
        "من",
    ]
)
_FILLERS = frozenset(
    [
        "price",
        "tier",
        "tiers",
        "level",
        "step",
        "scale",
        "staffel",
        "stufe",
        "break",
        "no",
        "nr",
        "preis",
        "precio",
        "prix",
        "preco",
        "цена",
        "порог",
        "de",
        "of",
        "la",
        "per",
        "单价",
        "价格",
        "السعر",
    ]
)
_QUANTITY_AND_MORE = re.compile(r"(?:min\.?|minimum|from|ab|start)?\W*(?:qty|quantity|menge)|кол\W?во")
_NUMBER_OF_PAIR = re.compile(r"(?<![\d.,])(\d{1,2})(?![\d.,])")
_MOST_PAIRS = 20
_BESIDE = 0.9
_CARRIED, _CARRIED_TO_A_NAME = 0.9, 0.7
_BARE, _AT_END = 0.55, 0.7
_NUMERIC = 0.8


def with_item_quantities(roles: Sequence[ColumnRole], /) -> list[ColumnRole]:
    """The quantities beside nested prices: {"prices": [{"from": 100, "amount": 2.10}]}."""
    items = {role.key.rpartition(".")[0] for role in roles if _is_nested_price(role)}
    return [
        replace(role, field="tier_quantity", confidence=0.8, why="it stands beside a nested price")
        if role.key.rpartition(".")[0] in items
        and (role.field in {"attribute", "moq"} or (role.field == "price" and not _is_nested_price(role)))
        and says_quantity(role.key.rpartition(".")[2])
        else role
        for role in roles
    ]


def _is_nested_price(role: ColumnRole) -> bool:
    """Whether its own name is a price's, whatever the name of its item."""
    if role.field != "price" or "[]." not in role.key:
        return False
    return not says_quantity(role.key.rpartition(".")[2])


def says_quantity(name: str, /) -> bool:
    """Whether a name is one of quantities and of nothing else."""
    folded = _folded(name)
    if re.sub(r"[\W_]", "", folded) in _QUANTITY_WORDS or _QUANTITY_AND_MORE.fullmatch(folded):
        return True
    if whole_names().get(folded) in {"tier_quantity", "moq"}:
        return True
    words = [word for word in folded.split() if word not in _FILLERS]
    left = words or [word for word in folded.split() if word in _QUANTITY_WORDS]
    return bool(left) and all(word in _QUANTITY_WORDS for word in left)


def _folded(name: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", fold_keeping_places(words_apart(name))[0]).split())


# ------------------------------------------------------------------------------ "Qty 1 | Price 1 | Qty 2 | Price 2"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Numbered:
    role: ColumnRole
    number: int | None
    is_price: bool


def with_pairs(
    roles: Sequence[ColumnRole], names: Mapping[str, str], texts: Mapping[str, Sequence[str]], /
) -> list[ColumnRole]:
    """Numbered columns of quantities and prices: each price holds from the quantity of its number.

    Args:
        names: Column -> its name as the supplier wrote it: "Price" of a second "Price".
        texts: Column -> its values.
    """
    numbered = list(_numbered(roles, names, texts))
    prices = {one.number: one.role.key for one in reversed(numbered) if one.is_price}
    quantities = {one.number: one.role.key for one in reversed(numbered) if not one.is_price}
    both = prices.keys() & quantities.keys()
    if not any(number is not None for number in both) or (None in both and 1 in both):
        return list(roles)
    price_of = {quantities[number]: prices[number] for number in both}
    quantity_of = {price: quantity for quantity, price in price_of.items()}
    return [
        replace(role, field="price", beside=quantity_of[role.key], tier_from=None)
        if role.key in quantity_of
        else replace(
            role,
            field="tier_quantity",
            confidence=_BESIDE,
            why=f"the prices of {price_of[role.key]!r} hold from it on",
            beside=price_of[role.key],
            tier_from=None,
            misfit=None,
        )
        if role.key in price_of
        else role
        for role in roles
    ]


def _numbered(
    roles: Sequence[ColumnRole], names: Mapping[str, str], texts: Mapping[str, Sequence[str]]
) -> Iterator[_Numbered]:
    for role in roles:
        name = names[role.key]
        stem, number = name, _repeated(role.key, name)
        found = _NUMBER_OF_PAIR.findall(name)
        if number is None and len(found) == 1:
            stem, number = _NUMBER_OF_PAIR.sub(" ", name), int(found[0])
        elif found:
            continue
        if number is not None and not 0 < number <= _MOST_PAIRS:
            continue
        if _says_price(stem, role):
            yield _Numbered(role=role, number=number, is_price=True)
        elif says_quantity(stem):
            fitting = share("tier_quantity", texts.get(role.key, ()))
            if fitting is None or fitting >= 0.5:
                yield _Numbered(role=role, number=number, is_price=False)


def _says_price(stem: str, role: ColumnRole) -> bool:
    """Whether a name without its number is a price's, and says what it is for no otherwise than with it: "Price break
    price" of "Price break 1 price", not "Price per" of "Price per 12"."""
    *fillers, last = _folded(stem).split() or [""]
    if fillers and whole_names().get(last) == "price" and all(word in _FILLERS for word in fillers):
        return True
    meaning = read_header(stem)
    return role.field == meaning.field == "price" and meaning.basis == role.basis


def _repeated(key: str, name: str) -> int | None:
    """The number of a further column of one name."""
    found = re.fullmatch(r" \((\d{1,4})\)", key.removeprefix(name)) if key != name else None
    return int(found[1]) if found is not None else None


# ------------------------------------------------------------------------------ "Qty 100 | Qty 500"


def with_bare_quantities(
    roles: Sequence[ColumnRole], names: Mapping[str, str], texts: Mapping[str, Sequence[str]], /
) -> list[ColumnRole]:
    """ "Qty 100", "Qty 500" hold the prices of these quantities where no column is named as a price and what they hold
    falls as the quantity rises; else they hold quantities."""
    if any(role.field == "price" for role in roles):
        return list(roles)
    bare: dict[str, Quantity] = {}
    for role in roles:
        quantity = read_header(names[role.key]).quantity
        if quantity is not None and role.field == "attribute":
            bare[role.key] = quantity
    if not _falls(bare, texts):
        return list(roles)
    why = "no column is named as a price; these fall as the quantity in their names rises"
    return [
        replace(role, field="price", confidence=_BARE, why=why, tier_from=bare[role.key])
        if role.key in bare
        else role
        for role in roles
    ]


def with_counts_at_end(
    roles: Sequence[ColumnRole], names: Mapping[str, str], texts: Mapping[str, Sequence[str]], /
) -> list[ColumnRole]:
    """ "Price EUR 500 pcs", "Price EUR 1000 pcs" are tiers, in doubt, where what they hold falls; prices for 500 and for
    1000 would rise."""
    alike: dict[str, dict[str, Quantity]] = {}
    for role in roles:
        found = find_count_at_end(names[role.key]) if role.field == "price" else None
        if found is not None and role.tier_from is None and role.basis is None:
            alike.setdefault(_folded(found.cut_from(names[role.key])), {})[role.key] = found.quantity
    begins: dict[str, Quantity] = {}
    for quantities in alike.values():
        if len({one.unit for one in quantities.values()}) == 1 and _falls(quantities, texts):
            begins.update(quantities)
    note = "the quantity in the column's name is read as the one that the price holds from"
    return [
        replace(role, tier_from=begins[role.key], basis_doubt="", price_note=note, price_confidence=_AT_END)
        if role.key in begins
        else role
        for role in roles
    ]


def _falls(quantities: Mapping[str, Quantity], texts: Mapping[str, Sequence[str]]) -> bool:
    """Whether several columns of quantities all hold numbers, the smaller the greater the quantity."""
    middles: list[tuple[Decimal, Decimal]] = []
    for key, quantity in quantities.items():
        numbers = [number for text in texts.get(key, ()) if (number := parse_number(text)) is not None]
        if not numbers:
            return False
        middles.append((quantity.value, median(numbers)))
    middles.sort()
    return len(middles) > 1 and all(after < before for (_, before), (_, after) in pairwise(middles))


# ------------------------------------------------------------------------------ "Price per 100 | 500+"


def with_shared_basis(roles: Sequence[ColumnRole], names: Mapping[str, str], /) -> list[ColumnRole]:
    """A tier's column that does not say what its price is for takes that of the price column before it."""
    shared: list[ColumnRole] = []
    base: ColumnRole | None = None
    for role in roles:
        if role.field != "price":
            shared.append(role)
            continue
        sister = role.tier_from is not None and role.basis is None and not role.basis_doubt
        if not sister:
            base = role
            shared.append(role)
        elif base is None or base.basis is None or (role.currency or base.currency) != base.currency:
            shared.append(role)
        else:
            shared.append(_with_basis_of(base, role, continues=read_header(names[role.key]).continues))
    return shared


def _with_basis_of(base: ColumnRole, role: ColumnRole, *, continues: bool) -> ColumnRole:
    assert base.basis is not None
    if base.basis.per == Quantity(value=Decimal(1)):
        return role
    tier_from = role.tier_from
    if tier_from is not None and not role.tier_unit_said:
        tier_from = replace(tier_from, unit=base.basis.per.unit)
    note = f"what the price is for is said by the column {base.key!r}"
    return replace(
        role,
        basis=base.basis,
        tier_from=tier_from,
        price_note="; ".join(filter(None, (role.price_note, note))),
        price_confidence=min(role.price_confidence, _CARRIED if continues else _CARRIED_TO_A_NAME),
    )


# ------------------------------------------------------------------------------ "PE | ME"


def numeric_columns(texts: Mapping[str, Sequence[str]], /, *, whole: bool = False) -> frozenset[str]:
    """Columns most of whose values are plain numbers, or whole ones."""

    def fits(text: str) -> bool:
        number = parse_number(text)
        return number is not None and not (whole and (number <= 0 or number % 1))

    return frozenset(
        key for key, values in texts.items() if values and sum(map(fits, values)) >= _NUMERIC * len(values)
    )
