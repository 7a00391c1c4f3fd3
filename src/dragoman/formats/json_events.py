"""The events of a JSON document, one at a time, with bounded memory whatever the document holds."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from decimal import Decimal
from typing import BinaryIO

import ijson

from dragoman.errors import FileTooLarge, FileUnreadable
from dragoman.formats.flatten import BeyondLimit, clean
from dragoman.formats.json_numbers import MOST_DIGITS, LongNumbers
from dragoman.formats.limits import ReadLimits
from dragoman.formats.text import Encoding, undecodable_at, wrong_encoding
from dragoman.ports import SourceFile

Json = dict[str, "Json"] | list["Json"] | str | int | Decimal | bool | None
Event = tuple[str, object]
"""(kind, value) as ijson names them: "start_map", "map_key", "string", ..."""


def pointer_token(name: str, /) -> str:
    """A key as a part of a JSON pointer (RFC 6901)."""
    return clean(name).replace("~", "~0").replace("/", "~1")


class JsonStream:
    """The document's bytes as UTF-8; refuses a value that goes on beyond the limit, and numbers that no one reads."""

    def __init__(self, raw: BinaryIO, source: SourceFile, encoding: Encoding, limits: ReadLimits) -> None:
        self._raw = raw
        self._source = source
        self._encoding = encoding
        self._limit = limits.max_row_chars * 2
        self._since_event = 0
        self._numbers = LongNumbers()
        plain = encoding.name in ("utf-8", "utf8")
        self._decoder = None if plain else codecs.getincrementaldecoder(encoding.name)("strict")

    def progressed(self) -> None:
        """An event has come out; what was read before it is no longer held."""
        self._since_event = 0

    def read(self, size: int = -1) -> bytes:
        if size == 0:
            return b""
        if self._since_event > self._limit:
            raise FileTooLarge(
                f"{self._source.name}: expected JSON values of at most {self._limit:,} bytes, got a longer one; "
                "check the file for an unclosed quote, or ask the supplier for a smaller export"
            )
        data = self._raw.read(size)
        self._since_event += len(data)
        if self._decoder is None:
            return self._read_by_all(data)
        try:
            text = self._decoder.decode(data, final=not data)
            while data and not text:
                data = self._raw.read(size)
                text = self._decoder.decode(data, final=not data)
        except UnicodeError as error:
            where = undecodable_at(self._source, self._encoding.name)
            raise wrong_encoding(self._source, self._encoding.name, where or 0) from error
        return self._read_by_all(text.encode("utf-8", "surrogatepass"))

    def _read_by_all(self, data: bytes) -> bytes:
        """The same, where every number in it can be read. Raises FileUnreadable."""
        if self._numbers.find(data) is not None:
            raise FileUnreadable(
                f"{self._source.name}: expected whole numbers of at most {MOST_DIGITS:,} digits, got a longer one; "
                "ask the supplier to export it anew, with quotation marks around what is no number"
            )
        return data


class Events:
    """ijson's events with a look ahead of one, and values built within the limits."""

    def __init__(self, stream: JsonStream, source: SourceFile, limits: ReadLimits) -> None:
        self._stream = stream
        self._source = source
        self._limits = limits
        self._events: Iterator[Event] = iter(
            ijson.basic_parse(stream, use_float=False, multiple_values=True, buf_size=32_768)
        )
        self._ahead: Event | None = None

    def next(self) -> Event | None:
        """The next event; None at the end. Raises FileUnreadable where the document is broken."""
        if self._ahead is not None:
            event, self._ahead = self._ahead, None
            return event
        try:
            found = next(self._events, None)
        except (ijson.JSONError, UnicodeDecodeError, ValueError, ArithmeticError) as error:
            told = "a number too large for any" if isinstance(error, ArithmeticError) else _first_line(error)
            raise FileUnreadable(
                f"{self._source.name}: expected whole and valid JSON, got {told!r}; "
                "the file may be cut off: ask the supplier to export it anew"
            ) from error
        self._stream.progressed()
        return found

    def peek(self) -> Event | None:
        """The next event, left in place."""
        if self._ahead is None:
            self._ahead = self.next()
        return self._ahead

    def expect(self) -> Event:
        """The next event within an open value. Raises FileUnreadable at the end."""
        event = self.next()
        if event is None:
            raise FileUnreadable(
                f"{self._source.name}: expected more JSON, got the end of the file; it is cut off: "
                "ask the supplier to export it anew"
            )
        return event

    def build(self, event: Event, /) -> Json:
        """The value whose first event has been taken.

        Raises BeyondLimit after the whole value has been passed over, so that reading can go on.
        """
        if event[0] not in ("start_map", "start_array"):
            return _plain(event)
        builder = _Builder(self._limits)
        builder.take(event)
        while builder.open:
            builder.take(self.expect())
        if builder.beyond is not None:
            raise BeyondLimit(builder.beyond)
        return builder.root


class _Builder:
    """Builds one value from its events; beyond a limit it only counts what is open."""

    def __init__(self, limits: ReadLimits) -> None:
        self._limits = limits
        self._stack: list[dict[str, Json] | list[Json]] = []
        self._keys: list[str] = []
        self._values = 0
        self._chars = 0
        self.open = 0
        self.root: Json = None
        self.beyond: str | None = None

    def take(self, event: Event, /) -> None:
        kind, value = event
        if kind in ("start_map", "start_array"):
            self.open += 1
            self._check(0)
            if self.beyond is None:
                inner: dict[str, Json] | list[Json] = {} if kind == "start_map" else []
                self._add(inner)
                self._stack.append(inner)
                self._keys.append("")
        elif kind in ("end_map", "end_array"):
            self.open -= 1
            if self.beyond is None:
                self._stack.pop()
                self._keys.pop()
        elif kind == "map_key":
            self._check(len(str(value)))
            if self.beyond is None:
                self._keys[-1] = str(value)
        else:
            self._check(len(value) if isinstance(value, str) else 8)
            if self.beyond is None:
                self._add(_plain(event))

    def _check(self, chars: int) -> None:
        self._values += 1
        self._chars += chars
        limits = self._limits
        if self.beyond is not None:
            return
        if self.open > limits.max_depth:
            self.beyond = f"nested at most {limits.max_depth} deep"
        elif self._values > 2 * limits.max_columns:
            self.beyond = f"with at most {limits.max_columns:,} values"
        elif self._chars > limits.max_row_chars:
            self.beyond = f"of at most {limits.max_row_chars:,} characters"
        if self.beyond is not None:
            self._stack.clear()
            self.root = None

    def _add(self, value: Json) -> None:
        if not self._stack:
            self.root = value
        elif isinstance(parent := self._stack[-1], dict):
            parent[self._keys[-1]] = value
        else:
            parent.append(value)


def _plain(event: Event) -> Json:
    value = event[1]
    if isinstance(value, str | int | Decimal | bool) or value is None:
        return value
    raise TypeError(f"ijson gave {event!r}, which is no JSON value")


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n", 1)[0]
