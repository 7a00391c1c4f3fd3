"""The column of facets: values to choose among, with exact counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from dragoman.faces.web.interface import Interface
from dragoman.faces.web.labels import FACETS, code_name
from dragoman.faces.web.search_form import SearchForm
from dragoman.ports import FACET_FIELDS, FacetCount, FacetField
from dragoman.vocabulary.lexicon import name_of

SHOWN = 6
"""Values shown before "more"."""
_SUPPLIERS_OWN_WORDS: tuple[FacetField, ...] = ("supplier", "brand", "category")


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetChoice:
    filter: str
    """ "country=CN"."""
    name: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    field: FacetField
    name: str
    first: tuple[FacetChoice, ...]
    more: tuple[FacetChoice, ...]
    own_words: bool
    """Values are the suppliers' own text, of any language."""


def facets(
    ui: Interface,
    counted: Mapping[FacetField, Sequence[FacetCount]],
    form: SearchForm,
    suppliers: Mapping[str, str],
    /,
) -> list[Facet]:
    """The facets that have a choice to make; what is chosen is always shown, and first.

    Args:
        suppliers: Supplier id -> name.
    """
    found = (_facet(ui, field, counted.get(field, ()), form, suppliers) for field in FACET_FIELDS)
    return [facet for facet in found if facet is not None]


def choice_name(ui: Interface, field: FacetField, value: str, suppliers: Mapping[str, str], /) -> str:
    """A value of a facet in words."""
    match field:
        case "supplier":
            return suppliers.get(value, value)
        case "country":
            return ui.country(value)
        case "language":
            return ui.language_name(value)
        case "kind":
            return name_of(value, ui.language)
        case "certificate" | "material" | "colour":
            return code_name(ui, value)
        case "brand" | "category" | "incoterm":
            return value
        case _:
            assert_never(field)


def _facet(
    ui: Interface,
    field: FacetField,
    counts: Sequence[FacetCount],
    form: SearchForm,
    suppliers: Mapping[str, str],
) -> Facet | None:
    known = {count.value: count.count for count in counts}
    prefix = f"{field}="
    wanted = [one.removeprefix(prefix) for one in form.filters if one.startswith(prefix)]
    values = list(dict.fromkeys([*wanted, *known]))
    if not values or (len(values) == 1 and not wanted):
        return None
    choices = tuple(
        FacetChoice(
            filter=f"{prefix}{value}",
            name=choice_name(ui, field, value, suppliers),
            count=known.get(value, 0),
            chosen=value in wanted,
        )
        for value in values
    )
    shown = max(SHOWN, len(wanted))
    return Facet(
        field=field,
        name=ui.say(FACETS[field]),
        first=choices[:shown],
        more=choices[shown:],
        own_words=field in _SUPPLIERS_OWN_WORDS,
    )
