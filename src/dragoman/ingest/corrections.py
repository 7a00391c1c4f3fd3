"""HOME/corrections/: what people read in cells of printed lists, kept by the file's bytes and the place, and used in
every load of these bytes."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from dragoman.disk import written
from dragoman.errors import InputError
from dragoman.ingest.turns import turn
from dragoman.model import Offer, Origin, Problem, Sourced
from dragoman.normalise.row_over import RowOver
from dragoman.ports import CellValue, Row

MOST_CORRECTIONS = 5_000
"""Of one file."""
MOST_CHARS = 199
"""Of a cell: a Problem shows no more of it."""
_MOST_BYTES = 8 * 1024 * 1024
_SHA256 = re.compile("[0-9a-f]{64}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")

Box = tuple[float, float, float, float]
Place = tuple[int, Box, str]
"""Page, box, and the column where the box is that of a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellCorrection:
    """A cell, what was read there by the program, and by a person; the same where the program was right."""

    page: int
    box: Box
    """Of the cell; of its row where `column` says which of its cells is meant."""
    read: str
    """"" for a cell that came empty."""
    right: str
    """"" for a cell that is empty on paper too."""
    column: str = ""
    """As the table names it."""

    @property
    def place(self) -> Place:
        return self.page, self.box, self.column


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """Those of one file."""

    cells: Mapping[Place, CellCorrection] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Equal for equal corrections; "" for none."""
        if not self.cells:
            return ""
        said = sorted((*one.place, one.read, one.right) for one in self.cells.values())
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    def of(self, origin: Origin, read: str, /, *, column: str = "") -> CellCorrection | None:
        """Of a cell, where it still reads as it did.

        Args:
            origin: Of the cell; of its row where `column` is named.
        """
        if origin.page is None or origin.box is None:
            return None
        found = self.cells.get((origin.page, origin.box, column))
        return found if found is not None and found.read == read else None

    def applied(self, rows: Iterable[Row | Problem], /) -> Iterator[Row | Problem]:
        """The rows as corrected, without the doubts that were looked at."""
        if not self.cells:
            yield from rows
            return
        pages = {page for page, _, _ in self.cells}
        by_row: dict[tuple[int, Box], list[CellCorrection]] = {}
        for one in self.cells.values():
            if one.column:
                by_row.setdefault((one.page, one.box), []).append(one)
        settled: set[tuple[Origin, str, str | None]] = set()
        for row in rows:
            if row.origin.page not in pages:
                yield row
            elif isinstance(row, Problem):
                looked_at = (row.origin, row.value, row.column) in settled
                if not looked_at and self.of(row.origin, row.value) is None:
                    yield row
            else:
                found = self._found(row, by_row)
                # what is doubted of a row follows it
                settled = {(row.cell(key), row.text(key), key) for key in found}
                right = {key: one for key, one in found.items() if one.right != row.text(key)}
                yield _CorrectedRow(row, right) if right else row

    def _found(
        self, row: Row, by_row: Mapping[tuple[int, Box], list[CellCorrection]]
    ) -> dict[str, CellCorrection]:
        """Column -> what a person read there. What was said of a row's column goes before what was said of a box."""
        found: dict[str, CellCorrection] = {}
        for key in row.values:
            one = self.of(row.cell(key), row.text(key))
            if one is not None:
                found[key] = one
        page, box = row.origin.page, row.origin.box
        for one in by_row.get((page, box), ()) if page is not None and box is not None else ():
            now = {row.text(one.column), *([found[one.column].right] if one.column in found else [])}
            if one.read in now and _has(row, one.column):
                found[one.column] = one
        return found


def _has(row: Row, column: str) -> bool:
    """Whether the row's table has the column: it may be read otherwise by now."""
    try:
        row.cell(column)
    except KeyError:
        return False
    return True


class _CorrectedRow(RowOver):
    """A row some of whose cells a person read otherwise; satisfies `ports.Row`."""

    __slots__ = ("_right", "corrected")

    def __init__(self, row: Row, corrected: Mapping[str, CellCorrection]) -> None:
        super().__init__(row)
        self._right = {key: one.right for key, one in corrected.items()}
        self.corrected = corrected

    @property
    def values(self) -> Mapping[str, CellValue]:
        return {key: value for key, value in {**self._row.values, **self._right}.items() if value != ""}

    def text(self, key: str, /) -> str:
        return self._right[key] if key in self._right else self._row.text(key)


def noted(offer: Offer, row: Row, /) -> Offer:
    """The offer of a row; each of its values that a person read says so."""
    if not isinstance(row, _CorrectedRow):
        return offer
    notes = {row.cell(key): _note(one) for key, one in row.corrected.items()}
    changed: dict[str, object] = {}
    for name in offer.__dataclass_fields__:
        held: object = getattr(offer, name)
        if isinstance(held, Sourced):
            now: object = _with_note(held, notes)
        elif isinstance(held, tuple):
            now = tuple(_with_note(one, notes) if isinstance(one, Sourced) else one for one in held)
        else:
            continue
        if now != held:
            changed[name] = now
    return replace(offer, **changed) if changed else offer  # type: ignore[arg-type] # each is of its field's type


