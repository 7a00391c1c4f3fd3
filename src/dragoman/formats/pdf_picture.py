"""A page of a PDF or a scan as a picture, to show a cell's box on it; made in a process of its own."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.errors import FileUnreadable, NotFound
from dragoman.formats.ocr import told
from dragoman.formats.pdf_limits import DEFAULT_PAGE_LIMITS, PageLimits
from dragoman.formats.pdf_page import Box
from dragoman.formats.pdf_process import ChildDied, ChildRequest, PageProcess
from dragoman.formats.text import opened
from dragoman.ports import SourceFile


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePicture:
    """A page as it is shown. A box of an Origin, divided by `width` and `height`, is where it stands on it."""

    png: bytes
    width: float
    height: float
    """Points."""

    def share(self, box: Box, /) -> Box:
        """A box in points as shares of the page, 0 to 1, for drawing it at any size.

        >>> PagePicture(png=b"", width=600, height=800).share((60, 80, 120, 96))
        (0.1, 0.1, 0.2, 0.12)
        """
        x0, top, x1, bottom = box
        return x0 / self.width, top / self.height, x1 / self.width, bottom / self.height


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
