"""How large a request may be, and how slow: counted as it comes, since one sent in pieces does not say its length."""

from __future__ import annotations

import asyncio
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dragoman.errors import FileTooLarge, InputError
from dragoman.faces.guards.answers import declared_bytes, refusal

UPLOADS = ("/ingest", "/api/ingest", "/api/preview")
FORM_OVERHEAD_BYTES = 1 << 20
OTHER_BYTES = 1 << 20
"""Most that a request may have where no files are sent."""
SILENCE_SECONDS = 30.0
"""Longest wait for the next piece of a body."""
GRACE_SECONDS = 30.0
LEAST_BYTES_PER_SECOND = 1024
"""What a body must have come at, on the whole, once GRACE_SECONDS have passed."""


class TooSlow(InputError):
    """The body of a request comes in too slowly to wait for."""

    http_status = 408


class BodyGuard:
    """ASGI middleware: raises FileTooLarge or TooSlow where the application reads on, and sees that they are the answer.

    A page shows the error itself. A framework that reads the body before its route would call it a bad request:
    then the answer is replaced.
    """

    def __init__(self, app: ASGIApp, *, max_upload_mb: int) -> None:
        self._app = app
        self._max_upload_mb = max_upload_mb

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = _Body(receive, declared_bytes(scope), scope["path"].startswith(UPLOADS), self._max_upload_mb)
        replaced = False

        async def sent(message: Message) -> None:
            nonlocal replaced
            refused = body.refused
            begins = message["type"] == "http.response.start"
            if begins and refused is not None and message["status"] != refused.http_status:
                replaced = True
                answer = refusal(scope, refused.http_status, type(refused).__name__, str(refused))
                await answer(scope, receive, send)
                return
            if not replaced:
                await send(message)

        await self._app(scope, body.receive, sent)


class _Body:
    """One request's body as it comes."""

    def __init__(self, receive: Receive, declared: int | None, upload: bool, max_upload_mb: int) -> None:
        self.refused: InputError | None = None
        self._receive = receive
        self._declared = declared
        self._upload = upload
        self._max_mb = max_upload_mb
        self._limit = max_upload_mb * 1024 * 1024 + FORM_OVERHEAD_BYTES if upload else OTHER_BYTES
        self._bytes = 0
        self._began: float | None = None
        self._over = False

    async def receive(self) -> Message:
        """The next piece. Raises FileTooLarge, TooSlow."""
        if self._over:
            return await self._receive()
        if self._declared is not None and self._declared > self._limit:
            raise self._refuse(self._too_large(f"{self._declared // (1024 * 1024)} MB"))
        if self._began is None:
            self._began = time.monotonic()
        try:
            message = await asyncio.wait_for(self._receive(), SILENCE_SECONDS)
        except TimeoutError:
            raise self._refuse(self._too_slow()) from None
        self._bytes += len(message.get("body", b""))
        self._over = message["type"] != "http.request" or not message.get("more_body", False)
        if self._bytes > self._limit:
            raise self._refuse(self._too_large("more"))
        passed = time.monotonic() - self._began
        if not self._over and passed > GRACE_SECONDS and self._bytes < passed * LEAST_BYTES_PER_SECOND:
            raise self._refuse(self._too_slow())
        return message

    def _refuse(self, error: InputError) -> InputError:
        self.refused = error
        return error

    def _too_large(self, got: str) -> FileTooLarge:
        if not self._upload:
            return FileTooLarge(
                f"expected a request of at most {OTHER_BYTES // 1024} kB, got {got}; send less"
            )
        return FileTooLarge(
            f"expected at most {self._max_mb} MB at once, got {got}; send fewer files, "
            "or load them with `dragoman ingest`, or raise DRAGOMAN_MAX_UPLOAD_MB"
        )

    def _too_slow(self) -> TooSlow:
        return TooSlow(
            f"expected at least {LEAST_BYTES_PER_SECOND} bytes a second, got {self._bytes} bytes so far; send it again "
            "over a better line, or load it with `dragoman ingest`"
        )
