"""Brings the index up in a process of its own while a load goes on, so that both processors have something to do.

The record is the truth: whatever becomes of that process, nothing is lost. Where it dies during the load it is started
again, MOST_STARTS times in all; what is not indexed then is indexed afterwards by who loads.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Self

import structlog

from dragoman.child_process import MOST_STARTS, end
from dragoman.ingest.batches import BATCH_ROWS
from dragoman.ingest.events import IngestEvent

log = structlog.get_logger()

FROM_ROWS = 3000
"""Rows of a load from which on a process of its own pays for its start."""
COMMAND = (sys.executable, "-P", "-m", "dragoman.faces.index_child")
FINISH = b"finish"
"""Said to it when the last row is in the record."""


class IndexingAbreast:
    """Watches a load and starts the process where it becomes long; opened and closed like a file."""

    def __init__(self, settings_json: str) -> None:
        """`settings_json`: of the home that is loaded into."""
        self._settings = settings_json
        self._starts = 0
        self._rows = 0
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        process, self._process = self._process, None
        if process is not None:
            end(process)

    def watching(self, progress: Callable[[IngestEvent], None], /) -> Callable[[IngestEvent], None]:
        """The same progress, looked at."""
        reached: dict[str, int] = {}

        def on_event(event: IngestEvent) -> None:
            progress(event)
            if event.waiting:
                return
            if self._starts:
                self._start_again_if_dead()
                return
            if event.finished:
                return
            # of a load that goes on after a kill the first rows are not this run's
            self._rows += event.rows - reached.get(event.file, max(0, event.rows - BATCH_ROWS))
            reached[event.file] = event.rows
            if self._rows >= FROM_ROWS:
                self._start()

        return on_event

    def finish(self, progress: Callable[[int, int], None], /) -> None:
        """Wait until it has indexed all; nothing where it was never started, or has died."""
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            return
        with suppress(OSError):
            process.stdin.write(FINISH + b"\n")
            process.stdin.flush()
        for line in process.stdout:
            done, total = line.split()
            progress(int(done), int(total))
        if process.wait():
            log.warning("indexing_abreast_failed", code=process.returncode, action="indexed in this process")

    def _start_again_if_dead(self) -> None:
        process = self._process
        if process is None or process.poll() is None:
            return
        again = self._starts < MOST_STARTS
        log.warning(
            "indexing_abreast_died",
            code=process.returncode,
            starts=self._starts,
            action="started again" if again else "indexed by who loads, after the load",
        )
        self._process = None
        end(process)
        if again:
            self._start()

    def _start(self) -> None:
        self._starts += 1
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own program, no shell
                COMMAND,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            if self._process.stdin is not None:
                self._process.stdin.write(self._settings.encode() + b"\n")
                self._process.stdin.flush()
        except OSError as error:
            log.warning("indexing_abreast_failed", error=str(error), action="indexed in this process")


class Finishing:
    """The other side: hears when the load is done. Where who loads dies, this process ends at once."""

    def __init__(self, said: io.FileIO) -> None:
        """`said`: standard input, behind the settings."""
        self._said = said
        self._finished = threading.Event()
        threading.Thread(target=self._listen, name="finishing", daemon=True).start()

    def within(self, seconds: float, /) -> bool:
        """Wait so long, or until the load is done; whether it is."""
        return self._finished.wait(seconds)

    def _listen(self) -> None:
        for line in self._said:
            if line.strip() == FINISH:
                self._finished.set()
        os._exit(1)
