"""Reads shops' product feeds in JSON: documents, JSON lines, or one product; a row a variant.

What a feed's products look like is a `Shape`; this module finds them, one in memory at a time. The generic
readers of `json_array` and `json_lines` stay without any shop's words.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Protocol

from dragoman.errors import FileUnreadable
from dragoman.formats.flatten import BeyondLimit, json_number
from dragoman.formats.gathered import Gathering, Place, origin_of, shop_standard
from dragoman.formats.held import rows_hold_the_file
from dragoman.formats.json_events import Event, Events, Json, JsonStream, pointer_token
from dragoman.formats.json_spot import Spot, glimpse
from dragoman.formats.limits import DEFAULT_LIMITS, ReadLimits
from dragoman.formats.rows import row_problem
from dragoman.formats.text import Encoding, TooLong, encoding_of, head, lines, opened, printable, undecoded
from dragoman.model import Origin, Problem, ProblemKind
from dragoman.ports import ReadOptions, Row, SourceFile, Table

_MAX_DEPTH = 5
"""Arrays of products are looked for at most this deep; the reader recurses no deeper."""
_VALUES_OF_A_PRODUCT = 16
"""Times `ReadLimits.max_columns`: a product of 2,000 variants is one item of the file."""
_MOST_NOTES = 50


class Making:
    """Where the rows of one product come from: makes its places and Problems."""

    def __init__(self, source: SourceFile, line: int | None, limits: ReadLimits) -> None:
        self._source = source
        self._line = line
        self._limits = limits

    def place(self, spot: Spot, /) -> Place:
        return Place(path=spot.path, line=self._line)

    def put(self, into: Gathering, key: str, spot: Spot, /, *, unit: str | None = None) -> None:
        """A plain value under a name, unless the name is taken."""
        into.first(key, spot.plain, self.place(spot), unit=unit)

    def rest(self, into: Gathering, spot: Spot, /, *, known: frozenset[str], under: str = "") -> None:
        """All that nobody has asked for, as properties under the feed's own names. Raises BeyondLimit."""
        for key, leaf in spot.leaves(under, leave=known, limits=self._limits):
            into.property(key, leaf.plain, self.place(leaf))

    def problem(
        self, spot: Spot, /, *, kind: ProblemKind, expected: str, advice: str, field: str | None = None
    ) -> Problem:
        """What is wrong with a value; the offer goes in without it."""
        return Problem(
            kind=kind,
            origin=origin_of(self._source, self.place(spot)),
            value=(spot.text or type(spot.value).__name__)[:200],
            expected=expected,
            advice=advice,
            field_name=field,
        )


Made = tuple[Spot, Gathering] | Problem
"""A row with the value it stands for, or what is wrong with one."""


class Shape(Protocol):
    """What the products of one kind of feed look like."""

    @property
    def name(self) -> str:
        """Of the format, as shown to users."""

    @property
    def standard(self) -> str:
        """Of what is written down about it."""

    @property
    def arrays(self) -> frozenset[str]:
        """Keys that hold an array of products."""

    @property
    def singles(self) -> frozenset[str]:
        """Keys that hold one product."""

    @property
    def shown(self) -> Mapping[str, str]:
        """What to tell the user about how the feed is read."""

    def likeness(self, product: Spot, envelope: frozenset[str], /) -> float:
        """How surely a value is such a product, from 0.0 to 1.0.

        Args:
            envelope: Keys of the document's top object; empty where there is none.
        """

    def rows(self, product: Spot, making: Making, /) -> Iterator[Made]:
        """The product's rows. Raises BeyondLimit."""


