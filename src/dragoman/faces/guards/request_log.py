"""One event for each request: what it was, how it ended, how long it took; never what was asked for."""

from __future__ import annotations

import re
import secrets
import time

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = structlog.get_logger()
_ID = re.compile(r"^[A-Za-z0-9._-]{1,64}$")
_HEADER = "x-request-id"


class RequestLog:
    """ASGI middleware: binds a request's id to every event of it, and gives it back to the client."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(_HEADER, "")
        request_id = given if _ID.match(given) else secrets.token_hex(8)
        began, status = time.perf_counter(), 0

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message).setdefault(_HEADER, request_id)
            await send(message)

        with structlog.contextvars.bound_contextvars(request=request_id):
            try:
                await self._app(scope, receive, sent)
            finally:
                log.info(
                    "request",
                    method=scope["method"],
                    path=scope["path"][:200],
                    status=status,
                    ms=round((time.perf_counter() - began) * 1000, 1),
                )
