"""What was understood of the words, as chips that can be taken away or said anew."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.faces.web.interface import Interface
from dragoman.faces.web.labels import code_name
from dragoman.faces.web.search_form import SearchForm
from dragoman.faces.web.words import asked, asked_name, asked_whole
from dragoman.search.request import Query, Requirement


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """One requirement."""

    requirement_id: str
    name: str
    """ "Budget"."""
    asked: str
    whole: str
    """Both: "Material not plastic"."""
    """ "at most 4.00 USD / piece"."""
    phrase: str
    """The words it was read in, for editing; "" where an option gave it."""
    strength: str
    note: str
    unsure: bool
    remove_url: str
    met_filter: str
    """Filter that keeps the offers that meet it."""
    met_only: bool


def chips(ui: Interface, query: Query, form: SearchForm, /) -> list[Chip]:
    """One chip a requirement, in the order of the words."""
    return [_chip(ui, requirement, form) for requirement in query.requirements]


def product_words(ui: Interface, query: Query, /) -> str:
    """What is looked for, as it was understood; the identifiers where there is nothing else."""
    return query.product or code_name(ui, ", ".join(query.identifiers))


def _chip(ui: Interface, requirement: Requirement, form: SearchForm) -> Chip:
    met_filter = f"met={requirement.requirement_id}"
    return Chip(
        requirement_id=requirement.requirement_id,
        name=asked_name(ui, requirement),
        asked=asked(ui, requirement),
        whole=asked_whole(ui, requirement),
        phrase=" ".join(span.text for span in requirement.spans),
        strength=requirement.strength,
        note=requirement.note,
        unsure=requirement.confidence < 0.8,
        remove_url=form.url_without(requirement.requirement_id),
        met_filter=met_filter,
        met_only=met_filter in form.filters,
    )
