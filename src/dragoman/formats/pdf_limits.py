"""How much of a PDF or a picture is read before it is refused."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLimits:
    """Bounds on documents of pages."""

    max_file_bytes: int = 268_435_456
    max_pages: int = 2_000
    max_page_chars: int = 100_000
    """A printed page holds about 5,000."""
    max_chars: int = 6_000_000
    """Of all pages: what is held in memory while tables are looked for."""
    max_memory_bytes: int = 1_610_612_736
    """Address space of the process that reads the pages' text."""
    max_cpu_seconds: int = 600
    """Of that process, for the whole file."""
    max_page_seconds: float = 60.0
    """That one page may take."""
    max_pixels: int = 60_000_000
    """Of a picture: A4 at 600 dots per inch has 35 million."""
    max_scanned_pages: int = 300
    """Pages without text of one file that are read by OCR: about two seconds each."""
    max_ocr_memory_bytes: int = 6_442_450_944
    """Address space of the process that runs OCR; it uses about a sixth of it."""
    max_ocr_page_seconds: float = 180.0


DEFAULT_PAGE_LIMITS = PageLimits()
