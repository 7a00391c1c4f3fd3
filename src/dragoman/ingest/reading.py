"""A file opened and understood: its tables, each with what its columns mean. Shared by loading and previewing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path

from dragoman.errors import FileUnreadable, InputError, MappingError
from dragoman.ingest.corrections import Corrections
from dragoman.ingest.detect import open_tables
from dragoman.ingest.sources import Limits, expand
from dragoman.model import Country, Currency, Origin, Problem, Sourced, Supplier
from dragoman.normalise.hints import Hints
from dragoman.normalise.line_rows import with_line_rows
from dragoman.normalise.mapping import ColumnRole, MappingFile, TableMapping, load_mapping, propose
from dragoman.normalise.mapping.layout import Layout
from dragoman.normalise.mapping.learned import (
    LearnedMapping,
    Recalled,
    as_edition,
    explained,
    fitted,
    recall,
    suggestions,
)
from dragoman.normalise.silent_columns import with_silent_columns
from dragoman.normalise.suppliers import supplier_of
from dragoman.ports import FormatReader, ReadOptions, Row, SourceFile, Table
from dragoman.vocabulary.currencies import codes

SAMPLE_ROWS = 200
"""Rows that a table's columns are judged by."""
SIDECAR = ".mapping.toml"
"""A mapping file beside a supplier's file, "list.csv.mapping.toml", is used without being named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestRequest:
    """What to load and what the user said about it."""

    paths: tuple[Path, ...]
    """Files, folders, archives."""
    mapping: Path | None = None
    supplier: str | None = None
    """Name; wins over the mapping file's and the letterhead's."""
    country: Country | None = None
    """Of the supplier."""
    options: ReadOptions = field(default_factory=ReadOptions)
    limits: Limits = field(default_factory=Limits)
    replaces: str | None = None
    """Name of a loaded file that these are the next edition of: what only it offers is withdrawn."""
    currency: Currency | None = None
    """Of prices that name none; wins over the mapping file's and the letterhead's."""
    learned: bool = True
    """Use corrections that are remembered, where no mapping file is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTable:
    """A table with its columns understood; `rows` can be iterated once."""

    table: Table
    mapping: TableMapping
    sample: tuple[Row, ...]
    """The first rows, which `rows` gives too."""
    rows: Iterator[Row | Problem]
    layout: Layout
    recalled: Recalled | None = None
    """The remembered corrections that it is read by, or that are suggested for it."""
    suggested: Mapping[str, ColumnRole] = field(default_factory=dict)
    """What these say of columns that are taken for something else, where they are not used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFile:
    source: SourceFile
    format_name: str
    supplier: Supplier
    mapping_file: MappingFile | None
    first: OpenTable | None
    """None where the file has no table."""
    tables: Iterator[OpenTable]
    """All of them, the first included."""
    remembered: tuple[str, ...] = ()
    """Digests of the corrections that may be used in it: those of its supplier."""
    corrections: str = ""
    """Digest of the cells that people read otherwise."""

    @property
    def changes_only(self) -> bool:
        """Whether it only says what changed since an earlier file of the supplier."""
        return self.first is not None and self.first.table.changes_only


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A file to read, or why it cannot be."""

    source: SourceFile | Problem
    mapping_file: MappingFile | None


def find(request: IngestRequest, /) -> Iterator[Found]:
    """The files that a request names, with the mapping file that holds for each.

    Raises:
        InputError: a path does not exist, or the currency is none.
        MappingError: a mapping file has a mistake.
    """
    if request.currency is not None and request.currency not in codes():
        raise InputError(f"expected a currency, ISO 4217 such as EUR; got {request.currency!r}")
    named = load_mapping(request.mapping) if request.mapping is not None else None
    for path in request.paths:
        if not _exists(path):
            raise InputError(f"expected a file or folder at {path}, found nothing there; check the path")
    for path in request.paths:
        for source in expand([path], request.limits):
            if isinstance(source, Problem):
                yield Found(source=source, mapping_file=named)
                continue
            yield Found(source=source, mapping_file=named) if named is not None else _beside(path, source)


