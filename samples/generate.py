"""Writes `samples/catalogues/` anew: python samples/generate.py

The same seed gives the same files. `writers.lists.all_files()` holds what each row means, for the tests.
"""

from __future__ import annotations

from pathlib import Path

from writers.lists import all_files

CATALOGUES = Path(__file__).resolve().parent / "catalogues"


def main() -> None:
    CATALOGUES.mkdir(exist_ok=True)
    for one in all_files():
        (CATALOGUES / one.name).write_bytes(one.data)
        rows, broken = len(one.found), len(one.planted)
        print(f"{one.name:20} {len(one.data):>8,} bytes  {rows:>4} rows  {broken} broken on purpose")


if __name__ == "__main__":
    main()
