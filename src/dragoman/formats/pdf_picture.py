"""A page of a PDF or a scan as a picture, to show a cell's box on it; made in a process of its own."""

from __future__ import annotations

from dragoman.errors import FileUnreadable, NotFound
from dragoman.formats.ocr import told
from dragoman.formats.pdf_limits import DEFAULT_PAGE_LIMITS, PageLimits
from dragoman.formats.pdf_process import ChildDied, ChildRequest, PageProcess
from dragoman.formats.text import opened
from dragoman.ports import PagePicture, SourceFile


def page_picture(
    source: SourceFile,
    page: int,
    /,
    *,
    wide_pixels: int = 1_200,
    limits: PageLimits = DEFAULT_PAGE_LIMITS,
) -> PagePicture:
    """A page of a PDF, PNG, JPEG, TIFF or WebP file.

    Args:
        page: 1-based, as in an Origin.
    Raises:
        NotFound: the file has no such page.
        FileUnreadable: it does not open any more.
    """
    request = ChildRequest(
        program="ocr_child.py",
        arguments=[
            str(limits.max_memory_bytes),
            str(int(limits.max_page_seconds) + 1),
            str(limits.max_pixels),
            "show",
            str(page),
            str(wide_pixels),
        ],
        message_seconds=limits.max_page_seconds,
    )
    try:
        with opened(source) as stream, PageProcess(source, stream, request) as process:
            shown = process.shown()
    except ChildDied as error:
        if error.kind == "page":
            raise NotFound(
                f"{source.name}: expected a page {page}, found none; the file has fewer pages"
            ) from error
        failed: FileUnreadable = told(source, error, limits)
        raise failed from error
    return PagePicture(png=shown.picture, width=shown.width, height=shown.height)
