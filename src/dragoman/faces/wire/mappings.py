"""Remembered mappings as JSON."""

from __future__ import annotations

from dragoman.faces.wire.shapes import BrokenMappingWire, Wire
from dragoman.ingest.mappings_folder import Library
from dragoman.normalise.mapping.learned import LearnedMapping


class LearnedMappingWire(Wire):
    name: str
    supplier: str
    known_as: list[str]
    sheet: str | None
    columns: list[str]
    """Of the layout that it holds for."""
    corrected: dict[str, str]
    """Column, or pattern of columns -> field."""


class MappingsWire(Wire):
    mappings: list[LearnedMappingWire]
    broken: list[BrokenMappingWire]


class MappingTextWire(LearnedMappingWire):
    toml: str


class MappingDoneWire(Wire):
    """What was done with one."""

    action: str
    name: str
    file: str | None = None


def mappings_wire(library: Library) -> MappingsWire:
    return MappingsWire(
        mappings=[learned_wire(one) for one in library.known],
        broken=[BrokenMappingWire(name=one.name, error=one.error) for one in library.broken],
    )


def learned_wire(learned: LearnedMapping) -> LearnedMappingWire:
    layout = learned.layout
    return LearnedMappingWire(
        name=learned.name,
        supplier=layout.supplier,
        known_as=list(layout.known_as),
        sheet=layout.sheet,
        columns=list(layout.columns),
        corrected={rule.pattern: rule.field for rule in learned.says.columns},
    )


def mapping_text_wire(learned: LearnedMapping) -> MappingTextWire:
    return MappingTextWire(**dict(learned_wire(learned)), toml=learned.says.text)
