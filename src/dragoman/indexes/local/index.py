"""`LocalIndex`: the SearchIndex port over one folder, shared by any number of processes.

    manifest.json   what is valid; written last
    words/          Tantivy
    rows.log        facets, numbers, prices, by row
    vectors.f32     one row of float32 each
    lock            held while writing

Every upsert gets a new row number, so rows are never rewritten; an offer's older rows are no longer alive.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from uuid import uuid4

import msgspec
import numpy as np

from dragoman.disk import written
from dragoman.errors import IndexDamaged
from dragoman.indexes.local import checks, dense, row_log
from dragoman.indexes.local import manifest as manifests
from dragoman.indexes.local.columns import Columns, Floats, Mask, Rows
from dragoman.indexes.local.manifest import Manifest
from dragoman.indexes.local.words import Words
from dragoman.ports import (
    ByRelevance,
    Candidate,
    IndexCapabilities,
    IndexChanges,
    IndexDocument,
    IndexRequest,
    IndexResponse,
    TextField,
    Vectors,
)


@dataclass(frozen=True)
class Snapshot:
    """What readers see: one moment of the index, unchanged while they look."""

    manifest: Manifest
    columns: Columns
    vectors: Vectors
    exact_rows: int = field(default=dense.EXACT_ROWS)

    @cached_property
    def nearest(self) -> dense.Nearest:
        return dense.Nearest(self.vectors, exact_rows=self.exact_rows)


def forget(path: Path, /) -> None:
    """Empty an index's folder without opening it: the record it was made from is another now, or it is damaged.

    Processes that have it open see an empty index from their next question on.
    """
    if not path.exists():
        return
    with written(path), manifests.exclusive(path / "lock"):
        try:
            found = manifests.read(path / "manifest.json")
        except IndexDamaged:
            found = None
        if found is not None:
            empty = Manifest(encoder=found.encoder, dimensions=found.dimensions, epoch=uuid4().hex)
            manifests.write(path / "manifest.json", msgspec.structs.replace(empty, schema=found.schema))
        for inside in path.iterdir():
            if inside.is_dir():
                shutil.rmtree(inside, ignore_errors=True)
            elif inside.name not in {"lock", "manifest.json"} or (
                found is None and inside.name == "manifest.json"
            ):
                inside.unlink(missing_ok=True)


class LocalIndex:
    """Tantivy, NumPy and FAISS over a folder. Safe to share between threads and processes."""

    def __init__(
        self,
        path: Path,
        *,
        encoder_name: str,
        dimensions: int,
        exact_rows: int = dense.EXACT_ROWS,
    ) -> None:
        """Open or make the folder.

        Args:
            encoder_name: An index that was made by another encoder is emptied, since its vectors mean nothing.
            exact_rows: Up to so many rows every vector is compared.

        Raises:
            IndexDamaged: The files do not open.
        """
        self._path = path
        self._empty = Manifest(encoder=encoder_name, dimensions=dimensions)
        self._exact_rows = exact_rows
        self._lock = threading.RLock()
        with written(path):
            path.mkdir(parents=True, exist_ok=True)
            found = manifests.read(self._manifest_path)
            if found is None or not self._usable(found):
                self._start_anew()
        self._words = self._opened_words()
        self._stamp = self._read_stamp()
        self._snapshot = self._load(manifests.read(self._manifest_path) or self._empty, None)
        self._refuse_damaged()

    @property
    def capabilities(self) -> IndexCapabilities:
        return IndexCapabilities(name="tantivy + faiss", persistent=True, dimensions=self._empty.dimensions)

    def generation(self) -> int:
        return self._snapshot.manifest.generation

    # ------------------------------------------------------------------------ writing

    def apply(self, changes: IndexChanges, /) -> None:
        with self._lock, written(self._path), manifests.exclusive(self._path / "lock"):
            self.refresh()
            before = self._snapshot.manifest
            documents = list({document.offer_id: document for document in changes.upserts}.values())
            deletes = tuple(one for one in changes.deletes if one in self._snapshot.columns.row_of)
            after = self._write(documents, deletes, before) if documents or deletes else before
            after = msgspec.structs.replace(after, generation=changes.generation)
            if after != before:
                manifests.write(self._manifest_path, after)
            self.refresh()

    def _write(self, documents: list[IndexDocument], deletes: tuple[str, ...], before: Manifest) -> Manifest:
        vectors_crc = dense.append(
            self._path / "vectors.f32",
            [document.vector for document in documents],
            first_row=before.rows,
            dimensions=before.dimensions,
            crc=before.vectors_crc,
        )
        batch = row_log.Batch(deletes=deletes, rows=tuple(row_log.entry(document) for document in documents))
        length, crc = row_log.append(self._path / "rows.log", batch, at=before.log_bytes, crc=before.log_crc)
        self._words.write(documents, deletes, first_row=before.rows)
        return msgspec.structs.replace(
            before,
            rows=before.rows + len(documents),
            log_bytes=length,
            log_crc=crc,
            vectors_crc=vectors_crc,
            words=checks.word_sums(self._path / "words", before.words),
        )

    def clear(self) -> None:
        with self._lock, written(self._path), manifests.exclusive(self._path / "lock"):
            self._start_anew()
            self._words = Words(self._path / "words")
            self.refresh()

    def close(self) -> None:
        """Nothing is held open between calls."""

    # ------------------------------------------------------------------------ reading

    def refresh(self) -> None:
        stamp = self._read_stamp()
        if stamp == self._stamp:
            return
        with self._lock:
            try:
                self._move_to_present()
            except IndexDamaged:
                if self._read_stamp() == stamp:
                    raise
                self._move_to_present()  # another process emptied the folder while it was read
            self._stamp = stamp

    def _move_to_present(self) -> None:
        current = manifests.read(self._manifest_path) or self._empty
        known = self._snapshot.manifest
        if current.epoch == known.epoch and current.rows >= known.rows:
            self._words.reload()
            self._snapshot = self._load(current, self._snapshot)
        else:
            self._words = Words(self._path / "words")
            self._snapshot = self._load(current, None)

    def search(self, request: IndexRequest, /) -> IndexResponse:
        snapshot, words = self._snapshot, self._words
        columns, total = snapshot.columns, len(snapshot.columns)
        passing = columns.passing(request.filters)
        passing[words.carrying(request.excluded, rows=total)] = False
        rows, scores = words.matches(request, rows=total)
        rows, scores = rows[passing[rows]], scores[passing[rows]]
        identified = words.identified(request.identifiers, rows=total)
        identified = identified[passing[identified]]
        near = self._near(snapshot, request, passing)
        if request.terms or request.identifiers or request.vector is not None:
            matching = np.zeros(total, dtype=np.bool_)
            for part in (rows, identified, near):
                matching[part] = True
        else:
            matching = passing
        page = _page(request, columns, matching, rows, scores, identified, near)
        return IndexResponse(
            candidates=_candidates(request, snapshot, page, rows, scores, identified, near),
            total=int(np.count_nonzero(matching)),
            facets={name: columns.counts(name, matching) for name in request.facets},
            generation=snapshot.manifest.generation,
        )

    def vocabulary(
        self, prefix: str, /, *, limit: int = 10, field: TextField = "title"
    ) -> list[tuple[str, int]]:
        columns = self._snapshot.columns
        replaced = len(columns) != len(columns.row_of)
        return self._words.starting_with(prefix, limit=limit, field=field, exact=replaced)

    def offer_ids(self) -> set[str]:
        return set(self._snapshot.columns.row_of)

    def damage(self) -> tuple[str, ...]:
        return self._damage(whole=True)

    # ------------------------------------------------------------------------ the folder

    @property
    def _manifest_path(self) -> Path:
        return self._path / "manifest.json"

    def _read_stamp(self) -> tuple[int, int]:
        try:
            status = self._manifest_path.stat()
        except FileNotFoundError:
            return (0, 0)
        return (status.st_ino, status.st_mtime_ns)

    def _usable(self, found: Manifest) -> bool:
        """Whether the folder was made by this version with this encoder; else it is made anew."""
        mine = (self._empty.schema, self._empty.encoder, self._empty.dimensions)
        return (found.schema, found.encoder, found.dimensions) == mine

    def _opened_words(self) -> Words:
        """Of an index that is empty, what does not open is what a kill left in the middle of emptying it."""
        try:
            return Words(self._path / "words")
        except IndexDamaged:
            with written(self._path), manifests.exclusive(self._path / "lock"):
                found = manifests.read(self._manifest_path)
                if found is None or found.rows:
                    return Words(self._path / "words")  # another process may have been at it
                shutil.rmtree(self._path / "words", ignore_errors=True)
                return Words(self._path / "words")

    def _refuse_damaged(self) -> None:
        """Raises IndexDamaged; what a large index holds is left to `damage`."""
        found = self._damage(whole=self._bytes() <= checks.AT_OPEN_BYTES)
        if found:
            raise IndexDamaged(f"{'; '.join(found)}; run `dragoman reindex`")

    def _bytes(self) -> int:
        current = self._snapshot.manifest
        vectors = current.rows * current.dimensions * 4
        return vectors + current.log_bytes + sum(one.size for one in current.words.files.values())

    def _damage(self, *, whole: bool) -> tuple[str, ...]:
        """Of the files as the manifest in force has them. What is found while another process may be in the middle of
        a change is looked at again when it cannot be."""
        if not self._differing(whole=whole):
            return ()
        with written(self._path), manifests.exclusive(self._path / "lock"):
            return self._differing(whole=whole)

    def _differing(self, *, whole: bool) -> tuple[str, ...]:
        current = manifests.read(self._manifest_path) or self._empty
        return tuple(self._differences(current, whole=whole))

    def _differences(self, current: Manifest, *, whole: bool) -> Iterator[str]:
        log = checks.Sum(size=current.log_bytes, crc=current.log_crc)
        yield from checks.damaged_prefix(self._path / "rows.log", log, whole=whole)
        vectors = checks.Sum(size=current.rows * current.dimensions * 4, crc=current.vectors_crc)
        yield from checks.damaged_prefix(self._path / "vectors.f32", vectors, whole=whole)
        yield from checks.damaged_words(self._path / "words", current.words, whole=whole)

    def _start_anew(self) -> None:
        """Empty the folder; the empty manifest comes first, so that no reader trusts the rest."""
        manifests.write(self._manifest_path, msgspec.structs.replace(self._empty, epoch=uuid4().hex))
        shutil.rmtree(self._path / "words", ignore_errors=True)
        for name in ("rows.log", "vectors.f32"):
            (self._path / name).unlink(missing_ok=True)

    def _load(self, current: Manifest, previous: Snapshot | None) -> Snapshot:
        start = previous.manifest.log_bytes if previous is not None else 0
        crc = previous.manifest.log_crc if previous is not None else 0
        log = self._path / "rows.log"
        batches, crc = row_log.read(log, start=start, end=current.log_bytes, crc=crc)
        if crc != current.log_crc:
            raise IndexDamaged(
                f"{log}: its checksum is {crc:08x}, the manifest says {current.log_crc:08x}; run `dragoman reindex`"
            )
        columns = (previous.columns if previous is not None else Columns()).extended(batches)
        return Snapshot(
            manifest=current,
            columns=columns,
            vectors=dense.load(self._path / "vectors.f32", rows=current.rows, dimensions=current.dimensions),
            exact_rows=self._exact_rows,
        )

    @staticmethod
    def _near(snapshot: Snapshot, request: IndexRequest, passing: Mask) -> Rows:
        if request.vector is None or not len(snapshot.columns):
            return np.empty(0, dtype=np.int64)
        return snapshot.nearest.find(
            request.vector,
            passing & snapshot.columns.has_vector,
            limit=request.dense_limit,
            floor=request.dense_floor,
            id_order=snapshot.columns.id_order,
        )


def _page(
    request: IndexRequest,
    columns: Columns,
    matching: Mask,
    rows: Rows,
    scores: Floats,
    identified: Rows,
    near: Rows,
) -> Rows:
    """The rows to answer with, in order."""
    everything = np.flatnonzero(matching)
    if not isinstance(request.sort, ByRelevance):
        return columns.ordered(request.sort, everything)[request.offset : request.offset + request.limit]
    if not (request.terms or request.identifiers or request.vector is not None):
        return everything[np.argsort(columns.id_order[everything])][: request.limit]
    lexical = rows[np.lexsort((columns.id_order[rows], -scores))][: request.limit]
    exact = identified[np.argsort(columns.id_order[identified])][: request.limit]
    parts = np.concatenate([exact, lexical, near[: request.limit]])
    _, first = np.unique(parts, return_index=True)
    ordered: Rows = parts[np.sort(first)]
    return ordered


def _candidates(
    request: IndexRequest,
    snapshot: Snapshot,
    page: Rows,
    rows: Rows,
    scores: Floats,
    identified: Rows,
    near: Rows,
) -> tuple[Candidate, ...]:
    shown = np.isin(rows, page)
    by_row = dict(zip(rows[shown].tolist(), scores[shown].tolist(), strict=True))
    exact, nearest = set(identified.tolist()), set(near.tolist())
    cosines: dict[int, float] = {}
    if request.vector is not None and len(page):
        known = page[snapshot.columns.has_vector[page]]
        if len(known):
            values = snapshot.nearest.cosines(request.vector, known)
            cosines = dict(zip(known.tolist(), values.tolist(), strict=True))
    entries = snapshot.columns.entries
    reported = request.report
    return tuple(
        Candidate(
            offer_id=entries[row].offer_id,
            lexical=by_row.get(row, 0.0),
            cosine=cosines.get(row),
            near=row in nearest,
            identifier=row in exact,
            facets={name: values for name in reported if (values := entries[row].facets.get(name))},
        )
        for row in page.tolist()
    )
