"""Every path that answers GET answers HEAD, as HTTP has it, and a method that a path lacks is refused with those it has."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.routing import Match, Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


class Methods:
    """ASGI middleware: HEAD is GET without its body; 405 has an Allow header."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        head = scope["method"] == "HEAD"
        asked = dict(scope)  # routes leave in a scope what they found

        async def pass_on(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 405:
                MutableHeaders(scope=message)["allow"] = ", ".join(_allowed(asked))
            await send(
                {**message, "body": b""} if head and message["type"] == "http.response.body" else message
            )

        await self._app({**scope, "method": "GET"} if head else scope, receive, pass_on)


def _allowed(asked: Scope) -> list[str]:
    """Methods that the path has; a folder of files matches any and has GET."""
    found = [
        method
        for method in _METHODS
        if any(
            route.matches({**asked, "method": method})[0] is Match.FULL
            and (method == "GET" or not isinstance(route, Mount))
            for route in asked["app"].routes
        )
    ]
    return ["GET", "HEAD", *found[1:]] if "GET" in found else found
