"""The sentence encoder in a process of its own: matrix products leave the processor to others, but not the interpreter."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from types import TracebackType
from typing import Self

import msgspec
import numpy as np
import structlog

from dragoman.child_process import MOST_STARTS, end
from dragoman.ports import Encoder, Vectors

log = structlog.get_logger()

COMMAND = (sys.executable, "-P", "-m", "dragoman.language.encode_child")
CHUNK = 1024
"""Texts asked for at once."""
_KEPT = 1024
"""Vectors of single texts that are kept."""


class EncodingProcess:
    """An `Encoder` that gives the vectors that another gives; opened and closed like a file. Threads may share it.

    Where the process dies it is started again, MOST_STARTS times in all, and asked again what it did not answer; where it
    cannot start or dies too often, the other encoder does the work here.
    """

    def __init__(self, instead: Encoder, *, threads: int) -> None:
        self._instead = instead
        self._threads = threads
        self._lock = threading.Lock()
        self._kept: dict[str, Vectors] = {}
        self._process: subprocess.Popen[bytes] | None = None
        self._starts = 0

    @property
    def name(self) -> str:
        return self._instead.name

    @property
    def dimensions(self) -> int:
        return self._instead.dimensions

    def __enter__(self) -> Self:
        self._start()
        return self

    def _start(self) -> None:
        self._starts += 1
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own program, no shell
                [*COMMAND, str(self._threads)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "OPENBLAS_NUM_THREADS": str(self._threads)},
            )
        except OSError as error:
            log.warning("encoding_process_failed", error=str(error), action="encoded in this process")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    def encode(self, texts: Sequence[str], /) -> Vectors:
        """Shape (len(texts), dimensions), rows L2-normalised; an empty text gives a zero row."""
        if len(texts) == 1:
            return self._single(texts[0])
        parts = [self._some(texts[start : start + CHUNK]) for start in range(0, len(texts), CHUNK)]
        return np.concatenate(parts) if parts else np.zeros((0, self.dimensions), dtype=np.float32)

    def _single(self, text: str) -> Vectors:
        if text not in self._kept:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            self._kept[text] = self._some([text])
        return self._kept[text]

    def _some(self, texts: Sequence[str]) -> Vectors:
        with self._lock:
            while self._process is not None:
                try:
                    return self._asked(self._process, texts)
                except OSError as error:
                    again = self._starts < MOST_STARTS
                    action = "started again" if again else "encoded in this process"
                    log.warning("encoding_process_failed", error=str(error), action=action)
                    self._stop()
                    if again:
                        self._start()
        return self._instead.encode(texts)

    def _asked(self, process: subprocess.Popen[bytes], texts: Sequence[str]) -> Vectors:
        """Raises OSError where no whole answer comes."""
        if process.stdin is None or process.stdout is None:
            raise OSError("it has no pipes")
        question = msgspec.msgpack.encode(list(texts))
        process.stdin.write(len(question).to_bytes(4, "big") + question)
        process.stdin.flush()
        size = len(texts) * self.dimensions * 4
        answer = process.stdout.read(size)
        if len(answer) < size:
            raise OSError("it ended in the middle of an answer")
        vectors: Vectors = np.frombuffer(answer, dtype=np.float32).reshape(len(texts), self.dimensions)
        return vectors

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            end(process)
