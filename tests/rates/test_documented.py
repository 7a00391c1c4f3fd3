"""The examples of docs/how-to/rates.md can be taken in as they stand."""

from __future__ import annotations

import re
import textwrap
from datetime import date
from pathlib import Path

import pytest

from dragoman.rates.importing import RatePlaces, import_rates

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "rates.md"


def blocks() -> list[str]:
    """Indented blocks of the page, blank lines within them kept."""
    found = re.findall(r"(?:^ {4}.*\n|^\n(?= {4}))+", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    return [textwrap.dedent(block).strip() + "\n" for block in found]


@pytest.mark.parametrize(
    ("begins", "kind", "entries"),
    [
        ("destination,code", "duty-table", 3),
        ("as_of = 2026-11-01\n\n[[card]]", "freight-table", 1),
        ("as_of = 2026-11-26", "tax-table", 1),
    ],
)
def test_an_example_of_the_page_is_taken_in(tmp_path: Path, begins: str, kind: str, entries: int) -> None:
    (example,) = [block for block in blocks() if block.startswith(begins)]
    path = tmp_path / "example.txt"
    path.write_text(example, encoding="utf-8")
    places = RatePlaces(folder=tmp_path / "rates", exchange=tmp_path / "rates.csv")
    done = import_rates(path, places, today=date(2026, 11, 26))
    assert (done.kind, done.entries) == (kind, entries)
