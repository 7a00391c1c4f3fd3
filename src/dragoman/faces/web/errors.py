"""Errors as pages: what went wrong and what to do, in the visitor's language. Paths under /api keep JSON."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from dragoman.errors import DragomanError
from dragoman.faces.web.interface import marked
from dragoman.faces.web.render import is_partial, render
from dragoman.faces.web.security import HEADERS

Handler = Callable[[Request, Exception], Response | Awaitable[Response]]

HEADLINES: Mapping[int, str] = {
    400: marked("This cannot be used as it is"),
    403: marked("This is not allowed"),
    404: marked("There is nothing here"),
    405: marked("There is nothing here"),
    413: marked("This is too large"),
    422: marked("This cannot be used as it is"),
    503: marked("The catalogue cannot be reached just now"),
}
BROKEN = marked("Something broke on our side")


def install_error_pages(server: FastAPI) -> None:
    """Show a page for each error outside /api; inside, what was installed before goes on to answer."""
    for kind, own in (
        (DragomanError, _trade_error),
        (HTTPException, _http_error),
        (RequestValidationError, _bad_parameters),
        (Exception, _surprise),
    ):
        server.add_exception_handler(kind, _outside_api(own, server.exception_handlers.get(kind)))


def _outside_api(own: Handler, before: Handler | None) -> Handler:
    async def handle(request: Request, error: Exception) -> Response:
        chosen = own
        if request.url.path.startswith("/api/"):
            if before is None:
                raise error
            chosen = before
        answer = chosen(request, error)
        return answer if isinstance(answer, Response) else await answer

    return handle


def _trade_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, DragomanError), "installed for DragomanError only"
    return _page(request, error.http_status, str(error))


def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException), "installed for HTTPException only"
    return _page(request, error.status_code, "" if error.status_code in {404, 405} else str(error.detail))


def _bad_parameters(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError), "installed for RequestValidationError only"
    said = (
        f"{'.'.join(str(part) for part in one['loc'][1:])}: {one['msg']}, got {one.get('input')!r}"
        for one in error.errors()
    )
    return _page(request, 400, "; ".join(said)[:1000])


def _surprise(request: Request, _error: Exception) -> Response:
    answer = _page(request, 500, "")
    answer.headers.update(HEADERS)  # made outside of the Guard, which never sees this answer
    return answer


def _page(request: Request, status: int, detail: str) -> Response:
    template = "errors/part.html" if is_partial(request) else "errors/page.html"
    return render(
        request, template, status=status, code=status, headline=HEADLINES.get(status, BROKEN), detail=detail
    )
