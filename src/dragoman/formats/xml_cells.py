"""The cells of one XML product: typed values with their XPath, unit and text as written; what is left over too."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from lxml import etree

from dragoman.formats.rows import ItemRow
from dragoman.formats.xml_stream import Element, Part, is_element, local, qualified
from dragoman.model import Language
from dragoman.ports import CellValue, RowChange, SourceFile

_NUMBER = re.compile(r"[+-]?\d{1,18}(?:\.\d{1,12})?")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?=$|[T ])")
_POSITION = re.compile(r"\[\d+\]")
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_LANGUAGES: Mapping[str, Language] = {
    three: two
    for two, listed in {
        "en": "eng",
        "zh": "zho chi",
        "es": "spa",
        "de": "deu ger",
        "fr": "fra fre",
        "pt": "por",
        "ja": "jpn",
        "ar": "ara",
        "ru": "rus",
        "it": "ita",
        "nl": "nld dut",
        "pl": "pol",
        "cs": "ces cze",
        "sk": "slk slo",
        "da": "dan",
        "sv": "swe",
        "fi": "fin",
        "no": "nor nob",
        "hu": "hun",
        "ro": "ron rum",
        "tr": "tur",
        "el": "ell gre",
        "bg": "bul",
        "hr": "hrv",
        "sl": "slv",
        "et": "est",
        "lv": "lav",
        "lt": "lit",
        "uk": "ukr",
        "ko": "kor",
        "he": "heb",
    }.items()
    for three in listed.split()
}


def language_of(code: str, /) -> Language:
    """A language code as BCP 47 has it.

    >>> language_of("deu"), language_of("de-DE"), language_of("EN_us")
    ('de', 'de', 'en')
    """
    plain = re.split(r"[-_]", code.strip().lower())[0]
    return _LANGUAGES.get(plain, plain)


def number(text: str, /) -> Decimal | None:
    """A number as XML writes it, with a point; None for anything else ("1.499,50", "approx. 5")."""
    plain = text.strip()
    return Decimal(plain) if _NUMBER.fullmatch(plain) else None


def day(text: str, /) -> date | None:
    """A date as XML writes it: "2026-12-31", with or without a time."""
    found = _DATE.match(text.strip())
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def text_in(element: Element | None, /) -> str:
    """All text of an element; named characters of HTML (&uuml;), whose DTD is never fetched, as themselves."""
    if element is None:
        return ""
    if len(element) == 0:
        return (element.text or "").strip()
    parts: list[str] = []
    for node in element.iter():
        if node.tag is etree.Entity:
            parts.append(html.unescape(node.text or ""))
        elif node.text:
            parts.append(node.text)
        if node is not element and node.tail:
            parts.append(node.tail)
    return "".join(parts).strip()


def child(element: Element | None, *names: str) -> Element | None:
    """The first child of one of these names."""
    return next(children(element, *names), None)


def children(element: Element | None, *names: str) -> Iterator[Element]:
    """The children of these names, in order."""
    return (one for one in element if local(one) in names) if element is not None else iter(())


def descend(element: Element | None, *names: str) -> Element | None:
    """The element at a path of first children."""
    for name in names:
        element = child(element, name)
    return element


def language_at(element: Element, /) -> Language | None:
    """The language that an element says it is in."""
    said = element.get("lang") or element.get(_XML_LANG) or element.get("languageID")
    return language_of(said) if said else None


@lru_cache
def country_name(code: str, /) -> str:
    """The English name of a country's code; the text itself where it is none."""
    return str(Locale("en").territories.get(code.strip().upper(), code.strip()))


PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".tif", ".tiff", ".bmp", ".svg")
"""Endings of pictures' addresses."""


def is_picture(address: str, /) -> bool:
    """Whether an address ends as pictures' do, whatever is asked of it behind "?"."""
    return address.lower().partition("?")[0].endswith(PICTURES)


