"""`dragoman backup` and `dragoman restore`: a home into one file and back, while others use it."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from fcntl import LOCK_EX, LOCK_NB, flock
from importlib import metadata
from pathlib import Path
from typing import Protocol

from dragoman.disk import written
from dragoman.errors import FileUnreadable, InputError, OutOfSpace, StoreBusy, StoreError
from dragoman.ingest.turns import turn
from dragoman.operate.archive import ASIDE, RECORD, Contents, Described, kept, offers_in, unpack, write

_STAGING = ".restore-"
_WORK = ".dragoman-backup-"
_WAIT_SECONDS = 60.0
"""How long a restore waits for a load that runs."""


class Facts(Protocol):
    """What a copy of the record says of itself."""

    @property
    def revision(self) -> str: ...
    @property
    def generation(self) -> int: ...
    @property
    def offers(self) -> int: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Databases:
    """What has to be known of the record's kind of file."""

    is_one: Callable[[Path], bool]
    copy: Callable[[Path, Path], None]
    """One moment of the first as the second, while others write."""
    facts: Callable[[Path], Facts]
    """Reads a copy from end to end; raises StoreError where it is damaged or newer than this version."""
    put: Callable[[Path, Path, Path], None]
    """The copy in the place of the record; a record that does not open goes into the folder."""


def backup(
    home: Path,
    target: Path,
    /,
    *,
    outside: Mapping[str, Path],
    databases: Databases,
    overwrite: bool,
) -> Contents:
    """Write everything that is not derived into one file; whole or not at all. Loads and searches go on.

    Args:
        outside: Files that the settings name elsewhere, by their name in a home.
    Raises:
        InputError: the target is there already, or within the home, or `overwrite` would put a record without offers in
            the place of one with offers.
        StoreError: the record cannot be read; OutOfSpace where the target's disk is full.
    """
    if target.resolve().is_relative_to(home.resolve()):
        raise InputError(
            f"{target}: lies within the home {home}; name a file outside of it, best on another disk"
        )
    with written(target):
        if target.exists() and not overwrite:
            raise InputError(f"{target}: is there already; name another file, or --force to write over it")
        target.parent.mkdir(parents=True, exist_ok=True)
        _sweep(target.parent)
    with _work_folder(target.parent) as work:
        found = _copied(databases, home / RECORD, work / RECORD)
        lost = offers_in(target) if not found.offers and target.exists() else 0
        if lost:
            raise InputError(
                f"{target}: holds {lost} offers, the record in {home} none; name another file or the right home, "
                "or remove the backup first"
            )
        members = {RECORD: work / RECORD}
        for number, path in enumerate(kept(home)):
            copied = path
            if databases.is_one(path):
                copied = work / f"{number}.sqlite3"
                databases.copy(path, copied)
            members[path.relative_to(home).as_posix()] = copied
        members |= {inside: path for inside, path in outside.items() if path.is_file()}
        described = Described(
            dragoman=metadata.version("dragoman"),
            revision=found.revision,
            generation=found.generation,
            offers=found.offers,
        )
        return write(target, members, described, work=work)


def _copied(databases: Databases, record: Path, copy: Path) -> Facts:
    """Copy the record and read the copy. Raises StoreError; of a damaged record with what to do."""
    try:
        databases.copy(record, copy)
        return databases.facts(copy)
    except (OutOfSpace, StoreBusy):
        raise
    except StoreError as error:
        raise StoreError(
            f"{error}. Nothing was written. The record {record} itself is damaged: keep the backups you have, and restore "
            "the last good one with `dragoman restore --force`"
        ) from error


@contextmanager
def _work_folder(beside: Path) -> Iterator[Path]:
    """For what is not whole yet; locked, so that another run tells it from what a dead one left."""
    with written(beside):
        folder = tempfile.TemporaryDirectory(prefix=_WORK, dir=beside)
    with folder as name:
        handle = os.open(name, os.O_RDONLY)
        try:
            with suppress(OSError):  # some network disks lock no folders; nothing can be swept there either
                flock(handle, LOCK_EX | LOCK_NB)
            yield Path(name)
        finally:
            os.close(handle)


def _sweep(folder: Path) -> None:
    """Remove what runs that were killed left in the folder. An empty one may be about to be locked."""
    for left in folder.glob(f"{_WORK}*"):
        with suppress(OSError):
            handle = os.open(left, os.O_RDONLY)
            try:
                flock(handle, LOCK_EX | LOCK_NB)
                if any(left.iterdir()):
                    shutil.rmtree(left, ignore_errors=True)
            finally:
                os.close(handle)


def restore(
    home: Path,
    source: Path,
    /,
    *,
    force: bool,
    databases: Databases,
    forget_index: Callable[[], None],
) -> Contents:
    """Bring a home to what a backup holds. Everything is unpacked and checked before anything changes.

    Searches go on: a running server answers from the restored record at once. Files that are replaced, and those that
    the backup does not have, are moved to a folder `before-restore-<time>` in the home. The index is emptied, to be
    made from the record.

    Raises:
        InputError: the home holds something, and `force` is not set.
        FileUnreadable: the file is no whole backup that this version can read.
        StoreBusy: a load runs.
    """
    with written(home):
        home.mkdir(parents=True, exist_ok=True)
    there = sorted(path.name for path in home.iterdir() if not _counts_for_nothing(path))
    if there and not force:
        raise InputError(
            f"{home}: expected an empty home, it holds {', '.join(there[:4])}; name another with --home, or replace what is "
            "here with --force"
        )
    with _turn(home, "load.lock"), _turn(home, "index.lock"):
        for left in home.glob(f"{_STAGING}*"):
            shutil.rmtree(left, ignore_errors=True)
        staging = home / f"{_STAGING}{secrets.token_hex(4)}"
        try:
            contents = unpack(source, staging, free_bytes=lambda: shutil.disk_usage(home).free)
            _agrees(source, contents, databases.facts(staging / RECORD))
            aside = home / f"{ASIDE}{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}"
            forget_index()
            databases.put(staging / RECORD, home / RECORD, aside)
            with written(home):
                _put_files(contents, staging, home, aside)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    return contents


def _turn(home: Path, name: str) -> AbstractContextManager[None]:
    return turn(home / name, wait_seconds=_WAIT_SECONDS, waiting=lambda: None)


def _counts_for_nothing(path: Path) -> bool:
    return path.suffix == ".lock" or path.name.startswith(_STAGING)


def _agrees(source: Path, contents: Contents, found: Facts) -> None:
    said = (contents.revision, contents.generation, contents.offers)
    got = (found.revision, found.generation, found.offers)
    if said != got:
        raise FileUnreadable(
            f"{source}: its list says (schema, generation, offers) {said}, its record {got}; nothing was restored, "
            "use another copy"
        )


def _put_files(contents: Contents, staging: Path, home: Path, aside: Path) -> None:
    for path in list(kept(home)):
        target = aside / path.relative_to(home)
        target.parent.mkdir(parents=True, exist_ok=True)
        path.rename(target)
    for member in contents.members:
        if member.name != RECORD:
            target = home / member.name
            target.parent.mkdir(parents=True, exist_ok=True)
            (staging / member.name).rename(target)
