"""Reads scans and photographs of price lists (PNG, JPEG, TIFF, WebP): each cell with its box on the picture."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.errors import FileTooLarge, FileUnreadable
from dragoman.formats.ocr import UNREAD_SCRIPT, picture_pages, unread_page
from dragoman.formats.ocr_words import NOTHING_KEPT, KeptWords
from dragoman.formats.pdf_limits import DEFAULT_PAGE_LIMITS, PageLimits
from dragoman.formats.pdf_page import Page
from dragoman.formats.pdf_process import page_of
from dragoman.formats.pdf_tables import tables_of
from dragoman.model import Problem
from dragoman.ports import ReadOptions, SourceFile, Table

_JPEG = b"\xff\xd8\xff"
_TIFF = (b"II*\x00", b"MM\x00*")


class ScanReader:
    """Tables of a picture; satisfies `ports.FormatReader`."""

    name = "scan"
    suffixes = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp")

    def __init__(
        self, limits: PageLimits = DEFAULT_PAGE_LIMITS, /, *, kept: KeptWords = NOTHING_KEPT
    ) -> None:
        """`kept`: what OCR read before."""
        self._limits = limits
        self._kept = kept

    def sniff(self, head: bytes, /, *, name: str) -> float:
        """The signs of the four formats."""
        del name
        png = head.startswith(b"\x89PNG\r\n\x1a\n") and head[12:16] == b"IHDR" and len(head) > 33
        webp = head[:4] == b"RIFF" and head[8:12] == b"WEBP"
        jpeg = head.startswith(_JPEG) and len(head) > 100
        return 0.97 if png or webp or jpeg or (head.startswith(_TIFF) and len(head) > 100) else 0.0

    def read(self, source: SourceFile, options: ReadOptions, /) -> Iterator[Table]:
        """The tables of all its pages. Raises FileUnreadable, FileTooLarge."""
        if source.size > self._limits.max_file_bytes:
            raise FileTooLarge(
                f"{source.name}: expected a picture of at most {self._limits.max_file_bytes:,} bytes, got {source.size:,}; "
                "save it as JPEG or PNG at 200 to 300 dots per inch"
            )
        pages: list[Page] = []
        problems: list[Problem] = []
        for message in picture_pages(source, self._limits, self._kept):
            if message.unread:
                problems.append(unread_page(source, message.number, message.unread))
            elif message.words:
                pages.append(page_of(message))
        if not pages:
            got = problems[0].value if problems else "a picture without any"
            raise FileUnreadable(
                f"{source.name}: expected {UNREAD_SCRIPT}; got {got}; "
                "ask the supplier for the list as XLSX or CSV, or for a sharper scan"
            )
        given = False
        for table in tables_of(source, pages, options, {"read by": "OCR"}):
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
                f"{source.name}: expected a table of offers, got a picture of text without one; "
                "if there is a table, take the picture straight from above, in even light"
            )
