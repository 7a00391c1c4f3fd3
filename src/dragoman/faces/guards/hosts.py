"""Only names that are ours are answered: a page of another site, whose name was pointed at this address after it was
opened (DNS rebinding), names another host and is refused before anything is read.

A browser cannot lie about the name in the address it opened, and an address of digits cannot be pointed elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from ipaddress import ip_address

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from dragoman.faces.guards.answers import refusal

_ANY = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - compared with, not bound to
_NAMED = re.compile(r"^(?:\[(?P<six>[^\]]*)\]|(?P<name>[^:]*))(?::\d*)?$")
ANY_ADDRESS = "*ip"
"""Among the allowed: any address in digits."""


def allowed_hosts(bound: str, setting: str, /) -> frozenset[str]:
    """Names and addresses to answer beside those of this machine itself.

    Args:
        bound: Where the server listens; an address that stands for all of the machine's allows any in digits.
        setting: Further names, parted by commas.
    """
    names = {one.strip().rstrip(".").lower() for one in setting.split(",") if one.strip()}
    bare = bound.strip("[]").lower()
    return frozenset(names | ({ANY_ADDRESS} if bare in _ANY else {bare}))


def is_allowed(host: str, allowed: Collection[str], /) -> bool:
    """Whether a Host header names us; its port does not matter.

    >>> [is_allowed(host, {"shop.example"}) for host in ("localhost:8765", "127.0.0.1", "[::1]:80", "shop.example")]
    [True, True, True, True]
    >>> [is_allowed(host, {"shop.example"}) for host in ("evil.example", "localhost.evil.example", "192.0.2.1", "[::1")]
    [False, False, False, False]
    """
    found = _NAMED.match(host.strip().lower())
    if found is None:
        return False
    name = (found["six"] if found["six"] is not None else found["name"]).rstrip(".")
    if name == "localhost" or name.endswith(".localhost") or name in allowed:
        return True
    try:
        address = ip_address(name)
    except ValueError:
        return False
    return address.is_loopback or ANY_ADDRESS in allowed


class HostGuard:
    """ASGI middleware: 421 for a host that is not ours. A request that names none comes from no browser and passes."""

    def __init__(self, app: ASGIApp, *, allowed: Collection[str]) -> None:
        self._app = app
        self._allowed = allowed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            host = Headers(scope=scope).get("host", "")
            if host and not is_allowed(host, self._allowed):
                answer = refusal(
                    scope,
                    421,
                    "HostRefused",
                    f"expected the name of this server, got {host[:100]!r}; open it under its address, or add the name to "
                    "DRAGOMAN_ALLOWED_HOSTS",
                )
                await answer(scope, receive, send)
                return
        await self._app(scope, receive, send)
