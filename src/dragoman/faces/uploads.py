"""Files that come in over HTTP: kept under HOME/uploads, under names we make safe, within a size limit."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, Protocol

from dragoman.disk import sync_folder, written
from dragoman.errors import FileTooLarge, InputError
from dragoman.settings import Settings

CHUNK = 1 << 20
_MOST_LETTERS = 150
_MOST_BYTES = 240
"""Of a name; file systems take 255."""
_UNSAFE = re.compile(r"[^\w.\-() \[\]]+")


class Upload(Protocol):
    """What we need of a framework's upload."""

    @property
    def filename(self) -> str | None: ...

    @property
    def file(self) -> BinaryIO: ...


def safe_name(name: str | None, /) -> str:
    """The last part of a name a stranger sent, with nothing in it that could leave a folder.

    >>> safe_name("../../etc/pass wd.csv"), safe_name("C:\\\\lists\\\\preise.xlsx"), safe_name("..")
    ('pass wd.csv', 'preise.xlsx', 'upload')
    """
    last = re.split(r"[\\/]", name or "")[-1]
    kept = _UNSAFE.sub("_", last)[-_MOST_LETTERS:]
    kept = kept.encode("utf-8", "ignore")[-_MOST_BYTES:].decode("utf-8", "ignore")
    return kept.strip(". ") or "upload"


def keep_uploads(settings: Settings, uploads: Sequence[Upload], /) -> list[Path]:
    """Write each upload to HOME/uploads/<name>, the same name always the same place, so that a newer
    list under the same name updates its offers.

    Raises FileTooLarge beyond `max_upload_mb`, InputError for an upload without a name.
    """
    _refuse_twice([upload.filename or "" for upload in uploads])
    with written(settings.uploads_path):
        settings.uploads_path.mkdir(parents=True, exist_ok=True)
    return [_keep(settings, upload) for upload in uploads]


def _refuse_twice(given: Sequence[str]) -> None:
    """Raises InputError where two names, as they are kept, are one."""
    kept: dict[str, str] = {}
    for name in given:
        place = safe_name(name)
        if place in kept:
            same = (
                f"{name!r} twice"
                if kept[place] == name
                else f"{kept[place]!r} and {name!r}, both kept as {place!r}"
            )
            raise InputError(
                f"expected files with names of their own, got {same}; send them under other names, or as a .zip"
            )
        kept[place] = name


def _keep(settings: Settings, upload: Upload) -> Path:
    if not upload.filename:
        raise InputError(
            "expected a file with a name, got an upload without one; choose a file and send it again"
        )
    target = settings.uploads_path / safe_name(upload.filename)
    partial = settings.uploads_path / f".{secrets.token_hex(8)}.part"
    limit = settings.max_upload_mb * 1024 * 1024
    size = 0
    try:
        with written(settings.uploads_path), partial.open("wb") as stream:
            while chunk := upload.file.read(CHUNK):
                size += len(chunk)
                if size > limit:
                    raise FileTooLarge(
                        f"{upload.filename!r} is larger than {settings.max_upload_mb} MB, the most an upload may be; "
                        "load it with `dragoman ingest`, or raise DRAGOMAN_MAX_UPLOAD_MB"
                    )
                stream.write(chunk)
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(target)
        sync_folder(settings.uploads_path)
    finally:
        partial.unlink(missing_ok=True)
    return target