class ShopJsonReader:
    """Products of one shape; satisfies `ports.FormatReader`."""

    suffixes = (".json", ".jsonl")

    def __init__(self, shape: Shape, limits: ReadLimits = DEFAULT_LIMITS) -> None:
        self._shape = shape
        self._limits = limits
        self.name = shape.name

    def sniff(self, head: bytes, /, *, name: str) -> float:  # noqa: ARG002 - the keys decide
        """The first product's keys; above the generic readers of JSON."""
        found = glimpse(head)
        if found is None:
            return 0.0
        root = found.root
        envelope = frozenset(root) if isinstance(root, dict) else frozenset()
        likely = (self._shape.likeness(one, envelope) for one in _products(Spot(root, ""), self._shape))
        return max(likely, default=0.0)

    @rows_hold_the_file
    def read(self, source: SourceFile, options: ReadOptions, /) -> Iterator[Table]:
        """One table for each array of products. Raises FileUnreadable, FileTooLarge."""
        encoding = encoding_of(source, options)
        start = head(source)
        found = glimpse(start)
        single = found is not None and _is_product(Spot(found.root, ""), self._shape)
        reading = _Reading(source, self._shape, encoding, self._limits)
        if single and _first_line_is_whole(start, encoding):
            yield reading.of_lines(lines(source, encoding, self._limits))
            return
        with opened(source) as raw:
            limits = replace(self._limits, max_columns=self._limits.max_columns * _VALUES_OF_A_PRODUCT)
            events = Events(JsonStream(raw, source, encoding, limits), source, limits)
            if single:
                yield reading.of_values(events)
            else:
                yield from reading.of_document(events)


def _is_product(spot: Spot, shape: Shape) -> bool:
    return shape.likeness(spot, frozenset()) > 0


def _products(spot: Spot, shape: Shape, key: str = "", depth: int = 0) -> Iterator[Spot]:
    """The values that could be products, of what has been glimpsed."""
    if depth > _MAX_DEPTH:
        return
    if isinstance(spot.value, list):
        if not key or key in shape.arrays:
            yield from spot.each()[:3]
    elif isinstance(spot.value, dict):
        if not depth or key in shape.singles:
            yield spot
        for name, child in spot.items():
            yield from _products(child, shape, name, depth + 1)


def _first_line_is_whole(start: bytes, encoding: Encoding) -> bool:
    line, newline, _ = start.decode(encoding.name, "ignore").lstrip("\ufeff\r\n ").partition("\n")
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return not newline
    return True


