"""HOME/cache/ocr/: what OCR read on pages, kept by the file's bytes and by what read them, so that a page is read once.

Reading a page takes seconds, finding its tables milliseconds: a file is loaded again with every correction of a cell,
and is read for a preview before it is loaded. Derived: anything of it may be deleted at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import secrets
import shutil
import zlib
from collections.abc import Sequence
from functools import cache
from importlib import metadata
from pathlib import Path

import msgspec

from dragoman.formats.pdf_limits import PageLimits
from dragoman.formats.pdf_process import PageMessage

MOST_BYTES = 256 * 1024 * 1024
"""Of all files; some twenty thousand pages. What was used longest ago goes first."""
_MOST_PAGE_BYTES = 64 * 1024 * 1024
_SHA256 = re.compile("[0-9a-f]{64}")
_READ_BY = ("rapidocr", "onnxruntime")
_FRAMES = "frames"


class KeptWords:
    """The folder; a page that cannot be kept is read again next time. Safe to share between threads and processes."""

    def __init__(self, path: Path | None = None, /, *, most_bytes: int = MOST_BYTES) -> None:
        """`path`: None keeps nothing."""
        self._path = path
        self._most_bytes = most_bytes

    def pages(self, sha256: str, numbers: Sequence[int], limits: PageLimits, /) -> dict[int, PageMessage]:
        """Those of the pages that were read before."""
        folder = self._folder(sha256, limits)
        if folder is None or not folder.is_dir():
            return {}
        with contextlib.suppress(OSError):
            folder.touch()  # it is in use
        found = {number: _read(folder / str(number)) for number in numbers}
        return {number: page for number, page in found.items() if page is not None and page.number == number}

    def keep(self, sha256: str, page: PageMessage, limits: PageLimits, /) -> None:
        """Keep what was read on a page."""
        self._write(self._folder(sha256, limits), str(page.number), msgspec.msgpack.encode(page))

    def frames(self, sha256: str, limits: PageLimits, /) -> list[int]:
        """Numbers of all pages of a picture file that was read to its end; empty where it was not."""
        folder = self._folder(sha256, limits)
        if folder is None:
            return []
        try:
            return msgspec.msgpack.decode(_unpacked(folder / _FRAMES), type=list[int])
        except (OSError, zlib.error, msgspec.DecodeError):
            return []

    def keep_frames(self, sha256: str, numbers: Sequence[int], limits: PageLimits, /) -> None:
        """A picture file was read to its end; then make room for others."""
        self._write(self._folder(sha256, limits), _FRAMES, msgspec.msgpack.encode(list(numbers)))

    def trim(self) -> None:
        """Delete what was used longest ago until the rest is within bounds."""
        if self._path is None:
            return
        with contextlib.suppress(OSError):
            folders = sorted(
                (one for one in self._path.iterdir() if one.is_dir()), key=lambda one: -one.stat().st_mtime
            )
            held = 0
            for folder in folders:
                held += sum(file.stat().st_size for file in folder.iterdir())
                if held > self._most_bytes:
                    shutil.rmtree(folder, ignore_errors=True)

    def _folder(self, sha256: str, limits: PageLimits) -> Path | None:
        if self._path is None or not _SHA256.fullmatch(sha256):
            return None
        return self._path / f"{sha256}-{_read_by(limits.max_pixels, limits.max_scanned_pages)}"

    def _write(self, folder: Path | None, name: str, data: bytes) -> None:
        """Whole or not at all."""
        if folder is None:
            return
        beside = folder / f".{secrets.token_hex(8)}.part"
        with contextlib.suppress(OSError):  # a full disk: the page is read again next time
            folder.mkdir(parents=True, exist_ok=True)
            try:
                beside.write_bytes(zlib.compress(data, 6))
                beside.replace(folder / name)
            finally:
                beside.unlink(missing_ok=True)


@cache
def _read_by(*limits: int) -> str:
    """Equal where the same program with the same weights would read the same."""
    program = Path(__file__).with_name("ocr_child.py").read_bytes()
    versions = [f"{name} {_version(name)}" for name in _READ_BY]
    return hashlib.sha256(program + repr((versions, limits)).encode()).hexdigest()[:16]


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "none"


def _read(path: Path) -> PageMessage | None:
    try:
        return msgspec.msgpack.decode(_unpacked(path), type=PageMessage)
    except (OSError, zlib.error, msgspec.DecodeError):
        return None


def _unpacked(path: Path) -> bytes:
    """Raises OSError, zlib.error."""
    with path.open("rb") as file:
        packed = file.read(_MOST_PAGE_BYTES)
    opened = zlib.decompressobj()
    data = opened.decompress(packed, _MOST_PAGE_BYTES)
    if not opened.eof:
        raise zlib.error("cut off, or larger than any page")
    return data


NOTHING_KEPT = KeptWords()
