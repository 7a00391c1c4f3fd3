"""Page numbers of a long list of hits."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.faces.web.search_form import MAX_PAGE, SearchForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    number: int
    url: str
    current: bool
    gap_before: bool
    """Some pages between this and the one before are not shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    shown: tuple[Page, ...]
    previous: str | None
    next: str | None


def pages(form: SearchForm, total: int, size: int, /) -> Pages | None:
    """First, last and those around the current page; None where one page holds all."""
    last = min(MAX_PAGE, -(-total // size))
    if last <= 1:
        return None
    numbers = sorted({1, last, *range(max(1, form.page - 1), min(last, form.page + 1) + 1)})
    shown = tuple(
        Page(
            number=number,
            url=form.url(page=number),
            current=number == form.page,
            gap_before=index > 0 and number - numbers[index - 1] > 1,
        )
        for index, number in enumerate(numbers)
    )
    return Pages(
        shown=shown,
        previous=form.url(page=form.page - 1) if 1 < form.page <= last else None,
        next=form.url(page=form.page + 1) if form.page < last else None,
    )
