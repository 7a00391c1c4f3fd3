"""A saved web page as a tree. Nothing of it is run or fetched: no script, no style, no address, no entity of its own.

A page can only be read whole, so its size is limited.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from lxml import etree

from dragoman.errors import FileTooLarge, FileUnreadable
from dragoman.formats.signs import text_start
from dragoman.formats.text import Encoding, encoding_of, head, opened, undecodable_at
from dragoman.model import Origin
from dragoman.ports import ReadOptions, SourceFile

MAX_PAGE_BYTES = 33_554_432
"""A tree takes about ten times its page."""
_META = re.compile(rb"<meta[^>]{0,500}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)\s*(https?://[^\s<>]{1,2000})", re.IGNORECASE)
_LANGUAGE = re.compile(r"([a-zA-Z]{2,3})(?:[-_].{0,40})?")
_AS_BROWSERS_DO = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "euc-kr": "cp949",
    "iso-8859-9": "cp1254",
    "utf8": "utf-8",
}
"""Declared encoding -> the larger one that pages under that name are in (encoding.spec.whatwg.org)."""
_BEGINNINGS = (
    *(
        "!doctype html",
        "html",
        "head",
        "body",
        "div",
        "table",
        "section",
        "main",
        "article",
        "center",
        "span",
        "p",
    ),
    *(
        "title",
        "style",
        "h1",
        "h2",
        "h3",
        "form",
        "font",
        "ul",
        "meta charset",
        "meta http-equiv",
        "meta name",
        "nav",
    ),
    *("script", "base href", "tbody", "tr"),
)
_PROLOGUE = re.compile(r"(?:\s+|<!--.*?-->|<\?xml[^>]{0,200}\?>)*", re.DOTALL)


def is_page(start: bytes, /) -> bool:
    """Whether bytes begin like HTML: by its doctype, or by one of its elements."""
    text = text_start(start)
    if not text.startswith("<"):
        return False
    prologue = _PROLOGUE.match(text)
    rest = text[prologue.end() if prologue is not None else 0 :][:100].lower()
    if text[:5].lower() == "<?xml":
        return rest.startswith(("<html", "<!doctype html"))
    return any(
        rest.startswith(f"<{name}") and not rest[len(name) + 1 : len(name) + 2].isalnum()
        for name in _BEGINNINGS
    )


class Paths:
    """XPaths of a tree's elements, as lxml's `getpath` gives them; that one counts siblings anew for each element, which
    takes quadratic time on a page of many."""

    def __init__(self) -> None:
        self._paths: dict[etree._Element, str] = {}

    def of(self, element: etree._Element, /) -> str:
        """The path of an element from its root."""
        path = self._paths.get(element)
        if path is not None:
            return path
        way = [element]
        while (parent := way[-1].getparent()) is not None and parent not in self._paths:
            way.append(parent)
        if parent is None:
            root = way.pop()
            self._paths[root] = f"/{root.tag}"
            parent = root
        for _ in range(len(way)):
            self._name_children(parent)
            parent = way.pop()
        return self._paths[element]

    def _name_children(self, parent: etree._Element) -> None:
        counts = Counter(child.tag for child in parent)
        seen: Counter[object] = Counter()
        for child in parent:
            seen[child.tag] += 1
            position = f"[{seen[child.tag]}]" if counts[child.tag] > 1 else ""
            self._paths[child] = f"{self._paths[parent]}/{child.tag}{position}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A parsed page."""

    source: SourceFile
    root: etree._Element
    encoding: str
    """As shown to users."""
    language: str | None
    """Primary subtag of what the page says of itself."""
    base: str
    """Address that relative ones are meant from; "" where the page does not say it."""
    paths: Paths = field(default_factory=Paths)

    def path(self, element: etree._Element, /) -> str:
        """The XPath of an element."""
        return self.paths.of(element)

    def origin(self, element: etree._Element, /) -> Origin:
        return Origin(file=self.source.name, sha256=self.source.sha256, path=self.path(element))


def parse_page(source: SourceFile, options: ReadOptions, /) -> Page:
    """The tree of a page. Raises FileUnreadable, FileTooLarge."""
    if source.size > MAX_PAGE_BYTES:
        raise FileTooLarge(
            f"{source.name}: expected a web page of at most {MAX_PAGE_BYTES:,} bytes, got {source.size:,}; "
            "ask the supplier for the list as CSV or XLSX"
        )
    encoding = _encoding(source, options)
    with opened(source) as stream:
        data = stream.read(MAX_PAGE_BYTES + 1)
    text = data.decode(encoding.name, "replace").replace("\x00", "\ufffd").lstrip("\ufeff")
    parser = etree.HTMLParser(
        encoding="utf-8",
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
        recover=True,
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _no_page(source, str(error)) from error
    if root is None:
        raise _no_page(source, "nothing that could be read")
    return Page(
        source=source,
        root=root,
        encoding=encoding.shown,
        language=_language(root),
        base=_base(root, text),
    )


def _no_page(source: SourceFile, what: str) -> FileUnreadable:
    return FileUnreadable(
        f"{source.name}: expected a web page, got {what!r}; save the page anew from the browser, or the list as CSV"
    )


def _encoding(source: SourceFile, options: ReadOptions) -> Encoding:
    """The one asked for; the one declared where every byte is possible in it; else what is detected."""
    start = head(source)
    if options.encoding is None and not start.startswith(
        (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    ):
        declared = _META.search(start[:8_192])
        name = declared.group(1).decode("ascii").lower() if declared is not None else ""
        name = _AS_BROWSERS_DO.get(name, name)
        if (
            name
            and not name.startswith("utf-16")
            and _is_known(name)
            and undecodable_at(source, name) is None
        ):
            return Encoding(name=name, shown=f"{name} (declared)", forced=False)
    return encoding_of(source, options)


def _is_known(name: str) -> bool:
    try:
        return codecs.lookup(
            name
        )._is_text_encoding  # private, and the only way to leave "zip" and "rot13" out
    except LookupError:
        return False


def _language(root: etree._Element) -> str | None:
    found = _LANGUAGE.fullmatch(
        (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip()
    )
    return found.group(1).lower() if found is not None else None


def _base(root: etree._Element, text: str) -> str:
    """What the page says of its own address: <base>, its canonical link, or what a browser wrote when it saved it."""
    saved = _SAVED_FROM.search(text[:4_000])
    given = (
        root.findtext("head/base"),
        *(one.get("href") for one in root.iterfind(".//base")),
        *(
            one.get("href")
            for one in root.iterfind(".//link")
            if (one.get("rel") or "").lower() == "canonical"
        ),
        *(one.get("content") for one in root.iterfind(".//meta") if one.get("property") == "og:url"),
        saved.group(1) if saved is not None else None,
    )
    return next((one.strip() for one in given if one and _is_whole(one.strip())), "")


def _is_whole(address: str) -> bool:
    try:
        return urlsplit(address).scheme in ("http", "https")
    except ValueError:
        return False
