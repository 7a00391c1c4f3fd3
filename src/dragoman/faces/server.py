"""The HTTP server: REST under /api and the web page at /, over one open Dragoman."""

from __future__ import annotations

import gc
import socket
from collections.abc import Callable
from contextlib import suppress

import uvicorn
from fastapi import FastAPI

from dragoman.app import Dragoman
from dragoman.errors import InputError
from dragoman.faces.guards import install_guards, lanes_of
from dragoman.faces.patience import PatientProtocol
from dragoman.faces.rest import install_rest
from dragoman.faces.rest_operate import operate_routes
from dragoman.faces.web import install_web
from dragoman.operate.keeper import READY, Keeper, Standing

MOST_CONNECTIONS = 1024
"""Open at once, idle ones included."""
MOST_WAITING_TO_CONNECT = 512


def make_server(
    dragoman: Dragoman,
    /,
    *,
    bound: str | None = None,
    standing: Callable[[], Standing] = lambda: READY,
) -> FastAPI:
    """The ASGI application; the caller opens and closes `dragoman`.

    Args:
        bound: Address that is listened on; by default the setting's.
        standing: How far the start is; by default it is over.
    """
    server = FastAPI(
        title="Dragoman",
        summary="Comparable offers from suppliers' files, with the evidence behind every number.",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
    )
    lanes = lanes_of(dragoman.settings)
    server.state.lanes, server.state.standing = lanes, standing
    install_rest(server, dragoman)
    server.include_router(operate_routes(dragoman, lanes=lanes, standing=standing))
    install_web(server, dragoman)
    install_guards(server, dragoman, bound=bound or dragoman.settings.host, lanes=lanes, standing=standing)
    return server


def serve(dragoman: Dragoman, *, host: str, port: int) -> None:
    """Serve until stopped. Prints the address; `port` 0 takes a free one.

    It is alive at once. Searches wait until the index is up and everything warm, 20 s at most.
    """
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
            listener.listen(MOST_WAITING_TO_CONNECT)
        except OSError as error:
            raise InputError(
                f"expected to listen on {host}:{port}, got: {error.strerror}; stop what uses it, or name another with --port (0 takes a free one)"
            ) from error
        address, at = listener.getsockname()[:2]
        print(f"Dragoman serves on http://{address}:{at}  (Ctrl-C stops it)", flush=True)  # noqa: T201 - the one line a user needs
        keeper = Keeper(dragoman, when_ready=_settle)
        config = uvicorn.Config(
            make_server(dragoman, bound=host, standing=lambda: keeper.standing),
            log_config=None,
            access_log=False,
            server_header=False,
            http=PatientProtocol,
            limit_concurrency=MOST_CONNECTIONS,
            timeout_graceful_shutdown=10,
        )
        keeper.start()
        try:
            with suppress(KeyboardInterrupt):  # uvicorn raises Ctrl-C again once it has shut down
                uvicorn.Server(config).run(sockets=[listener])
        finally:
            keeper.stop()


def _settle() -> None:
    """What is loaded by now stays for good: the collector need not walk through it again and again.

    A search makes some ten thousand short-lived objects; with the defaults every few searches paid 50 to 200 ms
    for a full collection (docs/benchmarks.md).
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)
