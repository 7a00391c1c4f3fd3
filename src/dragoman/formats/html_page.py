"""Reads saved web pages: the products that a page says in JSON-LD, microdata or RDFa, else its tables.

A page that says its products says them better than its tables do, which then list one product's properties; they are named
in `Table.detected` and can be asked for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from lxml import etree

from dragoman.errors import FileTooLarge, FileUnreadable
from dragoman.formats import json_ld, microdata
from dragoman.formats.flatten import BeyondLimit, json_number
from dragoman.formats.gathered import Place, shop_standard
from dragoman.formats.html_tables import PageTable, read_table, tables_in
from dragoman.formats.json_spot import Spot
from dragoman.formats.limits import DEFAULT_LIMITS, ReadLimits
from dragoman.formats.rows import row_problem
from dragoman.formats.schema_org import Listed, Node, key_of, products, rows
from dragoman.formats.signs import PACKED
from dragoman.formats.web_page import Page, is_page, parse_page
from dragoman.model import Origin, Problem
from dragoman.ports import ReadOptions, Row, SourceFile, Table

_WRAPPED = re.compile(
    r"^\s*(?:<!--|//<!\[CDATA\[|/\*<!\[CDATA\[\*/|<!\[CDATA\[)?(.*?)(?:-->|//\]\]>|/\*\]\]>\*/|\]\]>)?[\s;]*$",
    re.DOTALL,
)
_PRODUCTS = "schema.org"
_MOST_TABLES = 1_000
"""Finding a table's header takes some milliseconds, however small the table is."""


class HtmlReader:
    """Products and tables of a web page; satisfies `ports.FormatReader`."""

    name = "html"
    suffixes = (".html", ".htm", ".xhtml")

    def __init__(self, limits: ReadLimits = DEFAULT_LIMITS) -> None:
        self._limits = limits

    def sniff(self, head: bytes, /, *, name: str) -> float:  # noqa: ARG002 - the elements decide
        """Bytes that begin with an element of HTML; spreadsheets saved as a page under ".xls" too."""
        return 0.95 if not head.startswith(PACKED) and is_page(head) else 0.0

    def read(self, source: SourceFile, options: ReadOptions, /) -> Iterator[Table]:
        """One table of the page's products, or each of its tables. Raises FileUnreadable, FileTooLarge."""
        page = parse_page(source, options)
        tables = tables_in(page)
        if options.sheet is None or options.sheet == _PRODUCTS:
            found = _Said(page, self._limits)
            if found.listed or options.sheet == _PRODUCTS:
                yield found.table(tables)
                return
        else:
            found = None
        yield from self._tables(page, tables, options, found.problems if found is not None else [])

    def _tables(
        self, page: Page, tables: list[PageTable], options: ReadOptions, problems: list[Problem]
    ) -> Iterator[Table]:
        wanted = [one for one in tables if options.sheet in (None, one.name)]
        given = False
        for one in wanted[:_MOST_TABLES]:
            table = read_table(page, one, options, self._limits)
            if table is not None:
                given = True
                yield table
        if len(wanted) > _MOST_TABLES:
            yield self._left(page, wanted[_MOST_TABLES], len(wanted))
        if not given:
            names = ", ".join(one.name for one in tables[:20]) or "none"
            broken = f"; {problems[0].message()}" if problems else ""
            raise FileUnreadable(
                f"{page.source.name}: expected a table of offers, or products in JSON-LD, microdata or RDFa, got a web "
                f"page (HTML) with neither (tables of data: {names}); save the page of the list itself, with what its "
                f"scripts have filled in, or save the table as CSV or XLSX{broken}"
            )

    def _left(self, page: Page, first: PageTable, count: int) -> Table:
        """A table without rows, whose Problem names the tables that are not read."""
        problem = row_problem(
            page.origin(first.element),
            kind="limit",
            value=first.name,
            expected=f"at most {_MOST_TABLES:,} tables in a page, not {count:,}",
            advice="those from here on are not read; save the page in parts, or ask for the list as CSV",
        )
        return Table(
            source=page.source, columns=(), rows=iter([problem]), detected={"encoding": page.encoding}
        )


