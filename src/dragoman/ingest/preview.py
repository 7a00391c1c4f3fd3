"""How files would be read, without storing anything: what `dragoman ingest --dry-run` shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dragoman.errors import FileUnreadable
from dragoman.ingest.corrections import CorrectionsFolder, noted
from dragoman.ingest.mappings_folder import Library
from dragoman.ingest.reading import Found, IngestRequest, OpenFile, OpenTable, find, open_file
from dragoman.model import Offer, Problem, Supplier
from dragoman.normalise.mapping import ColumnRole, TableMapping
from dragoman.normalise.mapping.learned import Recalled, with_suggestions
from dragoman.normalise.mapping.misfits import misfits
from dragoman.normalise.mapping.roles import general
from dragoman.normalise.offers import to_offer
from dragoman.normalise.tier_rows import joined_offer
from dragoman.ports import FormatReader, Row, SourceFile

SHOWN_ROWS = 5
SHOWN_PROBLEMS = 20
"""Of the file's reader."""
EXAMPLES = 3
"""Values shown of each column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnPreview:
    """A column and what it is taken for."""

    role: ColumnRole
    examples: tuple[str, ...]
    suggested: ColumnRole | None = None
    """What corrections of a similar layout say that it is; the column is not read so before the user agrees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePreview:
    sheet: str | None
    detected: Mapping[str, str]
    mapping: TableMapping
    columns: tuple[ColumnPreview, ...]
    offers: tuple[Offer, ...]
    """Of the first rows."""
    problems: tuple[Problem, ...]
    """Of the columns and the first rows."""
    recalled: Recalled | None
    """The remembered corrections that it is read by, or that are suggested."""
    proposal: TableMapping
    """`mapping` with what is suggested: what to correct and agree to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePreview:
    file: str
    format_name: str
    supplier: Supplier | None
    tables: tuple[TablePreview, ...]
    error: str | None = None
    """Why the file cannot be read."""


def preview(
    request: IngestRequest,
    /,
    *,
    readers: Sequence[FormatReader],
    library: Library | None = None,
    corrections: CorrectionsFolder | None = None,
) -> list[FilePreview]:
    """Read the beginning of each file. Raises InputError as `ingest` does.

    Args:
        library: Corrections of mappings that are remembered.
        corrections: Of single cells, which people read otherwise.
    """
    known = library or Library()
    made = [(found.source, _file(found, request, readers, known, corrections)) for found in find(request)]
    return [one for source, one in made if one.error is None or not _is_incidental(source)]


def _is_incidental(source: SourceFile | Problem) -> bool:
    """Whether it is the text of an e-mail whose attachments are what was sent."""
    return isinstance(source, SourceFile) and source.incidental


def _file(
    found: Found,
    request: IngestRequest,
    readers: Sequence[FormatReader],
    library: Library,
    corrections: CorrectionsFolder | None,
) -> FilePreview:
    if isinstance(found.source, Problem):
        problem = found.source
        file = problem.origin.file
        return _failed(file, problem.advice if problem.value == file else problem.message())
    try:
        opened = open_file(
            found.source,
            request,
            found.mapping_file,
            readers=readers,
            learned=library.known,
            corrections=corrections.of(found.source.sha256) if corrections is not None else None,
        )
        tables = tuple(_tables(opened))
    except FileUnreadable as error:
        return _failed(found.source.name, str(error))
    return FilePreview(
        file=found.source.name,
        format_name=opened.format_name,
        supplier=opened.supplier,
        tables=tables,
    )


def _failed(file: str, error: str) -> FilePreview:
    return FilePreview(file=file, format_name="", supplier=None, tables=(), error=error)


def _tables(opened: OpenFile) -> Iterator[TablePreview]:
    for table in opened.tables:
        yield _table(table, opened.supplier)
        for _rest in table.rows:  # the next table begins after this one's last row
            pass


def _table(table: OpenTable, supplier: Supplier) -> TablePreview:
    offers: list[Offer] = []
    problems: list[Problem] = []
    above: Row | None = None
    for at, row in enumerate(_first(table.rows)):
        if at == 0:
            problems.extend(misfits(table.mapping, row.origin))
        if isinstance(row, Problem):
            problems.append(row)
            continue
        if getattr(row, "change", None) is not None:
            continue  # what it does depends on what the record offers
        joined = joined_offer(offers[-1], above, row, table.mapping, supplier) if above is not None else None
        if joined is not None:
            offers[-1] = noted(joined.offer, row)
            problems.extend(joined.problems)
            continue
        outcome = to_offer(row, table.mapping, supplier)
        problems.extend(outcome.problems)
        above = row if outcome.offer is not None else None
        if outcome.offer is not None:
            offers.append(noted(outcome.offer, row))
    examples = _examples(table)
    return TablePreview(
        sheet=table.table.sheet,
        detected=table.table.detected,
        mapping=table.mapping,
        columns=tuple(
            ColumnPreview(
                role=role, examples=examples.get(role.key, ()), suggested=table.suggested.get(role.key)
            )
            for role in table.mapping.columns.values()
        ),
        offers=tuple(offers),
        problems=tuple(problems),
        recalled=table.recalled,
        proposal=with_suggestions(table.mapping, table.suggested),
    )


def _first(rows: Iterator[Row | Problem]) -> Iterator[Row | Problem]:
    """The first rows, with what their reader doubts of them."""
    shown = told = 0
    for row in rows:
        shown += not isinstance(row, Problem)
        told += isinstance(row, Problem)
        if shown > SHOWN_ROWS or told > SHOWN_PROBLEMS:
            return
        yield row


def _examples(table: OpenTable) -> dict[str, tuple[str, ...]]:
    """The first values of each column; those of nested items ("prices[0].amount") under their common key."""
    found: dict[str, dict[str, None]] = {}
    for row in table.sample:
        for key in row.values:
            texts = found.setdefault(general(key) if table.mapping.flattened else key, {})
            if len(texts) < EXAMPLES and (text := row.text(key)):
                texts.setdefault(text[:80])
    return {key: tuple(texts) for key, texts in found.items()}
