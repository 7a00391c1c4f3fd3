"""Corrections that are remembered: which of them holds for a table, and what they suggest for one that is alike."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count
from typing import Literal

from dragoman.normalise.mapping.file import ColumnRule, MappingFile
from dragoman.normalise.mapping.layout import Layout, folded_header
from dragoman.normalise.mapping.roles import ColumnRole, TableMapping
from dragoman.normalise.suppliers import named

SIMILAR = 0.6
"""Least similarity (Jaccard, of folded column names) of a layout that corrections are suggested for."""
_LEAST_SHARED = 2
"""Column names that a similar layout shares at least: one alone ("Price") says nothing."""
_OF_OWN, _OF_OTHERS = 0.9, 0.8
"""How sure a suggestion is at most, where the layout is the same supplier's, and where it is another's."""

Relation = Literal["same", "edition", "similar"]
"""same: this supplier's layout, used as the user said it. edition: this supplier's, with columns more or less; used
for the columns it knows, less surely. similar: another supplier's, or one that is this supplier's only by a name that
files were seen under; only suggested."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedMapping:
    """A mapping file with the layout that it was given for."""

    name: str
    layout: Layout
    says: MappingFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled:
    """The remembered mapping that fits a table best."""

    learned: LearnedMapping
    relation: Relation
    alike: float
    """Similarity of the layouts, in [SIMILAR, 1]."""

    @property
    def confidence(self) -> float:
        """Of what it says, for a layout that is not the very same."""
        return round((_OF_OWN if self.relation == "edition" else _OF_OTHERS) * self.alike, 2)

    @property
    def used(self) -> bool:
        """Whether the table is read by it; otherwise it is only suggested."""
        return self.relation != "similar"

    def notice(self) -> str:
        """For the user, what became of it."""
        verb = "used" if self.used else "suggested, not used"
        return f"mapping {self.learned.name} {verb}: {self.said()}"

    def said(self) -> str:
        """For the user, why this one."""
        layout = self.learned.layout
        match self.relation:
            case "same":
                return f"remembered for this layout ({self.learned.name})"
            case "edition":
                return f"remembered for a layout of this supplier that is {self.alike:.0%} alike ({self.learned.name})"
            case "similar":
                return f"remembered for a layout of {layout.supplier} that is {self.alike:.0%} alike ({self.learned.name})"


def recall(known: Iterable[LearnedMapping], layout: Layout, /) -> Recalled | None:
    """What is remembered for a table; this very layout before this supplier's before others', then the likest."""
    found = [one for learned in known if (one := _compared(learned, layout)) is not None]
    return min(found, key=_rank, default=None)


def _compared(learned: LearnedMapping, layout: Layout) -> Recalled | None:
    if learned.layout.is_of(layout):
        return Recalled(learned=learned, relation="same", alike=1.0)
    alike = learned.layout.alike(layout)
    if alike < SIMILAR or len(learned.layout.names & layout.names) < _LEAST_SHARED:
        return None
    own = named(learned.layout.supplier, None).supplier_id == named(layout.supplier, None).supplier_id
    return Recalled(learned=learned, relation="edition" if own else "similar", alike=alike)


def _rank(one: Recalled) -> tuple[int, float, bool, str]:
    order: tuple[Relation, ...] = ("same", "edition", "similar")
    return order.index(one.relation), -one.alike, one.learned.layout.sheet is None, one.learned.name


# ------------------------------------------------------------------------------ using it


def fitted(learned: LearnedMapping, keys: Iterable[str], /) -> MappingFile:
    """The mapping file with its rules under the names that a table of its layout writes: "PREIS" for "Preis"."""
    rules = _rules(learned.says, keys)
    return replace(learned.says, columns=(*rules, *learned.says.columns))


def _rules(says: MappingFile, columns: Iterable[str]) -> tuple[ColumnRule, ...]:
    keys = list(columns)
    by_folded: dict[str, ColumnRule] = {}
    for rule in says.columns:
        if "*" in rule.pattern:
            continue
        by_folded.setdefault(folded_header(rule.pattern), rule)
    found = ((key, _exact(says, key) or by_folded.get(folded_header(key)) or says.rule(key)) for key in keys)
    return tuple(
        replace(rule, pattern=key, from_column=_spelled(rule.from_column, keys))
        for key, rule in found
        if rule is not None
    )


def _spelled(column: str | None, keys: Sequence[str]) -> str | None:
    """A column's name as the table writes it; as the rule does where the table has none of that name."""
    if column is None or column in keys:
        return column
    return next((key for key in keys if folded_header(key) == folded_header(column)), column)


def _exact(says: MappingFile, key: str) -> ColumnRule | None:
    return next((rule for rule in says.columns if rule.pattern == key), None)


