"""Reads BMEcat catalogues, 1.2 and 2005 (also 2005.1, 2005fd, ONTO and ETIM's), one product in memory at a time.

No DTD is fetched and no entity expanded. The supplier's own groups stand before the products and say only at the end
which product is in which: such a file is read twice. A file of changes (T_UPDATE_PRODUCTS, T_UPDATE_PRICES) gives rows
that take offers of the record back or give them other prices.
"""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.errors import FileUnreadable
from dragoman.formats.bmecat_groups import GROUP_NAMES, LINK_NAMES, Groups
from dragoman.formats.bmecat_header import Header, read_header
from dragoman.formats.bmecat_product import FIELDS, price_row, product_row, withdrawn_row
from dragoman.formats.held import rows_hold_the_file
from dragoman.formats.limits import DEFAULT_LIMITS, ReadLimits
from dragoman.formats.rows import item_origin, row_problem
from dragoman.formats.text import head, opened
from dragoman.formats.xml_cells import child, text_in
from dragoman.formats.xml_stream import Part, Wanted, XmlStream, declared_encoding, local, root_of
from dragoman.model import Origin, Problem
from dragoman.ports import ReadOptions, Row, SourceFile, Standard, Table

_ITEMS = frozenset({"ARTICLE", "PRODUCT"})
_WANTED = Wanted(items=_ITEMS, others=frozenset({"HEADER", "CLASSIFICATION_SYSTEM_NAME"}) | GROUP_NAMES)
_LINKS = Wanted(items=frozenset(), others=LINK_NAMES)
_UPDATES = ("T_UPDATE_PRODUCTS", "T_UPDATE_PRICES")


class BmecatReader:
    """Products of a catalogue; satisfies `ports.FormatReader`."""

    name = "bmecat"
    suffixes = (".xml", ".bmecat")

    def __init__(self, limits: ReadLimits = DEFAULT_LIMITS) -> None:
        self._limits = limits

    def sniff(self, head: bytes, /, *, name: str) -> float:  # noqa: ARG002 - the root tells
        """XML whose root is BMECAT."""
        root = root_of(head)
        return 0.98 if root is not None and root.name == "BMECAT" else 0.0

    @rows_hold_the_file
    def read(self, source: SourceFile, options: ReadOptions, /) -> Iterator[Table]:
        """One table; what the header says of the supplier is notes. Raises FileUnreadable, FileTooLarge."""
        with opened(source) as stream:
            parts = XmlStream(source, stream, self._limits, _WANTED, encoding=options.encoding).parts()
            catalogue = _Catalogue(source, parts)
            catalogue.start()
            if catalogue.groups.has_tree:
                self._link(source, options, catalogue.groups)
            yield Table(
                source=source,
                columns=(),
                rows=catalogue.rows(),
                detected=catalogue.detected(options),
                notes=catalogue.notes(),
                standard=Standard(
                    name=_version(source), fields=FIELDS, language=catalogue.header.language or None
                ),
                changes_only=catalogue.transaction in _UPDATES,
            )

    def _link(self, source: SourceFile, options: ReadOptions, groups: Groups) -> None:
        """Which product is in which group, from the end of the file."""
        with opened(source) as stream:
            for part in XmlStream(source, stream, self._limits, _LINKS, encoding=options.encoding).parts():
                groups.link(part)


class _Catalogue:
    """A catalogue being read, from its header to its last product."""

    def __init__(self, source: SourceFile, parts: Iterator[Part]) -> None:
        self._source = source
        self._parts = parts
        self._ahead: Part | None = None
        self._system = ""
        self.header = Header()
        self.groups = Groups()
        self.transaction = ""

    def start(self) -> None:
        """Read up to the first product."""
        self._ahead = self._next_product()
        if self._ahead is None:
            start = head(self._source).replace(b"\0", b"")
            self.transaction = next((name for name in _UPDATES if name.encode() in start), "")
        elif len(self._ahead.within) > 1:
            self.transaction = self._ahead.within[1]

    def rows(self) -> Iterator[Row | Problem]:
        count = 0
        while self._ahead is not None:
            count += 1
            yield self._row(self._ahead, count)
            self._ahead = self._next_product()

    def detected(self, options: ReadOptions) -> dict[str, str]:
        """What is shown of the file."""
        said = {
            "standard": _version(self._source),
            "transaction": self.transaction,
            "languages": ", ".join(self.header.languages),
            "territories": ", ".join(self.header.territories),
            "encoding": options.encoding or declared_encoding(head(self._source)),
        }
        return {name: text for name, text in said.items() if text}

    def notes(self) -> tuple[tuple[str, Origin], ...]:
        if not self.groups.full:
            return self.header.notes
        words = "groups: more than are held in memory; products beyond have no category"
        return (*self.header.notes, (words, item_origin(self._source, path="/BMECAT")))

    def _next_product(self) -> Part | None:
        for part in self._parts:
            if part.name == "HEADER":
                self.header = read_header(self._source, part)
            elif part.name == "CLASSIFICATION_SYSTEM_NAME":
                self._system = text_in(part.element)
            elif part.name in _ITEMS:
                return part
            else:
                self.groups.add(part, self._system, self.header.language)
        return None

    def _row(self, part: Part, number: int) -> Row | Problem:
        mode = str(part.element.get("mode") or "").strip().lower()
        if mode == "delete":
            return withdrawn_row(self._source, part).row(number, change="withdraw")
        if child(part.element, "ARTICLE_DETAILS", "PRODUCT_DETAILS") is not None:
            known = mode == "update" and self.transaction in _UPDATES
            return product_row(self._source, part, self.header, self.groups, known=known).row(number)
        if self.transaction in _UPDATES:
            return price_row(self._source, part, self.header).row(number, change="amend")
        return self._problem(
            part,
            expected="a product with its description",
            advice="the file holds new prices for products described elsewhere and does not call itself a file of changes "
            "(T_UPDATE_PRICES): ask the supplier for the whole catalogue",
        )

    def _problem(self, part: Part, *, expected: str, advice: str) -> Problem:
        key = child(part.element, "SUPPLIER_AID", "SUPPLIER_PID")
        amounts = [text_in(one) for one in part.element.iter() if local(one) == "PRICE_AMOUNT"]
        value = f"{text_in(key)}: {', '.join(amounts)}" if amounts else text_in(key)
        return row_problem(
            item_origin(self._source, path=part.path),
            kind="unreadable_row",
            value=value,
            expected=expected,
            advice=advice,
        )


def _version(source: SourceFile) -> str:
    """ "BMEcat 2005", as the root says."""
    root = root_of(head(source))
    if root is None or root.name != "BMECAT":
        raise FileUnreadable(
            f"{source.name}: expected a BMEcat catalogue, got XML that begins with another element; "
            "ask the supplier for BMEcat, CSV or XLSX"
        )
    for version in ("2005.2", "2005.1", "2005fd", "2005", "1.2", "1.01"):
        if version in root.attributes:
            return f"BMEcat {version}"
    return "BMEcat"
