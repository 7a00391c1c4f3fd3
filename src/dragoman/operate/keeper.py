"""What a server does beside answering: brings the index up, warms up, and mends what it finds damaged."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, Protocol

import structlog

from dragoman.errors import DragomanError, IndexDamaged

log = structlog.get_logger()

LOOK_SECONDS = 5.0
"""Between looks at whether the index is behind: another process' load was killed, or a disk was full."""
TROUBLE_SECONDS = 30.0
"""The same after something failed."""
CHECK_SECONDS = 24 * 3600.0
"""Between readings of every file of the index."""

Phase = Literal["starting", "indexing", "warming", "ready"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far the server is."""

    phase: Phase = "starting"
    indexed: int = 0
    to_index: int = 0
    trouble: str = ""
    """Why the last attempt to bring the index up failed; "" where it did not."""

    @property
    def ready(self) -> bool:
        return self.phase == "ready"


READY = Standing(phase="ready")


class Kept(Protocol):
    """What is kept: `Dragoman` is one."""

    def catch_up(self, progress: Callable[[int, int], None], /) -> int: ...
    def catch_up_if_idle(self) -> int: ...
    def warm_up(self) -> None: ...
    def heal(self) -> bool: ...


class Keeper:
    """A thread beside the server; `start` it once, `stop` it in the end."""

    def __init__(
        self,
        kept: Kept,
        *,
        when_ready: Callable[[], None],
        look_seconds: float = LOOK_SECONDS,
        trouble_seconds: float = TROUBLE_SECONDS,
    ) -> None:
        self._kept = kept
        self._when_ready = when_ready
        self._look_seconds = look_seconds
        self._trouble_seconds = trouble_seconds
        self._stopped = threading.Event()
        self._standing = Standing()
        self._thread = threading.Thread(target=self._run, name="keeper", daemon=True)

    @property
    def standing(self) -> Standing:
        return self._standing

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """Let the thread end after what it is at, for which a second is waited: a kill is as good."""
        self._stopped.set()
        self._thread.join(timeout=1.0)

    def _run(self) -> None:
        self._safely(lambda: self._kept.catch_up(self._indexing))
        self._standing = replace(self._standing, phase="warming")
        self._safely(self._kept.warm_up)
        self._when_ready()
        self._standing = replace(self._standing, phase="ready")
        log.info("ready")
        checked = 0.0
        while True:
            if time.monotonic() - checked >= CHECK_SECONDS or not checked:
                checked = time.monotonic()
                self._safely(self._kept.heal)
            if self._stopped.wait(self._trouble_seconds if self._standing.trouble else self._look_seconds):
                return
            self._safely(self._kept.catch_up_if_idle)

    def _indexing(self, done: int, total: int) -> None:
        self._standing = replace(self._standing, phase="indexing", indexed=done, to_index=total)

    def _safely(self, step: Callable[[], object]) -> None:
        """A step that fails is told and tried again later; a damaged index is made anew."""
        try:
            try:
                step()
            except IndexDamaged:
                self._kept.heal()
        except DragomanError as error:
            if str(error) != self._standing.trouble:
                log.warning("index_not_kept", error=str(error), kind=type(error).__name__)
            self._standing = replace(self._standing, trouble=str(error))
        except Exception as error:
            log.exception("keeper_failed")
            self._standing = replace(self._standing, trouble=f"{type(error).__name__}: {error}")
        else:
            self._standing = replace(self._standing, trouble="")
