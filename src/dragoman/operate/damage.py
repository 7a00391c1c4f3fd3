"""What was found damaged and made anew, kept beside the index so that it is said until the user has seen it."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from dragoman.disk import sync_folder

FILE = "index-damage.json"


class DamageNote(msgspec.Struct, frozen=True, kw_only=True):
    """The last time that the index was made anew because its files were not as they were written."""

    found_at: datetime
    """UTC."""
    reason: str
    times: int = 1
    """How often so far in this home: a disk that does it again is failing."""


def note(home: Path, reason: str, /) -> None:
    """Keep it, written whole or not at all. A home that cannot be written (a full disk) loses the note only."""
    before = noted(home)
    found = DamageNote(
        found_at=datetime.now(UTC), reason=reason, times=before.times + 1 if before is not None else 1
    )
    temporary = home / f"{FILE}.part"
    try:
        with temporary.open("wb") as stream:
            stream.write(msgspec.json.encode(found))
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(home / FILE)
        sync_folder(home)
    except OSError:
        temporary.unlink(missing_ok=True)


def noted(home: Path, /) -> DamageNote | None:
    """None where nothing was, or the note cannot be read."""
    try:
        return msgspec.json.decode((home / FILE).read_bytes(), type=DamageNote)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None
