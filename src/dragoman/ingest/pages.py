"""Pages of files that were loaded, as pictures: opened anew where they lie, if they still hold the same bytes."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from dragoman.errors import FileChanged, FileGone, NotFound, StoreBusy
from dragoman.ingest.sources import Limits, expand
from dragoman.ports import FileRecord, PagePicture, SourceFile

MAX_KEPT_BYTES = 48 * 1024 * 1024
MOST_WAITING = 16
WAIT_SECONDS = 30.0
MAX_PAGE = 100_000

Draw = Callable[[SourceFile, int], PagePicture]
"""A page, 1-based, of a file."""


class PagePictures:
    """Draws one page at a time and keeps the last ones, by what their file's bytes hash to. Safe to share."""

    def __init__(
        self, files: Callable[[], Sequence[FileRecord]], draw: Draw, /, *, uploads: Path, limits: Limits
    ) -> None:
        """`uploads`: where a file is looked for too, since a home may have moved."""
        self._files = files
        self._draw = draw
        self._uploads = uploads
        self._limits = limits
        self._kept: OrderedDict[tuple[str, int], PagePicture] = OrderedDict()
        self._lock = threading.Lock()
        self._drawing = threading.Lock()
        self._waiting = 0

    def picture(self, sha256: str, page: int, /) -> PagePicture:
        """A page of the file of the record that has these bytes.

        Raises:
            NotFound: the record has no such file, or the file no such page.
            FileGone, FileChanged: it cannot be looked at any more.
            FileUnreadable: it does not open.
            StoreBusy: too many wait.
        """
        key = (sha256, page)
        found = self._known(key)
        if found is not None:
            return found
        if not 1 <= page <= MAX_PAGE:
            raise NotFound(f"expected the number of a page, got {page}; they begin at 1")
        self._queue()
        try:
            found = self._known(key)
            if found is None:
                found = self._draw(self._reopened(sha256), page)
                self._keep(key, found)
        finally:
            self._drawing.release()
        return found

    def file(self, sha256: str, /) -> FileRecord:
        """The newest file of the record with these bytes. Raises NotFound."""
        return self._records(sha256)[-1]

    # ------------------------------------------------------------------------------ kept

    def _known(self, key: tuple[str, int]) -> PagePicture | None:
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def _keep(self, key: tuple[str, int], picture: PagePicture) -> None:
        with self._lock:
            self._kept[key] = picture
            size = sum(len(one.png) for one in self._kept.values())
            while size > MAX_KEPT_BYTES and len(self._kept) > 1:
                size -= len(self._kept.popitem(last=False)[1].png)

    def _queue(self) -> None:
        """Wait for one's turn to draw; at most MOST_WAITING do."""
        with self._lock:
            full = self._waiting >= MOST_WAITING
            self._waiting += not full
        if full:
            raise StoreBusy(f"{MOST_WAITING} pages wait to be drawn already; try again in a moment")
        try:
            if not self._drawing.acquire(timeout=WAIT_SECONDS):
                raise StoreBusy(f"a page is being drawn for more than {WAIT_SECONDS:g} seconds; try again")
        finally:
            with self._lock:
                self._waiting -= 1

    # ------------------------------------------------------------------------------ opened anew

    def _records(self, sha256: str) -> list[FileRecord]:
        if not re.fullmatch("[0-9a-f]{64}", sha256):
            raise NotFound(f"expected the SHA-256 of a file, got {sha256[:80]!r}; follow a link of an offer")
        found = [file for file in self._files() if file.sha256 == sha256]
        if not found:
            raise NotFound(
                f"no file of the record has the SHA-256 {sha256}; a newer edition was loaded, or none was"
            )
        return found

    def _reopened(self, sha256: str) -> SourceFile:
        records = self._records(sha256)
        there = False
        for path in dict.fromkeys(place for file in records for place in self._places(file)):
            if not path.is_file():
                continue
            there = True
            for source in self._sources(path):
                if source.sha256 == sha256:
                    return source
        name = records[-1].name
        if there:
            raise FileChanged(
                f"{name}: expected the file that was loaded, found one with other bytes in its place; "
                "load it to see its pages"
            )
        raise FileGone(
            f"{name}: expected the file where it was loaded from, found nothing there; "
            "put it back, or load it again from where it lies now"
        )

    def _places(self, file: FileRecord) -> Iterator[Path]:
        if file.path is not None:
            yield file.path
        outer = file.name.split("!/", 1)[0]
        if outer not in ("", ".", "..") and not re.search(r"[/\\\x00]", outer):
            yield self._uploads / outer

    def _sources(self, path: Path) -> Iterator[SourceFile]:
        for found in expand([path], self._limits):
            if isinstance(found, SourceFile):
                yield found
