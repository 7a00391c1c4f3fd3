"""The parent of several servers over one home: binds the socket, starts them, starts one again that died, stops them all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Self

import msgspec
import structlog

from dragoman.faces.listening import listening
from dragoman.operate.board import Board, opened
from dragoman.settings import Settings

log = structlog.get_logger()

COMMAND = (sys.executable, "-P", "-m", "dragoman.faces.worker_child")
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""Set to 1 for each worker, where the user has not set them: the workers share the processors among them."""
STOP_SECONDS = 15.0
"""After being told to stop, a worker is killed."""
FIRST_REST_SECONDS = 0.5
"""Before a worker that died is started again; doubled each time that it dies soon after."""
LONGEST_REST_SECONDS = 30.0
GOOD_SECONDS = 60.0
"""A worker that lived so long did not die of its start."""
_LOOK_SECONDS = 0.05


class Orders(msgspec.Struct, frozen=True, kw_only=True):
    """What a worker is told when it starts."""

    settings: str
    """As JSON."""
    bound: str
    listener: int
    """Descriptor of the socket."""
    folder: str
    """Of the board."""
    workers: int
    worker: int

    @classmethod
    def read(cls, line: bytes, /) -> Self:
        return msgspec.json.decode(line, type=cls)


def serve_with_workers(settings: Settings, *, host: str, port: int, workers: int) -> int:
    """Serve with so many processes until stopped. Prints the address; `port` 0 takes a free one.

    The first signal lets them answer what they are at; a second one kills them.

    Returns:
        Exit code: 0, or that of the first worker where it could not open the home, which it has said.
    """
    with (
        listening(host, port) as listener,
        tempfile.TemporaryDirectory(prefix="dragoman-") as folder,
        _told_to_stop() as told,
    ):
        board = Board.laid_out(Path(folder), workers)
        crew = [
            _Worker(
                Orders(
                    settings=settings.model_dump_json(),
                    bound=host,
                    listener=listener.fileno(),
                    folder=folder,
                    workers=workers,
                    worker=worker,
                ),
                board,
            )
            for worker in range(workers)
        ]
        try:
            return _tended(crew, told)
        finally:
            listener.close()  # what waits to be taken is told so, instead of waiting for nobody
            _stopped(crew, told)


@dataclass(slots=True)
class _Told:
    """How often it was told to stop."""

    times: int = 0


@contextmanager
def _told_to_stop() -> Iterator[_Told]:
    told = _Told()

    def hear(_number: int, _frame: FrameType | None) -> None:
        told.times += 1

    heard = [signal.SIGTERM, signal.SIGINT]
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # as nohup has it
        heard.append(signal.SIGHUP)
    before = {one: signal.signal(one, hear) for one in heard}
    try:
        yield told
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _tended(crew: list[_Worker], told: _Told) -> int:
    """Start them, the first one alone until it has opened the home, and again those that die."""
    crew[0].start()
    while not told.times:
        first = crew[0]
        for one in crew:
            code = one.ended()
            if code is not None:
                if one is first and code > 0 and not first.opened():
                    return code
                one.rest(code)
            if one.due() and (one is first or first.opened()):
                one.start()
        time.sleep(_LOOK_SECONDS)
    return 0


def _stopped(crew: list[_Worker], told: _Told) -> None:
    """Tell all to stop and wait until none is there."""
    for one in crew:
        one.tell()
    end = time.monotonic() + STOP_SECONDS
    while any(one.runs() for one in crew):
        if told.times > 1 or time.monotonic() >= end:
            for one in crew:
                one.kill()
        time.sleep(_LOOK_SECONDS)


class _Worker:
    """One place among the workers, and who is in it."""

    def __init__(self, orders: Orders, board: Board) -> None:
        self._orders = orders
        self._board = board
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._due_at = 0.0
        self._rest = FIRST_REST_SECONDS

    def start(self) -> None:
        """In a process group of its own, so that a terminal's Ctrl-C comes to the parent only."""
        self._started_at = time.monotonic()
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own program, no shell
                COMMAND,
                stdin=subprocess.PIPE,
                pass_fds=(self._orders.listener,),
                process_group=0,
                env=_environment(),
            )
        except OSError as error:
            log.warning("worker_not_started", worker=self._orders.worker, error=str(error))
            self.rest(1)
            return
        if self._process.stdin is not None:
            with suppress(OSError):  # it has died already
                self._process.stdin.write(msgspec.json.encode(self._orders) + b"\n")
                self._process.stdin.flush()

    def opened(self) -> bool:
        """Whether any that was in this place has opened the home."""
        return opened(self._board.folder, self._orders.worker)

    def due(self) -> bool:
        """Whether to start one now."""
        return self._process is None and time.monotonic() >= self._due_at

    def runs(self) -> bool:
        return self._process is not None and self.ended() is None

    def ended(self) -> int | None:
        """Exit code, once; None where it runs, or none is there. Processes that it started are ended too."""
        process = self._process
        if process is None or os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            return None
        self._board.say(self._orders.worker, None)
        with suppress(OSError):  # while it is not reaped, nobody else has its number
            os.killpg(process.pid, signal.SIGKILL)
        self._process = None
        if process.stdin is not None:
            with suppress(OSError):
                process.stdin.close()
        return process.wait()

    def rest(self, code: int) -> None:
        """Start another after a while, which is longer each time."""
        lived = time.monotonic() - self._started_at
        if lived >= GOOD_SECONDS:
            self._rest = FIRST_REST_SECONDS
        self._due_at = time.monotonic() + self._rest
        log.warning(
            "worker_died",
            worker=self._orders.worker,
            code=code,
            seconds=round(lived, 1),
            again_in_seconds=self._rest,
        )
        self._rest = min(2 * self._rest, LONGEST_REST_SECONDS)

    def tell(self) -> None:
        """To answer what it is at, and end."""
        self._send(signal.SIGTERM)

    def kill(self) -> None:
        self._send(signal.SIGKILL)

    def _send(self, number: signal.Signals) -> None:
        if self._process is not None:
            os.kill(self._process.pid, number)  # nobody reaps it but `ended`: the number is still its own


def _environment() -> Mapping[str, str]:
    return {**dict.fromkeys(ONE_THREAD, "1"), **os.environ}