def explained(recalled: Recalled, mapping: TableMapping, /) -> TableMapping:
    """A mapping of the same layout whose reasons say that it is remembered."""
    ruled = {rule.pattern for rule in _rules(recalled.learned.says, mapping.columns)}
    return replace(
        mapping,
        columns={
            key: replace(role, why=recalled.said()) if key in ruled else role
            for key, role in mapping.columns.items()
        },
    )


def suggestions(recalled: Recalled, mapping: TableMapping, /) -> dict[str, ColumnRole]:
    """What the corrections say of a similar table's columns, where that is not what they are taken for already.

    Columns that the remembered layout does not have are left alone, whatever its patterns match; so is what holds
    for the whole table (currency, language, ...).
    """
    learned = recalled.learned
    keys = [key for key in mapping.columns if folded_header(key) in learned.layout.names]
    rules = _rules(learned.says, keys)
    applied = replace(learned.says, columns=rules).apply(mapping)
    return {
        key: replace(role, confidence=recalled.confidence, why=recalled.said())
        for key, role in applied.columns.items()
        if _meaning(role) != _meaning(mapping.columns[key])
    }


def as_edition(recalled: Recalled, mapping: TableMapping, /) -> TableMapping:
    """A table of the same supplier, read by its corrections: those of its columns, and what holds for all tables of
    the supplier; the decimal mark only where no number tells."""
    says = recalled.learned.says
    decimal = says.decimal if mapping.decimal_guessed else None
    whole = replace(says, columns=(), decimal=decimal).apply(mapping)
    currency, delivery = whole.currency, whole.delivery
    if currency is not None and says.currency is not None:
        currency = replace(currency, confidence=recalled.confidence, note=recalled.said())
    if delivery is not None and says.incoterm is not None:
        delivery = replace(delivery, confidence=recalled.confidence, note=recalled.said())
    return with_suggestions(
        replace(whole, currency=currency, delivery=delivery), suggestions(recalled, mapping)
    )


def with_suggestions(mapping: TableMapping, suggested: Mapping[str, ColumnRole], /) -> TableMapping:
    """The suggestions in the place of what the columns were taken for."""
    return replace(mapping, columns={**mapping.columns, **suggested})


def _meaning(role: ColumnRole) -> tuple[object, ...]:
    return (
        *(role.field, role.currency, role.basis, role.unit),
        *(role.tier_from, role.beside, role.minor_units, role.times),
    )


def corrects(says: MappingFile, layout: Layout, /) -> bool:
    """Whether a mapping file says anything of a table: of one of its columns, or of the whole."""
    whole = (says.country, says.currency, says.language, says.decimal, says.incoterm)
    return any(whole) or any(says.rule(column) is not None for column in layout.columns)


# ------------------------------------------------------------------------------ as a file


def learned_toml(says: MappingFile, layout: Layout, /) -> str:
    """The user's mapping file as it was written, and the layout behind it. One that was exported says its keys anew:
    it carries a layout already."""
    text = says.text if says.layout is None else _without_layout(says.text)
    lines = [
        text.rstrip("\r\n"),
        "",
        "[layout]",
        "# Files that this holds for: of this supplier, with these columns. See docs/how-to/correct-a-mapping.md.",
        f"supplier = {quoted(layout.supplier)}",
    ]
    if layout.known_as:
        lines.append(f"known_as = [{', '.join(map(quoted, layout.known_as))}]")
    if layout.sheet is not None:
        lines.append(f"sheet = {quoted(layout.sheet)}")
    lines += ["columns = [", *(f"    {quoted(column)}," for column in layout.columns), "]"]
    return "\n".join(lines) + "\n"


def _without_layout(text: str) -> str:
    tables = {key: value for key, value in tomllib.loads(text).items() if key != "layout"}
    columns = tables.pop("columns", {})
    lines = [f"{key} = {_value(value)}" for key, value in tables.items()]
    lines += ["", "[columns]", *(f"{quoted(key)} = {_value(value)}" for key, value in columns.items())]
    return "\n".join(lines).lstrip("\n")


def _value(value: object) -> str:
    """A mapping file holds texts, flags and tables of these."""
    match value:
        case bool():
            return "true" if value else "false"
        case dict():
            return "{ " + ", ".join(f"{quoted(key)} = {_value(one)}" for key, one in value.items()) + " }"
        case _:
            return quoted(str(value))


def quoted(text: str, /) -> str:
    """A basic string of TOML; lone surrogates, which no TOML holds, become "?"."""
    sound = text.encode("utf-8", "replace").decode("utf-8")
    return json.dumps(sound, ensure_ascii=False).replace("\x7f", "\\u007f")


def free_name(supplier: str, taken: Container[str], /) -> str:
    """A name for a new file: "nordwind-trading-gmbh", with a number where that is taken."""
    base = named(supplier, None).supplier_id[:60].strip("-")
    numbered = chain([base], (f"{base}-{number}" for number in count(2)))
    return next(name for name in numbered if name not in taken)