def _with_note(value: Sourced[object], notes: Mapping[Origin, str]) -> Sourced[object]:
    note = notes.get(value.origin)
    return replace(value, note="; ".join(filter(None, (note, value.note)))) if note is not None else value


def _note(one: CellCorrection) -> str:
    if not one.read:
        return "filled in by a person who looked at the page: the cell came empty"
    return f"read by a person who looked at the page: it came as {one.read!r}"


class CorrectionsFolder:
    """The folder; made when the first correction is kept. Safe to share between threads."""

    def __init__(self, path: Path, /) -> None:
        self._path = path
        self._lock = threading.Lock()

    def of(self, sha256: str, /) -> Corrections:
        """What is kept for a file; a line that cannot be used is passed over."""
        if not _SHA256.fullmatch(sha256):
            return Corrections()
        try:
            with self._file(sha256).open("rb") as file:
                text = file.read(_MOST_BYTES).decode("utf-8", "replace")
        except OSError:
            return Corrections()
        found = (one for line in text.split("\n") if (one := _read(line)) is not None)
        return Corrections(cells={one.place: one for one in found})

    def keep(self, origin: Origin, read: str, right: str, /, *, column: str = "") -> CellCorrection:
        """Keep what a person read in a cell; what was kept for it before gives way. Raises InputError.

        Args:
            origin: Of the cell; of its row where `column` says which cell is meant.
            read: What the program read; "" in a cell that came empty, of which the column must be said.
            right: "" only where nothing came: the cell is empty on paper too.
        """
        right = right.strip()
        if origin.page is None or origin.box is None or not _SHA256.fullmatch(origin.sha256):
            raise InputError(
                f"expected a cell of a printed page, got {origin.where()!r}; follow a link of /problems"
            )
        if (not right and read) or len(right) > MOST_CHARS or _CONTROL.search(right):
            raise InputError(
                f"expected 1 to {MOST_CHARS} characters on one line as they are printed in the cell, got {right[:80]!r}"
            )
        if not (read or column) or len(read) > MOST_CHARS:
            raise InputError(
                f"expected a cell in which something of at most {MOST_CHARS} characters was read, or the column of one "
                f"that came empty, got {read[:80]!r}"
            )
        if len(column) > MOST_CHARS or _CONTROL.search(column):
            raise InputError(
                f"expected the name of a column in at most {MOST_CHARS} characters, got {column[:80]!r}"
            )
        made = CellCorrection(page=origin.page, box=origin.box, read=read, right=right, column=column)
        with self._lock, self._turn():
            kept = self.of(origin.sha256).cells
            before = kept.get(made.place)
            if before is not None and column and read == before.right:
                made = replace(made, read=before.read)  # it is shown as corrected, and corrected once more
            cells = {**kept, made.place: made}
            if len(cells) > MOST_CORRECTIONS:
                raise InputError(
                    f"expected at most {MOST_CORRECTIONS:,} corrections of one file, got one more; "
                    "ask the supplier for the list as XLSX or CSV"
                )
            self._write(origin.sha256, cells.values())
        return made

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Other processes of the server wait: a file is read, then written whole."""
        with written(self._path):
            self._path.mkdir(parents=True, exist_ok=True)
        with turn(self._path.with_name(f"{self._path.name}.lock"), wait_seconds=None, waiting=lambda: None):
            yield

    def _file(self, sha256: str) -> Path:
        return self._path / f"{sha256}.jsonl"

    def _write(self, sha256: str, cells: Iterable[CellCorrection]) -> None:
        """Whole or not at all: a reader never sees half a file."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        lines = (
            json.dumps(
                {
                    "page": one.page,
                    "box": one.box,
                    **({"column": one.column} if one.column else {}),
                    "read": one.read,
                    "right": one.right,
                    "written": now,
                },
                ensure_ascii=False,
            )
            for one in cells
        )
        beside = self._path / f".{secrets.token_hex(8)}.part"
        with written(self._path):
            self._path.mkdir(parents=True, exist_ok=True)
            try:
                beside.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="")
                beside.replace(self._file(sha256))
            finally:
                beside.unlink(missing_ok=True)


def _read(line: str) -> CellCorrection | None:
    """A line of a file; None where it is no correction."""
    try:
        held: object = json.loads(line)
        if not isinstance(held, dict):
            return None
        page, box, read, right = (held.get(name) for name in ("page", "box", "read", "right"))
        column = held.get("column", "")
        if not (isinstance(page, int) and isinstance(read, str) and isinstance(right, str)):
            return None
        if not isinstance(column, str) or (read and not right.strip()) or not (read or column):
            return None
        x0, y0, x1, y1 = map(float, box if isinstance(box, list) else ())
    except (ValueError, TypeError, RecursionError):
        return None
    return CellCorrection(page=page, box=(x0, y0, x1, y1), read=read, right=right, column=column)
