"""Reads CSV, TSV and their kin: encoding and dialect detected and shown, one row in memory at a time."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from itertools import chain

from dragoman.errors import FileTooLarge
from dragoman.formats.dialect import Dialect, dialect_of, has_columns
from dragoman.formats.encoding import detect
from dragoman.formats.layout import Sheet
from dragoman.formats.limits import DEFAULT_LIMITS, ReadLimits
from dragoman.formats.regions import tables_below
from dragoman.formats.rows import GridRow, grid_origin, row_problem
from dragoman.formats.signs import PACKED, text_start
from dragoman.formats.text import TooLong, encoding_of, lines, printable, undecoded
from dragoman.model import Problem, ProblemKind
from dragoman.ports import ReadOptions, SourceFile, Table

_DIALECT_CHARS = 32_000
_SURE_SUFFIXES = (".csv", ".tsv", ".tab", ".psv")
"""A file of one column is read only under one of these names: ".txt" is prose more often."""


class DelimitedReader:
    """Tables in text files; satisfies `ports.FormatReader`."""

    name = "csv"
    suffixes = (".csv", ".tsv", ".tab", ".txt", ".psv")

    def __init__(self, limits: ReadLimits = DEFAULT_LIMITS) -> None:
        self._limits = limits

    def sniff(self, head: bytes, /, *, name: str) -> float:
        """Text whose lines have the same delimiters; any text at all where the name says so."""
        if head.startswith(PACKED) or (found := detect(head)) is None:
            return 0.0
        start = text_start(head)
        if start.startswith(("{", "[", "<")):
            return 0.05
        if not start:
            return 0.0
        text = head.decode(found.encoding, "replace")
        if has_columns(text):
            return 0.8 if name.lower().endswith(self.suffixes) else 0.7
        return 0.4 if name.lower().endswith(_SURE_SUFFIXES) else 0.0

    def read(self, source: SourceFile, options: ReadOptions, /) -> Iterator[Table]:
        """The tables, most often one: another begins with a header of its own. Raises FileUnreadable, FileTooLarge."""
        encoding = encoding_of(source, options)
        stream = lines(source, encoding, self._limits)
        start: list[str | TooLong] = []
        size = 0
        for line in stream:
            if isinstance(line, TooLong) and not start:
                raise FileTooLarge(
                    f"{source.name}: expected lines of at most {self._limits.max_row_chars:,} characters, got a "
                    f"longer first line; it is no table of rows: check its line ends, or export it anew"
                )
            start.append(line)
            size += len(line) if isinstance(line, str) else 0
            if size > _DIALECT_CHARS:
                break
        dialect = dialect_of(source, options, "".join(line for line in start if isinstance(line, str)))
        records = Records(source, dialect, self._limits)
        sheet = Sheet(
            source=source,
            rows=records.read(chain(start, stream)),
            detected={"encoding": encoding.shown, **dialect.show()},
            delimiter=dialect.delimiter,
        )
        yield from tables_below(sheet, options)


class _Unclosed(Exception):
    """A quoted cell goes on beyond the limits, or the file ends within it."""


class Records:
    """Cuts lines into rows; a quote that is never closed costs its own line, not the rest of the file."""

    def __init__(self, source: SourceFile, dialect: Dialect, limits: ReadLimits) -> None:
        self._source = source
        self._dialect = dialect
        self._limits = limits
        self._again: deque[str | TooLong] = deque()
        self._taken: list[str | TooLong] = []

    def read(self, stream: Iterator[str | TooLong], /) -> Iterator[GridRow | Problem]:
        """Rows by rising number; a blank line counts, as in a spreadsheet."""
        if self._dialect.sep_line:
            next(stream, None)
        number = 0
        while (line := self._next(stream)) is not None:
            number += 1
            yield self._row(number, line, stream)

    def _next(self, stream: Iterator[str | TooLong]) -> str | TooLong | None:
        return self._again.popleft() if self._again else next(stream, None)

    def _row(self, number: int, line: str | TooLong, stream: Iterator[str | TooLong]) -> GridRow | Problem:
        if isinstance(line, TooLong):
            return self._problem(
                number, line.start, "limit", f"a line of at most {self._limits.max_row_chars:,} characters"
            )
        dialect = self._dialect
        quoted = dialect.quote in line or (dialect.escape is not None and dialect.escape in line)
        if line == "\x1a":  # how DOS ended its text files
            return GridRow(number, ())
        if not quoted and len(line) <= self._limits.max_cell_chars:
            cells = line.rstrip("\r\n").split(dialect.delimiter)
            return self._checked(number, line, cells)
        try:
            cells = self._quoted(line, stream)
        except _Unclosed:
            self._again.extendleft(reversed(self._taken[1:]))
            return self._problem(
                number, line, "unreadable_row", f"a closing quote ({dialect.quote}) for each opening one"
            )
        except csv.Error:
            self._again.extendleft(reversed(self._taken[1:]))
            return self._problem(
                number, line, "limit", f"cells of at most {self._limits.max_cell_chars:,} characters"
            )
        return self._checked(number, "".join(part for part in self._taken if isinstance(part, str)), cells)

    def _quoted(self, line: str, stream: Iterator[str | TooLong]) -> list[str]:
        """A row with quotes, which may run over several lines; those must then be quoted by the book."""
        self._taken = [line]
        csv.field_size_limit(self._limits.max_cell_chars)
        cells = self._parse(self._feed(line, stream), strict=False)
        if len(self._taken) > 1:
            try:
                cells = self._parse(
                    iter([part for part in self._taken if isinstance(part, str)]), strict=True
                )
            except csv.Error as error:
                raise _Unclosed from error
        return cells

    def _parse(self, feed: Iterator[str], *, strict: bool) -> list[str]:
        dialect = self._dialect
        return next(
            csv.reader(
                feed,
                delimiter=dialect.delimiter,
                quotechar=dialect.quote,
                escapechar=dialect.escape,
                skipinitialspace=dialect.spaced,
                strict=strict,
            )
        )

    def _feed(self, line: str, stream: Iterator[str | TooLong]) -> Iterator[str]:
        yield line
        size = len(line)
        while len(self._taken) < self._limits.max_record_lines and size < self._limits.max_row_chars:
            following = self._next(stream)
            if following is None:
                break
            self._taken.append(following)
            if isinstance(following, TooLong):
                break
            size += len(following)
            yield following
        raise _Unclosed

    def _checked(self, number: int, line: str, cells: list[str]) -> GridRow | Problem:
        if len(cells) > self._limits.max_columns:
            return self._problem(
                number, line, "limit", f"at most {self._limits.max_columns:,} cells in a row"
            )
        if "\x00" in line:
            return self._problem(number, line, "unreadable_row", "text without zero bytes")
        if undecoded(line):
            return self._problem(number, line, "encoding", "text in the file's encoding")
        return GridRow(number, cells)

    def _problem(self, number: int, line: str, kind: ProblemKind, expected: str) -> Problem:
        advice = {
            "limit": "shorten it, or check the file's line ends and quotes",
            "encoding": "save the file in one encoding, or name it with --encoding",
        }
        return row_problem(
            grid_origin(self._source, None, number, 0),
            kind=kind,
            value=printable(line[:1000]).strip("\r\n"),
            expected=expected,
            advice=advice.get(kind, "mend the line in the file, or ask the supplier to export it anew"),
        )
