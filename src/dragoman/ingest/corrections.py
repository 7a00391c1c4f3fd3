"""HOME/corrections/: what people read in cells of printed lists, kept by the file's bytes and the place, and used in
every load of these bytes."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from dragoman.disk import written
from dragoman.errors import InputError
from dragoman.model import Origin, Problem
from dragoman.ports import CellValue, Row

MOST_CORRECTIONS = 5_000
"""Of one file."""
MOST_CHARS = 199
"""Of a cell: a Problem shows no more of it."""
_MOST_BYTES = 8 * 1024 * 1024
_SHA256 = re.compile("[0-9a-f]{64}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")

Box = tuple[float, float, float, float]
Place = tuple[int, Box]
"""Page and box."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellCorrection:
    """A cell, what was read there by the program, and by a person; the same where the program was right."""

    page: int
    box: Box
    read: str
    right: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """Those of one file."""

    cells: Mapping[Place, CellCorrection] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Equal for equal corrections; "" for none."""
        if not self.cells:
            return ""
        said = sorted((one.page, one.box, one.read, one.right) for one in self.cells.values())
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    def of(self, origin: Origin, read: str, /) -> CellCorrection | None:
        """Of a cell, where it still reads as it did."""
        if origin.page is None or origin.box is None:
            return None
        found = self.cells.get((origin.page, origin.box))
        return found if found is not None and found.read == read else None

    def applied(self, rows: Iterable[Row | Problem], /) -> Iterator[Row | Problem]:
        """The rows as corrected, without the doubts that were looked at."""
        if not self.cells:
            yield from rows
            return
        pages = {page for page, _ in self.cells}
        for row in rows:
            if row.origin.page not in pages:
                yield row
            elif isinstance(row, Problem):
                if self.of(row.origin, row.value) is None:
                    yield row
            else:
                right = {key: one.right for key, one in self._found(row) if one.right != one.read}
                yield _CorrectedRow(row, right) if right else row

    def _found(self, row: Row) -> Iterator[tuple[str, CellCorrection]]:
        for key in row.values:
            found = self.of(row.cell(key), row.text(key))
            if found is not None:
                yield key, found


class _CorrectedRow:
    """A row some of whose cells a person read otherwise; satisfies `ports.Row`."""

    __slots__ = ("_right", "_row")

    def __init__(self, row: Row, right: Mapping[str, str]) -> None:
        self._row = row
        self._right = right

    @property
    def number(self) -> int:
        return self._row.number

    @property
    def values(self) -> Mapping[str, CellValue]:
        return {**self._row.values, **self._right}

    @property
    def origin(self) -> Origin:
        return self._row.origin

    def cell(self, key: str, /) -> Origin:
        return self._row.cell(key)

    def text(self, key: str, /) -> str:
        return self._right[key] if key in self._right else self._row.text(key)

    def currency_shown(self, key: str, /) -> str | None:
        return self._row.currency_shown(key)

    def unit_shown(self, key: str, /) -> str | None:
        return self._row.unit_shown(key)


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
        return Corrections(cells={(one.page, one.box): one for one in found})

    def keep(self, origin: Origin, read: str, right: str, /) -> CellCorrection:
        """Keep what a person read in a cell; what was kept for it before gives way. Raises InputError."""
        right = right.strip()
        if origin.page is None or origin.box is None or not _SHA256.fullmatch(origin.sha256):
            raise InputError(
                f"expected a cell of a printed page, got {origin.where()!r}; follow a link of /problems"
            )
        if not right or len(right) > MOST_CHARS or _CONTROL.search(right):
            raise InputError(
                f"expected 1 to {MOST_CHARS} characters on one line as they are printed in the cell, got {right[:80]!r}"
            )
        if not read or len(read) > MOST_CHARS:
            raise InputError(
                f"expected a cell in which something of at most {MOST_CHARS} characters was read, got {read[:80]!r}"
            )
        made = CellCorrection(page=origin.page, box=origin.box, read=read, right=right)
        with self._lock:
            cells = {**self.of(origin.sha256).cells, (made.page, made.box): made}
            if len(cells) > MOST_CORRECTIONS:
                raise InputError(
                    f"expected at most {MOST_CORRECTIONS:,} corrections of one file, got one more; "
                    "ask the supplier for the list as XLSX or CSV"
                )
            self._write(origin.sha256, cells.values())
        return made

    def _file(self, sha256: str) -> Path:
        return self._path / f"{sha256}.jsonl"

    def _write(self, sha256: str, cells: Iterable[CellCorrection]) -> None:
        """Whole or not at all: a reader never sees half a file."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        lines = (
            json.dumps(
                {"page": one.page, "box": one.box, "read": one.read, "right": one.right, "written": now},
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
        if not (isinstance(page, int) and isinstance(read, str) and isinstance(right, str) and right.strip()):
            return None
        x0, y0, x1, y1 = map(float, box if isinstance(box, list) else ())
    except (ValueError, TypeError, RecursionError):
        return None
    return CellCorrection(page=page, box=(x0, y0, x1, y1), read=read, right=right)
