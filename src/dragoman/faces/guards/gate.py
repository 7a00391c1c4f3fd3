"""A bounded number of requests at work and in the queue: beyond, 503 with Retry-After at once, which costs little.

Searches and loads have a lane each, so that neither keeps the other out; health checks, metrics and files of the page
have none. A place is free again when the answer begins: how slowly somebody reads it costs nobody a place. Who is gone
before their turn has come leaves the queue.
"""

from __future__ import annotations

import asyncio
import math
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import Literal

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dragoman.faces.guards.answers import refusal
from dragoman.operate.keeper import Standing
from dragoman.operate.watch import Occupied

LaneName = Literal["search", "load"]
_FREE = ("/healthz", "/readyz", "/metrics", "/static/", "/favicon", "/api/openapi.json")
_LOADS = ("/ingest", "/api/ingest", "/api/preview", "/api/reindex")
START_SECONDS = 20.0
"""How long a request waits for a server that is just starting; then it is answered from what is there."""
_START_LOOK_SECONDS = 0.05
_RETRY_SECONDS = (1, 60)
_UNKNOWN_SECONDS = 0.05
"""What a request is taken to last before one has."""


class Lane:
    """Places for requests of one kind. Safe to use from several event loops."""

    def __init__(self, *, places: int, queue: int, patience_seconds: float) -> None:
        self.places = places
        self.queue = queue
        self.patience_seconds = patience_seconds
        self._lock = threading.Lock()
        self._at_work = 0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._seconds = _UNKNOWN_SECONDS

    def occupied(self) -> Occupied:
        with self._lock:
            return Occupied(
                at_work=self._at_work, waiting=len(self._waiting), places=self.places, queue=self.queue
            )

    def enter(self) -> asyncio.Future[None] | None:
        """A future that is done when a place is the caller's (who must `leave`); None where the queue is full."""
        turn = asyncio.get_running_loop().create_future()
        with self._lock:
            if self._at_work < self.places:
                self._at_work += 1
                turn.set_result(None)
            elif len(self._waiting) >= self.queue:
                return None
            else:
                self._waiting.append(turn)
        return turn

    def give_up(self, turn: asyncio.Future[None]) -> None:
        """Leave the queue, or the place that was given in the same moment."""
        with self._lock:
            if turn in self._waiting:
                self._waiting.remove(turn)
                return
        self.leave(None)

    def leave(self, seconds: float | None) -> None:
        """Free the place for whoever waits longest."""
        with self._lock:
            if seconds is not None:
                self._seconds += 0.1 * (seconds - self._seconds)
            while self._waiting:
                following = self._waiting.popleft()
                loop = following.get_loop()
                if not loop.is_closed():
                    loop.call_soon_threadsafe(_wake, following)
                    return
            self._at_work -= 1

    def retry_seconds(self) -> int:
        """When it is worth coming again: when those who wait now have been served."""
        with self._lock:
            ahead = (len(self._waiting) + 1) * self._seconds / self.places
        return max(_RETRY_SECONDS[0], min(_RETRY_SECONDS[1], math.ceil(ahead)))


def _wake(turn: asyncio.Future[None]) -> None:
    if not turn.done():
        turn.set_result(None)


class Gate:
    """ASGI middleware."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        lanes: Mapping[LaneName, Lane],
        standing: Callable[[], Standing],
        told: Callable[[LaneName, Literal["turned_away", "cancelled"]], None],
    ) -> None:
        """`told` hears of each request that is not let in."""
        self._app = app
        self._lanes = lanes
        self._standing = standing
        self._told = told

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        name = lane_of(scope)
        if name is None:
            await self._app(scope, receive, send)
            return
        await self._started()
        lane = self._lanes[name]
        heard = _Heard(receive, watches=scope["method"] in {"GET", "HEAD"})
        turn = lane.enter()
        if turn is None or not await self._waited(lane, turn, heard):
            if heard.gone:
                self._told(name, "cancelled")
                return
            self._told(name, "turned_away")
            await self._refuse(scope, receive, send, lane)
            return
        await self._serve(lane, scope, heard.receive, send)

    async def _started(self) -> None:
        end = time.monotonic() + START_SECONDS
        while not self._standing().ready and time.monotonic() < end:
            await asyncio.sleep(_START_LOOK_SECONDS)

    @staticmethod
    async def _waited(lane: Lane, turn: asyncio.Future[None], heard: _Heard) -> bool:
        """Whether the turn came before patience ended and before who asked was gone."""
        if turn.done():
            return True
        watcher = heard.watch()
        try:
            waited: set[asyncio.Future[None]] = {turn} if watcher is None else {turn, watcher}
            await asyncio.wait(waited, timeout=lane.patience_seconds, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            lane.give_up(turn)
            raise
        finally:
            if watcher is not None:
                watcher.cancel()
        if turn.done() and not heard.gone:
            return True
        lane.give_up(turn)
        return False

    async def _serve(self, lane: Lane, scope: Scope, receive: Receive, send: Send) -> None:
        began = time.monotonic()
        holding = True

        def free() -> None:
            nonlocal holding
            if holding:
                holding = False
                lane.leave(time.monotonic() - began)

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                free()
                if message["status"] == 503:
                    MutableHeaders(scope=message).setdefault("Retry-After", str(lane.retry_seconds()))
            await send(message)

        try:
            await self._app(scope, receive, sent)
        finally:
            free()

    @staticmethod
    async def _refuse(scope: Scope, receive: Receive, send: Send, lane: Lane) -> None:
        seconds = lane.retry_seconds()
        answer = refusal(
            scope,
            503,
            "ServerBusy",
            f"expected a free place, {lane.places} requests are at work and {lane.queue} wait at most; "
            f"ask again in {seconds} s",
            {"Retry-After": str(seconds)},
        )
        await answer(scope, receive, send)


class _Heard:
    """What a client sends while it waits: kept for the application, and whether it is gone."""

    def __init__(self, receive: Receive, *, watches: bool) -> None:
        self.gone = False
        self._receive = receive
        self._watches = watches
        self._kept: deque[Message] = deque()

    def watch(self) -> asyncio.Task[None] | None:
        """Only of requests without a body: that of others is not read ahead."""
        return asyncio.get_running_loop().create_task(self._watched()) if self._watches else None

    async def _watched(self) -> None:
        while not self.gone:
            message = await self._receive()
            self._kept.append(message)
            self.gone = message["type"] == "http.disconnect"

    async def receive(self) -> Message:
        return self._kept.popleft() if self._kept else await self._receive()


def lane_of(scope: Scope, /) -> LaneName | None:
    """None: answered whatever else is going on."""
    if scope["type"] != "http" or scope["path"].startswith(_FREE):
        return None
    return "load" if scope["method"] == "POST" and scope["path"].startswith(_LOADS) else "search"