def _exists(path: Path) -> bool:
    """No name that the system refuses, as one too long, is that of a file."""
    try:
        return path.exists()
    except OSError:
        return False


def _beside(given: Path, source: SourceFile) -> Found:
    """The file with the mapping file that lies beside it; a mistake in that holds up this file alone."""
    sidecar = _sidecar(given, source.name)
    try:
        return Found(source=source, mapping_file=load_mapping(sidecar) if sidecar is not None else None)
    except MappingError as error:
        problem = Problem(
            kind="unreadable_file",
            origin=Origin(file=source.name, sha256=source.sha256),
            value=source.name[:200],
            expected="a mapping file without mistakes beside it",
            advice=str(error),
            severity="error",
        )
        return Found(source=problem, mapping_file=None)


def _sidecar(given: Path, name: str) -> Path | None:
    outer = name.split("!/", 1)[0]
    path = given / outer if given.is_dir() else given
    sidecar = path.with_name(path.name + SIDECAR)
    return sidecar if sidecar.is_file() else None


def open_file(
    source: SourceFile,
    request: IngestRequest,
    mapping_file: MappingFile | None,
    /,
    *,
    readers: Sequence[FormatReader],
    learned: Sequence[LearnedMapping] = (),
    corrections: Corrections | None = None,
) -> OpenFile:
    """Open a file and understand its first table. Raises FileUnreadable.

    Args:
        learned: Corrections that are remembered; a mapping file leaves them out of it.
        corrections: Cells that people read otherwise.
    """
    cells = corrections or Corrections()
    format_name, tables = open_tables(source, readers, request.options)
    sending = source.sending
    hints = Hints(
        file_name=source.name,
        sender=sending.sender if sending is not None else None,
        supplier=request.supplier or (mapping_file.supplier if mapping_file is not None else None),
        country=request.country or (mapping_file.country if mapping_file is not None else None),
    )
    said = sending.notes() if sending is not None else ()
    learned = learned if mapping_file is None and request.learned else ()
    naming = _Naming(hints, request.supplier, each_its_own=source.is_message)
    opened: Iterator[OpenTable] = (
        _understand(
            replace(table, rows=cells.applied(table.rows), notes=(*table.notes, *said)),
            hints,
            mapping_file,
            naming.of(table.notes),
            learned,
            request.currency,
        )
        for table in tables
    )
    if source.is_message:
        opened = _lists(opened)
    first = next(opened, None)
    if source.is_message and first is None:
        raise FileUnreadable(
            f"{source.name}: expected a table with prices or article numbers in the text of the e-mail, got others; "
            "ask the supplier for the list as a file"
        )
    notes = [note for note in first.table.notes if note not in said] if first is not None else []
    if first is not None:
        hints = _recalled_hints(hints, first.recalled)
    own = [one for one in learned if first is not None and one.layout.of_same_supplier(first.layout)]
    return OpenFile(
        source=source,
        format_name=format_name,
        supplier=supplier_of(hints, notes),
        mapping_file=mapping_file,
        first=first,
        tables=chain([first], opened) if first is not None else iter(()),
        remembered=tuple(sorted(one.says.digest for one in own)),
        corrections=cells.digest,
    )


class _Naming:
    """The supplier of each table, and how the file itself names it: what layouts are told apart by."""

    def __init__(self, hints: Hints, said: str | None, /, *, each_its_own: bool) -> None:
        """`said`: by the user. `each_its_own`: a table goes by its own notes, not by those of the file's first."""
        self._hints = hints
        self._natural = replace(hints, supplier=said)
        self._each_its_own = each_its_own
        self._notes: Sequence[tuple[str, Origin]] | None = None

    def of(self, notes: Sequence[tuple[str, Origin]], /) -> tuple[str, ...]:
        """Names of the supplier, the one that counts first."""
        if self._notes is None or self._each_its_own:
            self._notes = notes
        names = (supplier_of(hints, self._notes).name for hints in (self._hints, self._natural))
        return tuple(dict.fromkeys(names))


