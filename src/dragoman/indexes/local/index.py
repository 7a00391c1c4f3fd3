"""`LocalIndex`: the SearchIndex port over one folder, shared by any number of processes.

    manifest.json   what is valid; written last
    words/          Tantivy
    rows.log        facets, numbers, prices, by row
    vectors.f16     one row of float16 each
    codes-*.faiss   one-bit codes of the first vectors, where there are many
    lock            held while writing

Every upsert gets a new row, so rows are never rewritten; an offer's older rows are no longer alive. `tidy` writes log
and vectors anew without them once they are the most, and codes for what has come.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import msgspec

from dragoman.disk import written
from dragoman.errors import IndexDamaged
from dragoman.indexes.local import checks, codes, dense, row_log
from dragoman.indexes.local import manifest as manifests
from dragoman.indexes.local.answer import answered
from dragoman.indexes.local.change import batch_of, compacted
from dragoman.indexes.local.columns import Columns, Rows
from dragoman.indexes.local.manifest import Codes, Manifest
from dragoman.indexes.local.snapshot import Snapshot
from dragoman.indexes.local.words import Words
from dragoman.ports import (
    IndexCapabilities,
    IndexChanges,
    IndexDocument,
    IndexRequest,
    IndexResponse,
    TextField,
)


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
        for inside in sorted(
            path.iterdir(), key=lambda one: one.name == "manifest.json"
        ):  # the manifest last
            if inside.is_dir():
                shutil.rmtree(inside, ignore_errors=True)
            elif inside.name not in {"lock", "manifest.json"} or (
                found is None and inside.name == "manifest.json"
            ):
                inside.unlink(missing_ok=True)


def holds_offers(path: Path, /) -> bool:
    """Whether offers were indexed into a folder, as far as can be told without opening it."""
    return any(log.stat().st_size for log in path.glob("rows*.log"))


def _remove(path: Path) -> None:
    """A file, or whatever lies in its place."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


_CODED_SHARE = 0.8
"""Of the rows, that the codes' file should hold."""
_FEW_ROWS = 20_000
"""Rows of offers that are gone, that are not worth the writing."""
_MERGED_FROM = 100_000
"""Rows from which on segments are merged."""
_MANY_SEGMENTS = 4
"""So many are looked at for what can be merged."""
_BLOCK = 20_000
"""Vectors copied at a time."""


