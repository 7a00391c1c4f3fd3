"""A connection whose next request does not come whole in time is closed: slow senders hold a socket, no more. Where too many
are open, who asks how the server is doing is answered all the same."""

from __future__ import annotations

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEADER_SECONDS = 20.0
"""From the first byte of a request, or the opening of the connection, to the end of its headers."""
_OPERATING = tuple(f"GET /{name} ".encode() for name in ("healthz", "readyz", "metrics", "status"))


class PatientProtocol(H11Protocol):
    """uvicorn's own, which waits for headers for ever, and knows one bound of connections for all that is asked."""

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        self.limit_concurrency = None if data.startswith(_OPERATING) else self.config.limit_concurrency
        super().data_received(data)
        if self.conn.their_state is h11.IDLE and self.conn.trailing_data[0]:
            self._wait()
        else:
            self._calm()

    def connection_lost(self, exc: Exception | None) -> None:
        self._calm()
        super().connection_lost(exc)

    def _wait(self) -> None:
        if self._late is None:
            self._late = self.loop.call_later(HEADER_SECONDS, self._close)

    def _calm(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _close(self) -> None:
        self._late = None
        if not self.transport.is_closing():
            self.transport.close()
