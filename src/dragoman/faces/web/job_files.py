"""Jobs in a folder of the home, one file each, so that any worker can tell what another is at, and a server what one was
at before it was started again.

Who runs a job holds a lock beside its file, which dies with the process: a job that is not done and that nobody holds will
never be done.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import replace
from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, flock
from pathlib import Path

import msgspec

from dragoman.faces.web.job import Job

_ID = re.compile(r"[A-Za-z0-9_-]{8,40}")
DIED = (
    "The server was stopped while it was at this. What it had read by then is in the record; load the files again, "
    "and it goes on from there."
)


class JobFiles:
    """The folder; made when the first job begins. A disk that is full keeps no job from being done."""

    def __init__(self, folder: Path, /, *, most: int) -> None:
        """`most`: jobs that are kept, the newest."""
        self._folder = folder
        self._most = most

    def hold(self, job_id: str, /) -> int | None:
        """Say that this process is at it, until the descriptor is closed; None where the disk does not let us."""
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            handle = os.open(self._lock(job_id), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            flock(handle, LOCK_EX)
            self._drop_old()
            return handle
        return None

    def write(self, job: Job, /) -> None:
        """As it stands; who reads meanwhile gets the old one or the new one whole."""
        path = self._file(job.job_id)
        beside = path.with_suffix(".part")
        with suppress(OSError):
            handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(msgspec.json.encode(job, enc_hook=_plain))
            beside.replace(path)

    def read(self, job_id: str, /) -> Job | None:
        """None where it is not known, or no longer."""
        if not _ID.fullmatch(job_id):
            return None
        held = self._is_held(job_id)  # before its file: it may come to its end in between
        try:
            job = msgspec.json.decode(self._file(job_id).read_bytes(), type=Job, dec_hook=_typed)
        except (OSError, msgspec.DecodeError):
            return None
        return job if job.finished or held else replace(job, state="failed", error=DIED)

    def _is_held(self, job_id: str) -> bool:
        try:
            handle = os.open(self._lock(job_id), os.O_RDWR | os.O_CLOEXEC)
        except OSError:
            return False
        try:
            flock(handle, LOCK_SH | LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(handle)
        return False

    def _drop_old(self) -> None:
        """Jobs that ended, beyond the newest."""
        found = sorted(self._folder.glob("*.json"), key=_written_at, reverse=True)
        for path in found[self._most :]:
            if not self._is_held(path.stem):
                for one in (path, self._lock(path.stem)):
                    one.unlink(missing_ok=True)

    def _file(self, job_id: str) -> Path:
        return self._folder / f"{job_id}.json"

    def _lock(self, job_id: str) -> Path:
        return self._folder / f"{job_id}.lock"


def _written_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _plain(value: object) -> str:
    if isinstance(value, Path):
        return str(value)
    raise NotImplementedError


def _typed(kind: type, value: str) -> Path:
    if kind is Path:
        return Path(value)
    raise NotImplementedError
