"""Reads JSON documents: an array of items at the top or under a key, item by item.

`{"supplier": "Muster", "products": [{...}, ...]}` gives one table of products and the note "supplier: Muster".
Several arrays of objects give several tables. A document without such an array is read as one item, or as
an object of items by their ids.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from dragoman.errors import FileTooLarge, FileUnreadable
from dragoman.formats.cells import text_of
from dragoman.formats.encoding import detect
from dragoman.formats.flatten import BeyondLimit, Flat, flatten
from dragoman.formats.held import rows_hold_the_file
from dragoman.formats.json_events import Events, Json, JsonStream, pointer_token
from dragoman.formats.limits import DEFAULT_LIMITS, ReadLimits
from dragoman.formats.rows import ItemRow, item_origin, row_problem
from dragoman.formats.signs import PACKED, text_start
from dragoman.formats.text import Encoding, encoding_of, opened
from dragoman.model import Origin, Problem
from dragoman.ports import ReadOptions, Row, SourceFile, Table

_MAX_TABLE_DEPTH = 5
"""Arrays of items are looked for at most this deep; the reader recurses no deeper."""
_PARTS = """
    attributes certificates dimensions features images media options packaging pricetiers price_tiers
    prices properties shipping skus specifications specs tags tiers variants
"""
_PARTS_OF_AN_ITEM = frozenset(_PARTS.split())
"""Keys whose array of objects belongs to the object around it."""


class JsonReader:
    """Items in a JSON document; satisfies `ports.FormatReader`."""

    name = "json"
    suffixes = (".json",)

    def __init__(self, limits: ReadLimits = DEFAULT_LIMITS) -> None:
        self._limits = limits

    def sniff(self, head: bytes, /, *, name: str) -> float:
        """Text that begins like an array or like an object with keys."""
        if head.startswith(PACKED):
            return 0.0
        start = text_start(head)
        if not start.startswith(("{", "[")) or detect(head) is None:
            return 0.0
        inner = start[1:].lstrip()
        likely = inner[:1] in ('"', "}", "{", "[", "]", "")
        return (0.9 if name.lower().endswith(self.suffixes) else 0.8) if likely else 0.1

    @rows_hold_the_file
    def read(self, source: SourceFile, options: ReadOptions, /) -> Iterator[Table]:
        """The tables of a document, in its order. Raises FileUnreadable, FileTooLarge."""
        encoding = encoding_of(source, options)
        with opened(source) as raw:
            events = Events(JsonStream(raw, source, encoding, self._limits), source, self._limits)
            yield from _Document(source, encoding, events, self._limits).tables()


class _Document:
    """A document being read once, from its start to its end."""

    def __init__(self, source: SourceFile, encoding: Encoding, events: Events, limits: ReadLimits) -> None:
        self._source = source
        self._encoding = encoding
        self._events = events
        self._limits = limits
        self._aside: dict[str, Json] = {}
        """Pointer -> what stands outside of every table."""
        self._held = 0
        self._found = False

    def tables(self) -> Iterator[Table]:
        """Raises FileUnreadable, FileTooLarge."""
        first = self._events.next()
        if first is None:
            raise FileUnreadable(
                f"{self._source.name}: expected JSON, got nothing; ask the supplier for the file"
            )
        try:
            yield from self._walk(first, "", 0)
        except BeyondLimit as error:
            raise FileTooLarge(
                f"{self._source.name}: expected an array of items, got one object, which may be one {error}; "
                "ask the supplier for an array of items or JSON lines"
            ) from error
        if not self._found:
            yield self._without_array()

    def _walk(self, event: tuple[str, object], pointer: str, depth: int) -> Iterator[Table]:
        """The tables in a value whose first event has been taken."""
        kind = event[0]
        if kind == "start_array" and depth <= _MAX_TABLE_DEPTH and self._holds_items(pointer):
            yield from self._table(pointer)
        elif kind == "start_map" and depth < _MAX_TABLE_DEPTH:
            while (key := self._events.expect())[0] != "end_map":
                inner = f"{pointer}/{pointer_token(str(key[1]))}"
                yield from self._walk(self._events.expect(), inner, depth + 1)
        else:
            self._keep(pointer, self._events.build(event))

    def _holds_items(self, pointer: str) -> bool:
        """Whether the array whose start was taken begins with an object or a list of its own."""
        if pointer.rpartition("/")[2].lower() in _PARTS_OF_AN_ITEM:
            return False
        following = self._events.peek()
        return following is not None and following[0] in ("start_map", "start_array")

    def _table(self, pointer: str) -> Iterator[Table]:
        self._found = True
        rows = self._items(pointer)
        yield Table(
            source=self._source,
            columns=(),
            rows=rows,
            sheet=pointer or None,
            detected={"encoding": self._encoding.shown, "items": pointer or "the top array"},
            notes=self._notes(),
        )
        for _unread in rows:
            pass

    def _items(self, pointer: str) -> Iterator[Row | Problem]:
        index = 0
        while (event := self._events.expect())[0] != "end_array":
            yield self._row(event, index, f"{pointer}/{index}")
            index += 1

    def _row(self, event: tuple[str, object], index: int, path: str) -> Row | Problem:
        try:
            flat = flatten(self._events.build(event), self._limits)
        except BeyondLimit as error:
            return row_problem(
                item_origin(self._source, path=path),
                kind="limit",
                value=f"item {index + 1}",
                expected=f"an item {error}",
                advice="split it, or ask the supplier for a flatter export",
            )
        return self._item(flat, index, path)

    def _item(self, flat: Flat, index: int, path: str) -> ItemRow:
        return ItemRow(
            source=self._source, number=index + 1, values=flat.values, paths=flat.paths, path=path, line=None
        )

    def _keep(self, pointer: str, value: Json) -> None:
        self._held += 1
        if self._held > self._limits.max_columns:
            raise BeyondLimit(f"with at most {self._limits.max_columns:,} values outside of an array")
        self._aside[pointer] = value

    def _without_array(self) -> Table:
        """One object is one item; an object of alike objects is a table by their keys; more follow in lines."""
        tree = _tree(self._aside)
        rows: Iterator[Row | Problem]
        if self._events.peek() is not None:
            rows = chain([self._single(tree, "", 0)], self._following())
        elif (keyed := _keyed(tree)) is not None:
            pointer, items = keyed
            rows = iter([self._keyed_item(*pair, index, pointer) for index, pair in enumerate(items.items())])
        else:
            rows = iter([self._single(tree, "", 0)])
        return Table(
            source=self._source,
            columns=(),
            rows=rows,
            detected={"encoding": self._encoding.shown, "items": "objects"},
        )

    def _single(self, item: Json, path: str, index: int) -> Row | Problem:
        return self._item(flatten(item, self._limits), index, path)

    def _keyed_item(self, key: str, item: Json, index: int, pointer: str) -> Row | Problem:
        flat = flatten(item, self._limits)
        flat.put("key", "", key)
        return self._item(flat, index, f"{pointer}/{pointer_token(key)}")

    def _following(self) -> Iterator[Row | Problem]:
        """Objects after the first, as in a file of pretty-printed objects one after the other."""
        index = 1
        while (event := self._events.next()) is not None:
            yield self._row(event, index, f"/{index}")
            index += 1

    def _notes(self) -> tuple[tuple[str, Origin], ...]:
        """What stood outside of the tables since the last one."""
        flat = flatten(_tree(self._aside), self._limits)
        self._aside.clear()
        return tuple(
            (f"{key}: {text_of(value)}", item_origin(self._source, path=flat.paths[key]))
            for key, value in flat.values.items()
        )


def _tree(aside: Mapping[str, Json]) -> Json:
    """The values by their pointers as one nested object again."""
    if "" in aside:
        return aside[""]
    root: dict[str, Json] = {}
    for pointer, value in aside.items():
        *parents, last = [token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:]]
        at = root
        for token in parents:
            inner = at.setdefault(token, {})
            if not isinstance(inner, dict):
                break
            at = inner
        at[last] = value
    return root


def _keyed(tree: Json, pointer: str = "", depth: int = 0) -> tuple[str, dict[str, Json]] | None:
    """(pointer, items) where an object holds two or more objects with keys in common."""
    if not isinstance(tree, dict) or depth > 2:
        return None
    inner = [set(value) for value in tree.values() if isinstance(value, dict)]
    if len(inner) >= 2 and len(inner) == len(tree) and set.intersection(*inner):
        return pointer, tree
    for key, value in tree.items():
        found = _keyed(value, f"{pointer}/{pointer_token(key)}", depth + 1)
        if found is not None:
            return found
    return None
