"""Keeps a reader's file open as long as somebody holds a table's rows, not only the iterator of tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import wraps
from typing import TypeVar

from dragoman.model import Problem
from dragoman.ports import ReadOptions, Row, SourceFile, Table

R = TypeVar("R")
_Read = Callable[[R, SourceFile, ReadOptions], Iterator[Table]]


def rows_hold_the_file(read: _Read[R], /) -> _Read[R]:
    """For a `read` that opens its file in a `with`: `next(reader.read(...)).rows` must go on working."""

    @wraps(read)
    def reading(self: R, source: SourceFile, options: ReadOptions, /) -> Iterator[Table]:
        tables = read(self, source, options)
        for table in tables:
            yield replace(table, rows=_held(table.rows, tables))

    return reading


def _held(rows: Iterator[Row | Problem], owner: Iterator[Table]) -> Iterator[Row | Problem]:
    yield from rows
    del owner
