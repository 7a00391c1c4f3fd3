"""No post from another site: a page elsewhere must not act with the rights of who has Dragoman open."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from dragoman.faces.guards.answers import refusal

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def is_cross_site(headers: Headers, /) -> bool:
    """Whether a browser says that another site caused the request.

    Programs that are no browsers send neither header and pass: they cannot be tricked into posting
    with somebody's rights. Source: OWASP, Cross-Site Request Forgery Prevention, Fetch Metadata.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host", "")


class SiteGuard:
    """ASGI middleware: 403 for what would change something and was caused by another site."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if (
            scope["type"] == "http"
            and scope["method"] not in _SAFE_METHODS
            and is_cross_site(Headers(scope=scope))
        ):
            answer = refusal(
                scope,
                403,
                "SiteRefused",
                "expected a request from this site's own pages, got one that another site caused; "
                "open Dragoman itself and try again there",
            )
            await answer(scope, receive, send)
            return
        await self._app(scope, receive, send)
