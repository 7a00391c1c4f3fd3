"""Loads and previews that run while the visitor watches; what they are at can be asked at any time."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import structlog

from dragoman.app import Dragoman, limits_of
from dragoman.errors import DragomanError, StoreBusy
from dragoman.ingest.events import IngestEvent
from dragoman.ingest.load import IngestReport, IngestRequest
from dragoman.ingest.preview import FilePreview
from dragoman.model import Country
from dragoman.ports import ReadOptions

log = structlog.get_logger()

KEPT_JOBS = 100
MOST_UNFINISHED = 20
"""Jobs that run or wait at once: each has a thread."""

JobKind = Literal["load", "preview"]
JobState = Literal["waiting", "reading", "indexing", "done", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What a job is at, at one moment."""

    job_id: str
    kind: JobKind
    request: IngestRequest
    state: JobState = "waiting"
    file: str = ""
    """Being read now."""
    rows: int = 0
    """Of that file, read so far."""
    indexed: int = 0
    to_index: int = 0
    report: IngestReport | None = None
    previews: tuple[FilePreview, ...] = ()
    error: str = ""

    @property
    def finished(self) -> bool:
        return self.state in {"done", "failed"}

    @property
    def names(self) -> list[str]:
        """Of the files, as they were sent."""
        return [path.name for path in self.request.paths]


class Jobs:
    """Runs jobs in threads, loads one after the other; remembers the last KEPT_JOBS."""

    def __init__(self, dragoman: Dragoman) -> None:
        self._dragoman = dragoman
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = threading.Lock()
        self._loading = threading.Lock()

    def start(self, kind: JobKind, request: IngestRequest) -> Job:
        """Begin, and return at once."""
        job = Job(job_id=secrets.token_urlsafe(12), kind=kind, request=request)
        with self._lock:
            if sum(not one.finished for one in self._jobs.values()) >= MOST_UNFINISHED:
                raise StoreBusy(
                    f"{MOST_UNFINISHED} loads wait already; come back when some are done, see /status"
                )
            self._jobs[job.job_id] = job
            while len(self._jobs) > KEPT_JOBS:
                self._jobs.popitem(last=False)
        threading.Thread(target=self._run, args=(job,), name=f"job-{job.job_id}", daemon=True).start()
        return job

    def get(self, job_id: str) -> Job | None:
        """The job as it stands; None where it is not known (or no longer)."""
        with self._lock:
            return self._jobs.get(job_id)

    def _update(self, job_id: str, **changes: object) -> None:
        with self._lock:
            job = self._jobs.get(job_id)
            if job is not None:
                # mypy cannot match **changes with the fields; every caller is in this class
                self._jobs[job_id] = replace(job, **changes)  # type: ignore[arg-type]

    def _run(self, job: Job) -> None:
        try:
            if job.kind == "preview":
                self._update(job.job_id, state="reading")
                previews = tuple(self._dragoman.preview(job.request))
                self._update(job.job_id, state="done", previews=previews)
            else:
                with self._loading:
                    self._load(job)
        except DragomanError as error:
            self._update(job.job_id, state="failed", error=str(error))
        except BaseException:
            # Whatever happened, the visitor must not wait for ever; the thread still ends with it.
            self._update(job.job_id, state="failed", error="")
            log.exception("job_failed", job=job.job_id)
            raise

    def _load(self, job: Job) -> None:
        def on_event(event: IngestEvent) -> None:
            self._update(job.job_id, state="reading", file=event.file, rows=event.rows)

        def on_indexed(done: int, total: int) -> None:
            self._update(job.job_id, state="indexing", indexed=done, to_index=total)

        self._update(job.job_id, state="reading")
        report = self._dragoman.ingest(job.request, on_event, on_indexed)
        self._update(job.job_id, state="done", report=report)


def load_request(
    dragoman: Dragoman, paths: Sequence[Path], *, mapping: Path | None, supplier: str, country: Country
) -> IngestRequest:
    """What to load; an empty supplier or country means: find it out from the file."""
    return IngestRequest(
        paths=tuple(paths),
        mapping=mapping,
        supplier=supplier.strip() or None,
        country=country or None,
        options=ReadOptions(),
        limits=limits_of(dragoman.settings),
    )
