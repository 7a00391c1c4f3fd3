"""Pages that are pictures, read by OCR in a process of its own (`ocr_child`); needs the extra `dragoman[ocr]`."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing

from dragoman.errors import FileTooLarge, FileUnreadable
from dragoman.formats.ocr_words import NOTHING_KEPT, KeptWords
from dragoman.formats.pdf_limits import PageLimits
from dragoman.formats.pdf_process import ChildDied, ChildRequest, PageMessage, PageProcess, lost_page
from dragoman.formats.text import opened
from dragoman.model import Problem
from dragoman.ports import SourceFile

INSTALL = "install OCR with `pip install 'dragoman[ocr]'`, or ask the supplier for the list as XLSX or CSV"
UNREAD_SCRIPT = (
    "text in Latin letters, Chinese or Japanese; Cyrillic, Arabic and other scripts are not read from pictures, nor is text "
    "too blurred to tell"
)


class OcrMissing(FileUnreadable):
    """The extra for OCR is not installed."""


def scanned_pages(
    source: SourceFile, numbers: Sequence[int], limits: PageLimits, kept: KeptWords = NOTHING_KEPT, /
) -> Iterator[PageMessage]:
    """Pages of a PDF by OCR, in the order asked for. Raises OcrMissing, FileUnreadable, FileTooLarge."""
    known = kept.pages(source.sha256, numbers, limits)
    todo = [number for number in numbers if number not in known]
    if not todo:
        yield from (known[number] for number in numbers)
        return
    with closing(_pages(source, ["pdf", ",".join(map(str, todo))], limits)) as fresh:
        for number in numbers:
            if number in known:
                yield known[number]
                continue
            page = next(fresh, None)
            if page is None:
                return
            kept.keep(source.sha256, page, limits)
            yield page
    kept.trim()


def picture_pages(
    source: SourceFile, limits: PageLimits, kept: KeptWords = NOTHING_KEPT, /
) -> Iterator[PageMessage]:
    """The frames of a picture file by OCR. Raises OcrMissing, FileUnreadable, FileTooLarge."""
    numbers = kept.frames(source.sha256, limits)
    known = kept.pages(source.sha256, numbers, limits)
    if numbers and len(known) == len(numbers):
        yield from (known[number] for number in numbers)
        return
    read: list[int] = []
    for page in _pages(source, ["picture", str(limits.max_scanned_pages)], limits):
        read.append(page.number)
        kept.keep(source.sha256, page, limits)
        yield page
    kept.keep_frames(source.sha256, read, limits)
    kept.trim()


def _pages(source: SourceFile, what: Sequence[str], limits: PageLimits) -> Generator[PageMessage]:
    seconds = int(limits.max_ocr_page_seconds * limits.max_scanned_pages)
    request = ChildRequest(
        program="ocr_child.py",
        arguments=[str(limits.max_ocr_memory_bytes), str(seconds), str(limits.max_pixels), *what],
        message_seconds=limits.max_ocr_page_seconds,
    )
    try:
        with opened(source) as stream, PageProcess(source, stream, request) as process:
            process.count()
            yield from process.pages()
    except ChildDied as error:
        raise told(source, error, limits) from error


def told(source: SourceFile, error: ChildDied, limits: PageLimits, /) -> FileUnreadable:
    """What a child said, as the error that a person reads."""
    name = source.name
    if error.kind == "missing":
        return OcrMissing(f"{name}: expected pages with text, got pictures of pages; {INSTALL}")
    if error.kind == "large":
        return FileTooLarge(
            f"{name}: expected a picture of at most {limits.max_pixels:,} pixels, got {error.text}; "
            "scan it at 200 to 300 dots per inch"
        )
    if error.kind == "memory":
        return FileTooLarge(
            f"{name}: expected a picture that is read in {limits.max_ocr_memory_bytes:,} bytes of memory, got one that needs "
            "more; scan it at 200 to 300 dots per inch"
        )
    if error.kind == "time":
        return FileTooLarge(
            f"{name}: expected pages that are read in {limits.max_ocr_page_seconds:g} seconds each, got one that takes "
            "longer; scan it at 200 to 300 dots per inch, or split the file"
        )
    return FileUnreadable(
        f"{name}: expected a whole picture, got one that is cut off or damaged ({error.text}); "
        "fetch it again, or open it and save it as PNG"
    )


def unread_page(source: SourceFile, number: int, unread: str, /) -> Problem:
    """A page in a script that OCR does not read."""
    return lost_page(
        source,
        number,
        f"{unread} not read",
        "ask the supplier for this page as XLSX or CSV, or for a sharper scan",
        expected=UNREAD_SCRIPT,
    )
