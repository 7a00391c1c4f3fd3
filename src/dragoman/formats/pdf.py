"""Reads PDF price lists: the tables of its pages, each cell with its page and box.

Text and lines come from pdfium in a process of its own (`pdf_child`), pages without text from OCR (`scan`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import BinaryIO

from dragoman.errors import FileTooLarge, FileUnreadable
from dragoman.formats.ocr import scanned_pages, unread_page
from dragoman.formats.ocr_words import NOTHING_KEPT, KeptWords
from dragoman.formats.pdf_limits import DEFAULT_PAGE_LIMITS, PageLimits
from dragoman.formats.pdf_page import Box, Page, around
from dragoman.formats.pdf_process import (
    ChildDied,
    ChildRequest,
    PageMessage,
    PageProcess,
    UnseenWord,
    lost_page,
    page_of,
)
from dragoman.formats.pdf_tables import tables_of
from dragoman.formats.text import opened
from dragoman.model import Origin, Problem
from dragoman.ports import ReadOptions, SourceFile, Table

_TAIL = 65_536
_MOST_UNMAPPED = 0.3
"""Share of characters without a meaning from which on a page's text is not to be used."""


class PdfReader:
    """Tables of a PDF; satisfies `ports.FormatReader`."""

    name = "pdf"
    suffixes = (".pdf",)

    def __init__(
        self, limits: PageLimits = DEFAULT_PAGE_LIMITS, /, *, kept: KeptWords = NOTHING_KEPT
    ) -> None:
        """`kept`: what OCR read before."""
        self._limits = limits
        self._kept = kept

    def sniff(self, head: bytes, /, *, name: str) -> float:
        """The sign %PDF- within the first kilobyte, and an object."""
        del name
        if b"%PDF-" not in head[:1_024]:
            return 0.0
        return 0.97 if b" obj" in head else 0.2

    def read(self, source: SourceFile, options: ReadOptions, /) -> Iterator[Table]:
        """The tables of all pages. Raises FileUnreadable, FileTooLarge."""
        self._check(source)
        found = self._pages(source)
        self._scan(source, found)
        if not found.pages:
            raise self._without_text(source, found)
        detected = {"pages": str(found.count), **found.shown()}
        given = False
        problems: list[Problem] = [*found.problems, *found.unseen(source)]
        for table in tables_of(source, found.pages, options, detected):
            given = True
            yield Table(
                source=source,
                columns=table.columns,
                rows=iter([*problems, *table.rows]),
                detected=table.detected,
                notes=table.notes,
            )
            problems = []
        if not given:
            raise FileUnreadable(
                f"{source.name}: expected a table of offers, got {found.count} pages of text without one; "
                "ask the supplier for the price list as XLSX or CSV"
            )

    def _check(self, source: SourceFile) -> None:
        if source.size > self._limits.max_file_bytes:
            raise FileTooLarge(
                f"{source.name}: expected a PDF of at most {self._limits.max_file_bytes:,} bytes, got {source.size:,}; "
                "split it, or ask the supplier for the list as XLSX or CSV"
            )
        with opened(source) as stream:
            whole = _is_whole(stream, source.size)
        if not whole:
            raise FileUnreadable(
                f"{source.name}: expected a whole PDF, got one whose end is missing; fetch it again"
            )

    def _pages(self, source: SourceFile) -> _Pages:
        limits = self._limits
        request = ChildRequest(
            program="pdf_child.py",
            arguments=[
                str(limits.max_memory_bytes),
                str(limits.max_cpu_seconds),
                str(limits.max_pages),
                str(limits.max_page_chars),
            ],
            message_seconds=limits.max_page_seconds,
        )
        found = _Pages()
        try:
            with opened(source) as stream, PageProcess(source, stream, request) as process:
                found.count = process.count()
                if found.count > limits.max_pages:
                    raise FileTooLarge(
                        f"{source.name}: expected a PDF of at most {limits.max_pages:,} pages, got {found.count:,}; "
                        "split it, or ask the supplier for the list as XLSX or CSV"
                    )
                for message in process.pages():
                    found.take(source, message, limits)
        except ChildDied as error:
            raise self._told(source, error) from error
        return found

    def _scan(self, source: SourceFile, found: _Pages) -> None:
        """Read the pages without text by OCR; where that fails and others have text, they are Problems."""
        most = self._limits.max_scanned_pages
        todo = found.scanned[:most]
        done = 0
        why = f"a scan, beyond the first {most} of the file"
        advice = "split the file, and load the rest by itself"
        try:
            for message in scanned_pages(source, todo, self._limits, self._kept):
                done += 1
                found.take_scan(source, message)
        except FileUnreadable as error:
            if not found.pages:
                raise
            why, advice = "a scan that is not read", str(error)
        found.problems += [lost_page(source, number, why, advice) for number in found.scanned[done:]]
        found.pages.sort(key=lambda page: page.number)

    def _told(self, source: SourceFile, error: ChildDied) -> FileUnreadable:
        if error.kind == "password":
            return FileUnreadable(
                f"{source.name}: expected a PDF that opens, got one with a password; "
                "open it, print it to a PDF without a password, and load that"
            )
        if error.kind == "memory":
            return FileTooLarge(
                f"{source.name}: expected a PDF that opens in {self._limits.max_memory_bytes:,} bytes of memory, got one "
                "that needs more or is damaged; ask the supplier for the list as XLSX or CSV"
            )
        if error.kind == "time":
            return FileTooLarge(
                f"{source.name}: expected pages that are read in {self._limits.max_page_seconds:g} seconds each, got one "
                "that takes longer; print it to a plain PDF, or ask the supplier for the list as XLSX or CSV"
            )
        return FileUnreadable(
            f"{source.name}: expected a whole PDF, got one that is damaged ({error.text}); "
            "fetch it again, or open it and print it to a new PDF"
        )

    def _without_text(self, source: SourceFile, found: _Pages) -> FileUnreadable:
        first = next(iter(found.problems), None)
        expected, got = (first.expected, first.value) if first is not None else ("pages with text", "none")
        return FileUnreadable(
            f"{source.name}: expected {expected}; got {got}, on each of its {found.count} pages; "
            "ask the supplier for the list as XLSX or CSV"
        )


