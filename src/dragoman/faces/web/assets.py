"""The page's own files under /static, named by their content so that browsers may keep them for good."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from fastapi import FastAPI
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

STATIC_FOLDER = Path(__file__).parent / "static"
ASKED_AGAIN = "no-cache"
"""For what a script imports by its bare name: kept, but asked about each time."""
KEPT = "public, max-age=31536000, immutable"


@lru_cache(maxsize=64)
def asset(name: str, /) -> str | None:
    """URL of a file under static/; None where set-up did not fetch it (see scripts/front_end.py)."""
    path = STATIC_FOLDER / name
    if not path.is_file():
        return None
    return f"/static/{name}?v={hashlib.sha256(path.read_bytes()).hexdigest()[:12]}"


class _VersionedFiles(StaticFiles):
    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        versioned = response.status_code == 200 and scope["query_string"].startswith(b"v=")
        response.headers["Cache-Control"] = KEPT if versioned else ASKED_AGAIN
        return response


def mount_static(server: FastAPI) -> None:
    """Serve static/ (with static/vendor/, which set-up fills) under /static."""
    server.mount("/static", _VersionedFiles(directory=STATIC_FOLDER, check_dir=True), name="static")
