"""What a server does beside answering: brings the index up, warms up, and mends what it finds damaged."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, Protocol, get_args

import structlog

from dragoman.errors import DragomanError, IndexDamaged

log = structlog.get_logger()

LOOK_SECONDS = 5.0
"""Between looks at whether the index is behind: another process' load was killed, or a disk was full."""
TROUBLE_SECONDS = 30.0
"""The same after something failed."""
CHECK_SECONDS = 24 * 3600.0
"""Between readings of every file of the index."""

MATES_SECONDS = 0.05
"""Between looks at how far the others are."""

Phase = Literal["starting", "indexing", "warming", "ready"]
PHASES: tuple[Phase, ...] = get_args(Phase)
"""In their order."""


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


class Mates(Protocol):
    """The other workers over the same home; a `crew.Seat` is one's view of them."""

    def leads(self) -> bool:
        """Whether keeping the index is up to this worker."""

    def served(self) -> bool:
        """Whether another has an index that was brought up."""

    def stands(self, standing: Standing, /) -> None:
        """This worker is so far."""


class Alone:
    """There are none."""

    def leads(self) -> bool:
        return True

    def served(self) -> bool:
        return False

    def stands(self, standing: Standing, /) -> None:
        """Nobody to be told."""


class Keeper:
    """A thread beside the server; `start` it once, `stop` it in the end.

    Of several workers one keeps the index; the others see what it wrote when they search.
    """

    def __init__(
        self,
        kept: Kept,
        *,
        when_ready: Callable[[], None],
        mates: Mates | None = None,
        look_seconds: float = LOOK_SECONDS,
        trouble_seconds: float = TROUBLE_SECONDS,
    ) -> None:
        self._kept = kept
        self._when_ready = when_ready
        self._mates = mates if mates is not None else Alone()
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

    def stopped_within(self, seconds: float, /) -> bool:
        """Wait so long, or until it is told to stop; whether it was."""
        return self._stopped.wait(seconds)

    def stop(self) -> None:
        """Let the thread end after what it is at, for which a second is waited: a kill is as good."""
        self._stopped.set()
        self._thread.join(timeout=1.0)

    def _run(self) -> None:
        self._mates.stands(self._standing)
        if not self._bring_up():
            return
        self._stand(replace(self._standing, phase="warming"))
        self._safely(self._kept.warm_up)
        self._when_ready()
        self._stand(replace(self._standing, phase="ready"))
        log.info("ready")
        checked = 0.0
        while True:
            if self._mates.leads() and (time.monotonic() - checked >= CHECK_SECONDS or not checked):
                checked = time.monotonic()
                self._safely(self._kept.heal)
            if self._stopped.wait(self._trouble_seconds if self._standing.trouble else self._look_seconds):
                return
            if self._mates.leads():
                self._safely(self._kept.catch_up_if_idle)
            else:
                self._safely(_nothing)

    def _bring_up(self) -> bool:
        """Bring the index up, or wait until another has; False where this was stopped meanwhile."""
        while not self._mates.served():
            if self._mates.leads():
                self._safely(lambda: self._kept.catch_up(self._indexing))
                break
            if self._stopped.wait(MATES_SECONDS):
                return False
        return True

    def _indexing(self, done: int, total: int) -> None:
        self._stand(replace(self._standing, phase="indexing", indexed=done, to_index=total))

    def _stand(self, standing: Standing) -> None:
        self._standing = standing
        self._mates.stands(standing)

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


def _nothing() -> None:
    """What failed while this one led is another's to mend."""
