"""Evaluations kept in a home, one file each: HOME/evaluations/NAME.json."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from dragoman.errors import InputError, NotFound, StoreError
from dragoman.evaluate import compare_figures
from dragoman.faces.wire.evaluation import (
    CaseWire,
    EvaluationChangeWire,
    SavedEvaluationsWire,
    SavedEvaluationWire,
    UnreadableEvaluationWire,
    case_figures,
    comparisons_wire,
    summary_wire,
)

MOST_BYTES = 200
"""Of a name; file systems take 255 with the ending."""
_NAME = re.compile(r"\w[\w.-]*")
_AT_HAND = 16


def place(home: Path, name: str, /) -> Path:
    """Where the evaluation of that name is kept. Raises InputError for a name that is not a safe one."""
    if not _NAME.fullmatch(name) or len(name.encode()) > MOST_BYTES:
        raise InputError(
            f"expected a name of letters, digits, '.', '-' and '_', at most {MOST_BYTES} bytes, got {name[:300]!r}; "
            "it becomes a file under HOME/evaluations"
        )
    return home / "evaluations" / f"{name}.json"


def save(home: Path, saved: SavedEvaluationWire, /) -> Path:
    """Keep it, in place of one of the same name; whoever reads meanwhile gets the old one or the new one whole."""
    target = place(home, saved.name)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{secrets.token_hex(8)}.part")
        part.write_bytes(saved.to_json() + b"\n")
        part.replace(target)
    except OSError as error:
        raise StoreError(
            f"{target}: expected a place to keep the evaluation in, got: {error.strerror}; check the folder and the disk"
        ) from error
    return target


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edition:
    """A file as it is now: another one once it was written anew."""

    path: Path
    modified_ns: int
    size: int


def read(home: Path, name: str, /) -> SavedEvaluationWire:
    """Raises NotFound, and InputError for a file that holds no evaluation."""
    return _read(_edition(home, name))


def _edition(home: Path, name: str) -> _Edition:
    path = place(home, name)
    try:
        stat = path.stat()
        return _Edition(path=path, modified_ns=stat.st_mtime_ns, size=stat.st_size)
    except FileNotFoundError as error:
        raise NotFound(
            f"no evaluation {name!r} in {path.parent}; `dragoman evaluate --save {name}` makes it"
        ) from error
    except OSError as error:
        raise StoreError(f"{path}: expected a file to read, got: {error.strerror}") from error


@lru_cache(maxsize=_AT_HAND)
def _read(edition: _Edition) -> SavedEvaluationWire:
    path = edition.path
    try:
        saved = SavedEvaluationWire.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        raise InputError(
            f"{path}: expected an evaluation that `dragoman evaluate --save` wrote, got at "
            f"{'.'.join(map(str, first['loc'])) or 'the beginning'}: {first['msg']}; save it again"
        ) from error
    return saved.model_copy(update={"name": path.stem})


def kept(home: Path, /) -> SavedEvaluationsWire:
    """Every evaluation of the home, newest first."""
    found, unreadable = [], []
    for path in sorted((home / "evaluations").glob("*.json")):
        try:
            found.append(summary_wire(read(home, path.stem)))
        except (InputError, NotFound, StoreError) as error:
            unreadable.append(UnreadableEvaluationWire(name=path.stem, detail=str(error)))
    found.sort(key=lambda one: one.made_at, reverse=True)
    return SavedEvaluationsWire(evaluations=found, unreadable=unreadable)


def cases_of(saved: SavedEvaluationWire, /) -> list[CaseWire]:
    """Its questions; a saved evaluation has them all."""
    return saved.evaluation.per_query or []


def change(home: Path, name: str, against: str, /) -> EvaluationChangeWire:
    """What changed from `against` to `name`."""
    return _change(_edition(home, name), _edition(home, against))


@lru_cache(maxsize=_AT_HAND)
def _change(of_after: _Edition, of_before: _Edition) -> EvaluationChangeWire:
    after, before = _read(of_after), _read(of_before)
    found = compare_figures(map(case_figures, cases_of(after)), map(case_figures, cases_of(before)))
    return EvaluationChangeWire(
        name=after.name,
        against=before.name,
        comparison=comparisons_wire(found),
        notices=differences(after, before),
    )


def differences(after: SavedEvaluationWire, before: SavedEvaluationWire, /) -> list[str]:
    """What beside the search is not the same in both, so that a change is not laid at the wrong door."""
    said = []
    if after.judgments_sha256 != before.judgments_sha256:
        said.append(
            f"the judgments are not the same: {after.name} was measured on {after.judgments}, {before.name} on "
            f"{before.judgments}, and the contents differ; measure both on one file"
        )
    if after.offers != before.offers:
        said.append(
            f"the catalogue is not the same: {after.name} was measured on {after.offers} offers, {before.name} on "
            f"{before.offers}"
        )
    ours = {(case.query, case.language) for case in cases_of(after)}
    theirs = {(case.query, case.language) for case in cases_of(before)}
    if ours != theirs:
        said.append(
            f"{len(ours - theirs)} questions are in {after.name} only, {len(theirs - ours)} in {before.name} only; "
            "both are left out"
        )
    return said
