"""Loads and previews that run while the visitor watches; what they are at can be asked at any time."""

from __future__ import annotations

import os
import secrets
import threading
import time
from collections import OrderedDict
from dataclasses import replace

import structlog

from dragoman.app import Dragoman
from dragoman.errors import DragomanError, StoreBusy
from dragoman.faces.web.job import Job, JobKind
from dragoman.faces.web.job_files import JobFiles
from dragoman.faces.web.said import Said
from dragoman.ingest.events import IngestEvent
from dragoman.ingest.load import IngestRequest

log = structlog.get_logger()

KEPT_JOBS = 100
MOST_UNFINISHED = 20
"""Jobs that run or wait at once: each has a thread."""

WRITE_SECONDS = 0.25
"""Between writings of how far a job is."""


class Jobs:
    """Runs jobs in threads, loads one after the other; remembers the last KEPT_JOBS of the home, whichever worker ran them."""

    def __init__(self, dragoman: Dragoman, *, workers: int = 1) -> None:
        """`workers`: that share the home's jobs."""
        self._dragoman = dragoman
        self._most_unfinished = -(-MOST_UNFINISHED // workers)
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._written_at: dict[str, float] = {}
        self._files = JobFiles(dragoman.settings.jobs_path, most=KEPT_JOBS)
        self._lock = threading.Lock()
        self._loading = threading.Lock()

    def start(self, kind: JobKind, request: IngestRequest, said: Said | None = None) -> Job:
        """Begin, and return at once."""
        job = Job(job_id=secrets.token_urlsafe(12), kind=kind, request=request, said=said or Said())
        with self._lock:
            if sum(not one.finished for one in self._jobs.values()) >= self._most_unfinished:
                raise StoreBusy(
                    f"{self._most_unfinished} loads wait already; come back when some are done, see /status"
                )
            self._jobs[job.job_id] = job
            while len(self._jobs) > KEPT_JOBS:
                self._jobs.popitem(last=False)
        held = self._files.hold(job.job_id)
        self._files.write(job)
        threading.Thread(target=self._run, args=(job, held), name=f"job-{job.job_id}", daemon=True).start()
        return job

    def get(self, job_id: str) -> Job | None:
        """The job as it stands; None where it is not known (or no longer)."""
        with self._lock:
            mine = self._jobs.get(job_id)
        return mine if mine is not None else self._files.read(job_id)

    def _update(self, job_id: str, **changes: object) -> None:
        with self._lock:
            before = self._jobs.get(job_id)
            if before is None:
                return
            # mypy cannot match **changes with the fields; every caller is in this class
            job = self._jobs[job_id] = replace(before, **changes)  # type: ignore[arg-type]
            now = time.monotonic()
            if job.state == before.state and now - self._written_at.get(job_id, 0.0) < WRITE_SECONDS:
                return
            self._written_at[job_id] = now
            if job.finished:
                del self._written_at[job_id]
        self._files.write(job)  # only the job's own thread comes here

    def _run(self, job: Job, held: int | None) -> None:
        try:
            self._do(job)
        finally:
            if held is not None:
                os.close(held)

    def _do(self, job: Job) -> None:
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
            state = "waiting" if event.waiting else "reading"
            self._update(job.job_id, state=state, file=event.file, rows=event.rows)

        def on_indexed(done: int, total: int) -> None:
            self._update(job.job_id, state="indexing", indexed=done, to_index=total)

        self._update(job.job_id, state="reading")
        report = self._dragoman.ingest(job.request, on_event, on_indexed)
        self._update(job.job_id, state="done", report=report)