class LocalIndex:
    """Tantivy, NumPy and FAISS over a folder. Safe to share between threads and processes."""

    def __init__(
        self,
        path: Path,
        *,
        encoder_name: str,
        dimensions: int,
        exact_rows: int = dense.EXACT_ROWS,
        spared_rows: int = _FEW_ROWS,
        merged_from: int = _MERGED_FROM,
    ) -> None:
        """Open or make the folder.

        Args:
            encoder_name: An index that was made by another encoder is emptied, since its vectors mean nothing.
            exact_rows: Up to so many rows every vector is compared.
            spared_rows: Rows of offers that are gone, that are not worth writing all others anew.
            merged_from: Rows from which on `tidy` sees to fewer segments of words.

        Raises:
            IndexDamaged: The files do not open.
        """
        self._path = path
        self._empty = Manifest(encoder=encoder_name, dimensions=dimensions)
        self._exact_rows = exact_rows
        self._spared_rows = spared_rows
        self._merged_from = merged_from
        self._lock = threading.RLock()
        with written(path):
            path.mkdir(parents=True, exist_ok=True)
            found = self._manifest()
            if found is None or not self._usable(found):
                self._start_anew()
        self._words = self._opened_words()
        self._undisturbed(self._open)
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
            named = [document.offer_id for document in documents]
            gone = self._snapshot.columns.rows_of([*named, *changes.deletes])
            after = self._write(documents, gone, before) if documents or len(gone) else before
            after = msgspec.structs.replace(after, generation=changes.generation)
            if after != before:
                manifests.write(self._manifest_path, after)
            self.refresh()

    def _write(self, documents: list[IndexDocument], gone: Rows, before: Manifest) -> Manifest:
        columns = self._snapshot.columns
        vectors_crc = dense.append(
            self._path / before.vectors_file,
            [document.vector for document in documents],
            first_row=before.rows,
            dimensions=before.dimensions,
            crc=before.vectors_crc,
        )
        batch, facet_codes = batch_of(documents, gone, columns, first_serial=before.next_serial)
        length, crc = row_log.append(
            self._path / before.log_file, batch, at=before.log_bytes, crc=before.log_crc
        )
        self._words.write(
            documents,
            facet_codes,
            columns.scalars["serial"][gone].tolist(),
            first_serial=before.next_serial,
        )
        return msgspec.structs.replace(
            before,
            rows=before.rows + len(documents),
            next_serial=before.next_serial + len(documents),
            log_bytes=length,
            log_crc=crc,
            vectors_crc=vectors_crc,
            words=checks.word_sums(self._path / "words", before.words),
        )

    def tidy(self) -> None:
        """Only putting the files in place makes writers wait."""
        with written(self._path):
            self._compact()
            self._merge()
            self._code()

    def _compact(self) -> None:
        if not self._mostly_gone():
            return
        with self._lock, manifests.exclusive(self._path / "lock"):
            self.refresh()
            if self._mostly_gone():
                self._put_in_force(self._compacted(self._snapshot.manifest))

    def _merge(self) -> None:
        """Of a small index a segment costs less than writing it anew."""
        if self._snapshot.manifest.rows < self._merged_from or self._words.segments < _MANY_SEGMENTS:
            return
        with self._lock, manifests.exclusive(self._path / "lock"):
            self.refresh()
            current = self._snapshot.manifest
            if self._words.merge(next_serial=current.next_serial):
                sums = checks.word_sums(self._path / "words", current.words)
                self._put_in_force(msgspec.structs.replace(current, words=sums))

    def _code(self) -> None:
        seen = self._snapshot
        coded = seen.manifest.codes.rows if seen.manifest.codes is not None else 0
        if seen.manifest.rows <= self._exact_rows or seen.manifest.rows * _CODED_SHARE <= coded:
            return
        path, dimensions = self._path / seen.manifest.vectors_file, seen.manifest.dimensions
        run = codes.coded(
            lambda first, last: dense.read(path, first=first, last=last, dimensions=dimensions),
            0,
            seen.manifest.rows,
            dimensions=dimensions,
        )
        with self._lock, manifests.exclusive(self._path / "lock"):
            self.refresh()
            current = self._snapshot.manifest
            if current.epoch == seen.manifest.epoch:
                kept_at = self._path / f"codes-{current.next_serial}-{run.last}.faiss"
                codes.write(kept_at, run)
                kept = Codes(file=kept_at.name, rows=run.last, sum=checks.sum_of(kept_at))
                self._put_in_force(msgspec.structs.replace(current, codes=kept))

    def _put_in_force(self, after: Manifest) -> None:
        manifests.write(self._manifest_path, after)
        self.refresh()
        self._remove_files(after)

    def _mostly_gone(self) -> bool:
        columns = self._snapshot.columns
        gone = columns.rows - columns.living
        return gone > max(columns.living, self._spared_rows)

    def _compacted(self, before: Manifest) -> Manifest:
        """Log and vectors written anew without the rows that are gone; Tantivy drops them by itself."""
        columns, vectors = self._snapshot.columns, self._snapshot.vectors
        batch, rows = compacted(columns)
        number = before.next_serial
        log, vectors_file = f"rows-{number}.log", f"vectors-{number}.f16"
        (self._path / log).unlink(missing_ok=True)
        length, crc = row_log.append(self._path / log, batch, at=0, crc=0)
        vectors_crc = 0
        for start in range(0, len(rows), _BLOCK):
            block = vectors[rows[start : start + _BLOCK]]
            vectors_crc = dense.append(
                self._path / vectors_file,
                list(block),
                first_row=start,
                dimensions=before.dimensions,
                crc=vectors_crc,
            )
        return msgspec.structs.replace(
            before,
            epoch=uuid4().hex,
            rows=len(rows),
            log_file=log,
            log_bytes=length,
            log_crc=crc,
            vectors_file=vectors_file,
            vectors_crc=vectors_crc,
            codes=None,
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
        if self._read_stamp() != self._stamp:
            with self._lock:
                self._undisturbed(self._move_to_present)

    def _undisturbed(self, read: Callable[[], None]) -> None:
        """Read the folder; once more where another process emptied it, or put it in order, meanwhile."""
        stamp = self._read_stamp()
        try:
            read()
        except IndexDamaged:
            if self._read_stamp() == stamp:
                raise
            read()
        self._stamp = stamp

    def _open(self) -> None:
        self._snapshot = self._load(self._manifest() or self._empty, None)

    def _move_to_present(self) -> None:
        current = self._manifest() or self._empty
        known = self._snapshot.manifest
        if current.epoch == known.epoch and current.rows >= known.rows:
            self._snapshot = self._load(current, self._snapshot)
        else:
            self._words = Words(self._path / "words")
            self._snapshot = self._load(current, None)

    def search(self, request: IndexRequest, /) -> IndexResponse:
        return answered(request, self._snapshot)

    def vocabulary(
        self, prefix: str, /, *, limit: int = 10, field: TextField = "title"
    ) -> list[tuple[str, int]]:
        snapshot = self._snapshot
        replaced = snapshot.manifest.next_serial != snapshot.columns.living  # Tantivy may hold what is gone
        return snapshot.words.starting_with(prefix, limit=limit, field=field, exact=replaced)

    def offer_ids(self) -> set[str]:
        return set(self._snapshot.columns.offer_ids())

    def damage(self) -> tuple[str, ...]:
        return self._damage(whole=True)

    # ------------------------------------------------------------------------ the folder

    @property
    def _manifest_path(self) -> Path:
        return self._path / "manifest.json"

    def _manifest(self) -> Manifest | None:
        """The one in force; None in a folder that is new or was emptied. Raises IndexDamaged."""
        found = manifests.read(self._manifest_path)
        if found is None and holds_offers(self._path):
            found = manifests.read(self._manifest_path)  # the first may have come meanwhile
            if found is None:
                raise IndexDamaged(
                    f"{self._manifest_path}: expected the manifest of the rows beside it, the file is gone; "
                    "run `dragoman reindex`"
                )
        return found

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
        vectors = dense.size_of(current.rows, current.dimensions)
        coded = current.codes.sum.size if current.codes is not None else 0
        return vectors + coded + current.log_bytes + sum(one.size for one in current.words.files.values())

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
        yield from checks.damaged_prefix(self._path / current.log_file, log, whole=whole)
        vectors = checks.Sum(size=dense.size_of(current.rows, current.dimensions), crc=current.vectors_crc)
        yield from checks.damaged_prefix(self._path / current.vectors_file, vectors, whole=whole)
        if current.codes is not None:
            yield from checks.damaged_prefix(self._path / current.codes.file, current.codes.sum, whole=whole)
        yield from checks.damaged_words(self._path / "words", current.words, whole=whole)

    def _start_anew(self) -> None:
        """Empty the folder; the empty manifest comes first, so that no reader trusts the rest."""
        if self._manifest_path.is_dir():
            shutil.rmtree(self._manifest_path)
        manifests.write(self._manifest_path, msgspec.structs.replace(self._empty, epoch=uuid4().hex))
        shutil.rmtree(self._path / "words", ignore_errors=True)
        self._remove_files()

    def _remove_files(self, keep: Manifest | None = None) -> None:
        """Logs, vectors and codes that no manifest in force speaks of."""
        kept = set() if keep is None else {keep.log_file, keep.vectors_file}
        if keep is not None and keep.codes is not None:
            kept.add(keep.codes.file)
        for pattern in ("rows*.log", "vectors*.f*", "codes-*"):
            for path in self._path.glob(pattern):
                if path.name not in kept:
                    _remove(path)

    def _load(self, current: Manifest, previous: Snapshot | None) -> Snapshot:
        start = previous.manifest.log_bytes if previous is not None else 0
        crc = previous.manifest.log_crc if previous is not None else 0
        log = self._path / current.log_file
        batches, crc = row_log.read(log, start=start, end=current.log_bytes, crc=crc)
        if crc != current.log_crc:
            raise IndexDamaged(
                f"{log}: its checksum is {crc:08x}, the manifest says {current.log_crc:08x}; run `dragoman reindex`"
            )
        if previous is None:
            dense.fetch(self._path / current.vectors_file)
        columns = previous.columns if previous is not None else Columns()
        return Snapshot(
            manifest=current,
            columns=columns.extended(batches) if batches else columns,
            vectors=dense.load(
                self._path / current.vectors_file, rows=current.rows, dimensions=current.dimensions
            ),
            words=self._words.now(),
            known_runs=self._runs(current, previous),
            exact_rows=self._exact_rows,
        )

    def _runs(self, current: Manifest, previous: Snapshot | None) -> tuple[codes.Run, ...]:
        """Codes that are made: of the file where it holds more than is in memory, else those."""
        made = previous.runs if previous is not None else ()
        kept = current.codes
        if kept is None or (made and made[0].last >= kept.rows):
            return made
        return (codes.read(self._path / kept.file, kept.rows),)
