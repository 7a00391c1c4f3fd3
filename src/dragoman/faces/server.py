"""The HTTP server: REST under /api and the web page at /, over one open Dragoman."""

from __future__ import annotations

import gc
import socket
from contextlib import suppress

import uvicorn
from fastapi import FastAPI

from dragoman.app import Dragoman
from dragoman.errors import InputError
from dragoman.faces.rest import install_rest
from dragoman.faces.web import install_web


def make_server(dragoman: Dragoman, /) -> FastAPI:
    """The ASGI application; the caller opens and closes `dragoman`."""
    server = FastAPI(
        title="Dragoman",
        summary="Comparable offers from suppliers' files, with the evidence behind every number.",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
    )
    install_rest(server, dragoman)
    install_web(server, dragoman)
    return server


def serve(dragoman: Dragoman, *, host: str, port: int) -> None:
    """Serve until stopped. Prints the address; `port` 0 takes a free one."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as error:
            raise InputError(
                f"expected to listen on {host}:{port}, got: {error.strerror}; stop what uses it, or name another with --port (0 takes a free one)"
            ) from error
        address, bound = listener.getsockname()[:2]
        print(f"Dragoman serves on http://{address}:{bound}  (Ctrl-C stops it)", flush=True)  # noqa: T201 - the one line a user needs
        dragoman.catch_up()
        _settle()
        config = uvicorn.Config(make_server(dragoman), log_level="warning", access_log=False)
        with suppress(KeyboardInterrupt):  # uvicorn raises Ctrl-C again once it has shut down
            uvicorn.Server(config).run(sockets=[listener])


def _settle() -> None:
    """What is loaded by now stays for good: the collector need not walk through it again and again.

    A search makes some ten thousand short-lived objects; with the defaults every few searches paid 50 to 200 ms
    for a full collection (docs/benchmarks.md).
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)
