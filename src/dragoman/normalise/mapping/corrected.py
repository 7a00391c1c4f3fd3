"""A mapping file with some columns taken for something else: what a person chose while looking at a preview."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from typing import Any  # Any: TOML holds texts, lists, tables

from dragoman.normalise.mapping.file import quoted, to_toml
from dragoman.normalise.mapping.roles import TableMapping
from dragoman.vocabulary.field_names import Field


def corrected_toml(
    fields: Mapping[str, Field], /, *, says: str = "", recalled: Iterable[TableMapping] = ()
) -> str:
    """The mapping file that takes columns for these fields and else says what was said before.

    Args:
        fields: Column's name -> what it is.
        says: The mapping file that was given, as text; must be one that can be read.
        recalled: Tables that are read by remembered corrections, which a mapping file puts out of force:
            what they are read by is written down.
    """
    said: dict[str, Any] = tomllib.loads(says)
    columns: dict[str, Any] = dict(said.pop("columns", {}))
    layout = said.pop("layout", None)
    for one in recalled:
        known = tomllib.loads(to_toml(one))
        columns = known.pop("columns", {}) | columns
        said = known | said
    for name, field in fields.items():
        before = columns.get(name)
        same = isinstance(before, dict) and before.get("field") == field
        columns[name] = before if same else field
    lines = [f"{key} = {_value(value)}" for key, value in said.items()]
    if layout is not None:
        lines += ["", "[layout]", *(f"{key} = {_value(value)}" for key, value in layout.items())]
    lines += ["", "[columns]", *(f"{quoted(key)} = {_value(value)}" for key, value in columns.items())]
    return "\n".join(lines).lstrip() + "\n"


def _value(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return quoted(value)
        case list():
            return f"[{', '.join(map(_value, value))}]"
        case dict():
            return "{ " + ", ".join(f"{key} = {_value(one)}" for key, one in value.items()) + " }"
        case _:
            return str(value)
