"""Reads JSON lines: one object a line, each on its own, so that a broken line costs only itself."""

from __future__ import annotations

import json
from collections.abc import Iterator

from dragoman.formats.encoding import detect
from dragoman.formats.flatten import BeyondLimit, flatten, json_number
from dragoman.formats.limits import DEFAULT_LIMITS, ReadLimits
from dragoman.formats.rows import ItemRow, item_origin, row_problem
from dragoman.formats.signs import PACKED, text_start
from dragoman.formats.text import TooLong, encoding_of, lines, printable, undecoded
from dragoman.model import Problem, ProblemKind
from dragoman.ports import ReadOptions, Row, SourceFile, Table


class JsonLinesReader:
    """Items in lines; satisfies `ports.FormatReader`."""

    name = "jsonl"
    suffixes = (".jsonl", ".ndjson", ".jl")

    def __init__(self, limits: ReadLimits = DEFAULT_LIMITS) -> None:
        self._limits = limits

    def sniff(self, head: bytes, /, *, name: str) -> float:
        """Lines that begin and end like objects, the most of them objects."""
        if head.startswith(PACKED) or not text_start(head).startswith(("{", "[")):
            return 0.0
        if (found := detect(head)) is None:
            return 0.0
        named = name.lower().endswith(self.suffixes)
        text = head.decode(found.encoding, "ignore")
        return _likeness([line for line in text.splitlines()[:50] if line.strip()], named=named)

    def read(self, source: SourceFile, options: ReadOptions, /) -> Iterator[Table]:
        """One table, its columns known row by row."""
        encoding = encoding_of(source, options)
        stream = lines(source, encoding, self._limits)
        yield Table(
            source=source,
            columns=(),
            rows=self._rows(source, stream),
            detected={"encoding": encoding.shown},
        )

    def _rows(self, source: SourceFile, stream: Iterator[str | TooLong]) -> Iterator[Row | Problem]:
        for number, line in enumerate(stream, 1):
            if isinstance(line, TooLong):
                yield self._too_long(source, number, line.start)
            elif not line.isspace():
                yield self._row(source, number, line)

    def _row(self, source: SourceFile, number: int, line: str) -> Row | Problem:
        if undecoded(line):
            return _problem(source, number, line, "encoding", "text in the file's encoding")
        try:
            item = json.loads(line, parse_float=json_number, parse_constant=_no_constant)
            if not isinstance(item, dict | list):
                return _problem(source, number, line, "unreadable_row", "a JSON object")
            flat = flatten(item, self._limits)
        except RecursionError:
            return _problem(
                source, number, line, "limit", f"an object nested at most {self._limits.max_depth} deep"
            )
        except BeyondLimit as error:
            return _problem(source, number, line, "limit", f"an object {error}")
        except ValueError as error:
            return _problem(source, number, line, "unreadable_row", f"a whole JSON object ({error})")
        return ItemRow(
            source=source, number=number, values=flat.values, paths=flat.paths, path=None, line=number
        )

    def _too_long(self, source: SourceFile, number: int, start: str) -> Problem:
        return _problem(
            source, number, start, "limit", f"a line of at most {self._limits.max_row_chars:,} characters"
        )


def _likeness(lines_: list[str], *, named: bool) -> float:
    if not lines_:
        return 0.0
    objects = sum(line.lstrip().startswith("{") and line.rstrip().endswith("}") for line in lines_)
    if len(lines_) == 1:
        whole = objects == 1 and _parses(lines_[0])
        return (0.95 if whole else 0.6) if named else (0.5 if whole else 0.0)
    first_two = sum(line.startswith("{") for line in lines_[:2])
    if objects * 2 >= len(lines_) - 1 and first_two:
        return 0.95
    return 0.6 if named else 0.0


def _parses(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON value")


def _problem(source: SourceFile, number: int, line: str, kind: ProblemKind, expected: str) -> Problem:
    return row_problem(
        item_origin(source, line=number),
        kind=kind,
        value=printable(line[:1000]).strip(),
        expected=expected,
        advice="mend the line, or ask the supplier to export the file anew",
    )