class ItemCells:
    """Collects the cells of a part and makes its row."""

    def __init__(
        self,
        source: SourceFile,
        part: Part,
        fields: Mapping[str, str],
        prefixes: Mapping[str, str] | None = None,
    ) -> None:
        """`fields`: what the standard declares; the supplier's own names never pass for one of these."""
        self._source = source
        self._fields = fields
        self.part = part
        self.values: dict[str, CellValue] = {}
        self._texts: dict[str, str] = {}
        self._units: dict[str, str] = {}
        self._paths = dict(_places(part.element, prefixes or {}))
        self._own: dict[str, str] = {}
        self._elsewhere: dict[str, str] = {}
        self._used: set[Element] = set()
        self._counts: dict[str, int] = {}

    def put(
        self,
        key: str,
        element: Element,
        value: CellValue = None,
        *,
        unit: str = "",
        written: str = "",
        attribute: str = "",
    ) -> None:
        """Keep a value under a key that is made unique; an empty one is left out.

        Args:
            value: Typed; the element's text where it is left out.
            unit: As the supplier wrote it.
            written: What the supplier wrote, where `value` was reckoned of it.
            attribute: Name of the element's attribute that holds the value.
        """
        self._used.add(element)
        text = text_in(element) if not attribute else str(element.get(attribute) or "").strip()
        value = text if value is None else value
        if value == "":
            return
        key = self._unique(key)
        self.values[key] = value
        self._own[key] = self._paths[element] + (f"/@{attribute}" if attribute else "")
        if written or (text and not isinstance(value, str)):
            self._texts[key] = written or text
        if unit:
            self._units[key] = unit

    def put_number(self, key: str, element: Element | None, /, *, unit: str = "") -> None:
        """Keep a number, typed where it is one as XML writes it."""
        if element is not None:
            self.put(key, element, number(text_in(element)), unit=unit)

    def _unique(self, key: str) -> str:
        """As `rows.unique`, quick for a product of ten thousand keywords too."""
        if key not in self.values:
            return key
        count = self._counts.get(key, 2)
        while f"{key} ({count})" in self.values:
            count += 1
        self._counts[key] = count + 1
        return f"{key} ({count})"

    def put_next(self, key: str, element: Element, value: CellValue = None, /) -> None:
        """Keep one of several under the key with its place: "picture[0]", "picture[1]"."""
        place = self._counts.get(f"{key}[]", 0)
        self._counts[f"{key}[]"] = place + 1
        self.put(f"{key}[{place}]", element, value)

    def put_property(
        self, name: str, element: Element, value: CellValue = None, /, *, unit: str = "", attribute: str = ""
    ) -> None:
        """Keep a property under the supplier's name for it."""
        plain = _POSITION.sub("[]", name).removesuffix("[]")
        own = f"{name} (property)" if name in self._fields or plain in self._fields else name
        self.put(own, element, value, unit=unit, attribute=attribute)

    def put_found(self, key: str, value: str, path: str, /) -> None:
        """Keep a value that stands elsewhere in the file."""
        if value:
            key = self._unique(key)
            self.values[key] = value
            self._elsewhere[key] = path

    def use(self, *elements: Element | None) -> None:
        """Say that elements hold nothing more, with all that is in them."""
        for element in elements:
            if element is not None:
                self._used.update(element.iter())

    def put_rest(self, main: Language) -> None:
        """Keep every other element that holds text, under its own name: nothing of a product is lost."""
        for element in self.part.element.iter():
            if element in self._used or not is_element(element):
                continue
            if any(is_element(one) for one in element):
                continue
            said = language_at(element)
            money = element.get("currency") or element.get("currencyID")
            kind = element.get("type") or element.get("name") or element.get("domain") or ""
            marks = [mark for mark in (kind, said if said != main else None) if mark]
            above = element.getparent()
            name = local(element)
            if name in self._fields and above is not None:
                name = f"{local(above)}.{name}"
            self.put(
                f"{name} ({', '.join(marks)})" if marks else name,
                element,
                f"{text_in(element)} {money}" if money and text_in(element) else None,
                unit=str(element.get("unitCode") or ""),
            )

    def row(self, row_number: int, /, *, change: RowChange | None = None) -> ItemRow:
        """The row of all cells."""
        return ItemRow(
            source=self._source,
            number=row_number,
            values=self.values,
            paths=self._own,
            path=self.part.path,
            line=None,
            units=self._units,
            texts=self._texts,
            elsewhere=self._elsewhere,
            change=change,
        )


def _places(item: Element, prefixes: Mapping[str, str]) -> Iterator[tuple[Element, str]]:
    """Every element of an item with its XPath within the item."""
    yield item, ""
    stack: list[tuple[Element, str]] = [(item, "")]
    while stack:
        parent, path = stack.pop()
        counts: dict[str, int] = {}
        for one in parent:
            if not is_element(one):
                continue
            step = qualified(one, local(one), prefixes)
            counts[step] = count = counts.get(step, 0) + 1
            place = f"{path}/{step}" if count == 1 else f"{path}/{step}[{count}]"
            yield one, place
            stack.append((one, place))