def _recalled_hints(hints: Hints, recalled: Recalled | None) -> Hints:
    """What corrections that are used say of the supplier, where the user says nothing now."""
    if recalled is None or not recalled.used:
        return hints
    says = recalled.learned.says
    return replace(hints, supplier=hints.supplier or says.supplier, country=hints.country or says.country)


def _lists(tables: Iterator[OpenTable]) -> Iterator[OpenTable]:
    """Of an e-mail's tables, those of offers: signatures and layouts are tables too."""
    for table in tables:
        if any(role.field in _OF_OFFERS for role in table.mapping.columns.values()):
            yield table
        else:
            for _unread in table.rows:
                pass


_OF_OFFERS = frozenset({"price", "price_high", "external_id", "gtin", "mpn", "moq"})


def _understand(
    table: Table,
    hints: Hints,
    mapping_file: MappingFile | None,
    names: tuple[str, ...],
    learned: Sequence[LearnedMapping],
    currency: Currency | None,
) -> OpenTable:
    """A table with its columns understood.

    Args:
        names: Of the supplier, the one that counts first.
        currency: Said by the user, of prices that name none.
    """
    rows = with_line_rows(table.rows) if table.standard is None else table.rows
    head = list(islice(rows, SAMPLE_ROWS))
    sample = tuple(row for row in head if not isinstance(row, Problem))
    mapping = propose(table, sample, hints, mapping_file)
    layout = Layout(
        supplier=names[0],
        known_as=names[1:],
        sheet=table.sheet,
        columns=tuple(column.key for column in table.columns) or tuple(mapping.columns),
    )
    recalled = recall(learned, layout)
    suggested: dict[str, ColumnRole] = {}
    if recalled is not None and recalled.relation == "same":
        says = fitted(recalled.learned, mapping.columns)
        mapping = explained(recalled, propose(table, sample, _recalled_hints(hints, recalled), says))
    elif recalled is not None and recalled.relation == "edition":
        mapping = as_edition(recalled, propose(table, sample, _recalled_hints(hints, recalled)))
    elif recalled is not None:
        suggested = suggestions(recalled, mapping)
        recalled = recalled if suggested else None  # else the columns are taken for just that already
    if currency is not None:
        origin = Origin(file=table.source.name, sha256=table.source.sha256, sheet=table.sheet)
        mapping = replace(mapping, currency=Sourced(value=currency, origin=origin, raw=currency))
    return OpenTable(
        table=table,
        mapping=with_silent_columns(mapping, sample),
        sample=sample,
        rows=chain(head, rows),
        layout=layout,
        recalled=recalled,
        suggested=suggested,
    )


def fingerprint(opened: OpenFile, request: IngestRequest, /, *, version: str) -> str:
    """Equal for equal bytes, read in the same way: nothing can have changed. What a file of changes says holds once: read
    anew by a later Dragoman, it would undo what came after it.

    Args:
        version: Of the readers and the normaliser.
    """
    if opened.changes_only:
        once = f"changes\n{opened.source.sha256}\n{opened.supplier.supplier_id}"
        return hashlib.sha256(once.encode()).hexdigest()
    mapping = opened.mapping_file.digest if opened.mapping_file is not None else ""
    parts = [
        opened.source.sha256,
        version,
        mapping,
        opened.supplier.supplier_id,
        opened.supplier.country or "",
        repr(request.options),
        *opened.remembered,
        *([opened.corrections] if opened.corrections else []),
        *([request.currency] if request.currency is not None else []),
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def unreadable(source: SourceFile, error: FileUnreadable, /) -> Problem:
    """A file's failure as a Problem of the record."""
    return Problem(
        kind="unreadable_file",
        origin=Origin(file=source.name, sha256=source.sha256),
        value=source.name[:200],
        expected="a supplier's file that can be read",
        advice=str(error),
        severity="error",
    )
