"""Numbers that end the process where a parser in C meets them are found, however the text is cut into pieces."""

from __future__ import annotations

import io
import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import FileUnreadable
from dragoman.formats import READERS
from dragoman.formats.json_numbers import MOST_DIGITS, LongNumbers
from dragoman.formats.json_spot import glimpse
from dragoman.ingest.detect import open_tables
from dragoman.ports import ReadOptions
from dragoman.testing.format_reader import source_of

LONG = b"9" * (MOST_DIGITS + 1)
BROKEN = b'[{"title": "Steel bottle", "sku": "A1", "price": ' + LONG + b' "x'
"""A number that cannot be made, and text that is broken behind it."""


def in_pieces(text: bytes, size: int) -> bool:
    numbers = LongNumbers()
    stream = io.BytesIO(text)
    return any(numbers.find(piece) is not None for piece in iter(lambda: stream.read(size), b""))


def rows_of_all(text: bytes, name: str) -> list[object]:
    _, tables = open_tables(source_of(text, name), READERS, ReadOptions())
    return [row for table in tables for row in table.rows]


@given(
    parts=st.lists(
        st.sampled_from([LONG, LONG[1:], LONG[:2_000], b"-", b'"', b", ", b":", b"[", b"x", b"1.5", b"\n"]), max_size=8
    ),
    size=st.integers(1, 9_000),
)  # fmt: skip
def test_a_number_is_found_wherever_the_text_is_cut(parts: list[bytes], size: int) -> None:
    text = b"".join(parts)
    expected = re.search(rb"(?:^|[\[,:\s-])[0-9]{4301}", text) is not None
    assert in_pieces(text, size) is expected


@pytest.mark.parametrize("text", [LONG[1:], b'"' + LONG + b'"', b"0." + LONG, b'{"a": ' + LONG[1:] + b"}"])
def test_what_can_be_read_is_let_through(text: bytes) -> None:
    assert not in_pieces(text, 100)


@pytest.mark.parametrize("name", ["feed.json", "products.json", "list.jsonl"])
def test_a_file_with_such_a_number_is_told_and_the_process_goes_on(name: str) -> None:
    code = (
        "import sys; from dragoman.formats.json_spot import glimpse; "
        "sys.exit(0 if glimpse(sys.stdin.buffer.read()) else 1)"
    )
    assert subprocess.run([sys.executable, "-c", code], input=BROKEN, check=False).returncode == 0
    with pytest.raises(FileUnreadable, match="expected"):
        rows_of_all(BROKEN, name)


def test_what_stands_before_the_number_is_seen() -> None:
    seen = glimpse(BROKEN)
    assert seen is not None
    assert seen.root == [{"title": "Steel bottle", "sku": "A1"}]