class _Reading:
    """A feed being read once, from its start to its end."""

    def __init__(self, source: SourceFile, shape: Shape, encoding: Encoding, limits: ReadLimits) -> None:
        self._source = source
        self._shape = shape
        self._encoding = encoding
        self._limits = limits
        self._number = 0
        self._notes: list[tuple[str, Origin]] = []

    def of_lines(self, stream: Iterator[str | TooLong], /) -> Table:
        """A product a line."""
        return self._table(self._line_rows(stream), None, "lines")

    def of_values(self, events: Events, /) -> Table:
        """One product, or several one after the other."""
        return self._table(self._value_rows(events), None, "objects")

    def of_document(self, events: Events, /) -> Iterator[Table]:
        """The arrays of products within a document. Raises FileUnreadable."""
        first = events.next()
        if first is None:
            raise FileUnreadable(
                f"{self._source.name}: expected JSON, got nothing; ask the supplier for the file"
            )
        try:
            yield from self._walk(events, first, "", "", 0)
        except BeyondLimit as error:
            raise FileUnreadable(
                f"{self._source.name}: expected a {self._shape.standard} of products, got around them a value "
                f"that is not {error}; ask the supplier for the products alone"
            ) from error

    def _walk(self, events: Events, event: Event, key: str, pointer: str, depth: int) -> Iterator[Table]:
        kind = event[0]
        if kind == "start_array" and (not depth or key in self._shape.arrays):
            rows = self._array_rows(events, pointer)
            yield self._table(rows, pointer, pointer or "the top array")
            for _unread in rows:
                pass
        elif kind == "start_map" and key in self._shape.singles:
            yield self._table(self._rows(Spot(events.build(event), pointer)), pointer, pointer)
        elif kind == "start_map" and depth < _MAX_DEPTH:
            while (name := events.expect())[0] != "end_map":
                inner = str(name[1])
                path = f"{pointer}/{pointer_token(inner)}"
                yield from self._walk(events, events.expect(), inner, path, depth + 1)
        else:
            self._note(key, Spot(events.build(event), pointer))

    def _note(self, key: str, spot: Spot) -> None:
        """A plain value that stands outside of every product."""
        if spot.text and len(self._notes) < _MOST_NOTES:
            origin = origin_of(self._source, Place(path=spot.path))
            self._notes.append((f"{key}: {spot.text[:2000]}", origin))

    def _table(self, rows: Iterator[Row | Problem], pointer: str | None, items: str) -> Table:
        notes, self._notes = tuple(self._notes), []
        return Table(
            source=self._source,
            columns=(),
            rows=rows,
            sheet=pointer or None,
            detected={
                "encoding": self._encoding.shown,
                "standard": self._shape.standard,
                "items": items,
                **self._shape.shown,
            },
            notes=notes,
            standard=shop_standard(self._shape.standard),
        )

    # ------------------------------------------------------------------------------ products -> rows

    def _array_rows(self, events: Events, pointer: str) -> Iterator[Row | Problem]:
        index = 0
        while (event := events.expect())[0] != "end_array":
            yield from self._built(events, event, f"{pointer}/{index}")
            index += 1

    def _value_rows(self, events: Events) -> Iterator[Row | Problem]:
        index = 0
        while (event := events.next()) is not None:
            yield from self._built(events, event, f"/{index}" if index else "")
            index += 1

    def _built(self, events: Events, event: Event, path: str) -> Iterator[Row | Problem]:
        try:
            product = events.build(event)
        except BeyondLimit as error:
            yield self._bad(Place(path=path), "limit", "", f"a product {error}")
            return
        yield from self._rows(Spot(product, path))

    def _line_rows(self, stream: Iterator[str | TooLong]) -> Iterator[Row | Problem]:
        for number, line in enumerate(stream, 1):
            place = Place(line=number)
            if isinstance(line, TooLong):
                most = f"a line of at most {self._limits.max_row_chars:,} characters"
                yield self._bad(place, "limit", line.start, most)
            elif undecoded(line):
                yield self._bad(place, "encoding", line, "text in the file's encoding")
            elif not line.isspace():
                yield from self._line(line, number)

    def _line(self, line: str, number: int) -> Iterator[Row | Problem]:
        try:
            product: Json = json.loads(line, parse_float=json_number, parse_constant=_no_constant)
        except RecursionError:
            most = f"a product nested at most {self._limits.max_depth} deep"
            yield self._bad(Place(line=number), "limit", line, most)
        except ValueError as error:
            yield self._bad(Place(line=number), "unreadable_row", line, f"a whole JSON object ({error})")
        else:
            yield from self._rows(Spot(product, ""), number)

    def _rows(self, product: Spot, line: int | None = None) -> Iterator[Row | Problem]:
        making = Making(self._source, line, self._limits)
        if not isinstance(product.value, dict):
            yield self._bad(making.place(product), "unreadable_row", product.text, "a product, as an object")
            return
        try:
            for made in self._shape.rows(product, making):
                if isinstance(made, Problem):
                    yield made
                else:
                    spot, gathering = made
                    self._number += 1
                    yield gathering.row(self._source, self._number, making.place(spot))
        except BeyondLimit as error:
            yield self._bad(making.place(product), "limit", product.at("id").text, f"a product {error}")

    def _bad(self, place: Place, kind: ProblemKind, value: str, expected: str) -> Problem:
        return row_problem(
            origin_of(self._source, place),
            kind=kind,
            value=printable(value[:1000]).strip(),
            expected=expected,
            advice="mend the product in the feed, or ask the supplier to export it anew",
        )


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON value")
