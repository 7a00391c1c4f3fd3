"""The way back from an offer or a comparison to the results it was chosen from: an address that goes along."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

PARAMETER = "back"
MOST_LETTERS = 8_000
"""Of an address; servers and browsers take more, of all of it."""


def way_back(request: Request, /) -> str:
    """Address of the results or the comparison that the visitor came from; "" where none goes along."""
    return allowed(request.query_params.get(PARAMETER, ""))


def going_along(request: Request, /) -> Response | None:
    """Where the visitor just comes from results or a comparison: to the same page, with the way back in its address,
    which outlasts a change of language, of quantity, and being loaded anew. None where nothing is to be added."""
    if PARAMETER in request.query_params:
        return None
    try:
        came_from = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return None
    if came_from.netloc != request.headers.get("host") or came_from.path == request.url.path:
        return None
    asked = [pair for pair in parse_qsl(came_from.query) if pair[0] != "lang"]  # it may be another by then
    back = allowed(f"{came_from.path}?{urlencode(asked)}") if asked else ""
    if not back:
        return None
    pairs = [*request.query_params.multi_items(), (PARAMETER, back)]
    return RedirectResponse(f"{request.url.path}?{urlencode(pairs)}", status_code=303)


def allowed(address: str, /) -> str:
    """The address where it is one of this site's results or comparisons, else "".

    >>> allowed("/?q=cup"), allowed("/compare?offer=a&offer=b"), allowed("//evil.example/?q=cup"), allowed("/status")
    ('/?q=cup', '/compare?offer=a&offer=b', '', '')
    """
    known = address.startswith(("/?", "/compare?")) and len(address) <= MOST_LETTERS and address.isprintable()
    return address if known else ""