def _is_whole(stream: BinaryIO, size: int) -> bool:
    """Whether a PDF ends with its end mark; what mail gateways and scanners put behind it is no part of it, but objects
    behind the last mark are those of a PDF that was cut off."""
    behind = b""
    at = size
    while at > 0:
        start = max(0, at - _TAIL)
        stream.seek(start)
        chunk = stream.read(at - start) + behind[: len(_END)]
        found = chunk.rfind(_END)
        tail = chunk[found:] if found >= 0 else chunk
        if _OBJECT.search(tail):
            return False
        if found >= 0:
            return True
        behind, at = chunk, start
    return False


_END = b"%%EOF"
_OBJECT = re.compile(rb"\d\s+\d{1,5}\s+obj\b|\bendobj\b|\bendstream\b|\bstartxref\b")


@dataclass(slots=True)
class _Pages:
    """Pages as they come in."""

    count: int = 0
    pages: list[Page] = field(default_factory=list)
    scanned: list[int] = field(default_factory=list)
    """Numbers of pages that are pictures, or whose text cannot be used."""
    problems: list[Problem] = field(default_factory=list)
    chars: int = 0
    unusable: list[int] = field(default_factory=list)
    """Numbers of pages whose text cannot be used though there is some."""
    why: str = ""
    """And why not, of the last of them."""
    _unseen: list[tuple[int, UnseenWord]] = field(default_factory=list)

    def take(self, source: SourceFile, message: PageMessage, limits: PageLimits) -> None:
        """Raises FileTooLarge where all pages together hold too much."""
        self.chars += message.chars
        if self.chars > limits.max_chars:
            raise FileTooLarge(
                f"{source.name}: expected a PDF of at most {limits.max_chars:,} characters, got more; "
                "split it, or ask the supplier for the list as XLSX or CSV"
            )
        if message.failed or message.crowded:
            why = message.failed or f"{message.crowded:,} characters on one page"
            self.problems.append(
                lost_page(source, message.number, why, "ask the supplier for this page as XLSX or CSV")
            )
        elif message.chars == 0 and message.pictures < 0.05:
            return  # an empty page
        elif (why := _unusable(message)) != "":
            self.scanned.append(message.number)
            self.unusable.append(message.number)
            self.why = why
        elif message.chars == 0:
            self.scanned.append(message.number)
        else:
            self._unseen += [(message.number, one) for one in message.unseen][
                : _MOST_UNSEEN - len(self._unseen)
            ]
            self.pages.append(page_of(message))

    def unseen(self, source: SourceFile) -> Iterator[Problem]:
        """What pages hold and do not show, one Problem for all of a kind that is near each other on a page."""
        for (number, why), found in groupby(self._unseen, key=lambda one: (one[0], one[1][5])):
            words = [one for _, one in found]
            box = around([word[1:5] for word in words])
            yield Problem(
                kind="bad_value",
                origin=Origin(
                    file=source.name,
                    sha256=source.sha256,
                    page=number,
                    box=None if why == "outside" else _rounded(box),
                ),
                value=" ".join(word[0] for word in words)[:200],
                expected="text that the page shows",
                advice=f"it is {_UNSEEN[why]} and left out; if it holds, ask the supplier for a list that shows it",
            )

    def take_scan(self, source: SourceFile, message: PageMessage) -> None:
        if message.unread:
            self.problems.append(unread_page(source, message.number, message.unread))
        elif message.words:
            self.pages.append(page_of(message))

    def shown(self) -> dict[str, str]:
        """For `Table.detected`."""
        shown = {"scanned pages": _ranges(self.scanned)} if self.scanned else {}
        if self.unusable:
            shown["text not used"] = f"pages {_ranges(self.unusable)}: {self.why}; read by OCR"
        return shown


_MOST_UNSEEN = 400
"""Words of a file that are told."""
_UNSEEN: Mapping[str, str] = {
    "white": "white on white",
    "invisible": "not drawn on the page",
    "tiny": "too small to be read",
    "outside": "outside the page's edge",
}


def _rounded(box: Box) -> Box:
    x0, top, x1, bottom = (round(side, 1) for side in box)
    return x0, top, x1, bottom


def _unusable(message: PageMessage) -> str:
    """Why a page's text is not what it shows; "" where it is."""
    if message.chars == 0:
        return ""
    invisible = sum(one[5] == "invisible" for one in message.unseen)
    if invisible > len(message.words):
        return "most of it is not drawn on the page"
    if message.unmapped > _MOST_UNMAPPED * message.chars:
        return "its font does not say what its letters are"
    return ""


def _ranges(numbers: Sequence[int]) -> str:
    """ "1-3, 7"."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return ", ".join(str(part[0]) if len(part) == 1 else f"{part[0]}-{part[-1]}" for part in parts)
