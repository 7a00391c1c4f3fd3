"""The HTTP server: REST under /api and the web page at /, over one open Dragoman."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from contextlib import suppress

import uvicorn
from fastapi import FastAPI

from dragoman.app import Dragoman
from dragoman.faces.ending import ended_by_sigterm
from dragoman.faces.fair_listener import FairListener, counting
from dragoman.faces.guards import install_guards, lanes_of
from dragoman.faces.listening import listening
from dragoman.faces.patience import PatientProtocol
from dragoman.faces.rest import install_rest
from dragoman.faces.rest_operate import operate_routes
from dragoman.faces.web import install_web
from dragoman.garbage import settle
from dragoman.operate.board import Board, Seat
from dragoman.operate.crew import Crew, Report, SharedCrew
from dragoman.operate.keeper import READY, Keeper, Standing

MOST_CONNECTIONS = 1024
"""Open at once, idle ones included."""
DRAIN_SECONDS = 10
"""How long what is being answered may take once the server is told to stop."""
_LOOK_SECONDS = 0.05

Makes = Callable[[Callable[[], Report]], Crew]
"""What the workers say as one, of how one learns what this one says."""


def make_server(
    dragoman: Dragoman,
    /,
    *,
    bound: str | None = None,
    standing: Callable[[], Standing] = lambda: READY,
    workers: int = 1,
    crew: Makes = Crew,
) -> FastAPI:
    """The ASGI application; the caller opens and closes `dragoman`.

    Args:
        bound: Address that is listened on; by default the setting's.
        standing: How far the start is; by default it is over.
        workers: Among which places and queues are shared out.
        crew: Makes what speaks for all of them; by default there is one.
    """
    server = FastAPI(
        title="Dragoman",
        summary="Comparable offers from suppliers' files, with the evidence behind every number.",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
    )
    lanes = lanes_of(dragoman.settings, workers=workers)

    def own() -> Report:
        return Report(
            pid=os.getpid(),
            started=dragoman.watch.started,
            standing=standing(),
            seen=dragoman.watch.seen(),
            last=dragoman.watch.last(),
            lanes={name: lane.occupied() for name, lane in lanes.items()},
        )

    server.state.crew = made = crew(own)
    install_rest(server, dragoman)
    server.include_router(operate_routes(dragoman, crew=made))
    install_web(server, dragoman, workers=workers)
    install_guards(server, dragoman, bound=bound or dragoman.settings.host, lanes=lanes, standing=standing)
    return server


def serve(dragoman: Dragoman, *, host: str, port: int) -> None:
    """Serve until stopped. Prints the address; `port` 0 takes a free one.

    It is alive at once. Searches wait until the index is up and everything warm, 20 s at most.
    """
    with listening(host, port) as listener, ended_by_sigterm():
        keeper = Keeper(dragoman, when_ready=settle)
        server = make_server(dragoman, bound=host, standing=lambda: keeper.standing)
        keeper.start()
        try:
            _answer(server, listener, PatientProtocol, MOST_CONNECTIONS)
        finally:
            keeper.stop()


def serve_beside(dragoman: Dragoman, *, bound: str, listener: int, board: Board, worker: int) -> None:
    """Serve as one of several workers until stopped.

    Where another answers already, connections are taken once this one is warm.

    Args:
        listener: Descriptor of the socket that all of them listen on.
    """
    seat = Seat(board, worker)
    keeper = Keeper(dragoman, when_ready=settle, mates=seat)

    def shared(own: Callable[[], Report]) -> SharedCrew:
        return SharedCrew(own, board=board, worker=worker)

    server = make_server(
        dragoman, bound=bound, standing=lambda: keeper.standing, workers=board.size, crew=shared
    )
    crew: SharedCrew = server.state.crew
    before = crew.before()
    if before is not None:
        dragoman.watch.go_on_from(before.seen, before.last)
    with FairListener(listener, seat) as socket_:
        keeper.start()
        crew.start()
        try:
            while not keeper.standing.ready and (worker or seat.answered_by_others()):
                if keeper.stopped_within(_LOOK_SECONDS):
                    return
            seat.accepting()
            _answer(server, socket_, counting(seat), -(-MOST_CONNECTIONS // board.size))
        finally:
            keeper.stop()
            crew.stop()


def _answer(
    server: FastAPI, listener: socket.socket, protocol: type[PatientProtocol], connections: int
) -> None:
    config = uvicorn.Config(
        server,
        log_config=None,
        access_log=False,
        server_header=False,
        http=protocol,
        limit_concurrency=connections,
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )
    with suppress(KeyboardInterrupt):  # uvicorn raises Ctrl-C again once it has shut down
        uvicorn.Server(config).run(sockets=[listener])
