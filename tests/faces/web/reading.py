"""A page as its reader has it: its words, links and controls, and what a screen reader would miss in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from httpx2 import Response
from lxml import html
from lxml.html import HtmlElement

CONTROLS = (
    "//a[@href] | //button | //summary | //select | //textarea | //meter | //progress | //input[@type!='hidden']"
    " | //input[not(@type)]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An answer in HTML, parsed."""

    answer: Response
    tree: HtmlElement = field(repr=False)

    @property
    def status(self) -> int:
        return self.answer.status_code

    @property
    def source(self) -> str:
        return self.answer.text

    def all(self, xpath: str, /) -> list[HtmlElement]:
        found = self.tree.xpath(xpath)
        assert isinstance(found, list)
        return [one for one in found if isinstance(one, HtmlElement)]

    def one(self, xpath: str, /) -> HtmlElement:
        found = self.all(xpath)
        assert len(found) == 1, f"expected one {xpath}, got {len(found)}"
        return found[0]

    def texts(self, xpath: str, /) -> list[str]:
        return [words(one) for one in self.all(xpath)]

    def text(self, xpath: str = "//main", /) -> str:
        return words(self.one(xpath))

    def links(self, xpath: str = "//a", /) -> list[str]:
        return [one.get("href", "") for one in self.all(xpath)]

    @property
    def titles(self) -> list[str]:
        """Of the offers shown, in order."""
        return self.texts("//article[@class='card']//h2")

    @property
    def ids(self) -> list[str]:
        """Suppliers' numbers of the offers shown, in order."""
        return self.texts("//article[@class='card']//p[@class='card-from']//code")


def read(answer: Response, /) -> Page:
    """Parse an HTML answer, a whole page or a part of one."""
    assert answer.headers["content-type"].startswith("text/html")
    return Page(answer=answer, tree=html.document_fromstring(answer.text))


def words(element: HtmlElement, /) -> str:
    """Text of an element, each run of white space as one space."""
    return " ".join(str(element.text_content()).split())


def by_class(name: str, /, tag: str = "*") -> str:
    """XPath of the elements that bear a class.

    >>> by_class("chip", "div")
    "//div[contains(concat(' ', normalize-space(@class), ' '), ' chip ')]"
    """
    return f"//{tag}[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"


def barriers(page: Page, /) -> list[str]:
    """What keeps a screen reader from telling the page; empty where nothing does.

    Source: WCAG 2.2, 1.1.1, 1.3.1, 2.4.2, 2.4.6, 3.1.1, 3.3.2, 4.1.2.
    """
    return [
        *_unnamed(page),
        *_references(page),
        *_headings(page),
        *_document(page),
    ]


def _unnamed(page: Page) -> Iterator[str]:
    for control in page.all(CONTROLS):
        hidden = control.get("aria-hidden") == "true" or control.xpath("ancestor::*[@aria-hidden='true']")
        if not hidden and control.get("type") != "hidden" and not _name(page, control):
            # A bar inside a spoken line ("Sending ...") is named by that line.
            if control.tag == "progress" and control.xpath("ancestor::*[@role='status']"):
                continue
            yield f"no name: {html.tostring(control, encoding='unicode')[:160]}"
    for picture in page.all("//img[not(@alt)] | //svg[not(@aria-hidden='true') and not(@aria-label)]"):
        yield f"no words for a picture: {html.tostring(picture, encoding='unicode')[:160]}"


def _name(page: Page, control: HtmlElement) -> str:
    label = control.get("aria-label") or ""
    if label.strip():
        return label.strip()
    for reference in (control.get("aria-labelledby") or "").split():
        if found := page.all(f"//*[@id='{reference}']"):
            return words(found[0])
    if control.tag in {"a", "button", "summary"}:
        return words(control)
    name = control.get("id")
    labels = [one for one in page.all("//label[@for]") if one.get("for") == name and name]
    around = [one for one in control.iterancestors("label") if isinstance(one, HtmlElement)]
    return " ".join(words(one) for one in [*labels, *around]).strip()


def _references(page: Page) -> Iterator[str]:
    ids = Counter(one.get("id") for one in page.all("//*[@id]"))
    yield from (f"id {name!r} {times} times" for name, times in ids.items() if times > 1)
    for attribute in ("for", "form", "aria-labelledby", "aria-describedby", "aria-controls"):
        for element in page.all(f"//*[@{attribute}]"):
            for name in (element.get(attribute) or "").split():
                if name not in ids:
                    yield f"{attribute} names {name!r}, which is not on the page"


def _headings(page: Page) -> Iterator[str]:
    if len(page.all("//h1")) != 1:
        yield f"expected one h1, got {page.texts('//h1')}"
    levels = [
        int(str(one.tag)[1]) for one in page.all("//main//*[self::h1 or self::h2 or self::h3 or self::h4]")
    ]
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"h{after} follows h{before}"
    yield from (f"empty {one.tag}" for one in page.all("//h1 | //h2 | //h3") if not words(one))


def _document(page: Page) -> Iterator[str]:
    root = page.one("/html")
    if not root.get("lang"):
        yield "the page does not name its language"
    if root.get("dir") not in {"ltr", "rtl"}:
        yield "the page does not say its direction"
    if not page.texts("//title")[0]:
        yield "no title"
    if len(page.all("//main")) != 1:
        yield "expected one main"