class _Said:
    """What a page says of its products."""

    def __init__(self, page: Page, limits: ReadLimits) -> None:
        self._page = page
        self._limits = limits
        self.problems: list[Problem] = []
        self.listed: list[Listed] = []
        self._counts: dict[str, int] = {}
        self._detected: dict[str, str] = {}
        try:
            self._find()
        except BeyondLimit as error:
            raise FileTooLarge(
                f"{page.source.name}: expected a page {error}, got one that goes on and on; save the page of one product, or ask for a file"
            ) from error

    def _find(self) -> None:
        """Products of each syntax, a later one's only where no earlier one has said them."""
        known: set[str] = set()
        nameless = 0
        root = self._page.root
        for name, things in (
            ("JSON-LD", self._json_ld()),
            ("microdata", microdata.things(root, microdata.MICRODATA, self._place)),
            ("RDFa", microdata.things(root, microdata.RDFA, self._place)),
        ):
            found = list(products(things))
            named = [one for one in found if key_of(one.product)]
            nameless += len(found) - len(named)
            new = [one for one in named if known.isdisjoint(key_of(one.product))]
            for one in new:
                known.update(key_of(one.product))
                known.update(*(key_of(variant) for variant in one.product.nodes("hasVariant")))
            self.listed.extend(new)
            if new:
                self._counts[name] = len(new)
        if nameless:
            self._detected["products without a name, not read"] = str(nameless)

    def _place(self, element: etree._Element) -> Place:
        return Place(path=self._page.path(element))

    def _json_ld(self) -> list[Node]:
        found: list[Node] = []
        for script in self._page.root.iter("script"):
            kind = (script.get("type") or "").partition(";")[0].strip().lower()
            if kind == "application/ld+json":
                found.extend(self._script(script))
        return found

    def _script(self, script: etree._Element) -> list[Node]:
        path = self._page.path(script)
        wrapped = _WRAPPED.match(script.text or "")
        text = wrapped.group(1) if wrapped is not None else script.text or ""
        try:
            value = json.loads(text, strict=False, parse_float=json_number)
            return json_ld.things(Spot(value, ""), lambda spot: Place(path=f"{path}#{spot.path}"))
        except (ValueError, RecursionError, BeyondLimit) as error:
            if text.strip():
                self.problems.append(self._broken(script, text, str(error) or "it is nested too deep"))
            return []

    def _broken(self, script: etree._Element, text: str, why: str) -> Problem:
        return row_problem(
            self._page.origin(script),
            kind="unreadable_row",
            value=" ".join(text.split())[:200],
            expected=f"whole JSON-LD ({why})",
            advice="what else the page says is read; mend the script in the page, or tell the shop",
        )

    def table(self, tables: list[PageTable]) -> Table:
        page = self._page
        detected = {
            "encoding": page.encoding,
            "products": ", ".join(f"{count} in {name}" for name, count in self._counts.items()) or "none",
            **self._detected,
        }
        if tables:
            names = ", ".join(one.name for one in tables[:20])
            detected["tables, not read"] = f"{names}: the page says its products itself; --sheet reads one"
        title = next(page.root.iter("title"), None)
        text = " ".join((title.text or "").split()) if title is not None else ""
        notes: tuple[tuple[str, Origin], ...] = ()
        if title is not None and text:
            notes = ((text[:500], page.origin(title)),)
        return Table(
            source=page.source,
            columns=(),
            rows=self._rows(),
            sheet=_PRODUCTS,
            detected=detected,
            notes=notes,
            standard=shop_standard("schema.org", page.language),
        )

    def _rows(self) -> Iterator[Row | Problem]:
        yield from self.problems
        number = 0
        for listed in self.listed:
            for place, gathering in rows(listed, base=self._page.base):
                number += 1
                yield gathering.row(self._page.source, number, place)
