"""What a visitor says of files that the files do not say: kept as it was given, so that it can be given back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from starlette.datastructures import FormData

from dragoman.app import Dragoman
from dragoman.disk import written
from dragoman.errors import MappingError
from dragoman.faces.web.load_request import load_request
from dragoman.ingest.load import IngestRequest
from dragoman.ingest.preview import FilePreview, TablePreview
from dragoman.normalise.mapping.corrected import corrected_toml
from dragoman.normalise.mapping.file import load_mapping
from dragoman.vocabulary.field_names import FIELDS, Field

MOST_LETTERS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """As it was given, right or wrong."""

    supplier: str = ""
    country: str = ""
    currency: str = ""
    mapping: Path | None = None
    """The mapping file that was sent along."""
    columns: Mapping[str, Field] = field(default_factory=dict)
    """Column's name -> what it was said to be."""


def said_in(form: FormData, /, *, mapping: Path | None) -> Said:
    """The form's fields beside its files."""
    return Said(
        supplier=_text(form, "supplier"),
        country=_text(form, "country").upper(),
        currency=_text(form, "currency").upper(),
        mapping=mapping,
    )


def said_again(
    form: FormData, before: Said, previews: Sequence[FilePreview], /, *, mapping: Path | None
) -> Said:
    """What a form says that shows `before`, with its columns or those of the previews; a form without a field leaves
    it as it was.

    Args:
        mapping: A mapping file that was sent along now.
    """
    columns = dict(before.columns)
    for at, name in enumerate(before.columns):
        if (chosen := _field(form, said_name(at))) is not None:
            columns[name] = chosen
    for place, table in tables_of(previews):
        for at, column in enumerate(table.columns):
            chosen = _field(form, column_name(place, at))
            if chosen is not None and chosen != column.role.field:
                columns[column.role.key] = chosen
    return replace(
        before,
        supplier=_text(form, "supplier") if "supplier" in form else before.supplier,
        country=_text(form, "country").upper() if "country" in form else before.country,
        currency=_text(form, "currency").upper() if "currency" in form else before.currency,
        mapping=mapping or before.mapping,
        columns=columns,
    )


def request_for(
    dragoman: Dragoman,
    paths: Sequence[Path],
    said: Said,
    /,
    *,
    mapping: Path | None,
    previews: Sequence[FilePreview] = (),
) -> IngestRequest:
    """How to load files of which this was said.

    Args:
        mapping: What holds of their columns beside what was said of them one by one.
        previews: Of the files, as they are read without what is said now.
    """
    return load_request(
        dragoman,
        paths,
        mapping=_corrected(dragoman, said, mapping, previews) if said.columns else mapping,
        supplier=said.supplier,
        country=said.country,
        currency=said.currency,
    )


def tables_of(previews: Sequence[FilePreview], /) -> list[tuple[str, TablePreview]]:
    """Each table with its place: "1-2" is the second of the first file."""
    return [
        (f"{file}-{number}", table)
        for file, preview in enumerate(previews, start=1)
        for number, table in enumerate(preview.tables, start=1)
    ]


def column_name(place: str, at: int, /) -> str:
    """Of the field that says what a column of a table is."""
    return f"is-{place}-{at}"


def said_name(at: int, /) -> str:
    """Of the field of a column that is said already."""
    return f"said-{at}"


def _corrected(dragoman: Dragoman, said: Said, mapping: Path | None, previews: Sequence[FilePreview]) -> Path:
    """A mapping file that says the columns too; one that cannot be read stays, for the load to say what is wrong."""
    recalled = [
        table.mapping
        for _place, table in tables_of(previews)
        if table.recalled is not None and table.recalled.used and mapping is None
    ]
    try:
        says = load_mapping(mapping).text if mapping is not None else ""
    except MappingError:
        assert mapping is not None, "read above"
        return mapping
    content = corrected_toml(said.columns, says=says, recalled=recalled).encode()
    folder = dragoman.settings.uploads_path
    path = folder / f"columns-{hashlib.sha256(content).hexdigest()[:12]}.toml"
    with written(folder):
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return path


def _field(form: FormData, name: str) -> Field | None:
    given = form.get(name)
    return next((one for one in FIELDS if one == given), None)


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return value.strip()[:MOST_LETTERS] if isinstance(value, str) else ""
